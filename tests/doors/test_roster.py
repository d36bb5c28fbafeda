"""`bluelamp roster` and `bluelamp migrate`: the store says what the roster says, or nothing changes."""

from pathlib import Path

import pytest
from sqlmodel import select

from config.settings import read_settings
from doors import roster
from doors.wiring import House
from store.db import Store
from store.tables import Account, Question, Reply, Trail
from tests.doors.conftest import ROSTER, Told


def handles(store: Store) -> list[str]:
    with store.reading() as db:
        return sorted(db.exec(select(Account.handle)).all())


def test_a_roster_is_loaded_and_a_second_time_nothing_changes(settled: Path, told: Told) -> None:
    first, second = told("roster"), told("roster")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == "New: 1 force, 2 districts, 2 teams, 4 accounts, 3 people, 1 campaign.\n"
    assert second.stdout == "The store already says what the roster says.\n"


def test_a_dry_run_says_what_would_change_and_stores_nothing(settled: Path, told: Told) -> None:
    said = told("roster", "--dry-run")
    assert said.exit_code == 0
    assert "Nothing is stored" in said.stdout and "4 accounts" in said.stdout
    store = Store(read_settings().database)
    assert handles(store) == []
    store.close()


def test_a_wrong_roster_is_refused_with_every_fault_and_the_store_stays_as_it_was(house: House, told: Told) -> None:
    wrong = ROSTER.replace('role = "comms"', 'role = "chief"').replace('district = "wexmoor"', 'district = "nowhere"')
    Path("roster.toml").write_text(wrong.replace("WexmoorSNT", "WexmoorNew"), encoding="utf-8")
    said = told("roster")
    assert said.exit_code == 1
    assert "teams.district" in said.stderr and "people.role" in said.stderr
    assert "Traceback" not in said.stderr and said.stdout == ""
    assert "WexmoorNew" not in handles(house.store)


def test_who_left_is_named(house: House, told: Told) -> None:
    gone = ROSTER.replace(
        ROSTER[ROSTER.index('[[people]]\nemail = "comms') : ROSTER.index('[[people]]\nemail = "sup')], ""
    )
    other = Path("other.toml")
    other.write_text(gone, encoding="utf-8")
    said = told("roster", other)
    assert said.exit_code == 0
    assert "Retired: 1 person." in said.stdout
    assert "Casimir Practice has left the roster and can no longer sign in." in said.stdout


def test_loading_stands_in_the_trail_with_the_user_of_this_machine(house: House) -> None:
    with house.store.reading() as db:
        line = db.exec(select(Trail).where(Trail.subject == "roster")).one()
    assert "4 accounts" in line.detail and f"Loaded by {roster.system_user()}." in line.detail


def test_a_missing_roster_is_a_sentence(settled: Path, told: Told) -> None:
    (settled / "roster.toml").unlink()
    said = told("roster")
    assert said.exit_code == 1 and "no such file" in said.stderr


def test_migrate_makes_the_tables_loads_the_roster_and_says_so(folder: Path, told: Told) -> None:
    (folder / "roster.toml").write_text(ROSTER, encoding="utf-8")
    first, second = told("migrate"), told("migrate")
    assert first.exit_code == second.exit_code == 0, first.stderr
    assert "Done: The first tables." in first.stdout and "New: 1 force" in first.stdout
    assert "already up to date" in second.stdout and "already says" in second.stdout


def test_migrate_without_a_roster_says_how_to_go_on(folder: Path, told: Told) -> None:
    said = told("migrate")
    assert said.exit_code == 0, said.stderr
    assert "There is no roster at roster.toml yet." in said.stdout


def test_migrate_with_a_wrong_roster_says_that_only_the_database_is_done(folder: Path, told: Told) -> None:
    (folder / "roster.toml").write_text("[force]\n", encoding="utf-8")
    said = told("migrate")
    assert said.exit_code == 1
    assert "force.name" in said.stderr and "the roster was not loaded" in said.stderr


def test_a_newer_database_is_left_alone(house: House, told: Told) -> None:
    with house.store.engine.begin() as line:
        line.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for command in ("migrate", "roster"):
        said = told(command)
        assert said.exit_code == 1 and "newer version of Bluelamp" in said.stderr


def test_a_database_that_is_not_there_is_a_sentence_and_no_file_is_left_behind(folder: Path, told: Told) -> None:
    said = told("report", "accounts")
    assert said.exit_code == 1
    assert said.stderr == "There is no database yet. Run: bluelamp migrate\n"
    assert list(folder.iterdir()) == []


def test_a_database_that_cannot_be_reached_is_a_sentence_without_its_password(
    folder: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = "open-sesame"  # pragma: allowlist secret
    monkeypatch.setenv("BLUELAMP_DATABASE", f"postgresql://pat:{password}@127.0.0.1:1/bluelamp")
    said = told("report", "accounts")
    assert said.exit_code == 1
    assert "The database cannot be used" in said.stderr and password not in said.stderr


def test_a_file_that_is_no_database_is_a_sentence(folder: Path, told: Told) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "bluelamp.db").write_text("This is no database at all. " * 100)
    said = told("report", "accounts")
    assert said.exit_code == 1 and "The database cannot be used" in said.stderr


def test_promises_that_cannot_be_kept_are_refused_and_the_roster_is_not_loaded(
    settled: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settled / "ours.toml").write_text('[[promises]]\nlane = "routine"\nwithin = "soon"\n', encoding="utf-8")
    monkeypatch.setenv("BLUELAMP_PROMISE", "ours.toml")
    said = told("roster")
    assert said.exit_code == 1
    assert "ours.toml, line 3: promises.within" in said.stderr and "Traceback" not in said.stderr
    assert "ours.toml, line 3: promises.within" in told("check", "--offline").stdout


def test_open_questions_that_new_hours_move_are_counted(house: House, told: Told) -> None:
    with house.store.writing() as db:
        whose = db.exec(select(Account.id)).first()
        asked = Reply(account_id=whose, external_id="1", thread="1", parent="1", text="When?", created_at=house.clock())
        db.add(asked)
        db.flush()
        db.add(Question(reply_id=asked.id, account_id=whose, waiting_since=asked.created_at))
    hours = 'time_zone = "Europe/London"\nhours = "Mon-Fri 09:00-17:00"'
    Path("roster.toml").write_text(ROSTER.replace('time_zone = "Europe/London"', hours), encoding="utf-8")
    said = told("roster")
    assert "Changed: 1 force.\n" in said.stdout
    assert "1 open question now to be answered by another time.\n" in said.stdout
    assert "another time" not in told("roster").stdout


def test_a_promise_for_a_part_that_the_roster_does_not_have_is_said(
    settled: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = '[[promises]]\nlane = "routine"\nwithin = "72 hours"\nsince = 2026-01-01\n'
    (settled / "ours.toml").write_text(f'{row}{row}scope = "team:nobody"\n', encoding="utf-8")
    monkeypatch.setenv("BLUELAMP_PROMISE", "ours.toml")
    assert 'A promise is made for "team:nobody", which is not in the roster' in told("roster").stdout
