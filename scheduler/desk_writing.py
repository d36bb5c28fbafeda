"""The desk, writing: draft, edit, submit, withdraw, copy."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import Act, Signed
from domain.posts import storable
from domain.publication import Stage, State
from scheduler import desk_checks, desk_media, desk_wording
from scheduler.desk_asked import must_be_free
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, Words, allow, count, missing
from store import audit, holds, media, messages, polls, publications
from store.db import Store
from store.tables import Account, ScheduledPost

STOPPABLE = (State.QUEUED, State.WAITING)
WORKABLE = (Stage.DRAFT, Stage.AWAITING_APPROVAL, Stage.APPROVED)
AFRESH = {
    "insisted": False,
    "note": "",
    "approved_at": None,
    "approved_by_id": None,
    "approved_under": "",
    "withdrawn_at": None,
}
NO_LONGER = "not urgent any more"
OUT = {State.PUBLISHING: "being sent", State.PUBLISHED: "public", State.UNKNOWN: "perhaps public"}


def draft(store: Store, who: Signed, words: Words, rules: Rules, now: Clock) -> Done:
    """Keep what a person wrote as a draft; nothing is checked yet but who they are."""
    with store.writing(durable=True) as db:
        message = begin(db, who, words, rules, now())
        return Done("Kept as a draft.", message.id)


def submit(store: Store, who: Signed, which: UUID, rules: Rules, now: Clock, insist: bool = False) -> Done:
    """Send a draft for approval."""
    with store.writing(durable=True) as db:
        return put_forward(db, who, _get(db, which), rules, now(), insist)


def write_and_submit(store: Store, who: Signed, words: Words, rules: Rules, now: Clock, insist: bool = False) -> Done:
    """Draft and submit in one transaction: refused, nothing is kept."""
    with store.writing(durable=True) as db:
        return put_forward(db, who, begin(db, who, words, rules, now()), rules, now(), insist)


def write_and_submit_all(store: Store, who: Signed, several: Sequence[Words], rules: Rules, now: Clock) -> list[Done]:
    """Draft and submit several in one transaction, for a sheet: one is refused, none is kept."""
    with store.writing(durable=True) as db:
        return [put_forward(db, who, begin(db, who, words, rules, now()), rules, now(), False) for words in several]


def look_over(store: Store, who: Signed, words: Words, rules: Rules, now: Clock) -> list[str]:
    """What the desk would say if these words were submitted now, for a composer's list and a dry run; keeps nothing."""
    at = now()
    with store.reading() as db:
        message = _message(who, words, rules, at)
        accounts = messages.accounts(db, words.accounts)
        chosen = [
            messages.Chosen(account, words.text if own is None else own, own)
            for key, own in words.accounts.items()
            if (account := accounts.get(key))
        ]
        try:
            allow(who, Act.SUBMIT, accounts.values())
            _may_be_urgent(who, words, accounts.values())
            desk_checks.must_still_be_asked(db, message)
            desk_wording.must_be_well_anew(db, message, chosen, rules)
        except Refused as refused:
            return [str(refused)]
        files, gone = desk_media.of_words(db, words)
        said = gone + desk_checks.faults(db, message, chosen, rules, message.due_at, files)
        late = [] if words.due_at is None else [desk_checks.past(words.due_at, at)]
        return said + [one for one in late if one] + desk_checks.repeats(db, message, chosen, message.due_at)


def edit(
    store: Store,
    who: Signed,
    which: UUID,
    rules: Rules,
    now: Clock,
    words: Words | None = None,
    seen: int | None = None,
) -> Done:
    """Take a message back to work on it, and change it when `words` are given. Refused once any of it is out (T3).

    `seen` is the version that the person had before them, if the page knows it.
    """
    with store.writing(durable=True) as db:
        return rework(db, who, which, rules, now(), words, seen)


def rework(
    db: Session, who: Signed, which: UUID, rules: Rules, at: datetime, words: Words | None, seen: int | None
) -> Done:
    """The same, in the transaction of the act that wants it."""
    message = _get(db, which)
    allow(who, Act.EDIT, [one.account for one in messages.chosen(db, message)])
    changes: dict[str, Any] = {**AFRESH, "version": message.version + 1, "changed_at": at}
    if message.stage is not Stage.DRAFT:
        changes["earlier"] = messages.as_read(db, message)
    if words:
        changes |= _rewritten(db, who, message, words, rules, at)
    if not messages.advance(db, which, WORKABLE, Stage.DRAFT, seen or message.version, **changes):
        raise Refused(MOVED_ON)
    stopped = messages.stop(db, which, STOPPABLE)
    messages.stop(db, which, [State.FAILED])  # the old words must not be sent again once the new ones are approved
    _nothing_may_be_out(db, message)
    audit.write(db, who, Act.EDIT, "scheduled_post", which, at, f"version {message.version + 1}")
    if words and changes["urgent"] != message.urgent:
        audit.write(db, who, Act.URGENT, "scheduled_post", which, at, changes["urgent"] or NO_LONGER)
    return Done("It is a draft again." + (f" {count(stopped, 'post')} stopped." if stopped else ""), which)


def withdraw(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """Take a message back for good: what can still be stopped is stopped, and the rest is named."""
    with store.writing(durable=True) as db:
        return take_back(db, who, which, now())


def take_back(db: Session, who: Signed, which: UUID, at: datetime) -> Done:
    """The same, in the transaction of the act that wants it."""
    message = _get(db, which, lock=True)
    allow(who, Act.WITHDRAW, [one.account for one in messages.chosen(db, message)])
    stopped = messages.stop(db, which, (*STOPPABLE, State.FAILED))
    out = _out(db, message)
    if out and not stopped:
        raise Refused(f"There is nothing left to stop: {out}. To take a post down, open it under Publications.")
    origins = [stage for stage in Stage if stage is not Stage.WITHDRAWN]
    to = Stage.APPROVED if out else Stage.WITHDRAWN
    if not messages.advance(db, which, origins, to, changed_at=at, withdrawn_at=at):
        raise Refused("It was withdrawn already.")
    audit.write(db, who, Act.WITHDRAW, "scheduled_post", which, at, f"{stopped} stopped" + (f"; {out}" if out else ""))
    says = f"{count(stopped, 'post')} stopped; {out}." if out else "Withdrawn. Nothing of it goes out."
    return Done(says, which)


def copy(store: Store, who: Signed, which: UUID, accounts: Collection[UUID], rules: Rules, now: Clock) -> Done:
    """A new draft with the same words, for accounts where the message failed or has not gone out yet."""
    with store.writing(durable=True) as db:
        at, message = now(), _get(db, which, lock=True)
        chosen = {one.account.id: one for one in messages.chosen(db, message) if one.account.id in accounts}
        if not chosen:
            raise Refused("None of these accounts belongs to the post. Choose those that failed.")
        if polls.asked(db, which):
            raise Refused("A poll is not copied. Write it anew under Polls.")
        if message.in_reply_to:
            raise Refused("An answer is not copied: the copy would answer nobody. Send it again, or write a new one.")
        allow(who, Act.WRITE, [one.account for one in chosen.values()])
        if hold := holds.on_post(db, which):
            raise Refused(f"A hold stands on this very post ({hold.reason}). Lift it before you copy it.")
        stopped = messages.stop(db, which, STOPPABLE, chosen)
        if out := _out(db, message, chosen):
            raise Refused(f"It cannot be copied for those accounts: {out}.")
        words = Words(
            message.text,
            {key: one.own_text for key, one in chosen.items()},
            due_at=message.due_at,
            campaign_id=message.campaign_id,
            category=message.category,
            urgent=message.urgent,
            media=tuple((one.digest, one.alt) for one in media.of_message(db, which)),
        )
        fresh = begin(db, who, words, rules, at, f"{messages.COPY_OF}{which}")
        fresh.look_since, copied = message.look_since, fresh.id
        if stopped:
            audit.write(db, who, Act.CANCEL, "scheduled_post", which, at, f"{stopped} stopped, copied as {copied}")
        return Done("Kept as a new draft. Choose its time.", copied)


def put_forward(db: Session, who: Signed, message: ScheduledPost, rules: Rules, now: datetime, insist: bool) -> Done:
    """Send a draft for approval, in the transaction of the act that wants it."""
    accounts = [one.account for one in messages.chosen(db, message)]
    allow(who, Act.SUBMIT, accounts)
    if insist:
        allow(who, Act.INSIST, accounts)
    if message.stage is not Stage.DRAFT:
        raise Refused("Only a draft can be sent for approval. " + MOVED_ON)
    if message.question_id is None and (late := desk_checks.past(message.due_at, now)):
        raise Refused(late)
    desk_checks.must_still_be_asked(db, message)
    if message.question_id and (asked := messages.question(db, message.question_id)):
        must_be_free(db, asked[0], who, now)
    chosen = desk_checks.must_be_sendable(db, message, rules, message.due_at, insist)
    desk_wording.must_be_well_anew(db, message, chosen, rules)
    changes = {"changed_at": now, "insisted": insist, "note": ""}
    if not messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL, message.version, **changes):
        raise Refused(MOVED_ON)
    audit.write(db, who, Act.SUBMIT, "scheduled_post", message.id, now, f"version {message.version}")
    if insist:
        audit.write(db, who, Act.INSIST, "scheduled_post", message.id, now, "the same words again within 7 days")
    where = f"{count(len(chosen), 'account')}, {in_london(message.due_at)}"
    return Done(f"Sent for approval: {where}. Nothing goes out before someone else approves it.", message.id)


def begin(db: Session, who: Signed, words: Words, rules: Rules, now: datetime, detail: str = "") -> ScheduledPost:
    """A new draft, in the transaction of the act that wants one; the trail says `detail`."""
    _must_know(db, who, Act.WRITE, words)
    message = _message(who, words, rules, now)
    messages.add(db, message, words.accounts)
    desk_media.attach(db, message, words, now)
    audit.write(db, who, Act.WRITE, "scheduled_post", message.id, now, detail)
    if message.urgent:
        audit.write(db, who, Act.URGENT, "scheduled_post", message.id, now, message.urgent)
    return message


def _message(who: Signed, words: Words, rules: Rules, now: datetime) -> ScheduledPost:
    columns = _columns(words, rules, now) | {"question_id": words.question_id}
    return ScheduledPost(id=uuid4(), author_id=who.person_id, created_at=now, changed_at=now, **columns)


def _rewritten(
    db: Session, who: Signed, message: ScheduledPost, words: Words, rules: Rules, now: datetime
) -> dict[str, Any]:
    """The new words; an answer keeps the account and the comment that it answers."""
    _must_know(db, who, Act.EDIT, words)
    desk_media.attach(db, message, words, now)
    columns = _columns(words, rules, message.due_at)
    if message.in_reply_to:
        own = [words.accounts.get(one.account.id) for one in messages.chosen(db, message)]
        text = next((storable(one) for one in own if one is not None), columns["text"])  # varied for its one account
        return columns | {"text": text, "in_reply_to": message.in_reply_to, "thread": message.thread}
    messages.choose(db, message.id, words.accounts)
    return columns


def _columns(words: Words, rules: Rules, due_at: datetime) -> dict[str, Any]:
    late_after = rules.late_after if words.late_after is None else words.late_after
    return {
        "text": storable(words.text),
        "due_at": words.due_at or due_at,
        "late_after_s": int(late_after.total_seconds()),
        "campaign_id": words.campaign_id,
        "category": words.category,
        "urgent": storable(words.urgent).strip(),
        "in_reply_to": words.in_reply_to,
        "thread": words.thread or words.in_reply_to,
    }


def _must_know(db: Session, who: Signed, act: Act, words: Words) -> None:
    accounts = messages.accounts(db, words.accounts)
    if len(accounts) < len(words.accounts):
        raise missing("account")
    allow(who, act, accounts.values())
    _may_be_urgent(who, words, accounts.values())


def _may_be_urgent(who: Signed, words: Words, accounts: Iterable[Account]) -> None:
    """Raise Refused when it jumps the queue without a reason, or this person may not let it."""
    if words.urgent:
        if not storable(words.urgent).strip():
            raise Refused("Say why it is urgent. The reason is kept.")
        allow(who, Act.URGENT, accounts)


def _get(db: Session, which: UUID, *, lock: bool = False) -> ScheduledPost:
    message = messages.get(db, which, lock=lock)
    if message is None:
        raise missing("post")
    return message


def _out(db: Session, message: ScheduledPost, accounts: Collection[UUID] | None = None) -> str:
    """What of it is beyond reach, in words: "1 public, 1 being sent"; "" when nothing is."""
    states = [
        one.state
        for one in publications.of_message(db, message.id)
        if one.state in OUT and (accounts is None or one.account_id in accounts)
    ]
    return ", ".join(f"{states.count(state)} {word}" for state, word in OUT.items() if state in states)


def _nothing_may_be_out(db: Session, message: ScheduledPost) -> None:
    if out := _out(db, message):
        raise Refused(
            f"It can no longer be changed: {out}. Nothing was changed. "
            "For an account that failed or still waits, make a copy."
        )
