"""The boxes in which polls are written: on accounts of a platform that takes them, and by hand for all others."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import data, data_polls
from dashboard.boxes import line_box, text_box
from dashboard.data_polls import PollRow
from dashboard.parts import dollars, draw, meta, number, plain, say
from dashboard.poll_words import LANGUAGES, how_long
from dashboard.times import choose_time
from dashboard.words import _, counted, later
from domain.clock import london_day
from domain.people import Act, Scope, Signed, may
from domain.polls import FEEDBACK_WITHIN, Consultation, OneAsked, PollWords, trimmed

DAY = 24 * 60
OPEN_FOR = (60, 6 * 60, DAY, 3 * DAY, 7 * DAY)
BY_HAND = 6  # boxes for answers when a consultation is begun
METHODS = (later("Show of hands at a meeting"), later("Paper form"))


def accounts(who: Signed, scope: Scope | None) -> Sequence[Any]:
    """The accounts this person may put a poll on."""
    return [
        one for one in data.accounts(who, scope)
        if data_polls.limits(one.platform).options and may(who, Act.POLL, one.district_id, one.team_id)
        and may(who, Act.WRITE, one.district_id, one.team_id)
    ]  # fmt: skip


def put(who: Signed, key: str, there: Sequence[Any]) -> PollWords | None:
    """New polls on accounts; None until there is something that could be sent, and what is wrong is said."""
    by_id = {one.id: one for one in there}
    chosen = st.multiselect(
        _("Accounts"), list(by_id), key=f"{key}-accounts", persist_state="session",
        format_func=lambda id_: f"{by_id[id_].team or by_id[id_].district or _('Whole force')} · {by_id[id_].account}",
        placeholder=_("One poll for each account"),
    )  # fmt: skip
    if not chosen:
        return None
    minutes = _open_for(key, None)
    asked: list[OneAsked] = []
    for place, id_ in enumerate(chosen):
        begins = asked[0] if asked else None
        asked += _account(key, by_id[id_], minutes, begins, place)
    due_at = choose_time(key)
    campaign = _campaign(key, None)
    due_on = _feedback(key, _first_guess(due_at, minutes))
    if due_at is None:
        return None
    return PollWords(tuple(asked), minutes, due_at, campaign, feedback_due_on=due_on)


def change(key: str, row: PollRow) -> tuple[OneAsked, int, Any] | None:
    """A poll that is not public yet, with its minutes and its time."""
    if row.account_id is None or row.platform is None:
        return None
    minutes = _open_for(key, row.minutes)
    before = OneAsked(row.account_id, row.question, tuple(one.text for one in row.options), row.language)
    one = _one(key, row.platform, row.account_id, row.language, before, minutes)
    due_at = choose_time(key, row.due_at if row.due_at and row.due_at > data.now() else None)
    return (one, minutes, due_at) if due_at else None


def record(who: Signed, key: str, area: Scope, row: PollRow | None) -> Consultation:
    """A consultation kept by hand."""
    question = text_box(_("The question, as it was put"), f"{key}-question", row.question if row else "", height=80)
    method = line_box(
        _("How people were asked"), f"{key}-method", row.method if row else "",
        placeholder=", ".join(_(one) for one in METHODS),
    )  # fmt: skip
    before = [one.text for one in row.options] if row else []
    draw(meta(_("The answers people could choose from")))
    options = [
        line_box(_("Answer {n}").format(n=place + 1), f"{key}-option-{place}", before[place] if row else "")
        for place in range(len(before) or BY_HAND)
    ]
    today = london_day(data.now())
    left, right = st.columns(2)
    with left:
        opens = day_box(_("Opens"), f"{key}-opens", row.opens_on if row else today)
    with right:
        closes = day_box(_("Closes"), f"{key}-closes", row.closes_on if row else today)
    belongs = _area(who, key, Scope(row.district_id, row.team_id) if row else area)
    campaign = _campaign(key, row.campaign_id if row else None)
    due_on = _feedback(key, row.feedback_due_on if row else closes + FEEDBACK_WITHIN)
    return Consultation(
        question, method, trimmed(options), opens, closes, belongs.district_id, belongs.team_id, campaign, due_on
    )


def _account(key: str, one: Any, minutes: int, begins: OneAsked | None, place: int) -> list[OneAsked]:
    """The poll of one account; its pair in Welsh, where somebody wants one."""
    with st.container(border=True, key=f"{key}-card-{place}", gap="xsmall"):
        draw(meta(data.label(one.platform), one.account, one.team or one.district))
        said = [_one(f"{key}-{one.id}", one.platform, one.id, "en", begins, minutes)]
        if st.toggle(_("Also in Welsh"), key=f"{key}-{one.id}-cy", persist_state="session"):
            draw(meta(_("A post of its own, with votes of its own. The two are shown side by side and never added.")))
            said.append(_one(f"{key}-{one.id}-cy", one.platform, one.id, "cy", None, minutes))
    return said


def _one(key: str, platform: Any, account_id: UUID, language: str, begins: OneAsked | None, minutes: int) -> OneAsked:
    can = data_polls.limits(platform)
    label = _("The question, as the post's words") if language == "en" else _("The question in Welsh")
    question = text_box(label, f"{key}-question", begins.question if begins else "", height=90)
    options = []
    for place in range(can.options):
        before = begins.options[place] if begins and place < len(begins.options) else ""
        name = _("Answer {n}, up to {most} characters").format(n=place + 1, most=can.letters)
        options.append(line_box(name, f"{key}-option-{place}", before))
    used, most = data.capabilities(platform).count_text(question), data.capabilities(platform).max_text
    send, reads = data_polls.price(platform, question, minutes)
    costs = _("Sending it costs {price}").format(price=dollars(send)) if send else None
    counts = _("counting it about {price}").format(price=dollars(reads)) if reads else None
    language_said = _(LANGUAGES[language]) if language != "en" else None
    draw(meta(f"{number(used)} / {number(most)}", language_said, costs, counts))
    asked = OneAsked(account_id, question, trimmed(options), language)
    if question.strip() or any(options):
        for sentence in data_polls.faults(platform, question, asked.options, minutes):
            say(sentence, "danger")
    return asked


def _open_for(key: str, before: int | None) -> int:
    choices = sorted({*OPEN_FOR, *([before] if before else [])})
    chosen = st.selectbox(
        _("Open for"), choices, index=choices.index(before or DAY), format_func=how_long, key=f"{key}-minutes",
        persist_state="session", width=220,
    )  # fmt: skip
    return int(chosen or before or DAY)


def _first_guess(due_at: Any, minutes: int) -> date:
    return london_day((due_at or data.now()) + timedelta(minutes=minutes)) + FEEDBACK_WITHIN


def _feedback(key: str, default: date) -> date | None:
    """The day by which who took part is told; None while it follows the day it closes."""
    own = st.toggle(
        counted("Feedback is due in another time than {n} week", "Feedback is due in another time than {n} weeks",
                FEEDBACK_WITHIN.days // 7), key=f"{key}-feedback-own", persist_state="session",
    )  # fmt: skip
    if not own:
        return None
    return day_box(_("Those who take part are told what came of it by"), f"{key}-feedback", default)


def day_box(label: str, key: str, default: date) -> date:
    """A day to choose."""
    chosen = st.date_input(label, value=default, key=key, format="DD/MM/YYYY", persist_state="session")
    return chosen if isinstance(chosen, date) else default


def _campaign(key: str, before: UUID | None) -> UUID | None:
    choices = {one.id: one.name for one in data.campaigns()}
    if not choices:
        return before
    known = list(choices)
    chosen: UUID | None = st.selectbox(
        _("Campaign"), known, index=known.index(before) if before in known else None, placeholder=_("None"),
        format_func=choices.__getitem__, key=f"{key}-campaign", persist_state="session",
    )  # fmt: skip
    return chosen


def _area(who: Signed, key: str, area: Scope) -> Scope:
    """The part of the force it was put to: one in which this person may keep polls."""
    places = {Scope(): _("The whole force")}
    for district in data.scopes(who):
        places[Scope(district.id)] = district.name
        places |= {Scope(district.id, team.id): f"{district.name} › {team.name}" for team in district.teams}
    may_choose = [one for one in places if may(who, Act.POLL, one.district_id, one.team_id)]
    if not may_choose:
        return area
    begins = may_choose.index(area) if area in may_choose else 0
    chosen = st.selectbox(
        _("Put to"), may_choose, index=begins, format_func=lambda one: plain(places[one]), key=f"{key}-area",
        persist_state="session",
    )  # fmt: skip
    return chosen or area
