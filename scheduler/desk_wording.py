"""The desk, the checks of the composer: what stops an answer, what must be confirmed, and a supervisor who insists."""

from collections.abc import Collection, Sequence
from typing import Protocol

from sqlmodel import Session

from domain import saved_replies
from domain.people import MAY, Act, Signed
from domain.wording.checks import look
from domain.wording.words import Code, Context, Finding, Severity
from scheduler.desk_rules import Refused, Rules
from store import answers, messages
from store.answers import AskedOf
from store.messages import Chosen
from store.tables import Account, ScheduledPost

NAMES: dict[Code, str] = {
    Code.TOO_LONG: "it is too long",
    Code.PHONE: "a mobile number",
    Code.LANDLINE: "a phone number",
    Code.MAIL: "an e-mail address",
    Code.POSTCODE: "a postcode",
    Code.ADDRESS: "a street with a house number",
    Code.PLATE: "a vehicle's registration",
    Code.BORN: "a date of birth",
    Code.NAMED: "a name beside words of charge or arrest",
    Code.MISDIALLED: "999 or 101 misspelt",
    Code.ONLY_101: "101 without 999, where somebody may be in danger",
    Code.NOW_101: "101 for what happens now",
    Code.PAST_999: "999 for what is over",
    Code.SHOUTING: "words in capitals",
    Code.NOT_WELSH: "English to a question in Welsh",
}
"""What a refusal calls each finding."""


class Says(Protocol):
    """What a person says with an answer, as far as the checks go."""

    @property
    def confirmed(self) -> Collection[Code]: ...

    @property
    def insist(self) -> str: ...


def context(db: Session, account: Account, known: AskedOf, rules: Rules) -> Context:
    """What an answer is checked against: the platform, the question, and what is the force's own."""
    can = rules.capabilities(account.platform)
    ours = (*rules.own_words, *answers.contacts(db))
    return Context(can.max_text, can.count_text, known.lanes, known.language, ours)


def must_be_well(
    db: Session, who: Signed, account: Account, known: AskedOf, text: str, rules: Rules, said: Says
) -> str:
    """Refuse what the checks stop and nobody insists on, and what is to be confirmed; the line for the trail, or ""."""
    if left := saved_replies.left_open(text):
        raise Refused(_field(left[0]))
    found = [one for one in look(text, context(db, account, known, rules)) if one.code is not Code.TOO_LONG]
    stops = [one for one in found if one.severity is Severity.STOP]
    if stops and not said.insist.strip():
        raise Refused(f"The checks stop this answer: {_told(stops)}. {_WAY_OUT[Act.INSIST in MAY[who.role]]}", True)
    if stops and Act.INSIST not in MAY[who.role]:
        raise Refused(f"The checks stop this answer: {_told(stops)}. {_WAY_OUT[False]}")
    asks = [one for one in found if one.severity is Severity.ASK and one.code not in said.confirmed]
    if asks:
        raise Refused(f"Look again before it goes: {_told(asks)}. If it is meant so, tick it; if not, change it.")
    return f"checks: {_told(stops)}; because: {said.insist.strip()}" if stops else ""


def must_be_well_anew(db: Session, message: ScheduledPost, chosen: Sequence[Chosen], rules: Rules) -> None:
    """Refuse an answer that comes another way than its question's page, where the checks stop it.

    Nobody insists here, for there is no reason to keep; what is to be confirmed is confirmed by who reads it second.
    """
    if not message.in_reply_to:
        return
    asked = messages.question(db, message.question_id) if message.question_id else None
    known = answers.asked_of(db, asked[0], asked[1]) if asked else answers.NOTHING_KNOWN
    for one in chosen:
        if left := saved_replies.left_open(one.text):
            raise Refused(_field(left[0]))
        found = look(one.text, context(db, one.account, known, rules))
        stops = [one for one in found if one.severity is Severity.STOP and one.code is not Code.TOO_LONG]
        if stops:
            raise Refused(f"The checks stop this answer: {_told(stops)}. {ANEW}")


ANEW = "Change it, or write it on the question's page, where a supervisor can insist with a reason."


def _field(name: str) -> str:
    return f"There is still a field to be filled in: {{{name}}}. Write what belongs there."


_WAY_OUT = {
    True: "Change it, or insist and say why; the reason is kept.",
    False: "Change it, or ask a supervisor to send it: they can insist with a reason.",
}


def _told(found: Sequence[Finding]) -> str:
    return "; ".join(f"{NAMES[one.code]} ({one.words})" if one.words else NAMES[one.code] for one in found)
