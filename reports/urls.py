from . import open_data_urls, paper_urls, run_urls

app_name = "reports"
urlpatterns = [
    *open_data_urls.urlpatterns,
    *paper_urls.urlpatterns,
    *run_urls.urlpatterns,
]
