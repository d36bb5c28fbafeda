"""Verdicts: what was heard in each reply of the public, and what a person knew better."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from domain.listening.words import Felt, Kind, Lane, Mood, Reason, Tongue, Topic
from domain.listening.words import Verdict as Heard
from store import bulk
from store.hearing import Unheard
from store.tables import Correction, Verdict

FIELDS = ("needs_answer", "kind", "lanes", "language", "topic")
"""What a person can correct."""

_COLUMNS = (
    "reply_id", "version", "heard_at", "language", "languages", "kind", "needs_answer", "sure", "lanes", "topic",
    "mood", "textblob", "reasons", "corrected",
)  # fmt: skip
_AGAIN = f"(reply_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
_CORRECTED = """SELECT reply_id, corrected, kind, needs_answer, lanes, language, topic FROM verdict
    WHERE reply_id AMONG ? ORDER BY reply_id"""
_MARK = "UPDATE reply SET heard = ? WHERE id = ? AND text = ?"  # edited meanwhile: it is heard anew


class Ruling(NamedTuple):
    """A reply and what stands of it: the verdict with what a person corrected."""

    reply: Unheard
    heard: Heard


def keep(db: Session, heard: Sequence[tuple[Unheard, Heard]], version: int, now: datetime) -> list[Ruling]:
    """Keep verdicts; tell what stands, for what a person corrected is not changed by hearing it again."""
    form = bulk.forms(db)
    fixed = _corrected(db, [reply.id for reply, _ in heard])
    rulings = [Ruling(reply, _as_corrected(verdict, fixed.get(reply.id, {}))) for reply, verdict in heard]
    rows = [_row(one, version, form.at(now), ",".join(fixed.get(one.reply.id, {}))) for one in rulings]
    bulk.run_many(db, bulk.insert("verdict", _COLUMNS, _AGAIN), rows)
    return rulings


def mark(db: Session, replies: Sequence[Unheard], version: int) -> None:
    """Say that these have been heard, as they stood when they were read."""
    bulk.run_many(db, _MARK, [(version, one.id, one.text) for one in replies])


def pass_over(db: Session, reply_ids: Sequence[bulk.Key], version: int) -> None:
    """There is nothing to hear in these any more: no version comes back to them, and none of their words is kept."""
    passed = "UPDATE verdict SET version = ?, reasons = '[]' WHERE reply_id = ?"
    bulk.run_many(db, passed, [(version, key) for key in reply_ids])


def uncorrected(db: Session, reply_ids: Sequence[bulk.Key]) -> None:
    """These were edited: what a person corrected was said of other words, and binds no more."""
    bulk.run_many(db, "UPDATE verdict SET corrected = '' WHERE reply_id = ?", [(key,) for key in reply_ids])


def forget_words(db: Session, reply_ids: Sequence[bulk.Key]) -> None:
    """Forget the words that verdicts quote: those of replies that are gone, or kept no longer."""
    bulk.run_many(db, "UPDATE verdict SET reasons = '[]' WHERE reply_id = ?", [(key,) for key in reply_ids])


def correct(db: Session, reply_id: UUID, person_id: UUID, field: str, now_is: str, at: datetime) -> bool:
    """A person knows better: keep that, and what was said before; False when there is nothing to correct."""
    verdict = db.get(Verdict, reply_id, with_for_update={"key_share": True}, populate_existing=True)
    if verdict is None or _said(verdict, field) == now_is:
        return False
    was = _said(verdict, field)
    made = Correction(
        reply_id=reply_id, person_id=person_id, at=at, field=field, was=was, now=now_is, version=verdict.version
    )
    db.add(made)
    setattr(verdict, field, _read(field, now_is))
    verdict.corrected = ",".join(dict.fromkeys([*filter(None, verdict.corrected.split(",")), field]))
    db.add(verdict)
    return True


def lanes_of(text: str) -> tuple[Lane, ...]:
    """Lanes as a verdict's row keeps them, the most pressing first."""
    kept = {one for one in text.split(",") if one}
    return tuple(lane for lane in Lane if lane in kept)


def lanes_text(lanes: Sequence[Lane]) -> str:
    """Lanes as a verdict's row keeps them: between commas, so that one can be looked for."""
    return f",{','.join(lanes)}," if lanes else ""


def _said(verdict: Verdict, field: str) -> str:
    value = getattr(verdict, field)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _read(field: str, text: str) -> Any:
    read: dict[str, Any] = {"needs_answer": lambda word: word == "yes", "kind": Kind, "topic": Topic}
    return read.get(field, str)(text)


def _corrected(db: Session, reply_ids: Sequence[bulk.Key]) -> dict[bulk.Key, dict[str, Any]]:
    """By reply, what a person corrected; who corrects one of them now waits until these are kept."""
    found = bulk.lock(db, _CORRECTED, bulk.forms(db).listed(list(reply_ids)))
    kept: dict[bulk.Key, dict[str, Any]] = {}
    for key, names, kind, needs, lanes, language, topic in found:
        values = {"kind": kind, "needs_answer": bool(needs), "lanes": lanes, "language": language, "topic": topic}
        kept[key] = {name: values[name] for name in names.split(",") if name in values}
    return kept


def _as_corrected(heard: Heard, fixed: Mapping[str, Any]) -> Heard:
    if "kind" in fixed:
        heard = replace(heard, kind=Kind(fixed["kind"]))
    if "needs_answer" in fixed:
        heard = replace(heard, needs_answer=fixed["needs_answer"])
    if "lanes" in fixed:
        heard = replace(heard, lanes=lanes_of(fixed["lanes"]))
    if "language" in fixed:
        heard = replace(heard, tongue=Tongue(fixed["language"]))
    if "topic" in fixed:
        heard = replace(heard, topic=Topic(fixed["topic"]))
    return heard


def _row(ruling: Ruling, version: int, at: Any, corrected: str) -> tuple[Any, ...]:
    heard, felt = ruling.heard, ruling.heard.felt
    return (
        ruling.reply.id,
        version,
        at,
        heard.tongue.code,
        ",".join(heard.tongue.parts),
        heard.kind.value,
        heard.needs_answer,
        heard.sure,
        lanes_text(heard.lanes),
        heard.topic.value,
        felt.mood.value if felt else None,
        felt.textblob if felt else None,
        _reasons(heard.reasons),
        corrected,
    )


def _reasons(reasons: Sequence[Reason]) -> str:
    return json.dumps([[one.code, one.words] for one in reasons], ensure_ascii=False)


__all__ = [
    "FIELDS",
    "Felt",
    "Mood",
    "Ruling",
    "correct",
    "forget_words",
    "keep",
    "lanes_of",
    "lanes_text",
    "mark",
    "pass_over",
    "uncorrected",
]
