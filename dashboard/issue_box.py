"""Beside a question: the issues it belongs to, and the place to make one of it or add it to one that is open."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from dashboard import acts_issues, data, data_issues, issue_form
from dashboard.links import link_to
from dashboard.parts import draw, meta, plain
from dashboard.words import _, counted
from domain.issues import IssueState
from domain.listening.words import Topic
from domain.people import MAY, Act, Scope, Signed

PAGE, OPEN = "said-did", "issue"


def issue_box(
    who: Signed,
    question_ids: Sequence[UUID],
    account_id: UUID | None = None,
    topic: Topic | None = None,
) -> None:
    """Draw it folded. `account_id` and `topic` are to whom they were put and what they are about, to begin with."""
    if not question_ids:
        return
    there = data_issues.issues_of(who, question_ids)
    for one in there:
        draw(meta(_("Belongs to the issue “{title}”").format(title=one.title), _state(one)))
        link_to(PAGE, _("You said, we did: open it"), issue=str(one.id))
    if Act.ISSUE not in MAY[who.role]:
        return
    key = f"issue-of-{question_ids[0]}"
    with st.expander(_("You said, we did: make it an issue…"), key=f"{key}-box"):
        if len(question_ids) > 1:
            others = counted("{n} other asks the same: it goes along.", "{n} others ask the same: they go along.",
                             len(question_ids) - 1)  # fmt: skip
            draw(meta(others))
        _add(who, question_ids, {one.id for one in there}, key)
        words = issue_form.begin(who, key, _area(who, account_id), topic, online=True)
        if st.button(_("Make it an issue"), key=f"{key}-do") and acts_issues.open_issue(who, words, question_ids):
            st.rerun()


def _area(who: Signed, account_id: UUID | None) -> Scope:
    """Where a question belongs: to whose account it was put."""
    found = next((one for one in data.accounts(who, None) if one.id == account_id), None)
    return Scope(found.district_id, found.team_id) if found else who.scope


def _add(who: Signed, question_ids: Sequence[UUID], there: set[UUID], key: str) -> None:
    """Add them to an issue that is open."""
    others = {one.id: one for one in data_issues.issues(who, None, IssueState.OPEN, None) if one.id not in there}
    if not others:
        return
    chosen = st.selectbox(
        _("Add it to an open issue"), [None, *others], key=f"{key}-into",
        format_func=lambda one: others[one].title if one else _("None: make a new one below"),
    )  # fmt: skip
    if chosen and st.button(_("Add to “{title}”").format(title=plain(others[chosen].title)), key=f"{key}-add"):
        if acts_issues.add_to_issue(who, chosen, question_ids):
            st.rerun()
        st.stop()


def _state(row: data_issues.IssueRow) -> str:
    words = {IssueState.OPEN: _("open"), IssueState.OVERDUE: _("overdue"), IssueState.CLOSED: _("closed")}
    return words[row.state]
