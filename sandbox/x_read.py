"""X's reading endpoints: timelines, mentions, search, look-ups and users."""

import base64
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from sandbox import x_ask, x_errors, x_poll, x_render, x_search
from sandbox.items import Item, Json, born
from sandbox.ledger import Ledger
from sandbox.wire import Refusal
from sandbox.world import World
from sandbox.x_ask import Ask
from sandbox.x_auth import Signer

SEARCH_DAYS = timedelta(days=7)
OWN_CAP, SHORT_CAP = 3_200, 800
BOUND = ("since_id", "until_id", "start_time", "end_time", "exclude", "query", "sort_order")


class Reader:
    """One reading call: the world at one moment, who asks, what for, and where it is billed."""

    def __init__(self, world: World, ledger: Ledger, who: Signer, now: datetime, caps: bool, vocabulary: str) -> None:
        self.world, self.ledger, self.who, self.now = world, ledger, who, now
        self.caps, self.vocabulary = caps, vocabulary

    def timeline(self, account: str, params: dict[str, str]) -> Json:
        self._somebody(account)
        items = self.world.shelf("x", account, "posts", self.now)
        left_out = params.get("exclude", "").split(",") if "exclude" in params else []
        for word in left_out:
            if word not in ("replies", "retweets"):
                said = f"The `exclude` query parameter value [{word}] is not one of [replies,retweets]"
                raise x_errors.invalid("exclude", word, said)
        if "replies" in left_out:
            items = [item for item in items if item.parent is None]
        cap = SHORT_CAP if "replies" in left_out else OWN_CAP
        return self._page("timeline", f"timeline {account}", items, params, 5, cap)

    def mentions(self, account: str, params: dict[str, str]) -> Json:
        self._somebody(account)
        items = self.world.shelf("x", account, "mentions", self.now)
        return self._page("mentions", f"mentions {account}", items, params, 5, SHORT_CAP)

    def search(self, params: dict[str, str], lag: timedelta) -> Json:
        """What was said in the last seven days; the newest moments only where an end_time asks for them."""
        if "next_token" in params:
            params = {**params, "pagination_token": params["next_token"]}
        if "query" not in params:
            raise x_errors.invalid("query", "", "The `query` query parameter can not be empty")
        oldest = self.now - SEARCH_DAYS
        for name in ("start_time", "end_time"):
            asked = x_ask.moment(params, name)
            if asked is not None and asked < oldest:
                said = f"Invalid '{name}':'{params[name]}'. '{name}' must be on or after {x_render.stamp(oldest)}"
                raise x_errors.invalid(name, params[name], said)
        query = x_search.parse(params["query"])
        newest = self.now if "end_time" in params else self.now - lag
        found = {
            item.id: item for item in self._where(query) if oldest <= item.at <= newest and query.test(self.world, item)
        }
        items = sorted(found.values(), key=lambda item: item.rank)
        return self._page("search", "search", items, params, 10, len(items))

    def _where(self, query: x_search.Query) -> Iterable[Item]:
        """The narrowest part of the world in which the query can find anything."""
        world = self.world
        if query.conversations:
            for ident in query.conversations:
                opening = world.item("x", ident, self.now)
                yield from [opening] if opening else []
                yield from [item for item in world.threads.get(("x", ident), []) if item.at <= self.now]
        else:
            yield from (item for (platform, _), item in world.items.items() if platform == "x" and item.at <= self.now)

    def _somebody(self, account: str) -> None:
        x_ask.ident("id", account)
        if ("x", account) not in self.world.accounts and ("x", account) not in self.world.people:
            raise Refusal(200, {"errors": [x_errors.missing("user", "id", account)]})

    def _page(
        self, operation: str, what: str, items: Sequence[Item], params: dict[str, str], low: int, cap: int
    ) -> Json:
        """One page, newest first, of a list that is oldest first."""
        size = x_ask.count(params, low, 100)
        ask = x_ask.ask(operation, params, self.vocabulary)
        start = max(len(items) - cap, 0) if self.caps else 0
        start, end = self._bounds(items, params, start)
        mark = zlib.crc32(repr([what, self.who.account, *(params.get(name) for name in BOUND)]).encode())
        if "pagination_token" in params:
            toward, rank = _opened(params["pagination_token"], mark)
            place = bisect_left(items, rank, key=lambda item: item.rank)
            if toward == "n":
                end = min(place, end)
            else:
                end = min(bisect_right(items, rank, key=lambda item: item.rank) + size, end)
        first = max(end - size, start)
        page = [items[at] for at in range(end - 1, first - 1, -1)] if end > first else []
        meta: Json = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if page and first > start:
            meta["next_token"] = _token("n", page[-1].rank, mark)
        if page and "pagination_token" in params:
            meta["previous_token"] = _token("p", page[0].rank, mark)
        return self._posts(page, ask) | {"meta": meta}

    def _bounds(self, items: Sequence[Item], params: dict[str, str], start: int) -> tuple[int, int]:
        """Where since_id, until_id, start_time and end_time cut the list; ids win over times, both are exclusive."""
        end = len(items)
        since, until = x_ask.moment(params, "start_time"), x_ask.moment(params, "end_time")
        if "since_id" in params:
            start = max(start, bisect_right(items, self._rank(params, "since_id"), key=lambda item: item.rank))
        elif since is not None:
            start = max(start, bisect_left(items, since, key=lambda item: item.at))
        if "until_id" in params:
            end = bisect_left(items, self._rank(params, "until_id"), key=lambda item: item.rank)
        elif until is not None:
            end = bisect_left(items, until, key=lambda item: item.at)
        return start, max(end, start)

    def _rank(self, params: dict[str, str], name: str) -> tuple[int, int]:
        ident = x_ask.ident(name, params[name])
        known = self.world.items.get(("x", ident)) or self.world.gone.get(("x", ident))
        return known.rank if known else (born(ident), int(ident))

    def lookup(self, params: dict[str, str]) -> Json:
        wanted = x_ask.idents(params)
        ask = x_ask.ask("lookup", params, self.vocabulary)
        found = [item for ident in wanted if (item := self.world.item("x", ident, self.now))]
        there = {item.id for item in found}
        errors = [x_errors.missing("tweet", "ids", ident) for ident in wanted if ident not in there]
        return _with_errors(self._posts(found, ask), errors)

    def lookup_one(self, ident: str, params: dict[str, str]) -> Json:
        ask = x_ask.ask("lookup_one", params, self.vocabulary)
        item = self.world.item("x", x_ask.ident("id", ident), self.now)
        if item is None:
            return {"errors": [x_errors.missing("tweet", "id", ident)]}
        body = self._posts([item], ask)
        return body | {"data": body["data"][0]}

    def _posts(self, items: list[Item], ask: Ask) -> Json:
        """Posts with what they bring along; `data` is left out where there is nothing."""
        if not items:
            return {}
        told, errors = [], []
        for item in items:
            post = x_render.post(self.world, item, ask, self.now)
            errors += x_render.private(self.world, item, ask, self.who, self.now, post)
            told.append(post)
        body: Json = {"data": told}
        if includes := self._includes(items, ask):
            body["includes"] = includes
        self.ledger.read("post", [item.id for item in items], self.now)
        return _with_errors(body, errors)

    def _includes(self, items: list[Item], ask: Ask) -> Json:
        referenced = self._referenced(items) if ask.expansions & {"referenced_tweets.id", "referenced_posts"} else []
        people: list[str] = []
        if "author_id" in ask.expansions:
            people += [item.author for item in items]
        if "in_reply_to_user_id" in ask.expansions:
            people += [ident for item in items if (ident := x_render.replied_to(self.world, item, self.now))]
        if "referenced_tweets.id.author_id" in ask.expansions:
            people += [item.author for item in self._referenced(items)]
        users = [user for ident in dict.fromkeys(people) if (user := x_render.user(self.world, ident, ask, self.now))]
        self.ledger.read("user", [user["id"] for user in users], self.now)
        self.ledger.read("post", [item.id for item in referenced], self.now)
        polled = [item for item in items if item.poll] if "attachments.poll_ids" in ask.expansions else []
        polls = [x_poll.told(item, ask.poll, self.now) for item in polled]
        tweets = [x_render.post(self.world, item, ask, self.now) for item in referenced]
        told = {"users": users, "polls": polls, "tweets": tweets}
        return {key: value for key, value in told.items() if value}

    def _referenced(self, items: list[Item]) -> list[Item]:
        wanted = dict.fromkeys(ident for item in items for ident in (item.parent, item.quoted) if ident)
        return [item for ident in wanted if (item := self.world.item("x", ident, self.now))]

    def user(self, ident: str, params: dict[str, str], operation: str, parameter: str = "id") -> Json:
        """One user, by id (or by name, which the caller has looked up)."""
        ask = x_ask.ask(operation, params, self.vocabulary)
        told = x_render.user(self.world, ident, ask, self.now)
        if told is None:
            return {"errors": [x_errors.missing("user", parameter, ident)]}
        self.ledger.read("user", [told["id"]], self.now)
        return {"data": told}

    def user_by_name(self, name: str, params: dict[str, str]) -> Json:
        ident = self.world.handles.get(("x", name.lower()))
        return self.user(ident or name, params, "user_by_name", "id" if ident else "username")

    def users(self, params: dict[str, str], operation: str) -> Json:
        """Several users, by id or by name."""
        if operation == "users":
            wanted = {ident: ident for ident in x_ask.idents(params)}
        else:
            names = list(islice(filter(None, params.get("usernames", "").split(",")), 101))
            if not 1 <= len(names) <= 100:
                raise x_errors.invalid("usernames", "", "The `usernames` query parameter must hold 1 to 100 names")
            wanted = {name: self.world.handles.get(("x", name.lower()), "") for name in names}
        ask = x_ask.ask(operation, params, self.vocabulary)
        parameter = "ids" if operation == "users" else "usernames"
        told = {given: x_render.user(self.world, ident, ask, self.now) for given, ident in wanted.items()}
        errors = [x_errors.missing("user", parameter, given) for given, user in told.items() if user is None]
        found = [user for user in told.values() if user is not None]
        self.ledger.read("user", [user["id"] for user in found], self.now)
        return _with_errors({"data": found} if found else {}, errors)


def _with_errors(body: Json, errors: list[Json]) -> Json:
    return body | {"errors": errors} if errors else body


def _token(toward: str, rank: tuple[int, int], mark: int) -> str:
    """A page token that says nothing to its reader and belongs to one query."""
    plain = f"{toward}.{rank[0]}.{rank[1]}.{mark}"
    sealed = f"{zlib.crc32(plain.encode()):08x}.{plain}".encode()
    return base64.b32encode(sealed).decode().rstrip("=").lower()


def _opened(token: str, mark: int) -> tuple[str, tuple[int, int]]:
    wrong = x_errors.invalid(
        "pagination_token", token, f"The `pagination_token` query parameter value [{token}] is not valid"
    )
    try:
        sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8)).decode()
        seal, toward, at, number, made_for = sealed.split(".")
    except ValueError:
        raise wrong from None
    if seal != f"{zlib.crc32(sealed[9:].encode()):08x}" or int(made_for) != mark:
        raise wrong
    return toward, (int(at), int(number))
