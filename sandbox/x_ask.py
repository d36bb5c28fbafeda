"""What an X read asks for: its parameters, checked as X checks them, and the fields wanted back."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox import x_errors
from sandbox.items import Json

_NAMES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "known.toml").read_text())["x"]
POST_FIELDS = frozenset(_NAMES["post"])
NEW_POST_FIELDS = (POST_FIELDS - {"edit_history_tweet_ids", "note_tweet", "referenced_tweets"}) | {
    "edit_history_post_ids",
    "note_post",
    "referenced_posts",
    "article_title",
}
USER_FIELDS = frozenset(_NAMES["user"])
EXPANSIONS = frozenset(_NAMES["expansions"])
USER_EXPANSIONS = frozenset(_NAMES["user_expansions"])
POLL_FIELDS = frozenset({"duration_minutes", "end_datetime", "id", "options", "voting_status"})
BROUGHT = {  # a field comes along when it is expanded
    "attachments.poll_ids": "attachments",
    "author_id": "author_id",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
    "referenced_posts": "referenced_tweets",
}
OLD_NAMES = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "note_post": "note_tweet",
    "referenced_posts": "referenced_tweets",
}
FIELD_PARAMETERS = (
    "tweet.fields",
    "post.fields",
    "user.fields",
    "expansions",
    "media.fields",
    "poll.fields",
    "place.fields",
)
RANGE = ("since_id", "until_id", "start_time", "end_time")
TIMELINE = ("max_results", "pagination_token", *RANGE, *FIELD_PARAMETERS)
PARAMETERS: dict[str, tuple[str, ...]] = {
    "timeline": (*TIMELINE, "exclude"),
    "mentions": TIMELINE,
    "search": (*TIMELINE, "query", "next_token", "sort_order"),
    "lookup": ("ids", *FIELD_PARAMETERS),
    "lookup_one": FIELD_PARAMETERS,
    "me": ("tweet.fields", "post.fields", "user.fields", "expansions"),
    "user": ("tweet.fields", "post.fields", "user.fields", "expansions"),
    "user_by_name": ("tweet.fields", "post.fields", "user.fields", "expansions"),
    "users": ("ids", "tweet.fields", "post.fields", "user.fields", "expansions"),
    "users_by": ("usernames", "tweet.fields", "post.fields", "user.fields", "expansions"),
    "create": (),
    "delete": (),
    "hide": (),
    "upload": (),
    "upload_status": ("command", "media_id"),
    "initialize": (),
    "append": (),
    "finalize": (),
    "metadata": (),
}
X_ID = re.compile(r"[0-9]{1,19}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")


@dataclass(frozen=True, slots=True)
class Ask:
    """Which fields are wanted of posts, users and polls, in the old words."""

    post: frozenset[str]
    user: frozenset[str]
    expansions: frozenset[str]
    parameter: str  # the one that named post fields
    poll: frozenset[str] = frozenset()


def known(operation: str, params: dict[str, str]) -> None:
    """Refuse a parameter that the endpoint does not have."""
    for name, value in params.items():
        if name not in PARAMETERS[operation]:
            listed = ",".join(sorted({"id", *PARAMETERS[operation]}))
            raise x_errors.invalid(name, value, f"The query parameter [{name}] is not one of [{listed}]")


def ask(operation: str, params: dict[str, str], vocabulary: str) -> Ask:
    """The fields asked for; the new vocabulary is understood only where X would speak it."""
    about_users = operation in ("me", "user", "users", "users_by", "user_by_name")
    expansions = _list(params, "expansions", USER_EXPANSIONS if about_users else EXPANSIONS)
    parameter = "post.fields" if "post.fields" in params else "tweet.fields"
    if parameter == "post.fields" and vocabulary != "post":
        raise x_errors.invalid(parameter, params[parameter], f"The query parameter [{parameter}] is not known")
    wanted = _list(params, parameter, POST_FIELDS if parameter == "tweet.fields" else NEW_POST_FIELDS)
    fields = {OLD_NAMES.get(name, name) for name in wanted}
    fields |= {BROUGHT[name] for name in expansions if name in BROUGHT}
    users = _list(params, "user.fields", USER_FIELDS)
    return Ask(frozenset(fields), users, expansions, parameter, _list(params, "poll.fields", POLL_FIELDS))


def _list(params: dict[str, str], name: str, allowed: frozenset[str]) -> frozenset[str]:
    if name not in params:
        return frozenset()
    wanted = params[name].split(",")
    for value in wanted:
        if value not in allowed:
            said = f"The `{name}` query parameter value [{value}] is not one of [{','.join(sorted(allowed))}]"
            raise x_errors.invalid(name, value, said)
    return frozenset(wanted)


def count(params: dict[str, str], low: int, high: int) -> int:
    """max_results, 10 where nothing is said."""
    value = params.get("max_results", "10")
    if not value.isdigit() or not low <= int(value) <= high:
        said = f"The `max_results` query parameter value [{value}] is not between {low} and {high}"
        raise x_errors.invalid("max_results", value, said)
    return int(value)


def moment(params: dict[str, str], name: str) -> datetime | None:
    """start_time or end_time."""
    value = params.get(name)
    if value is None:
        return None
    if not MOMENT.fullmatch(value):
        said = f"Invalid '{name}':'{value}'. The value must be a valid RFC3339 time such as 2026-11-20T09:30:00Z"
        raise x_errors.invalid(name, value, said)
    return datetime.fromisoformat(value)


def ident(name: str, value: str) -> str:
    """An id, from the path or a parameter."""
    if not X_ID.fullmatch(value):
        raise x_errors.invalid(name, value, f"The `{name}` query parameter value [{value}] is not valid")
    return value


def idents(params: dict[str, str]) -> list[str]:
    """ids, 1 to 100, each once."""
    given = params.get("ids", "")
    listed = given.split(",") if given else []
    if not 1 <= len(listed) <= 100:
        said = f"The number of values in the `ids` query parameter list [{len(listed)}] is not between 1 and 100"
        raise x_errors.invalid("ids", given[:200], said)
    return list(dict.fromkeys(ident("ids", value) for value in listed))


def in_new_words(body: Json) -> Json:
    """An answer in X's second vocabulary (post instead of tweet)."""
    return {_NEW.get(key, key): _new_value(value) for key, value in body.items()}


_NEW = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "note_tweet": "note_post",
    "retweet_count": "repost_count",
    "tweets": "posts",
    "tweet_count": "post_count",
}


def _new_value(value: object) -> object:
    if isinstance(value, dict):
        return in_new_words(value)
    if isinstance(value, list):
        return [_new_value(part) for part in value]
    if isinstance(value, str) and value.startswith(x_errors.PROBLEMS):
        return value.replace(x_errors.PROBLEMS, x_errors.NEW_PROBLEMS)
    return value
