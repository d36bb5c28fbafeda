"""What is said of a hold, the same in the banner, on Holds and on Attention: where, of which kinds, since when."""

from datetime import datetime

from dashboard import data
from dashboard.parts import day_name, moment, one_line
from dashboard.words import _, later
from domain.clock import LONDON
from domain.publication import Category

KINDS: dict[str, str] = {
    Category.APPEAL: later("appeals"),
    Category.MISSING_PERSON: later("missing people"),
    Category.WARNING: later("warnings"),
    Category.PREVENTION: later("crime prevention"),
    Category.EVENT: later("events"),
    Category.OUTCOME: later("outcomes"),
    Category.COMMUNITY: later("community"),
}
"""The kinds of posts as people call them."""


def where(hold: data.HoldRow) -> str:
    """What part of the force a hold stops."""
    if hold.message:
        return _("one post, “{text}”").format(text=one_line(hold.message, 60))
    if hold.account and hold.platform:
        return f"{hold.account} · {data.label(hold.platform)}"
    return hold.team or hold.district or _("the whole force")


def kinds(hold: data.HoldRow) -> str:
    """Which posts it leaves alone, a sentence; "" when it leaves none."""
    said = []
    if hold.category:
        said.append(_("Only posts of this kind: {kind}.").format(kind=_kind(hold.category)))
    if hold.spares:
        said.append(_("These kinds still go out: {kinds}.").format(kinds=", ".join(_kind(one) for one in hold.spares)))
    if not hold.answers_too:
        said.append(_("Answers to the public still go out."))
    return " ".join(said)


def placed(hold: data.HoldRow) -> str:
    """Why it stands, since when, and who placed it."""
    return _("{reason}. Since {at}, by {who}.").format(
        reason=hold.reason.rstrip("."), at=moment(hold.since), who=hold.placed_by or _("the service")
    )


def review(hold: data.HoldRow) -> str:
    """When it asks whether it is still needed, a sentence; "" when it never does."""
    if not hold.review_at:
        return ""
    if hold.review_due:
        return _("Its review time, {at}, has come: lift it, or let it ask again later.").format(
            at=moment(hold.review_at)
        )
    return _("To be looked at again {at}.").format(at=moment(hold.review_at))


def lasted(start: datetime, end: datetime) -> str:
    """How long it stood, in words."""
    minutes = int((end - start).total_seconds() // 60)
    if minutes < 60:
        return _("{m} min").format(m=max(minutes, 0))
    if minutes < 48 * 60:
        return _("{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
    return _("{d} days").format(d=minutes // (24 * 60))


def until(hold: data.HoldRow) -> str:
    """From when to when a lifted hold stood; a time of another year says which."""
    return " – ".join(_dated(at) for at in (hold.since, hold.lifted_at) if at)


def _dated(at: datetime) -> str:
    here = at.astimezone(LONDON)
    return f"{day_name(here)} {here:%Y, %H:%M}"


def _kind(word: str) -> str:
    return _(KINDS[word]) if word in KINDS else word
