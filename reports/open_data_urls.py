"""Addresses of the released figures to take away; part of the reports' addresses."""

from django.urls import path

from .views import open_data

urlpatterns = [
    path("s/<slug:slug>/<int:year>/open-data/", open_data.open_data, name="open_data"),
    path("s/<slug:slug>/<int:year>/open-data/figures.csv", open_data.figures_csv, name="open_data_csv"),
    path("s/<slug:slug>/<int:year>/open-data/figures.json", open_data.figures_json, name="open_data_json"),
    path("s/<slug:slug>/<int:year>/open-data/schema.json", open_data.schema, name="open_data_schema"),
]
