"""Saved replies: words that the force keeps for answers, who wrote and who has read them, and until when they hold."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import streamlit as st

from dashboard import acts_answers, data, data_answers
from dashboard.boxes import line_box, text_box
from dashboard.data_answers import SavedReplyRow
from dashboard.heard_words import TOPICS
from dashboard.parts import coloured, day_name, draw, lead, meta, said
from dashboard.words import _, counted
from domain.listening.words import Topic
from domain.people import MAY, Act, Scope, Signed

HALF_A_YEAR = timedelta(days=182)
NEW = "saved-new"


def page(who: Signed, scope: Scope | None) -> None:
    """Draw what is kept, what is to be reviewed first, and the place to write a new one."""
    rows = data_answers.saved(who)
    keeps = Act.SAVED_REPLY in MAY[who.role]
    due = [one for one in rows if one.due]
    draw(lead(_summary(rows, due)))
    if keeps:
        _new(who)
    wanted = line_box(_("Search"), "saved-search", placeholder=_("a word of the title or the text")).casefold().strip()
    for row in sorted(rows, key=lambda one: not one.due):
        if wanted in f"{row.title} {row.text} {row.text_cy}".casefold():
            _one(who, row, keeps)


def _summary(rows: Sequence[SavedReplyRow], due: Sequence[SavedReplyRow]) -> str:
    if not rows:
        return _("No saved reply is kept here.")
    says = counted("{n} saved reply is kept.", "{n} saved replies are kept.", len(rows))
    if not due:
        return says
    return f"{says} " + counted(
        "{n} waits for a review and is not offered.", "{n} wait for a review and are not offered.", len(due)
    )


def _one(who: Signed, row: SavedReplyRow, keeps: bool) -> None:
    place = row.team or row.district or _("Whole force")
    with st.container(border=True, key=f"saved-{row.id}", gap="xsmall"):
        draw(
            coloured(_("to be reviewed"), "waiting") if row.due else coloured(_("offered"), "good"),
            lead(row.title),
            meta(place, _(TOPICS[row.topic]) if row.topic else "", _("by {name}").format(name=row.owner), _until(row)),
            said(row.text),
            said(row.text_cy) if row.text_cy else meta(_("No Welsh words yet.")),
        )
        if keeps and who.scope.covers(row.district_id, row.team_id):
            _work(who, row)


def _until(row: SavedReplyRow) -> str:
    """Until when it is offered, or why it is not."""
    if row.reviewed_at is None:
        return _("nobody else has read it yet")
    day = f"{day_name(row.review_by)} {row.review_by.year}"
    if row.due:
        return _("its review was due {day}").format(day=day)
    return _("read by {name}, until {day}").format(name=row.reviewed_by, day=day)


def _work(who: Signed, row: SavedReplyRow) -> None:
    """What may be done with one: review it as a second person, change it, retire it."""
    with st.expander(_("Review, change or retire")):
        if row.owner_id == who.person_id:
            draw(meta(_("You wrote this: somebody else reviews it.")))
        else:
            until = _day(_("Offered until"), f"saved-until-{row.id}")
            this = f"saved-read-{row.id}-{row.changed_at.timestamp()}"  # other words since: their press does nothing
            reads = st.button(_("I have read it: it is right"), key=this)
            if reads and until and acts_answers.review_saved_reply(who, row.id, row.changed_at, until):
                st.rerun()
        _form(who, row.id, row)
        if st.button(_("Retire it"), key=f"saved-retire-{row.id}") and acts_answers.retire_saved_reply(who, row.id):
            st.rerun()


def _new(who: Signed) -> None:
    with st.expander(_("Write a saved reply…")):
        _form(who, None, None)


def _form(who: Signed, which: UUID | None, row: SavedReplyRow | None) -> None:
    key = str(which or NEW)
    seen = _seen(row, key) if row else None
    known = ", ".join(f"{{{name}}}" for name in data_answers.shape())
    title = line_box(_("Title"), f"title-{key}", row.title if row else "")
    text = text_box(
        _("Words in English"), f"en-{key}", row.text if row else "",
        help=_("Fields that are filled in: {fields}").format(fields=known.replace("{", r"\{")),
    )  # fmt: skip
    welsh = text_box(_("Words in Welsh"), f"cy-{key}", row.text_cy if row else "")
    topic = st.selectbox(
        _("About"), [None, *Topic], format_func=lambda one: _(TOPICS[one]) if one else _("Anything"),
        key=f"topic-{key}", index=[None, *Topic].index(row.topic) if row else 0,
    )  # fmt: skip
    areas = _areas(who)
    mine = Scope(row.district_id, row.team_id) if row else next(iter(areas))
    chosen = st.selectbox(
        _("Whose"), list(areas), format_func=lambda one: areas[one], key=f"area-{key}",
        index=list(areas).index(mine) if mine in areas else 0,
    )  # fmt: skip
    review = _day(_("To be reviewed by"), f"review-{key}")
    kept = st.button(_("Keep it"), key=f"keep-{key}", type="primary" if which is None else "secondary")
    if kept and review and acts_answers.keep_saved_reply(
        who, title, text, welsh, topic, chosen, review, which, seen
    ):  # fmt: skip
        st.session_state.pop(f"seen {key}", None)
        for box in ("title", "en", "cy") if which is None else ():
            st.session_state.pop(f"typed {box}-{key}", None)
            st.session_state.pop(f"{box}-{key}", None)
        st.rerun()


def _seen(row: SavedReplyRow, key: str) -> datetime:
    """The version that the boxes were filled from: another's words since are not written over by what stands here."""
    boxes = [f"{typed}{box}-{key}" for box in ("title", "en", "cy") for typed in ("", "typed ")]
    if not any(box in st.session_state for box in boxes):
        st.session_state[f"seen {key}"] = row.changed_at
    found: datetime = st.session_state.setdefault(f"seen {key}", row.changed_at)
    return found


def _day(label: str, key: str) -> date | None:
    today = data.today()
    chosen = st.date_input(label, today + HALF_A_YEAR, min_value=today, key=key, format="DD/MM/YYYY", width=220)
    return chosen if isinstance(chosen, date) else None


def _areas(who: Signed) -> dict[Scope, str]:
    """The parts of the force that this person may write for."""
    found = {} if who.scope != Scope() else {Scope(): _("Whole force")}
    for district in data.scopes(who):
        if district.whole:
            found[Scope(district.id)] = district.name
        found |= {Scope(district.id, team.id): f"{district.name} · {team.name}" for team in district.teams}
    return found or {who.scope: _("Mine")}
