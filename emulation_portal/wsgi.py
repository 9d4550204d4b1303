"""WSGI entrance used by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from emulation_portal.data_dir import PRIVATE_MASK

os.umask(PRIVATE_MASK)  # files that the portal writes are for nobody else
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")

application = get_wsgi_application()
