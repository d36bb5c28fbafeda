"""Colours, numbers, times, shapes and tables, piece by piece."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import look, parts
from domain.clock import LONDON
from tests.dashboard.conftest import reads, well
from tests.store.made_up import County

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["ground", "panel"])
@pytest.mark.parametrize("colour", look.ON_GROUND)
@pytest.mark.parametrize("theme", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_words_are_readable_on_ground_and_panel(theme: dict[str, str], colour: str, ground: str) -> None:
    assert contrast(theme[colour], theme[ground]) >= 4.5


@pytest.mark.parametrize(("name", "theme"), [("light", look.LIGHT), ("dark", look.DARK)])
def test_what_a_button_says_is_readable(name: str, theme: dict[str, str]) -> None:
    assert contrast(look.ON_ACCENT[name], theme["accent"]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_steps_of_the_map_can_be_told_apart(name: str) -> None:
    steps = look.MAP_STEPS[name]
    assert all(contrast(one, other) > 1.2 for one, other in pairwise(steps))


def test_the_style_sheet_holds_every_meaning() -> None:
    for dark, colours in ((False, look.LIGHT), (True, look.DARK)):
        sheet = look.css(dark)
        assert all(f"--bl-{name}:{value};" in sheet for name, value in colours.items())
    assert any(option.startswith("--theme.dark.primaryColor=") for option in look.streamlit_options())


@pytest.mark.parametrize(("value", "said"), [(None, "–"), (0, "0"), (1_234_567, "1,234,567"), (12.5, "12.5")])
def test_a_number_has_commas_and_absence_is_a_dash(value: float | None, said: str) -> None:
    assert parts.number(value) == said


def test_a_change_shows_its_sign_and_a_share_its_count() -> None:
    assert [parts.change(value) for value in (None, 0, 12_000, -3)] == [None, "+0", "+12,000", "-3"]
    assert parts.percent(83, 100) == "83 % of 100" and parts.percent(None, 3) == "–" and parts.percent(1, 0) == "–"
    assert parts.dollars(15_000) == "US$0.015" and parts.dollars(None) == "–"


def test_a_moment_is_londons_and_says_gmt_or_bst_where_one_sets_it() -> None:
    assert parts.moment(NOW) == "Tue 24 Nov, 09:00"
    assert parts.moment(NOW, zone=True) == "Tue 24 Nov, 09:00 GMT"
    assert parts.moment(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), zone=True) == "Wed 1 Jul, 09:00 BST"
    assert parts.moment(None) == "–"


def test_time_is_relative_only_within_a_day() -> None:
    said = [parts.ago(NOW - timedelta(minutes=m), NOW) for m in (-0.1, 0, 5, 130, 1_500)]
    assert said == ["just now", "just now", "5 min ago", "2 h 10 min ago", "Mon 23 Nov, 08:00"]
    assert parts.ago(None, NOW) == "never"


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (10, ("62 h left", "muted")),
        (70, ("due today 11:00", "waiting")),
        (72.5, ("late by 30 min", "danger")),
        (75, ("late by 3 h", "danger")),
        (72 * 3, ("late by 6 days", "danger")),
    ],
)
def test_what_is_left_of_the_promise_is_said_in_hours(waited: float, said: tuple[str, str]) -> None:
    assert parts.time_left(NOW + timedelta(hours=72 - waited), NOW) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [(12, ("12 min left", "danger")), (-7, ("late by 7 min", "danger")), (-300, ("late by 5 h", "danger"))],
)
def test_where_minutes_are_promised_minutes_are_told(left: int, said: tuple[str, str]) -> None:
    assert parts.time_left(NOW + timedelta(minutes=left), NOW, minutes=True) == said


def test_every_state_has_a_sign_a_word_and_a_meaning() -> None:
    for state in parts.STATES:
        drawn = parts.badge(state)
        assert any(f"bl-{colour}" in drawn for colour in look.ON_GROUND)
        assert len(parts.STATES[state][0]) == 1


def test_words_of_others_stay_words() -> None:
    assert "<b>" not in parts.said("<b>x</b>") + parts.meta("<b>x</b>") + parts.talk("<b>", "9", "<b>", ours=False)
    assert parts.link("here", "javascript:alert(1)") == ""
    assert 'href="https://a.example/?a=1&amp;b=%22"' in parts.link("here", "https://a.example/?a=1&b=%22")
    assert parts.plain("*a* [b](c) :red[d] $e$ _f_") == r"\*a\* \[b\]\(c\) \:red\[d\] \$e\$ \_f\_"


def test_entities_that_a_platform_spells_out_are_shown_as_signs() -> None:
    assert parts.shown("Fish &amp; chips") == "Fish & chips"
    assert parts.said("Fish &amp; chips").count("&amp;amp;") == 1


def test_a_line_in_the_wrong_direction_turns_no_neighbour_round() -> None:
    assert parts.meta("\u202eeve", "Ashvale") == '<div class="bl-meta"><bdi>\u202eeve</bdi> · <bdi>Ashvale</bdi></div>'


def test_a_long_text_is_cut_with_a_sign_for_it() -> None:
    assert parts.one_line("a\n b  c") == "a b c"
    assert parts.one_line("x" * 100, 10) == "x" * 9 + "…"


def choosing(day: str, at: str, before: str) -> None:
    """A page with nothing but a time to choose; `before` is when it was to be until now."""
    from datetime import date, datetime, time

    import streamlit as st

    from dashboard.times import choose_time

    st.session_state.setdefault("t-day", date.fromisoformat(day))
    st.session_state.setdefault("t-time", time.fromisoformat(at))
    st.text(str(choose_time("t", datetime.fromisoformat(before) if before else None)))


def chosen(day: str, at: str, before: str = "") -> AppTest:
    return well(AppTest.from_function(choosing, args=(day, at, before), default_timeout=20).run())


@pytest.mark.parametrize("day", ["2026-03-29", "2027-03-28"])
def test_the_hour_that_is_missing_in_march_is_refused(day: str) -> None:
    at = chosen(day, "01:30")
    assert "01:30 on Sun 2" in reads(at)
    assert "does not exist: the clocks go forward" in reads(at) and at.text[0].value == "None"


@pytest.mark.parametrize(("day", "says"), [("2026-10-25", "Sun 25 Oct"), ("2027-10-31", "Sun 31 Oct")])
def test_of_the_doubled_hour_in_october_a_person_says_which(day: str, says: str) -> None:
    at = chosen(day, "01:30")
    assert at.text[0].value == "None" and "Choose which of the two" in reads(at)
    at = well(at.radio[0].set_value("The first (BST)").run())
    assert at.text[0].value == f"{day} 00:30:00+00:00"
    assert f"{says}, 01:30 BST" in reads(at)
    at = well(at.radio[0].set_value("The second (GMT)").run())
    assert at.text[0].value == f"{day} 01:30:00+00:00"
    assert f"{says}, 01:30 GMT" in reads(at)


@pytest.mark.parametrize("hour", ["00", "01"])
def test_what_was_chosen_of_a_doubled_hour_before_stays_chosen(hour: str) -> None:
    before = f"2026-10-25 {hour}:30:00+00:00"
    assert chosen("2026-10-25", "01:30", before).text[0].value == before
    assert chosen("2026-10-25", "01:45", before).text[0].value == "None"


def test_a_time_that_comes_twice_is_always_told_with_its_zone() -> None:
    assert parts.moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "Sun 25 Oct, 01:30 BST"
    assert parts.moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "Sun 25 Oct, 01:30 GMT"
    assert parts.moment(datetime(2026, 10, 25, 2, 30, tzinfo=UTC)) == "Sun 25 Oct, 02:30"


def test_an_ordinary_time_is_londons_and_said_with_its_zone() -> None:
    at = chosen("2027-07-01", "09:00")
    assert at.text[0].value == "2027-07-01 08:00:00+00:00" and "Thu 1 Jul, 09:00 BST" in reads(at)


def test_without_a_wish_it_is_a_quarter_within_two_hours() -> None:
    def page() -> None:
        import streamlit as st

        from dashboard.times import choose_time

        st.text(str(choose_time("t")))

    at = well(AppTest.from_function(page, default_timeout=20).run())
    when = datetime.fromisoformat(at.text[0].value)
    assert when.astimezone(LONDON).minute % 15 == 0
    assert timedelta(minutes=55) < when - datetime.now(UTC) < timedelta(hours=2)


def framed(url: str, email: str) -> None:
    """What the frame says to this person; imported here, for the runner takes this function out of its file."""
    from dashboard import data, frame, kept

    kept.open_store(url)
    who = data.person(email)
    assert who
    frame.banners(who, frame.scope_picker(who), "reach")


def test_a_link_to_a_part_that_somebody_does_not_see_says_so(here: County, database: str) -> None:
    for who, part, told in (
        (here.officer, "Thornmere", True),
        (here.comms, "Thornmere", False),
        (here.comms, "", False),
    ):
        at = AppTest.from_function(framed, args=(database, who.email), default_timeout=20)
        if part:
            at.query_params["scope"] = part
        says = reads(well(at.run()))
        assert ("a part of the force that you do not see" in says) is told and "Thornmere" not in says


def broken() -> None:
    """A page that fails on its way."""
    from dashboard import frame

    def view(who: object, scope: object) -> None:
        raise LookupError("what only the log may say")

    frame.page("reach", view, None, None)  # type: ignore[arg-type]


def test_a_page_that_fails_says_so_in_our_words_and_the_reason_only_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    says = reads(well(AppTest.from_function(broken, default_timeout=20).run()))
    assert "This page could not be drawn to its end." in says and "what only" not in says
    assert "what only the log may say" in caplog.text
