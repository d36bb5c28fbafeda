"""The judgement over an attack: what the store believes, against what the sandbox knows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import SQLModel

from domain.errors import Rejected
from domain.publication import State
from platforms import registry
from store import overdue
from store.db import Store
from store.tables import Attempt, Publication, Trail

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]
_trail = SQLModel.metadata.tables[str(Trail.__tablename__)]

assert registry  # it knows every adapter, and they their own kinds of refusal
REFUSED = {"Rejected", *(kind.__name__ for kind in Rejected.__subclasses__())}

ON_THE_MOVE = (State.QUEUED, State.PUBLISHING)


@dataclass
class Verdict:
    """Publications by their words, sorted by what is wrong with them; all lists are empty when nothing is."""

    states: dict[str, int] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)  # public more than once
    lost: list[str] = field(default_factory=list)  # neither public, nor refused, nor waiting as unknown
    not_there: list[str] = field(default_factory=list)  # marked published, and not public under that id
    denied: list[str] = field(default_factory=list)  # public, and the store says that it is not, or does not know
    unproven: list[str] = field(default_factory=list)  # published, and no attempt of it was written down

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What may not be."""
        kinds = ("twice", "lost", "not_there", "denied", "unproven")
        return {kind: found for kind in kinds if (found := getattr(self, kind))}


def at_rest(store: Store, window: timedelta) -> bool:
    """Whether nothing more happens by itself: what is still unknown was looked for after the window."""
    with store.reading() as db:
        counted = db.execute(select(func.count()).where(_p.c.state.in_(ON_THE_MOVE))).scalar_one()
        unknown = select(_p.c.unknown_at, _p.c.looked_at).where(_p.c.state == State.UNKNOWN)
        looked = [bool(last and since and last - since >= window) for since, last in db.execute(unknown)]
    return not counted and all(looked)


def busy(store: Store, since: datetime) -> bool:
    """Whether something that was claimed after that moment is in a hand."""
    in_hand = select(_p.c.id).where(_p.c.state == State.PUBLISHING, _p.c.claimed_at > since).limit(1)
    with store.reading() as db:
        return db.execute(in_hand).first() is not None


def judge(store: Store, accepted: list[dict[str, str]]) -> Verdict:
    """Compare every publication with what was ever public."""
    times = Counter(one["said"] for one in accepted)
    ids = {(one["said"], one["id"]) for one in accepted}
    attempted = select(_attempt.c.publication_id).where(_attempt.c.publication_id == _p.c.id).exists()
    wanted = select(_p.c.text, _p.c.state, _p.c.external_id, _p.c.trouble_kind, attempted)
    told = Verdict()
    with store.reading() as db:
        rows = db.execute(wanted).all()
    told.states = dict(Counter(str(state) for _, state, *_ in rows))
    for text, state, ident, kind, tried in rows:
        _sort(told, text, state, kind, times[text], (text, ident) in ids, tried)
    return told


def _sort(told: Verdict, text: str, state: State, kind: str, times: int, proven: bool, tried: bool) -> None:
    if times > 1:
        told.twice.append(text)
    if state is State.PUBLISHED:
        if not proven:
            told.not_there.append(text)
        if not tried:
            told.unproven.append(text)
    elif times:
        told.denied.append(f"{text} ({state}, {kind})")
    elif not (state is State.UNKNOWN or (state is State.FAILED and kind in REFUSED)):
        told.lost.append(f"{text} ({state}, {kind})")


def tries(store: Store) -> dict[str, int]:
    """How the attempts ended, by outcome; how many claims outlived their hand; what was sent again by itself."""
    acts = {"swept": _trail.c.detail == overdue.DIED, "sent again": _trail.c.act == "queue_again"}
    with store.reading() as db:
        counted = db.execute(select(_attempt.c.outcome, func.count()).group_by(_attempt.c.outcome)).all()
        noted = {name: db.execute(select(func.count()).where(which)).scalar_one() for name, which in acts.items()}
    return {**{outcome: number for outcome, number in counted}, **noted}
