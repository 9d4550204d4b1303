"""The page on which one stored row is corrected or withdrawn, the same in every room."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.editing import Gone, Stale, gone_words


class NotLikeThis(Exception):
    """The act is refused in words that belong to a field (None: to the whole form)."""

    def __init__(self, words: str, field: str | None = None):
        super().__init__(words)
        self.words, self.field = str(words), field


@dataclass(frozen=True)
class EditPage:
    """``title`` heads the page, ``about`` says which row it is of; ``done`` is said on the page ``back``."""

    title: str
    about: tuple[str, ...]
    intro: str
    button: str
    done: str
    back: str
    back_name: str


def edit_page(request: HttpRequest, form, page: EditPage, save: Callable[[], object]) -> HttpResponse:
    """Show the form, or call ``save`` and go back: 422 where it is refused, 409 where somebody else saved first."""
    status = 200
    if request.method == "POST":
        status = _saved(request, form, save) if form.is_valid() else 422
        if status == 302:
            messages.success(request, page.done)
            return redirect(page.back)
        if status == 410:
            messages.error(request, gone_words())
            return redirect(page.back)
    return render(request, "components/forms/edit_page.html", {"form": form, "page": page}, status=status)


def _saved(request: HttpRequest, form, save: Callable[[], object]) -> int:
    try:
        save()
    except NotLikeThis as refused:
        form.add_error(refused.field, refused.words)
        return 422
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    except Gone:
        return 410
    return 302
