from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.numbers import MINUS, NBSP, Kind, Reason, parse_quantity
from emulation_portal.ui.fields import PlainText, QuantityField, message_for, question_for
from tests.support.project import APPS, ROOT


class Cells(forms.Form):
    cases = QuantityField("count", unit_label="việc")
    money = QuantityField("money_thousand", scale=1000, unit_label="nghìn đồng")
    score = QuantityField("decimal", unit_label="điểm")
    held = QuantityField("boolean", required=True)


def refused(field, text):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return caught.value


def test_form_reads_each_kind():
    with override("vi"):
        form = Cells({"cases": "86.359", "money": "86.359", "score": "50,08", "held": "Có"})
        assert form.is_valid()
    assert form.cleaned_data == {"cases": 86359, "money": 86_359_000, "score": Decimal("50.08"), "held": 1}


def test_empty_is_none_and_may_be_required():
    with override("vi"):
        form = Cells({"cases": "", "money": " "})
        assert form.is_valid() is False
    assert form.errors.as_data().keys() == {"held"}
    assert [form.cleaned_data[name] for name in ("cases", "money", "score")] == [None, None, None]


def test_zero_is_not_empty():
    assert QuantityField("count", required=True).clean("0") == 0


def test_typing_is_shown_again_as_typed():
    with override("vi"):
        form = Cells({"cases": "<script>", "money": "1,234"})
        assert form["cases"].value() == "<script>"
        assert form["money"].value() == "1,234"
        assert "&lt;script&gt;" in str(form["cases"])


def test_stored_figures_are_printed_in_the_unit_of_the_column():
    with override("vi"):
        form = Cells(initial={"cases": 86359, "money": 86_359_000, "score": Decimal("50.0800"), "held": 0})
        assert [field.value() for field in form] == ["86.359", "86.359", "50,08", "Không"]
    with override("en"):
        assert [field.value() for field in form] == ["86,359", "86,359", "50.08", "No"]


def test_input_is_a_cell_for_numbers():
    attributes = Cells()["cases"].field.widget.attrs
    assert attributes == {"inputmode": "decimal", "autocomplete": "off", "class": "cell__in"}


def test_ambiguous_figure_carries_its_readings():
    with override("vi"):
        error = refused(QuantityField("money_thousand", unit_label="nghìn đồng"), "1,234")
    assert error.code == "ambiguous"
    assert [reading.value for reading in error.params["readings"]] == [1_234_000, 1_234]
    assert error.params["unit"] == "nghìn đồng"
    assert error.messages[0].replace(NBSP, " ") == (
        "“1,234” có hai cách đọc: 1.234 nghìn đồng (= 1.234.000 đồng) hoặc 1,234 nghìn đồng (= 1.234 đồng). "
        "Đề nghị chọn một cách."
    )


@pytest.mark.parametrize(
    ("kind", "text", "unit", "lang", "question"),
    [
        (
            "count",
            "1,234",
            "việc",
            "vi",
            "“1,234” có hai cách đọc: 1.234 việc hoặc 1,234 việc (không phải số nguyên). Đề nghị chọn một cách.",
        ),
        (
            "decimal",
            "1.234",
            "điểm",
            "vi",
            "“1.234” có hai cách đọc: 1.234 điểm (không có phần thập phân) hoặc 1,234 điểm. Đề nghị chọn một cách.",
        ),
        (
            "count",
            "1.234",
            "cases",
            "en",
            "“1.234” can be read in two ways: 1,234 cases, or 1.234 cases (not a whole number). Choose one.",
        ),
        (
            "decimal",
            "1.234%",
            "",
            "vi",
            "“1.234%” có hai cách đọc: 1.234% (không có phần thập phân) hoặc 1,234%. Đề nghị chọn một cách.",
        ),
    ],
)
def test_question_names_both_readings_and_the_unit(kind, text, unit, lang, question):
    with override(lang):
        assert question_for(parse_quantity(text, kind=kind, lang=lang), unit).replace(NBSP, " ") == question


@pytest.mark.parametrize(
    ("kind", "text", "code", "message"),
    [
        ("count", "abc", "not_a_number", "Đây không phải là số. Viết theo mẫu 12.345."),
        ("decimal", "abc", "not_a_number", "Đây không phải là số. Viết theo mẫu 12,25."),
        ("count", "86.35", "grouping", "Các chữ số chưa được nhóm theo ba. Viết theo mẫu 12.345."),
        ("count", "12,5", "not_whole", "Phải là số nguyên, ví dụ 12.345."),
        ("count", "-5", "negative", "Không được nhỏ hơn 0."),
        ("money_thousand", "9" * 30, "too_large", "Số quá lớn. Đề nghị kiểm tra lại các chữ số và đơn vị tính."),
        ("money_thousand", "1,2345", "too_precise", "Quá nhiều chữ số thập phân: số tiền nhỏ nhất là một đồng."),
        ("decimal", "1,23456789012", "too_precise", "Quá nhiều chữ số thập phân."),
        ("boolean", "2", "not_yes_no", "Chỉ trả lời có hoặc không."),
    ],
)
def test_bad_figures_are_explained_in_vietnamese(kind, text, code, message):
    with override("vi"):
        error = refused(QuantityField(kind), text)
    assert (error.code, error.messages) == (code, [message])


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_both_languages(reason, kind):
    with override("vi"):
        vietnamese = message_for(reason, kind=kind)
    with override("en"):
        english = message_for(reason, kind=kind)
    assert vietnamese != english
    assert "%(" not in vietnamese + english


def test_change_is_seen_in_the_value_not_the_writing():
    field = QuantityField("money_thousand", scale=1000)
    with override("vi"):
        assert field.has_changed(86_359_000, "86 359") is False
        assert field.has_changed(86_359_000, "86.360") is True
        assert field.has_changed(None, " ") is False
        assert field.has_changed(0, "") is True
        assert field.has_changed(0, "abc") is True


def test_disabled_field_never_changes():
    assert QuantityField("count", disabled=True).has_changed(1, "2") is False


@given(st.text(max_size=60), st.sampled_from(Kind), st.sampled_from(["vi", "en"]))
def test_any_text_is_cleaned_or_refused_with_a_message(text, kind, lang):
    with override(lang):
        try:
            cleaned = QuantityField(kind).clean(text)
        except ValidationError as error:
            assert len(error.messages) == 1
        else:
            assert cleaned is None or cleaned == QuantityField(kind).clean(QuantityField(kind).prepare_value(cleaned))


@pytest.mark.parametrize(
    ("expression", "value", "vietnamese", "english"),
    [
        ("count", 86359, "86.359", "86,359"),
        ("decimal:1", Decimal("8.25"), "8,3", "8.3"),
        ("percent", Fraction(8454, 10000), "84,54%", "84.54%"),
        ("percent:0", Fraction(8454, 10000), "85%", "85%"),
        ("signed_percent", Decimal("-0.1716"), f"{MINUS}17,2%", f"{MINUS}17.2%"),
        ("points", Decimal("1.29"), "+1,29 điểm %", "+1.29 points"),
        ("bare_points", Decimal("1.29"), "+1,29", "+1.29"),
        ("money_ty", 7_957_812_345_678, "7.957 tỷ đồng", "7,957 billion dong"),
        ("money_nghin", 86_359_000, "86.359", "86,359"),
        ("money_dong", 86_359_000, "86.359.000 đồng", "86,359,000 dong"),
        ("numeric_date", date(2025, 2, 5), "05/02/2025", "05/02/2025"),
        ("short_date:2025", date(2025, 2, 5), "05/02", "05/02"),
        ("short_date", date(2025, 2, 5), "05/02/2025", "05/02/2025"),
        ("long_date", date(2025, 2, 5), "ngày 05 tháng 02 năm 2025", "5 February 2025"),
        ("plain", 2025, "2025", "2025"),
    ],
)
def test_filters_print_in_the_language_of_the_page(expression, value, vietnamese, english):
    template = Template("{% load figures %}{{ value|" + expression + " }}")
    shown = []
    for lang in ("vi", "en"):
        with override(lang):
            shown.append(template.render(Context({"value": value})).replace(NBSP, " "))
    assert shown == [vietnamese, english]


@pytest.mark.parametrize("name", ["count", "percent", "points", "money_ty", "money_nghin", "short_date", "long_date"])
def test_filters_show_a_dash_where_there_is_no_value(name):
    assert Template("{% load figures %}{{ value|" + name + " }}").render(Context({"value": None})) == "–"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "05.03.2026", "2026-03-05", "05/03/26"])
def test_the_day_comes_before_the_month(typed, lang):
    with override(lang):
        assert forms.DateField().clean(typed) == date(2026, 3, 5)
        assert date_format(date(2026, 3, 5)) == "05/03/2026"


# -- words -------------------------------------------------------------------------------------------------------------
class Words(PlainText, forms.Form):
    said = forms.CharField(max_length=40)
    cases = QuantityField("count", unit_label="việc")


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_characters_that_turn_the_writing_are_refused_and_what_was_typed_stays(code):
    typed = f"Sở {chr(code)}Tư pháp"
    form = Words({"said": typed, "cases": "5"})
    assert not form.is_valid()
    assert f"U+{code:04X}" in form.errors["said"][0]
    assert form["said"].value() == typed


@pytest.mark.parametrize("typed", ["\u200eSở Tư pháp", "Sở\u200f (1)", "Ê Ban ở Čư̆ Kuin", "Κρήτη, Москва", "≥ 5 → □"])
def test_marks_of_direction_and_letters_that_papers_print_are_kept(typed):
    form = Words({"said": typed, "cases": "5"})
    assert form.is_valid()
    assert form.cleaned_data == {"said": typed, "cases": 5}


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Sở \U0001f642 Tư pháp", "“\U0001f642” (U+1F642) tại vị trí 4"),
        ("司法", "“司” (U+53F8) tại vị trí 1; “法” (U+6CD5) tại vị trí 2"),
        ("a\uf123", "“\uf123” (U+F123) tại vị trí 2"),
    ],
)
def test_characters_no_paper_prints_are_refused_with_their_place(typed, place):
    form = Words({"said": typed, "cases": "5"})
    assert not form.is_valid() and place in form.errors["said"][0]
    assert form["said"].value() == typed


def test_words_of_an_old_font_are_refused_with_how_they_read():
    form = Words({"said": "Së T\u00ad ph¸p tØnh H¶i D\u00ad¬ng", "cases": "5"})
    assert not form.is_valid()
    assert "TCVN3" in form.errors["said"][0] and "Sở Tư pháp tỉnh Hải Dương" in form.errors["said"][0]


def test_an_end_of_a_line_counts_once():
    field = forms.CharField(max_length=9, widget=forms.Textarea)
    kind = type("Several", (PlainText, forms.Form), {"said": field})
    assert kind({"said": "mot\r\nhai\r\nb"}).is_valid()
    assert not kind({"said": "mot\r\nhai\r\nba"}).is_valid()


def test_every_form_in_which_words_are_typed_refuses_them():
    sources = (path.relative_to(ROOT) for app in APPS for path in (ROOT / app).rglob("*.py"))
    modules = [path for path in sources if "migrations" not in path.parts and "forms" in str(path)]
    kinds = {
        kind
        for path in modules
        for kind in vars(import_module(".".join(path.with_suffix("").parts))).values()
        if isinstance(kind, type) and issubclass(kind, forms.BaseForm) and kind.__module__.partition(".")[0] in APPS
    }
    assert len(modules) > 12
    # What is looked for, chosen or tried is stored nowhere.
    searches = {"LedgerSearch", "LibraryForm", "RequestForm", "TryForm"}
    # A password is taken as it is typed, and the name beside it is only compared.
    secrets = {"SignInForm", "ChangePasswordForm", "ReauthenticateForm"}
    files = {"CatalogueUploadForm", "UploadForm"}  # take a file alone
    assert {kind.__name__ for kind in kinds if not issubclass(kind, PlainText)} == searches | secrets | files
