from django.urls import path

from . import views

app_name = "clusters"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.person_new, name="person_new"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("<int:pk>/withdraw/", views.person_withdraw, name="person_withdraw"),
    path("<int:pk>/appoint/", views.appoint, name="appoint"),
    path("<int:pk>/password/", views.reset_password, name="reset_password"),
    path("<int:pk>/account/", views.set_active, name="set_active"),
    path("appointment/<int:pk>/end/", views.end_appointment, name="end_appointment"),
    path("appointment/<int:pk>/withdraw/", views.withdraw_appointment, name="withdraw_appointment"),
    path("phases/<slug:slug>/<int:year>/", views.phases, name="phases"),
]
