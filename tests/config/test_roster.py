"""The roster: read whole, or refused whole with every fault at once and its line."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.roster import Fault, RosterFault, read_roster
from domain.people import Role
from domain.posts import PlatformName
from domain.roster import (
    RosterAccount,
    RosterCampaign,
    RosterDistrict,
    RosterForce,
    RosterPerson,
    RosterTeam,
    part,
)

EXAMPLE = Path(__file__).parents[2] / "config" / "roster.example.toml"

GOOD = """\
[force]
name = "Fenmark Police"
time_zone = "Europe/London"
languages = ["en", "cy"]

[[districts]]
key = "ash"
name = "Ash"
population = 1_000
towns = ["Ashby, England",
         "Corve, England"]
boundary = "E1"

[[districts]]
key = "elm"
name = "Elm"
towns = []

[[teams]]
key = "ashby"
name = "Ashby Town"
district = "ash"
wards = ["Market"]
contact = "PC Idris Fell"

[[teams]]
key = "corve"
name = "Corve"
district = "ash"
wards = []
merged_into = "ashby"

[[accounts]]
platform = "x"
handle = "AshbyPolice"
external_id = "1876471393"
owner = "team:ashby"
token = "X_ASHBY"
watch_threads = true

[[accounts]]
platform = "facebook"
handle = "ash.police"
external_id = "100083347732832"
owner = "district:ash"
token = "fb-ash"

[[people]]
email = "Idris.Fell@example.org"
name = "Idris Fell"
role = "officer"
scope = "team:ashby"

[[campaigns]]
key = "nights"
name = "Darker nights"
starts = 2026-10-25
ends = 2026-10-25
purpose = "Fewer burglaries."
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "roster.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def faults(folder: Path, text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(RosterFault) as refused:
        read_roster(written(folder, text))
    return refused.value.faults


def test_a_good_roster_becomes_plain_rows(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, GOOD))
    assert roster.force == RosterForce("Fenmark Police", "Europe/London", ("en", "cy"))
    assert roster.districts[0] == RosterDistrict("ash", "Ash", 1000, ("Ashby, England", "Corve, England"), "E1")
    assert roster.districts[1] == RosterDistrict("elm", "Elm", None, (), None)
    assert roster.teams == (
        RosterTeam("ashby", "Ashby Town", "ash", ("Market",), "PC Idris Fell"),
        RosterTeam("corve", "Corve", "ash", (), None, "ashby"),
    )
    assert roster.accounts == (
        RosterAccount(PlatformName.X, "AshbyPolice", "1876471393", "team:ashby", "X_ASHBY", True),
        RosterAccount(PlatformName.FACEBOOK, "ash.police", "100083347732832", "district:ash", "fb-ash"),
    )
    assert roster.people == (RosterPerson("idris.fell@example.org", "Idris Fell", Role.OFFICER, "team:ashby"),)
    day = date(2026, 10, 25)
    assert roster.campaigns == (RosterCampaign("nights", "Darker nights", day, day, "Fewer burglaries."),)


def test_rows_are_known_by_keys_that_renaming_does_not_change(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, GOOD))
    assert roster.accounts[0].key == "x:1876471393"
    assert roster.people[0].key == "idris.fell@example.org"
    assert part(roster.accounts[0].owner) == ("team", "ashby")
    assert part("force") == ("force", None)
    with pytest.raises(FrozenInstanceError):
        roster.teams[0].name = "Other"  # type: ignore[misc]


def test_reading_twice_tells_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert read_roster(path) == read_roster(path)


@pytest.mark.skipif(not EXAMPLE.exists(), reason="The example roster is not there.")
def test_the_example_roster_has_no_fault_and_reads_the_same_twice() -> None:
    roster = read_roster(EXAMPLE)
    assert roster.accounts and roster.people and roster.campaigns
    assert roster == read_roster(EXAMPLE)


def test_a_byte_order_mark_and_windows_line_ends_are_forgiven(tmp_path: Path) -> None:
    plain = read_roster(written(tmp_path, GOOD))
    assert read_roster(written(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == plain


# Each row: what is replaced in the good roster, by what, then the fault: how many lines further down, field, words.
WRONG = [
    ('name = "Fenmark Police"', "name = 5", 0, "force.name", "found 5"),
    ('name = "Fenmark Police"', 'name = " Fenmark"', 0, "force.name", "no space at its ends"),
    ('"Europe/London"', '"Europe/Lodnon"', 0, "force.time_zone", 'did you mean "Europe/London"'),
    ('"Europe/London"', "[1]", 0, "force.time_zone", "found [1]"),
    ('["en", "cy"]', "[]", 0, "force.languages", "found []"),
    ('["en", "cy"]', '["en", "en"]', 0, "force.languages", "each once"),
    ('["en", "cy"]', '["English"]', 0, "force.languages", '"English"'),
    ('name = "Fenmark Police"\n', "", -1, "force.name", "found nothing"),
    ("[force]", "[[force]]", 0, "force", "one table that begins with [force]"),
    ("[[campaigns]]", "[campaigns]", 0, "campaigns", "[[campaigns]]"),
    ("[[campaigns]]", "[[campaings]]", 0, "campaings", 'did you mean "campaigns"'),
    ("wards = []", 'wards = []\nwadrs = ["x"]', 1, "teams.wadrs", 'did you mean "wards"'),
    ("population = 1_000", "population = 0", 0, "districts.population", "above 0"),
    ("population = 1_000", "population = true", 0, "districts.population", "found true"),
    ("population = 1_000", "population = 10.5", 0, "districts.population", "found 10.5"),
    ('key = "elm"', 'key = "ash"', 0, "districts.key", "already stands in line 7"),
    ('key = "elm"', 'key = "an elm"', 0, "districts.key", "letters, digits and hyphens"),
    ('key = "corve"', 'key = "ashby"', 0, "teams.key", "already stands in line 20"),
    ("towns = []", 'towns = ["x",\n"corve, england"]', 1, "districts.towns", "already stands in line 11"),
    ("towns = []", 'towns = ["x", "x"]', 0, "districts.towns", "each town once"),
    ("towns = []", 'towns = "Elm"', 0, "districts.towns", "a list of texts"),
    ("towns = []", 'towns = []\nboundary = "E1"', 1, "districts.boundary", "already stands in line 12"),
    ('district = "ash"\nwards = ["Market"]', 'district = "ahs"\nwards = []', 0, "teams.district", 'mean "ash"'),
    ('merged_into = "ashby"', 'merged_into = "x"', 0, "teams.merged_into", "one of the teams"),
    ('merged_into = "ashby"', 'merged_into = "corve"', 0, "teams.merged_into", '"corve" → "corve"'),
    ('contact = "PC Idris Fell"', 'merged_into = "corve"', 0, "teams.merged_into", '"ashby" → "corve" → "ashby"'),
    ('contact = "PC Idris Fell"', 'contact = ""', 0, "teams.contact", "an empty text"),
    ('contact = "PC Idris Fell"', 'contact = "a\\u0000b"', 0, "teams.contact", "x00"),
    ('platform = "x"', 'platform = "facebok"', 0, "accounts.platform", 'did you mean "facebook"'),
    ('handle = "AshbyPolice"', 'handle = "@AshbyPolice"', 0, "accounts.handle", "without @"),
    ('handle = "AshbyPolice"', 'handle = "AshbyNeighbourhood"', 0, "accounts.handle", "1 to 15"),
    ('"1876471393"', "1876471393", 0, "accounts.external_id", "in quotes"),
    ('"1876471393"', '"18764713x"', 0, "accounts.external_id", "1 to 19 digits"),
    ('"100083347732832"', '"ash.police"', 0, "accounts.external_id", "digits only"),
    ('owner = "team:ashby"', 'owner = "ashby"', 0, "accounts.owner", '"team:KEY"'),
    ('owner = "team:ashby"', 'owner = "team:ashbee"', 0, "accounts.owner", 'did you mean "ashby"'),
    ('owner = "district:ash"', 'owner = "district:ashby"', 0, "accounts.owner", "one of the districts"),
    ("watch_threads = true", 'watch_threads = "yes"', 0, "accounts.watch_threads", "true or false"),
    ('token = "fb-ash"', 'token = "../fb-ash"', 0, "accounts.token", "name of a secret"),
    ('"Idris.Fell@example.org"', '"Idris Fell"', 0, "people.email", "an e-mail address"),
    ('role = "officer"', 'role = "offiser"', 0, "people.role", 'did you mean "officer"'),
    ('scope = "team:ashby"', 'scope = "all"', 0, "people.scope", '"force"'),
    ("ends = 2026-10-25", "ends = 2026-10-24", 0, "campaigns.ends", "not before the start, 2026-10-25"),
    ("ends = 2026-10-25", 'ends = "2026-10-25"', 0, "campaigns.ends", "without quotes"),
    ("ends = 2026-10-25", "ends = 2026-10-25T10:00:00Z", 0, "campaigns.ends", "without quotes"),
    ("ends = 2026-10-25", "ends = 2026-13-25", 0, "(the line)", "valid TOML"),
    ('role = "officer"', "role = officer", 0, "(the line)", "valid TOML"),
]


@pytest.mark.parametrize(("good", "bad", "down", "field", "words"), WRONG)
def test_a_fault_is_told_with_its_line_and_what_was_expected(
    tmp_path: Path, good: str, bad: str, down: int, field: str, words: str
) -> None:
    assert GOOD.count(good) == 1
    line = GOOD[: GOOD.index(good)].count("\n") + 1 + down
    told = faults(tmp_path, GOOD.replace(good, bad))
    assert [(fault.line, fault.field) for fault in told] == [(line, field)], told
    assert words in str(told[0])
    assert str(told[0]).startswith(f"roster.toml, line {line}: {field}: expected ")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ('platform = "x"\nhandle = "Other"\nexternal_id = "1876471393"', "accounts.external_id"),
        ('platform = "x"\nhandle = "ashbyPOLICE"\nexternal_id = "7"', "accounts.handle"),
    ],
)
def test_an_account_stands_in_the_roster_once(tmp_path: Path, row: str, field: str) -> None:
    told = faults(tmp_path, f'{GOOD}\n[[accounts]]\n{row}\nowner = "force"\ntoken = "T"\n')
    assert [fault.field for fault in told] == [field]
    assert "already stands in line" in told[0].found


def test_the_same_number_or_handle_on_another_platform_is_another_account(tmp_path: Path) -> None:
    row = 'platform = "facebook"\nhandle = "AshbyPolice"\nexternal_id = "1876471393"\nowner = "force"\ntoken = "T"'
    assert len(read_roster(written(tmp_path, f"{GOOD}\n[[accounts]]\n{row}\n")).accounts) == 3


def test_an_email_is_one_person_however_it_is_written(tmp_path: Path) -> None:
    row = '[[people]]\nemail = "IDRIS.FELL@example.org"\nname = "I"\nrole = "comms"\nscope = "force"\n'
    assert [fault.field for fault in faults(tmp_path, GOOD + row)] == ["people.email"]


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = GOOD.replace("watch_threads = true", "watch_threads = 1").replace('role = "officer"', 'role = "boss"')
    text += '\n[[teams]]\nkey = "new"\n[[districts]]\nname = "unended\n[[nonsense]]\n'
    told = faults(tmp_path, text)
    assert [fault.line for fault in told] == sorted(fault.line for fault in told)
    assert [fault.field for fault in told] == [
        "accounts.watch_threads",
        "people.role",
        "teams.district",
        "teams.name",
        "teams.wards",
        "(the line)",
        "nonsense",
    ]
    assert len(str(RosterFault(told)).splitlines()) == 7


def test_an_unreadable_district_does_not_make_its_teams_wrong_as_well(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD.replace('name = "Ash"', 'name = "Ash'))
    assert [fault.field for fault in told] == ["(the line)"]


def test_two_tables_of_the_force_are_one_too_many(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, GOOD + '[force]\nname = "Other"\n')
    assert told.line == GOOD.count("\n") + 1
    assert told.field == "(the line)"


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("", 1, "force", "a file with nothing in it"),
        ("# only a comment\n", 1, "force", "nothing in it"),
        (GOOD[GOOD.index("[[districts]]") :], 1, "force", "a table [force]"),
        (GOOD.encode() + b'\nname = "\xe9"\n', GOOD.count("\n") + 2, "(the file)", "0xE9"),
        (GOOD.encode("utf-16"), 1, "(the file)", "UTF-8"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_a_sentence(
    tmp_path: Path, text: str | bytes, line: int, field: str, words: str
) -> None:
    (told,) = faults(tmp_path, text)
    assert (told.line, told.field) == (line, field)
    assert words in str(told)


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(RosterFault, match=r"roster\.toml: .* no such file at .*roster\.toml"):
        read_roster(tmp_path / "roster.toml")


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(RosterFault, match="cannot be read"):
        read_roster(tmp_path)


@pytest.mark.parametrize(
    "line", ['token = "EAAB very secret"', "token = EAABverysecret", 'access_token = "EAABverysecret"', "EAABsecret = "]
)
def test_a_token_pasted_into_the_roster_is_not_repeated(tmp_path: Path, line: str) -> None:
    told = faults(tmp_path, GOOD.replace('token = "fb-ash"', line))
    assert "very" not in "".join(map(str, told)).lower()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.integers(0, GOOD.count("\n") - 1), st.sampled_from(["", "x", "[[", "a = ", 'key = "ash"', "]", "'''"]))
def test_no_line_put_wrong_ends_in_anything_but_a_list_of_faults(tmp_path: Path, number: int, line: str) -> None:
    lines = GOOD.splitlines()
    lines[number] = line
    path = written(tmp_path, "\n".join(lines))
    try:
        assert read_roster(path)
    except RosterFault as refused:
        assert refused.faults
        assert all(1 <= fault.line <= len(lines) for fault in refused.faults)


def test_a_roster_of_a_whole_force_is_read_whole(tmp_path: Path) -> None:
    account = (
        '[[accounts]]\nplatform = "x"\nhandle = "h{0}"\nexternal_id = "{0}"\nowner = "team:ashby"\ntoken = "T{0}"\n'
    )
    text = GOOD + "\n".join(account.format(number) for number in range(2_000))
    assert len(read_roster(written(tmp_path, text)).accounts) == 2_002
