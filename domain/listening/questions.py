"""Whether a text asks something of somebody: the form of its clauses, and a trained part over that and its words."""

from collections.abc import Mapping, Sequence

import numpy as np

from domain.listening.asking import ASKS, CRIES, DOES_IT, ENDS, FILLERS, HELPERS, SOMEBODY, WHO_WHAT
from domain.listening.features import Floats, Lit, lit
from domain.listening.model import logits, part, probability
from domain.listening.spoken import Spoken, found, phrases, spoken

_ASKS = phrases(ASKS)
RULES = (
    "mark", "mark_ends", "marks", "mark_elsewhere", "mark_and_cry", "mark_after_one", "mark_unsupported",
    "who_what_first", "who_what_last_clause", "who_what_helped", "who_what_alone", "cries", "turned_first",
    "turned_last_clause", "turned_any", "does_it_first", "does_it_alone", "end_word", "short", "long",
    "retweet", "link_last", *ASKS, "phrase_first", "any_phrase", "turned_no_mark", "who_what_no_mark", "quoted",
    "any_first", "or",
)  # fmt: skip
"""The rules in the order their figures stand in."""

_AT = {name: at for at, name in enumerate(RULES)}


def asks(texts: Sequence[str]) -> list[float]:
    """How likely each text asks something, of anybody: 0 to 1. Bare texts, no thread round them."""
    return asking([spoken(text) for text in texts])


def asking(texts: Sequence[Spoken]) -> list[float]:
    """The same for texts already read."""
    if not texts:
        return []
    return [float(one) for one in probabilities(texts, lit(texts), figures(texts))]


def probabilities(texts: Sequence[Spoken], places: Lit, rules: Floats) -> Floats:
    """The same from numbers that were made already; a text without its mark is weighed by a part that never saw one."""
    told = logits(part("question"), places, rules)
    marked = np.asarray(["?" in text.words for text in texts], bool)
    return probability(np.where(marked, told[:, 0], told[:, 1]))


def figures(texts: Sequence[Spoken]) -> Floats:
    """The rules' figures of each text, a row each."""
    told = np.zeros((len(texts), len(RULES)), np.float32)
    for row, text in enumerate(texts):
        for name, value in form(text).items():
            told[row, _AT[name]] = value
    return told


def form(text: Spoken, said: Mapping[str, str] | None = None) -> dict[str, float]:
    """What the form of a text says: the rules that speak, with their figures. `said`: phrases found already."""
    words, told = text.words, {}
    marks = words.count("?")
    parts = clauses(words)
    size = sum(len(one) for one in parts)
    if marks:
        told["mark"], told["marks"] = 1.0, min(marks, 4) / 4
        told["mark_ends" if words[-1] == "?" else "mark_elsewhere"] = 1.0
    phrases_ = found(_ASKS, words) if said is None else said
    told.update({code: 1.0 for code in ASKS if code in phrases_})
    asked = bool(told.keys() & ASKS.keys())
    for at, clause in enumerate(parts):
        told.update(dict.fromkeys(_clause(clause, first=at == 0, last=at == len(parts) - 1), 1.0))
    turned = "turned_any" in told or "who_what_helped" in told
    if asked:
        told["any_phrase"] = 1.0
    if marks and not (asked or turned or "who_what_first" in told or "does_it_first" in told):
        told["mark_unsupported"] = 1.0
    if not marks and "turned_any" in told:
        told["turned_no_mark"] = 1.0
    if not marks and "who_what_helped" in told:
        told["who_what_no_mark"] = 1.0
    if marks and any("!" in word for word in words):
        told["mark_and_cry"] = 1.0
    if words and words[0] == "rt":
        told["retweet"] = 1.0
    if '"' in text.plain or "“" in text.plain:
        told["quoted"] = 1.0
    if size <= 3:
        told["short"] = 1.0
    told["long"] = min(size, 60) / 60
    return told


def clauses(words: Sequence[str]) -> list[list[str]]:
    """The words between marks, stops and commas, empty ones left out."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word[0] in "?.!;,…":
            parts.append([])
        else:
            parts[-1].append(word)
    return [one for one in parts if one]


def _clause(clause: Sequence[str], first: bool, last: bool) -> list[str]:
    told = []
    start = 0
    while start < len(clause) - 1 and clause[start] in FILLERS and clause[start + 1 :]:
        start += 1
    head = clause[start]
    after = clause[start + 1] if start + 1 < len(clause) else ""
    if clause[0] not in FILLERS and head == clause[0] and len(clause) > 2 and clause[1] in WHO_WHAT | DOES_IT:
        named = clause[1:]  # a name before it: "Tina didnt you hear"
        told += ["turned_any"] if named[0] in DOES_IT and named[1] in SOMEBODY else []
        told += ["who_what_helped"] if named[0] in WHO_WHAT and named[1] in HELPERS else []
    if head in WHO_WHAT:
        told += _who_what(head, after, first, last)
    elif head in DOES_IT:
        told += _turned(after, first, last)
    elif head.startswith("any"):
        told.append("any_first")
    for at in range(start + 1, len(clause) - 1):
        if clause[at] in WHO_WHAT and clause[at + 1] in DOES_IT:
            told.append("who_what_helped")
        elif clause[at] == "or":
            told.append("or")
    if last and clause[-1] in ENDS:
        told.append("end_word")
    return told


def _who_what(head: str, after: str, first: bool, last: bool) -> list[str]:
    if not after:
        return ["who_what_alone"]
    if after in CRIES and head in ("what", "how", "wot", "wat"):
        return ["cries"]
    told = ["who_what_first"] if first else []
    told += ["who_what_last_clause"] if last else []
    if after in HELPERS or (head.endswith("s") and len(head) > 3) or head in ("who", "which", "why"):
        told.append("who_what_helped")
    return told


def _turned(after: str, first: bool, last: bool) -> list[str]:
    if not after:
        return ["does_it_alone"]
    told = ["does_it_first"] if first else []
    if after in SOMEBODY:
        told += ["turned_any", *(["turned_first"] if first else []), *(["turned_last_clause"] if last else [])]
    return told
