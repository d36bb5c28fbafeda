"""Keeping the sandbox's truth in a file, so that a second start goes on where the first stopped."""

import json
import os
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path

from sandbox.items import Account, Item, Json, Person
from sandbox.server import Sandbox
from sandbox.world import Clock, World

FORMAT = 1
DERIVED = ("rank",)


class Unusable(Exception):
    """A state file that this sandbox cannot go on from; its text says why."""


def dump(sandbox: Sandbox) -> Json:
    """All that a second start needs; the caller holds the world's lock."""
    world = sandbox.world
    return {
        "format": FORMAT,
        "world": world.name,
        "lifelike": world.lifelike,
        "began": world.began.isoformat(),
        "forward_seconds": world.forward.total_seconds(),
        "accounts": [asdict(account) for account in world.accounts.values()],
        "people": [asdict(person) for person in world.people.values()],
        "items": [_kept(item) for item in world.items.values()],
        "gone": [_kept(item) for item in world.gone.values()],
        "ledger": sandbox.ledger.dump(),
    }


def _kept(item: Item) -> Json:
    told = {part.name: getattr(item, part.name) for part in fields(item) if part.name not in DERIVED}
    return told | {"at": item.at.isoformat()}


def _item(kept: Json) -> Item:
    shown = tuple(kept["shown"]) if kept["shown"] else None
    return Item(**{**kept, "at": datetime.fromisoformat(kept["at"]), "shown": shown})


def save(sandbox: Sandbox, path: Path) -> None:
    """Write it beside the old one and put it in its place in one step."""
    with sandbox.world.lock:
        kept = dump(sandbox)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(kept, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def load(path: Path, now: Clock, name: str) -> tuple[World, Json]:
    """The world as it was kept, and its ledger; refused if it was kept of another world."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["format"] != FORMAT:
            raise ValueError(f"format {kept['format']}")
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise Unusable(f"{path} cannot be read as a sandbox's state ({trouble}); move it away to begin anew") from None
    if kept["world"] != name:
        raise Unusable(
            f"{path} was kept of the world {kept['world']}, not of {name}; name another file or move it away"
        )
    world = World(now, lifelike=kept["lifelike"], name=name)
    world.began = datetime.fromisoformat(kept["began"])
    world.forward = timedelta(seconds=kept["forward_seconds"])
    _fill(world, kept)
    return world, kept["ledger"]


def _fill(world: World, kept: Json) -> None:
    for account in kept["accounts"]:
        world.add_account(Account(**account))
    for told in kept["people"]:
        person = Person(**told)
        world.people[person.platform, person.id] = person
        world.handles.setdefault((person.platform, person.handle.lower()), person.id)
    for item in kept["items"]:
        world.put(_item(item))
    for item in map(_item, kept["gone"]):
        world.gone[item.platform, item.id] = item
