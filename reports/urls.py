from django.urls import path

from . import open_data_urls, paper_urls, run_urls
from .views import agency, compare, figures, home, ministry, national, overview, pledge, saved_views

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("ministry/", ministry.ministry, name="ministry"),
    path("ministry/national/", national.national, name="national"),
    path("ministry/national/table.<str:form>", national.export, name="national_table"),
    path("s/<slug:slug>/<int:year>/", overview.overview, name="overview"),
    path("s/<slug:slug>/<int:year>/agency/<str:code>/", agency.agency, name="agency"),
    path("s/<slug:slug>/<int:year>/pledge/<slug:block>/", pledge.pledge, name="pledge"),
    path("s/<slug:slug>/<int:year>/indicator/<str:code>/", figures.indicator, name="indicator"),
    path("s/<slug:slug>/<int:year>/indicator/<str:code>/table.<str:form>", figures.export, name="indicator_table"),
    path("s/<slug:slug>/<int:year>/figure/<str:code>/", figures.derivation, name="derivation"),
    path("s/<slug:slug>/<int:year>/compare/", compare.compare, name="compare"),
    path("s/<slug:slug>/<int:year>/compare/table.<str:form>", compare.export, name="compare_table"),
    path("views/", saved_views.views, name="views"),
    path("views/<int:pk>/rename/", saved_views.rename, name="view_rename"),
    path("views/<int:pk>/remove/", saved_views.remove, name="view_remove"),
    *open_data_urls.urlpatterns,
    *paper_urls.urlpatterns,
    *run_urls.urlpatterns,
]
