"""Polls on the sandbox's X: what may be asked, who votes, and what is told of them."""

import zlib
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from sandbox import x_errors
from sandbox.growth import grown
from sandbox.items import Account, Item, Json

IN_POLL = {"options": list, "duration_minutes": int, "reply_settings": str}
LEAST, MOST, LETTERS = 2, 4, 25
SHORTEST, LONGEST = 5, 10_080  # minutes


def checked(sent: Json) -> None:
    """Refuse a poll that X would not take. Source: X's OpenAPI document 2.167, CreatePostsPoll."""
    for name, kind in (("options", list), ("duration_minutes", int)):
        if not isinstance(sent.get(name), kind):
            raise x_errors.invalid(f"poll.{name}", str(sent.get(name, "")), f"$.poll.{name}: is missing or of no use")
    options = sent["options"]
    if not LEAST <= len(options) <= MOST:
        raise x_errors.invalid("poll.options", str(options)[:100], "$.poll.options: must have 2 to 4 items")
    for one in options:
        if not isinstance(one, str) or not 1 <= len(one) <= LETTERS:
            raise x_errors.invalid("poll.options", str(one)[:100], "$.poll.options: each must be 1 to 25 characters")
    if not SHORTEST <= sent["duration_minutes"] <= LONGEST:
        said = "$.poll.duration_minutes: must be between 5 and 10080"
        raise x_errors.invalid("poll.duration_minutes", str(sent["duration_minutes"]), said)


def made(sent: Json, ident: str, account: Account, now: datetime, lifelike: bool) -> Json:
    """A poll as the sandbox keeps it: its answers, the votes cast here, and those that come by themselves."""
    coming = (account.followers or 400) // 40 + 20 if lifelike else 0
    luck = [zlib.crc32(f"{ident} {text}".encode()) % 90 + 10 for text in sent["options"]]
    options = [
        {"label": text, "cast": 0, "coming": coming * part // sum(luck)}
        for text, part in zip(sent["options"], luck, strict=True)
    ]
    minutes = sent["duration_minutes"]
    return {
        "id": str(int(ident) + 1),
        "minutes": minutes,
        "ends": (now + timedelta(minutes=minutes)).isoformat(),
        "options": options,
    }


def ends(item: Item) -> datetime:
    """When nobody can vote any more; kept as text, for the sandbox's state is JSON."""
    return datetime.fromisoformat((item.poll or {})["ends"])


def votes(item: Item, now: datetime) -> list[int]:
    """How many chose each answer by now; nobody can once it is over."""
    poll = item.poll or {}
    until = min(now, ends(item))
    return [one["cast"] + grown(one["coming"], item.at, until) for one in poll["options"]]


def vote(item: Item, place: int, many: int, now: datetime) -> bool:
    """So many people choose an answer (1 is the first); False when there is no such answer, or it is over."""
    if item.poll is None or now >= ends(item) or not 1 <= place <= len(item.poll["options"]):
        return False
    item.poll["options"][place - 1]["cast"] += many
    return True


def told(item: Item, fields: frozenset[str], now: datetime) -> Json:
    """One poll with the fields asked for, besides id and options, which always come."""
    poll = item.poll or {}
    counts = votes(item, now)
    options = [
        {"position": place, "label": one["label"], "votes": count}
        for place, (one, count) in enumerate(zip(poll["options"], counts, strict=True), 1)
    ]
    more = {
        "duration_minutes": poll["minutes"],
        "end_datetime": f"{ends(item).isoformat('T', 'milliseconds')[:-6]}Z",
        "voting_status": "closed" if now >= ends(item) else "open",
    }
    return {"id": poll["id"], "options": options} | {name: value for name, value in more.items() if name in fields}


def shown(item: Item, where: str, now: datetime) -> str:
    """A poll as the public sees it, with a button for each answer while it is open."""
    if item.poll is None:
        return ""
    counts, rows = votes(item, now), []
    over = now >= ends(item)
    for place, (one, count) in enumerate(zip(item.poll["options"], counts, strict=True), 1):
        button = f'<button name="option" value="{place}">Vote</button> ' if not over else ""
        rows.append(f"<li>{button}{escape(one['label'])}: {count:,}</li>")
    at = f"{ends(item):%d %B %Y, %H:%M} UTC"
    said = f"{sum(counts):,} votes. " + (f"Final since {at}." if over else f"Open until {at}.")
    return f'<form method="post" action="{quote(where)}"><ul>{"".join(rows)}</ul><small>{said}</small></form>'
