"""What is documented is so, and what is so is documented: settings, words, commands, reports, links."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer.main
from sqlmodel import SQLModel

from bluelamp import app
from config import secrets
from config.settings import NOT_SETTINGS, PREFIX, Settings
from domain import errors
from domain.listening import standing
from domain.listening import words as listening
from domain.metrics import METRICS, Over
from domain.people import MAY, Act, Role
from domain.posts import Shown, Surface
from domain.publication import MOVES, Category, SecondReader, Stage, State, TakeDownState
from domain.purse import GOES_ON_TO, Purpose
from domain.questions import HidingState, Outcome
from doors import sheet
from doors.check_findings import Standing
from doors.report import REPORTS
from store import tables
from store.reports import Health, Kind

ROOT = Path(__file__).parent.parent
TEXTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^\s*```(\w*)\n(.*?)^\s*```", re.M | re.S)
FOLDERS = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"docs", ".ci"}
each_text = pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(text: str) -> Iterator[str]:
    """What stands as code in a text, a line or a span at a time; a picture's words are no code."""
    for kind, block in FENCE.findall(text):
        if kind != "mermaid":
            yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one as high."""
    found = re.search(rf"^(#+) {re.escape(title)}$\n(.*?)(?=^#{{1,2}} |^\1 |\Z)", text, re.M | re.S)
    assert found, f"there is no heading {title!r}"
    return found[2]


def first_column(text: str) -> list[str]:
    """The words in code in the first column of a text's tables."""
    return [word for row in re.findall(r"^\|([^|\n]*)\|", text, re.M) for word in re.findall(r"`([^`]+)`", row)]


def after(text: str, heading: str) -> str:
    """What stands from a bold word to the end of the table below it."""
    found = re.search(rf"^\*\*{heading}\*\*[^|]*?\n\n((?:\|[^\n]*\n)+)", text, re.M)
    assert found, f"there is no table of {heading}"
    return found[1]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def commands() -> dict[str, set[str]]:
    """Every command, with its options."""
    group: Any = typer.main.get_command(app)
    return {
        name: {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        for name, command in group.commands.items()
    }


def settings_table() -> str:
    """The table of settings as it must stand in docs/running.md."""
    lines = ["| Setting | Unless you say | What it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        shown = "–" if default in (None, ()) else f"`{default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_settings_says_what_the_settings_are() -> None:
    found = re.search(r"<!-- settings: begin -->\n(.*?)<!-- settings: end -->", read("docs/running.md"), re.S)
    assert found
    assert found[1] == settings_table(), f"put this table there:\n\n{settings_table()}"


@each_text
def test_no_setting_is_named_that_does_not_exist(path: Path) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in re.findall(rf"{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8")):
        assert name in known or name.startswith(NOT_SETTINGS), name


@each_text
def test_no_command_and_no_option_is_named_that_does_not_exist(path: Path) -> None:
    known = commands()
    for line in code_of(path.read_text(encoding="utf-8")):
        for command, rest in re.findall(r"(?<![\w./-])(?:\.venv/bin/)?bluelamp ([a-z][a-z-]*)([^#;&]*)", line):
            assert command in known, f"bluelamp {command}, in: {line}"
            for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest):
                assert option in known[command] | {"--help"}, f"{option}, in: {line}"


@each_text
def test_nothing_is_made_that_the_makefile_does_not_make(path: Path) -> None:
    targets = set(re.findall(r"^([.a-z]+):", read("Makefile"), re.M))
    for line in code_of(path.read_text(encoding="utf-8")):
        for target in re.findall(r"(?:^|&& |\s)make ([.a-z]+)", line):
            assert target in targets, line


def test_every_command_is_in_the_manual() -> None:
    listed = {word.removeprefix("bluelamp ") for word in first_column(section(read("docs/running.md"), "Commands"))}
    assert listed == set(commands())


def test_every_option_is_in_the_manual() -> None:
    manual = read("docs/running.md")
    for command, options in commands().items():
        for option in options:
            assert not option.startswith("--") or option in manual, f"{command} {option}"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Stage", Stage), ("State", State), ("Role", Role), ("Act", Act), ("Surface", Surface), ("Shown", Shown),
     ("Outcome", Outcome),
     ("Kind", listening.Kind), ("Lane", listening.Lane), ("Topic", listening.Topic), ("Mood", listening.Mood),
     ("Standing", standing.Standing), ("HidingState", HidingState),
     ("Purpose", Purpose), ("Category", Category), ("TakeDownState", TakeDownState)],
)  # fmt: skip
def test_the_glossary_has_every_word_and_no_other(heading: str, kind: type[StrEnum]) -> None:
    assert first_column(after(read("docs/glossary.md"), heading)) == [word.value for word in kind if word]


def test_the_glossary_has_every_table_and_no_other() -> None:
    assert tables
    named = {row[-1] for line in read("docs/glossary.md").splitlines() if (row := re.findall(r"\| `(\w+)` \|$", line))}
    assert named | {"trail"} == set(SQLModel.metadata.tables)


def test_the_glossary_says_what_each_number_counts_and_over_what_it_may_be_added_up() -> None:
    rows = re.findall(
        r"^\| \*\*([^*]+)\*\* \(`(\w+)`\) \|.*\| (\w+) \| ([a-z, ]+)(; .+)? \|$", read("docs/glossary.md"), re.M
    )
    assert [(label, name, counts, over, bool(twice)) for label, name, counts, over, twice in rows] == [
        (one.label, one.name, one.counts, ", ".join(over for over in Over if over in one.adds_over) or "never",
         bool(one.twice))
        for one in METRICS.values()
    ]  # fmt: skip


def test_the_glossary_says_how_far_each_purpose_goes_on() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \| (\d+) %", after(read("docs/glossary.md"), "Purpose"), re.M)
    assert {word: int(share) for word, share in rows} == {
        purpose.value: round(100 * share) for purpose, share in GOES_ON_TO.items()
    }


def test_what_each_role_may_is_said_of_the_roles_of_the_code() -> None:
    """The glossary says it in words; this keeps the words honest where they say most."""
    assert MAY[Role.OFFICER] < MAY[Role.COMMS] < MAY[Role.SUPERVISOR]
    assert MAY[Role.COMMS] - MAY[Role.OFFICER] == {
        Act.APPROVE, Act.RETURN, Act.RETIME, Act.QUEUE_AGAIN, Act.CONFIRM_PUBLISHED,
        Act.TAKE_DOWN, Act.APPROVE_TAKE_DOWN, Act.ASSIGN, Act.SAVED_REPLY, Act.DUTY,
        Act.BRING_FIGURES, Act.PLACE_TOWN, Act.CAMPAIGN, Act.ORDER_REPORT,
    }  # fmt: skip
    assert MAY[Role.SUPERVISOR] - MAY[Role.COMMS] == {Act.HOLD, Act.LIFT, Act.GIVE_UP, Act.INSIST}
    assert MAY[Role.ADMINISTRATOR] == {Act.HOLD, Act.LIFT}


def test_every_kind_of_attention_and_every_health_is_explained() -> None:
    help_, glossary = section(read("docs/running.md"), "When the dashboard says"), read("docs/glossary.md")
    for kind in Kind:
        assert f"`{kind}`" in help_ and f"`{kind}`" in glossary, kind
    for health in Health:
        assert f"`{health}`" in section(read("docs/running.md"), "accounts"), health


def test_the_manual_says_what_the_pages_say() -> None:
    manual = section(read("docs/running.md"), "When the dashboard says")
    attention = read("dashboard/views/attention.py")
    heads = re.findall(r'Kind\.\w+: \("\w+", later\("([^"]+)"\)\)', attention)
    assert len(heads) == len(Kind)
    for words in heads:
        assert f"| {re.sub(r'^[^A-Z]+', '', words)} (" in manual, words
    for quoted in re.findall(r'"([A-Z][^"]+)"', manual):
        assert quoted in attention, quoted


def test_the_readme_has_every_page_of_the_menu() -> None:
    pages = re.findall(r'\("[\w-]+", later\("([^"]+)"\), \w+\.page\)', read("dashboard/app.py"))
    assert pages
    assert re.findall(r"^\| ([A-Z][\w ,]+?) \|", section(read("README.md"), "Try it"), re.M)[1:] == [*pages]


def test_the_drawing_of_the_states_is_the_machine() -> None:
    drawing = next(block for _, block in FENCE.findall(read("docs/architecture.md")) if "--> publishing" in block)
    words = {state.value for state in State}
    drawn = {(a, b) for a, b in re.findall(r"(\w+) --> (\w+)", drawing) if a in words and b in words}
    proof = {(a, b) for a, b in drawn if b == State.PUBLISHED}
    assert drawn - proof == {(start.value, end.value) for start, ends in MOVES.items() for end in ends}
    assert (State.PUBLISHING.value, State.PUBLISHED.value) in proof


def test_every_error_of_the_platforms_is_in_the_architecture() -> None:
    kinds = {kind.__name__ for kind in errors.PlatformError.__subclasses__()}
    assert set(first_column(section(read("docs/architecture.md"), 'Errors answer "may I do this again?"'))) == kinds


def test_every_report_is_documented_with_its_fields_in_order() -> None:
    manual = section(read("docs/running.md"), "Reports")
    assert re.findall(r"^### (\S+)$", manual, re.M) == list(REPORTS)
    for name, report in REPORTS.items():
        assert tuple(first_column(section(manual, name))) == report.columns, name


def test_every_check_and_its_states_are_documented() -> None:
    manual = section(read("docs/running.md"), "Check")
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "doors").glob("check*.py"))
    said = set(re.findall(r'(?:fine|warn|fail|_for_later\)?|\))\(\s*"(\w+)"', source))
    assert said <= set(first_column(manual)), said - set(first_column(manual))
    assert set(first_column(manual)) - {"check"} <= set(re.findall(r'"(\w+)"', source))
    assert all(f"`{state}`" in manual for state in Standing)


def test_the_columns_of_a_sheet_and_the_fields_of_a_secret_are_documented() -> None:
    manual = read("docs/running.md")
    assert tuple(first_column(section(manual, "A sheet of posts"))) == sheet.COLUMNS
    assert f"at most {sheet.MOST} rows" in manual
    for field in [*secrets.KNOWN, "expires_on"]:
        assert f"`{field}" in section(manual, "Secrets"), field
    for word in SecondReader:
        assert f"`{word}`" in section(manual, "Settings"), word


@each_text
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", path.read_text(encoding="utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, part = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), target
        if part:
            headings = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.M)
            assert part in map(anchor, headings), target


@each_text
def test_every_file_of_ours_that_is_named_is_there(path: Path) -> None:
    for line in code_of(path.read_text(encoding="utf-8")):
        for name in re.findall(r"(?<![\w/.-])((?:\w+/)+[\w.]+\.(?:py|toml|md))\b", line):
            if name.split("/")[0] in FOLDERS:
                assert (ROOT / name).exists(), name


@each_text
def test_no_machine_of_ours_is_named(path: Path) -> None:
    assert not re.search(r"/(?:work|tmp|root|home)/", path.read_text(encoding="utf-8"))


def test_every_decision_says_context_choice_and_price() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {path.name[:4]} · \S", text), path.name
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Context", "Choice", "Price"], path.name
