"""The addresses under one pledge, of the season and block that they name."""

from django.urls import path, register_converter

from pledges.workflow import STEPS

from . import addenda, originals, signing, writing

PLEDGE = "s/<slug:slug>/<int:year>/pledge/<slug:block>/"
ADDENDUM = f"{PLEDGE}addenda/<int:number>/"


class PledgeStepConverter:
    """A step of the whole pledge that is asked for on one page."""

    regex = "|".join(sorted(STEPS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PledgeStepConverter, "pledge_step")

addresses = [
    path(f"{PLEDGE}begin/", writing.begin, name="pledge_begin"),
    path(f"{PLEDGE}text/", writing.sections, name="pledge_sections"),
    path(f"{PLEDGE}discard/", writing.discard, name="pledge_discard"),
    path(f"{PLEDGE}promises/new/<slug:kind>/", writing.item_new, name="pledge_item_new"),
    path(f"{PLEDGE}promises/<int:pk>/", writing.item, name="pledge_item"),
    path(f"{PLEDGE}promises/<int:pk>/remove/", writing.item_remove, name="pledge_item_remove"),
    path(f"{PLEDGE}promises/<int:pk>/<slug:way>/", writing.item_move, name="pledge_item_move"),
    path(f"{PLEDGE}comment/", writing.comment, name="pledge_comment"),
    path(f"{PLEDGE}comment/<int:pk>/", writing.comment, name="pledge_item_comment"),
    path(f"{PLEDGE}comment/<int:pk>/answer/", writing.answer, name="pledge_answer"),
    path(f"{PLEDGE}agree/", writing.agree, name="pledge_agree"),
    path(f"{PLEDGE}closing/", signing.close, name="pledge_close"),
    path(f"{PLEDGE}step/<pledge_step:action>/", signing.step, name="pledge_step"),
    path(f"{PLEDGE}sign/<int:pk>/", signing.sign, name="pledge_sign"),
    path(f"{PLEDGE}sign/<int:pk>/refuse/", signing.refuse, name="pledge_refuse"),
    path(f"{PLEDGE}original/", originals.original, name="pledge_original"),
    path(f"{PLEDGE}original/<int:pk>/", originals.original_file, name="pledge_original_file"),
    path(f"{PLEDGE}addenda/new/", addenda.begin, name="pledge_addendum_new"),
    path(ADDENDUM, addenda.addendum, name="pledge_addendum"),
    path(f"{ADDENDUM}take-back/", addenda.take_back, name="pledge_addendum_back"),
    path(f"{ADDENDUM}original/", originals.original, name="pledge_addendum_original"),
    path(f"{ADDENDUM}step/<slug:action>/", addenda.step, name="pledge_addendum_step"),
    path(f"{ADDENDUM}promises/new/<slug:kind>/", addenda.item_new, name="pledge_addendum_item_new"),
    path(f"{ADDENDUM}promises/replace/<int:pk>/", addenda.item_replace, name="pledge_addendum_item_replace"),
    path(f"{ADDENDUM}promises/<int:pk>/", addenda.item, name="pledge_addendum_item"),
    path(f"{ADDENDUM}promises/<int:pk>/remove/", addenda.item_remove, name="pledge_addendum_item_remove"),
]

__all__ = ["addresses"]
