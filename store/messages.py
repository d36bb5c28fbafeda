"""Scheduled posts: drafts, the accounts chosen for them, their stages, and whether the same words went out before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.people import Act
from domain.polls import PollAsked
from domain.posts import Attached, Outgoing, PlatformName
from domain.publication import OVER, Stage, State
from store import audit, media
from store.tables import Account, Publication, Question, Reply, ScheduledPost, TakeDown, Trail, Version

_m = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_version = SQLModel.metadata.tables[str(Version.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_take_down = SQLModel.metadata.tables[str(TakeDown.__tablename__)]

WITHDRAWN = "Its post was withdrawn while it was being sent."
SAME_WORDS_FOR = timedelta(days=7)
COPY_OF = "copy of "
"""How the trail of a copy names the message whose words it has."""


@dataclass(frozen=True)
class Chosen:
    """An account chosen for a message, with the words it is to say."""

    account: Account
    text: str
    own_text: str | None


def add(db: Session, message: ScheduledPost, texts: Mapping[UUID, str | None]) -> None:
    """Keep a new message and the accounts chosen for it, by account id, with words of their own or None."""
    db.add(message)
    db.flush()
    choose(db, message.id, texts)


def choose(db: Session, which: UUID, texts: Mapping[UUID, str | None]) -> None:
    """These accounts, and no others."""
    db.execute(delete(_version).where(_version.c.scheduled_post_id == which))
    for account_id, text in texts.items():
        db.add(Version(scheduled_post_id=which, account_id=account_id, text=text))
    db.flush()


def get(db: Session, which: UUID, *, lock: bool = False) -> ScheduledPost | None:
    """A message as it is now; `lock`: nobody else moves it before this transaction ends."""
    return db.get(ScheduledPost, which, populate_existing=True, with_for_update={"key_share": True} if lock else None)


def chosen(db: Session, message: ScheduledPost) -> list[Chosen]:
    """The accounts of a message and what each is to say."""
    found = (
        rows(Account, Version.text)
        .join(Version, col(Version.account_id) == col(Account.id))
        .where(col(Version.scheduled_post_id) == message.id)
        .order_by(col(Account.platform), col(Account.handle))
    )
    return [Chosen(account, message.text if own is None else own, own) for account, own in db.exec(found)]


def outgoing(
    message: ScheduledPost, text: str, files: tuple[Attached, ...] = (), poll: PollAsked | None = None
) -> Outgoing:
    """What an account's platform is to hear and see."""
    return Outgoing(text, in_reply_to=message.in_reply_to, thread=message.thread, media=files, poll=poll)


def as_read(db: Session, message: ScheduledPost) -> dict[str, Any]:
    """The message as whoever is to approve it has it before them, to be compared with what becomes of it."""
    return {
        "text": message.text,
        "due_at": message.due_at.isoformat(),
        "category": message.category,
        "urgent": message.urgent,
        "accounts": {str(one.account.id): [one.account.handle, one.text] for one in chosen(db, message)},
        "media": [[one.digest, one.alt] for one in media.of_message(db, message.id)],
    }


def advance(
    db: Session, which: UUID, origin: Stage | Collection[Stage], to: Stage, seen: int | None = None, **values: object
) -> bool:
    """Move a message between stages; False when it is not (or no longer) there, or has changed since version `seen`."""
    origins = [origin] if isinstance(origin, Stage) else list(origin)
    still = update(_m).where(_m.c.id == which, _m.c.stage.in_(origins))
    if seen is not None:
        still = still.where(_m.c.version == seen)
    return db.execute(still.values(stage=to, **values).returning(_m.c.id)).scalar_one_or_none() is not None


def stop(db: Session, which: UUID, origin: Collection[State], accounts: Collection[UUID] | None = None) -> int:
    """Cancel the message's publications that are still in one of these states; tell how many.

    First all of them are locked until the transaction ends: one that is just being sent would else come back to the
    queue behind the back of whoever asks next what is out.
    """
    every = select(_p.c.id).where(_p.c.scheduled_post_id == which).order_by(_p.c.id)
    db.execute(every.with_for_update(key_share=True))
    still = update(_p).where(_p.c.scheduled_post_id == which, _p.c.state.in_(list(origin)))
    if accounts is not None:
        still = still.where(_p.c.account_id.in_(list(accounts)))
    return len(db.execute(still.values(state=State.CANCELLED).returning(_p.c.id)).all())


def stop_withdrawn(db: Session, publication_id: UUID, now: datetime) -> None:
    """Cancel a publication that comes back to the queue when its message was withdrawn while it was beyond reach."""
    over = exists().where(_m.c.id == _p.c.scheduled_post_id, _m.c.withdrawn_at.is_not(None)).correlate(_p)
    still = update(_p).where(_p.c.id == publication_id, _p.c.state == State.QUEUED, over)
    if db.execute(still.values(state=State.CANCELLED).returning(_p.c.id)).first():
        audit.write(db, None, Act.CANCEL, "publication", publication_id, now, WITHDRAWN)


def writers(db: Session, message: ScheduledPost) -> set[UUID]:
    """Everyone whose words these are: the author, whoever changed them since, and the same of what they copy."""
    found, which = {message.author_id}, [message.id]
    while which:
        acts = (Act.WRITE, Act.EDIT, Act.ANSWER)
        hands = rows(Trail.person_id, Trail.detail).where(
            col(Trail.subject_id) == which.pop(), col(Trail.act).in_(acts)
        )
        for person, detail in db.exec(hands):
            found |= {person} if person else set()
            which += [UUID(detail.removeprefix(COPY_OF))] if detail.startswith(COPY_OF) else []
    return found


def said_before(
    db: Session, words: str, due_at: datetime, but: UUID, account_id: UUID | None, platform: PlatformName | None
) -> Sequence[tuple[Publication, Account]]:
    """Other messages with these words (a fingerprint) due within 7 days of this, on this account or on a platform.

    What was out, is on its way or may be out counts; what failed or was cancelled does not. Answers are
    no announcements: the same thanks to two people is no repetition.
    """
    found = (
        rows(Publication, Account)
        .join(Account, col(Account.id) == col(Publication.account_id))
        .where(
            col(Publication.fingerprint) == words,
            col(Publication.scheduled_post_id) != but,
            col(Publication.in_reply_to).is_(None),
            col(Publication.state).not_in(OVER),
            col(Publication.due_at) > due_at - SAME_WORDS_FOR,
            col(Publication.due_at) < due_at + SAME_WORDS_FOR,
        )
    )
    if account_id is not None:
        found = found.where(col(Publication.account_id) == account_id)
    if platform is not None:
        found = found.where(col(Account.platform) == platform)
    return db.exec(found).all()


ON_ITS_WAY = (State.QUEUED, State.PUBLISHING, State.UNKNOWN)
"""One that is public closed its question then: where the question waits again, it only held, or was no answer."""


def answer_on_its_way(db: Session, question_id: UUID, but: UUID | None = None) -> bool:
    """Whether an answer to this question is being approved or sent; one that failed, expired or was dropped is not."""
    sending = exists().where(_p.c.scheduled_post_id == _m.c.id, _p.c.state.in_(ON_ITS_WAY)).correlate(_m)
    under_way = or_(_m.c.stage == Stage.AWAITING_APPROVAL, (_m.c.stage == Stage.APPROVED) & sending)
    found = select(_m.c.id).where(_m.c.question_id == question_id, under_way)
    if but is not None:
        found = found.where(_m.c.id != but)
    return db.execute(found.limit(1)).first() is not None


def question(db: Session, question_id: UUID) -> tuple[Question, Reply, Account] | None:
    """A question with its comment and account, locked so that two answers do not start at once."""
    row = db.get(Question, question_id, with_for_update=True, populate_existing=True)
    if row is None:
        return None
    return row, db.get_one(Reply, row.reply_id), db.get_one(Account, row.account_id)


def accounts(db: Session, which: Collection[UUID]) -> dict[UUID, Account]:
    """These accounts by id."""
    return {a.id: a for a in db.exec(rows(Account).where(col(Account.id).in_(list(which))))}
