"""Making something once, however often its form arrives: a second press, a slow line, two sends side by side.

A form that makes something carries a key of its own (``{% once_key %}``). The key's row is written in the transaction
of the act; its constraint decides which of two comes first, and the other one gets the first one's answer.
"""

import functools
import re
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from emulation_portal.lib import dates

from .models import SentForm

KEPT_DAYS = 7
_KEY = re.compile(r"[\w-]{16,40}", re.ASCII)


def makes_once(view):
    """Decorator for views whose form makes something; below ``login_required``.

    An answer that leads on, or says by ``again`` where the new thing is, was an act; after any other answer nothing was
    made and the form may be sent again. The view runs in one transaction.
    """

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        key = request.POST.get("once", "")
        if request.method != "POST" or not _KEY.fullmatch(key):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            sent, is_first = SentForm.objects.get_or_create(
                user=request.user, key=key, defaults={"sent_at": dates.now()}
            )
            if not is_first:
                return _first_answer(request, sent)
            response = view(request, *args, **kwargs)
            _keep(sent, response)
        return response

    return answer


def _first_answer(request, sent: SentForm) -> HttpResponse:
    messages.info(request, _("This was sent already and recorded once; nothing was done a second time."))
    return redirect(sent.answer)


def _keep(sent: SentForm, response: HttpResponse) -> None:
    """Keep where the answer leads, and forget forms of long ago; without an act the key is free again."""
    sent.answer = getattr(response, "again", "") or (response.url if response.status_code == 302 else "")
    if not sent.answer:
        sent.delete()
        return
    sent.save(update_fields=["answer"])
    SentForm.objects.filter(sent_at__lt=dates.now() - timedelta(days=KEPT_DAYS)).delete()
