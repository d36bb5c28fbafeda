"""The sandbox's own address: what is true, what it would cost, what goes wrong, and what the public does now."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox import graph_insights, growth, storms, x_poll
from sandbox.faults import KINDS
from sandbox.items import Account, Item, Json
from sandbox.wire import Answer, Request
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.server import Sandbox


Order = Callable[["Sandbox", Json], Json]


class Wrong(Exception):
    """An order that cannot be carried out; its text says why."""


def answer(sandbox: "Sandbox", request: Request) -> Answer:
    """Carry out one order, or tell something."""
    path = request.path.strip("/")
    orders: dict[str, dict[str, Order]] = {"GET": TELLS, "POST": ORDERS, "DELETE": {"fault": _clear}}
    order = orders.get(request.method, {}).get(path)
    if order is None:
        return Answer(404, {"error": f"there is no {request.method} {path}", "get": list(TELLS), "post": list(ORDERS)})
    try:
        given = request.query() if request.method == "GET" else json.loads(request.body or b"{}")
        return Answer(200, order(sandbox, given))
    except (Wrong, KeyError, TypeError, ValueError) as trouble:
        return Answer(400, {"error": f"{type(trouble).__name__}: {trouble}"})


def _health(sandbox: "Sandbox", given: Json) -> Json:
    world = sandbox.world
    kinds = {kind: sum(item.kind == kind for item in world.items.values()) for kind in ("post", "reply", "mention")}
    return {
        "ok": True,
        "now": world.now().isoformat(),
        "world": world.name,
        "vocabulary": sandbox.vocabulary,
        "accounts": len(world.accounts),
        "posts": kinds["post"],
        "replies": kinds["reply"],
        "elsewhere": len(world.items) - kinds["post"] - kinds["reply"],
        "still_to_come": sum(item.at > world.now() for item in world.items.values()),
        "ids_that_stood_twice": len(world.repeated),
    }


def truth(world: World, platform: str | None = None, account: str | None = None) -> Json:
    """What is public at this moment, account by account, oldest first."""
    chosen = [
        found
        for (where, ident), found in world.accounts.items()
        if platform in (None, where) and account in (None, ident, found.handle, found.handle.lstrip("@"))
    ]
    return {"now": world.now().isoformat(), "accounts": [_account(world, found) for found in chosen]}


def _account(world: World, account: Account) -> Json:
    shelf = world.shelf(account.platform, account.id, "posts")
    posts = [_item(world, item) for item in shelf if item.kind == "post"]
    threads = [_item(world, item) for opening in shelf if opening.kind == "post" for item in world.thread(opening)]
    outside = [
        item for kind in ("mentions", "visitor", "tagged") for item in world.shelf(account.platform, account.id, kind)
    ]
    elsewhere = [item for item in outside if item.kind != "reply"]
    told = {key: value for key, value in asdict(account).items() if value is not None}
    told |= {"followers": world.followers(account), "towns": world.towns(account)}
    threads += [_item(world, item) for opening in elsewhere for item in world.thread(opening) if opening.parent is None]
    return told | {"posts": posts, "replies": threads, "elsewhere": [_item(world, item) for item in elsewhere]}


def _item(world: World, item: Item) -> Json:
    now = world.now()
    who = world.accounts.get((item.platform, item.author)) or world.people.get((item.platform, item.author))
    return {
        "id": item.id,
        "kind": item.kind,
        "post": item.root,
        "parent": item.parent,
        "author": who.name if who else item.author,
        "author_id": item.author,
        "text": item.text,
        "said": item.said if item.said is not None else item.text,
        "at": item.at.isoformat(),
        "by_us": item.by_us,
        "hidden": item.hidden,
        "likes": growth.likes(item, now),
        "replies": world.replies_to(item, now),
        "shares": growth.shares(item, now),
        "views": growth.views(item, now),
        "media": item.media,
    }


def _truth(sandbox: "Sandbox", given: Json) -> Json:
    return truth(sandbox.world, given.get("platform"), given.get("account"))


def _accepted(sandbox: "Sandbox", given: Json) -> Json:
    """Every post that was taken from an app, also those that are gone again, in the order they were taken."""
    world = sandbox.world
    taken = [item for item in (*world.items.values(), *world.gone.values()) if item.made_by_app and item.kind == "post"]
    told = [
        {"platform": item.platform, "id": item.id, "said": item.said or item.text, "at": item.at.isoformat()}
        for item in sorted(taken, key=lambda item: item.at)
    ]
    return {"now": world.now().isoformat(), "accepted": told}


def _fault(sandbox: "Sandbox", given: Json) -> Json:
    sandbox.faults.add(**given)
    return {"faults": sandbox.faults.tell()}


def _storm(sandbox: "Sandbox", given: Json) -> Json:
    """Strike calls to one platform at random from now on, until cleared."""
    sandbox.faults.blow(storms.from_order(given))
    return _storms(sandbox, given)


def _storms(sandbox: "Sandbox", given: Json) -> Json:
    return {"storms": [storm.tell() for storm in sandbox.faults.storms.values()]}


def _clear(sandbox: "Sandbox", given: Json) -> Json:
    sandbox.faults.clear()
    return {"faults": []}


def _found(world: World, given: Json, key: str = "id") -> Item:
    item = world.items.get((given["platform"], str(given[key])))
    if item is None:
        raise Wrong(f"{given['platform']} has no {given[key]}")
    return item


def add_reply(world: World, given: Json) -> Item:
    """A member of the public writes: under a post or comment, or (with `account`) somewhere else.

    With `by_us` it is our own account, answering by some other way than Bluelamp.
    """
    platform, at = given["platform"], _moment(given) or world.now()
    author = given.get("author", "A passer-by")
    more: dict[str, Any] = {"at": at, "likes": given.get("likes", 0), "mentions_us": given.get("mentions", True)}
    if given.get("id"):
        more["id"] = str(given["id"])
    if given.get("post") or given.get("parent"):
        parent = _found(world, given, "parent" if given.get("parent") else "post")
        if given.get("by_us"):
            return world.reply(parent, parent.account, given["text"], by_us=True, **more)
        person = world.person(platform, author, consented=given.get("consented"))
        return world.reply(parent, person.id, given["text"], **more)
    account = world.accounts.get((platform, str(given.get("account"))))
    if account is None:
        raise Wrong("name a post, a parent or one of the accounts")
    ident = more.pop("id", None) or world.mint(platform, at, f"{account.id}_")
    kind = "mention" if platform == "x" else given.get("surface", "visitor")
    person = world.person(platform, author, consented=given.get("consented"))
    return world.put(Item(platform, ident, kind, account.id, person.id, given["text"], root=ident, **more))


def _moment(given: Json) -> datetime | None:
    return datetime.fromisoformat(given["at"]) if given.get("at") else None


def _reply(sandbox: "Sandbox", given: Json) -> Json:
    return {"id": add_reply(sandbox.world, given).id}


def _post(sandbox: "Sandbox", given: Json) -> Json:
    """Our account posts by some other way than Bluelamp."""
    account = sandbox.world.accounts[given["platform"], str(given["account"])]
    return {"id": sandbox.world.publish(account.platform, account, given["text"], at=_moment(given)).id}


def _delete(sandbox: "Sandbox", given: Json) -> Json:
    _found(sandbox.world, given)
    sandbox.world.remove(given["platform"], str(given["id"]))
    return {"deleted": str(given["id"])}


def _edit(sandbox: "Sandbox", given: Json) -> Json:
    item = _found(sandbox.world, given)
    item.text = str(given["text"])
    item.said = item.text if item.said is not None else None
    sandbox.world.changes += 1
    return _item(sandbox.world, item)


def _vote(sandbox: "Sandbox", given: Json) -> Json:
    """Members of the public choose an answer of a poll on X (`option` 1 is the first, `votes` how many do)."""
    item, now = _found(sandbox.world, {"platform": "x", **given}), sandbox.world.now()
    if not x_poll.vote(item, int(given["option"]), int(given.get("votes", 1)), now):
        raise Wrong("there is no such answer, or the poll is over")
    return {"votes": x_poll.votes(item, now)}


def _followers(sandbox: "Sandbox", given: Json) -> Json:
    sandbox.world.set_followers(given["platform"], str(given["account"]), int(given["count"]), given.get("towns"))
    return {"followers": int(given["count"])}


def _clock(sandbox: "Sandbox", given: Json) -> Json:
    seconds = float(given["forward_seconds"])
    if seconds < 0:
        raise Wrong("time does not go backwards here")
    sandbox.world.forward += timedelta(seconds=seconds)
    sandbox.world.changes += 1
    return {"now": sandbox.world.now().isoformat()}


def _token(sandbox: "Sandbox", given: Json) -> Json:
    """A page's token: dead with a subcode (null revives it), or ending at a moment (unix seconds)."""
    graph, page = sandbox.graph, str(given["account"])
    for key, kept in (("dead", graph.dead), ("expires_at", graph.expires)):
        if given.get(key) is not None:
            kept[page] = int(given[key])
        elif key in given:
            kept.pop(page, None)
    return {"dead": graph.dead.get(page), "expires_at": graph.expires.get(page)}


def _insight(sandbox: "Sandbox", given: Json) -> Json:
    """Facebook tells one of its insights no more, to nobody and by whatever name it is asked; or (`told`) again."""
    name, ended = str(given["name"]), sandbox.world.ended
    if name not in graph_insights.PAGE.keys() | graph_insights.POST.keys():
        raise Wrong(f"Facebook has no insight {name}")
    (ended.discard if given.get("told", False) else ended.add)(name)
    return {"ended": sorted(ended)}


def _usage(sandbox: "Sandbox", given: Json) -> Json:
    sandbox.graph.percent[str(given["account"])] = int(given["percent"])
    return {"percent": int(given["percent"])}


TELLS: dict[str, Order] = {
    "health": _health,
    "truth": _truth,
    "accepted": _accepted,
    "ledger": lambda sandbox, given: sandbox.ledger.tell(),
    "calls": lambda sandbox, given: {"calls": list(sandbox.calls)},
    "storms": _storms,
    "faults": lambda sandbox, given: {
        "faults": sandbox.faults.tell(),
        "kinds": {kind: says for kind, (_, says) in KINDS.items()},
    },
}
ORDERS: dict[str, Order] = {
    "fault": _fault,
    "storm": _storm,
    "clear": _clear,
    "reply": _reply,
    "post": _post,
    "delete": _delete,
    "edit": _edit,
    "followers": _followers,
    "vote": _vote,
    "clock": _clock,
    "token": _token,
    "usage": _usage,
    "insight": _insight,
}
