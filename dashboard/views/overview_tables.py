"""The lower half of Overview: followers, parts of the force, reach post by post, who waits, and how fresh it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import charts, data, data_questions
from dashboard.parts import TROUBLE, ago, day_name, draw, lead, meta, moment, number, one_line, say, shown
from dashboard.tables import table
from dashboard.words import _, counted, later
from domain.people import Scope, Signed
from domain.posts import PlatformName, account_reach
from domain.reach import DEFINITIONS

OF_ACCOUNTS = {
    "towns": later("Followers by town"),
    account_reach(7): later("Reach in 7 days"),
    account_reach(28): later("Reach in 28 days"),
}


def followers(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """Followers by district: a sentence, the bars, the table, and where the followers of each page live."""
    st.header(_("Followers by district"))
    rows = data.followers_by_district(who, data.today(), scope, platform)
    told, accounts = sum(row.told for row in rows), sum(row.accounts for row in rows)
    draw(lead(_("{told} of {accounts} accounts tell their followers.").format(
        told=number(told), accounts=number(accounts)
    )), meta(_(DEFINITIONS["followers"].means)))  # fmt: skip
    ranked = sorted(rows, key=lambda row: (row.district_id is None, row.followers is None, -(row.followers or 0)))
    charts.bars(
        [(row.district, row.followers) for row in ranked], "bars-followers", _("Followers by district, as bars")
    )
    table([_followers(row) for row in rows], "followers-by-district", folded=True)
    towns = data.followers_by_town(who, data.today(), scope)
    if towns:
        with st.expander(_("Where the followers of each page live, as far as it is told")):
            table([_town(row) for row in towns], "followers-by-town", folded=False)


def _followers(row: data.DistrictFollowers) -> dict[str, Any]:
    return {
        _("District"): row.district,
        _("Followers of its accounts"): row.followers,
        _("Told by"): _("{told} of {of}").format(told=row.told, of=row.accounts),
        _("Per 1,000 people"): row.per_1000,
        _("As of"): moment(row.as_of),
    }


def _town(row: data.TownShare) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Lives in"): row.district,
        _("Followers"): row.followers,
        _("Share of the page, %"): row.share,
        _("Per 1,000 people"): row.per_1000,
        _("As of"): moment(row.as_of),
    }


def parts(who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None) -> None:
    """The same numbers by team, platform or account."""
    st.header(_("Team by team"))
    names = {data.Part.TEAM: _("Teams"), data.Part.PLATFORM: _("Platforms"), data.Part.ACCOUNT: _("Accounts")}
    chosen = st.segmented_control(
        _("Split by"), [part.value for part in names], default="team", required=True, key="split",
        format_func=lambda part: names[data.Part(part)], bind="query-params", persist_state="session", wrap=True,
    )  # fmt: skip
    rows = data.numbers_by(who, data.Part(chosen or "team"), since, until, scope, platform)
    table([_part(row) for row in rows], "numbers-by-part")


def _part(row: data.PartNumbers) -> dict[str, Any]:
    alone = row.platform and row.name == row.platform.value
    return {
        _("Name"): data.label(row.platform) if row.platform and alone else row.name,
        _("District"): row.district,
        _("Views"): row.views,
        _("Engagement"): row.engagement,
        _("Likes"): row.likes,
        _("Replies"): row.replies,
        _("Shares"): row.shares,
        _("Posts"): row.posts,
        _("As of"): moment(row.as_of),
    }


def reach(posts: Sequence[data.PostRow]) -> None:
    """Reach, each post on its own, the most first."""
    st.header(_("Reach, post by post"))
    told = [post for post in posts if post.reach is not None]
    if not told:
        draw(lead(_("No platform tells how many people these posts reached.")))
        return
    draw(
        lead(
            _("{post} reached the most: {people} people.").format(
                post=f"“{one_line(shown(told[0].text), 60)}”", people=number(told[0].reach)
            )
        ),
        meta(_(DEFINITIONS["reach"].means)),
    )
    table([_reach(post) for post in told], "reach", folded=True)


def _reach(post: data.PostRow) -> dict[str, Any]:
    return {
        _("Post"): one_line(shown(post.text), 80),
        _("Account"): post.account,
        _("Posted"): moment(post.posted_at),
        _("Reach"): post.reach,
        _("As of"): moment(post.as_of),
    }


def page_reach(rows: Sequence[data.AccountReached]) -> None:
    """Reach of whole pages, each in each window on its own; nothing where no platform tells it."""
    if not rows:
        return
    st.header(_("Reach of each page"))
    most = max(rows, key=lambda row: (row.days, row.people))
    sentence = _("{page} reached the most: {people} people in the {days} days to {day}.").format(
        page=most.account, people=number(most.people), days=most.days, day=day_name(most.ends_on)
    )
    draw(lead(sentence), meta(_(DEFINITIONS["reach"].means)))
    table([_page_reach(row) for row in rows], "reach-by-page", folded=True)


def _page_reach(row: data.AccountReached) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Team"): row.team or row.district or _("Whole force"),
        _("Days"): row.days,
        _("Up to"): day_name(row.ends_on),
        _("Reach"): row.people,
        _("As of"): moment(row.as_of),
    }


def waiting(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """Who waits for an answer, team by team."""
    st.header(_("Who is waiting for us"))
    rows = data_questions.waiting_by_team(who, scope, platform)
    if not rows:
        say(_("Nobody is waiting for an answer."), "good")
        return
    late = sum(row.late for row in rows)
    words = counted("{n} question waits", "{n} questions wait", sum(row.waiting for row in rows))
    words += _(", {late} of them longer than 72 hours").format(late=number(late)) if late else ""
    draw(lead(words + "."))
    table([_waiting(row) for row in rows], "waiting-by-team", folded=True)


def _waiting(row: data_questions.WaitingCount) -> dict[str, Any]:
    return {
        _("Team"): row.team or row.district or _("Whole force"),
        _("Waiting"): row.waiting,
        _("Late"): row.late,
        _("Due today"): row.due_today,
        _("Longest since"): moment(row.oldest),
    }


def fresh(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """When it was last collected, and what is missing and why."""
    st.header(_("How fresh these figures are"))
    rows, now = data.freshness(who, scope, platform), data.now()
    visits = [row.visited_at for row in rows if row.visited_at]
    if not visits:
        draw(lead(_("Nothing has been collected yet.")))
    else:
        draw(
            lead(
                _("Last collected {newest}; the account that waited longest, {oldest}.").format(
                    newest=ago(max(visits), now), oldest=ago(min(visits), now)
                )
            )
        )
    gaps = _gaps(data.missing(who, scope, platform))
    if gaps:
        title = counted("What is missing, and why ({n})", "What is missing, and why ({n})", len(gaps))
        with st.expander(title):
            draw(*gaps)


def _gaps(missing: Sequence[data.Missing]) -> list[str]:
    """A line for each reason; what is withheld of one account for the same reason stands together."""
    reasons: dict[tuple[object, ...], list[data.Missing]] = {}
    for one in missing:
        reasons.setdefault((one.kind, one.platform, one.account_id, one.says), []).append(one)
    return [_gap(some[0], [one.metric for one in some if one.metric]) for some in reasons.values()]


def _gap(one: data.Missing, metrics: Sequence[str]) -> str:
    names = ", ".join(map(_metric, metrics)) if one.kind == "withheld" else None
    return meta(one.account or data.label(one.platform), names, _why_missing(one), _since(one))


def _metric(name: str) -> str:
    return _(DEFINITIONS[name].name if name in DEFINITIONS else OF_ACCOUNTS.get(name, name))


def _since(one: data.Missing) -> str | None:
    return _("since {at}").format(at=moment(one.since)) if one.since else None


def _why_missing(one: data.Missing) -> str:
    known = TROUBLE.get(one.says)
    if known:
        return _(known)
    return one.says or {
        "never": _("never collected yet."),
        "stale": _("not collected for more than 36 hours."),
    }.get(one.kind, one.kind)
