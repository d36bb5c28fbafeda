"""Checks of the accounts: tokens and when they end, what has fallen silent, and what a platform's terms ask."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from domain.errors import OutOfCredit, PlatformError, RateLimited, TokenExpired
from domain.posts import PlatformName, TokenHealth
from doors.check_findings import Finding, fail, fine, warn
from doors.side_by_side import Unanswered, side_by_side
from doors.wiring import House, secret_of
from platforms import registry
from platforms.notices import notice
from platforms.port import Source
from store import budget, soundness
from store.tables import Account

log = logging.getLogger("bluelamp")

Connect = Callable[[Account], Source]

SOON = timedelta(days=14)
SHORTEST_HABIT = timedelta(days=3)
HABITS = 3  # usual gaps without anything new before an account counts as silent
CONNECT_AGAIN = "Give it a good token: docs/running.md says how."


def terms(house: House) -> list[Finding]:
    """What a platform's terms ask, until the first of its accounts has been collected."""
    with house.store.reading() as db:
        begun = soundness.platforms_visited(db)
        ours = {account.platform for account in soundness.accounts(db)}
    said = ((platform, notice(platform)) for platform in PlatformName if platform not in begun)
    return [
        (warn if platform in ours else _for_later)("terms", registry.capabilities(platform).label, told.says, told.do)
        for platform, told in said
        if told
    ]


def _for_later(check: str, subject: str, says: str, do: str) -> Finding:
    return fine(check, subject, f"{says} {do}")


def tokens(house: House, connect: Connect, accounts: Sequence[Account], within: timedelta) -> list[Finding]:
    """Ask every account's platform what its token may do: side by side, and not for longer than `within`."""
    asked = side_by_side(lambda account: connect(account).health(), accounts, house.settings.workers, within)
    _pay(house, accounts, asked)
    found = []
    for account, answer in zip(accounts, asked, strict=True):
        health = answer if isinstance(answer, TokenHealth) else TokenHealth()
        found.append(_may(account, answer))
        found += expiry(account, _ends(house, account, health.expires_at), house.clock())
    return found


def _pay(house: House, accounts: Sequence[Account], asked: Sequence[TokenHealth | Exception]) -> None:
    """Write down what asking cost, where a platform charges for it."""
    with house.store.writing() as db:
        for account, answer in zip(accounts, asked, strict=True):
            if isinstance(answer, TokenHealth):
                budget.settle(db, account, answer.bought, house.clock())


def secrets_only(house: House, accounts: Sequence[Account]) -> list[Finding]:
    """Without asking anybody: whether every account has a secret that can be read, and when it says that it ends."""
    found = []
    for account in accounts:
        try:
            secret_of(house.settings, account)
        except TokenExpired as error:
            found.append(fail("token", subject(account), str(error), CONNECT_AGAIN))
        else:
            found += expiry(account, _ends(house, account, None), house.clock())
    if accounts:
        says = "No platform was asked what the tokens may do: --offline."
        found.append(warn("token", _several(len(accounts)), says, "Run bluelamp check without --offline."))
    return found


def expiry(account: Account, ends_at: datetime | None, now: datetime) -> list[Finding]:
    """How long the token lasts, where that is known."""
    if ends_at is None:
        return []
    days = (ends_at - now).days
    if ends_at <= now:
        return [fail("expiry", subject(account), f"The token ended on {ends_at:%d %B %Y}.", CONNECT_AGAIN)]
    says = f"The token ends in {days} days, on {ends_at:%d %B %Y}." if days else "The token ends within a day."
    return [warn("expiry", subject(account), says, CONNECT_AGAIN) if days < SOON.days else _lasts(account, says)]


def habits(house: House, accounts: Sequence[Account]) -> list[Finding]:
    """Accounts in trouble or silent for longer than is their habit, each in a line; the others counted."""
    found = [finding for account in accounts if (finding := _silence(house, account))]
    never = sum(account.visited_at is None and not account.trouble for account in accounts)
    if never:
        found.append(warn("news", _several(never), "Never collected yet.", "Run: bluelamp collect --once"))
    well = len(accounts) - len(found) + bool(never) - never
    return [*found, fine("news", _several(well), "Collected, and no longer silent than usual.")] if well else found


def subject(account: Account) -> str:
    """An account as the command line names it: "platform:handle"."""
    return f"{account.platform}:{account.handle}"


def _may(account: Account, answer: TokenHealth | Exception) -> Finding:
    name = subject(account)
    match answer:
        case TokenHealth(faults=()):
            return fine("token", name, "The token is good, and may do what Bluelamp needs.")
        case TokenHealth(faults=faults):
            return fail("token", name, " ".join(faults), CONNECT_AGAIN)
        case TokenExpired():
            return fail("token", name, str(answer), CONNECT_AGAIN)
        case OutOfCredit():
            return fail("token", name, str(answer), "Add credit with the platform, or raise the budget.")
        case RateLimited():
            return warn("token", name, f"Not tried: {answer}", "Try again later.")
        case Unanswered():
            return warn("token", name, "Not tried: time was up.", "Try again, with --seconds for more time.")
        case PlatformError():
            return fail("token", name, str(answer), "Check the network and the platform's address, then try again.")
    log.error("the token of %s could not be tried", name, exc_info=answer)
    return fail("token", name, f"Not tried, by a fault of ours: {type(answer).__name__}.", "See the log.")


def _ends(house: House, account: Account, told: datetime | None) -> datetime | None:
    """When the token ends: as the platform tells or as its secret says, whichever is sooner."""
    try:
        said = secret_of(house.settings, account).expires_on
    except TokenExpired:
        said = None
    by_secret = datetime.combine(said, time(), UTC) if said else None
    return min([at for at in (told, by_secret) if at], default=None)


def _silence(house: House, account: Account) -> Finding | None:
    if account.trouble:
        since = f" (since {account.trouble_at:%d %B})" if account.trouble_at else ""
        return warn("news", subject(account), f"{account.trouble}{since}", "See Attention in the dashboard.")
    if account.visited_at is None:
        return None
    with house.store.reading() as db:
        gap = soundness.usual_gap(db, account.id)
        last = soundness.last_post_at(db, account.id)
    newest = max((at for at in (last, account.news_at) if at), default=None)
    habit = max(SHORTEST_HABIT, HABITS * gap) if gap else SHORTEST_HABIT
    if newest is None or house.clock() - newest <= habit:
        return None
    days = (house.clock() - newest).days
    usual = f"it usually has something new within {_days(habit)}" if gap else "too few posts to know its habit"
    says = f"Nothing new for {days} days; {usual}."
    return warn("news", subject(account), says, "Look on the platform: does it post, and does its token see it?")


def _lasts(account: Account, says: str) -> Finding:
    return fine("expiry", subject(account), says)


def _several(number: int) -> str:
    return "1 account" if number == 1 else f"{number:,} accounts"


def _days(span: timedelta) -> str:
    return "1 day" if span.days == 1 else f"{span.days} days"
