from django.urls import path

from .classifying import views as classifying
from .ledger import record_views as record
from .ledger import views as ledger
from .nominations import views as nominations
from .registering import views as registering
from .workflow import STEPS

app_name = "awards"
STEPPED = [str(action) for action, step in STEPS.items() if not step.by_decision]
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
    path("s/<slug:slug>/<int:year>/awards/registrations/", registering.registrations, name="registrations"),
    path("s/<slug:slug>/<int:year>/awards/registrations/<str:code>/", registering.registration, name="registration"),
    path("s/<slug:slug>/<int:year>/awards/classification/", classifying.classifications, name="classifications"),
    path("s/<slug:slug>/<int:year>/awards/classification/<str:code>/", classifying.classify, name="classify"),
    path(
        "s/<slug:slug>/<int:year>/awards/classification/<str:code>/withdraw/",
        classifying.unclassify,
        name="unclassify",
    ),
]
