"""The file of promises: as it ships, as a force may write its own, and what is said of a wrong one."""

from datetime import date
from pathlib import Path

import pytest

from config.promise import PromiseFault, read_promises
from config.roster import RosterFault, read_roster
from config.roster_faults import Fault
from domain.bank_holidays import UNITED_KINGDOM, Nation
from domain.listening.words import Lane
from domain.promise import ROUTINE, Promise, Unit
from tests.config.test_roster import GOOD, faults, written

ROW = '[[promises]]\nlane = "routine"\nwithin = "72 hours"\nsince = 2026-01-01\n'


def promised(folder: Path, text: str) -> tuple[Promise, ...]:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return read_promises(path)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(PromiseFault) as fault:
        promised(folder, text)
    return str(fault.value)


def test_every_lane_but_welsh_has_a_promise_of_its_own_as_bluelamp_comes() -> None:
    assert {one.lane for one in read_promises()} == {ROUTINE, *Lane} - {Lane.WELSH}


def test_freedom_of_information_is_promised_once_in_every_nation() -> None:
    held = [one for one in read_promises() if one.lane == Lane.FOI]
    assert sorted(nation for one in held for nation in one.nations) == sorted(Nation)
    assert [one.nations for one in held if not one.anywhere] == [(Nation.SCOTLAND,)]


def test_a_force_may_write_promises_of_its_own(tmp_path: Path) -> None:
    text = f"""{ROW}
[[promises]]
lane = "crime"
within = "1 working hour"
since = 2026-02-01
scope = "team:ashby"
instead = true
nations = ["wales"]
bank_holidays = "uk"
"""
    since = date(2026, 2, 1)
    assert promised(tmp_path, text) == (
        Promise(ROUTINE, 72, Unit.HOURS, date(2026, 1, 1), "force", False, UNITED_KINGDOM, False),
        Promise(Lane.CRIME, 1, Unit.WORKING_HOURS, since, "team:ashby", True, (Nation.WALES,), True),
    )


@pytest.mark.parametrize(
    ("was", "wrong", "words"),
    [
        ('"72 hours"', '"soon"', 'line 3: promises.within: expected a time within a year, such as "72 hours"'),
        ('"72 hours"', '"0 hours"', 'found "0 hours"'),
        ('"72 hours"', '"9000 hours"', 'found "9000 hours"'),
        ('"72 hours"', '"251 working hours"', 'found "251 working hours"'),
        ('"72 hours"', "72", "found 72"),
        ('"routine"', '"rotine"', 'did you mean "routine"?'),
        ('"routine"', '["foi"]', 'found ["foi"]'),
        (
            ROW,
            ROW + ROW.replace("routine", "danger").replace("72", "15 working"),
            "line 7: promises.within: expected minutes or hours: danger does not wait for opening hours",
        ),
        ("2026-01-01", '"today"', "promises.since: expected a date without quotes"),
        ("since = 2026-01-01", "", "line 1: promises.since: expected a date"),
        ("since", 'scope = "Ashby"\nsince', 'line 4: promises.scope: expected "force", "district:KEY" or "team:KEY"'),
        ("since", 'nations = ["cornwall"]\nsince', "promises.nations: expected a list of nations"),
        ("since", 'bank_holidays = "none"\nsince', 'expected "uk"'),
        ("since", "pauses = true\nsince", 'the unknown field "pauses"'),
        ("[[promises]]", "[promises]", "rows that each begin with [[promises]]; found a table"),
        (ROW, "", "expected rows that each begin with [[promises]]; found none"),
        ("lane", "[[", "valid TOML"),
        ('"routine"', '"crime"', 'a row for the whole force with lane = "routine"; found none'),
        ("since", 'scope = "team:ashby"\nsince', 'a row for the whole force with lane = "routine"; found none'),
        (ROW, ROW + ROW, "line 5: promises.since: expected one promise for a lane, a scope and a day; found another"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_what_was_expected(
    tmp_path: Path, was: str, wrong: str, words: str
) -> None:
    text = ROW.replace(was, wrong)
    assert words in refused(tmp_path, text)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    both = refused(tmp_path, ROW.replace('"routine"', '"nothing"').replace('"72 hours"', '"soon"'))
    assert len(both.splitlines()) == 2


def test_a_file_that_is_not_there_or_no_text_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PromiseFault, match="no such file"):
        read_promises(tmp_path / "ours.toml")
    (tmp_path / "ours.toml").write_bytes(b"lane = \xff")
    with pytest.raises(PromiseFault, match="not UTF-8"):
        read_promises(tmp_path / "ours.toml")


def test_opening_hours_and_the_nation_stand_in_the_roster(tmp_path: Path) -> None:
    text = GOOD.replace('languages = ["en", "cy"]', 'languages = ["en"]\nnation = "scotland"\nhours = "always"')
    text = text.replace('boundary = "E1"', 'boundary = "E1"\nhours = "Mon-Fri 09:00-17:00"')
    text = text.replace('contact = "PC Idris Fell"', 'contact = "PC Idris Fell"\nhours = "Fri-Sat 22:00-04:00"')
    roster = read_roster(written(tmp_path, text))
    assert (roster.force.nation, roster.force.hours) == (Nation.SCOTLAND, "always")
    assert [one.hours for one in roster.districts] == ["Mon-Fri 09:00-17:00", ""]
    assert [one.hours for one in roster.teams] == ["Fri-Sat 22:00-04:00", ""]


def test_a_roster_without_opening_hours_is_never_closed_and_keeps_englands_holidays(tmp_path: Path) -> None:
    force = read_roster(written(tmp_path, GOOD)).force
    assert (force.hours, force.nation) == ("", Nation.ENGLAND)


def test_hours_that_cannot_be_kept_are_faults_of_the_roster_with_their_lines(tmp_path: Path) -> None:
    text = GOOD.replace('languages = ["en", "cy"]', 'languages = ["en"]\nnation = "britain"\nhours = "9 to 5"')
    text = text.replace('boundary = "E1"', 'boundary = "E1"\nhours = "Mon-Fri"')
    text = text.replace('contact = "PC Idris Fell"', 'contact = "PC Idris Fell"\nhours = "closed 2026-12-24"')
    assert faults(tmp_path, text) == (
        Fault("roster.toml", 5, "force.nation",
              '"england" or "wales" or "scotland" or "northern-ireland"', '"britain"'),
        Fault("roster.toml", 6, "force.hours",
              'hours such as "Mon-Fri 09:00-17:00, Sat 10:00-14:00"; "9 to 5" cannot be read', '"9 to 5"'),
        Fault("roster.toml", 15, "districts.hours",
              "times such as 09:00-17:00 after the last day, Friday", '"Mon-Fri"'),
        Fault("roster.toml", 28, "teams.hours",
              "hours that are open at some time of the week; these never are", '"closed 2026-12-24"'),
    )  # fmt: skip


def test_a_wrong_file_of_promises_is_refused_at_the_doors_like_a_wrong_roster() -> None:
    assert issubclass(PromiseFault, RosterFault)
