"""Addresses of the year-end report as a page; part of the reports' addresses."""

from django.urls import path

from .views import paper

urlpatterns = [
    path("s/<slug:slug>/<int:year>/paper/", paper.paper, name="paper"),
    path("s/<slug:slug>/<int:year>/paper/text/", paper.paper_text, name="paper_text"),
    path("s/<slug:slug>/<int:year>/paper/number/", paper.paper_head, name="paper_head"),
]
