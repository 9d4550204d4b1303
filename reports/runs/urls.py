"""Addresses of report runs; part of the reports' addresses."""

from django.urls import path

from .pages import nation_views, paper_views, views

urlpatterns = [
    path("s/<slug:slug>/<int:year>/reports/", views.runs, name="runs"),
    path("s/<slug:slug>/<int:year>/papers/<slug:kind>/", paper_views.paper_shown, name="paper_shown"),
    path("ministry/reports/", nation_views.ministry_runs, name="ministry_runs"),
    path("ministry/reports/kept/<int:pk>/remove/", nation_views.selection_remove, name="selection_remove"),
    path("reports/<int:pk>/", views.run, name="run"),
    path("reports/<int:pk>/progress/", views.run_progress, name="run_progress"),
    path("reports/<int:pk>/file/", views.run_download, name="run_download"),
    path("reports/<int:pk>/cancel/", views.run_cancel, name="run_cancel"),
    path("reports/<int:pk>/retry/", views.run_retry, name="run_retry"),
]
