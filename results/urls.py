from django.urls import path

from .entry import views as entry
from .enums import Action
from .review import releases
from .review import views as review
from .submission import steps
from .submission import views as submission
from .views import days, mending, setup

app_name = "results"
urlpatterns = [
    path("submission/<int:pk>/", submission.submission, name="submission"),
    *(
        path(f"submission/<int:pk>/{action.replace('_', '-')}/", steps.step, {"action": action}, name=action)
        for action in Action.values
    ),
    path("review/<slug:slug>/<int:year>/", review.review, name="review"),
    path("review/<slug:slug>/<int:year>/<int:period_id>/release/", releases.release, name="release"),
    path("review/<slug:slug>/<int:year>/<int:period_id>/withdraw/", releases.withdraw_release, name="withdraw_release"),
    path("setup/", setup.overview, name="setup"),
    path("setup/cluster/", setup.cluster_new, name="cluster_new"),
    path("setup/days/", days.listed, name="days"),
    path("setup/days/<int:pk>/", days.changed, name="day"),
    path("setup/days/<int:pk>/withdraw/", days.withdrawn, name="day_withdraw"),
    path("setup/days/<int:year>/proposal/", days.proposed, name="days_proposed"),
    path("setup/cluster/<int:pk>/edit/", mending.cluster, name="cluster_edit"),
    path("setup/cluster/<int:pk>/withdraw/", mending.cluster_withdraw, name="cluster_withdraw"),
    path("setup/membership/<int:pk>/edit/", mending.membership, name="membership_edit"),
    path("setup/membership/<int:pk>/withdraw/", mending.membership_withdraw, name="membership_withdraw"),
    path("setup/leadership/<int:pk>/edit/", mending.leadership, name="leadership_edit"),
    path("setup/<slug:slug>/<int:year>/leaders/", mending.leaders, name="leaders"),
    path("setup/<slug:slug>/<int:year>/unopen/", mending.unopen, name="season_unopen"),
    path("setup/membership/<int:pk>/end/", setup.membership_end, name="membership_end"),
    path("setup/<slug:slug>/open/", setup.season_new, name="season_new"),
    path("setup/<slug:slug>/<int:year>/targets/", setup.targets, name="targets"),
    path("setup/<slug:slug>/<int:year>/members/", setup.members, name="members"),
    path("<str:agency_code>/<str:period_code>/", entry.entry, name="entry"),
    path("<str:agency_code>/<str:period_code>/cell/", entry.cell, name="cell"),
    path("<str:agency_code>/<str:period_code>/start/", entry.start, name="start"),
]
