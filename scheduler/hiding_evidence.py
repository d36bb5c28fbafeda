"""Evidence of a hiding: what was hidden by which rule, by whom, why and when, and the objections; JSON with a sum."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.clock import Clock
from domain.people import Act, Signed
from domain.questions import HidingState
from scheduler.desk_rules import allow_area, missing
from scheduler.evidence import Evidence, moment_of, plain, sum_of
from store import audit, reports
from store.db import Store
from store.hidings import SUBJECT
from store.reports import HidingEvent, HidingRow

FORM = 1
"""Grows when a key changes its meaning."""

CERTAIN: Mapping[HidingState, str] = {
    HidingState.ORDERED: "It is to be hidden; the platform has not said yet that it is.",
    HidingState.HIDDEN: "The platform said that it is hidden.",
    HidingState.SHOW_ORDERED: "It is to be shown again; the platform has not said yet that it is.",
    HidingState.SHOWN: "It is not hidden by us.",
    HidingState.REFUSED: "The platform refused to hide it: it stayed visible.",
}
LEFT_OUT = ("id", "reply_id", "account_id", "account", "platform", "team", "district", "next_try_at", "kind")


def export(store: Store, who: Signed, which: UUID, now: Clock) -> Evidence:
    """The whole story of a hiding within this person's scope, and a line of the trail that it was handed out."""
    with store.writing(durable=True) as db:
        at = now()
        allow_area(who, Act.EXPORT, who.scope, "")
        found = reports.hiding(db, who, which)
        if found is None:
            raise missing("hidden comment, or it is not within your area")
        history = reports.hiding_history(db, who, which)
        facts = _facts(found, history, reports.force_name(db))
        digest = sum_of(facts)
        earlier = [_line(one) for one in history if one.act == Act.EXPORT]
        told = {"by": who.name, "at": moment_of(at), "sha256": digest, "earlier": earlier}
        audit.write(db, who, Act.EXPORT, SUBJECT, which, at, f"sha256 {digest}")
    document = {"form": FORM, "export": told, "evidence": facts}
    return Evidence(document, json.dumps(document, ensure_ascii=False, indent=2) + "\n", digest)


def _facts(row: HidingRow, history: list[HidingEvent], force: str) -> dict[str, Any]:
    told = plain(row, LEFT_OUT)
    return {
        "id": str(row.id),
        "force": force,
        "account": {
            "platform": row.platform.value, "handle": row.account, "team": row.team, "district": row.district,
        },
        "certain": CERTAIN[row.state],
        **told,
        "state": row.state.value,
        "appeal": row.appeal.splitlines(),
        "question_id": str(row.question_id) if row.question_id else None,
        "trail": [_line(one) for one in history if one.act != Act.EXPORT],
    }  # fmt: skip


def _line(one: HidingEvent) -> dict[str, Any]:
    return {
        "at": moment_of(one.at),
        "act": one.act,
        "by": one.who or "the service",
        "machine_user": one.system_user or None,
        "detail": one.detail or None,
    }
