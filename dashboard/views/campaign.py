"""One campaign: what it was for, what its posts did and where, what it raised, what it cost, what was learnt."""

import streamlit as st

from dashboard import acts_campaigns, data_polls
from dashboard.boxes import line_box, text_box
from dashboard.data_campaigns import CampaignRow
from dashboard.links import link_to
from dashboard.parts import DASH, dollars, draw, figure, lead, meta, moment, number, one_line, said, say
from dashboard.views import campaign_rows
from dashboard.words import _, counted
from domain.campaigns import CampaignWords
from domain.metrics import METRICS
from domain.people import MAY, Act, Scope, Signed
from domain.polls import PollState

HEADLINE = ("views", "engagement", "likes", "clicks")


def page(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """Draw one campaign, with what this person may write about it."""
    _purpose(row)
    _figures(row)
    campaign_rows.trend(who, scope, row)
    campaign_rows.parts(who, scope, row)
    campaign_rows.posts(who, scope, row)
    campaign_rows.planned(who, scope, row)
    campaign_rows.questions(who, scope, row)
    _polls(who, scope, row)
    _record(who, row)


def _purpose(row: CampaignRow) -> None:
    for name, words in ((_("Goal"), row.goal or row.purpose), (_("Audience"), row.audience)):
        if words:
            draw(meta(name), said(words))
    if row.lessons:
        draw(meta(_("What was learnt")), said(row.lessons))
    draw(meta(_("These numbers are its posts' own. They do not tell what else changed meanwhile, nor why.")))


def _figures(row: CampaignRow) -> None:
    behind = (campaign_rows.POSTS, _("The posts behind it"))
    for column, name in zip(st.columns(len(HEADLINE)), HEADLINE, strict=True):
        with column:
            value = getattr(row.sums, name)
            figure(_(METRICS[name].label), number(value), _beside(row, name), _(METRICS[name].means), behind)
    posts, plans, asked, money = st.columns(4)
    with posts:
        facts = [counted("on {n} account", "on {n} accounts", row.accounts)]
        if row.sums.gone:
            facts.append(counted("{n} more no longer public", "{n} more no longer public", row.sums.gone))
        figure(_(METRICS["posts"].label), number(row.sums.posts), facts, _(METRICS["posts"].means), behind)
    with plans:
        _plan(row)
    with asked:
        _asked(row)
    with money:
        _cost(row)


def _beside(row: CampaignRow, name: str) -> list[str]:
    told = getattr(row.sums, f"{name}_told")
    of = _("told for {told} of {of} posts").format(told=number(told), of=number(row.sums.posts))
    as_of = _("as of {at}").format(at=moment(row.sums.as_of)) if row.sums.as_of else _("never looked at yet")
    return [of, as_of] if row.sums.posts else [_("no posts yet")]


def _plan(row: CampaignRow) -> None:
    plan = row.planned
    done = _("{public} of {all}").format(public=number(plan.public), all=number(plan.all)) if plan.all else DASH
    facts = [
        counted("{n} still to come", "{n} still to come", plan.to_come) if plan.to_come else "",
        counted("{n} waits for approval", "{n} wait for approval", plan.awaiting) if plan.awaiting else "",
        counted("{n} was not sent", "{n} were not sent", plan.failed) if plan.failed else "",
    ]
    about = _("Posts that went out, of all that were planned here: one for each account. Drafts are not counted.")
    link = (campaign_rows.PLANNED, _("What is planned"))
    figure(_("Planned and done"), done, [one for one in facts if one], about, link)


def _asked(row: CampaignRow) -> None:
    raised = row.raised
    facts = [
        _("{n} answered, {t} of them in time").format(n=number(raised.answered), t=number(raised.in_time)),
        counted("{n} still waits", "{n} still wait", raised.waiting),
    ]
    about = _("Questions that the public asked under its posts. In time: answered by when it was promised.")
    link = (campaign_rows.QUESTIONS, _("The questions"))
    figure(_("Questions it raised"), number(raised.asked), facts if raised.asked else [], about, link)


def _cost(row: CampaignRow) -> None:
    cost = DASH if row.cost_pence is None else f"£{row.cost_pence / 100:,.2f}"
    hours = None if row.staff_minutes is None else round(row.staff_minutes / 60, 1)
    facts = [
        _("cost not written down") if row.cost_pence is None else "",
        _("{n} hours of staff").format(n=number(hours)) if hours is not None else _("staff time not written down"),
        _("besides {dollars} for sending its posts").format(dollars=dollars(row.micros)) if row.micros else "",
    ]
    about = _("As it was written down below. What sending its posts cost is our own ledger's, in dollars; never added.")
    figure(_("Cost"), cost, [one for one in facts if one], about)


def _polls(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    found = data_polls.polls(who, scope, None, row.id)
    if not found:
        return
    st.header(_("Polls and consultations"))
    for one in found:
        if one.state is not PollState.CANCELLED:
            answered = _("nobody counted yet") if one.answered is None else _("{n} answered").format(n=one.answered)
            draw(said(one_line(one.question, 120)), meta(one.method, answered))
            link_to("polls", _("Open the poll"), poll=str(one.id))


def _record(who: Signed, row: CampaignRow) -> None:
    """The boxes of the record; they show it as it was when it was opened here, whoever changes it meanwhile."""
    st.header(_("What is known of it"))
    if row.changed_at:
        draw(meta(_("Written by {who}, {at}").format(who=row.changed_by, at=moment(row.changed_at))))
    if Act.CAMPAIGN not in MAY[who.role]:
        draw(lead(_("Comms and supervisors write down goal, cost and lessons.")))
        return
    times = f"campaign-kept-{row.id}"
    key = f"campaign-{row.id}-{st.session_state.get(times, 0)}"
    seen = st.session_state.setdefault(f"{key}-seen", row.changed_at)
    with st.expander(_("Write it down…"), expanded=False):
        words = _boxes(key, row)
        keep = st.button(_("Keep"), type="primary", key=f"{key}-keep", disabled=words is None)
        if keep and words and acts_campaigns.write_campaign(who, row.id, seen, words):
            st.session_state[times] = int(st.session_state.get(times, 0)) + 1
            st.rerun()


def _boxes(key: str, row: CampaignRow) -> CampaignWords | None:
    goal = text_box(_("What it was for: a goal that one could miss"), f"{key}-goal", row.goal, height=80)
    audience = line_box(_("For whom"), f"{key}-audience", row.audience)
    pounds = "" if row.cost_pence is None else f"{row.cost_pence / 100:.2f}"
    hours = "" if row.staff_minutes is None else f"{row.staff_minutes / 60:.2f}".rstrip("0").rstrip(".")
    left, right = st.columns(2)
    with left:
        cost = line_box(_("Cost in pounds, without what platforms take"), f"{key}-cost", pounds)
    with right:
        time = line_box(_("Staff time in hours"), f"{key}-hours", hours)
    lessons = text_box(_("What was learnt: what to do again, what not"), f"{key}-lessons", row.lessons, height=120)
    pence, minutes = _number(cost, 100), _number(time, 60)
    for told, typed in ((pence, cost), (minutes, time)):
        if told is None and typed.strip():
            say(_("“{typed}” is no number. Write it like 1,250 or 37.5.").format(typed=typed), "danger")
            return None
    return CampaignWords(goal, audience, pence, minutes, lessons)


def _number(typed: str, times: int) -> int | None:
    """What was typed, in pence or minutes; None for nothing, or for what is no number."""
    plain = typed.replace(",", "").replace("£", "").strip()
    try:
        return round(float(plain) * times) if plain else None
    except (ValueError, OverflowError):
        return None
