"""One issue: what was said, what we do, what came of it, the post that tells the public, and who was told."""

import streamlit as st

from dashboard import acts_issues, data_issues, issue_form, links
from dashboard.boxes import line_box
from dashboard.folded import folded
from dashboard.heard_words import TOPICS
from dashboard.issue_box import OPEN
from dashboard.parts import badge, coloured, day_name, draw, lead, meta, moment, number, one_line, plain, said, shown
from dashboard.words import _, counted
from domain.issues import IssueState
from domain.people import Act, Signed, may


def page(who: Signed, row: data_issues.IssueRow) -> None:
    """Draw one issue, with what this person may do about it."""
    if st.button(_("List"), icon=":material/arrow_back:", type="tertiary", shortcut="L"):
        st.query_params.pop(OPEN, None)
        st.rerun()
    opened = _("opened {at} by {who}").format(at=moment(row.opened_at), who=row.opened_by)
    st.header(plain(row.title), anchor=False)
    draw(standing(row), meta(row.team or row.district or _("Whole force"), _(TOPICS[row.topic]), row.owner, opened))
    _told_so_far(row)
    mine = may(who, Act.ISSUE, row.district_id, row.team_id)
    if mine:
        _close_or_reopen(who, row)
        with st.expander(_("Work on it…"), expanded=not (row.action or row.outcome or row.cannot_because)):
            _work(who, row)
    _post(who, row, mine)
    _askers(who, row, mine)
    _others(who, row, mine)


def standing(row: data_issues.IssueRow) -> str:
    """Open until a day, overdue since one, or closed and how, as a coloured word."""
    day = f"{day_name(row.due_on)} {row.due_on.year}"
    if row.state is IssueState.OVERDUE:
        return coloured(_("✗ Overdue: was to be done by {day}").format(day=day), "danger")
    if row.state is IssueState.OPEN:
        return coloured(_("◷ Open: to be done by {day}").format(day=day), "waiting")
    if row.outcome:
        return coloured(_("✓ Closed {at}").format(at=moment(row.closed_at)), "good")
    return coloured(_("■ Closed {at}: it cannot be changed").format(at=moment(row.closed_at)), "muted")


def told_in_short(row: data_issues.IssueRow) -> str:
    """How many know what came of it."""
    known = _("{told} of {asked} who asked were told").format(told=number(row.told), asked=number(row.questions))
    parts = [known] if row.questions else []
    if row.others:
        parts.append(counted("{n} other telling", "{n} other tellings", row.others))
    if row.people:
        parts.append(counted("{n} person besides", "{n} people besides", row.people))
    return "; ".join(parts)


def _told_so_far(row: data_issues.IssueRow) -> None:
    for name, words in (
        (_("You said"), row.said),
        (_("We did"), row.action),
        (_("What came of it"), row.outcome),
        (_("Cannot be changed, because"), row.cannot_because),
    ):
        if words:
            draw(meta(name), said(words))
    raised = None if row.source == "online" else _("Raised: {where}").format(where=row.source)
    public = _("The public may read this.") if row.public else _("Not for the public.")
    draw(meta(raised, public))


def _work(who: Signed, row: data_issues.IssueRow) -> None:
    """The boxes; they show the issue as it was when it was opened here, or last kept, whoever changes it meanwhile."""
    times = f"issue-kept-{row.id}"
    key = f"issue-{row.id}-{st.session_state.get(times, 0)}"
    seen = st.session_state.setdefault(_seen(row), row.changed_at)
    words = issue_form.work(who, key, row)
    keep = st.button(_("Keep"), type="primary", key=f"{key}-keep")
    if keep and acts_issues.work_on_issue(who, row.id, seen, words):
        st.session_state[times] = int(st.session_state.get(times, 0)) + 1
        _anew(row)


def _seen(row: data_issues.IssueRow) -> str:
    return f"issue-seen-{row.id}"


def _anew(row: data_issues.IssueRow) -> None:
    """After an act of one's own the issue is as one left it."""
    st.session_state.pop(_seen(row), None)
    st.rerun()


def _close_or_reopen(who: Signed, row: data_issues.IssueRow) -> None:
    if row.closed_at is None:
        if not (row.outcome or row.cannot_because):
            draw(meta(_("It can be closed once it says what came of it, or why it cannot be changed.")))
        elif st.button(_("Close it"), key="issue-close") and acts_issues.close_issue(who, row.id, row.changed_at):
            _anew(row)
        return
    with st.popover(_("Open it again…")):
        reason = line_box(_("Why?"), f"issue-again-{row.id}")
        done = st.button(_("Open it again"), key="issue-reopen")
        if done and acts_issues.reopen_issue(who, row.id, row.changed_at, reason):
            _anew(row)


def _post(who: Signed, row: data_issues.IssueRow, mine: bool) -> None:
    """The post that tells the public."""
    st.header(_("The post that tells the public"))
    if row.scheduled_post_id is None:
        draw(lead(_("No post tells the public yet.")))
    elif row.post_public:
        draw(badge("published"))
    else:
        draw(badge(row.post_stage.value if row.post_stage else "draft"))
    if row.post_mine and row.post_stage == "draft":
        links.link_to("write", _("Work on the draft"), draft=str(row.scheduled_post_id))
    if not mine or row.post_public:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = _("Write the post") if row.scheduled_post_id is None else _("Begin another post")
        if st.button(words, key="issue-write", help=_("Opens Write, with the words prepared as a draft of yours.")):
            draft = acts_issues.write_issue_post(who, row.id)
            if draft:
                links.go_to("write", draft=str(draft))
                st.rerun()
        _link(who, row)


def _link(who: Signed, row: data_issues.IssueRow) -> None:
    """Name a post that is there already."""
    posts = {one.id: one for one in data_issues.posts_to_link(who) if one.id != row.scheduled_post_id}
    if not posts:
        return
    with st.popover(_("Name a post that is there…")):
        chosen = st.selectbox(
            _("Post"), list(posts), index=None, key="issue-link",
            format_func=lambda one: f"{moment(posts[one].due_at)} · {one_line(posts[one].text, 60)}",
        )  # fmt: skip
        done = chosen and st.button(_("This post tells the public"), key="issue-link-do")
        if chosen and done and acts_issues.link_post(who, row.id, chosen):
            st.rerun()


def _askers(who: Signed, row: data_issues.IssueRow, mine: bool) -> None:
    """The questions, and whether who asked knows what came of it."""
    asked = data_issues.issue_questions(who, row.id)
    if not row.questions:
        return
    st.header(_("Who asked"))
    draw(lead(_("{told} of {asked} who asked were told.").format(
        told=number(row.told), asked=number(row.questions)
    )))  # fmt: skip
    draw(meta(_("Told is who got an answer of ours after it was said what came of it, or whom you told by hand.")))
    if row.questions > len(asked):
        others = counted("{n} question more is another part of the force's, and not shown here.",
                         "{n} questions more are another part of the force's, and not shown here.",
                         row.questions - len(asked))  # fmt: skip
        draw(meta(others))
    for one in asked:
        with st.container(border=True, key=f"asker-{one.question_id}", gap="xsmall"):
            _asker(who, row, one, mine)


def _asker(who: Signed, row: data_issues.IssueRow, one: data_issues.IssueAsked, mine: bool) -> None:
    known = _("✓ told {at}").format(at=moment(one.told_at)) if one.told_at else _("not told yet")
    draw(
        coloured(known, "good" if one.told_at else "waiting"),
        meta(one.author or _("Somebody"), one.account, moment(one.asked_at)),
        folded(one_line(shown(one.text), 300)),
    )
    with st.container(horizontal=True):
        links.link_to("questions", _("Open the question"), question=str(one.question_id))
        if not mine:
            return
        untold = row.outcome_at and not one.told_at
        told = untold and st.button(_("Told by hand"), key=f"told-{one.question_id}")
        if told and acts_issues.told_asker(who, row.id, one.question_id):
            st.rerun()
        out = st.button(_("Take out"), key=f"out-{one.question_id}", type="tertiary")
        if out and acts_issues.take_out_of_issue(who, row.id, one.question_id):
            st.rerun()


def _others(who: Signed, row: data_issues.IssueRow, mine: bool) -> None:
    """Others who were told: a meeting, a newsletter."""
    st.header(_("Who else was told"))
    told = data_issues.issue_told(who, row.id)
    if not told:
        draw(lead(_("Nobody else is known to have been told.")))
    for one in told:
        people = counted("{n} person", "{n} people", one.people) if one.people else _("nobody counted")
        draw(lead(one.who), meta(people, moment(one.at), one.by))
    if not mine:
        return
    if row.outcome_at is None:
        draw(meta(_("Write first what came of it, or why it cannot be changed.")))
        return
    key = f"issue-told-{row.id}-{len(told)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whom = line_box(_("Who was told"), f"{key}-who", placeholder=_("Newsletter; parish council; Mill Lane"))
        many = st.number_input(_("How many people, if counted"), min_value=1, value=None, step=1, key=f"{key}-people")
        done = st.button(_("Note it"), key=f"{key}-do")
        if done and acts_issues.told_others(who, row.id, whom, int(many) if many else None):
            st.rerun()
