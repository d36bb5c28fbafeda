"""A small made-up county for exact sums: two districts, three teams, five accounts and three people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from domain.clock import london_day
from domain.people import Role, Scope, Signed
from domain.posts import PlatformName
from domain.publication import Stage, State
from domain.questions import Outcome
from store import belongings, rollups, rollups_followers
from store.tables import (
    Account,
    AccountNumbers,
    District,
    Force,
    Person,
    Post,
    PostNumbers,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Team,
    Version,
)


@dataclass
class County:
    """What stands in the store, by name. `town` and `rural` are teams of Ashvale, `mere` is one of Thornmere."""

    ashvale: District
    thornmere: District
    town: Team
    rural: Team
    mere: Team
    on_x: Account  # of `town`
    on_facebook: Account  # of `town`
    rural_x: Account
    mere_x: Account
    force_page: Account
    comms: Signed  # whole force
    supervisor: Signed  # Ashvale
    officer: Signed  # of `town`


def county(db: Session, now: datetime) -> County:
    """Keep the county; every account was visited an hour ago."""
    ashvale = District(key="ashvale", name="Ashvale", population=20_000, towns=["Ashvale", "Little Ashvale"])
    thornmere = District(key="thornmere", name="Thornmere", population=40_000, towns=["Thornmere-on-Sea"])
    db.add_all([Force(name="Marlshire Police"), ashvale, thornmere])
    db.flush()
    town = Team(key="ashvale-town", name="Ashvale Town", district_id=ashvale.id)
    rural = Team(key="ashvale-rural", name="Ashvale Rural", district_id=ashvale.id)
    mere = Team(key="thornmere", name="Thornmere", district_id=thornmere.id)
    db.add_all([town, rural, mere])
    db.flush()
    accounts = [
        account(PlatformName.X, "AshvaleTown", now, town),
        account(PlatformName.FACEBOOK, "Ashvale Town Police", now, town),
        account(PlatformName.X, "AshvaleRural", now, rural),
        account(PlatformName.X, "ThornmereCops", now, mere),
        account(PlatformName.FACEBOOK, "Marlshire Police", now),
    ]
    people = [
        Person(email="quill@marlshire.example", name="Pat Quill", role=Role.COMMS),
        Person(email="marsh@marlshire.example", name="Jo Marsh", role=Role.SUPERVISOR, district_id=ashvale.id),
        Person(email="reed@marlshire.example", name="Sam Reed", role=Role.OFFICER, team_id=town.id),
    ]
    db.add_all([*accounts, *people])
    db.flush()
    belongings.keep(db, accounts, london_day(now))
    signed = [
        Signed(p.id, p.email, p.name, p.role, Scope(district_id=p.district_id, team_id=p.team_id)) for p in people
    ]
    return County(ashvale, thornmere, town, rural, mere, *accounts, *signed)


def account(platform: PlatformName, handle: str, now: datetime, team: Team | None = None, **more: Any) -> Account:
    """An account of a team, or of the whole force."""
    place = {"team_id": team.id, "district_id": team.district_id} if team else {}
    times = {"next_fetch_at": now, "next_audience_at": now, "visited_at": now - timedelta(hours=1)}
    return Account(platform=platform, external_id=handle.lower(), handle=handle, **{**place, **times, **more})


def post(db: Session, on: Account, at: datetime, taken_at: datetime | None = None, **numbers: Any) -> Post:
    """A post; with its newest numbers when `taken_at` says that there are any."""
    kept = Post(
        account_id=on.id,
        external_id=f"p{at.timestamp():.0f}{on.handle}",
        text="Lock your\nshed.",
        url="https://social.example/p",
        created_at=at,
    )
    kept.gone_at = numbers.pop("gone_at", None)
    db.add(kept)
    db.flush()
    if taken_at:
        db.add(PostNumbers(post_id=kept.id, taken_at=taken_at, **numbers))
        db.flush()
    rollups.refresh(db, on.id, [kept.day])
    return kept


def followers(db: Session, on: Account, at: datetime, count: int | None) -> None:
    """What an account's followers were found to be."""
    db.add(AccountNumbers(account_id=on.id, day=at.date(), followers=count, taken_at=at))
    db.flush()
    rollups_followers.refresh(db, on.id, at.date())


def reply(db: Session, on: Account, external_id: str, at: datetime, under: Post | None = None, **more: Any) -> Reply:
    """Something written under a post, or outside our threads."""
    thread = under.external_id if under else external_id
    known = {
        "thread": thread,
        "parent": thread,
        "author": "Neighbour",
        "text": "What time?",
        "url": "https://social.example/r",
    }
    kept = Reply(
        account_id=on.id,
        external_id=external_id,
        post_id=under.id if under else None,
        created_at=at,
        **{**known, **more},
    )
    db.add(kept)
    db.flush()
    return kept


def question(db: Session, asked: Reply, outcome: Outcome | None = None, **more: Any) -> Question:
    """The question that a reply asks."""
    kept = Question(
        reply_id=asked.id, account_id=asked.account_id, waiting_since=asked.created_at, outcome=outcome, **more
    )
    db.add(kept)
    db.flush()
    return kept


def message(
    db: Session, author: Signed, due: datetime, *on: Account, stage: Stage = Stage.DRAFT, **more: Any
) -> ScheduledPost:
    """A scheduled post for some accounts, with the same words on each."""
    known = {"text": "Beat surgery on Saturday.", "created_at": due, "changed_at": due}
    kept = ScheduledPost(author_id=author.person_id, stage=stage, due_at=due, **{**known, **more})
    db.add(kept)
    db.flush()
    db.add_all([Version(scheduled_post_id=kept.id, account_id=one.id) for one in on])
    db.flush()
    return kept


def publication(db: Session, of: ScheduledPost, on: Account, state: State = State.QUEUED, **more: Any) -> Publication:
    """One approved message on one account."""
    due = more.pop("due_at", of.due_at)
    times = {"due_at": due, "not_before": due, "expires_at": due + timedelta(hours=2)}
    kept = Publication(
        scheduled_post_id=of.id,
        account_id=on.id,
        state=state,
        text=of.text,
        fingerprint="beat surgery",
        **{**times, **more},
    )
    db.add(kept)
    db.flush()
    return kept
