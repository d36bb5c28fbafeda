"""One poll: what was asked and answered, what that tells and does not, and what those who took part were told."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from dashboard import acts_polls, data, data_polls, poll_words
from dashboard.boxes import line_box, text_box
from dashboard.data_polls import PollRow
from dashboard.links import link_to
from dashboard.parts import STATES, draw, lead, link, meta, moment, plain, said
from dashboard.tables import export
from dashboard.views import poll_form
from dashboard.words import _
from domain.people import Act, Scope, Signed, may
from domain.polls import PollState
from domain.publication import Stage


def page(who: Signed, row: PollRow) -> None:
    """Draw one poll, with what this person may do about it."""
    draw(poll_words.standing(row))
    draw(
        said(row.question),
        poll_words.where(row),
        meta(_("by {who}, {at}").format(who=row.made_by, at=moment(row.made_at))),
    )
    mine = may(who, Act.POLL, row.district_id, row.team_id)
    if row.campaign_id and row.campaign:
        link_to("campaigns", _("Campaign: {name}").format(name=row.campaign), campaign=str(row.campaign_id))
    _post(who, row, mine)
    _results(row)
    _together(who, row)
    if row.state is PollState.CANCELLED:
        draw(meta(_("Taken back: {why}").format(why=row.no_feedback_because or _("its post was taken back"))))
        return
    if mine:
        _count(who, row)
        _change(who, row)
    _feedback(who, row, mine)
    if mine:
        _cancel(who, row)


def _results(row: PollRow) -> None:
    st.header(_("What was answered"))
    if row.state in (PollState.COMING, PollState.CANCELLED):
        draw(meta(", ".join(one.text for one in row.options)))
        return
    draw(lead(poll_words.caveat(row)), poll_words.results(row), meta(poll_words.counted_at(row)))
    if row.ends_at and not row.closed_at:
        draw(meta(_("Open until {at}. Votes are read about once a day, and once when it is over.").format(
            at=moment(row.ends_at, zone=True))))  # fmt: skip
    export(poll_words.sheet(row), "poll")


def _together(who: Signed, row: PollRow) -> None:
    if not row.together:
        return
    st.header(_("Asked together with"))
    draw(meta(_("The same was asked elsewhere or in another language. Somebody may have answered both: never added.")))
    for one in data_polls.together(who, row.id):
        with st.container(border=True, key=f"together-{one.id}", gap="xsmall"):
            draw(said(one.question), poll_words.where(one))
            if one.answered is not None:
                draw(poll_words.results(one), meta(poll_words.caveat(one)))
            link_to("polls", _("Open"), poll=str(one.id))


def _post(who: Signed, row: PollRow, mine: bool) -> None:
    """The post that carries it, and the way it still has to go."""
    if row.scheduled_post_id is None:
        return
    word = STATES[str(row.publication_state or row.stage or "draft")][2]
    due = _("for {at}").format(at=moment(row.due_at, zone=True)) if not row.url else None
    draw(meta(_("Its post: {state}").format(state=_(word)), due, poll_words.how_long(row.minutes or 0)))
    if row.url and row.platform and row.account:
        draw(link(_("See it where it is public"), data.public_link(row.url, row.platform, row.account)))
    if row.publication_id:
        link_to("publications", _("Its whole story"), id=str(row.publication_id))
    if mine and row.stage is Stage.DRAFT and row.state is PollState.COMING:
        send = st.button(_("Send for approval"), type="primary", key=f"poll-send-{row.id}")
        if send and acts_polls.submit(who, row.scheduled_post_id):
            st.rerun()


def _count(who: Signed, row: PollRow) -> None:
    """The votes of a consultation kept by hand."""
    untold = bool(row.scheduled_post_id and row.closed_at and row.answered is None)
    if (row.scheduled_post_id or row.closed_at or row.state is PollState.COMING) and not untold:
        return
    with st.expander(_("Write down the votes…"), expanded=row.state is PollState.COUNTING):
        key = f"poll-count-{row.id}-{row.changed_at:%H%M%S%f}"
        votes = [
            st.number_input(plain(one.text), 0, value=one.votes, step=1, key=f"{key}-{place}", width=220)
            for place, one in enumerate(row.options)
        ]
        answered = st.number_input(
            _("How many took part"), 0, value=row.answered, step=1, key=f"{key}-n", width=220,
            help=_("People, not votes: fewer than all votes together where several answers could be chosen."),
        )  # fmt: skip
        told = [None if one is None else int(one) for one in votes]
        with st.container(horizontal=True):
            final = st.button(_("These are the results"), type="primary", key=f"{key}-final")
            so_far = st.button(_("Keep as counted so far"), key=f"{key}-so-far")
        n = None if answered is None else int(answered)
        if (final or so_far) and acts_polls.count(who, row.id, row.changed_at, told, n, final):
            st.rerun()


def _change(who: Signed, row: PollRow) -> None:
    """Before its post is public, or before a consultation's results are final."""
    by_hand = row.scheduled_post_id is None
    if row.closed_at or (not by_hand and row.state is not PollState.COMING) or row.publication_state == "unknown":
        return
    key = f"poll-change-{row.id}-{row.changed_at:%H%M%S%f}"
    with st.expander(_("Change it…")):
        if by_hand:
            words = poll_form.record(who, key, Scope(row.district_id, row.team_id), row)
            if st.button(_("Keep"), key=f"{key}-do") and acts_polls.change_consultation(
                who, row.id, row.changed_at, words
            ):
                st.rerun()
            return
        fresh = poll_form.change(key, row)
        draw(meta(_("It becomes a draft again, and a second person reads it anew.")))
        if fresh and st.button(_("Keep"), key=f"{key}-do") and acts_polls.change_poll(
            who, row.id, row.changed_at, *fresh
        ):  # fmt: skip
            st.rerun()


def _feedback(who: Signed, row: PollRow, mine: bool) -> None:
    """What came of it, told to those who took part; owed once the results are final."""
    if row.state in (PollState.COMING, PollState.OPEN):
        due = poll_words.full_day(row.feedback_due_on)
        draw(meta(_("Those who take part are told what came of it by {day}.").format(day=due)))
        return
    st.header(_("What those who took part were told"))
    if row.feedback:
        draw(said(row.feedback), meta(_("told {at}").format(at=moment(row.fed_back_at))))
    if row.no_feedback_because:
        draw(meta(_("Nobody was told, because:")), said(row.no_feedback_because))
    if row.decision:
        draw(meta(_("What was decided")), said(row.decision))
    if row.issue_id and row.issue:
        link_to("said-did", _("You said, we did: {title}").format(title=row.issue), issue=str(row.issue_id))
    if not mine:
        return
    if row.closed_at is None:
        draw(meta(_("It can be told once its results are final.")))
        _another_day(who, row)
        return
    _tell(who, row)
    if row.state in (PollState.OWED, PollState.OVERDUE):
        _another_day(who, row)


def _tell(who: Signed, row: PollRow) -> None:
    done = row.state is PollState.DONE
    key = f"poll-tell-{row.id}-{row.changed_at:%H%M%S%f}"
    with st.expander(_("Write it anew…") if done else _("Tell them…"), expanded=not done):
        feedback = text_box(_("What they were told, and where"), f"{key}-feedback", row.feedback, height=100)
        decision = text_box(_("What was decided"), f"{key}-decision", row.decision, height=80)
        issue = _issue(who, key, row)
        because = line_box(_("Or: nobody is told, because…"), f"{key}-because", row.no_feedback_because)
        draw(meta(_("One of the two is needed. A post that tells them is written under Write, or from its issue.")))
        keep = st.button(_("Keep"), type="primary", key=f"{key}-do")
        if keep and acts_polls.tell_back(who, row.id, row.changed_at, feedback, decision, because, issue):
            st.rerun()


def _issue(who: Signed, key: str, row: PollRow) -> UUID | None:
    titles: dict[UUID, str] = dict(data_polls.open_issues(who))
    if row.issue_id and row.issue:
        titles.setdefault(row.issue_id, row.issue)
    known: Sequence[UUID] = list(titles)
    if not known:
        return None
    chosen: UUID | None = st.selectbox(
        _("Its issue under “You said, we did”"), known, placeholder=_("None"), format_func=lambda one: titles[one],
        index=known.index(row.issue_id) if row.issue_id in known else None, key=f"{key}-issue",
        persist_state="session",
    )  # fmt: skip
    return chosen


def _another_day(who: Signed, row: PollRow) -> None:
    with st.popover(_("Another day for the feedback…")):
        day = poll_form.day_box(_("By"), f"poll-due-{row.id}", row.feedback_due_on)
        if st.button(_("Promise that day"), key=f"poll-due-do-{row.id}") and acts_polls.due_feedback(
            who, row.id, row.changed_at, day
        ):
            st.rerun()


def _cancel(who: Signed, row: PollRow) -> None:
    by_hand = row.scheduled_post_id is None
    if row.closed_at or not (by_hand or row.state is PollState.COMING):
        return
    with st.popover(_("Take it back…")):
        reason = line_box(_("Why?"), f"poll-cancel-{row.id}")
        if st.button(_("Take it back"), key=f"poll-cancel-do-{row.id}") and acts_polls.cancel(
            who, row.id, row.changed_at, reason
        ):
            st.rerun()
