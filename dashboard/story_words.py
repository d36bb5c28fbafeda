"""The sentences of a publication's story: what is certain, and what each line of it says."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from dashboard import stories
from dashboard.parts import ago, badge, coloured, day_name, dollars, moment
from dashboard.words import _, counted, later
from domain.clock import LONDON
from domain.publication import State

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")
"""A time as the trail keeps it, UTC."""

ACTS: Mapping[str, str] = {
    "write": later("{who} wrote it"),
    "submit": later("{who} sent it for approval"),
    "approve": later("{who} approved it"),
    "return": later("{who} returned it"),
    "edit": later("{who} changed it"),
    "withdraw": later("{who} took it back"),
    "answer": later("{who} answered the public"),
    "cancel": later("{who} stopped it"),
    "retime": later("{who} gave it a time"),
    "queue_again": later("{who} sent it again"),
    "confirm_published": later("{who} confirmed that it is public"),
    "give_up": later("{who} gave it up"),
    "take_down": later("{who} asked to take it down"),
    "approve_take_down": later("{who} agreed to take it down"),
    "insist": later("{who} insisted on the same words again"),
    "urgent": later("{who} let it go before all others"),
    "export": later("{who} exported this story"),
    "unknown": later("An attempt died: it may be public"),
    "waiting": later("{who} kept it back for a person"),
    "failed": later("{who} did not send it"),
    "found": later("{who} found it on the platform"),
    "deleted": later("{who} had it deleted"),
    "gone": later("{who} saw that it is gone"),
    "take_down_refused": later("The platform refused to delete it"),
    "published_twice": later("{who} saw it a second time on the platform"),
}
"""What a line of the trail says; who is a person, or the service under its own name."""

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "started": ("muted", later("no end is known yet")),
    "published": ("good", later("published")),
    "unknown": ("unknown", later("no answer: it may be public")),
    "RateLimited": ("waiting", later("not now: the platform asked us to wait")),
    "TokenExpired": ("danger", later("not now: the account must be connected again")),
    "OutOfCredit": ("waiting", later("not now: there was no money")),
    "Rejected": ("danger", later("the platform said no")),
    "Transient": ("waiting", later("the platform was not reached")),
}
"""Colour and words of how an attempt ended; what is not here was a fault of ours."""


DOWN: Mapping[str, tuple[str, str]] = {
    "asked": ("waiting", later("◷ to be taken down: waits for a second person")),
    "ordered": ("waiting", later("→ being taken down")),
    "gone": ("muted", later("× taken down")),
    "refused": ("danger", later("✗ the platform refused to delete it")),
}
"""Colour and words of a take-down beside the state of its post."""


def state_badge(row: stories.PublicationRow) -> str:
    """Its state, and beside it whether somebody wants it off or it is no longer there."""
    first = badge("held" if row.held else str(row.state))
    if row.take_down:
        colour, words = DOWN[row.take_down]
        return f"{first} {coloured(_(words), colour)}"
    return f"{first} {coloured(_('× no longer there'), 'muted')}" if row.gone_at else first


def certain(found: stories.Story) -> tuple[str, str]:
    """What is certain of it and what is not, with its colour."""
    row = found.row
    if row.gone_at:
        return "ink", _("It was public and is no longer there: seen {at}.").format(at=exact(row.gone_at))
    if row.trouble_kind == "GivenUp":
        return "unknown", _("Nobody could tell whether it is public. A person closed the matter.")
    return CERTAIN[row.state](found)


def _published(found: stories.Story) -> tuple[str, str]:
    row = found.row
    return "good", _("It is public since {at}. The platform calls it {ident}.").format(
        at=exact(row.published_at), ident=row.external_id
    )


def _unknown(found: stories.Story) -> tuple[str, str]:
    row = found.row
    may_be = _("It may be public: an attempt ended without an answer. Do not send it again before someone has looked.")
    if not row.looks:
        return "unknown", f"{may_be} {_('We are looking.')}"
    looked = counted("We looked once", "We looked {n} times", row.looks)
    last = _("last {at}: not found so far.").format(at=moment(row.looked_at))
    again = _(" We look again {at}.").format(at=moment(found.next_look_at)) if found.next_look_at else ""
    return "unknown", f"{may_be} {looked}, {last}{again}"


def _queued(found: stories.Story) -> tuple[str, str]:
    row = found.row
    if row.held:
        return "danger", _("It is not public. A hold keeps it back.")
    if row.trouble:
        return "waiting", _("It is not public. It is tried again {at}.").format(at=moment(row.not_before, zone=True))
    return "ink", _("It is not public yet. It goes out {at}.").format(at=moment(row.due_at, zone=True))


CERTAIN: Mapping[State, Callable[[stories.Story], tuple[str, str]]] = {
    State.QUEUED: _queued,
    State.PUBLISHING: lambda found: (
        "ink",
        _("It is being sent at this moment; nobody knows yet whether it is public."),
    ),
    State.PUBLISHED: _published,
    State.FAILED: lambda found: ("danger", _("It is surely not public.")),
    State.UNKNOWN: _unknown,
    State.WAITING: lambda found: ("waiting", _("It is not public. A person decides whether it goes out.")),
    State.CANCELLED: lambda found: ("ink", _("It is not public: it was stopped before it left.")),
}


def exact(at: datetime | None) -> str:
    """A moment in London to the second: evidence wants it so."""
    if at is None:
        return moment(at)
    here = at.astimezone(LONDON)
    return f"{day_name(here)}, {here:%H:%M:%S}"


def line(row: stories.StoryRow) -> str:
    """What a line of the trail says."""
    return _(ACTS[row.act]).format(who=row.who or _("Bluelamp")) if row.act in ACTS else row.act


def detail(row: stories.StoryRow) -> str | None:
    """What the trail noted beside it, its times as people read them."""
    return _TIME.sub(lambda found: moment(datetime.fromisoformat(found[0]), zone=True), row.detail) or None


def attempt(row: stories.StoryRow) -> tuple[str, str]:
    """How an attempt ended, with its colour."""
    colour, words = OUTCOMES.get(row.act, ("danger", later("a fault of ours")))
    return colour, _("Attempt {n}: {outcome}").format(n=row.number, outcome=_(words))


def around(row: stories.StoryRow) -> list[str]:
    """What else is known of an attempt: its length, its process, its price."""
    said = []
    if row.finished_at:
        seconds = (row.finished_at - row.at).total_seconds()
        said.append(_("took {s} s").format(s=f"{seconds:.2f}"))
    if row.worker:
        said.append(_("by {worker}").format(worker=row.worker))
    if row.micros:
        said.append(dollars(row.micros))
    return said


def take_down(one: stories.TakeDownRow, now: datetime) -> tuple[str, str]:
    """How far a take-down has come, with its colour."""
    asked = _("{who} asked for it {at}: {reason}").format(
        who=one.asked_by, at=moment(one.asked_at), reason=f"“{one.reason}”"
    )
    agreed = _(" {who} agreed {at}.").format(who=one.approved_by, at=moment(one.approved_at)) if one.approved_by else ""
    return TAKEN[one.state][0], f"{asked}.{agreed} {TAKEN[one.state][1](one, now)}".strip()


def _ordered(one: stories.TakeDownRow, now: datetime) -> str:
    again = _("It is tried again {at}.").format(at=exact(one.next_try_at)) if one.next_try_at else ""
    if one.deleted_at:
        told = _("The platform said {at} that it is deleted.").format(at=exact(one.deleted_at))
        looked = _("Looked {at}: still there.").format(at=ago(one.looked_at, now)) if one.looked_at else ""
        return " ".join(part for part in (told, looked, again) if part)
    if not one.tries or not one.trouble:
        return _("It is being deleted.")
    return f"{one.trouble} {again}".strip()


def _gone(one: stories.TakeDownRow, now: datetime) -> str:
    deleted = _("Deleted {at}. ").format(at=exact(one.deleted_at)) if one.deleted_at else ""
    return deleted + _("Looked for {at}: gone.").format(at=exact(one.gone_at))


def _refused(one: stories.TakeDownRow, now: datetime) -> str:
    more = _("Order it again, or delete it there by hand: once we see that it is gone, this page says so.")
    return _("The platform said no: {why}").format(why=one.trouble) + f" {more}"


TAKEN: Mapping[str, tuple[str, Callable[[stories.TakeDownRow, datetime], str]]] = {
    "asked": ("waiting", lambda one, now: _("Nothing is deleted before a second person agrees.")),
    "ordered": ("waiting", _ordered),
    "gone": ("good", _gone),
    "refused": ("danger", _refused),
    "dropped": ("muted", lambda one, now: _("It was dropped.")),
}
