"""The made-up county of Tarrenshire: a fortnight of talk, and what arrives in the day to come."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp

from sandbox import phrases
from sandbox.phrases import LONDON, Phrase, Table
from sandbox.tale import Line, Opened, Tale

FORTNIGHT, AHEAD = timedelta(days=14), timedelta(hours=24)
_HOURS = (3, 1, 1, 1, 1, 4, 14, 40, 90, 105, 100, 92, 62, 55, 90, 95, 80, 68, 66, 50, 38, 26, 14, 6)  # when forces post
_WEEKDAYS = (16, 16, 16, 16, 16, 11, 9)
_FORCE_TOO = ("animals", "court", "keyless", "knife", "night", "retail", "road", "scam", "thanks")
_KINDS = (("says", 27), ("asks", 11), ("thanks", 18), ("tags", 10), ("chatter", 16), ("abuse", 4), ("complaint", 4))
_MORE = (("spam", 2), ("asked", 3))  # "asked": what is asked under any post
_OLD = timedelta(hours=72)
_TALK = 770  # replies under the posts of a fortnight, before what follows on them
_BEFORE = {"mentions": 42, "visitors": 30, "tagged": 10}


def lines(now: datetime) -> list[Line]:
    """The county as world lines, for `World.county`: a fortnight up to `now`, then what arrives in the day to come.

    `now` is taken down to the hour: the same hour tells the same, so that a restart keeps its ids."""
    return telling(now).told()


def telling(now: datetime) -> Tale:
    """All that `lines` tells, with what only its author knows: which replies ask, which we answered."""
    tale = Tale(now.replace(minute=0, second=0, microsecond=0))
    for account in tale.accounts:
        _introduce(tale, account)
    for scripted in phrases.content("threads")["thread"]:
        _stage(tale, scripted)
    for at, account in _diary(tale):
        _post(tale, account, at)
    _chatter(tale)
    for surface, count in _BEFORE.items():
        for at in sorted(_moment(tale, FORTNIGHT, timedelta(0)) for _ in range(count)):
            _elsewhere(tale, surface, at)
    for at in _arrivals(tale):
        _arrive(tale, at)
    return tale


def _introduce(tale: Tale, account: Table) -> None:
    """An account's line, and how many follow it: on Facebook also from where."""
    kept = {key: account.get(key, "") for key in ("platform", "id", "handle", "name", "team", "district")}
    tale.people.append({"type": "account", **kept})
    line: Line = {"type": "followers", "platform": account["platform"], "account": account["id"]}
    line["count"] = account["followers"]
    if account["platform"] == "facebook" and account["followers"] >= 100:
        line["towns"] = _towns(tale, account)
    tale.people.append(line)


def _towns(tale: Tale, account: Table) -> dict[str, int]:
    """Followers by town: most at home, some in the rest of the county, a few elsewhere; the rest is not told."""
    shares: dict[str, float] = {}
    for district in tale.districts.values():
        home = 6.0 if district["key"] == account.get("district") else 0.35
        for rank, town in enumerate(district["towns"]):
            shares[town] = (1.0 if "team" not in account else home) * tale.dice.uniform(0.6, 1.4) / (1 + rank)
    for town in phrases.content("accounts")["elsewhere"]["towns"]:
        shares[town] = tale.dice.uniform(0.05, 0.3)
    told = account["followers"] * 0.93 / sum(shares.values())
    return {town: round(told * share) for town, share in shares.items() if told * share >= 2}


def _stage(tale: Tale, scripted: Table) -> None:
    """One story of threads.toml, on each of its accounts (the talk differs only in who says it)."""
    for turn, handle in enumerate(scripted["accounts"]):
        account = next(account for account in tale.accounts if account["handle"] == handle)
        at = _staged(tale, scripted) + timedelta(minutes=7 * turn)
        opened = tale.post(account, at, scripted["text"], scripted["topic"], scripted.get("lang", "en"))
        opened.line |= {"likes": scripted["likes"] // (1 + 2 * turn), "shares": scripted["shares"] // (1 + 2 * turn)}
        opened.staged = True
        for number, reply in enumerate(scripted["replies"] if not turn else scripted["replies"][1::4]):
            said = phrases.phrase(f"{scripted['topic']}.{handle}.{number}", reply)
            tale.reply(opened, said, at + timedelta(minutes=reply["after"]), answered=not said.open, prompt=True)


def _staged(tale: Tale, scripted: Table) -> datetime:
    """When a story was posted: its days ago at its time in London, a day earlier if its talk would not be over."""
    hour, minute = map(int, scripted["time"].split(":"))
    today = tale.began.astimezone(LONDON).replace(hour=hour, minute=minute)
    at = today - timedelta(days=scripted["days"])
    over = at + timedelta(minutes=60 + min(reply["after"] for reply in scripted["replies"]))
    return (at if over < tale.began else at - timedelta(days=1)).astimezone(UTC)


def _diary(tale: Tale) -> list[tuple[datetime, Table]]:
    """Who posts when, in order of time."""
    planned = []
    for account in tale.accounts:
        for _ in range(round(account["posts"] * (FORTNIGHT + AHEAD) / FORTNIGHT)):
            planned.append((_moment(tale, FORTNIGHT, AHEAD), account))
    return sorted(planned, key=lambda entry: (entry[0], entry[1]["id"]))


def _moment(tale: Tale, back: timedelta, ahead: timedelta) -> datetime:
    """A moment at which a force would post: by the hour and the day of the week in London."""
    while True:
        at = tale.began - back + (back + ahead) * tale.dice.random()
        there = at.astimezone(LONDON)
        if tale.dice.random() * 105 * 16 < _HOURS[there.hour] * _WEEKDAYS[there.weekday()]:
            return at.replace(microsecond=0)


def _post(tale: Tale, account: Table, at: datetime) -> None:
    """One post, if there is something that this account has not said yet and that no other says on X these days."""
    force, welsh = "team" not in account, tale.welsh(account)
    never = () if force else tale.teams[account["team"]].get("never", ())
    fitting = [
        (tale.uses[sheet.key] + tale.dice.random() * 1.4 - 0.6 * (welsh and sheet.lang == "cy"), sheet)
        for sheet in phrases.sheets(account["platform"])
        if _may(force, sheet)
        and sheet.topic not in never
        and (sheet.lang == "en" or welsh or force)
        and tale.fresh(sheet.key, sheet.topic, account, at)
    ]
    for _, sheet in sorted(fitting, key=lambda entry: entry[0]):
        if tale.print(sheet, account, at) is not None:
            return


def _may(force: bool, sheet: phrases.Sheet) -> bool:
    return sheet.by == "any" or sheet.by == ("force" if force else "team") or (force and sheet.topic in _FORCE_TOO)


def _chatter(tale: Tale) -> None:
    """What the public says under the posts of the past: most posts draw little, a few a lot."""
    heard = [opened for opened in tale.opened if opened.at < tale.began and not opened.quiet and not opened.staged]
    draws = [tale.dice.lognormvariate(0, 1.2) * _crowd(opened.account) for opened in heard]
    scale = _TALK / sum(draws)
    for opened, draw in zip(heard, draws, strict=True):
        for _ in range(min(int(draw * scale + tale.dice.random()), 40)):
            _talk(tale, opened)


def _crowd(account: Table) -> float:
    facebook = account["platform"] == "facebook"
    return float((1.5 if facebook else 0.9) * (account["followers"] / (5000 if facebook else 2500)) ** 0.42)


def _talk(tale: Tale, opened: Opened) -> None:
    """One reply, soon after the post as a rule and seldom at night."""
    at = opened.at + timedelta(minutes=tale.dice.lognormvariate(3.4, 1.8))
    if at.astimezone(LONDON).hour < 6:
        at += timedelta(hours=tale.dice.uniform(5, 8))
    said = _choose(tale, opened) if at < tale.began else None
    if said is not None:
        tale.reply(opened, said, at, answered=tale.luck_of_answer(at, _OLD))


def _choose(tale: Tale, opened: Opened, asking: int = 1) -> Phrase | None:
    """The next thing to be said under a post: never twice under one post, the least worn words first."""
    kinds = [(kind, share * (asking if kind.startswith("ask") else 1)) for kind, share in (*_KINDS, *_MORE)]
    kind = tale.dice.choices([kind for kind, _ in kinds], [share for _, share in kinds])[0]
    if kind in ("says", "asks"):
        told = phrases.pool(opened.topic, kind)
    else:
        told = phrases.pool("any", "asks" if kind == "asked" else kind)
    fitting = [said for said in told if said.key not in opened.said and tale.spoken(said, opened.account)]
    if not fitting:
        fitting = [said for said in phrases.pool("any", "chatter") if said.key not in opened.said and said.lang == "en"]
    return tale.least_worn(fitting, opened.account)


def _elsewhere(tale: Tale, surface: str, at: datetime, answered: bool | None = None) -> None:
    """A mention on X, or a visitor's or tagging post on Facebook."""
    platform = "x" if surface == "mentions" else "facebook"
    accounts = [account for account in tale.accounts if account["platform"] == platform]
    account = tale.dice.choices(accounts, [account["followers"] ** 0.6 for account in accounts])[0]
    fitting = [said for said in phrases.around(surface) if tale.spoken(said, account)]
    said = tale.least_worn(fitting, account)
    if said is not None:
        tale.outside(account, surface, said, at, tale.luck_of_answer(at, _OLD) if answered is None else answered)


def _arrivals(tale: Tale) -> Iterator[datetime]:
    """When something new comes: every few minutes at first, then slower, seldom at night."""
    at = tale.began
    while at < tale.began + AHEAD:
        if at < tale.began + timedelta(hours=2):
            at += timedelta(minutes=tale.dice.uniform(2, 4))
        elif 7 <= at.astimezone(LONDON).hour < 22:
            at += timedelta(minutes=tale.dice.uniform(7, 18))
        else:
            at += timedelta(minutes=tale.dice.uniform(35, 80))
        yield at.replace(microsecond=0)


def _arrive(tale: Tale, at: datetime) -> None:
    """Something the public writes in the day to come; nobody of ours has answered it."""
    surface = tale.dice.choices(["thread", "mentions", "visitors", "tagged"], [78, 12, 7, 3])[0]
    if surface != "thread":
        return _elsewhere(tale, surface, at, answered=False)
    recent = [opened for opened in tale.opened if at - timedelta(days=3) < opened.at < at and not opened.quiet]
    pull = [exp(-(at - opened.at) / timedelta(hours=14)) * opened.account["followers"] ** 0.5 for opened in recent]
    opened = tale.dice.choices(recent, pull)[0]
    said = _choose(tale, opened, asking=2)
    if said is not None:
        tale.reply(opened, said, at, answered=False)
    return None
