"""Addresses of the released figures to take away; part of the reports' addresses."""

from django.urls import path

from . import views

urlpatterns = [
    path("s/<slug:slug>/<int:year>/open-data/", views.open_data, name="open_data"),
    path("s/<slug:slug>/<int:year>/open-data/figures.csv", views.figures_csv, name="open_data_csv"),
    path("s/<slug:slug>/<int:year>/open-data/figures.json", views.figures_json, name="open_data_json"),
    path("s/<slug:slug>/<int:year>/open-data/schema.json", views.schema, name="open_data_schema"),
]
