from django.urls import path

from .views import catalogue, catalogue_book, catalogue_edit, corrections, days, setup, target_proposals, targets

app_name = "setup"
urlpatterns = [
    path("", setup.overview, name="setup"),
    path("cluster/", setup.cluster_new, name="cluster_new"),
    path("catalogue/", catalogue.listed, name="catalogue"),
    path("catalogue/indicator/<str:code>/", catalogue.indicator, name="catalogue_indicator"),
    path("catalogue/new/", catalogue_edit.added, name="catalogue_new"),
    path("catalogue/indicator/<str:code>/edition/", catalogue_edit.edition, name="catalogue_edition"),
    path("catalogue/workbook.xlsx", catalogue_book.download, name="catalogue_workbook"),
    path("catalogue/upload/", catalogue_book.upload, name="catalogue_upload"),
    path("days/", days.listed, name="days"),
    path("days/<int:pk>/", days.changed, name="day"),
    path("days/<int:pk>/withdraw/", days.withdrawn, name="day_withdraw"),
    path("days/<int:year>/proposal/", days.proposed, name="days_proposed"),
    path("cluster/<int:pk>/edit/", corrections.cluster, name="cluster_edit"),
    path("cluster/<int:pk>/withdraw/", corrections.cluster_withdraw, name="cluster_withdraw"),
    path("membership/<int:pk>/edit/", corrections.membership, name="membership_edit"),
    path("membership/<int:pk>/withdraw/", corrections.membership_withdraw, name="membership_withdraw"),
    path("leadership/<int:pk>/edit/", corrections.leadership, name="leadership_edit"),
    path("<slug:slug>/<int:year>/leaders/", corrections.leaders, name="leaders"),
    path("<slug:slug>/<int:year>/unopen/", corrections.unopen, name="season_unopen"),
    path("membership/<int:pk>/end/", setup.membership_end, name="membership_end"),
    path("<slug:slug>/open/", setup.season_new, name="season_new"),
    path("national-targets/<int:year>/", targets.national_targets, name="national_targets"),
    path("national-targets/<int:year>/<str:code>/", targets.national_target, name="national_target"),
    path("<slug:slug>/<int:year>/targets/", targets.targets, name="targets"),
    path("<slug:slug>/<int:year>/targets/floor/", target_proposals.floor, name="targets_floor"),
    path("<slug:slug>/<int:year>/targets/template.xlsx", target_proposals.template, name="targets_template"),
    path("<slug:slug>/<int:year>/targets/upload/", target_proposals.upload, name="targets_upload"),
    path("<slug:slug>/<int:year>/targets/<str:agency>/<str:code>/", targets.target, name="target"),
    path("<slug:slug>/<int:year>/members/", setup.members, name="members"),
]
