from django.urls import path

from .views import corrections, days, setup

app_name = "setup"
urlpatterns = [
    path("", setup.overview, name="setup"),
    path("cluster/", setup.cluster_new, name="cluster_new"),
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
    path("<slug:slug>/<int:year>/targets/", setup.targets, name="targets"),
    path("<slug:slug>/<int:year>/members/", setup.members, name="members"),
]
