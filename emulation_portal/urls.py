"""All addresses of the portal. Django's admin is not mounted: it would bypass services and audit."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", views.set_language, name="set_language"),
    path("accounts/", include("accounts.sign_in.urls")),
    path("me/", include("accounts.urls")),
    path("", include("notices.urls")),
    path("people/", include("clusters.urls")),
    path("entry/setup/", include("setup.urls")),  # before the entry of an agency, whose addresses could be any word
    path("entry/", include("results.urls")),
    path("", include("awards.urls")),
    path("", include("pledges.urls")),
    path("", include("dashboards.urls")),
    path("", include("reports.urls")),
]

handler400 = "emulation_portal.errors.bad_request"
handler403 = "emulation_portal.errors.forbidden"
handler404 = "emulation_portal.errors.not_found"
handler500 = "emulation_portal.errors.server_error"
