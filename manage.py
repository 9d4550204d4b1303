#!/usr/bin/env python3
"""Django's command line, inside the portal's settings."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_portal.settings")
    from emulation_portal import starting  # noqa: PLC0415 - after the settings are named

    starting.run(sys.argv)


if __name__ == "__main__":
    main()
