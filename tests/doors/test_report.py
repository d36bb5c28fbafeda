"""`bluelamp report`: the rows of the pages, clean enough for other programs."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.clock import utc_now
from domain.listening.words import Kind, Topic
from domain.posts import PlatformName
from domain.publication import Stage, State
from doors.report import REPORTS
from doors.wiring import House
from store import rollups_anew
from store.tables import (
    Account,
    AccountNumbers,
    AccountReach,
    BroughtFigure,
    Correction,
    FigureFile,
    Issue,
    MetricSnapshot,
    Person,
    Post,
    PostNumbers,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Spending,
    Verdict,
)
from tests.doors.conftest import Told

TEXT = '=SUM(1,2) "Lock your shed";\nsays PC Marl – café ☕'


@pytest.fixture
def full(house: House) -> House:
    """A house where something was posted, asked, followed and sent, an hour ago by the clock on the wall."""
    now = utc_now() - timedelta(hours=1)
    with house.store.writing() as db:
        accounts = {row.handle: row.id for row in db.exec(select(Account)).all()}
        author = db.exec(select(Person.id)).first()
        for handle, likes, reach in (("WexmoorSNT", 3, None), ("WexmoorPolice", 4, 120), ("TarrenshirePolice", 5, 90)):
            post = Post(
                account_id=accounts[handle], external_id=handle, text=TEXT, url="https://a.example/1", created_at=now
            )
            db.add(post)
            db.flush()
            db.add(PostNumbers(post_id=post.id, taken_at=now, likes=likes, reach=reach, views=10))
        day = {"day": now.date(), "taken_at": now}
        window = {"days": 7, "ends_on": now.date(), "taken_at": now}
        db.add(AccountReach(account_id=accounts["WexmoorPolice"], people=800, **window))
        db.add(AccountNumbers(account_id=accounts["WexmoorSNT"], followers=700, **day))
        where = {"account_id": accounts["WexmoorSNT"], "external_id": "c1", "thread": "t", "parent": "t"}
        reply = Reply(**where, author="A Neighbour", text="When does it start?", created_at=now)
        db.add(reply)
        db.flush()
        db.add(Question(reply_id=reply.id, account_id=reply.account_id, waiting_since=now))
        said = {"reply_id": reply.id, "version": 1, "language": "en", "kind": Kind.QUESTION, "topic": Topic.EVENTS}
        db.add(Verdict(**said, needs_answer=True, sure=0.9, heard_at=now, corrected="topic"))
        made = {"field": "topic", "was": "other", "now": "events", "version": 1}
        db.add(Correction(reply_id=reply.id, person_id=author, at=now, **made))
        whose = {"opened_by_id": author, "owner_id": author, "due_on": now.date(), "opened_at": now, "changed_at": now}
        db.add(Issue(title="Mill Lane", said=TEXT, source="Surgery", topic=Topic.ROADS, **whose))
        times = {"due_at": now, "created_at": now, "changed_at": now}
        message = ScheduledPost(author_id=author, text=TEXT, stage=Stage.APPROVED, **times)
        db.add(message)
        db.flush()
        due = {"due_at": now, "not_before": now, "expires_at": now}
        words = {"text": TEXT, "fingerprint": "x", "state": State.FAILED, "trouble": "Too long.", "attempts": 1}
        db.add(Publication(scheduled_post_id=message.id, account_id=accounts["WexmoorSNT"], **words, **due))
        rollups_anew.rebuild(db)
    return house


def brought(house: House) -> None:
    """A file of page likes by town, one of them a town that belongs to no district."""
    now = utc_now() - timedelta(hours=1)
    with house.store.writing() as db:
        page = db.exec(select(Account.id).where(Account.handle == "TarrenshirePolice")).one()
        said = {"name": "likes.csv", "layout": "bluelamp", "digest": "d", "as_of": now.date(), "account_id": page}
        file = FigureFile(brought_by_id=db.exec(select(Person.id)).first(), brought_at=now, **said)
        db.add(file)
        db.flush()
        for line, (town, value) in enumerate([("", 500), ("Wexmoor", 90), ("Farawayton", 10)], 2):
            what = {"file_id": file.id, "line": line, "column": "value", "metric": "page_likes", "town": town}
            db.add(BroughtFigure(account_id=page, first=now.date(), last=now.date(), value=value, **what))


def week_old(house: House) -> None:
    """Five posts with a look at a week, and what reading them cost: the least that anything is compared by."""
    made = utc_now() - timedelta(days=8)
    with house.store.writing() as db:
        on = db.exec(select(Account.id).where(Account.handle == "WexmoorSNT")).one()
        for number in range(5):
            at = made + timedelta(minutes=number)
            post = Post(account_id=on, external_id=f"w{number}", text=TEXT, url="https://a.example/w", created_at=at)
            db.add(post)
            db.flush()
            db.add(MetricSnapshot(post_id=post.id, taken_at=at + timedelta(days=7), likes=number + 1, views=9))
        bought = {"operation": "post.read", "units": 5, "micros": 25_000}
        db.add(Spending(day=made.date(), account_id=on, platform=PlatformName.X, **bought))


def rows(told: Told, *words: str) -> list[dict[str, Any]]:
    said = told("report", *words, "--format", "json")
    assert said.exit_code == 0, said.stderr
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


FIELDS = {
    "reach-by-account": ["account", "team", "district", "days", "ends_on", "people", "as_of"],
    "likes-by-district": ["district", "likes", "posts", "accounts", "as_of"],
    "questions": [
        *("id", "team", "district", "platform", "author", "text", "post", "asked_at", "hours_left", "state"),
        *("lane", "due_at", "standing", "claimed_by", "assigned_to", "assigned_team", "asked_again", "snoozed_until"),
    ],
    "listening": ["task", "comments", "true", "said", "right", "precision", "recall", "f1"],
    "corrections": ["text", "post", "parent", "field", "was", "now", "version", "at"],
    "publications": ["id", "account", "text", "due_at", "state", "external_id", "url", "attempts", "trouble"],
}


@pytest.mark.parametrize("name", FIELDS)
def test_names_of_fields_are_the_promised_ones(full: House, told: Told, name: str) -> None:
    assert list(rows(told, name)[0]) == FIELDS[name]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_a_list_of_flat_objects_in_json_and_a_header_with_rows_in_csv(
    full: House, told: Told, name: str
) -> None:
    if name in ("what-works", "best-times", "spending"):
        week_old(full)
    if name in ("brought", "brought-by-town", "figure-files", "towns-to-place"):
        brought(full)
    found = rows(told, name)
    assert found and all(not isinstance(value, dict | list) for row in found for value in row.values())
    said = told("report", name, "--format", "csv")
    lines = list(csv.reader(io.StringIO(said.stdout)))
    assert lines[0] == list(REPORTS[name].columns) == list(found[0])
    assert len(lines) == 1 + len(found)


@pytest.mark.parametrize("name", ["questions", "reach", "publications"])
def test_where_there_is_nothing_json_is_an_empty_list_and_csv_a_header(house: House, told: Told, name: str) -> None:
    assert told("report", name, "--format", "json").stdout == "[]\n"
    assert told("report", name, "--format", "csv").stdout == ",".join(REPORTS[name].columns) + "\n"
    assert "Nothing to show." in told("report", name).stdout


def test_what_people_corrected_is_handed_out_and_scored(full: House, told: Told) -> None:
    (one,) = rows(told, "corrections")
    assert (one["text"], one["field"], one["was"], one["now"]) == ("When does it start?", "topic", "other", "events")
    scores = {row["task"]: row for row in rows(told, "listening")}
    assert (scores["topic"]["comments"], scores["topic"]["right"]) == (1, 0)
    assert scores["topic=events"]["recall"] == 0 and scores["topic=events"]["precision"] is None
    assert scores["needs_answer"]["f1"] == 1


def test_likes_are_counted_by_district_and_the_forces_own_stand_by_themselves(full: House, told: Told) -> None:
    likes = {row["district"]: (row["likes"], row["posts"], row["accounts"]) for row in rows(told, "likes-by-district")}
    assert likes == {"Elmsward Vale": (None, 0, 1), "Wexmoor": (7, 2, 2), "The force's own accounts": (5, 1, 1)}


def test_reach_is_told_post_by_post_and_what_is_not_told_is_left_out(full: House, told: Told) -> None:
    found = rows(told, "reach")
    assert [(row["account"], row["reach"]) for row in found] == [
        ("facebook:WexmoorPolice", 120),
        ("facebook:TarrenshirePolice", 90),
    ]


def test_reach_of_whole_accounts_is_told_window_by_window(full: House, told: Told) -> None:
    (row,) = rows(told, "reach-by-account")
    assert (row["account"], row["team"], row["days"], row["people"]) == (
        "facebook:WexmoorPolice", "Wexmoor Town", 7, 800
    )  # fmt: skip
    assert row["ends_on"] == (utc_now() - timedelta(hours=1)).date().isoformat()
    assert rows(told, "reach-by-account", "--platform", "x") == []


def test_followers_that_were_not_told_are_absent_and_not_zero(full: House, told: Told) -> None:
    found = {row["district"]: row["followers"] for row in rows(told, "followers-by-district")}
    assert found == {"Elmsward Vale": None, "Wexmoor": 700, "The force's own accounts": None}


def test_texts_arrive_unharmed_in_json_and_harmless_in_csv(full: House, told: Told) -> None:
    assert rows(told, "publications")[0]["text"] == TEXT
    said = told("report", "publications", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.stdout))
    assert row["text"] == "'" + TEXT, "no spreadsheet runs it as a formula"


def test_a_report_may_be_cut_to_a_district_a_team_a_platform_a_number(full: House, told: Told) -> None:
    assert {row["account"] for row in rows(told, "accounts", "--district", "wexmoor")} == {
        "x:WexmoorSNT",
        "facebook:WexmoorPolice",
    }
    assert len(rows(told, "accounts", "--team", "elmsward town")) == 1
    assert len(rows(told, "accounts", "--platform", "x")) == 2
    assert len(rows(told, "accounts", "--limit", "1")) == 1


def test_a_person_sees_no_more_than_their_part_and_the_machine_all(full: House, told: Told) -> None:
    mine = {row["account"] for row in rows(told, "accounts", "--as", "Officer@example.org")}
    assert mine == {"x:WexmoorSNT", "facebook:WexmoorPolice"}
    assert len(rows(told, "accounts")) == 4


def test_a_period_has_its_last_day_in_it(full: House, told: Told) -> None:
    today = (utc_now() - timedelta(hours=1)).astimezone().date()
    before, after = today - timedelta(days=2), today + timedelta(days=2)
    assert len(rows(told, "questions", "--since", str(before), "--until", str(after))) == 1
    assert rows(told, "questions", "--since", str(before - timedelta(days=5)), "--until", str(before)) == []
    assert rows(told, "publications", "--since", "2020-01-01T00:00:00Z", "--until", "2020-02-01") == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("likes",), 'There is no report "likes"'),
        (("accounts", "--district", "nowhere"), "Known are: elmsward, wexmoor."),
        (("accounts", "--team", "nowhere"), "Known are: elmsward-town, wexmoor-town."),
        (("accounts", "--team", "wexmoor-town", "--district", "wexmoor"), "not of both"),
        (("accounts", "--as", "nobody@example.org"), "Nobody on the roster"),
        (("reach", "--since", "yesterday"), '"yesterday" is not a time'),
        (("reach", "--since", "2026-11-20", "--until", "2026-11-01"), "ends before it begins"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence_and_nothing_is_printed(
    house: House, told: Told, words: tuple[str, ...], says: str
) -> None:
    said = told("report", *words, "--format", "json")
    assert said.exit_code == 1 and says in said.stderr
    assert said.stdout == "" and "Traceback" not in said.stderr


def test_unknown_names_list_the_known_ones(house: House, told: Told) -> None:
    assert all(name in told("report", "nonsense").stderr for name in REPORTS)


def test_a_table_is_for_people_and_leaves_ids_and_addresses_out(full: House, told: Told) -> None:
    said = told("report", "publications")
    assert said.exit_code == 0 and "Publications" in said.stdout
    assert "external" not in said.stdout and "https" not in said.stdout
