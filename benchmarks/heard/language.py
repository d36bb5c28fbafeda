"""The language of short texts: ours, with and without the account's languages, beside other detectors."""

from collections.abc import Callable, Sequence
from functools import cache
from zlib import crc32

import numpy as np

from benchmarks.heard.measures import Row, classes, share
from benchmarks.heard.sets import Item, Sets, said_in
from domain.listening.language import letters_only, tongues
from training.language import SEEN, SOURCES

CORE = ("en", "cy", "pl")
SHORT = 20
"""Characters: the texts everything else fails on."""

BATCH = 500
IN_DOMAIN = "in-domain: the part is trained on other texts of these sources"
TRANSFER = "transfer: nothing of this source was trained on"

Way = Callable[[Sequence[str]], list[str]]


def score(found: Sets) -> list[Row]:
    """Every way to tell languages on the short texts; then ours on the invented comments."""
    rows = [row for row in found.rows("langid") if not seen(row["text"])]
    held = len(found.rows("langid")) - len(rows)
    return [*_short_texts(rows, held), *_comments(found)]


@cache
def _seen() -> frozenset[int]:
    with np.load(SEEN, allow_pickle=False) as stored:
        return frozenset(stored["seen"].tolist())


def seen(text: str) -> bool:
    """Whether the part was trained on this very text: such texts are never scored."""
    return crc32(text.encode("utf-8")) in _seen()


def _short_texts(rows: list[Item], held: int) -> list[Row]:
    if not rows:
        return []
    out = []
    for name, way in _ways().items():
        said = way([row["text"] for row in rows])
        out += _rows(name, rows, said, f"{held:,} texts it was trained on left out" if name.startswith("ours") else "")
    return out


def _rows(name: str, rows: list[Item], said: list[str], note: str) -> list[Row]:
    both = list(zip(rows, said, strict=True))
    out = []
    for title, picked, why in (
        ("en", [one for one in both if one[0]["lang"] == "en"], note),
        ("cy", [one for one in both if one[0]["lang"] == "cy"], note),
        ("pl", [one for one in both if one[0]["lang"] == "pl"], note),
        ("en cy pl", [one for one in both if one[0]["lang"] in CORE], note),
        (
            f"en cy pl under {SHORT}",
            [one for one in both if one[0]["lang"] in CORE and len(one[0]["text"]) < SHORT],
            note,
        ),
        (
            "en cy pl, own sources",
            [one for one in both if one[0]["lang"] in CORE and one[0]["source"] in SOURCES],
            IN_DOMAIN,
        ),
        ("en, other sources", [one for one in both if one[0]["source"] not in SOURCES], TRANSFER),
    ):
        if picked:
            out.append(share("langid", title, name, [row["lang"] == code for row, code in picked], note=why))
    if len({row["lang"] for row in rows}) > len(CORE):
        out.append(classes("langid", "all languages", name, [row["lang"] for row in rows], said, note=note))
    return out


def _ways() -> dict[str, Way]:
    ways: dict[str, Way] = {
        "ours, account unknown": lambda texts: _ours(texts, ()),
        "ours, English account": lambda texts: _ours(texts, ("en",)),
        "ours, Welsh and English account": lambda texts: _ours(texts, ("cy", "en")),
        "always English": lambda texts: ["en"] * len(texts),
    }
    return ways | _others()


def _ours(texts: Sequence[str], hopes: tuple[str, ...]) -> list[str]:
    return [one.code for start in range(0, len(texts), BATCH)
            for one in tongues(texts[start : start + BATCH], [hopes] * len(texts[start : start + BATCH]))]  # fmt: skip


def _others() -> dict[str, Way]:
    """Other detectors, where they are installed."""
    ways: dict[str, Way] = {}
    try:
        import py3langid

        ways["py3langid"] = lambda texts: [str(py3langid.classify(text)[0]) for text in texts]
    except ImportError:
        pass
    try:
        from lingua import Language, LanguageDetectorBuilder

        three = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.WELSH, Language.POLISH).build()
        ways["lingua, en cy pl only"] = lambda texts: [_iso(three.detect_language_of(text)) for text in texts]
    except ImportError:
        pass
    return ways


def _iso(language: object) -> str:
    code = getattr(language, "iso_code_639_1", None)
    return str(code.name).lower() if code is not None else "und"


def _comments(found: Sets) -> list[Row]:
    """Invented comments: single languages with the account's known, and whether two languages in one are both heard."""
    all_ = [one for one in said_in(found.test) if letters_only(str(one.item["text"]))]
    if not all_:
        return []
    plain = [one for one in all_ if one.label["language"] in CORE]
    mixed = [one for one in all_ if one.label["language"] == "mixed"]
    said = tongues([one.item["text"] for one in plain], [("en",)] * len(plain))
    hit = [one.label["language"] == code.code for one, code in zip(plain, said, strict=True)]
    units = [one.thread for one in plain]
    rows = [share("threads", "en cy pl", "ours, English account", hit, units, note="made up; nothing of it trained on"),
            share("threads", "one language heard as two", "ours, English account", [bool(one.parts) for one in said],
                  units, "share", "made up; lower is better")]  # fmt: skip
    if mixed:
        two = tongues([one.item["text"] for one in mixed], [("en",)] * len(mixed))
        rows.append(
            share("threads", "both languages heard", "ours, English account", [len(one.parts) > 1 for one in two])
        )
    return rows
