"""The sentences of Attention: what happened, what is certain, and what comes next."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from dashboard import data
from dashboard.parts import TROUBLE, ago, day_name, moment, one_line
from dashboard.words import _, counted
from domain.clock import LONDON
from domain.publication import State, TakeDownState
from domain.questions import HidingState

Kind = data.Kind
ENDS_SOON = timedelta(days=7)


def sentence(notice: data.Notice) -> str:
    """What happened, what is certain, and what comes next."""
    return SENTENCES[notice.kind](notice)


def _unknown_says(notice: data.Notice) -> str:
    may_be = _("This may have gone out. Do not send it again before someone has looked.")
    return " ".join(part for part in (may_be, _why_unknown(notice), *_looks(notice), _next_look(notice)) if part)


def _why_unknown(notice: data.Notice) -> str:
    at = moment(notice.unknown_at)
    if notice.detail_kind == "Died":
        return _("The service stopped while sending it; that was noticed {at}.").format(at=at)
    return _("It was handed over {at}, and no answer came.").format(at=at) if notice.detail_kind == "Ambiguous" else ""


def _looks(notice: data.Notice) -> Iterator[str]:
    """What looking for it has shown. Not found is not absent: how likely it is not there depends on the platform."""
    if not notice.looks or notice.looked_at is None:
        yield _("We are looking.")
        return
    looked = counted("We looked once", "We looked {n} times", notice.looks)
    last = _("last {at}: not found so far.").format(at=ago(notice.looked_at, data.now()))
    yield f"{looked}, {last}"
    shows = data.capabilities(notice.platform).shows_within if notice.platform else None
    if shows and notice.unknown_at and notice.looked_at - notice.unknown_at > 2 * shows:
        yield _("{platform} shows posts within a minute or so, so it very probably is not there.").format(
            platform=data.label(notice.platform) if notice.platform else ""
        )


def _next_look(notice: data.Notice) -> str:
    if notice.next_look_at:
        return _("We look again {at}.").format(at=moment(max(notice.next_look_at, data.now())))
    return _("We look no more: somebody must look there, and say.") if notice.looks else ""


def _waiting_says(notice: data.Notice) -> str:
    due = _("Due {at}.").format(at=moment(notice.due_at, zone=True))
    then = _("Send it now, give it a new time, or drop it.")
    if notice.held:
        then = _("A hold still covers it: lift that first, or give it a later time.")
    return " ".join(part for part in (due, notice.detail, then) if part)


def _late_says(notice: data.Notice) -> str:
    due = _("Due {at} and not out yet.").format(at=moment(notice.due_at, zone=True))
    return " ".join(part for part in (due, _why_late(notice), *_what_comes(notice)) if part)


def _why_late(notice: data.Notice) -> str:
    """What it waits for, the most certain first."""
    if notice.state is State.PUBLISHING:
        sent = _("It was handed over {at}, and no answer has come yet.")
        return sent.format(at=moment(notice.claimed_at))
    if notice.held:
        return _("A hold covers it: it does not go out, and will wait for a decision.")
    if not any(not one.trouble for one in data.service().of("publisher")):
        return _("No publisher is at work.")
    if notice.paused_until:
        paused = _("{platform} asked us to wait with all posts until {at}.")
        label = data.label(notice.platform) if notice.platform else ""
        return paused.format(platform=label, at=moment(notice.paused_until))
    return _trouble(notice) or _("It waits its turn: posts of one account go one after the other.")


def _what_comes(notice: data.Notice) -> Iterator[str]:
    if notice.state is State.PUBLISHING:
        yield _("Without an answer it is called unknown after some minutes, and looked for.")
    elif not notice.held:
        if notice.until and notice.until > data.now():
            yield _("It is tried again {at}.").format(at=moment(notice.until))
        if notice.expires_at and notice.expires_at > data.now():
            yield _("If it is not out by {at}, it waits for a decision.").format(at=moment(notice.expires_at))


def _failed_says(notice: data.Notice) -> str:
    due = _("Due {at}; surely not public.").format(at=moment(notice.due_at, zone=True))
    return f"{due} {notice.detail or _trouble(notice)}".strip()


def _hold_says(notice: data.Notice) -> str:
    since = _("{why}. Since {at}, by {who}.").format(
        why=notice.text.rstrip("."), at=moment(notice.since), who=notice.detail or _("the service")
    )
    if not notice.until:
        return since
    again = _("To be looked at again {at}.").format(at=moment(notice.until))
    if notice.until <= data.now():
        again = _("Its review time, {at}, has come: lift it, or let it ask again later.").format(
            at=moment(notice.until)
        )
    return f"{since} {again}"


def _take_down_says(notice: data.Notice) -> str:
    if notice.detail_kind == TakeDownState.ASKED:
        asked = _("{who} asked for it {at}: {why}.").format(
            who=notice.asked_by, at=moment(notice.since), why=notice.detail.rstrip(".")
        )
        return " ".join((asked, _("Nothing is deleted before a second person agrees.")))
    if notice.detail_kind == TakeDownState.REFUSED:
        no = _("The platform refuses to delete it: {why}").format(why=notice.detail)
        return " ".join((no, _("Order it again, delete it there by hand, or close the matter.")))
    again = _("It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return " ".join(part for part in (_("It is to be deleted and is still there."), notice.detail, again) if part)


def _hiding_says(notice: data.Notice) -> str:
    if notice.detail_kind == HidingState.REFUSED:
        no = _("{who} had it hidden; the platform refuses, and everybody sees it: {why}")
        no = no.format(who=notice.asked_by, why=notice.detail)
        return " ".join((no, _("Hide it there by hand, order it again from its question, or close the matter.")))
    if notice.detail_kind == HidingState.HIDDEN:
        no = _("{who} had it shown again; the platform refuses, and it stays hidden: {why}")
        no = no.format(who=notice.asked_by, why=notice.detail)
        return " ".join((no, _("Show it there by hand, order it again, or close the matter.")))
    shown = notice.detail_kind == HidingState.SHOW_ORDERED
    waits = _("It is to be shown again and is still hidden.") if shown else _("It is to be hidden and is still seen.")
    again = _("It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return " ".join(part for part in (waits, notice.detail, again) if part)


def _account_says(notice: data.Notice) -> str:
    since = _("Since {at}.").format(at=moment(notice.since)) if notice.since else ""
    again = _("It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return " ".join(part for part in (_trouble(notice), since, again) if part)


def _stale_says(notice: data.Notice) -> str:
    last = _("Last collected {at}.").format(at=moment(notice.since)) if notice.since else _("Never collected.")
    more = _("If it stays so, see that the collector runs, and what bluelamp check says of this account.")
    return f"{last} {more}"


def _trouble(notice: data.Notice) -> str:
    known = TROUBLE.get(notice.detail_kind)
    return _(known) if known else notice.detail


def _danger_says(notice: data.Notice) -> str:
    under = _("under our post “{post}”").format(post=one_line(notice.text)) if notice.text else _("to us")
    says = _("Somebody wrote {under}, {at}: it sounds like danger to someone now, or a crime in progress.").format(
        under=under, at=ago(notice.since, data.now())
    )
    given = _("It was given to {who}.").format(who=notice.asked_by) if notice.asked_by else ""
    return " ".join(part for part in (says, _("Nobody has said yet that they saw it."), given) if part)


def _no_listener_says(notice: data.Notice) -> str:
    waits = counted("{n} comment waits to be heard.", "{n} comments wait to be heard.", notice.attempts)
    why = _("The listener says: {why}").format(why=notice.detail) if notice.detail else _("No listener is running.")
    more = _("Questions and danger among them are in no queue yet. Start bluelamp again, or ask who keeps it.")
    return " ".join((waits, why, more))


def _silent_says(notice: data.Notice) -> str:
    parts = []
    if notice.since:
        parts.append(_("No comment has come in since {at}.").format(at=moment(notice.since)))
        if notice.a_day:
            parts.append(_("By its habit about {n} come a day.").format(n=f"{notice.a_day:,.1f}"))
        parts.append(_("Look on the platform whether people write there, and what bluelamp check says."))
    if notice.ends_at and notice.ends_at < data.now() + ENDS_SOON:
        parts.append(_("Its token ends {at}: make a new one in time.").format(at=moment(notice.ends_at)))
    return " ".join([*parts, notice.detail]).strip()


def _feedback_says(notice: data.Notice) -> str:
    took_part = counted("{n} answered.", "{n} answered.", notice.attempts) if notice.attempts else ""
    owed = _("They were promised to hear what came of it by {day}.")
    day = notice.since - timedelta(hours=1) if notice.since else data.now()
    return " ".join(part for part in (took_part, owed.format(day=day_name(day.astimezone(LONDON)))) if part)


SENTENCES: dict[data.Kind, Callable[[data.Notice], str]] = {
    Kind.UNKNOWN: _unknown_says,
    Kind.NO_PUBLISHER: lambda n: _(
        "Posts are due and no publisher is running. Last seen {at}. Start bluelamp again, or ask who keeps it."
    ).format(at=ago(n.since, data.now())),
    Kind.CLOCK: lambda n: _(
        "Posts are due, and the publisher sends nothing, for it does not trust its clock: {why}."
        " Have the clock of its machine set (NTP); it goes on by itself."
    ).format(why=n.detail.rstrip(".")),
    Kind.FAILED: _failed_says,
    Kind.WAITING: _waiting_says,
    Kind.TAKE_DOWN: _take_down_says,
    Kind.HIDING: _hiding_says,
    Kind.LATE: _late_says,
    Kind.HOLD: _hold_says,
    Kind.TROUBLE: _account_says,
    Kind.BUDGET: _account_says,
    Kind.STALE: _stale_says,
    Kind.DANGER: _danger_says,
    Kind.NO_LISTENER: _no_listener_says,
    Kind.SILENT: _silent_says,
    Kind.FEEDBACK: _feedback_says,
}


def at_work(service: data.Service, now: datetime) -> tuple[str, ...]:
    """One quiet line: the publisher, the watch, and the queue's age."""
    return _workers(service, now), _queue(service, now)


def _workers(service: data.Service, now: datetime) -> str:
    alive = service.of("publisher")
    if not alive:
        last = next((one.beat_at for one in service.workers if one.kind == "publisher"), None)
        return _("No publisher is at work; last heard {at}.").format(at=ago(last, now))
    says = counted("{n} publisher at work", "{n} publishers at work", len(alive))
    began = moment(min(one.began_at or one.beat_at for one in alive))
    return _("{publishers} since {began}, last heard {at}.").format(
        publishers=says, began=began, at=ago(min(alive[0].beat_at, now), now)
    )


def _queue(service: data.Service, now: datetime) -> str:
    if service.queue.due:
        due = counted("{n} post is due now", "{n} posts are due now", service.queue.due)
        return _("{posts}, the oldest since {at}.").format(posts=due, at=moment(service.queue.oldest))
    if service.queue.next_at:
        return _("Nothing is due now; the next post is due {at}.").format(at=moment(service.queue.next_at, zone=True))
    return _("Nothing is due.")
