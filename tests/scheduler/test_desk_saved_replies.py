"""Saved replies at the desk: written, read by a second person, offered while their review holds, retired."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain import saved_replies as words_of
from domain.listening.words import Topic
from domain.people import Scope
from scheduler import desk
from scheduler.desk import Refused
from store import saved_replies
from store.saved_replies import SavedReplyRow
from tests.scheduler.conftest import Force

WORDS = "Hello {name}, {team} are there at noon."


def keep(force: Force, who: str = "comms", text: str = WORDS, area: Scope = Scope(), **other: object) -> UUID:  # noqa: B008
    until = other.pop("until", force.now().date() + timedelta(days=90))
    assert isinstance(until, date)
    return desk.keep_saved_reply(
        force.store, force.people[who], "Surgery", text, "Helo {name}", Topic.EVENTS, area, until, force.now,
        **other,  # type: ignore[arg-type]
    ).id  # fmt: skip


def row(force: Force, which: UUID) -> SavedReplyRow:
    with force.store.reading() as db:
        kept = saved_replies.kept(db, force.people["supervisor"], force.now().date())
        return next(one for one in kept if one.id == which)


def review(force: Force, which: UUID, who: str = "supervisor", days: int = 90) -> None:
    until = force.now().date() + timedelta(days=days)
    desk.review_saved_reply(force.store, force.people[who], which, row(force, which).changed_at, until, force.now)


def offered(force: Force, name: str = "ashby", in_days: int = 0) -> list[str]:
    account = force[name]
    with force.store.reading() as db:
        day = force.now().date() + timedelta(days=in_days)
        return [one.text for one in saved_replies.offered(db, account.district_id, account.team_id, day)]


def test_it_is_offered_once_a_second_person_has_read_it_and_until_its_review_is_due(force: Force) -> None:
    which = keep(force)
    assert offered(force) == [] and row(force, which).due
    with pytest.raises(Refused, match="your own words"):
        review(force, which, "comms")
    review(force, which, days=30)
    assert offered(force) == [WORDS] and offered(force, in_days=30) == [WORDS]
    assert offered(force, in_days=31) == []


def test_new_words_are_read_anew(force: Force) -> None:
    which = keep(force)
    review(force, which)
    seen = row(force, which).changed_at
    force.now.forward(minutes=1)
    keep(force, "supervisor", "Other words", which=which, seen=seen)
    assert offered(force) == []
    with pytest.raises(Refused, match="quicker"):
        keep(force, "comms", "Third words", which=which, seen=seen)
    review(force, which, "comms")
    assert offered(force) == ["Other words"]


def test_a_districts_own_is_offered_there_and_nowhere_else(force: Force) -> None:
    which = keep(force, "north supervisor", area=Scope(force.districts["north"]))
    review(force, which)
    assert offered(force, "ashby") == [WORDS]
    assert offered(force, "brook") == [] and offered(force, "county") == []


def test_only_those_who_keep_them_write_them_and_only_for_their_own_area(force: Force) -> None:
    for who, area in (("officer", Scope()), ("north comms", Scope()), ("north comms", Scope(force.districts["south"]))):
        with pytest.raises(Refused, match="keep saved replies"):
            keep(force, who, area=area)


def test_a_retired_one_is_offered_no_more(force: Force) -> None:
    which = keep(force)
    review(force, which)
    desk.retire_saved_reply(force.store, force.people["comms"], which, force.now)
    assert offered(force) == []
    with pytest.raises(Refused, match="no such saved reply"):
        desk.retire_saved_reply(force.store, force.people["comms"], which, force.now)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hello {surname}", r"\{surname\} is no field\. There are: \{name\}, \{team\}"),
        ("Hello {}", r"\{\} is no field"),
        ("Hello {name", "A brace"),
        ("  ", "Write the words in English"),
        ("x" * 2_001, "characters long"),
    ],
)
def test_what_could_not_be_filled_in_is_refused_when_it_is_written(force: Force, text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        keep(force, text=text)


@pytest.mark.parametrize(("days", "says"), [(0, "still to come"), (367, "within a year")])
def test_its_review_is_within_a_year(force: Force, days: int, says: str) -> None:
    with pytest.raises(Refused, match=says):
        keep(force, until=force.now().date() + timedelta(days=days))


def test_fields_are_filled_in_and_those_nobody_knows_are_named() -> None:
    words, left = words_of.filled(WORDS + " Ref { reference }", {"name": "Pat", "team": "Ashby Town", "reference": " "})
    assert words == "Hello Pat, Ashby Town are there at noon. Ref { reference }" and left == ["reference"]
    assert words_of.left_open(words) == ["reference"] and words_of.left_open("a {smile}") == []
