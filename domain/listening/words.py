"""The words of listening: what was heard in one comment of the public, and why we think so."""

from dataclasses import dataclass, field
from enum import StrEnum

UNKNOWN = "und"
"""The language of what cannot be told; BCP 47's own word for it."""


class Kind(StrEnum):
    """What a comment is, above all."""

    QUESTION = "question"
    REQUEST = "request"
    REPORT = "report"  # of a crime, a nuisance, a hazard, by who saw it
    COMPLAINT = "complaint"  # about conduct or service, with substance
    INFORMATION = "information"  # offers evidence, help, knowledge
    THANKS = "thanks"
    ABUSE = "abuse"
    RHETORICAL = "rhetorical"
    CHAT = "chat"
    TAG = "tag"  # only calls a friend to it
    SPAM = "spam"
    URGENT = "urgent"  # danger to someone now, or a crime in progress
    OTHER = "other"


class Lane(StrEnum):
    """Why a comment must be seen by the right person, the most pressing first. A comment may lie in several."""

    DANGER = "danger"  # danger to someone now, or a crime in progress
    AT_RISK = "at_risk"  # someone vulnerable, abused, or who may harm themselves
    SIGHTING = "sighting"  # of a missing person
    CRIME = "crime"  # report of a crime or nuisance
    NAMED = "named"  # names or plainly identifies a suspect or victim
    COMPLAINT = "complaint"
    FOI = "foi"  # freedom-of-information request
    DATA = "data_request"  # asks for what is kept about themselves
    WELSH = "welsh"  # written in Welsh: answered in Welsh, on the same clock


class Mood(StrEnum):
    """How the words of a comment sound. Never urgency, never shown for a person."""

    NEGATIVE = "neg"
    NEUTRAL = "neu"
    POSITIVE = "pos"


class Topic(StrEnum):
    """What a comment is about; the same words for what is asked online and at meetings."""

    ROADS = "roads"
    PARKING = "parking"
    ASB = "asb"
    BURGLARY = "burglary"
    VEHICLE = "vehicle"  # stolen, or stolen from
    THEFT = "theft"
    DRUGS = "drugs"
    VIOLENCE = "violence"
    DOMESTIC = "domestic"
    HATE = "hate"
    FRAUD = "fraud"
    MISSING = "missing"
    RURAL = "rural"
    ANIMALS = "animals"
    PATROLS = "patrols"  # being seen, stations, named officers
    CONTACT = "contact"  # 101, online reports, being called back
    EVENTS = "events"  # meetings, surgeries, open days, recruiting
    COURTS = "courts"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of the public as listening hears it.

    `post` is our post it stands under, "" outside our threads; `parent` the comment it answers, "" when it stands on
    its own; `parent_by_us` whether that is ours; `languages` those the account publishes in, the main one first;
    `names` are the names and handles of those in the thread, to know whom it addresses; `ours` our own handles.
    """

    text: str
    post: str = ""
    parent: str = ""
    parent_by_us: bool = False
    languages: tuple[str, ...] = ("en",)
    names: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict: its code (a sentence in the dashboard's catalogue) and the words that speak for it."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a comment as a BCP 47 code; `und` when it cannot be told. `parts`: all of a bilingual text."""

    code: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Felt:
    """Sentiment: ours, and TextBlob's polarity beside it (-1 to 1)."""

    mood: Mood
    textblob: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was heard in one comment. `sure` (0 to 1) is how sure we are that it needs an answer.

    `felt` None: not scored, its language is not supported. `reasons`: why, the weightiest first.
    """

    tongue: Tongue
    kind: Kind
    needs_answer: bool
    sure: float
    lanes: tuple[Lane, ...] = ()
    topic: Topic = Topic.OTHER
    felt: Felt | None = None
    reasons: tuple[Reason, ...] = field(default=())
