"""A campaign's numbers are the sum of its posts, and nothing else: told again in plain Python from the raw rows."""

from dataclasses import asdict
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from domain.campaigns import CampaignWords
from domain.clock import london_day
from domain.people import Role, Scope, Signed
from domain.publication import Stage, State
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Refused
from store import belongings
from store.db import Store
from store.reports.campaign_rows import (
    campaign_by_part,
    campaign_planned,
    campaign_posts,
    campaign_questions,
    campaign_series,
)
from store.reports.campaigns import CampaignState, campaign, campaigns_told, count_campaigns
from store.reports.sums import add
from store.tables import Account, Attempt, Belonging, Campaign, Post, PostNumbers, Publication, Question, Reply, Trail
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, post, publication, question, reply

NUMBERS = ("likes", "replies", "shares", "views", "clicks")


@pytest.fixture
def here(store: Store, now: Ticking) -> tuple[County, list[UUID]]:
    """A county in which three campaigns, and posts of none, are told or not, gone or not; one account moved."""
    dice = Random(7)
    with store.writing() as db:
        made = county(db, now())
        named = [Campaign(key=f"c{n}", name=f"Campaign {n}", starts_on=london_day(now())) for n in range(3)]
        db.add_all(named)
        db.flush()
        accounts = [made.on_x, made.on_facebook, made.rural_x, made.mere_x, made.force_page]
        for number in range(60):
            _one(db, dice, number, dice.choice(accounts), dice.choice([*named, None]), made, now)
        made.rural_x.district_id, made.rural_x.team_id = made.thornmere.id, made.mere.id
        db.add(made.rural_x)
        db.flush()
        belongings.keep(db, accounts, london_day(now()) - timedelta(days=3))
        return made, [one.id for one in named]


def _one(db: Any, dice: Random, number: int, on: Account, of: Campaign | None, made: County, now: Ticking) -> None:
    at = now() - timedelta(days=dice.randrange(9), hours=dice.randrange(20), minutes=number)
    said = message(db, made.comms, at, stage=Stage.APPROVED, campaign_id=of.id if of else None)
    state = dice.choice([State.PUBLISHED] * 5 + [State.QUEUED, State.FAILED, State.CANCELLED])
    out = publication(db, said, on, state, campaign_id=of.id if of else None)
    db.add(Attempt(publication_id=out.id, number=1, started_at=at, micros=dice.choice([0, 15_000])))
    if state is not State.PUBLISHED:
        return
    told = {name: dice.randrange(900) for name in NUMBERS if dice.random() < 0.7}
    public = post(db, on, at, at + timedelta(hours=2) if dice.random() < 0.9 else None, **told)
    public.publication_id = out.id
    public.gone_at = now() if dice.random() < 0.2 else None
    db.add(public)
    db.flush()
    for place in range(dice.randrange(3)):
        asked = reply(db, on, f"r{number}-{place}", at, public)
        outcome = dice.choice([None, Outcome.ANSWERED, Outcome.SET_ASIDE])
        question(db, asked, outcome, closed_at=now() if outcome else None, due_at=at + timedelta(days=4))


def plainly(store: Store, campaign_id: UUID, who: Signed) -> dict[str, Any]:
    """The same from the raw rows, one by one."""
    with store.reading() as db:
        rows = db.exec(
            select(Post, Publication, Account)
            .join(Publication, col(Publication.id) == col(Post.publication_id))
            .join(Account, col(Account.id) == col(Post.account_id))
            .where(Publication.campaign_id == campaign_id)
        ).all()
        seen = [one for one, _, account in rows if _sees(db, who, one, account)]
        assert rows
        numbers = {one.post_id: one for one in db.exec(select(PostNumbers))}
        asked = db.exec(select(Question, Reply).join(Reply, col(Reply.id) == col(Question.reply_id))).all()
    public = [one for one in seen if one.gone_at is None]
    told: dict[str, Any] = {"posts": len(public), "gone": len(seen) - len(public)}
    for name in NUMBERS:
        values = [getattr(numbers[one.id], name) for one in public if one.id in numbers]
        known = [value for value in values if value is not None]
        told |= {name: sum(known) if known else None, f"{name}_told": len(known)}
    told["accounts"] = len({one.account_id for one in public})
    told["asked"] = sum(under.post_id in {one.id for one in seen} for _, under in asked)
    return told


def _sees(db: Any, who: Signed, one: Post, account: Account) -> bool:
    there = db.exec(select(Belonging).where(Belonging.account_id == account.id, col(Belonging.since) <= one.day)).all()
    spell = max(there, key=lambda spell: spell.since)
    return who.scope.covers(spell.district_id, spell.team_id)


def test_a_campaign_is_the_sum_of_its_posts(store: Store, now: Ticking, here: tuple[County, list[UUID]]) -> None:
    made, ids = here
    for who in (made.comms, made.supervisor, made.officer):
        for campaign_id in ids:
            with store.reading() as db:
                row = campaign(db, who, now(), campaign_id)
                parts = campaign_by_part(db, who, campaign_id)
                spans = campaign_series(db, who, campaign_id, london_day(now()))
                listed = campaign_posts(db, who, campaign_id, limit=100)
                asked = campaign_questions(db, who, now(), campaign_id)
            assert row
            wanted, sums = plainly(store, campaign_id, who), asdict(row.sums)
            told = {name: sums[name] for name in wanted if name in sums}
            assert told | {"accounts": row.accounts, "asked": row.raised.asked} == wanted
            assert add([one.sums for one in parts]) == add([one.sums for one in spans]) == row.sums
            assert len(listed) == row.sums.posts + row.sums.gone and len(asked) == row.raised.asked
            assert all(one.sums.views is None for one in spans if not one.sums.posts)  # a gap, never nothing


def test_planned_and_done_and_what_it_cost(store: Store, now: Ticking, here: tuple[County, list[UUID]]) -> None:
    made, ids = here
    with store.writing() as db:
        waiting = message(db, made.comms, now(), made.on_x, stage=Stage.AWAITING_APPROVAL, campaign_id=ids[0])
        rows = {one.id: one for one in campaigns_told(db, made.comms, now())}
        planned = {one: campaign_planned(db, made.comms, one) for one in ids}
        out = db.exec(select(Publication)).all()
        tries = {one.publication_id: one.micros for one in db.exec(select(Attempt))}
        assert count_campaigns(db, now(), CampaignState.RUNNING) == 3 and waiting
    for campaign_id in ids:
        mine = [one for one in out if one.campaign_id == campaign_id]
        plan = rows[campaign_id].planned
        states = [one.state for one in mine]
        assert (plan.public, plan.failed, plan.to_come) == tuple(
            states.count(state) for state in (State.PUBLISHED, State.FAILED, State.QUEUED)
        )
        assert plan.awaiting == (1 if campaign_id == ids[0] else 0)
        assert len(planned[campaign_id]) == plan.all - plan.public
        assert rows[campaign_id].micros == sum(tries[one.id] for one in mine)


def test_what_is_known_of_a_campaign_is_written_once_at_a_time(
    store: Store, now: Ticking, here: tuple[County, list[UUID]]
) -> None:
    made, (which, *_) = here
    words = CampaignWords("Fewer burglaries", "Ashvale", 125_000, 90, "Begin earlier")
    desk.write_campaign(store, made.comms, which, None, words, now)
    with pytest.raises(Refused, match="Somebody was quicker"):
        desk.write_campaign(store, made.comms, which, None, CampaignWords("Mine"), now)
    with store.reading() as db:
        row = campaign(db, made.comms, now(), which)
    assert row and (row.goal, row.cost_pence, row.changed_by) == ("Fewer burglaries", 125_000, "Pat Quill")
    now.forward(seconds=1)
    assert desk.write_campaign(store, made.comms, which, row.changed_at, words, now).says == "Nothing was changed."
    desk.write_campaign(store, made.comms, which, row.changed_at, CampaignWords(lessons="x"), now)
    for who, fresh, says in (
        (made.officer, words, "do not let you keep the record"),
        (made.comms, CampaignWords(cost_pence=-1), "That cost is not possible"),
        (made.comms, CampaignWords(goal="x" * 1_001), "Make it shorter"),
    ):
        with pytest.raises(Refused, match=says):
            desk.write_campaign(store, who, which, now(), fresh, now)
    with store.reading() as db:
        details = [one.detail for one in db.exec(select(Trail).where(Trail.act == "campaign"))]
    assert details[0].startswith("changed: goal") and len(details) == 2


def test_the_sums_of_campaigns_read_no_post_that_is_none_of_theirs(store: Store, now: Ticking) -> None:
    """What the plan says where no number of rows is large enough to be felt."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole")
    seen: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, sql, given, *_: seen.append((sql, given)))
    who = Signed(UUID(int=1), "a@b.example", "A", Role.COMMS, Scope())
    with store.writing() as db:
        db.add(Campaign(key="c", name="C"))
    with store.reading() as db:
        seen.clear()
        campaigns_told(db, who, now())
        line, asked = db.connection(), [one for one in seen if one[0].startswith("SELECT")]
        plans = [row[-1] for sql, given in asked for row in line.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    assert any("publications_of_campaign" in one for one in plans)
    assert not [
        one for one in plans if one.startswith(("SCAN post", "SCAN reply", "SCAN question", "SCAN publication"))
    ]
