"""Evidence as a sheet of paper: one HTML file that needs nothing else, prints on A4, and runs nothing."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from scheduler.evidence import Evidence

Json = Mapping[str, Any]

ACTS: Mapping[str, str] = {
    "write": "wrote it",
    "submit": "sent it for approval",
    "approve": "approved it",
    "return": "returned it to its author",
    "edit": "changed it",
    "withdraw": "took it back",
    "answer": "answered the public",
    "cancel": "stopped it",
    "retime": "gave it a time",
    "queue_again": "sent it again",
    "confirm_published": "confirmed that it is public",
    "give_up": "closed the matter: nobody could tell",
    "take_down": "asked to take it down",
    "approve_take_down": "agreed to take it down",
    "insist": "insisted on the same words again",
    "urgent": "let it go before all others",
    "unknown": "an attempt died: it may be public",
    "waiting": "kept it back for a person",
    "failed": "refused before it was sent",
    "found": "found it on the platform",
    "deleted": "had it deleted",
    "gone": "saw that it is gone",
    "take_down_refused": "was refused the deletion",
    "published_twice": "saw it on the platform a second time",
}
"""What a line of the trail says of who did it; a word that is not here stands for itself."""

OUTCOMES: Mapping[str, str] = {
    "started": "no end is known",
    "published": "published",
    "unknown": "no answer: may be public",
    "RateLimited": "not now: a limit of the platform",
    "TokenExpired": "not now: the account must be connected again",
    "OutOfCredit": "not now: no money",
    "Rejected": "refused",
    "Transient": "did not reach the platform",
}

STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 system-ui, "Segoe UI", Arial, sans-serif; color: #0b0c0c; background: #fff; margin: 1.5rem auto;
  max-width: 182mm; padding: 0 0.75rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { font-size: 15pt; margin: 0 0 0.2rem; } h2 { font-size: 11pt; margin: 0.8rem 0 0.2rem; break-after: avoid; }
p { margin: 0.2rem 0; } .quiet { color: #505a5f; } .sure { font-weight: 600; }
.words { white-space: pre-wrap; border: 1px solid #b1b4b6; border-left: 4px solid #1d4ed8; padding: 0.5rem 0.7rem;
  margin: 0.4rem 0; unicode-bidi: isolate; } .words.theirs { border-left-color: #505a5f; }
table { border-collapse: collapse; width: 100%; font-size: 9.25pt; line-height: 1.3; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 0.6rem 0.15rem 0; border-top: 1px solid #d5d7d9; }
th { font-weight: 600; } .facts th { width: 8.5rem; } thead th { border-top: 0; color: #505a5f; }
td.at { width: 31%; } td.at + td { width: 22%; }
.sum { font-family: ui-monospace, monospace; font-size: 9pt; }
footer { margin-top: 1rem; border-top: 2px solid #0b0c0c; padding-top: 0.4rem; font-size: 9pt; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
@media (max-width: 30rem) { .facts th { width: 6rem; } }
"""


def sheet(of: Evidence) -> str:
    """The document as HTML; every word in it is plain text."""
    facts, told = of.document["evidence"], of.document["export"]
    where = f"{facts['account']['handle']} ({facts['account']['platform'].capitalize()})"
    parts = [
        f"<h1>The story of one post</h1><p class=quiet>{safe(facts['force'])} · {safe(where)}</p>",
        f"<p class=sure>{safe(facts['certain'])}</p>",
        f"<div class=words dir=auto>{safe(facts['words'])}</div>",
        *_answered(facts),
        _table("facts", [], _facts(facts)),
        _section(
            "Attempts to publish it",
            ("Began", "Ended", "How"),
            (_attempt(one, facts["url"]) for one in facts["attempts"]),
        ),
        _section("Who did what", ("When", "Who", "What"), map(_line, facts["trail"])),
        _section("Taking it down", ("Asked", "Why", "How far"), map(_take_down, facts["take_downs"])),
        _section("Images and video", ("File", "Size", "Alt text"), map(_picture, facts["pictures"])),
        _section("Holds over it", ("From", "Until", "Why"), map(_hold, facts["holds"])),
        _foot(told),
    ]
    title = f"{where}, {_london(facts['published_at'] or facts['due_at'])}"
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{safe(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _answered(facts: Json) -> list[str]:
    if not facts["answers"]:
        return []
    words = safe(facts["answers"]["words"] or "(its words are not kept any more)")
    return [f"<p>It answers a member of the public:</p><div class='words theirs' dir=auto>{words}</div>"]


def _facts(facts: Json) -> Iterable[Sequence[str]]:
    approved = facts["approved_by"] or facts["approved_under"]
    let_go = f"{_london(facts['approved_at'])}, by {approved} (version {facts['version']})" if approved else ""
    looks, poll = facts["looks"], facts["poll"]
    rows = (
        ("Written", f"{_london(facts['written_at'])}, by {facts['author']}"),
        ("Approved", let_go),
        ("Due", _london(facts["due_at"])),
        ("Urgent", facts["urgent"]),
        ("Published", _london(facts["published_at"])),
        ("Id there", facts["external_id"]),
        ("Address", facts["url"]),
        ("Gone since", _london(facts["gone_at"])),
        ("Looked for", f"{looks['number']} times, last {_london(looks['last_at'])}" if looks["number"] else ""),
        ("Noted", facts["trouble"]),
        ("Kind", " · ".join(part for part in (facts["category"], facts["campaign"]) if part)),
        ("Poll", f"{'; '.join(poll['options'])} (open for {poll['minutes']:,} minutes)" if poll else ""),
        ("Cost", f"US${facts['cost_usd']:.3f}"),
        ("Our number", facts["id"]),
    )
    return [(name, str(value)) for name, value in rows if value]


def _attempt(one: Json, url: str | None) -> Sequence[str]:
    detail = None if one["detail"] == url else one["detail"]  # the address stands above
    said = [OUTCOMES.get(one["outcome"], one["outcome"]), detail, one["answer"]]
    cost = f"US${one['cost_usd']:.3f}" if one["cost_usd"] else ""
    worker = f"by {one['worker']}" if one["worker"] else ""
    ended = _london(one["ended_at"]).split(", ")[-1] or "–"  # the day stands beside it
    return _london(one["started_at"]), ended, _joined(*said, worker, cost)


def _line(one: Json) -> Sequence[str]:
    user = f"(machine user {one['machine_user']})" if one["machine_user"] else ""
    who = f"{one['by']} {user}".strip()
    return _london(one["at"]), who, _joined(ACTS.get(one["act"], one["act"]), one["detail"])


def _take_down(one: Json) -> Sequence[str]:
    asked = f"{_london(one['asked_at'])}, by {one['asked_by']}"
    agreed = f"agreed {_london(one['approved_at'])} by {one['approved_by']}" if one["approved_by"] else ""
    deleted = f"deleted {_london(one['deleted_at'])}" if one["deleted_at"] else ""
    gone = f"gone {_london(one['gone_at'])}" if one["gone_at"] else one["state"]
    return asked, one["reason"], _joined(agreed, deleted, gone, one["trouble"])


def _picture(one: Json) -> Sequence[str]:
    size = f"{one['width']} × {one['height']} pixels, {one['size']:,} bytes"
    return _joined(f"{one['place'] + 1}", one["mime"], f"SHA-256 {one['digest']}"), size, one["alt"]


def _hold(one: Json) -> Sequence[str]:
    since = f"{_london(one['since'])}, by {one['placed_by'] or 'the service'}"
    until = f"{_london(one['lifted_at'])}, by {one['lifted_by']}" if one["lifted_at"] else "in force"
    return since, until, _joined(one["reason"], "it fell due under this one" if one["stopped_it"] else "")


def _foot(told: Json) -> str:
    earlier = f" Exports before this one: {len(told['earlier'])}." if told["earlier"] else ""
    exported = f"Exported {_london(told['at'])} ({told['at']['utc']}) by {told['by']}.{earlier}"
    return (
        f"<footer><p>{safe(exported)} "
        "All times are London's unless they say otherwise. What platforms said is shortened, and free of keys.</p>"
        f"<p>SHA-256 over the facts of the JSON export: <span class=sum>{safe(told['sha256'])}</span>. "
        "Copies with the same sum tell the same story.</p></footer>"
    )


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = list(rows)
    return f"<h2>{safe(title)}</h2>{_table('', heads, listed)}" if listed else ""


def _table(kind: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th scope=col>{safe(name)}</th>" for name in heads)
    body = ""
    for first, *rest in rows:
        begins = f"<td class=at>{safe(first)}</td>" if heads else f"<th scope=row>{safe(first)}</th>"
        body += f"<tr>{begins}{''.join(f'<td>{safe(cell)}</td>' for cell in rest)}</tr>"
    return f'<table class="{kind}">{f"<thead><tr>{head}</tr></thead>" if head else ""}<tbody>{body}</tbody></table>'


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _london(at: Json | None) -> str:
    return str(at["london"]) if at else ""


def safe(text: object) -> str:
    return escape(str(text), quote=True)
