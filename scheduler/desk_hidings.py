"""The desk, hidings: hide a comment of the public by a house rule, show it again, write down an objection."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.house_rules import HouseRule
from domain.people import Act, Signed
from domain.questions import HidingState
from platforms.port import Capabilities
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, allow, missing
from store import audit, hidings
from store.db import Store
from store.tables import Account, Hiding, Reply

LONGEST = 2_000  # signs of a reason or a note
HIDDEN_ALREADY = "It is hidden already, or about to be. Load the page again."
OURS = "This is our own. Have it taken down instead, on its page under Publications."
NO_LONGER = "It is no longer there: we saw that"
DANGER = "Somebody may be in danger here. Acknowledge it first, on the page of its question; then it can be hidden."
STILL_ASKS = "The question in it still waits for an answer: hiding it does not close it."
NOT_TO_SHOW = {
    HidingState.SHOW_ORDERED: "That is ordered already. This page says when it is really shown.",
    HidingState.SHOWN: "It is not hidden any more.",
    HidingState.REFUSED: "The platform did not hide it: everybody sees it. Close the matter instead.",
}


def hide(
    store: Store,
    who: Signed,
    reply_id: UUID,
    rule_key: str,
    reason: str,
    rules: Rules,
    house_rules: Sequence[HouseRule],
    now: Clock,
) -> Done:
    """Have a comment of the public hidden from others, by one of the force's house rules and for a reason."""
    rule = next((one for one in house_rules if one.key == rule_key), None)
    if rule is None:
        raise Refused("Choose the house rule that it breaks. Criticism and complaints break none.")
    why = _said(reason, "Say in a few words what breaks the rule. The reason is kept, and told who objects.")
    with store.writing(durable=True) as db:
        reply = db.get(Reply, reply_id, populate_existing=True)
        if reply is None:
            raise missing("comment")
        account = db.get_one(Account, reply.account_id)
        allow(who, Act.HIDE, [account])
        if fault := _fault(db, reply, account, rules):
            raise Refused(fault)
        try:
            which = hidings.add(db, reply, rule, why, who.person_id, at := now())
        except IntegrityError:
            raise Refused(HIDDEN_ALREADY) from None
        audit.write(db, who, Act.HIDE, hidings.SUBJECT, which, at, f"rule {rule.key} ({rule.english}): {why}")
        more = [STILL_ASKS] if hidings.asks(db, reply.id) else []
    says = "Ordered: the comment is hidden now. Hidden comments, under Care, says when it is really hidden."
    return Done(" ".join([says, *more]), which)


def _fault(db: Session, reply: Reply, account: Account, rules: Rules) -> str:
    """What stands against hiding it now: danger that nobody has seen goes before every rule of the house."""
    fault = obstacle(reply, account, rules.capabilities(account.platform))
    return fault or (DANGER if hidings.unheeded_danger(db, reply.id) else "")


def obstacle(reply: Reply, account: Account, can: Capabilities) -> str:
    """Why a comment cannot be hidden, in a sentence; "" when it can."""
    if reply.by_us:
        return OURS
    if reply.gone_at:
        return f"{NO_LONGER} {in_london(reply.gone_at)}."
    if account.retired_at:
        return f"{account.handle} has left the roster. Hide it on {can.label} itself."
    if not can.hides:
        return f"{can.label} does not let us hide comments from here. Report it to {can.label}."
    if reply.surface not in can.hides or reply.external_id == reply.thread:
        return (
            f"{can.label} lets us hide only what stands under a post in our own place, and this does not."
            f" Report it to {can.label}."
        )
    return ""


def why_not(store: Store, who: Signed, reply_id: UUID, rules: Rules) -> str:
    """The same before anybody tries, for the page; raises Refused where it is not this person's to hide."""
    with store.reading() as db:
        reply = db.get(Reply, reply_id)
        if reply is None:
            raise missing("comment")
        account = db.get_one(Account, reply.account_id)
        allow(who, Act.HIDE, [account])
        return _fault(db, reply, account, rules)


def show_again(store: Store, who: Signed, which: UUID, reason: str, now: Clock) -> Done:
    """Have a hidden comment shown again, or take back the order to hide it."""
    why = _said(reason, "Say why it is shown again. The reason is kept.")
    with store.writing(durable=True) as db:
        one, reply = _open(db, who, which)
        if one.state in NOT_TO_SHOW:
            raise Refused(NOT_TO_SHOW[one.state])
        if reply.gone_at:
            raise Refused(f"{NO_LONGER} {in_london(reply.gone_at)}.")
        moved = hidings.show(db, which, who.person_id, why, at := now())
        if moved is None:
            raise Refused(MOVED_ON)
        audit.write(db, who, "show_again", hidings.SUBJECT, which, at, why)
    if moved is HidingState.SHOWN:
        return Done("Taken back: it had not been hidden yet, and stays as it is.", which)
    return Done("Ordered: the comment is shown again now. This page says when it is.", which)


def note_appeal(store: Store, who: Signed, which: UUID, note: str, now: Clock) -> Done:
    """Write down that somebody objected to a hiding, or what became of it."""
    said = _said(note, "Write down who objected, how, and what became of it.")
    with store.writing(durable=True) as db:
        one, _ = _open(db, who, which)
        hidings.appeal(db, one, who.name, said, at := now())
        audit.write(db, who, "appeal", hidings.SUBJECT, which, at, said)
    return Done("Kept with the hiding.", which)


def close_hiding(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """Somebody has seen that the platform refused: it stays visible, or stays hidden, and asks nobody any more."""
    with store.writing(durable=True) as db:
        one, _ = _open(db, who, which)
        stays = "it stays visible" if one.state is HidingState.REFUSED else "it stays hidden"
        if not hidings.close(db, which, who.person_id, f"refused by the platform: {stays}", at := now()):
            raise Refused(MOVED_ON)
        audit.write(db, who, "close_matter", hidings.SUBJECT, which, at, stays)
    return Done(f"Closed: {stays}.", which)


def _open(db: Session, who: Signed, which: UUID) -> tuple[Hiding, Reply]:
    """A hiding and its comment, for whoever may act on it."""
    one = hidings.get(db, which)
    if one is None:
        raise missing("hidden comment")
    allow(who, Act.HIDE, [db.get_one(Account, one.account_id)])
    return one, db.get_one(Reply, one.reply_id)


def _said(text: str, ask: str) -> str:
    """What somebody wrote, refused with what is asked for where there is nothing, or too much."""
    text = text.strip()
    if not text:
        raise Refused(ask)
    if len(text) > LONGEST:
        raise Refused(f"That is too long by {len(text) - LONGEST:,} signs: {LONGEST:,} are kept.")
    return text
