"""Addresses of what leaves the portal: released figures, the year-end report, and the runs that build files."""

from .opendata import urls as opendata
from .papers import urls as papers
from .runs import urls as runs

app_name = "reports"
urlpatterns = [*opendata.urlpatterns, *papers.urlpatterns, *runs.urlpatterns]
