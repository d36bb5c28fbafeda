"""Made-up rows: posts as X tells them, as the old API told them, and as our own words; any number, always the same."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.posts import FetchedPost, Metrics

Json = dict[str, Any]

PAGE = 100
EACH = 2_500  # posts of one account, 25 pages: below what X lets anybody read of one timeline
NEWEST = 1_990_000_000_000_000_000  # ids fall from here, a thousand a post, so that accounts never share one
STEP = 1_000
FIRST_ACCOUNT = 70_000
WARM = -1  # the account whose only page is read before the watch starts
APART = timedelta(minutes=15)  # 2,500 posts lie within 27 days: all of them young enough to be watched

_TEXTS = (
    "Three sheds were broken into on Saturday night between 22:00 and 04:00. Did you see a white van? Call 101 & quote "
    "the number below, or tell us online. Lock tools in, mark them, take pictures of them. 🔦",
    "Beat surgery at the library this Thursday, 14:00–16:00 ☕ Tell us what worries you where you live: parking, "
    "speeding, noise, anything. No appointment needed. Can't come? Write to us underneath, we read every word.",
    "Speed watch volunteers counted 41 drivers over 35 mph on the bridge this morning. Letters are on their way. "
    "Thank you to everybody who gave an hour before breakfast 🚦",
    "Found safe & well: thank you to all who shared our appeal for the missing teenager last night. We have taken the "
    "picture down; please do the same, out of respect for the family.",
)  # fmt: skip


def accounts(rows: int) -> list[int]:
    """The numbers of the accounts that so many posts are spread over."""
    return list(range(max(1, -(-rows // EACH))))


def each(rows: int) -> int:
    """How many posts every one of those accounts has."""
    return min(rows, EACH)


def ident(account: int, place: int) -> str:
    """The id of a post; place 0 is the newest of the account."""
    return str(NEWEST - place * STEP - account % STEP)


def place_of(ident: int) -> int:
    """The place of a post in its timeline, from its id."""
    return (NEWEST - ident) // STEP


def tweet(account: int, place: int, newest: datetime) -> Json:
    """A post as X's API v2 tells it with the fields that the collector asks for: about 1.4 KB."""
    said, at, key = _TEXTS[place % len(_TEXTS)], newest - place * APART, ident(account, place)
    words = said.replace("&", "&amp;") + f" Ref {place:05} https://t.co/aB{place:08}"
    return {
        "id": key,
        "author_id": str(FIRST_ACCOUNT + account),
        "text": words,
        "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "conversation_id": key,
        "edit_history_tweet_ids": [key],
        "public_metrics": _counts(place),
        "entities": {"urls": [_link(place, len(words))], "hashtags": _tags(), "annotations": [_note(60), _note(140)]},
    }


def old_tweet(account: int, place: int, newest: datetime, authors: int = 1) -> Json:
    """The same post as X's old API (1.1) told it: the author comes with it, one of so many on a page of a hundred."""
    new, key = tweet(account, place, newest), ident(account, place)
    at = (newest - place * APART).strftime("%a %b %d %H:%M:%S +0000 %Y")
    link = new["entities"]["urls"][0]
    return {
        "id": int(key),
        "id_str": key,
        "full_text": new["text"],
        "created_at": at,
        "source": '<a href="https://mobile.example/app" rel="nofollow">Example Web App</a>',
        "entities": {"urls": [{**{name: link[name] for name in ("url", "expanded_url")}, "indices": [9, 32]}]},
        "favorite_count": new["public_metrics"]["like_count"],
        "retweet_count": new["public_metrics"]["retweet_count"],
        "user": _author(account + place // PAGE * authors + place % authors if authors > 1 else account),
        "lang": "en",
        "truncated": False,
        "is_quote_status": False,
    }  # fmt: skip


def post(account: int, place: int, newest: datetime) -> FetchedPost:
    """The same post as an adapter hands it to the collector."""
    counts, key = _counts(place), ident(account, place)
    text = f"{_TEXTS[place % len(_TEXTS)]} Ref {place:05} https://t.co/aB{place:08}"
    shares = counts["retweet_count"] + counts["quote_count"]
    told = Metrics(counts["like_count"], counts["reply_count"], shares, counts["impression_count"])
    return FetchedPost(key, text, f"https://x.com/marl_{account}/status/{key}", newest - place * APART, told)


def in_thousands(rows: int, newest: datetime, size: int = 1_000) -> Iterator[tuple[int, list[FetchedPost]]]:
    """So many posts, a thousand of one account at a time, in the order in which accounts have their turn."""
    per_account = each(rows)
    for account in accounts(rows):
        for start in range(0, per_account, size):
            yield account, [post(account, at, newest) for at in range(start, min(start + size, per_account))]


def this_morning(now: datetime) -> datetime:
    """When the newest post was written: an hour ago, at a full second, as platforms tell times."""
    return now.astimezone(UTC).replace(microsecond=0) - timedelta(hours=1)


def _counts(place: int) -> dict[str, int]:
    return {
        "retweet_count": place % 23,
        "reply_count": place % 11,
        "like_count": place % 97,
        "quote_count": place % 3,
        "bookmark_count": place % 5,
        "impression_count": 400 + place % 5_000,
    }


def _link(place: int, end: int) -> Json:
    address = f"https://www.marlshire-police.example/news/2026/november/{place:05}?utm_source=social&utm_medium=post"
    return {
        "start": end - 23,
        "end": end,
        "url": f"https://t.co/aB{place:08}",
        "expanded_url": address,
        "display_url": "marlshire-police.example/news/2026/nov…",
        "unwound_url": address,
        "status": 200,
        "title": "News from your neighbourhood team | Marlshire Police",
        "description": "What happened, what we did about it, and how you can keep yourself and your neighbours safe.",
    }


def _tags() -> list[Json]:
    return [{"start": 10, "end": 22, "tag": "SaferTogether"}, {"start": 40, "end": 52, "tag": "Neighbours"}]


def _note(start: int) -> Json:
    return {"start": start, "end": start + 8, "probability": 0.8712, "type": "Place", "normalized_text": "Marlshire"}


def _author(account: int) -> Json:
    number = FIRST_ACCOUNT + account
    return {
        "id": number,
        "id_str": str(number),
        "name": f"Marlshire Police, team {account}",
        "screen_name": f"marl_{account}",
        "location": "Marlshire",
        "description": "News from your neighbourhood team. Not for emergencies: call 999. Not read at night.",
        "url": None,
        "entities": {"description": {"urls": []}},
        "followers_count": 5_210,
        "friends_count": 120,
        "listed_count": 41,
        "favourites_count": 310,
        "statuses_count": 9_120,
        "created_at": "Mon Mar 05 10:00:00 +0000 2012",
        "verified": False,
        "protected": False,
    }
