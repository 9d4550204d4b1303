"""The components: what they say, escape and leave out."""

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import translation

from emulation_portal.templatetags import components

NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def _english():
    """The words are those of the sources, so that the tests do not need compiled catalogues."""
    with translation.override("en"):
        yield


def drawn(source: str, **context) -> str:
    html = Template("{% load components %}" + source).render(Context(context))
    return re.sub(r">\s+<", "><", html).strip()


def test_chip_escapes_its_text():
    assert drawn('{% chip "ok" "check-lg" text %}', text="<b>") == (
        '<span class="chip chip--ok"><i class="bi bi-check-lg" aria-hidden="true"></i>&lt;b&gt;</span>'
    )


def test_chip_without_kind_and_icon_is_plain_text_in_a_pill():
    assert drawn('{% chip "" "" "12" %}') == '<span class="chip">12</span>'


@pytest.mark.parametrize("state", sorted(components.STATES))
def test_state_chip_has_an_icon_and_a_word(state):
    kind, icon, word = components.STATES[state]
    assert drawn("{% state_chip state %}", state=state) == drawn("{% chip k i w %}", k=kind, i=icon, w=word)


def test_state_chip_takes_other_words():
    assert drawn('{% state_chip "late" "2 days late" %}') == drawn('{% chip "warn" "clock" "2 days late" %}')


def test_crumbs_link_what_has_an_address():
    assert drawn('{% crumbs first "/a" "C" "" %}', first="A & B") == (
        '<nav class="crumbs" aria-label="Position"><a href="/a">A &amp; B</a>'
        '<i class="bi bi-chevron-right" aria-hidden="true"></i><span>C</span></nav>'
    )


@pytest.mark.parametrize(
    ("value", "arguments", "look", "text"),
    [
        (Decimal("0.0129"), "", "up", "▲ +1.29 points"),
        (Decimal("-0.0023"), "", "down", "▼ −0.23 points"),
        (Decimal("0.0129"), 'better="down"', "down", "▲ +1.29 points"),
        (Decimal("-0.0129"), 'better="down"', "up", "▼ −1.29 points"),
        (Decimal("0.0129"), 'better="none"', "flat", "▲ +1.29 points"),
        (Decimal("0.00001"), "", "flat", "● 0.00 points"),
        (Decimal(0), 'zero="as promised"', "flat", "● as promised"),
        (Decimal("0.0129"), 'unit=""', "up", "▲ +1.29"),
        (Decimal("0.038"), 'unit="percent" digits=1', "up", "▲ +3.8%"),
        (None, "", "flat", "–"),
    ],
)
def test_delta(value, arguments, look, text):
    html = drawn(f"{{% delta value {arguments} %}}", value=value)
    said = re.sub(r"<[^>]+>", "", html).replace(NBSP, " ")
    assert (html.split('"')[1], said) == (look, text)


def test_bullet_places_result_target_and_last_year():
    html = drawn("{% bullet v t l %}", v=Decimal("0.8454"), t=Decimal("0.8325"), l=Decimal("0.8312"))
    assert re.findall(r'(\w+)="([\d.]+%)"', html) == [
        ("width", "100%"),
        ("width", "84.54%"),
        ("x1", "83.12%"),
        ("x2", "83.12%"),
        ("x1", "83.25%"),
        ("x2", "83.25%"),
    ]
    assert re.search('aria-label="([^"]*)"', html)[1] == "Result 84.54%, target 83.25%, last year 83.12%"


def test_bullet_positions_are_not_localised():
    with translation.override("vi"):
        html = drawn("{% bullet v %}", v=Decimal("0.8454"))
    assert re.findall(r'width="([^"]*)"', html) == ["100%", "84.54%"]
    assert "84,54%" in re.search('aria-label="([^"]*)"', html)[1]


def test_bullet_above_the_axis_is_cut_but_said_in_full():
    html = drawn("{% bullet v %}", v=Decimal("1.5"))
    assert 'width="100.00%"' in html
    assert re.search('aria-label="([^"]*)"', html)[1] == "Result 150.00%"


def test_bullet_without_a_figure_says_so():
    html = drawn("{% bullet v t %}", v=None, t=Decimal("0.5"))
    assert "bullet__value" not in html
    assert re.search('aria-label="([^"]*)"', html)[1] == "No figure yet, target 50.00%"


def test_gap_axis_names_its_ends():
    axis = components.gap_axis([Decimal("0.0299"), Decimal("-0.0023")])
    assert axis == {"low": -0.01, "high": 0.03, "text": "−1 · 0 · +3"}


def test_gap_axis_on_one_side_does_not_repeat_zero():
    assert components.gap_axis([Decimal("0.0299")])["text"] == "0 · +3"


def test_gapbar_of_a_shortfall():
    html = drawn("{% gapbar v -0.01 0.01 %}", v=Decimal("-0.005"))
    assert 'class="gapbar__neg" x="25.00%" y="3" width="25.00%"' in html
    assert re.search('aria-label="([^"]*)"', html)[1] == f"−0.50{NBSP}points"


def test_gapbar_without_a_figure_is_empty():
    assert drawn("{% gapbar v -0.01 0.01 %}", v=None) == ""


def test_tile_derives_the_gap_from_value_and_target():
    html = drawn('{% tile "Cases" v t source_text="9 / 10" source_url="/x" %}', v=Decimal("0.9"), t=Decimal("0.8"))
    assert '<div class="tile__value">90.00%</div>' in html
    assert f"+10.00{NBSP}points" in html
    assert '<a href="/x">9 / 10</a>' in html


def test_tile_of_an_amount_has_no_bullet():
    html = drawn('{% tile "Money" value_text="7.957" small="billion" %}')
    assert "bullet" not in html
    assert '<div class="tile__value">7.957<small> billion</small></div>' in html


def test_tile_on_target_says_so():
    assert "equals the target" in drawn('{% tile "Drafts" v v %}', v=Decimal(1))


def test_panel_names_its_section_by_its_heading():
    html = drawn('{% panel heading=words flush=True foot="f" %}<p>x</p>{% endpanel %}', words="Báo cáo <1>")
    assert html == (
        '<section class="panel panel--flush" aria-labelledby="h-bao-cao-1"><div class="panel__head">'
        '<h2 id="h-bao-cao-1">Báo cáo &lt;1&gt;</h2></div><div class="panel__body"><p>x</p></div>'
        '<div class="panel__foot">f</div></section>'
    )


def test_alert_escapes_values_inside_the_block():
    html = drawn('{% alert "warn" role="alert" %}<p>{{ words }}</p>{% endalert %}', words="<i>")
    assert html == (
        '<div class="alert-line alert-line--warn" role="alert"><i class="bi bi-exclamation-triangle" '
        'aria-hidden="true"></i><div><p>&lt;i&gt;</p></div></div>'
    )


@pytest.mark.parametrize(
    ("level", "tags", "expected"),
    [
        (constants.SUCCESS, "", ("ok", True)),
        (constants.INFO, "", ("info", True)),
        (constants.SUCCESS, "sticky", ("ok", False)),
        (constants.WARNING, "", ("warn", False)),
        (constants.ERROR, "", ("bad", False)),
    ],
)
def test_message_look_keeps_what_wants_an_act(level, tags, expected):
    look = components.message_look(Message(level, "x", extra_tags=tags))
    assert (look["kind"], look["fades"]) == expected


def test_spark_lists_its_values():
    html = drawn("{% spark values target=t %}", values=[Decimal("0.5"), None, Decimal("0.7")], t=Decimal("0.6"))
    label = re.search('aria-label="([^"]*)"', html)[1]
    assert label == "Course through the periods: 50.00%, none, 70.00%"
    assert "polyline" not in html
    assert html.count("<circle") == 1


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        (Decimal("0.6"), Decimal("0.5"), [("second", "25.00%"), ("first", "50.00%")]),
        (None, Decimal("0.5"), [("second", "25.00%")]),
        (Decimal("0.8"), None, [("first", "100.00%")]),
        (None, None, []),
    ],
)
def test_pair_draws_a_ring_under_a_dot_and_joins_them(first, second, marks):
    html = drawn("{% pair first second 0.4 0.8 label %}", first=first, second=second, label='A: 60% "; B')
    assert re.findall(r'class="pair__(first|second)" cx="([^"]+)"', html) == marks
    assert html.count("pair__apart") == (len(marks) == 2)
    assert 'aria-label="A: 60% &quot;; B"' in html


def test_dots_marks_the_own_value():
    html = drawn("{% dots others own %}", others=[Decimal("0.5"), None, Decimal("0.9")], own=Decimal("0.7"))
    assert re.findall(r'class="dots__(\w+)" cx="([^"]+)"', html) == [
        ("other", "5.00%"),
        ("other", "95.00%"),
        ("us", "50.00%"),
    ]
    assert 'aria-label="Place among 3 agencies"' in html


def test_todo_row_links_title_and_button():
    html = drawn('{% todo_row "bad" "reply" "Title" "/t" "meta" "bad" "clock" "late" "Open" %}')
    assert html.count('href="/t"') == 2
    assert html.startswith('<li class="todo todo--bad">')


def test_progress_line_prints_numbers_for_the_browser():
    with translation.override("vi"):
        html = drawn('{% progress_line "p" "Writing" value highest=2000 %}', value=1500)
    assert '<progress id="p" max="2000" value="1500">1500</progress>' in html


@pytest.mark.parametrize(("wait", "minutes"), [(timedelta(minutes=15), 15), (timedelta(seconds=61), 2), (None, None)])
def test_lockout_minutes(wait, minutes):
    assert components.lockout_minutes(wait) == minutes


def test_filerow_shows_hash_and_download():
    file = SimpleNamespace(
        name="a.xlsx", ext="xlsx", lines=[["1 MB"]], digest="9f2c41d7" * 8, data_version="v2", download_url="/d"
    )
    html = drawn('{% include "components/filerow.html" with file=file only %}', file=file)
    assert 'title="' + "9f2c41d7" * 8 + '">9f2c41d79f2c41d7…' in html
    assert 'href="/d"' in html


def test_confirm_as_page_has_a_way_back_and_as_dialog_a_closer():
    source = '{% include "components/forms/confirm.html" with dialog_id="d" title="T" action_url="/x" verb="Do" '
    page = drawn(source + 'as_page=True cancel_url="/back" %}')
    dialog = drawn(source + "%}")
    assert ('href="/back"' in page, "<dialog" in page) == (True, False)
    assert ("data-closes" in dialog, dialog.startswith('<dialog class="confirm" id="d"')) == (True, True)


def test_course_says_its_picture_and_escapes_what_stands_under_it():
    html = drawn(
        "{% course now before heads said target estimate %}",
        now=[Decimal("0.5"), None],
        before=[None, 1],
        heads=["6 <b>", "12"],
        said="nửa & cả năm",
        target=Decimal("0.8"),
        estimate=1,
    )
    assert 'aria-label="nửa &amp; cả năm"' in html and "6 &lt;b&gt;" in html
    assert "course__estimate" in html and "course__ahead" in html and "style=" not in html
