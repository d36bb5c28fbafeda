"""Why a verdict: the codes a supervisor can check, the rules each stands for, and the words that spoke."""

from collections.abc import Sequence

from domain.listening.features import alone
from domain.listening.model import part
from domain.listening.reading import RULES, Read
from domain.listening.words import Reason

FOR = {
    "reports_first_hand": ("first_hand", "done_and_ours"),
    "tells_what_happened": ("what_was_done", "done_and_exact"),
    "gives_particulars": ("exact",),
    "happens_again": ("again_and_again",),
    "happens_now": ("now",),
    "offers_help": ("offers",),
    "asks_us": ("asks_us", "tells_us_to_tell", "ours_and_asks"),
    "waits_on_us": ("waits_on_us",),
    "complains": ("complains",),
    "someone_weak": ("one_weak",),
}
"""Reasons for an answer, by the rules whose weights they add up."""

AGAINST = {
    "thanks_only": ("thanks",),
    "rhetorical": ("jab", "mark_and_jab"),
    "joking": ("joke",),
    "abuse": ("abuse",),
    "advertises": ("spam",),
    "shared_only": ("shared",),
    "not_ours_to_answer": ("gossip", "mark_and_gossip"),
    "speaks_to_another": ("to_a_name", "to_a_handle", "to_each_other", "mark_and_each_other", "mark_to_public"),
    "wishes_well": ("warmth",),
    "stands_in_our_post": ("echo_short", "asks_the_time"),
    "withdraws": ("withdraws",),
}
"""Reasons against one."""

LANES = (
    "in_danger_now", "at_risk", "seen_missing", "reports_crime", "names_someone", "complaint",
    "freedom_of_information", "own_data", "in_welsh",
)  # fmt: skip
"""Why it lies in a lane."""

PLAIN = ("asks", "asks_without_mark", "names_only", "nothing_said", "nothing_asked", "model")

CODES = tuple(dict.fromkeys((*FOR, *AGAINST, *LANES, *PLAIN)))
"""Every code a Reason may carry; the dashboard's catalogue has a sentence for each."""

MOST = 4
_WORDS = 80
_AT = {name: at for at, name in enumerate(RULES)}


def why(text: Read, needs: bool, asks: float) -> list[Reason]:
    """The weightiest reasons for or against an answer; the model's loudest words when no rule spoke."""
    if "only_names" in text.told or "no_words" in text.told:
        return (
            [Reason("names_only" if "only_names" in text.told else "nothing_said", text.comment.text[:_WORDS])]
            if not needs
            else _loudest(text, needs)
        )
    weights, told = part("needs").rules[:, 0], []
    for code, rules in (FOR if needs else AGAINST).items():
        speaks = [rule for rule in rules if rule in text.told]
        weight = sum(float(weights[_AT[rule]]) * text.told[rule] for rule in speaks)
        if speaks and (weight > 0) == needs:
            told.append((abs(weight), Reason(code, _words(text, speaks))))
    told.sort(key=lambda one: -one[0])
    reasons = [reason for _, reason in told][: MOST - 1]
    if needs and asks >= 0.5:
        reasons.insert(0, _asked(text))
    return reasons or ([Reason("nothing_asked")] if not needs and asks < 0.5 else _loudest(text, needs))


def perils(text: Read) -> str:
    """The words of peril in a text, the kinds that weigh most first."""
    weights = part("danger").rules[:, 0]
    kinds = [(float(weights[_AT[code]]), words) for code, words in text.cues.items() if code.startswith("peril_")]
    kinds.sort(reverse=True)
    return ", ".join(dict.fromkeys(words for _, words in kinds[:3]))


def loudest(text: Read, name: str, column: int = 0) -> str:
    """The three words of a text that speak loudest for a class of a part."""
    words = list(dict.fromkeys(word for word in text.text.words if len(word) > 3 and word[0].isalnum()))
    if not words:
        return ""
    weights = part(name).places[alone(words), column]
    best = sorted(zip(weights.tolist(), words, strict=True), reverse=True)[:3]
    return ", ".join(word for weight, word in best if weight > 0)


def _loudest(text: Read, needs: bool) -> list[Reason]:
    return [Reason("model", loudest(text, "needs") if needs else "")]


def _asked(text: Read) -> Reason:
    if "?" not in text.text.words:
        return Reason("asks_without_mark", _words(text, ("asks_us", "first_hand")))
    said = text.comment.text
    end = said.index("?") if "?" in said else len(said)
    start = max(said.rfind(stop, 0, end) for stop in ".!\n") + 1
    return Reason("asks", said[start : end + 1].strip()[-_WORDS:])


def _words(text: Read, rules: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(text.cues[rule] for rule in rules if rule in text.cues))[:_WORDS]
