from .celery import app as celery_app

__version__ = "0.1.0"  # the newest release in CHANGELOG.md
__all__ = ["__version__", "celery_app"]
