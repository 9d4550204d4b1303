from django.urls import path

from .enums import NominationAction
from .ledger import record_views as record
from .ledger import views as ledger
from .nominations import views as nominations

app_name = "awards"
STEPPED = [action for action in NominationAction.values if action != NominationAction.GRANT]
urlpatterns = [
    path("awards/ledger/", ledger.ledger, name="ledger"),
    path("awards/ledger/<int:pk>/", record.record, name="record"),
    path("awards/ledger/<int:pk>/correct/", record.correct, name="record_correct"),
    path("awards/ledger/<int:pk>/withdraw/", record.withdraw, name="record_withdraw"),
    path("awards/import/", ledger.upload, name="upload"),
    path("awards/import/template/", ledger.template, name="template"),
    path("awards/import/<int:pk>/", ledger.preview, name="import"),
    path("awards/import/<int:pk>/reading/", ledger.reading, name="reading"),
    path("awards/nomination/<int:pk>/", nominations.nomination, name="nomination"),
    *(
        path(f"awards/nomination/<int:pk>/{action}/", nominations.step, {"action": action}, name=action)
        for action in STEPPED
    ),
    path("s/<slug:slug>/<int:year>/awards/", nominations.season, name="season"),
    path("s/<slug:slug>/<int:year>/awards/new/", nominations.nominate, name="nominate"),
    path("s/<slug:slug>/<int:year>/awards/decide/", nominations.decide, name="decide"),
]
