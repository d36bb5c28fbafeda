"""The boxes in which an issue is written: one form for a new one, from a question or a meeting, and for work on one."""

from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from dashboard import data, data_issues
from dashboard.boxes import line_box, text_box
from dashboard.heard_words import TOPICS
from dashboard.parts import say
from dashboard.words import _
from domain.issues import ONLINE, IssueWords, personal_data
from domain.listening.words import Topic
from domain.people import Act, Scope, Signed, may

WEEKS = timedelta(days=28)


def begin(who: Signed, key: str, area: Scope, topic: Topic | None, *, online: bool) -> IssueWords:
    """The boxes of a new issue: what was said, where it belongs, whose it is, by when. `online`: from questions."""
    title = line_box(_("Title"), f"{key}-title", placeholder=_("Speeding on Mill Lane"))
    said = text_box(_("What was said, in your words and without names"), f"{key}-said", height=100)
    source = ONLINE
    if not online:
        source = line_box(_("Where it was raised"), f"{key}-source", placeholder=_("Meeting: Ashby village hall"))
    about, belongs = _about(key, topic), _area(who, key, area)
    owner, due_on = _owner(who, key, belongs, who.person_id), _due(key, data_issues.today() + WEEKS)
    public = _public(key, False, title, said)
    return IssueWords(
        title, said, about, owner, due_on, source, belongs.district_id, belongs.team_id, public=public
    )  # fmt: skip


def work(who: Signed, key: str, row: data_issues.IssueRow) -> IssueWords:
    """The boxes of an issue that is there: what we do and what came of it first, for that is what changes."""
    action = text_box(_("What we do about it"), f"{key}-action", row.action, height=100)
    outcome = text_box(_("What came of it"), f"{key}-outcome", row.outcome, height=100)
    cannot = text_box(_("Or, honestly: it cannot be changed, because…"), f"{key}-cannot", row.cannot_because, height=80)
    title = line_box(_("Title"), f"{key}-title", row.title)
    said = text_box(_("What was said, in your words and without names"), f"{key}-said", row.said, height=100)
    source = row.source
    if source != ONLINE:
        source = line_box(_("Where it was raised"), f"{key}-source", row.source)
    about = _about(key, row.topic)
    belongs = _area(who, key, Scope(row.district_id, row.team_id))
    owner, due_on = _owner(who, key, belongs, row.owner_id), _due(key, row.due_on)
    public = _public(key, row.public, title, said, action, outcome, cannot)
    return IssueWords(
        title, said, about, owner, due_on, source, belongs.district_id, belongs.team_id, action, outcome, cannot, public
    )


def _about(key: str, topic: Topic | None) -> Topic:
    choices = list(Topic)
    chosen = st.selectbox(
        _("About"), choices, index=choices.index(topic or Topic.OTHER), format_func=lambda one: _(TOPICS[one]),
        key=f"{key}-topic", persist_state="session",
    )  # fmt: skip
    return Topic(chosen or Topic.OTHER)


def _area(who: Signed, key: str, area: Scope) -> Scope:
    """The part of the force it belongs to: those in which this person may keep issues."""
    places = {Scope(): _("The whole force")}
    for district in data.scopes(who):
        places[Scope(district.id)] = district.name
        places |= {Scope(district.id, team.id): f"{district.name} › {team.name}" for team in district.teams}
    may_choose = [one for one in places if may(who, Act.ISSUE, one.district_id, one.team_id)]
    if not may_choose:
        return area
    begins = may_choose.index(area) if area in may_choose else 0
    chosen = st.selectbox(
        _("Belongs to"), may_choose, index=begins, format_func=places.__getitem__, key=f"{key}-area",
        persist_state="session",
    )  # fmt: skip
    return chosen or area


def _owner(who: Signed, key: str, area: Scope, owner: UUID) -> UUID:
    """Whose it is: somebody who works for that part of the force."""
    people = dict(data_issues.issue_people(area))
    ids = list(people) or [owner]
    begins = ids.index(owner) if owner in ids else None  # who left is replaced by who chooses, not by us
    chosen = st.selectbox(
        _("Whose it is"), ids, index=begins, format_func=lambda one: people.get(one, who.name),
        key=f"{key}-owner-{area.team_id or area.district_id}", persist_state="session",
    )  # fmt: skip
    return chosen or owner


def _due(key: str, default: date) -> date:
    chosen = st.date_input(
        _("To be done by"), value=default, key=f"{key}-due", format="DD/MM/YYYY", persist_state="session"
    )
    return chosen if isinstance(chosen, date) else default


def _public(key: str, default: bool, *texts: str) -> bool:
    """Whether the public may read it; what looks like personal data in it is said while one writes."""
    public = st.toggle(
        _("The public may read this"), value=default, key=f"{key}-public", persist_state="session",
        help=_("Title, what was said, what we did, what came of it, and the area. Never who asked, nor their words."),
    )  # fmt: skip
    if found := personal_data(*texts):
        say(_("This looks like personal data: {what}. Take it out.").format(what="; ".join(found[:3])), "waiting")
    return bool(public)
