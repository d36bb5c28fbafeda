"""Evidence: the whole story of one publication as a file for a complaint or an inquiry, and a line in the trail.

The facts are one JSON object whose SHA-256 stands beside it: two copies with the same sum tell the same story,
whenever and by whomever they were exported.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.clock import LONDON, Clock
from domain.people import Act, Signed
from domain.publication import State
from scheduler.desk_rules import allow_area, missing
from store import audit, reports
from store.db import Store
from store.reports import Story, StoryRow

FORM = 1
"""Grows when a key changes its meaning."""

CERTAIN: Mapping[State, str] = {
    State.QUEUED: "It has not been sent. It waits for its time.",
    State.PUBLISHING: "It is being sent at this moment; what became of it is not known yet.",
    State.PUBLISHED: "It was public: the platform gave it the id told here.",
    State.FAILED: "It was not published: every attempt surely failed, or was refused.",
    State.UNKNOWN: "It may be public: an attempt ended without an answer, and it has not been found so far.",
    State.WAITING: "It has not been sent. A person has to decide.",
    State.CANCELLED: "It was stopped and has not been published.",
}
GIVEN_UP = "Nobody could tell whether it was public: a person closed the matter."
GONE = "It was public and is no longer there."


@dataclass(frozen=True)
class Evidence:
    """An export: the whole document, its JSON as it is written to a file, and the sum over its facts."""

    document: Mapping[str, Any]
    text: str
    sum: str


def export(store: Store, who: Signed, which: UUID, now: Clock, *, service: str = "") -> Evidence:
    """The story of a publication within this person's scope, and a line of the trail that it was handed out.

    `service`: nobody of the roster asks but this user of the machine, at its command line.
    """
    with store.writing(durable=True) as db:
        at = now()
        if not service:
            allow_area(who, Act.EXPORT, who.scope, "")
        found = reports.story(db, who, which, at)
        if found is None:
            raise missing("publication, or it is not within your area")
        facts = _facts(found, reports.force_name(db))
        digest = sum_of(facts)
        by = f"{service}, at the command line" if service else who.name
        told = {"by": by, "at": moment_of(at), "sha256": digest, "earlier": [_export(one) for one in found.exports]}
        audit.write(
            db, None if service else who, Act.EXPORT, "publication", which, at,
            f"sha256 {digest}" + (f", by {by}" if service else ""),
        )  # fmt: skip
    document = {"form": FORM, "export": told, "evidence": facts}
    return Evidence(document, json.dumps(document, ensure_ascii=False, indent=2) + "\n", digest)


def sum_of(facts: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of facts as JSON with sorted keys and no spaces, in UTF-8."""
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def certain(found: Story) -> str:
    """What is certain of a publication, in a sentence."""
    row = found.row
    if row.gone_at:
        return GONE
    if row.trouble_kind == "GivenUp":
        return GIVEN_UP
    return CERTAIN[row.state]


def _facts(found: Story, force: str) -> dict[str, Any]:
    row, message = found.row, found.message
    return {
        "id": str(row.id),
        "force": force,
        "account": {
            "platform": row.platform.value, "handle": row.account, "team": row.team, "district": row.district,
        },
        "state": row.state.value,
        "certain": certain(found),
        "words": row.text,
        "answers": {"id": found.in_reply_to, "words": found.asked} if found.in_reply_to else None,
        "category": row.category or None,
        "campaign": row.campaign,
        "poll": row.poll,
        "urgent": message.urgent or None,
        "author": row.author,
        "approved_by": row.approved_by,
        "approved_under": row.approved_under or None,
        "approved_at": moment_of(message.approved_at if row.version == message.version else None),
        "version": row.version,
        "written_at": moment_of(message.created_at),
        "due_at": moment_of(row.due_at),
        "late_after_minutes": message.late_after_s // 60,
        "published_at": moment_of(row.published_at),
        "external_id": row.external_id,
        "url": row.url,
        "gone_at": moment_of(row.gone_at),
        "trouble": row.trouble or None,
        "looks": {"number": row.looks, "last_at": moment_of(row.looked_at)},
        "attempts": [_attempt(one) for one in found.events if one.kind == "attempt"],
        "trail": [_line(one) for one in found.events if one.kind == "trail"],
        "take_downs": [plain(one, ("asked_by_id", "next_try_at")) for one in reversed(found.take_downs)],
        "pictures": [plain(one) for one in found.pictures],
        "holds": [plain(one) for one in found.holds],
        "cost_usd": found.micros / 1_000_000,
    }  # fmt: skip


def _attempt(one: StoryRow) -> dict[str, Any]:
    return {
        "number": one.number,
        "started_at": moment_of(one.at),
        "ended_at": moment_of(one.finished_at),
        "outcome": one.act,
        "detail": one.detail or None,
        "answer": one.answer or None,
        "worker": one.worker or None,
        "cost_usd": (one.micros or 0) / 1_000_000,
    }


def _line(one: StoryRow) -> dict[str, Any]:
    return {
        "at": moment_of(one.at),
        "act": one.act,
        "by": one.who or "the service",
        "machine_user": one.system_user or None,
        "detail": one.detail or None,
    }


def _export(one: StoryRow) -> dict[str, Any]:
    return {"at": moment_of(one.at), "by": one.who, "detail": one.detail}


def plain(one: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row of a report as JSON has it."""
    told = {name: getattr(one, name) for name in one.__dataclass_fields__ if name not in without}
    if "micros" in told:
        told["cost_usd"] = told.pop("micros") / 1_000_000
    return {name: moment_of(value) if isinstance(value, datetime) else value for name, value in told.items()}


def moment_of(at: datetime | None) -> dict[str, str] | None:
    """A moment, in UTC and as it was in London."""
    if at is None:
        return None
    here = at.astimezone(LONDON)
    return {
        "utc": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "london": f"{here:%a} {here.day} {here:%b %Y, %H:%M:%S %Z}",
    }
