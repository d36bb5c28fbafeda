"""What so large a force publishes, hears and measures in three years, some thousands of posts at a time.

Likes, shares and replies are log-normal, posts follow the hours and weekdays of police accounts (figures of public
research on real accounts); words, names and places are made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from benchmarks.big_force import DAY_S, SEED, Force, Size
from domain.clock import day_begins
from domain.listening.hear import VERSION

Column = list[Any]
Columns = dict[str, Any]
"""By column a list of values, or one value for all rows."""

Told = Iterator[tuple[str, int, Columns]]
"""Table, number of rows, columns."""

CHUNK = 10_000  # posts
YOUNG = 10  # every so manieth account
BACK = 29  # days that were read back at the first visit: followers are known from then on
HOURS = np.array([0, 0, 0, 1, 1, 2, 4, 6, 9, 11, 10, 8, 7, 7, 9, 9, 7, 7, 7, 5, 4, 3, 1, 1], float)
WEEKDAYS = np.array([16, 16, 17, 17, 16, 11, 9], float)
LIKES, SHARES = (11.5, 1.35), (6.5, 1.69)  # median, spread of the logarithm
LAG, ANSWER = (23 * 60, 2.22), (27 * 60, 3.3)  # seconds
LAST_LOOK_H = 29 * 24
SETTLES_H = 9.0
METRICS = ("likes", "replies", "shares", "views", "reach", "clicks")
MEDIA = np.array(["photo", "video", "link", "none"])
_POST = "Beat surgery at the library this Thursday, 14:00 to 16:00. Tell us what worries you where you live. "
_TEXTS = tuple(
    _POST[: 40 + 7 * n % 60] + "Three sheds were broken into on Saturday night. Did you see a white van? " * (n % 3)
    for n in range(24)
)
_SAID = (
    "Thank you for all you do", "About time", "Saw them on Mill Lane last night", "Well done everybody", "😡 again",
    "Same here every weekend, nobody ever comes", "Shared with the allotment group", "Good to see you out and about",
)  # fmt: skip
_ASKED = (
    "When will the road reopen?",
    "Which library is it?",
    "Can I bring my bike to be marked?",
    "Any news of this?",
)
TOPICS = np.array(["roads", "burglary", "events", "asb", "patrols", "other"])


@dataclass
class Numbers:
    """How far each post of a chunk came in the end, by metric; and whether it is told at all."""

    final: dict[str, Any]
    told: dict[str, Any]


def everything(size: Size, force: Force) -> Told:
    """Every row, posts before what hangs on them."""
    dice = np.random.default_rng(SEED + 1)
    when, day_numbers = _moments(size, dice)
    whose = dice.choice(len(force.account_ids), size.posts, p=force.weights)
    begun = _begun(size, force, dice)
    whose = np.where(begun[whose] <= day_numbers, whose, whose - whose % YOUNG + 1)  # nobody posts before they begin
    yield from _audiences(size, force, dice, begun)
    replies = _spread(size.replies, dice.lognormal(0, 1.2, size.posts), dice)
    for start in range(0, size.posts, CHUNK):
        part = slice(start, start + CHUNK)
        yield from _chunk(size, force, dice, start, when[part], day_numbers[part], whose[part], replies[part])


def _begun(size: Size, force: Force, dice: Any) -> Any:
    """The number of the day on which each account began: most before all this, one in ten within it."""
    begun = np.zeros(len(force.account_ids), np.int64)
    begun[::YOUNG] = dice.integers(BACK, size.days - BACK, len(begun[::YOUNG]))
    return begun


def _moments(size: Size, dice: Any) -> tuple[Any, Any]:
    """When each post was made (seconds UTC, in order) and the number of its London day; never by night."""
    days = [size.first + timedelta(days=n) for n in range(size.days)]
    begins = np.array([int(day_begins(one).timestamp()) for one in days])
    noon = np.array([int(day_begins(one + timedelta(days=1)).timestamp()) for one in days]) - DAY_S // 2
    weights = WEEKDAYS[[one.weekday() for one in days]]
    day = np.sort(dice.choice(size.days, size.posts, p=weights / weights.sum()))
    hour = dice.choice(24, size.posts, p=HOURS / HOURS.sum())
    at = noon[day] + (hour - 12) * 3_600 + dice.integers(0, 3_600, size.posts)
    at = np.minimum(np.maximum(at, begins[day]), int(size.until.timestamp()) - 3_600 * 2)
    order = np.argsort(at, kind="stable")
    return at[order], np.clip(np.searchsorted(begins, at[order], "right") - 1, 0, size.days - 1)


def _spread(total: int, weights: Any, dice: Any) -> Any:
    """So many things over posts by their weights."""
    return dice.poisson(total * weights / weights.sum())


def _chunk(size: Size, force: Force, dice: Any, start: int, at: Any, days: Any, whose: Any, replies: Any) -> Told:
    count, facebook = len(at), force.is_facebook[whose]
    ids = [_id(int(second) * 1_000, 10, start + n) for n, second in enumerate(at)]
    numbers = _numbers(dice, facebook, replies)
    gone = dice.random(count) < 0.01
    published, rows = _published(size, force, dice, start, at, days, whose)
    yield from rows
    texts = dice.integers(0, len(_TEXTS), count)
    yield "post", count, {
        "id": ids,
        "account_id": [force.account_ids[n] for n in whose],
        "publication_id": [published.get(n) for n in range(count)],
        "external_id": [f"p{start + n}" for n in range(count)],
        "text": [f"{_TEXTS[t]} Ref {start + n}" for n, t in enumerate(texts)],
        "url": [f"https://social.example/p/{start + n}" for n in range(count)],
        "created_at": _stamps(at),
        "day": _days(size, days),
        "media": MEDIA[dice.choice(4, count, p=[0.5, 0.1, 0.2, 0.2])].tolist(),
        "gone_at": [stamp if lost else None for stamp, lost in zip(_stamps(at + 40 * DAY_S), gone, strict=True)],
    }  # fmt: skip
    yield from _looks(size, dice, ids, at, numbers)
    yield from _replies(size, force, dice, start, at, whose, replies, ids)


def _numbers(dice: Any, facebook: Any, replies: Any) -> Numbers:
    count = len(facebook)
    both = dice.standard_normal(count)
    lean = [0.85 * both + 0.53 * dice.standard_normal(count) for _ in range(2)]
    likes, shares = (np.exp(np.log(m) + s * z).astype(int) for (m, s), z in zip((LIKES, SHARES), lean, strict=True))
    views = ((likes + shares + 5) * dice.lognormal(3.6, 0.7, count)).astype(int)
    final = {"likes": likes, "replies": replies, "shares": shares, "views": views}
    final |= {"reach": (views * 0.7).astype(int), "clicks": (views * 0.02).astype(int)}
    told = {name: np.ones(count, bool) for name in METRICS}
    told["views"] = dice.random(count) > 0.02
    told["reach"], told["clicks"] = facebook > 0, facebook > 0
    return Numbers(final, told)


def _looks(size: Size, dice: Any, ids: Column, at: Any, numbers: Numbers) -> Told:
    """A look an hour after a post, the last 29 days after it, the others between, the sooner the more."""
    count = len(ids)
    looks = 4 + dice.poisson(max(0.0, size.snapshots / size.posts * 1.017 - 4), count)
    post = np.repeat(np.arange(count), looks)
    place = np.arange(len(post)) - np.repeat(np.cumsum(looks) - looks, looks)
    hours = np.power(float(LAST_LOOK_H), place / (looks[post] - 1))
    taken = at[post] + np.round(hours * 3_600).astype(np.int64)
    seen = taken <= int(size.until.timestamp())
    post, hours, taken = post[seen], hours[seen], taken[seen]
    grown = 1 - np.exp(-hours / SETTLES_H)
    names = {name: _told(np.floor(numbers.final[name][post] * grown), numbers.told[name][post]) for name in METRICS}
    stamps, theirs = _stamps(taken), [ids[n] for n in post]
    yield "metric_snapshot", len(post), {"post_id": theirs, "taken_at": stamps, **names}
    last = np.flatnonzero(np.append(post[1:] != post[:-1], True)) if len(post) else np.zeros(0, int)
    newest = {name: [values[n] for n in last] for name, values in names.items()}
    yield "post_numbers", len(last), {
        "post_id": [theirs[n] for n in last], "taken_at": [stamps[n] for n in last], **newest,
    }  # fmt: skip


def _replies(size: Size, force: Force, dice: Any, start: int, at: Any, whose: Any, counts: Any, ids: Column) -> Told:
    post = np.repeat(np.arange(len(at)), counts)
    total = len(post)
    first = start * 1_000
    made = np.minimum(
        at[post] + dice.lognormal(np.log(LAG[0]), LAG[1], total).astype(np.int64) + 1, int(size.until.timestamp())
    )
    asks, ours, deep = dice.random(total) < 0.1, dice.random(total) < 0.08, dice.random(total) < 0.37
    said, authors = dice.integers(0, len(_SAID), total), dice.integers(0, 90_000, total)
    keys = [_id(int(second) * 1_000, 11, first + n) for n, second in enumerate(made)]
    threads = [f"p{start + n}" for n in post]
    yield "reply", total, {
        "id": keys,
        "account_id": [force.account_ids[n] for n in whose[post]],
        "post_id": [ids[n] for n in post],
        "external_id": [f"r{first + n}" for n in range(total)],
        "thread": threads,
        "parent": [f"r{first + n - 1}" if below and n else threads[n] for n, below in enumerate(deep)],
        "author_id": [f"u{one}" for one in authors],
        "author": [f"Neighbour {one}" for one in authors],
        "text": [_ASKED[s % 4] if q else f"{_SAID[s]} {s * 7}" for s, q in zip(said, asks, strict=True)],
        "created_at": _stamps(made),
        "by_us": ours.astype(int).tolist(),
        "heard": VERSION,
    }  # fmt: skip
    yield from _questions(size, force, dice, made, asks & ~ours, whose[post], keys)


def _questions(size: Size, force: Force, dice: Any, made: Any, asks: Any, whose: Any, keys: Column) -> Told:
    """Verdicts of what asks; most were answered, those of the last days wait."""
    which = np.flatnonzero(asks)
    total, ends = len(which), int(size.until.timestamp())
    closed = made[which] + np.minimum(dice.lognormal(np.log(ANSWER[0]), ANSWER[1], total), 60 * DAY_S).astype(np.int64)
    waits = (closed > ends) | ((dice.random(total) < 0.3) & (made[which] > ends - 2 * DAY_S))
    topics = TOPICS[dice.integers(0, len(TOPICS), total)].tolist()
    theirs = [keys[n] for n in which]
    outcome = np.where(dice.random(total) < 0.8, "answered", "set_aside").tolist()
    yield "verdict", total, {
        "reply_id": theirs, "version": VERSION, "heard_at": _stamps(made[which]), "language": "en",
        "kind": "question", "needs_answer": 1, "sure": 0.9, "topic": topics, "mood": "neu", "reasons": "[]",
    }  # fmt: skip
    yield "question", total, {
        "id": [f"{one[:17]}00f{one[20:]}" for one in theirs],
        "reply_id": theirs,
        "account_id": [force.account_ids[n] for n in whose[which]],
        "waiting_since": _stamps(made[which]),
        "outcome": [None if open_ else word for open_, word in zip(waits, outcome, strict=True)],
        "closed_at": [None if open_ else at for open_, at in zip(waits, _stamps(closed), strict=True)],
        "topic": topics,
        "due_at": _stamps(made[which] + 3 * DAY_S),
        "standing": ["unanswered" if open_ else "answered" for open_ in waits],
    }  # fmt: skip


def _published(
    size: Size, force: Force, dice: Any, start: int, at: Any, days: Any, whose: Any
) -> tuple[dict[int, str], list[tuple[str, int, Columns]]]:
    """One post in eight came through us, half of these for a campaign of that day."""
    which = np.flatnonzero(dice.random(len(at)) < 0.12)
    keys = [_id(int(at[n]) * 1_000, 12, start + int(n)) for n in which]
    messages = [_id(int(at[n]) * 1_000, 13, start + int(n)) for n in which]
    stamps, total = _stamps(at[which]), len(which)
    campaigns = [_campaign(force, size, int(days[n])) if dice.random() < 0.5 else None for n in which]
    text = [_TEXTS[n % len(_TEXTS)] for n in range(total)]
    rows: list[tuple[str, int, Columns]] = [
        ("scheduled_post", total, {
            "id": messages, "author_id": force.people[0], "text": text, "stage": "approved", "due_at": stamps,
            "campaign_id": campaigns, "created_at": stamps, "changed_at": stamps, "approved_at": stamps,
            "approved_by_id": force.people[1], "category": "prevention",
        }),
        ("version", total, {
            "scheduled_post_id": messages, "account_id": [force.account_ids[whose[n]] for n in which],
        }),
        ("publication", total, {
            "id": keys, "scheduled_post_id": messages, "account_id": [force.account_ids[whose[n]] for n in which],
            "state": "published", "text": text, "fingerprint": [f"words {start + int(n)}" for n in which],
            "due_at": stamps, "not_before": stamps, "expires_at": stamps, "attempts": 1, "published_at": stamps,
            "external_id": [f"p{start + int(n)}" for n in which], "category": "prevention",
        }),
        ("attempt", total, {
            "id": [_id(int(at[n]) * 1_000, 14, start + int(n)) for n in which], "publication_id": keys, "number": 1,
            "started_at": stamps, "finished_at": stamps, "outcome": "published",
        }),
    ]  # fmt: skip
    return dict(zip(map(int, which), keys, strict=True)), rows


def _campaign(force: Force, size: Size, day: int) -> str | None:
    on = size.first + timedelta(days=day)
    return next((one for one, first, last in force.campaigns[::-1] if first <= on <= last), None)


def _audiences(size: Size, force: Force, dice: Any, begun: Any) -> Told:
    """Followers of every account day by day, of pages by town week by week, and the reach that pages are told."""
    days = [size.first + timedelta(days=n) for n in range(size.days)]
    stamps = _stamps(np.array([int(day_begins(one).timestamp()) for one in days]) + 6 * 3_600)
    written = [one.isoformat() for one in days]
    for n, ident in enumerate(force.account_ids):
        first = max(BACK, int(begun[n]))
        grown = np.cumsum(dice.poisson(2.0, size.days)) + int(dice.integers(200, 9_000))
        on, looked, count = written[first:], stamps[first:], size.days - first
        followers = grown[first:].tolist()
        yield "account_numbers", count, {
            "account_id": ident, "day": on, "followers": followers, "taken_at": looked,
        }  # fmt: skip
        if force.is_facebook[n]:
            yield from _towns(force, ident, on, followers)
            for window in (7, 28):
                people = (grown[first:] * window * 0.4).astype(int).tolist()
                yield "account_reach", count, {
                    "account_id": ident, "days": window, "ends_on": on, "people": people, "taken_at": looked,
                }  # fmt: skip


def _towns(force: Force, ident: str, days: Column, followers: Column) -> Told:
    names = [one["name"] for one in force.rows["district"]] + ["Farwich", "Overhythe"]
    weeks = range(6, len(days), 7)
    rows = [(days[at], town, followers[at] // (2 + place)) for at in weeks for place, town in enumerate(names)]
    on, town, count = (list(column) for column in zip(*rows, strict=True))
    yield "town_followers", len(rows), {"account_id": ident, "day": on, "town": town, "followers": count}


def _id(millisecond: int, kind: int, number: int) -> str:
    """A UUID of version 7 as our bulk writers make them, but the same every time."""
    return f"{millisecond:012x}70008{kind:03x}{number:012x}"


def _stamps(seconds: Any) -> Column:
    return [
        f"{one.replace('T', ' ')}.000000" for one in np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    ]


def _days(size: Size, numbers: Any) -> Column:
    written = [(size.first + timedelta(days=n)).isoformat() for n in range(size.days)]
    return [written[n] for n in numbers]


def _told(values: Any, told: Any) -> Column:
    return [value if known else None for value, known in zip(values.astype(int).tolist(), told.tolist(), strict=True)]
