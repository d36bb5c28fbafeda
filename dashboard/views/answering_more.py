"""The lower half of Answering: where questions wait, two ways, and what people ask about."""

from typing import Any

import streamlit as st

from dashboard import data_issues
from dashboard.answer_words import month_name
from dashboard.heard_words import TOPICS
from dashboard.parts import DASH, draw, lead, meta, number, percent
from dashboard.views.answering_behind import (
    ABOUT,
    ANSWERS,
    COMMENTS,
    NEEDED,
    NO_WARD,
    OF,
    POSTS,
    UNHEARD,
    WAITING,
    WARD,
    Look,
    area_word,
    opening_table,
    place,
)
from dashboard.words import _
from domain.answering import Figure, month_after


def heat(look: Look) -> None:
    """Where the questions of the month come from and wait."""
    st.header(_("Where they come from, and wait"))
    rows = data_issues.heat(look.who, look.month, look.scope, look.platform)
    if not rows:
        return
    hottest = max(rows, key=lambda row: (row.waiting, row.late))
    where = hottest.ward or place(hottest.district, hottest.team)
    if hottest.waiting:
        says = _("Most wait here: {where}, {waiting}, {late} of them late.")
        draw(lead(says.format(where=where, waiting=number(hottest.waiting), late=number(hottest.late))))
    else:
        draw(lead(_("Nobody waits of this month's.")))
    if any(row.ward for row in rows):
        draw(meta(_("A ward is known where a team has one only, or where the question or our post above it names it.")))
    figures = {_("Asked"): NEEDED, _("Waiting"): WAITING, _("Late now"): Figure.OVERDUE.value}
    words = [{OF: area_word(row.district_id, row.team_id), WARD: row.ward or NO_WARD} for row in rows]
    opening_table(look, [_heat(row) for row in rows], "heat", figures, words)


def _heat(row: data_issues.HeatRow) -> dict[str, Any]:
    return {
        _("Team"): place(row.district, row.team),
        _("Ward"): row.ward or _("none named"),
        _("Asked"): row.asked,
        _("Waiting"): row.waiting,
        _("Late now"): row.late,
    }


def two_way(look: Look) -> None:
    """What the public wrote, what was answered, and what we posted ourselves."""
    st.header(_("Two ways"))
    rows = data_issues.two_way(look.who, look.month, look.scope, look.platform)
    if not rows:
        draw(lead(_("Nothing was written or posted in {month}.").format(month=month_name(look.month))))
        return
    comments, posts, asked, answers = (
        sum(getattr(row, name) for row in rows) for name in ("comments", "posts", "asked", "answers")
    )
    says = _("The public wrote {comments} comments; {asked} needed an answer and {answers} got one. We posted {posts}.")
    draw(
        lead(says.format(comments=number(comments), asked=number(asked), answers=number(answers), posts=number(posts)))
    )
    figures = {
        _("Comments"): COMMENTS,
        _("Needed an answer"): NEEDED,
        _("Answered"): ANSWERS,
        _("In time"): Figure.IN_TIME.value,
        _("Our posts"): POSTS,
    }
    words = [{OF: area_word(row.district_id, row.team_id)} for row in rows]
    opening_table(look, [_ways(row) for row in rows], "two-way", figures, words)


def _ways(row: data_issues.TwoWayRow) -> dict[str, Any]:
    return {
        _("Team"): place(row.district, row.team),
        _("Comments"): row.comments,
        _("Needed an answer"): row.asked,
        _("Answered"): row.answers,
        _("In time"): row.in_time,
        _("Answered of needed"): percent(row.answers, row.asked) if row.asked else _("not enough"),
        _("Our posts"): row.posts,
        _("Answers a post"): row.answers_a_post,
    }


def topics(look: Look) -> None:
    """What people asked about."""
    st.header(_("What people ask about"))
    rows = data_issues.topics(look.who, look.month, look.scope)
    if not rows:
        draw(lead(_("Nobody asked anything in {month}.").format(month=month_name(look.month))))
        return
    first = rows[0]
    name = _(TOPICS[first.topic]) if first.topic else _("not heard yet")
    draw(lead(_("Most often: {topic}, {n} of {all}.").format(
        topic=name, n=number(first.total), all=number(sum(row.total for row in rows))
    )))  # fmt: skip
    before = month_name(month_after(look.month, -1))
    note = _("Questions online on every platform, and issues raised at meetings, surgeries and in letters.")
    known = any(row.before is not None for row in rows)
    gap = None if known else _("Questions were not kept for all of {month}.").format(month=before)
    draw(meta(note, gap))
    shown = [
        {
            _("Topic"): _(TOPICS[row.topic]) if row.topic else _("not heard yet"),
            _("Online"): row.online,
            _("At meetings"): row.offline,
            _("Together"): row.total,
            before: row.before,
            _("Change"): DASH if row.change is None else f"{row.change:+,}",
        }
        for row in rows
    ]
    words = [{ABOUT: row.topic.value if row.topic else UNHEARD} for row in rows]
    opening_table(look, shown, "topics", {_("Online"): NEEDED}, words)
