"""Addresses of the year-end report as a page; part of the reports' addresses."""

from django.urls import path

from . import views

urlpatterns = [
    path("s/<slug:slug>/<int:year>/paper/", views.paper, name="paper"),
    path("s/<slug:slug>/<int:year>/paper/text/", views.paper_text, name="paper_text"),
    path("s/<slug:slug>/<int:year>/paper/number/", views.paper_head, name="paper_head"),
]
