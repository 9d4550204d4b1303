"""The worker's application with a pause after every written step, so that a test can stop it half-way.

Only the tests of workers start it: ``celery -A tests.support.slow_worker worker``.
"""

import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")

import django

django.setup()

from emulation_portal.celery import app  # noqa: E402, F401 - what celery looks for
from reports.runs import build  # noqa: E402

written = build.report_step


def slowly(run, done, total, label):
    written(run, done, total, label)
    time.sleep(float(os.environ["PAUSE_AFTER_STEP"]))


build.report_step = slowly
