"""Which place of the guide tells of a page: the longest beginning of the address's name that is listed."""

PLACES = {
    "": "huong-dan-su-dung-cong-thi-dua",
    "account": "dang-nhap",
    "accounts": "dang-nhap",
    "awards": "khen-thuong",
    "awards:classif": "xep-loai-hang-nam",
    "awards:ledger": "so-khen-thuong",
    "awards:unclassify": "xep-loai-hang-nam",
    "clusters:": "danh-cho-quan-tri",
    "clusters:phases": "mo-nam-thi-dua-bo-tu-phap",
    "dashboards:home": "dang-nhap",
    "dashboards:overview": "tong-quan-nam",
    "dashboards:agency": "trang-don-vi",
    "dashboards:indicator": "trang-chi-tieu",
    "dashboards:derivation": "nguon-goc-so-lieu",
    "dashboards:derived_target": "nguon-goc-so-lieu",
    "dashboards:compare": "so-sanh",
    "dashboards:ministry": "tat-ca-cac-cum",
    "dashboards:national": "toan-quoc",
    "dashboards:pledge": "giao-uoc-thi-dua",
    "dashboards:view": "luu-cach-xem-nay",
    "notices:": "trinh-gui-tiep-nhan-duyet",
    "pledges:": "phong-trao-thi-dua",
    "reports:": "tai-bao-cao",
    "reports:paper": "bao-cao-tong-ket-va-bo-tai-lieu",
    "reports:ministry": "bang-tong-hop-cac-cum-bo",
    "reports:open_data": "du-lieu-mo",
    "results:": "trinh-gui-tiep-nhan-duyet",
    "results:entry": "nhap-so-lieu",
    "results:release": "cong-bo-trong-cum",
    "results:withdraw_release": "cong-bo-trong-cum",
    "setup:catalogue": "danh-muc-chi-tieu-thong-ke",
    "setup:": "mo-nam-thi-dua-bo-tu-phap",
}


def place_of(name: str) -> str:
    """The anchor for the page at an address of this name; the top of the guide where nothing nearer is listed."""
    return PLACES[max((beginning for beginning in PLACES if name.startswith(beginning)), key=len)]
