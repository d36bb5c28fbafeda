"""Which lanes a comment lies in: what a trained part says, within rules that anybody can read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.listening.reading import Read
from domain.listening.reasons import loudest, perils
from domain.listening.spoken import found, phrases, word_set
from domain.listening.words import Lane, Reason, Tongue

_PLAIN: Mapping[str, str] = {
    Lane.FOI: """
        freedom of information | freedom of info | foi | foia | foi request | fois | under the act | information act
        rhyddid gwybodaeth | ddeddf rhyddid | cais rhyddid | informacji publicznej | dostep do informacji
    """,
    Lane.DATA: """
        subject access | sar request | dsar | data subject | data protection request | my own footage | footage of me
        footage of myself | bodycam of me | body cam of me | everything you hold on me | everything you hold about me
        everything held about me | what you hold on me | what you hold about me | held about me | hold about me
        hold on me | held on me | copy of my record | copy of my file | copy of my data | my custody record
        copy of my interview | cais gwrthrych | gwrthrych am wybodaeth | moich danych | nagranie ze mna
    """,
}
"""What is said plainly is heard, whatever the trained part thinks."""

_WORDS: Mapping[str, str] = {
    Lane.FOI: """
        information | info | act | request | figures | figure | how many | how much | cost | breakdown | statistics
        publish | number of | disclose | release | gwybodaeth | ddeddf | faint | ile | dane
    """,
    Lane.DATA: """
        footage | film | video | record* | data | file | copy | copies | notes | picture* | photo* | pics | hold | held
        stored | store | keep | delete* | see what | bodycam | fingerprint* | dna | custody | statement | nagranie
        zdjecie | danych | lluniau | ffilm
    """,
}
"""Without any of these a trained part alone does not open these lanes."""

PLAIN = phrases(_PLAIN)
WORDS = {lane: phrases({lane: said}) for lane, said in _WORDS.items()}

BARS: Mapping[Lane, float] = {
    Lane.AT_RISK: 0.08,
    Lane.SIGHTING: 0.04,
    Lane.CRIME: 0.15,
    Lane.NAMED: 0.01,
    Lane.COMPLAINT: 0.06,
    Lane.FOI: 0.02,
    Lane.DATA: 0.03,
}
"""From this probability a lane is open: low, for on texts by hands it never saw a trained part is unsure of itself.
Set by what parts say of files they never saw, where about seven in ten are found; figures in docs/models/needs.md."""

CODES = {
    Lane.AT_RISK: ("at_risk", "one_weak"),
    Lane.SIGHTING: ("seen_missing", "sighting_words"),
    Lane.CRIME: ("reports_crime", "what_was_done"),
    Lane.NAMED: ("names_someone", "guilt"),
    Lane.COMPLAINT: ("complaint", "complains"),
    Lane.FOI: ("freedom_of_information", "foi_words"),
    Lane.DATA: ("own_data", "data_words"),
}
"""Why a lane: the code of its reason, and the cue whose words are shown."""

_PLAIN_DANGER = frozenset({"many_perils", "peril_now", "peril_clear", "first_hand"})

_NAME = re.compile(r"\b[A-Z][a-z'’]+(?: (?:Mc|Mac|O')?[A-Z][a-z'’]+)+\b|\b[A-Z]\*+\w*|\b[A-Z][a-z]{2,}\b")
_FAMILY = re.compile(
    r"\b[Tt]h(?:e|em) [A-Z][a-z]+ (?:lads|brothers|boys|family|lot|twins|sisters|clan)\b"
    r"|\b(?:was|[Ii]t['’]?s) the (?!Police)[A-Z][a-z]+s\b"
)
_OF_OFFICER = re.compile(
    r"\b(?:PC|PCSO|Sgt|Sergeant|DC|DS|DI|Inspector|Insp|Officer|Constable|Cst|Chief|Swyddog|Rhingyll)\.? [A-Z][\w'’]+"
)
_PLACE = word_set(
    "row road street lane close avenue terrace crescent court drive hill park house way rise green square town rec"
)
_BEFORE_PLACES = word_set("on in at from near by to of the past behind outside opposite through yn ar ger na w przy")
_BEFORE_PERSONS = word_set("its it's it’s thats that's that’s was is called named mr mrs pan pani and with by")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the trained parts said of one comment: danger as a probability, and every lane's."""

    danger: float
    lanes: Mapping[Lane, float]


def lanes(text: Read, heard: Heard, tongue: Tongue) -> tuple[tuple[Lane, ...], list[Reason]]:
    """The lanes of a comment, the most pressing first, and why each."""
    open_, why = [], []
    plain = found(PLAIN, text.text.words)
    if heard.danger >= 0.5 or _in_plain_words(text):
        open_.append(Lane.DANGER)
        why.append(Reason("in_danger_now", perils(text) or loudest(text, "danger")))
    for at, (lane, bar) in enumerate(BARS.items()):
        if lane in plain or (_may(lane, text) and (heard.lanes[lane] >= bar or _plainly(lane, text))):
            open_.append(lane)
            code, cue = CODES[lane]
            why.append(Reason(code, plain.get(lane) or text.cues.get(cue) or loudest(text, "lanes", at)))
    if tongue.code == "cy" or "cy" in tongue.parts:
        open_.append(Lane.WELSH)
        why.append(Reason("in_welsh"))
    return tuple(sorted(open_, key=list(Lane).index)), why


def _in_plain_words(text: Read) -> bool:
    """Two kinds of peril, now, seen by who writes, and no joke: danger, however much is said beside it."""
    return text.told.get("perils", 0.0) >= 0.4 and text.told.keys() >= _PLAIN_DANGER


def _may(lane: Lane, text: Read) -> bool:
    """Whether the rules of a lane let a trained part open it."""
    if lane is Lane.SIGHTING:
        return _near_a_missing_person(text)
    if lane is Lane.NAMED:
        return names_someone(text.comment.text)
    if lane in WORDS:
        return bool(found(WORDS[lane], text.text.words))
    return True


def _plainly(lane: Lane, text: Read) -> bool:
    """A name beside words of guilt is enough, whatever the trained part thinks of so rare a thing."""
    return lane is Lane.NAMED and "guilt" in text.cues and not text.addressed


def _near_a_missing_person(text: Read) -> bool:
    return "post_missing" in text.told or "missing" in text.text.words or "missing" in text.comment.parent.lower()


def names_someone(text: str) -> bool:
    """Whether a text names somebody who is no officer; places and what begins a sentence are no names."""
    said = _OF_OFFICER.sub(" ", text)
    if _FAMILY.search(said):
        return True
    for match in _NAME.finditer(said):
        name, before = match.group(), said[: match.start()].split()[-1:]
        last = before[0].lower() if before else ""
        if "*" in name:
            return True
        if name.split()[-1].lower() in _PLACE or last in _BEFORE_PLACES:
            continue
        if " " in name or last in _BEFORE_PERSONS:
            return True
    return False
