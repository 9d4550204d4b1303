"""Addresses of report runs; part of the reports' addresses."""

from django.urls import path

from .views import nation_runs, notices, runs

urlpatterns = [
    path("s/<slug:slug>/<int:year>/reports/", runs.runs, name="runs"),
    path("ministry/reports/", nation_runs.ministry_runs, name="ministry_runs"),
    path("ministry/reports/kept/<int:pk>/remove/", nation_runs.selection_remove, name="selection_remove"),
    path("reports/<int:pk>/", runs.run, name="run"),
    path("reports/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("reports/<int:pk>/file/", runs.run_download, name="run_download"),
    path("reports/<int:pk>/cancel/", runs.run_cancel, name="run_cancel"),
    path("reports/<int:pk>/retry/", runs.run_retry, name="run_retry"),
    path("notices/", notices.notices, name="notices"),
    path("notices/seen/", notices.notices_seen, name="notices_seen"),
    path("notices/<int:pk>/seen/", notices.notice_seen, name="notice_seen"),
]
