"""`bluelamp hold`, `lift` and `holds`: from a terminal, through the same desk as the page."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from domain.clock import LONDON, utc_now
from domain.purse import Limits
from doors.wiring import House
from store import publications, turns
from store.tables import Account, Hold, Person, ScheduledPost, Trail, Version
from tests.doors.conftest import Told

SUPERVISOR = ("--as", "supervisor@example.org", "--reason", "Major incident")
TOMORROW = (utc_now().astimezone(LONDON) + timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)


def the_hold(house: House) -> Hold:
    with house.store.reading() as db:
        return db.exec(select(Hold)).one()


def listed(told: Told, *words: str) -> list[dict[str, Any]]:
    said = told("holds", "--format", "json", *words)
    assert said.exit_code == 0, said.stderr
    rows: list[dict[str, Any]] = json.loads(said.stdout)
    return rows


def test_everything_is_held_with_one_line_and_lifted_with_another(house: House, told: Told) -> None:
    said = told("hold", *SUPERVISOR)
    assert said.exit_code == 0, said.stderr
    first, second = said.stdout.splitlines()
    assert first == "The whole force: In force. Nothing was on its way."
    row = the_hold(house)
    assert (row.reason, row.starts_at, row.answers_too, row.district_id) == ("Major incident", None, True, None)
    assert second == f"Lift it with: bluelamp lift {str(row.id)[:8]} --as supervisor@example.org"
    again = told("hold", *SUPERVISOR)
    assert again.exit_code == 1 and "This very hold is in force already" in again.stderr
    lifted = told("lift", str(row.id)[:8], "--as", "supervisor@example.org")
    assert (lifted.exit_code, lifted.stdout) == (0, "Lifted.\n")
    with house.store.reading() as db:
        assert [line.act for line in db.exec(select(Trail).where(Trail.subject == "hold"))] == ["hold", "lift"]


@pytest.mark.parametrize(
    ("words", "where", "column"),
    [
        (("--district", "wexmoor"), "Wexmoor", "district_id"),
        (("--team", "Elmsward Town"), "Elmsward Town", "team_id"),
        (("--account", "x:wexmoorsnt"), "x:WexmoorSNT", "account_id"),
        (("--account", "@TarrenshirePolice"), "facebook:TarrenshirePolice", "account_id"),
    ],
)
def test_only_what_is_named_is_held(house: House, told: Told, words: tuple[str, ...], where: str, column: str) -> None:
    said = told("hold", *SUPERVISOR, *words)
    assert said.stdout.startswith(f"{where}: In force."), said.stderr
    scopes = ("district_id", "team_id", "account_id", "scheduled_post_id")
    assert [name for name in scopes if getattr(the_hold(house), name)] == [column]


def test_a_hold_from_a_time_that_spares_kinds_and_answers(house: House, told: Told) -> None:
    times = ("--from", f"{TOMORROW:%Y-%m-%d %H:%M}", "--review", (TOMORROW + timedelta(hours=3)).isoformat())
    said = told("hold", *SUPERVISOR, *times, "--all-but", "appeal", "--all-but", "warning", "--not-answers")
    assert f"It begins {TOMORROW:%a} {TOMORROW.day} {TOMORROW:%b %Y}, 18:00" in said.stdout, said.stderr
    row = the_hold(house)
    assert (row.starts_at, row.spares, row.answers_too) == (TOMORROW, ",appeal,warning,", False)
    (one,) = listed(told)
    assert (one["state"], one["stops"]) == ("planned", "all but appeal, warning, not answers")
    assert told("lift", str(row.id), "--as", "supervisor@example.org").stdout.startswith("Lifted before it began.")


@pytest.fixture
def message(house: House) -> UUID:
    """A post that is due on one account."""
    at = utc_now() - timedelta(minutes=1)
    with house.store.writing() as db:
        account = db.exec(select(Account).where(Account.handle == "WexmoorSNT")).one()
        author = db.exec(select(Person.id).where(Person.email == "officer@example.org")).one()
        kept = ScheduledPost(author_id=author, text="Beat surgery", due_at=at, created_at=at, changed_at=at)
        db.add(kept)
        db.flush()
        db.add(Version(scheduled_post_id=kept.id, account_id=account.id))
        publications.born(db, kept, account, kept.text)
        return kept.id


def test_one_post_is_held(house: House, told: Told, message: UUID) -> None:
    assert told("hold", *SUPERVISOR, "--post", str(message)).stdout.startswith("One post: In force.")
    (one,) = listed(told)
    assert (one["where"], one["queued"]) == ("Beat surgery", 1)


def test_what_is_on_its_way_is_named(house: House, told: Told, message: UUID) -> None:
    with house.store.writing() as db:
        (one,) = turns.due(db, utc_now())
        assert publications.claim(db, one, "", Limits(), utc_now())
    said = told("hold", *SUPERVISOR).stdout
    assert said.startswith("The whole force: In force. 1 post was already on its way: WexmoorSNT, “Beat surgery”.")


def test_holds_are_listed_as_a_table_as_csv_and_as_somebody_sees_them(house: House, told: Told) -> None:
    assert told("holds").stdout.strip() == "Nothing to show."
    told("hold", *SUPERVISOR, "--district", "elmsward", "--category", "event")
    told("hold", *SUPERVISOR, "--team", "wexmoor-town", "--review", TOMORROW.isoformat())
    rows = {row["where"]: row for row in listed(told)}
    assert rows["Elmsward Vale"]["stops"] == "only event" and rows["Wexmoor Town"]["queued"] == 0
    assert rows["Wexmoor Town"]["review_at"] and rows["Wexmoor Town"]["placed_by"] == "Sunniva Practice"
    assert [row["where"] for row in listed(told, "--as", "officer@example.org")] == ["Wexmoor Town"]
    assert "Holds" in told("holds").stdout
    printed = list(csv.DictReader(io.StringIO(told("holds", "--format", "csv").stdout)))
    assert {row["state"] for row in printed} == {"in force"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("hold", "--as", "officer@example.org", "--reason", "x"), "do not let you place a hold"),
        (("hold", "--as", "nobody@example.org", "--reason", "x"), "Nobody on the roster"),
        (("hold", "--as", "supervisor@example.org", "--reason", " "), "Say why"),
        (("hold", *SUPERVISOR, "--district", "nowhere"), "Known are: elmsward, wexmoor."),
        (("hold", *SUPERVISOR, "--account", "x:wexmor"), 'There is no account "x:wexmor"'),
        (("hold", *SUPERVISOR, "--district", "wexmoor", "--team", "wexmoor-town"), "Name one of them."),
        (("hold", *SUPERVISOR, "--post", "17"), "is no id of a scheduled post"),
        (("hold", *SUPERVISOR, "--post", str(uuid4())), "There is no such post"),
        (("hold", *SUPERVISOR, "--category", "appeals"), "Known are: appeal,"),
        (("hold", *SUPERVISOR, "--from", "tomorrow"), '"tomorrow" is not a time'),
        (("hold", *SUPERVISOR, "--from", "2020-01-01 09:00"), "has passed"),
        (("hold", *SUPERVISOR, "--from", "2027-03-28 01:30"), "does not exist: the clocks go forward"),
        (("hold", *SUPERVISOR, "--review", "2027-10-31 01:30"), "happens twice"),
        (("lift", "abcd1234", "--as", "supervisor@example.org"), "No hold that stands"),
        (("lift", "", "--as", "supervisor@example.org"), "No hold that stands"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_nothing_is_held(
    house: House, told: Told, words: tuple[str, ...], says: str
) -> None:
    said = told(*words)
    assert said.exit_code == 1 and says in said.stderr, said.stderr
    assert said.stdout == "" and "Traceback" not in said.stderr
    with house.store.reading() as db:
        assert db.exec(select(Hold)).all() == []


def test_lifting_needs_a_role_and_an_id_that_names_one(house: House, told: Told) -> None:
    told("hold", *SUPERVISOR)
    which = str(the_hold(house).id)
    assert "do not let you lift a hold" in told("lift", which, "--as", "comms@example.org").stderr
    assert "No hold that stands" in told("lift", which[:3], "--as", "supervisor@example.org").stderr
    assert the_hold(house).lifted_at is None
