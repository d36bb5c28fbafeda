"""What the tests of alarms share: danger that is asked, people on duty, supervisors, and a watch with a mail server."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update

from domain.listening.words import Lane
from domain.people import Role, Scope, Signed
from doors import mail
from doors.watch import manner_of
from scheduler.letters import Post
from store import workers
from store.tables import Alert, Duty, Person, Question, Reply, Team, Trail
from store.tables import Post as OurPost
from tests.mailbox import Mailbox
from tests.scheduler.conftest import Force

ROOM = "control.room@force.example"
LONG = timedelta(days=30)


def watch(force: Force, box: Mailbox, **more: Any) -> Post:
    """A watch with a mail server, beside a publisher and a listener that are alive for weeks."""
    with force.store.writing() as db:
        for kind in ("publisher", "listener"):
            workers.beat(db, f"{kind} a", kind, force.now(), force.now() + LONG)
    settings = box.settings()
    post = Post(force.store, force.now, manner_of(settings), mail.sender(settings), settings.alerts_to)
    return replace(post, **more)


def asked(force: Force, name: str = "ashby", *, lane: Lane | None = Lane.DANGER, post: str = "p1", n: int = 1) -> UUID:
    """The public writes something under a post of that account; the first of `n` such questions."""
    account, now = force[name], force.now()
    with force.store.writing() as db:
        above = db.exec(select(OurPost).where(OurPost.external_id == post, OurPost.account_id == account.id)).first()
        if above is None:
            above = OurPost(account_id=account.id, external_id=post, text=f"Market day, {post}", url="", created_at=now)
            db.add(above)
            db.flush()
        replies = [
            Reply(account_id=account.id, post_id=above.id, external_id=f"{post}-{now.isoformat()}-{i}", thread=post,
                  parent=post, author="Pat Nobody", text="He has a knife, help", created_at=now, heard=1)
            for i in range(n)
        ]  # fmt: skip
        db.add_all(replies)
        db.flush()
        rows = [Question(reply_id=one.id, account_id=account.id, waiting_since=now, lane=lane) for one in replies]
        db.add_all(rows)
        db.flush()
        return rows[0].id


def change(force: Force, which: UUID, **values: Any) -> None:
    """Something becomes of a question."""
    with force.store.writing() as db:
        db.exec(update(Question).where(col(Question.id) == which).values(**values))


def person(force: Force, name: str, role: Role = Role.OFFICER, district: str = "", team: str = "") -> Signed:
    """Somebody on the roster, of a team, a district or the whole force."""
    with force.store.writing() as db:
        team_id = db.exec(select(Team.id).where(Team.key == team)).one() if team else None
        kept = Person(
            email=f"{name.replace(' ', '.')}@force.example", name=name.title(), role=role, team_id=team_id,
            district_id=force.districts[district] if district and not team else None,
        )  # fmt: skip
        db.add(kept)
        db.flush()
        scope = Scope(force.districts[district] if district else None, team_id)
        return Signed(kept.id, kept.email, kept.name, role, scope)


def on_duty(
    force: Force, who: Signed, district: str = "", team: str = "", start: datetime | None = None, hours: float = 8
) -> UUID:
    """They are on duty there, from an hour ago unless said otherwise."""
    begin = start or force.now() - timedelta(hours=1)
    with force.store.writing() as db:
        team_id = db.exec(select(Team.id).where(Team.key == team)).one() if team else None
        duty = Duty(
            person_id=who.person_id, district_id=force.districts[district] if district else None, team_id=team_id,
            starts_at=begin, ends_at=begin + timedelta(hours=hours),
        )  # fmt: skip
        db.add(duty)
        db.flush()
        return duty.id


def everybody_leaves(force: Force) -> None:
    """Nobody of the force's own people is on the roster any more."""
    with force.store.writing() as db:
        db.exec(update(Person).values(retired_at=force.now()))


def body(box: Mailbox, number: int = -1) -> str:
    """What a message says, its lines joined again."""
    return " ".join(box.taken[number].get_content().split())


def alerts_of(force: Force) -> list[Alert]:
    with force.store.reading() as db:
        return list(db.exec(select(Alert).order_by(col(Alert.raised_at), col(Alert.matter))).all())


def did(force: Force, who: Signed, which: UUID, act: str = "note") -> None:
    """A line of the trail: somebody did something about a question."""
    with force.store.writing() as db:
        db.add(Trail(at=force.now(), person_id=who.person_id, act=act, subject="question", subject_id=which))
