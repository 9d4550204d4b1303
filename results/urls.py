from django.urls import path

from .entry import views as entry
from .review import nudge_views, releases
from .review import together_views as together
from .review import views as review
from .review.together import TOGETHER
from .submission import steps
from .submission import views as submission
from .workflow import STEPS

app_name = "results"
urlpatterns = [
    path("submission/<int:pk>/", submission.submission, name="submission"),
    *(
        path(f"submission/<int:pk>/{action.replace('_', '-')}/", steps.step, {"action": str(action)}, name=str(action))
        for action in STEPS
    ),
    *(
        path(f"review/{action}-together/", together.together, {"action": str(action)}, name=f"{action}_together")
        for action in TOGETHER
    ),
    path("review/<slug:slug>/<int:year>/", review.review, name="review"),
    path("review/<slug:slug>/<int:year>/<int:period_id>/release/", releases.release, name="release"),
    path("review/<slug:slug>/<int:year>/<int:period_id>/withdraw/", releases.withdraw_release, name="withdraw_release"),
    path("<str:agency_code>/<str:period_code>/", entry.entry, name="entry"),
    path("<str:agency_code>/<str:period_code>/cell/", entry.cell, name="cell"),
    path("<str:agency_code>/<str:period_code>/start/", entry.start, name="start"),
    path("<str:agency_code>/<str:period_code>/nudge/", nudge_views.nudge, name="nudge"),
]
