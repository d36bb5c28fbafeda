"""Danger to someone now: on police threads, on invented danger texts, and by transfer on crisis messages."""

from collections.abc import Sequence

from benchmarks.heard.heard import comment_of, folders, in_danger, perils, verdicts
from benchmarks.heard.measures import Row, binary, ranked
from benchmarks.heard.sets import Said, Sets
from domain.listening.words import Comment

WORDS = (
    "help", "emergency", "999", "urgent", "now", "knife", "gun", "fire", "blood", "attack", "kill", "dying", "suicide",
    "trapped", "missing", "danger", "hurry", "stabbed", "ambulance", "scared",
)  # fmt: skip
"""The keyword list that a team would write in five minutes."""


def score(found: Sets) -> list[Row]:
    """Every set with danger in it that was found."""
    rows: list[Row] = []
    for folder, said in sorted(folders(found).items()):
        rows += _threads(f"threads: {folder}", said)
    invented = [(Comment(one["text"], post=one.get("post") or ""), bool(one["danger"])) for one in found.rows("danger")]
    rows += _set(
        "invented danger texts", invented, note="seen in training where the text lies in training/danger*.jsonl"
    )
    pilot = [(Comment(one["text"]), one["urgent"] == "1") for one in found.rows("police_pilot")]
    rows += _set("police pilot (India)", pilot, note="transfer")
    crisis = found.rows("trec_is")
    events = [one["event"] for one in crisis]
    rows += _set(
        "TREC incident streams", [(Comment(one["text"]), one["urgent"] == "1") for one in crisis], events, "transfer"
    )
    return rows


def _threads(name: str, said: list[Said]) -> list[Row]:
    items = [(comment_of(one), bool(one.label["urgent"])) for one in said]
    units = [one.thread for one in said]
    rows = _set(name, items, units, "intervals by thread; alarms: false ones of all comments without danger")
    quiet = [not one.label["needs_answer"] for one in said]
    told = in_danger(verdicts([comment for comment, _ in items]))
    kept = [at for at, is_quiet in enumerate(quiet) if is_quiet]
    rows.append(
        binary(name, "danger, of comments that need nothing", "hear()", [items[at][1] for at in kept],
               [told[at] for at in kept], [units[at] for at in kept], "only `alarms` speaks here")
    )  # fmt: skip
    return rows


def _set(name: str, items: list[tuple[Comment, bool]], units: Sequence[str] | None = None, note: str = "") -> list[Row]:
    if not items:
        return []
    comments, truth = [comment for comment, _ in items], [so for _, so in items]
    told = in_danger(verdicts(comments))
    return [
        binary(name, "danger", "always", truth, [True] * len(truth), units, "baseline"),
        binary(name, "danger", "keyword list", truth, [_worded(one.text) for one in comments], units, "baseline"),
        binary(name, "danger", "hear()", truth, told, units, note),
        ranked(name, "danger", "hear()", truth, perils(comments), units),
    ]


def _worded(text: str) -> bool:
    said = f" {text.lower()} "
    return any(word in said for word in WORDS)
