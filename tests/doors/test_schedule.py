"""`bluelamp schedule` and `bluelamp approve`: a sheet goes through the same desk as the pages, whole or not at all."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from config.settings import read_settings
from domain.clock import LONDON, utc_now
from domain.people import Signed
from domain.posts import PlatformName
from domain.publication import Stage, State
from doors import person, schedule
from doors.wiring import DoorFault, House, rules
from scheduler import desk
from scheduler.desk import Refused
from store.tables import Account, Publication, Question, Reply, ScheduledPost, Trail, Version
from tests.doors.conftest import Told

SOON = (utc_now().astimezone(LONDON) + timedelta(days=20)).replace(second=0, microsecond=0)
WHEN = f"{SOON:%Y-%m-%d} 12:00"
HEADER = "account,text,when,in_reply_to\n"
COMMS = ("--as", "comms@example.org")


def sheet(*rows: str, header: str = HEADER, name: str = "posts.csv") -> Path:
    file = Path(name)
    file.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def messages(house: House) -> list[tuple[str, str, Stage]]:
    """Account, text and stage of everything that is written, by text."""
    found = (
        select(Account.handle, ScheduledPost.text, ScheduledPost.stage)
        .join(Version, col(Version.account_id) == col(Account.id))
        .join(ScheduledPost, col(ScheduledPost.id) == col(Version.scheduled_post_id))
        .order_by(ScheduledPost.text, Account.handle)
    )
    with house.store.reading() as db:
        return [(handle, text, stage) for handle, text, stage in db.exec(found)]


def faults(told: Told, *rows: str, header: str = HEADER) -> list[str]:
    """What is said of the rows of a sheet that is refused whole."""
    said = told("schedule", sheet(*rows, header=header), *COMMS)
    assert said.exit_code == 1 and said.stdout == "" and "Traceback" not in said.stderr
    return said.stderr.splitlines()


def test_a_sheet_is_sent_for_approval_and_says_by_which_ids(house: House, told: Told) -> None:
    file = sheet(
        f'x:WexmoorSNT,"Shed break-ins: lock it, mark it.\nSee https://a.example ☕",{WHEN},',
        f"facebook:@wexmoorpolice,Beat surgery on Saturday,{SOON.isoformat()},",
    )
    said = told("schedule", file, *COMMS)
    assert said.exit_code == 0, said.stderr
    first, second, last = said.stdout.splitlines()
    assert first.startswith("Line 2: ") and second.startswith("Line 4: ")
    assert "Sent for approval" in first and UUID(first.split(": ")[1])
    assert last == "2 posts sent for approval."
    assert messages(house) == [
        ("WexmoorPolice", "Beat surgery on Saturday", Stage.AWAITING_APPROVAL),
        ("WexmoorSNT", "Shed break-ins: lock it, mark it.\nSee https://a.example ☕", Stage.AWAITING_APPROVAL),
    ]


def test_london_wall_time_is_kept_as_the_moment_it_is(house: House, told: Told) -> None:
    told("schedule", sheet(f"x:WexmoorSNT,Hello,{WHEN},"), *COMMS)
    with house.store.reading() as db:
        due = db.exec(select(ScheduledPost.due_at)).one()
    assert due.astimezone(LONDON).replace(tzinfo=None) == datetime.fromisoformat(WHEN)


def test_a_dry_run_says_what_would_be_and_stores_nothing(house: House, told: Told) -> None:
    said = told("schedule", sheet(f"x:WexmoorSNT,Hello,{WHEN},"), *COMMS, "--dry-run")
    assert said.exit_code == 0
    assert "Line 2: would be sent for approval: x:WexmoorSNT, " in said.stdout
    assert "nothing is stored" in said.stdout
    assert messages(house) == []


def test_every_faulty_row_is_named_with_its_line_and_every_reason_and_nothing_is_stored(
    house: House, told: Told
) -> None:
    said = faults(
        told,
        f"x:WexmoorSNT,Fine,{WHEN},",
        f"myspace:Wexmoor,Hello,{WHEN},",
        f"x:WexmoorSMT,Hello,{WHEN},",
        ",,,",
        "x:WexmoorSNT,,someday,",
        "x:ElmswardSNT,Too late,2020-01-01 09:00,",
        f"x:ElmswardSNT,{'long ' * 80},{WHEN},",
        "x:ElmswardSNT,Clocks,2027-03-28 01:30,",
        "x:ElmswardSNT,Clocks,2027-10-31 01:30,",
    )
    assert [line.split(":")[0] for line in said[:-1]] == [
        *("Line 3", "Line 4", "Line 6", "Line 6", "Line 7", "Line 8", "Line 9", "Line 10"),
    ]
    assert 'did you mean "x:WexmoorSNT"' in said[1]
    assert "has passed" in said[4] and "does not exist" in said[6] and "happens twice" in said[7]
    assert said[-1] == "7 rows are faulty: nothing is stored. Mend them, or store the rest with --skip-faulty."
    assert messages(house) == []


def test_the_rest_is_stored_when_that_was_asked_for_and_the_exit_status_still_tells(house: House, told: Told) -> None:
    file = sheet(f"x:WexmoorSNT,Fine,{WHEN},", f"x:Nobody,Hello,{WHEN},")
    said = told("schedule", file, *COMMS, "--skip-faulty")
    assert said.exit_code == 1
    assert "Line 3: " in said.stderr and "1 row is faulty and left out; 1 post sent for approval." in said.stderr
    assert [text for _, text, _ in messages(house)] == ["Fine"]


def test_the_doubled_hour_may_be_chosen(house: House, told: Told) -> None:
    said = told("schedule", sheet("x:WexmoorSNT,Hello,2027-10-31 01:30 second,"), *COMMS)
    assert said.exit_code == 0
    with house.store.reading() as db:
        assert db.exec(select(ScheduledPost.due_at)).one().hour == 1


def test_the_same_words_on_two_accounts_are_refused_where_the_platform_forbids_them(house: House, told: Told) -> None:
    said = faults(told, f"x:WexmoorSNT,Lock your shed!,{WHEN},", f"x:ElmswardSNT,lock  your SHED!,{WHEN},")
    assert said[0].startswith("Line 3: X does not allow the same words on several accounts: see line 2.")
    fine = sheet(
        f"facebook:WexmoorPolice,Lock your shed!,{WHEN},", f"facebook:TarrenshirePolice,Lock your shed!,{WHEN},"
    )
    assert told("schedule", fine, *COMMS).exit_code == 0


MORE = "account,text,when,category,urgent,late_after_minutes\n"


def test_a_sheet_may_say_the_category_why_it_is_urgent_and_until_when_it_may_be_late(house: House, told: Told) -> None:
    file = sheet(
        f"x:WexmoorSNT,Have you seen her?,{WHEN},Missing person,A child is missing,15",
        f"facebook:WexmoorPolice,Coffee on Saturday,{WHEN},,,",
        header=MORE,
    )
    dry = told("schedule", file, *COMMS, "--dry-run")
    assert "urgent (A child is missing)." in dry.stdout.splitlines()[0] and "urgent" not in dry.stdout.splitlines()[1]
    assert told("schedule", file, *COMMS).exit_code == 0
    with house.store.reading() as db:
        usual, urgent = db.exec(select(ScheduledPost).order_by(col(ScheduledPost.text)))
        said = db.exec(select(Trail.detail).where(Trail.act == "urgent")).all()
    assert (urgent.category, urgent.urgent, urgent.late_after_s) == ("missing_person", "A child is missing", 900)
    assert (usual.category, usual.urgent, usual.late_after_s) == ("", "", 7200)
    assert said == ["A child is missing"]


def test_a_wrong_category_or_number_of_minutes_gets_a_sentence(house: House, told: Told) -> None:
    wrong = ("0", "-5", "ten", "1.5", "10081", "9" * 5000, "１５")
    said = faults(
        told,
        f"x:WexmoorSNT,Hello,{WHEN},apeal,,",
        *(f"x:WexmoorSNT,Hello,{WHEN},,,{one}" for one in wrong),
        header=MORE,
    )
    assert said[0] == (
        'Line 2: "apeal" is no category (did you mean "appeal"?); they are appeal, community, event, missing_person, '
        "outcome, prevention, warning, or leave it empty."
    )
    assert [line.split(", or empty")[0] for line in said[1:-1]] == [
        f"Line {number}: late_after_minutes is a whole number from 1 to 10080" for number in range(3, 3 + len(wrong))
    ]
    assert messages(house) == []


def test_a_row_that_stands_there_twice_is_refused(house: House, told: Told) -> None:
    said = faults(told, f"facebook:WexmoorPolice,Hello,{WHEN},", f"facebook:WexmoorPolice,Hello,{WHEN},")
    assert said[0] == "Line 3: The same words for the same account stand in line 2."


def test_a_sheet_that_was_sent_already_is_refused_row_by_row(house: House, told: Told) -> None:
    file = sheet(f"facebook:WexmoorPolice,Hello,{WHEN},", f"x:WexmoorSNT,Hello there,{WHEN},")
    assert told("schedule", file, *COMMS).exit_code == 0
    said = told("schedule", file, *COMMS)
    assert said.exit_code == 1
    assert said.stderr.count("already written for that account and time") == 2
    assert len(messages(house)) == 2


def test_an_answer_names_a_reply_that_we_keep(house: House, told: Told) -> None:
    with house.store.writing() as db:
        where = db.exec(select(Account.id).where(Account.handle == "WexmoorPolice")).one()
        db.add(
            Reply(account_id=where, external_id="c1", thread="p1", parent="p1", text="When?", created_at=house.clock())
        )
    said = told("schedule", sheet(f"facebook:WexmoorPolice,At six.,{WHEN},c1"), *COMMS)
    assert said.exit_code == 0, said.stderr
    with house.store.reading() as db:
        kept = db.exec(select(ScheduledPost)).one()
    assert (kept.in_reply_to, kept.thread) == ("c1", "p1")
    said = told("schedule", sheet(f"facebook:WexmoorPolice,At six.,{WHEN},c9"), *COMMS)
    assert 'There is no reply "c9"' in said.stderr
    twice = sheet(f"facebook:WexmoorPolice,One.,{WHEN},c1", f"facebook:WexmoorPolice,Two.,{WHEN},c1")
    assert "Line 3: Line 2 answers the same reply." in told("schedule", twice, *COMMS).stderr


def test_an_answer_in_a_sheet_and_one_from_the_page_do_not_both_go_out(house: House, told: Told) -> None:
    with house.store.writing() as db:
        where = db.exec(select(Account.id).where(Account.handle == "WexmoorPolice")).one()
        reply = Reply(
            account_id=where, external_id="c1", thread="p1", parent="p1", text="When?", created_at=house.clock()
        )
        db.add(reply)
        db.flush()
        asked = Question(reply_id=reply.id, account_id=where, waiting_since=house.clock())
        db.add(asked)
    row = f"facebook:WexmoorPolice,At six.,{WHEN},c1"
    assert told("schedule", sheet(row), *COMMS).exit_code == 0
    officer = person.person(house, "officer@example.org")
    with pytest.raises(Refused, match="Another answer to this question is on its way"):
        desk.answer(house.store, officer, asked.id, "At seven.", rules(house.settings), house.clock)
    said = told("schedule", sheet(row.replace("six", "eight")), *COMMS)
    assert said.exit_code == 1 and "Line 2: Another answer to the question is on its way." in said.stderr


def test_the_same_words_stand_in_a_sheet_again_for_a_month_later(house: House, told: Told) -> None:
    later = f"{SOON + timedelta(days=28):%Y-%m-%d} 12:00"
    nearer = f"{SOON + timedelta(days=6):%Y-%m-%d} 12:00"
    rows = [f"facebook:WexmoorPolice,Beat surgery on Saturday,{when}," for when in (WHEN, later)]
    said = told("schedule", sheet(*rows), *COMMS, "--dry-run")
    assert said.exit_code == 0, said.stderr
    assert "stand in line 2" in faults(told, rows[0], rows[0].replace(WHEN, nearer))[0]


def test_an_account_that_has_left_is_refused(house: House, told: Told) -> None:
    with house.store.writing() as db:
        db.exec(select(Account).where(Account.handle == "WexmoorSNT")).one().retired_at = house.clock()
    assert "WexmoorSNT has left the roster." in faults(told, f"x:WexmoorSNT,Hello,{WHEN},")[0]


def test_a_person_may_write_for_their_own_part_only(house: House, told: Told) -> None:
    said = told("schedule", sheet(f"x:ElmswardSNT,Hello,{WHEN},"), "--as", "officer@example.org")
    assert said.exit_code == 1 and "ElmswardSNT" in said.stderr and messages(house) == []


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeffaccount;text;when\nx:WexmoorSNT;Hello, all;{WHEN}\n".encode(),
        f'\ufeffaccount,text,when\r\nx:WexmoorSNT,"Hello, all",{WHEN}\r\n'.encode(),
        f'When , Account,TEXT\n{WHEN},x:WexmoorSNT,"Hello, all"'.encode(),
        f'account,text,when\n\n,,\nx:WexmoorSNT,"Hello, all",{WHEN},,\n'.encode(),
    ],
)
def test_sheets_come_as_spreadsheets_save_them(house: House, told: Told, data: bytes) -> None:
    Path("posts.csv").write_bytes(data)
    said = told("schedule", "posts.csv", *COMMS)
    assert said.exit_code == 0, said.stderr
    assert messages(house) == [("WexmoorSNT", "Hello, all", Stage.AWAITING_APPROVAL)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf  \n", "is empty"),
        ("account,text,when\nx:WexmoorSNT,caf\xe9,2031-01-01 09:00\n".encode("latin-1"), "not text saved as UTF-8"),
        ("account,text,when\n".encode("utf-16"), "not text saved as UTF-8"),
        (b"account,text\n", 'column "when" is missing'),
        (b"account,text,when,in_replyto\n", 'column "in_replyto" is not known (did you mean "in_reply_to"?)'),
        (b"account,text,text,when\n", 'column "text" stands there twice'),
        (b'account,text,when\nx:WexmoorSNT,"no end,2031-01-01 09:00\n', "line"),
    ],
)
def test_a_file_that_is_no_sheet_is_a_sentence(house: House, told: Told, data: bytes, says: str) -> None:
    Path("posts.csv").write_bytes(data)
    said = told("schedule", "posts.csv", *COMMS)
    assert said.exit_code == 1 and says in said.stderr and "Traceback" not in said.stderr
    assert said.stdout == ""


def test_a_sheet_with_columns_and_no_rows_is_nothing_to_do(house: House, told: Told) -> None:
    said = told("schedule", sheet(), *COMMS)
    assert said.exit_code == 0 and said.stdout == "0 posts sent for approval.\n"


def test_a_file_that_is_not_there_is_a_sentence(house: House, told: Told) -> None:
    assert "cannot be read: No such file" in told("schedule", "none.csv", *COMMS).stderr


def test_more_than_fits_in_one_transaction_is_refused(house: House, told: Told) -> None:
    rows = [f"facebook:WexmoorPolice,Post number {number},{WHEN}," for number in range(501)]
    assert "500 at once is the most" in told("schedule", sheet(*rows), *COMMS).stderr
    assert messages(house) == []


def test_what_the_desk_refuses_in_the_end_leaves_nothing_of_the_sheet_behind(house: House) -> None:
    who = person.person(house, "comms@example.org")
    due = house.clock() + timedelta(hours=1)
    file = sheet(f"x:WexmoorSNT,One,{due.isoformat()},", f"x:ElmswardSNT,Two,{due.isoformat()},")
    found = schedule.look_over(house, who, file)
    assert len(found.planned) == 2 and not found.faults
    with house.store.writing() as db:
        db.exec(select(Account).where(Account.handle == "ElmswardSNT")).one().retired_at = house.clock()
    with pytest.raises(Exception, match="left the roster"):
        schedule.store(house, who, found.planned)
    assert messages(house) == []


@pytest.mark.parametrize("email", ["nobody@example.org", ""])
def test_an_unknown_person_is_a_sentence(house: House, told: Told, email: str) -> None:
    said = told("schedule", sheet(f"x:WexmoorSNT,Hello,{WHEN},"), "--as", email)
    assert said.exit_code == 1 and "Nobody on the roster has the e-mail address" in said.stderr


def test_a_person_who_has_left_is_named_as_such(house: House, told: Told) -> None:
    from store.tables import Person

    with house.store.writing() as db:
        db.exec(select(Person).where(Person.email == "comms@example.org")).one().retired_at = house.clock()
    said = told("approve", str(uuid4()), *COMMS)
    assert said.exit_code == 1
    assert "Casimir Practice (comms@example.org) has left the roster." in said.stderr


def test_outside_practice_the_trail_names_the_user_of_the_machine_beside_the_person(
    house: House, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told("schedule", sheet(f"x:WexmoorSNT,Hello,{WHEN},"), *COMMS)
    with house.store.reading() as db:
        lines = db.exec(select(Trail).where(Trail.subject == "scheduled_post")).all()
    assert lines and {line.system_user for line in lines} == {person.system_user()}
    assert person.system_user() and all(line.person_id for line in lines)
    for name in ("X", "GRAPH"):
        monkeypatch.setenv(f"BLUELAMP_{name}_ADDRESS", "http://127.0.0.1:1")
    monkeypatch.setenv("BLUELAMP_PRACTICE", "true")
    practising = House(read_settings(), house.store, house.clock)
    assert person.person(practising, "comms@example.org").system_user == ""


def submitted(house: House, told: Told, *rows: str) -> list[str]:
    said = told("schedule", sheet(*rows), *COMMS)
    assert said.exit_code == 0, said.stderr
    return [line.split(": ")[1] for line in said.stdout.splitlines()[:-1]]


def test_a_second_person_approves_by_id_and_the_publications_are_born(house: House, told: Told) -> None:
    ids = submitted(house, told, f"x:WexmoorSNT,One,{WHEN},", f"facebook:WexmoorPolice,Two,{WHEN},")
    said = told("approve", *ids, "--as", "supervisor@example.org")
    assert said.exit_code == 0, said.stderr
    assert [line.split(": ")[:2] for line in said.stdout.splitlines()] == [[one, "Approved"] for one in ids]
    with house.store.reading() as db:
        assert db.exec(select(Publication.state)).all() == [State.QUEUED, State.QUEUED]


def test_nobody_approves_their_own_words_at_the_command_line_either(house: House, told: Told) -> None:
    (mine,) = submitted(house, told, f"x:WexmoorSNT,One,{WHEN},")
    said = told("approve", mine, *COMMS)
    assert said.exit_code == 1 and "These are your own words." in said.stderr and said.stdout == ""


def test_each_is_approved_by_itself_and_what_is_refused_is_said(house: House, told: Told) -> None:
    (one,) = submitted(house, told, f"x:WexmoorSNT,One,{WHEN},")
    other = str(uuid4())
    said = told("approve", "7", other, one, "--as", "supervisor@example.org")
    assert said.exit_code == 1
    assert "7: That is no id of a scheduled post" in said.stderr and f"{other}: There is no such post." in said.stderr
    assert said.stdout.startswith(f"{one}: Approved")


def test_the_service_of_the_machine_may_look_and_do_nothing(house: House) -> None:
    nobody: Signed = person.SERVICE
    with pytest.raises(DoorFault):
        person.person(house, nobody.email)
    with house.store.reading() as db:
        accounts = db.exec(select(Account).where(Account.platform == PlatformName.X)).all()
    assert accounts and nobody.scope.covers(accounts[0].district_id, accounts[0].team_id)
