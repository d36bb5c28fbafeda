"""One account's connection to X over tweepy's client: how a call is made, paged and looked up.

The client is asked for raw answers and is given our own session: tweepy sends without a
timeout, loses a page over one bad item and stumbles over odd error bodies. One client per
account, never shared between threads; the methods that tweepy keeps in a cache, and with
them every client that ever used one, are not used.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import requests
import tweepy

from domain.clock import Clock
from domain.errors import Rejected, TokenExpired, Transient
from platforms import wire, x_errors, x_read

Json = dict[str, Any]
Bought = dict[str, tuple[str, ...]]

HOME = "https://api.twitter.com"  # where tweepy sends and what it signs for
OTHER_NAMES = ("https://api.x.com",)  # X itself too: what goes there is signed for that name
FOUR_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
PAGE = 100
HOPS = 32  # pages without news followed within one call: all of X's 3,200 posts, left out as reposts


class Connection:
    """X, asked in one account's name. Every call raises PlatformError and nothing else."""

    def __init__(self, secret: Mapping[str, object], addresses: Mapping[str, wire.Address], now: Clock) -> None:
        self.api = tweepy.Client(**_keys(secret), return_type=requests.Response, wait_on_rate_limit=False)
        self._signs = "bearer_token" not in secret
        self.api.session = wire.session(addresses, lambda response: _refuse(response, now))

    def ask(self, call: Callable[..., Any], *args: Any, writing: bool = False, **params: Any) -> requests.Response:
        """Call one of the methods of `api`; its answer is a success, unread."""
        with wire.faults_named(writing=writing):
            answer: requests.Response = call(*args, user_auth=self._signs, **params)
            return answer

    def told(self, call: Callable[..., Any], *args: Any, **params: Any) -> Json:
        """The JSON that a reading method of `api` brings."""
        return x_errors.read(self.ask(call, *args, **params), writing=False)

    def page(
        self, call: Callable[..., Any], token_name: str, new: Callable[[str], bool], *args: Any, **params: Any
    ) -> tuple[Json, bool]:
        """A page with something `new` on it or the last, and whether more follows.

        X may answer with an empty page and a token: what it left out (reposts) was on it.
        """
        listed: list[Any] = []
        for _ in range(HOPS):
            told = self.told(call, *args, max_results=PAGE, **params)
            must_list(told)
            listed += told.get("data") or []
            token = x_read.next_token(told)
            if not token or any(map(new, x_read.items(told))):
                return {"data": listed}, bool(token)
            params[token_name] = token
        raise Transient("X keeps answering with pages on which there is nothing new.")

    def look(self, idents: Sequence[str], fields: list[str]) -> tuple[dict[str, Json], list[tuple[str, str]], Bought]:
        """Posts by the ids asked for, in their newest version; what X could not tell; and what was bought."""
        there: dict[str, Json] = {}
        problems: list[tuple[str, str]] = []
        bought: dict[str, None] = {}
        for hundred in x_read.in_hundreds(idents):
            told = self.told(self.api.get_tweets, hundred, tweet_fields=fields)
            if "data" not in told and not x_errors.problems(told):
                raise Transient("X's answer tells nothing of what was asked for.")
            problems += x_errors.problems(told)
            there |= x_read.items(told)
        bought |= dict.fromkeys(there)
        edited = {newest: ident for ident, item in there.items() if (newest := x_read.last_id(item)) != ident}
        for hundred in x_read.in_hundreds(edited):
            newer = x_read.items(self.told(self.api.get_tweets, hundred, tweet_fields=fields))
            there |= {edited[ident]: item for ident, item in newer.items() if ident in edited}
            bought |= dict.fromkeys(newer)
        return there, problems, bought_as("post.read", bought)


def one(told: Json) -> Json:
    """The one thing of an answer."""
    data = told.get("data")
    if not isinstance(data, dict):
        _must_know(told)
        raise Transient("X's answer does not hold what was asked for.")
    return data


def bought_as(operation: str, idents: Collection[str]) -> Bought:
    """What a call cost, for the budget."""
    return {operation: tuple(idents)} if idents else {}


def must_list(told: Json) -> None:
    """Refuse what is no page: taken for an empty one it would close a gap that is unread."""
    meta, data = told.get("meta"), told.get("data", [])
    if not isinstance(meta, dict):
        _must_know(told)
    if not isinstance(meta, dict) or not isinstance(data, list) or (meta.get("result_count") and not data):
        raise Transient("X's answer is no page of a list.")


def _keys(secret: Mapping[str, object]) -> dict[str, str]:
    """What tweepy is given: the account's own bearer, or the four keys to sign with."""
    names = ("bearer_token",) if "bearer_token" in secret else FOUR_KEYS
    if missing := [name for name in names if not secret.get(name)]:
        raise TokenExpired(f"The secret of this account lacks {', '.join(missing)}. Connect the account again.")
    return {name: str(secret[name]) for name in names}


class _Body(bytes):
    """An answer's body that tells its length only: tweepy writes out every answer for its debug log, read or not."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"

    __str__ = __repr__


def _refuse(response: requests.Response, now: Clock) -> None:
    """Told every answer before tweepy is, which stumbles over odd reset times and error bodies."""
    response._content = _Body(response.content)
    if not (200 <= response.status_code < 300 or response.is_redirect):
        raise x_errors.refusal(response, now())


def _must_know(told: Json) -> None:
    """Raise Missing where X says that there is no such account."""
    if any(kind == x_errors.NOT_THERE for _, kind in x_errors.problems(told)):
        raise x_errors.Missing("X knows no such account. Check its number in the roster.")
    if problems := x_errors.problems(told):
        raise Rejected(f"X does not tell it ({problems[0][1]}).")
