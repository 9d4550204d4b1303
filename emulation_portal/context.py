"""What every template may know about the portal itself."""

from . import __version__


def release(request):
    """``portal_release``: the number of the release that runs."""
    return {"portal_release": __version__}
