from django.urls import path

from .movements import views

app_name = "pledges"
urlpatterns = [
    path("s/<slug:slug>/<int:year>/movements/", views.movements, name="movements"),
    path("s/<slug:slug>/<int:year>/movements/new/", views.movement_new, name="movement_new"),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/", views.movement, name="movement"),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/withdraw/", views.movement_withdraw, name="movement_withdraw"),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/plan/", views.movement_plan, name="movement_plan"),
    path(
        "s/<slug:slug>/<int:year>/movements/<int:pk>/plan/<int:file>/",
        views.movement_plan_file,
        name="movement_plan_file",
    ),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/waves/new/", views.wave_new, name="wave_new"),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/waves/<int:wave>/", views.wave, name="wave"),
    path(
        "s/<slug:slug>/<int:year>/movements/<int:pk>/waves/<int:wave>/withdraw/",
        views.wave_withdraw,
        name="wave_withdraw",
    ),
    path("s/<slug:slug>/<int:year>/movements/<int:pk>/join/", views.respond, name="respond"),
]
