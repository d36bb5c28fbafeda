"""The questions behind a number of Answering: pressed in a table or chosen from a list, kept in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import data, data_issues
from dashboard.answer_words import FIGURES, lane_name, month_name
from dashboard.asked import BECAME
from dashboard.folded import folded, in_short
from dashboard.heard_words import TOPICS
from dashboard.links import link_to
from dashboard.parts import DASH, draw, lead, meta, moment, one_line, shown
from dashboard.tables import export, table
from dashboard.words import _, counted
from domain.answering import PARTS, Figure
from domain.listening.words import Lane, Topic
from domain.people import Scope, Signed
from domain.posts import PlatformName

BEHIND, AT, OF, IN, ABOUT, WARD = "behind", "at", "of", "in", "topic", "ward"
UNHEARD, NO_WARD = "unheard", "-"
OWED = "owed"
ANSWERS, NEEDED, WAITING = "answers", "needed", "waiting"
TOGETHER = {
    OWED: (Figure.IN_TIME, Figure.LATE, Figure.OVERDUE, Figure.LEFT_LATE),
    ANSWERS: (Figure.IN_TIME, Figure.LATE),
    NEEDED: tuple(one for one in PARTS if one is not Figure.MISTAKEN),
    WAITING: (Figure.OPEN, Figure.OVERDUE),
}
COMMENTS, POSTS = "comments", "posts"
MONTH = "month"
FORCE = "force"
FEW = 10


@dataclass(frozen=True)
class Look:
    """What is looked at: by whom, of which part of the force, which month, which platform."""

    who: Signed
    scope: Scope | None
    month: str
    platform: PlatformName | None


def place(district: str | None, team: str | None) -> str:
    """Whose a row is: a team's, a district's own accounts, or the force's own."""
    if team:
        return team
    return _("{district}: its own accounts").format(district=district) if district else _("The force's own accounts")


def area_word(district_id: UUID | None, team_id: UUID | None) -> str:
    """The same in the address."""
    if team_id:
        return f"t-{team_id}"
    return f"d-{district_id}" if district_id else FORCE


def opening_table(
    look: Look,
    rows: Sequence[Mapping[str, Any]],
    name: str,
    figures: Mapping[str, str],
    words: Sequence[Mapping[str, str]],
) -> None:
    """A table; pressing a number opens what it counted. `figures`: by column, `words`: by row what the address says."""
    key = f"cells-{name}"

    def pressed() -> None:
        cells = st.session_state[key].get("selection", {}).get("cells", [])
        if cells and cells[0][1] in figures and cells[0][0] < len(words):
            _open(name, figures[cells[0][1]], words[cells[0][0]])

    table(rows, name, key=key, on_select=pressed, selection_mode="single-cell")
    if st.query_params.get(AT) == name:
        _panel(look)


def _open(table_name: str, figure: str, words: Mapping[str, str]) -> None:
    for one in (OF, IN, ABOUT, WARD):
        st.query_params.pop(one, None)
    st.query_params[BEHIND], st.query_params[AT] = figure, table_name
    for name, word in words.items():
        st.query_params[name] = word


def section(look: Look) -> None:
    """The way to choose a number without a pointer, and what it counted; one that was pressed opens at its table."""
    names, chosen = _names(), st.query_params.get(BEHIND, "")
    options = ["", *names]
    picked = st.selectbox(
        _("Show what is behind"), options, index=options.index(chosen) if chosen in names else 0,
        format_func=lambda one: names.get(one) or _("nothing: press a number in a table, or choose"), width=440,
        key=f"behind-{chosen}",
    )  # fmt: skip
    if picked != (chosen if chosen in names else ""):
        for one in (BEHIND, AT, OF, IN, ABOUT, WARD):
            st.query_params.pop(one, None)
        if picked:
            st.query_params[BEHIND] = str(picked)
        st.rerun()
    if AT not in st.query_params:
        _panel(look)


def _names() -> dict[str, str]:
    """What can be opened, by its word in the address."""
    names = {figure.value: _(words) for figure, (words, _means) in FIGURES.items()}
    names |= {OWED: _("In time or not: the promise is decided"), ANSWERS: _("Answered"), WAITING: _("Waiting")}
    return names | {NEEDED: _("Needed an answer"), COMMENTS: _("Comments of the public"), POSTS: _("Our posts")}


def _panel(look: Look) -> None:
    names, chosen = _names(), st.query_params.get(BEHIND, "")
    if chosen in names:
        with st.container(border=True, key="behind", gap="small"):
            _draw(look, chosen, names[chosen])


def _draw(look: Look, chosen: str, name: str) -> None:
    narrow, said = _narrow(look)
    title = " · ".join([name, *said, month_name(look.month)])
    if chosen in (COMMENTS, POSTS):
        written = data_issues.written_behind(look.who, look.month, chosen == POSTS, narrow, look.scope, look.platform)
        draw(lead(f"{title}: {len(written):,}"))
        table([_written(row) for row in written], f"behind-{chosen}", folded=False)
        return
    on = None if narrow.topic or narrow.unheard else look.platform  # topics are counted on every platform
    rows = data_issues.behind(look.who, look.month, _figures(chosen), narrow, look.scope, on)
    draw(lead(f"{title}: " + counted("{n} question", "{n} questions", len(rows))))
    for row in rows[:FEW]:
        _question(row)
    if len(rows) > FEW:
        draw(meta(counted("{n} more is in the file.", "{n} more are in the file.", len(rows) - FEW)))
    if rows:
        export([_sheet(row) for row in rows], f"behind-{chosen}")


def _figures(chosen: str) -> tuple[Figure, ...]:
    return TOGETHER.get(chosen) or (Figure(chosen),)


def _narrow(look: Look) -> tuple[data_issues.Narrowed, list[str]]:
    """The row that was pressed, and its name; nothing where the address says nothing that is known."""
    lane, topic = st.query_params.get(IN, ""), st.query_params.get(ABOUT, "")
    district_id, team_id, name = _area(look, st.query_params.get(OF, ""))
    known = lane == "everyday" or lane in set(Lane)
    about, unheard = (Topic(topic) if topic in set(Topic) else None), topic == UNHEARD
    ward = st.query_params.get(WARD)
    said = [
        name,
        "" if ward in (None, NO_WARD) else ward,
        lane_name(lane) if known else "",
        _(TOPICS[about]) if about else "",
        _("not heard yet") if unheard else "",
    ]
    narrow = data_issues.Narrowed(
        bool(name), district_id, team_id, lane if known else None, about, unheard, "" if ward == NO_WARD else ward
    )
    return narrow, [one for one in said if one]


def _area(look: Look, word: str) -> tuple[UUID | None, UUID | None, str]:
    if word == FORCE:
        return None, None, place(None, None)
    for district in data.scopes(look.who):
        if word == f"d-{district.id}":
            return district.id, None, place(district.name, None)
        for team in district.teams:
            if word == f"t-{team.id}":
                return district.id, team.id, team.name
    return None, None, ""


def _question(row: data_issues.BehindRow) -> None:
    took = _("{h} h from asking").format(h=row.hours) if row.hours is not None else None
    with st.container(gap=None, key=f"behind-{row.id}"):
        draw(
            meta(_ended(row), place(row.district, row.team), moment(row.asked_at), took),
            folded(one_line(shown(row.text), 160)),
        )
        link_to("questions", _("Open the question"), question=str(row.id))


def _ended(row: data_issues.BehindRow) -> str:
    return _(BECAME[row.state][1]) if row.state in BECAME else _("waiting")


def _sheet(row: data_issues.BehindRow) -> dict[str, Any]:
    return {
        _("Asked"): moment(row.asked_at),
        _("Due"): moment(row.due_at),
        _("Closed"): moment(row.closed_at),
        _("Hours"): row.hours,
        _("State"): _ended(row),
        _("Lane"): lane_name(row.lane),
        _("About"): _(TOPICS[row.topic]) if row.topic else DASH,
        _("Team"): place(row.district, row.team),
        _("Account"): row.account,
        _("Text"): shown(row.text),
        _("Address"): row.url,
    }


def _written(row: data_issues.WrittenRow) -> dict[str, Any]:
    return {
        _("Written"): moment(row.at),
        _("Team"): place(row.district, row.team),
        _("Account"): row.account,
        _("Text"): in_short(shown(row.text), length=300),
        _("Address"): row.url,
    }
