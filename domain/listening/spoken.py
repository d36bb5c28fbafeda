"""A text as rules and models read it: plain letters, words, and the phrases of a table found among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLAIN = str.maketrans(
    {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z", "ŵ": "w", "ŷ": "y",
     "â": "a", "ê": "e", "î": "i", "ô": "o", "û": "u", "ï": "i", "é": "e", "è": "e", "'": None, "’": None, "‘": None,
     "ʼ": None, "`": None, "´": None, "？": "?",
     "\n": " ; ", "\r": " ", "\x85": " ; ", "\u2028": " ; ", "\u00ad": None, "\u200b": None}
)  # fmt: skip
"""Letters people leave the marks off, and apostrophes people leave out: both ways of writing become one."""

_LINKS = re.compile(r"https?:/?/?\S*|www\.\S+|\bpic\.\S+")
_HANDLES = re.compile(r"(?<!\w)@\w+")
_LONG = re.compile(r"([a-z?!])\1{2,}")
_WORDS = re.compile(r"[^\W_]+(?:[-.,:/&*][^\W_]+)*|\?|[.!;…]+|,")
LONGEST = 2_000
"""No rule reads further than this many characters: what is said is said by then, and nobody can make us slow."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text, ready for rules: `plain` without links and handles, its words (marks among them), its handles."""

    plain: str
    words: tuple[str, ...]
    handles: tuple[str, ...]


def spoken(text: str) -> Spoken:
    """A text as rules read it."""
    said = _LINKS.sub(" ", text[:LONGEST]) if "http" in text or "." in text else text[:LONGEST]
    handles = tuple(_HANDLES.findall(said)) if "@" in said else ()
    said = _HANDLES.sub(" ", said) if handles else said
    plain = _LONG.sub(r"\1\1", said.lower().translate(_PLAIN).replace("#", " "))
    return Spoken(plain, tuple(_WORDS.findall(plain)), handles)


def word_set(said: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(said.split())


Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """A table of phrases made quick to find: single words, longer phrases by their first word, and begun words."""

    single: dict[str, Codes]
    longer: dict[str, list[tuple[tuple[str, ...], Codes]]]
    begun: dict[str, list[tuple[tuple[str, ...], Codes]]]


Table = Mapping[str, str]
"""Code to phrases, one a line or parted by `|`; a word that ends in `*` stands for all that begin so,
`_` (never first) for any one word."""

_STEM = 3


def phrases(*tables: Table) -> Phrases:
    """Several tables (one a language, say) as one; the same phrase may speak for several codes."""
    codes: dict[tuple[str, ...], list[str]] = {}
    for table in tables:
        for code, listed in table.items():
            for phrase in filter(None, (one.strip() for one in re.split(r"[|\n]", listed))):
                codes.setdefault(tuple(phrase.lower().translate(_PLAIN).split()), []).append(code)
    made = Phrases({}, {}, {})
    for words, speaks in codes.items():
        if words[0].endswith("*"):
            made.begun.setdefault(words[0][:_STEM], []).append((words, tuple(speaks)))
        elif len(words) > 1:
            made.longer.setdefault(words[0], []).append((words, tuple(speaks)))
        else:
            made.single[words[0]] = tuple(speaks)
    return made


def found(table: Phrases, words: tuple[str, ...]) -> dict[str, str]:
    """The codes a text speaks for, each with the first words that do."""
    told: dict[str, str] = {}
    single, longer, begun = table.single, table.longer, table.begun
    for at, word in enumerate(words):
        if word in single:
            for code in single[word]:
                told.setdefault(code, word)
        if word in longer:
            _longer(longer[word], words, at, told)
        if (stem := word[:_STEM]) in begun:
            _longer(begun[stem], words, at, told)
    return told


def _longer(listed: list[tuple[tuple[str, ...], Codes]], words: tuple[str, ...], at: int, told: dict[str, str]) -> None:
    following = words[at + 1] if at + 1 < len(words) else ""
    for phrase, codes in listed:
        if len(phrase) > 1 and phrase[1] != following and phrase[1][-1] not in "*_":
            continue
        if _stands(phrase, words, at):
            for code in codes:
                told.setdefault(code, " ".join(words[at : at + len(phrase)]))


def _stands(phrase: tuple[str, ...], words: tuple[str, ...], at: int) -> bool:
    if at + len(phrase) > len(words):
        return False
    for wanted, word in zip(phrase, words[at : at + len(phrase)], strict=True):
        if word != wanted and wanted != "_" and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
    return True
