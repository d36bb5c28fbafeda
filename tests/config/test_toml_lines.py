"""Lines of TOML: every table and key stands where a person's editor says it does."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.toml_lines import Place, lines_of, read_toml


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("# a = 1\n\n  b   =   2", ("b",), 3),
        ("[t]\nb = 2", ("t", "b"), 2),
        ("[t]\nb = 2", ("t",), 1),
        ("[ t . u ] # [x]\nb = 2", ("t", "u", "b"), 2),
        ("[[t]]\na = 1\n[[t]]\na = 1", ("t", 1, "a"), 4),
        ("[[t]]\n[t.u]\na = 1\n[[t]]\n[t.u]\na = 2", ("t", 1, "u", "a"), 6),
        ("[[t]]\n[[t.u]]\n[[t.u]]\na = 1", ("t", 0, "u", 1, "a"), 4),
        ('a = """\nb = 1\n[t]\n"""\nc = 2', ("c",), 5),
        ("a = '''\nb = 1'''''\nc = 2", ("c",), 3),
        ('a = """x\\""" y"""\nc = 2', ("c",), 2),
        ("a = [\n '[', # ]\n 1\n]\nb = 2", ("b",), 5),
        ("a = [\n 'x',\n\n 'y'\n]", ("a", 1), 4),
        ("a = {b = 1, c = [1,\n2]}\nd = 1", ("d",), 3),
        ("'a.b'.\"c]\" = 1\nd = 1", ("a.b", "c]"), 1),
        ("a.b = 1\na.c = 2", ("a", "c"), 2),
        ("a.b = 1\na.c = 2", ("a",), 1),
        ("a = 1\r\nb = 2\r\n", ("b",), 2),
        ("a = \"# not a comment\" # b = 1\nb = ''", ("b",), 2),
    ],
)
def test_a_thing_stands_on_the_line_where_its_name_is(text: str, place: Place, line: int) -> None:
    assert read_toml(text).lines[place] == line


def test_what_has_no_line_of_its_own_stands_where_its_surroundings_stand() -> None:
    read = read_toml("[[t]]\n\n[[t]]\na = {b = 1}")
    assert read.line("t", 1, "a", "b") == 4
    assert read.line("t", 1, "missing") == 3
    assert read.line("nowhere") == 1


WORDS = st.sampled_from(["a", "b", "key-1", '"quoted \\" ]"', "'lit = [eral'"])
TEXTS = st.sampled_from(
    ['"x"', "'#'", '"""m\n[n]\nk = 1"""', "'''\n]\n'''", '"\\\\"', '"""a\\"""b"""', '""', "''''x''''"]
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.sampled_from(["1", "true", "2026-10-25", "1.5"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[ # ] '\n{', '.join(items)}\n]"),
        inner.map(lambda item: "{ z = " + item + " }"),
    ),
    max_leaves=4,
)
BODIES = st.lists(st.tuples(WORDS, VALUES), max_size=4, unique_by=lambda pair: pair[0])
TABLES = st.lists(st.tuples(WORDS, BODIES), max_size=5)


@given(TABLES)
def test_every_key_of_any_text_is_found_at_its_line(tables: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text, expected, rows = "", dict[Place, int](), dict[str, int]()
    for written, body in tables:
        name = next(iter(tomllib.loads(f"{written} = 1")))
        number = rows[name] = rows.get(name, -1) + 1
        expected[(name, number)] = text.count("\n") + 1
        text += f"[[{written}]] # [c]\n"
        for key, value in body:
            expected[(name, number, next(iter(tomllib.loads(f"{key} = 1"))))] = text.count("\n") + 1
            text += f"  {key} = {value}\n\n"
    assert tomllib.loads(text) is not None
    lines = lines_of(text)
    assert {place: lines.get(place) for place in expected} == expected


@given(st.text(alphabet="ab[]{}=\"'#\n., 1\\", max_size=60))
def test_any_text_is_either_read_like_tomllib_does_or_has_its_faults_named(text: str) -> None:
    read = read_toml(text)
    try:
        assert read.values == tomllib.loads(text)
        assert not read.unreadable
    except tomllib.TOMLDecodeError:
        assert read.unreadable
        assert all(1 <= wreck.line <= text.count("\n") + 1 for wreck in read.unreadable)


def test_one_broken_table_costs_no_other_and_each_is_named() -> None:
    read = read_toml('[a]\nx = 1\n\n[[b]]\ny = "unended\n[[b]]\ny = 2\n[c]\nz = \n[a]\n')
    assert [wreck.line for wreck in read.unreadable] == [5, 9, 10]
    assert read.values == {"a": {"x": 1}, "b": [{"y": 2}]}
    assert read.wrecked == {"a", "b", "c"}
    assert read.line("b", 0, "y") == 7


@pytest.mark.parametrize(
    ("text", "values"),
    [("[a]\nb = '''never ended", dict[str, Any]()), ("x = 1\nx = 2", dict[str, Any]())],
)
def test_a_text_without_any_good_table_reads_as_nothing(text: str, values: dict[str, Any]) -> None:
    read = read_toml(text)
    assert read.values == values
    assert len(read.unreadable) == 1
