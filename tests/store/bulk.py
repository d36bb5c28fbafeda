"""A made-up force of full size, for looking at how fast reports answer. Run it: python -m tests.store.bulk URL."""

import random
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import SQLModel

from domain.people import Role
from domain.posts import PlatformName, Surface
from domain.publication import Stage, State
from domain.questions import Outcome
from store.db import Store
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
    TownFollowers,
    Version,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Rows = dict[type[SQLModel], list[dict[str, Any]]]


def fill(
    store: Store, accounts: int = 300, posts: int = 200, replies: int = 5, days: int = 365, now: datetime = NOW
) -> None:
    """Twenty districts, sixty teams, so many accounts; their posts spread over so many days before now."""
    dice = random.Random(7)
    rows: Rows = {Force: [{"id": 1, "name": "Marlshire Police", "time_zone": "Europe/London", "languages": ["en"]}]}
    who = _people_and_places(rows)
    for number in range(accounts):
        _account(rows, number, dice, now)
        for _ in range(posts):
            _post(rows, dice, now, timedelta(days=dice.random() * days), replies)
    _queue(rows, who, dice, now)
    with store.writing() as db:
        for table, values in rows.items():
            db.execute(insert(table), values)


def _people_and_places(rows: Rows) -> UUID:
    rows[District] = [
        {"id": uuid4(), "key": f"d{n}", "name": f"District {n:02}", "population": 50_000 + n, "towns": [f"Town {n}"]}
        for n in range(20)
    ]
    rows[Team] = [
        {
            "id": uuid4(),
            "key": f"t{n}",
            "name": f"Team {n:02}",
            "district_id": rows[District][n % 20]["id"],
            "wards": [],
        }
        for n in range(60)
    ]
    rows[Person] = [{"id": uuid4(), "email": "pat@marlshire.example", "name": "Pat Marl", "role": Role.COMMS}]
    return rows[Person][0]["id"]  # type: ignore[no-any-return]


def _account(rows: Rows, number: int, dice: random.Random, now: datetime) -> None:
    team = rows[Team][number % 60] if number >= 2 else None
    account = uuid4()
    platform = list(PlatformName)[number % 2]
    rows.setdefault(Account, []).append(
        {
            "id": account,
            "platform": platform,
            "external_id": str(number),
            "handle": f"team{number}",
            "team_id": team["id"] if team else None,
            "district_id": team["district_id"] if team else None,
            "next_fetch_at": now,
            "next_audience_at": now,
            "visited_at": now - timedelta(hours=dice.random() * 40),
        }
    )
    for back in range(365):
        day = {
            "account_id": account,
            "day": (now - timedelta(days=back)).date(),
            "taken_at": now - timedelta(days=back),
        }
        rows.setdefault(AccountNumbers, []).append({**day, "followers": 5_000 - back})
    if platform is PlatformName.FACEBOOK:
        rows.setdefault(TownFollowers, []).extend(
            {"account_id": account, "day": now.date(), "town": f"Town {n}, Marlshire", "followers": 100 + n}
            for n in range(45)
        )


def _post(rows: Rows, dice: random.Random, now: datetime, age: timedelta, replies: int) -> None:
    account, post, at = rows[Account][-1]["id"], uuid4(), now - age
    rows.setdefault(Post, []).append(
        {
            "id": post,
            "account_id": account,
            "external_id": post.hex,
            "text": "Crime prevention advice: lock your shed. " * 4,
            "url": f"https://social.example/{post.hex}",
            "created_at": at,
        }
    )
    told = {name: dice.randrange(50) for name in ("likes", "replies", "shares", "views")}
    rows.setdefault(PostNumbers, []).append({"post_id": post, "taken_at": min(now, at + timedelta(days=1)), **told})
    for _ in range(replies):
        _reply(rows, dice, account, post, at + timedelta(hours=dice.random() * 20))


def _reply(rows: Rows, dice: random.Random, account: UUID, post: UUID, at: datetime) -> None:
    reply = uuid4()
    rows.setdefault(Reply, []).append(
        {
            "id": reply,
            "account_id": account,
            "post_id": post,
            "external_id": reply.hex,
            "thread": post.hex,
            "parent": post.hex,
            "surface": Surface.THREAD,
            "author": "A Neighbour",
            "text": "What time does it start, and is there parking?",
            "created_at": at,
        }
    )
    if dice.random() < 0.1:
        open_one = dice.random() < 0.05
        rows.setdefault(Question, []).append(
            {
                "id": uuid4(),
                "reply_id": reply,
                "account_id": account,
                "waiting_since": at,
                "outcome": None if open_one else Outcome.ANSWERED,
                "closed_at": None if open_one else at + timedelta(hours=5),
            }
        )


def _queue(rows: Rows, author: UUID, dice: random.Random, now: datetime) -> None:
    for number in range(3_000):
        post, due = uuid4(), now + timedelta(hours=number - 2_500)
        message = {"id": post, "author_id": author, "text": "Beat surgery on Saturday", "due_at": due}
        dates = {"created_at": due, "changed_at": due}
        stage = Stage.APPROVED if number % 50 else Stage.AWAITING_APPROVAL
        rows.setdefault(ScheduledPost, []).append({**message, **dates, "stage": stage, "version": 1})
        for account in dice.sample(rows[Account], 3):
            rows.setdefault(Version, []).append({"scheduled_post_id": post, "account_id": account["id"]})
            if stage is not Stage.APPROVED:
                continue
            publication = {"scheduled_post_id": post, "account_id": account["id"], "text": message["text"]}
            times = {"due_at": due, "not_before": due, "expires_at": due + timedelta(hours=2)}
            state = State.QUEUED if due > now else dice.choice([State.PUBLISHED] * 60 + [State.FAILED, State.WAITING])
            rows.setdefault(Publication, []).append(
                {"id": uuid4(), **publication, **times, "state": state, "fingerprint": "beat surgery on saturday"}
            )


if __name__ == "__main__":
    opened = Store(sys.argv[1])
    SQLModel.metadata.create_all(opened.engine)
    fill(opened)
    opened.close()
