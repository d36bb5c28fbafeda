"""Does it need an answer from us: on police threads, and by transfer on messages to Indian police and city services."""

from benchmarks.heard.heard import comment_of, folders, verdicts
from benchmarks.heard.measures import Row, binary, classes, kappa, share
from benchmarks.heard.plainly import asks_something
from benchmarks.heard.sets import Item, Said, Sets
from domain.listening.scored import score_labels
from domain.listening.words import Comment, Verdict

WORDS = ("please", "can you", "could you", "when", "how do", "reported", "stolen", "who do", "police")


def score(found: Sets) -> list[Row]:
    """Every set with answers owed that was found."""
    rows: list[Row] = []
    for folder, said in sorted(folders(found).items()):
        rows += _threads(f"threads: {folder}", said)
    rows += _passes(found)
    rows += _messages(
        "police pilot (India)", "text", [(one, one["needs_reply"] == "1") for one in found.rows("police_pilot")]
    )
    rows += _messages(
        "Mumbai civic, complaint", "tweet", [(one, one["complaint"] == "1") for one in found.rows("mumbai")]
    )
    return rows


def _threads(name: str, said: list[Said]) -> list[Row]:
    truth, units = [bool(one.label["needs_answer"]) for one in said], [one.thread for one in said]
    told = verdicts([comment_of(one) for one in said])
    texts = [one.item["text"] for one in said]
    rows = [
        binary(name, "needs an answer", method, truth, heard, units, note)
        for method, heard, note in (
            ("always", [True] * len(said), "baseline"),
            ('contains "?"', ["?" in text for text in texts], "baseline"),
            ("keyword list", [_worded(text) for text in texts], "baseline"),
            ("plain rules of the collector", [asks_something(text) for text in texts], "baseline"),
            ("hear()", [one.needs_answer for one in told], "intervals by thread"),
        )
    ]
    rows += [
        classes(
            name, "kind", "always chat", [one.label["kind"] for one in said], ["chat"] * len(said), units, "baseline"
        ),
        classes(name, "kind", "hear()", [one.label["kind"] for one in said], [str(one.kind) for one in told], units),
    ]
    return rows + _lanes(name, said, told)


def _lanes(name: str, said: list[Said], told: list[Verdict]) -> list[Row]:
    pairs = [
        ({"lanes": [str(lane) for lane in heard.lanes]}, {"lanes": one.label["lanes"]})
        for one, heard in zip(said, told, strict=True)
        if "lanes" in one.label
    ]
    return [
        Row(name, one.task, "hear()", one.n, {"F1": one.f1 or 0, "P": one.precision or 0, "R": one.recall or 0},
            note=f"{one.true} true, {one.said} said")
        for one in score_labels(pairs) if one.task.startswith("lane=")
    ]  # fmt: skip


def _passes(found: Sets) -> list[Row]:
    """How far two passes of labels over the same comments agree, where there are two."""
    rows, tables = [], found.test.get("labels", [])
    for at, one in enumerate(tables):
        for other in tables[at + 1 :]:
            mine, theirs = ({row["id"]: row for row in table.rows} for table in (one, other))
            shared = [key for key in mine if key in theirs] if one.path.parent == other.path.parent else []
            for task in ("needs_answer", "kind", "urgent"):
                if shared:
                    both = [[str(rows_[key].get(task)) for key in shared] for rows_ in (mine, theirs)]
                    agreed = share(
                        one.path.parent.name,
                        f"two passes: {task}",
                        "people",
                        [x == y for x, y in zip(*both, strict=True)],
                    )
                    agreed.figures["kappa"] = kappa(both[0], both[1])
                    rows.append(agreed)
    return rows


def _messages(name: str, column: str, items: list[tuple[Item, bool]]) -> list[Row]:
    if not items:
        return []
    texts, truth = [one[column] for one, _ in items], [so for _, so in items]
    told = verdicts([Comment(text) for text in texts])
    return [
        binary(name, "needs an answer", "always", truth, [True] * len(texts), note="baseline"),
        binary(name, "needs an answer", 'contains "?"', truth, ["?" in text for text in texts], note="baseline"),
        binary(name, "needs an answer", "hear()", truth, [one.needs_answer for one in told], note="transfer"),
    ]


def _worded(text: str) -> bool:
    return any(word in text.lower() for word in WORDS)
