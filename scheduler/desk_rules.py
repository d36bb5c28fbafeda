"""What every act at the desk shares: who may, what is refused and how that is said, what the force's rules are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domain.answers import Asked, Obstacle
from domain.people import Act, Scope, Signed, may
from domain.posts import Outgoing, PlatformName
from domain.promise import Promise
from domain.publication import SecondReader
from platforms.port import Capabilities
from store.tables import Account

LATE_AFTER = timedelta(hours=2)
CLAIM_FOR = timedelta(minutes=20)


class Refused(Exception):
    """The desk says no; the text tells the officer what is wrong and what to do. Nothing was changed.

    `may_insist`: a supervisor may do it all the same, and the trail says so.
    """

    def __init__(self, says: str, may_insist: bool = False) -> None:
        super().__init__(says)
        self.may_insist = may_insist


@dataclass(frozen=True)
class Done:
    """The desk's answer to an act: a sentence for the officer, and what it was about."""

    says: str
    id: UUID


@dataclass(frozen=True)
class Rules:
    """What is demanded: the platforms' pure checks and differences, where a second person is needed.

    `claim_for`: how long a question is in somebody's hands; `promises`: by when the public is answered.
    `obstacle`: what a platform has against an answer, as far as is known beforehand; `own_words` hold the force's own
    numbers and addresses (signposts), which are nobody's personal data.
    """

    check: Callable[[Account, Outgoing], list[str]]
    capabilities: Callable[[PlatformName], Capabilities]
    answers_need_second_person: SecondReader = SecondReader.RISK
    late_after: timedelta = LATE_AFTER
    take_downs_need_second_person: bool = False
    claim_for: timedelta = CLAIM_FOR
    promises: Sequence[Promise] = ()
    obstacle: Callable[[Account, Asked], Obstacle | None] = lambda account, asked: None
    own_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What a person wrote, for which accounts (by id, with words of their own or None), for when (UTC).

    `in_reply_to` is the external id of what it answers on its one account, `question_id` the open question that this
    is; `late_after` None takes the force's; `urgent` says why it goes before all others, "" when it does not.
    `media` are kept files in their order, each the digest that `keep_media` told and its alt text.
    """

    text: str
    accounts: Mapping[UUID, str | None] = field(default_factory=dict)
    due_at: datetime | None = None
    late_after: timedelta | None = None
    campaign_id: UUID | None = None
    category: str = ""
    in_reply_to: str | None = None
    thread: str | None = None
    question_id: UUID | None = None
    urgent: str = ""
    media: tuple[tuple[str, str], ...] = ()


DOING: dict[Act, str] = {
    Act.WRITE: "write posts",
    Act.SUBMIT: "send posts for approval",
    Act.APPROVE: "approve posts",
    Act.RETURN: "return posts",
    Act.EDIT: "change posts",
    Act.WITHDRAW: "withdraw posts",
    Act.ANSWER: "answer the public",
    Act.SET_ASIDE: "set questions aside",
    Act.CLAIM: "claim questions",
    Act.ASSIGN: "assign questions",
    Act.SNOOZE: "put questions off",
    Act.NOTE: "write notes on questions",
    Act.CORRECT: "correct what was heard",
    Act.GROUP: "gather questions",
    Act.REFER: "hand questions on",
    Act.ACKNOWLEDGE: "acknowledge danger",
    Act.HIDE: "hide comments",
    Act.SAVED_REPLY: "keep saved replies",
    Act.DUTY: "say who is on duty",
    Act.HAND_OVER: "hand over",
    Act.ISSUE: "keep the ledger of issues",
    Act.BRING_FIGURES: "bring in figures",
    Act.PLACE_TOWN: "say where towns belong",
    Act.CAMPAIGN: "keep the record of campaigns",
    Act.POLL: "keep polls",
    Act.ORDER_REPORT: "order reports",
    Act.HOLD: "place a hold",
    Act.LIFT: "lift a hold",
    Act.CANCEL: "stop posts",
    Act.RETIME: "send or re-time posts that wait",
    Act.QUEUE_AGAIN: "send posts again",
    Act.CONFIRM_PUBLISHED: "confirm that posts are public",
    Act.GIVE_UP: "give up posts",
    Act.TAKE_DOWN: "take posts down",
    Act.APPROVE_TAKE_DOWN: "approve that a post is taken down",
    Act.INSIST: "insist on the same words again",
    Act.URGENT: "mark posts as urgent",
    Act.EXPORT: "export the story of a post",
}


def allow(who: Signed, act: Act, accounts: Iterable[Account]) -> None:
    """Raise Refused unless this person may do this for every one of these accounts; with none, the role decides."""
    listed = list(accounts)
    outside = [one.handle for one in listed if not may(who, act, one.district_id, one.team_id)]
    if outside:
        raise _refusal(who, act, f"for {', '.join(outside)}")
    if not listed:
        allow_area(who, act, who.scope, "")


def allow_area(who: Signed, act: Act, area: Scope, where: str) -> None:
    """Raise Refused unless this person may do this in that part of the force."""
    if not may(who, act, area.district_id, area.team_id):
        raise _refusal(who, act, where)


def _refusal(who: Signed, act: Act, where: str) -> Refused:
    doing = f"{DOING[act]} {where}".rstrip()
    return Refused(f"Your role ({who.role}) and area do not let you {doing}. Ask someone whose do.")


def missing(what: str) -> Refused:
    """For something that is not, or no longer, there."""
    return Refused(f"There is no such {what}. Load the page again.")


MOVED_ON = "Somebody was quicker: it is no longer as you saw it. Load the page again and look."


def count(number: int, noun: str) -> str:
    """ "1 post", "3 posts"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def first_words(text: str) -> str:
    """The beginning of a text on one line, to know a post by."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39].rstrip()}…"
