"""The practice county's words: its content files, texts with their gaps filled, made-up people."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Table = dict[str, Any]

LONDON = ZoneInfo("Europe/London")
_GAP = re.compile(r"\{([^{}]*)\}")
_LINK = re.compile(r"https?://\S+")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # X counts these signs as one, all others as two
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_CY = ("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTHS_CY = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf"),
    *("Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)


@dataclass(frozen=True)
class Phrase:
    """One thing to say: its text with gaps, its language, and what may follow on it."""

    key: str
    text: str
    lang: str = "en"
    asks: bool = False
    answer: str | None = None
    then: str | None = None
    other: str | None = None
    open: bool = False


@dataclass(frozen=True)
class Sheet:
    """One wording of a post on one platform; `pair`: the English that a Welsh one goes out with."""

    key: str
    topic: str
    by: str  # team, force, any
    lang: str
    text: str
    quiet: bool = False
    pair: str | None = None


@cache
def content(name: str) -> Table:
    """One of the county's content files."""
    return tomllib.loads((files("sandbox") / "county" / f"{name}.toml").read_text("utf-8"))


def phrase(key: str, given: str | Table, asks: bool = False) -> Phrase:
    """A phrase as a content file gives it: a bare text, or a table."""
    if isinstance(given, str):
        return Phrase(key, given, asks=asks)
    told = {name: given[name] for name in ("lang", "answer", "then", "other", "open") if name in given}
    return Phrase(key, given["text"], asks=bool(given.get("asks", asks)), **told)


@cache
def sheets(platform: str) -> tuple[Sheet, ...]:
    """All that the force has to say on a platform; on Facebook the Welsh stands above the English in one post."""
    made = []
    for topic, entries in content("posts").items():
        for at, entry in enumerate(entries):
            key, by, quiet = f"{topic}.{at}", entry.get("by", "team"), bool(entry.get("quiet"))
            name = "x" if platform == "x" else "fb"
            english = entry[name] if isinstance(entry.get(name), list) else [entry[name]] if name in entry else []
            made += [Sheet(f"{key}.{turn}", topic, by, "en", text, quiet) for turn, text in enumerate(english)]
            if welsh := entry.get(f"{name}_cy"):
                pair = english[0] if english else None
                if pair and name == "fb":
                    welsh, pair = f"{welsh}\n\n{pair}", None
                made.append(Sheet(f"{key}.cy", topic, by, "cy", welsh, quiet, pair))
    return tuple(made)


@cache
def pool(topic: str, kind: str) -> tuple[Phrase, ...]:
    """What the public may say of a kind under posts of a topic ("any": under every post)."""
    told = content("replies").get(topic, {}).get(kind, [])
    return tuple(phrase(f"{topic}.{kind}.{at}", given, kind == "asks") for at, given in enumerate(told))


@cache
def around(kind: str) -> tuple[Phrase, ...]:
    """What people write outside our threads: mentions, visitors, tagged."""
    return tuple(phrase(f"{kind}.{at}", given) for at, given in enumerate(content("around")[kind]))


@cache
def weight(text: str) -> int:
    """How long X would call this text, or a little longer (signs made of several are counted one by one)."""
    plain = _LINK.sub("u" * 23, text)
    return sum(1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2 for sign in plain)


def fill(text: str, slots: dict[str, str], dice: Random) -> str:
    """The text with every {slot} told and one taken of every {this|that}."""
    while _GAP.search(text):
        text = _GAP.sub(lambda gap: dice.choice(gap[1].split("|")) if "|" in gap[1] else slots[gap[1]], text)
    return text


def slots(team: Table, district: Table, at: datetime, dice: Random) -> dict[str, str]:
    """What the gaps mean to this team at this moment; `at` in any zone, days are London's."""
    street, street2 = dice.sample(team["streets"], 2)
    told = {
        **{
            "ward": dice.choice(team["wards"]),
            "street": street,
            "street2": street2,
            "place": dice.choice(team["places"]),
        },
        **{"hall": dice.choice(team["halls"]), "school": dice.choice(team["schools"]), "contact": team["contact"]},
        **{"town": team["town"], "team": team["name"].split(" / ")[-1], "district": district["name"]},
        **{
            "n": str(dice.randint(18, 94)),
            "m": str(dice.randint(4, 13)),
            "k": str(dice.randint(2, 5)),
        },
        **{"mph": str(dice.randint(38, 51)), "time": dice.choice(["10am", "11am", "2pm", "5.30pm", "6pm", "6.30pm"])},
    }
    return told | _days(at.astimezone(LONDON), dice)


def _days(at: datetime, dice: Random) -> dict[str, str]:
    today, soon = at.date(), at.date() + timedelta(days=dice.randint(2, 5))
    yesterday, morning = today - timedelta(days=1), at.hour < 15
    return {
        **{"today": _DAYS[today.weekday()], "tomorrow": _DAYS[(today.weekday() + 1) % 7]},
        **{"yesterday": f"on {_DAYS[yesterday.weekday()]}" if dice.random() < 0.5 else "yesterday"},
        **{"yesterday_cy": "ddoe", "soon": _DAYS[soon.weekday()], "soon_cy": _DAYS_CY[soon.weekday()]},
        **{"overnight": "overnight" if morning else "last night", "overnight_cy": "neithiwr"},
        **{"soondate": _dated(soon, _DAYS, _MONTHS), "soondate_cy": _dated(soon, _DAYS_CY, _MONTHS_CY)},
    }


def _dated(day: date, days: tuple[str, ...], months: tuple[str, ...]) -> str:
    return f"{days[day.weekday()]} {day.day} {months[day.month - 1]}"


def full_name(dice: Random) -> str:
    people = content("people")
    return f"{dice.choice(people['first'])} {dice.choice(people['last'])}"


def handle(dice: Random) -> str:
    """A name such as people give themselves on X: at most 15 letters, digits and underscores."""
    first, last = (re.sub(r"[^A-Za-z]", "", part) for part in full_name(dice).split(" ", 1))
    made = dice.choice(
        [
            *[
                f"{first}{last}",
                f"{first}_{last[:4]}",
                f"{first[0]}{last}{dice.randint(1, 99)}",
                f"{last}{dice.randint(50, 99)}",
            ],
            *[f"{first}{dice.randint(100, 9999)}", f"the_real_{first}", f"{first}InTarren", f"{last}Family"],
        ]
    )
    return made[:15]
