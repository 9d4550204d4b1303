from django.urls import path

from .people import views as people
from .season_dates import views as season_dates

app_name = "clusters"
urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.person_new, name="person_new"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("<int:pk>/withdraw/", people.person_withdraw, name="person_withdraw"),
    path("<int:pk>/appoint/", people.appoint, name="appoint"),
    path("<int:pk>/password/", people.reset_password, name="reset_password"),
    path("<int:pk>/account/", people.set_active, name="set_active"),
    path("appointment/<int:pk>/end/", people.end_appointment, name="end_appointment"),
    path("appointment/<int:pk>/withdraw/", people.withdraw_appointment, name="withdraw_appointment"),
    path("phases/<slug:slug>/<int:year>/", season_dates.phases, name="phases"),
]
