"""The portal as gunicorn serves it, on the day of the small world: entry of its periods is open then."""

import django
import time_machine

django.setup()

from tests.support.world import NOW  # noqa: E402

time_machine.travel(NOW, tick=True).start()

from emulation_portal.wsgi import application  # noqa: E402

__all__ = ["application"]
