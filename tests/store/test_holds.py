"""Holds as the store keeps them: which publications they reach."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from domain.people import Role
from domain.posts import PlatformName
from domain.publication import Stage
from store import holds, publications
from store.db import Store
from store.tables import Account, District, Hold, Person, ScheduledPost, Team
from tests.conftest import Ticking

PUBLICATION = SQLModel.metadata.tables["publication"]


@pytest.fixture
def place(store: Store, now: Ticking) -> Callable[..., bool]:
    """Places a hold on one publication's whereabouts, and tells whether both ways of asking say that it is held."""
    district, other = District(key="north", name="North"), District(key="south", name="South")
    team = Team(key="ashby", name="Ashby", district_id=district.id)
    account = Account(
        platform=PlatformName.X, external_id="1", handle="ashby", district_id=district.id, team_id=team.id,
        next_fetch_at=now(), next_audience_at=now(),
    )  # fmt: skip
    person = Person(email="s@force.example", name="S", role=Role.SUPERVISOR)
    message = ScheduledPost(
        author_id=person.id, text="Words", stage=Stage.APPROVED, due_at=now(), category="appeal", created_at=now(),
        changed_at=now(),
    )  # fmt: skip
    for rows in ([district, other, person], [team], [account, message]):
        with store.writing() as db:
            db.add_all(rows)
    with store.writing() as db:
        publications.born(db, message, account, message.text)
    known = {
        "here": {
            "district_id": district.id, "team_id": team.id, "account_id": account.id,
            "scheduled_post_id": message.id, "category": "appeal",
        },
        "elsewhere": {"district_id": other.id, "category": "notice"},
    }  # fmt: skip

    def held(*names: str, where: str = "here", **more: object) -> bool:
        scope = {name: known[where][name] for name in names} | more
        with store.writing() as db:
            hold = Hold(id=uuid4(), reason="r", placed_by_id=person.id, placed_at=now(), **scope)
            holds.place(db, hold)
            told = db.execute(select(PUBLICATION.c.id).where(holds.held(PUBLICATION, now()))).first() is not None
            said = holds.over_account(db, account, "appeal", False, now(), message.id)
            assert (said is not None) == told
            holds.lift(db, hold.id, person.id, now())
            return told

    return held


@pytest.mark.parametrize("name", ["district_id", "team_id", "account_id", "scheduled_post_id", "category"])
def test_a_hold_reaches_what_it_names(name: str, place: Callable[..., bool]) -> None:
    assert place(name)


@pytest.mark.parametrize("name", ["district_id", "category"])
def test_and_nothing_else(name: str, place: Callable[..., bool]) -> None:
    assert not place(name, where="elsewhere")


def test_a_hold_that_names_nothing_reaches_everything(place: Callable[..., bool]) -> None:
    assert place()


def test_every_scope_that_is_named_must_fit(place: Callable[..., bool]) -> None:
    assert place("district_id", "category")
    assert not place("district_id", category="notice")


def test_a_hold_on_all_but_answers_still_holds_posts(place: Callable[..., bool]) -> None:
    assert place(answers_too=False)


def test_a_hold_spares_whole_categories_only(place: Callable[..., bool]) -> None:
    assert not place(spares=",appeal,warning,")
    assert place(spares=",warning,")
    assert place(spares=",an_appeal,appeals,")


def test_a_hold_from_a_time_on_holds_by_our_clock_or_by_the_word_of_another(
    place: Callable[..., bool], now: Ticking
) -> None:
    at = now()
    assert not place(starts_at=at + timedelta(seconds=1))
    assert place(starts_at=at)
    assert place(starts_at=at + timedelta(seconds=1), began_at=at)
