"""Who is on duty is said by those who may, a rota comes in whole or not at all, and a shift hands over once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select, update

from domain.listening.words import Lane
from domain.matters import Matter
from domain.people import Role, Scope, Signed
from domain.questions import Outcome
from scheduler import desk, digest, shift_words, shifts
from scheduler.alerts import tick
from scheduler.desk_rules import Refused
from scheduler.duty_sheet import read
from scheduler.watch import look_once
from store import duty, reports
from store.reports.digest import readers
from store.tables import Duty, Handover, NoDigest, Person, Team, Trail
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import alerts_of, asked, body, change, everybody_leaves, on_duty, person, watch
from tests.scheduler.conftest import Force

HEAD = "person,where,from,to\n"
EIGHT = timedelta(hours=8)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture
def chief(force: Force) -> Signed:
    everybody_leaves(force)
    return person(force, "chief", Role.SUPERVISOR)


def duties(force: Force) -> list[Duty]:
    with force.store.reading() as db:
        return list(db.exec(select(Duty)).all())


def team_scope(force: Force, key: str = "ashby") -> Scope:
    with force.store.reading() as db:
        found = db.exec(select(Team).where(Team.key == key)).one()
    return Scope(found.district_id, found.id)


def put(force: Force, by: Signed, who: Signed, where: Scope, hours: float = 1, last: timedelta = EIGHT) -> None:
    start = force.now() + timedelta(hours=hours)
    desk.put_on_duty(force.store, by, who.person_id, where, start, start + last, force.now)


def test_a_supervisor_puts_somebody_on_duty_and_takes_them_off(force: Force, chief: Signed) -> None:
    ash = person(force, "pc ash", team="ashby")
    put(force, chief, ash, team_scope(force))
    (one,) = duties(force)
    assert (one.district_id, one.team_id) == (None, team_scope(force).team_id)
    assert "off duty" in desk.take_off_duty(force.store, chief, one.id, force.now).says
    assert duties(force) == []
    with force.store.reading() as db:
        assert [line.act for line in db.exec(select(Trail).where(Trail.subject == "duty"))] == ["duty", "duty"]
    with pytest.raises(Refused):
        desk.take_off_duty(force.store, chief, one.id, force.now)


def test_who_may_not_or_sees_too_little_is_refused(force: Force, chief: Signed) -> None:
    ash, admin = person(force, "pc ash", team="ashby"), person(force, "ada", Role.ADMINISTRATOR)
    north = person(force, "head north", Role.SUPERVISOR, "north")
    ours, theirs = team_scope(force), team_scope(force, "brook")
    for by, who, where, hours, last, says in [
        (ash, ash, ours, 1, EIGHT, "Your role"),
        (north, north, theirs, 1, EIGHT, "for Brook"),
        (chief, ash, Scope(force.districts["north"]), 1, EIGHT, "does not see all of North"),
        (chief, admin, ours, 1, EIGHT, "answers for machines"),
        (chief, ash, ours, -9, EIGHT, "over already"),
        (chief, ash, ours, 1, -EIGHT, "ends before it begins"),
        (chief, ash, ours, 1, timedelta(days=32), "longer than 31 days"),
    ]:
        with pytest.raises(Refused, match=says):
            put(force, by, who, where, hours, last)
    put(force, chief, ash, ours)
    with pytest.raises(Refused, match="already"):
        put(force, chief, ash, ours)
    with pytest.raises(Refused, match="Take that off first"):
        put(force, chief, ash, ours, hours=2)


def test_a_rota_comes_in_once_and_tells_what_it_would_do(force: Force, chief: Signed) -> None:
    person(force, "pc ash", team="ashby")
    rows = "PC.ash@force.example,team:ashby,2026-11-25 06:00,2026-11-25 14:00\n"
    rows += "chief@force.example;force".replace(";", ",") + ",2026-11-25 06:00,2026-11-26 06:00\n"
    rows += "pc.ash@force.example,team:Ashby Town,2026-11-20 06:00,2026-11-20 14:00\n"
    sheet = (HEAD + rows).encode()
    assert desk.bring_in_duties(force.store, chief, sheet, force.now, dry_run=True).says == (
        "2 duties would be added; 1 over already."
    )
    assert duties(force) == []
    assert desk.bring_in_duties(force.store, chief, sheet, force.now).says == "2 duties added; 1 over already."
    assert desk.bring_in_duties(force.store, chief, sheet, force.now).says == (
        "0 duties added; 2 there already; 1 over already."
    )
    assert len(duties(force)) == 2


def test_a_rota_with_one_fault_changes_nothing_and_tells_every_fault_by_its_line(force: Force, chief: Signed) -> None:
    person(force, "pc ash", team="ashby")
    sheet = HEAD + "\n".join([
        "pc.ash@force.example,team:ashby,2026-11-25 06:00,2026-11-25 14:00",
        "nobody@force.example,team:ashby,2026-11-25 06:00,2026-11-25 14:00",
        "pc.ash@force.example,team:elsewhere,2026-11-25 06:00,2026-11-25 14:00",
        "pc.ash@force.example,district:north,2026-11-25 06:00,2026-11-25 14:00",
        "pc.ash@force.example,team:ashby,2026-11-25 13:00,2026-11-25 15:00",
    ])  # fmt: skip
    came = desk.bring_in_duties(force.store, chief, sheet.encode(), force.now)
    assert [fault.line for fault in came.faults] == [3, 4, 5, 6] and not came.says
    assert "overlaps line 2" in str(came.faults[3]) and duties(force) == []


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 0, "empty"),
        (b"\xff\xfe", 0, "UTF-8"),
        (b"who,where,from,to\n", 1, "columns are person, where, from, to"),
        (HEAD.encode(), 0, "names nobody"),
        (HEAD.encode() + b"a@b.c,team,2026-11-25 06:00,2026-11-25 14:00", 2, "force, district:KEY or team:KEY"),
        (HEAD.encode() + b"a,force,2026-11-25,", 2, "e-mail address"),
        (HEAD.encode() + b"a@b.c,force,2026-03-29 01:30,2026-03-29 09:00", 2, "does not exist"),
        (HEAD.encode() + b"a@b.c,force,2026-10-25 01:30,2026-10-25 09:00", 2, "happens twice"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(content: bytes, line: int, says: str) -> None:
    rows, faults = read(content)
    assert rows == [] and any(fault.line == line and says in fault.says for fault in faults), faults


def test_a_shift_that_ends_hands_over_once_to_who_comes_next(force: Force, chief: Signed, box: Mailbox) -> None:
    post = watch(force, box)
    ash, elm = person(force, "pc ash", team="ashby"), person(force, "pc elm", team="ashby")
    on_duty(force, ash, team="ashby", start=force.now())
    on_duty(force, elm, team="ashby", start=force.now() + EIGHT)
    force.now.forward(hours=2)
    which, danger = asked(force, lane=None), asked(force, lane=Lane.DANGER, post="p2")
    asked(force, "brook", lane=None)
    change(force, which, claimed_by_id=ash.person_id, claimed_until=force.now() + timedelta(hours=7))
    change(force, danger, acknowledged_at=force.now(), acknowledged_by_id=ash.person_id)
    desk.hand_over(
        force.store, replace(ash, scope=team_scope(force)), team_scope(force), "Keys are in the safe", force.now
    )
    force.now.forward(hours=5, minutes=59)
    assert look_once(post) == 0
    force.now.forward(minutes=2)
    assert look_once(post) == 1 and look_once(post) == 0
    assert box.to == [["pc.elm@force.example"]] and box.subjects() == ["[Bluelamp] Hand-over: Ashby Town"]
    says = body(box)
    assert "2 questions came in; 0 answered, 0 closed otherwise. 2 wait for an answer." in says
    assert "Pc Ash has it until" in says and "seen by Pc Ash" in says and "Keys are in the safe" in says
    assert "brook" not in says and "knife" not in says


def test_where_nobody_comes_next_the_summary_waits_and_is_then_dropped(
    force: Force, chief: Signed, box: Mailbox
) -> None:
    post = watch(force, box)
    on_duty(force, person(force, "pc ash", team="ashby"), team="ashby", start=force.now())
    force.now.forward(hours=9)
    assert look_once(post) == 0
    assert [one.kind for one in alerts_of(force)] == [Matter.SHIFT]


def test_whoever_stays_on_and_whoever_joins_are_both_next(force: Force, chief: Signed) -> None:
    now = force.now()
    on_duty(force, person(force, "stays", team="ashby"), team="ashby", start=now, hours=12)
    on_duty(force, person(force, "joins", team="ashby"), team="ashby", start=now + EIGHT)
    on_duty(force, person(force, "tomorrow", team="ashby"), team="ashby", start=now + timedelta(hours=24))
    with force.store.reading() as db:
        area = (None, team_scope(force).team_id)
        assert duty.next_on(db, area, now + EIGHT) == ["joins@force.example", "stays@force.example"]
        assert duty.next_on(db, area, now + timedelta(hours=20)) == ["tomorrow@force.example"]


def test_a_summary_prints_without_a_word_of_the_public(force: Force, chief: Signed, box: Mailbox) -> None:
    asked(force, lane=Lane.CRIME)
    note = "<script>alert(1)</script>"
    desk.hand_over(force.store, chief, Scope(), note, force.now)
    with force.store.reading() as db:
        one = reports.shift(db, chief, force.now() + timedelta(minutes=1))
    sheet = shift_words.sheet(watch(force, box).manner, one)
    assert "&lt;script&gt;" in sheet and "<script>" not in sheet and "knife" not in sheet
    assert "a report of a crime or a nuisance" in sheet and "ashby on X" in sheet


def test_what_is_open_stands_by_its_promise_and_danger_apart(force: Force, chief: Signed) -> None:
    now = force.now()
    for hours, lane in ((30, Lane.CRIME), (2, None), (20, Lane.FOI), (10, None), (1, Lane.DANGER)):
        change(force, asked(force, lane=lane, post=f"p{hours}"), due_at=now + timedelta(hours=hours))
    with force.store.reading() as db:
        one = reports.shift(db, chief, now)
    assert [int((fact.due_at - now).total_seconds() // 3600) for fact in one.open] == [2, 10, 20, 30]
    assert [fact.lane for fact in one.danger] == [Lane.DANGER] and shift_words.others(one) == 0


def test_a_note_needs_words_and_a_place_that_is_ones_own(force: Force, chief: Signed) -> None:
    ash = replace(person(force, "pc ash", team="ashby"), scope=team_scope(force))
    for where, text in ((team_scope(force), "  "), (team_scope(force), "x" * 4001), (team_scope(force, "brook"), "Hi")):
        with pytest.raises(Refused):
            desk.hand_over(force.store, ash, where, text, force.now)
    with force.store.reading() as db:
        assert db.exec(select(Handover)).all() == []


def test_a_digest_comes_once_a_day_also_across_restarts(force: Force, chief: Signed, box: Mailbox) -> None:
    post = watch(force, box, digest_at=time(8, 30))
    person(force, "pc ash")
    assert look_once(post) == 1 and look_once(post) == 0  # Tuesday 09:00
    force.now.forward(hours=23)
    assert look_once(replace(post)) == 0
    force.now.forward(hours=1)
    assert look_once(post) == 1
    assert box.to == [["chief@force.example"]] * 2 and box.subjects() == ["[Bluelamp] Today: the whole force"] * 2


def test_a_digest_counts_what_waits_and_what_happened_yesterday(force: Force, chief: Signed, box: Mailbox) -> None:
    now = force.now()
    late, today, done, slow = (asked(force, lane=None, post=f"p{n}") for n in range(4))
    change(force, late, due_at=now - timedelta(hours=12))
    change(force, today, due_at=now + timedelta(hours=2))
    answered = {"outcome": Outcome.ANSWERED, "closed_at": now - timedelta(hours=20)}
    change(force, done, due_at=now + timedelta(days=1), **answered)
    change(force, slow, due_at=now - timedelta(hours=30), **answered)
    with force.store.reading() as db:
        day = reports.day(db, chief, now)
    assert (day.waiting, day.late, day.due_today, day.answered, day.in_time) == (2, 1, 1, 2, 1)
    assert day.broken == 2 and {one.id for one in day.oldest} == {late, today}
    _, says = digest.words(watch(force, box).manner, day, now)
    assert "2 questions wait for an answer: 1 past the promise, 1 due today." in " ".join(says.split())
    assert "Yesterday: 50 % of 2 answers were within the promise (1); 2 promises ran out." in " ".join(says.split())


def test_a_digest_is_about_ones_own_part_of_the_force(force: Force, chief: Signed, box: Mailbox) -> None:
    north = person(force, "head north", Role.SUPERVISOR, "north")
    asked(force, "ashby", lane=None)
    asked(force, "brook", lane=None)
    with force.store.reading() as db:
        assert reports.day(db, north, force.now()).waiting == 1
        assert reports.day(db, chief, force.now()).waiting == 2


def test_whoever_wants_no_digest_gets_none_until_they_want_it_again(force: Force, chief: Signed, box: Mailbox) -> None:
    desk.digest(force.store, chief, force.now, wanted=False)
    desk.digest(force.store, chief, force.now, wanted=False)
    assert look_once(watch(force, box, digest_at=time(8, 30))) == 0
    desk.digest(force.store, chief, force.now, wanted=True)
    with force.store.reading() as db:
        assert db.exec(select(NoDigest)).all() == [] and list(readers(db)) == [chief.person_id]
    with pytest.raises(Refused):
        desk.digest(force.store, person(force, "pc ash"), force.now, wanted=False)


def test_a_digest_that_no_server_took_is_told_the_same_day_and_never_the_next(
    force: Force, chief: Signed, box: Mailbox
) -> None:
    post = watch(force, box, digest_at=time(8, 30))
    look_once(replace(post, send=None))
    force.now.forward(hours=24)
    assert look_once(post) == 1
    assert len(box.taken) == 1


def test_a_morning_without_a_watch_has_no_digest_in_the_evening(force: Force, chief: Signed) -> None:
    digest.notice(force.store, time(4, 0), force.now())
    assert alerts_of(force) == []


@pytest.mark.parametrize(
    ("wall", "day", "utc"),
    [
        (time(1, 30), date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # left out: as by winter's clock
        (time(1, 30), date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first
        (time(7, 30), date(2026, 6, 1), datetime(2026, 6, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_the_time_of_the_digest_is_londons_also_when_clocks_change(wall: time, day: date, utc: datetime) -> None:
    seen = {digest.last_at(wall, utc + timedelta(minutes=step)) for step in range(0, 24 * 60 - 61, 7)}
    assert seen == {utc} and utc.date() == day


def test_the_day_the_clocks_go_back_has_one_digest(force: Force, chief: Signed) -> None:
    force.now.at = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    for _ in range(20):
        digest.notice(force.store, time(1, 30), force.now())
        force.now.forward(minutes=15)
    assert len(alerts_of(force)) == 1


def test_a_person_who_left_gets_no_digest(force: Force, chief: Signed, box: Mailbox) -> None:
    post = watch(force, box, digest_at=time(8, 30))
    digest.notice(force.store, time(8, 30), force.now())
    with force.store.writing() as db:
        db.exec(update(Person).where(col(Person.id) == chief.person_id).values(retired_at=force.now()))
    assert tick(post) == 0


def test_a_shift_is_known_by_its_name(force: Force) -> None:
    now = force.now()
    for area in ((None, None), (uuid4(), None), (None, uuid4())):
        one = duty.Shift(area, now, now + EIGHT)
        assert duty.shift_named(f"shift {one.name}") == one
    shifts.notice(force.store, now)
    assert alerts_of(force) == []
