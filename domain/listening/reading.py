"""A comment in its place as the rules read it: its cues, its form, whom it addresses, what it echoes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from domain.listening import asking, questions, topics
from domain.listening.addressing import addressed_to, beside_names, calls_us
from domain.listening.cues import ENGLISH
from domain.listening.cues_cy import WELSH
from domain.listening.cues_pl import POLISH
from domain.listening.features import Floats
from domain.listening.moment import FORM, MOMENT, moment
from domain.listening.perils import PERILS, WEAKENS
from domain.listening.perils_abroad import ABROAD
from domain.listening.spoken import Spoken, found, phrases, spoken
from domain.listening.words import Comment

CUES = (*ENGLISH, *PERILS, *ABROAD, *WEAKENS, *MOMENT)
_CUES = phrases(ENGLISH, WELSH, POLISH, PERILS, ABROAD, WEAKENS, MOMENT, asking.ASKS, topics.CUES)

PERIL = tuple(dict.fromkeys("_".join(code.split("_")[:2]) for code in (*PERILS, *ABROAD)))
"""The kinds of peril, whatever their language."""

POSTS = {
    "post_missing": """
        missing | have you seen | concern* for | last seen | ar goll | coll | zagin* | looking for | trying to find
        find him | find her | find them | help find | help us find | help to find | can you find
    """,
    "post_road": """
        closed | closure | collision | diversion | ar gau | traffic | flood* | blocked | carriageway | junction
        roundabout
    """,
    "post_appeal": "appeal* | appealing | witness* | apel | apelio | did you see | swiadk*",
    "post_results": """
        result | jailed | sentenced | arrest* | charged | warrant | seized | convicted | court | recovered
    """,
    "post_meeting": """
        surgery | meeting | drop in | drop-in | come and | cuppa | cyfarfod | cwrdd | spotkan* | join us
        have your say
    """,
    "post_prevention": """
        scam* | fraud* | protect | prevention | remove | lock | mark* | beware | warning | sgam* | twyll
    """,
    "post_event": "festival | carnival | fair | show | parade | match | regatta | event | switch-on | sioe",
    "post_campaign": "week | awareness | campaign | surrender | support | abuse | wythnos",
}
_POSTS = phrases(POSTS)

CONTEXT = (
  "reply", "to_us", "to_public", "parent_asks", "parent_asks_public", "to_a_name", "to_a_handle",
     "only_names", "no_words",   "size", "size_short", "size_long", "loud", "figures", "clock", "sentences",
     "echo", "echo_short", "asks_the_time", "pictures",   "ours_and_past", "ours_and_now", "ours_and_asks",
     "mark_and_ours", "mark_and_jab", "mark_and_each_other", "mark_to_public",   "mark_and_gossip",
     "mark_alone", "seen_and_missing", "now_and_danger", "weak_and_danger", "done_and_exact", "done_and_ours",
     "third_person_mark", "calls_us", "nothing_of_ours", "perils", "many_perils", "peril_now", "peril_clear",
     "peril_weakened",   "peril_asked", "peril_past", "peril_unmarked", *PERIL,
    "plain_question", "plain_question_bare", "plain_question_long", "says_little", "says_little_long",
)  # fmt: skip
RULES = tuple(dict.fromkeys((*CUES, *questions.RULES, *POSTS, *CONTEXT, *FORM)))
_AT = {name: at for at, name in enumerate(RULES)}

_PICTURES = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF]")
_CLOCK = re.compile(r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b\d{1,2}[.:]\d\d\b|\bhalf (?:past )?\d|\bo.?clock\b")
_OF_TIME = frozenset(("time", "when", "whens", "start", "hours", "pryd", "kiedy"))


@dataclass(frozen=True, slots=True)
class Read:
    """One comment as read: its text for rules, its cues with the words that gave them, and every rule's figure."""

    comment: Comment
    text: Spoken
    cues: dict[str, str]
    told: dict[str, float]
    addressed: bool


def read(comment: Comment) -> Read:
    """One comment in its place, read for the rules."""
    text = spoken(comment.text)
    cues = found(_CUES, text.words)
    told = {code: 1.0 for code in cues if code in _AT}
    told.update(questions.form(text, cues))
    told.update(dict.fromkeys(_post(comment.post)[0], 1.0))
    name = addressed_to(comment)
    told.update(_place(comment, text, name))
    told.update(_looks(comment, text))
    told.update(dict.fromkeys(moment(comment.text, text.words), 1.0))
    told.update(_echo(comment, text, told))
    told.update(_peril(told))
    told.update(dict.fromkeys(_together(told), 1.0))
    told.update(dict.fromkeys(_plainly(text, told), 1.0))
    return Read(comment, text, cues, told, bool(name) or "only_names" in told)


def rows(texts: Sequence[Read]) -> Floats:
    """Every rule's figure, a row a comment, in the order of RULES."""
    told = np.zeros((len(texts), len(RULES)), np.float32)
    for row, text in enumerate(texts):
        for name, value in text.told.items():
            told[row, _AT[name]] = value
    return told


def _place(comment: Comment, text: Spoken, name: str) -> dict[str, float]:
    told: dict[str, float] = {}
    if comment.parent:
        told["reply"] = 1.0
        told["to_us" if comment.parent_by_us else "to_public"] = 1.0
        if "?" in comment.parent:
            told["parent_asks" if comment.parent_by_us else "parent_asks_public"] = 1.0
    if name:
        told["to_a_handle" if name.startswith("@") else "to_a_name"] = 1.0
        if not beside_names(comment.text, name):
            told["only_names"] = 1.0
    if calls_us(comment, text):
        told["calls_us"] = 1.0
    return told


def _looks(comment: Comment, text: Spoken) -> dict[str, float]:
    words = [word for word in text.words if word[0] not in "?.!;,…"]
    size = len(words)
    told = {
        "size": min(np.log1p(size) / 4, 1.2),
        "sentences": min(sum(word[0] in ".!?;…" for word in text.words), 8) / 8,
    }
    if not words:
        told["no_words"] = 1.0
    if size <= 4:
        told["size_short"] = 1.0
    if size >= 20:
        told["size_long"] = 1.0
    said = comment.text
    if len(said) > 12 and not said.islower() and sum(map(str.isupper, said)) > 0.6 * (len(said) - said.count(" ")):
        told["loud"] = 1.0
    if any(one.isdigit() for one in text.plain):
        told["figures"] = 1.0
        if _CLOCK.search(text.plain):
            told["clock"] = 1.0
    if not comment.text.isascii() and _PICTURES.search(comment.text):
        told["pictures"] = 1.0
    return told


@lru_cache(maxsize=2048)
def _post(post: str) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """What a post is about, its longer words, and whether it tells a time; posts are few and comments many."""
    text = spoken(post)
    return (
        tuple(found(_POSTS, text.words)),
        frozenset(word for word in text.words if len(word) > 3),
        bool(_CLOCK.search(text.plain)),
    )


def _echo(comment: Comment, text: Spoken, told: dict[str, float]) -> dict[str, float]:
    """How much of what is said stands in our post already; a short question that echoes it is answered there."""
    _, words, timed = _post(comment.post)
    long = [word for word in text.words if len(word) > 3]
    share = sum(word in words for word in long) / len(long) if long and words else 0.0
    more = {"echo": share}
    if len(text.words) <= 9 and ("any_phrase" in told or "mark" in told):
        if share > 0.3:
            more["echo_short"] = 1.0
        if timed and not _OF_TIME.isdisjoint(text.words):
            more["asks_the_time"] = 1.0
    return more


def _peril(told: dict[str, float]) -> dict[str, float]:
    """How many kinds of peril there are, and what speaks for or against them being real and now."""
    kinds = {name for name in PERIL if name in told or f"{name}_cy" in told or f"{name}_pl" in told}
    weak = any(name in told for name in WEAKENS) or "joke" in told or "jab" in told
    more = dict.fromkeys(kinds, 1.0) | {"perils": min(len(kinds), 5) / 5}
    speaks = {
        "many_perils": len(kinds) > 1, "peril_now": "now" in told, "peril_clear": not weak and "past" not in told,
        "peril_weakened": weak, "peril_asked": "mark" in told, 
        "peril_past": "past" in told or "again_and_again" in told,
        "peril_unmarked": "mark" not in told and not weak,
    }  # fmt: skip
    return more | {name: 1.0 for name, is_so in speaks.items() if is_so and kinds}


TOGETHER = {
    "ours_and_past": ("ours", "past"),
    "ours_and_now": ("ours", "now"),
    "ours_and_asks": ("ours", "asks_us"),
    "mark_and_ours": ("mark", "ours"),
    "mark_and_jab": ("mark", "jab"),
    "mark_and_each_other": ("mark", "to_each_other"),
    "mark_to_public": ("mark", "to_public"),
    "mark_and_gossip": ("mark", "gossip"),
    "seen_and_missing": ("sighting_words", "post_missing"),
    "now_and_danger": ("now", "danger_words"),
    "weak_and_danger": ("one_weak", "danger_words"),
    "done_and_exact": ("what_was_done", "exact"),
    "done_and_ours": ("what_was_done", "first_hand"),
}
"""Rules that say more when they speak together."""


def _together(told: dict[str, float]) -> list[str]:
    both = [name for name, (one, other) in TOGETHER.items() if one in told and other in told]
    if "ours" not in told and "first_hand" not in told:
        both.append("nothing_of_ours")
        if "mark" in told:
            both.append("third_person_mark")
    if "mark" in told and "asks_us" not in told and "any_phrase" not in told:
        both.append("mark_alone")
    return both


_A_QUESTION = frozenset(
    ("asks_us", "any_phrase", "any_news", "who_what_first", "who_what_helped", "turned_first", "turned_any")
)
_NOT_FOR_US = frozenset(
    ("jab", "to_each_other", "gossip", "to_a_name", "to_a_handle", "abuse", "cries", "joke", "to_public")
)
_SAYS_SOMETHING = frozenset(
    ("mark", "any_phrase", "asks_us", "first_hand", "what_was_done", "exact", "figures", "offers", "complains",
     "one_weak", "waits_on_us", "sighting_words", "who_what_first", "turned_first", "turned_any", "now", "calls_us",
     "spam", "danger_words", "tells_us_to_tell")
)  # fmt: skip
_SHORT = 9


def _plainly(text: Spoken, told: dict[str, float]) -> list[str]:
    """Whether it plainly asks, of nobody else, or says nothing that anybody could act on; by its length."""
    short = sum(word[0] not in "?.!;,…" for word in text.words) <= _SHORT
    both = []
    if not _A_QUESTION.isdisjoint(told) and _NOT_FOR_US.isdisjoint(told):
        both.append(("plain_question" if "mark" in told else "plain_question_bare") if short else "plain_question_long")
    if _SAYS_SOMETHING.isdisjoint(told) and not told["perils"]:
        both.append("says_little" if short else "says_little_long")
    return both
