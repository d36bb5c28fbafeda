"""Polls on X: what may be asked, and how answers and votes are read.

Source: X API v2 (docs.x.com/x-api/posts/create-post, .../data-dictionary/object-model/poll), OpenAPI of 22 August 2026:
2 to 4 options of 1 to 25 characters, 5 to 10,080 minutes, never beside media or a quote; votes come in
`includes.polls` where `attachments.poll_ids` is expanded, one choice for each voter. What is billed is the post.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from domain.errors import Transient
from domain.polls import PollsTold, PollTold
from domain.posts import BEYOND_COUNTS, storable
from platforms import x_errors, x_read
from platforms.port import PollLimits
from platforms.x_client import Connection, bought_as

Json = dict[str, Any]

LIMITS = PollLimits(options=4, letters=25, least_minutes=5, most_minutes=10_080)
EXPANSION = ["attachments.poll_ids"]
FIELDS = ["duration_minutes", "end_datetime", "id", "options", "voting_status"]


def fetch(x: Connection, posts: Sequence[str]) -> PollsTold:
    """The polls of these posts, in hundreds; one post read for each, as for its numbers."""
    found: dict[str, PollTold] = {}
    gone: set[str] = set()
    bought: dict[str, None] = {}
    for hundred in x_read.in_hundreds(posts):
        told = x.told(x.api.get_tweets, hundred, tweet_fields=["attachments"], expansions=EXPANSION, poll_fields=FIELDS)
        if "data" not in told and not x_errors.problems(told):
            raise Transient("X's answer tells nothing of what was asked for.")
        there = x_read.items(told)
        gone |= {ident for ident, kind in x_errors.problems(told) if kind == x_errors.NOT_THERE}
        bought |= dict.fromkeys(there)
        found |= of_posts(there, told)
    return PollsTold(found, frozenset(gone), bought_as("post.read", bought))


def of_posts(there: Mapping[str, Json], told: Json) -> dict[str, PollTold]:
    """The polls of these posts, by the posts' ids; one that cannot be read is left out, as not told."""
    includes = told.get("includes")
    listed = includes.get("polls") if isinstance(includes, dict) else None
    polls = {str(one.get("id")): one for one in _objects(listed)}
    found = {}
    for ident, post in there.items():
        attached = post.get("attachments")
        ids = attached.get("poll_ids") if isinstance(attached, dict) else None
        for poll_id in ids if isinstance(ids, list) else ():
            if (poll := polls.get(str(poll_id))) and (read := _poll(poll)):
                found[ident] = read
    return found


def _poll(poll: Json) -> PollTold | None:
    """One poll; None where its answers cannot be read."""
    listed = sorted(_objects(poll.get("options")), key=_position)
    if not listed or not all(isinstance(one.get("label"), str) for one in listed):
        return None
    options = tuple((storable(one["label"]), _votes(one.get("votes"))) for one in listed)
    return PollTold(options, poll.get("voting_status") == "closed", _moment(poll.get("end_datetime")))


def _objects(value: object) -> Sequence[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


def _position(option: Json) -> int:
    place = option.get("position")
    return place if isinstance(place, int) else 0


def _votes(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < BEYOND_COUNTS else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)) if moment else None
