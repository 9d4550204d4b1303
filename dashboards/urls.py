from django.urls import path

from .agency import views as agency
from .compare import views as compare
from .guide import views as guide
from .home import views as home
from .indicator import views as indicator
from .ministry import views as ministry
from .national import views as national
from .overview import views as overview
from .pledge import views as pledge
from .pledge.addresses import addresses as pledge_addresses
from .saved_views import views as saved_views

app_name = "dashboards"
urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", guide.guide, name="guide"),
    path("ministry/", ministry.ministry, name="ministry"),
    path("ministry/national/", national.national, name="national"),
    path("ministry/national/table.<str:form>", national.export, name="national_table"),
    path("s/<slug:slug>/<int:year>/", overview.overview, name="overview"),
    path("s/<slug:slug>/<int:year>/agency/<str:code>/", agency.agency, name="agency"),
    path("s/<slug:slug>/<int:year>/pledge/<slug:block>/", pledge.pledge, name="pledge"),
    *pledge_addresses,
    path("s/<slug:slug>/<int:year>/indicator/<str:code>/", indicator.indicator, name="indicator"),
    path("s/<slug:slug>/<int:year>/indicator/<str:code>/table.<str:form>", indicator.export, name="indicator_table"),
    path("s/<slug:slug>/<int:year>/figure/<str:code>/", indicator.derivation, name="derivation"),
    path("s/<slug:slug>/<int:year>/figure/<str:code>/target/", indicator.derived_target, name="derived_target"),
    path("s/<slug:slug>/<int:year>/compare/", compare.compare, name="compare"),
    path("s/<slug:slug>/<int:year>/compare/table.<str:form>", compare.export, name="compare_table"),
    path("views/", saved_views.views, name="views"),
    path("views/<int:pk>/rename/", saved_views.rename, name="view_rename"),
    path("views/<int:pk>/remove/", saved_views.remove, name="view_remove"),
]
