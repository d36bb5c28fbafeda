"""Every sentence of the interface stands in one catalogue, and Welsh is a translation, not a rewrite."""

import ast
import gettext
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from streamlit.testing.v1 import AppTest

from dashboard import words
from tests.dashboard.catalogue import ROOT, TEMPLATE, gathered
from tests.dashboard.conftest import Open, reads, well
from tests.store.made_up import County

WRAPPERS = {"_", "counted", "later"}
SHOWN = {
    "banner", "button", "caption", "checkbox", "choose_time", "coloured", "date_input", "download_button", "error",
    "expander", "figure", "header", "info", "lead", "line_box", "link", "link_button", "markdown", "meta",
    "multiselect", "pills", "popover", "radio", "say", "segmented_control", "selectbox", "subheader", "success", "talk",
    "text", "text_area", "text_box", "text_input", "time_input", "title", "toggle", "warning", "write",
}  # fmt: skip
SPOKEN = ("help", "placeholder", "label", "text", "sentence", "words", "more")
PAGES = [*sorted((ROOT / "dashboard").rglob("*.py"))]


def spoken(node: ast.AST) -> Iterator[ast.AST]:
    """Strings with letters in them that are not handed to the catalogue."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name in WRAPPERS:
            return
        if name == "format":
            yield from spoken(node.func.value if isinstance(node.func, ast.Attribute) else node)
            return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if any(letter.isalpha() for letter in node.value):
            yield node
        return
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant) and str(part.value).isalpha())
        return
    if isinstance(node, ast.IfExp):
        yield from spoken(node.body)
        yield from spoken(node.orelse)
    if isinstance(node, ast.BinOp | ast.BoolOp):
        for part in ast.iter_child_nodes(node):
            yield from spoken(part)


def unwrapped(source: str) -> list[str]:
    """What a page says without the catalogue, by line."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
        if name not in SHOWN:
            continue
        first = call.args[1:] if name in ("choose_time", "banner") else call.args[:1]
        named = [one.value for one in call.keywords if one.arg in SPOKEN]
        found += [f"line {call.lineno}: {ast.unparse(bad)}" for arg in (*first, *named) for bad in spoken(arg)]
    return found


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_whatever_a_page_says_goes_through_the_catalogue(file: Path) -> None:
    assert unwrapped(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('st.write("Hello")', 1),
        ('st.write(_("Hello"))', 0),
        ('say(_("Hello {n}").format(n=1), "good")', 0),
        ('say("Hello {n}".format(n=1))', 1),
        ('st.button(label, help="Why")', 1),
        ('st.header("Yes" if x else _("No"))', 1),
        ('st.caption(_("A") + "b")', 1),
    ],
)
def test_the_check_itself_finds_what_it_should(source: str, faults: int) -> None:
    assert len(unwrapped(source)) == faults


def test_the_template_for_translators_is_up_to_date() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == gathered(), "Run: python -m tests.dashboard.catalogue"


def test_the_template_names_no_day_no_line_and_no_machine() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    assert str(ROOT) not in template and "POT-Creation-Date" not in template
    assert "#: " not in template  # no places: versions of Python find them in another order
    assert 'msgid "{n} question waits"\nmsgid_plural "{n} questions wait"' in template


@pytest.fixture
def welsh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A very small Welsh catalogue, with Welsh's own plural forms."""
    catalogue = Catalog(locale="cy", domain="bluelamp", charset="utf-8")
    catalogue.add("Nobody is waiting for an answer here.", "Nid oes neb yn aros am ateb yma.")
    catalogue.add("Waiting", "Yn aros")
    catalogue.add(("{n} like", "{n} likes"), tuple(f"ffurf {form}: {{n}}" for form in range(catalogue.num_plurals)))
    out = io.BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "bluelamp.mo").write_bytes(out.getvalue())
    monkeypatch.setattr(words, "LOCALE", tmp_path)


def test_a_page_speaks_welsh_where_it_is_translated_and_english_where_not(
    page: Open, here: County, welsh: None
) -> None:
    at = page("questions", here.officer)
    assert "Nobody is waiting for an answer here." in reads(at)
    at.session_state["language"] = "cy"
    says = reads(well(at.run()))
    assert "Nid oes neb yn aros am ateb yma." in says
    assert "Nobody is waiting" not in says
    assert at.button_group[0].options[0] == "Yn aros"
    assert at.button_group[0].label == "Show"  # nobody has translated this yet


def test_counted_things_take_the_form_of_their_language(welsh: None) -> None:
    def count() -> None:
        import streamlit as st

        from dashboard.words import counted

        st.session_state["language"] = "cy"
        st.text(counted("{n} like", "{n} likes", 1))
        st.text(counted("{n} like", "{n} likes", 2))

    at = well(AppTest.from_function(count, default_timeout=20).run())
    assert [text.value for text in at.text] == ["ffurf 1: 1", "ffurf 2: 2"]


def test_the_english_of_today_needs_no_catalogue() -> None:
    assert isinstance(words._catalogue(words.LOCALE, "en"), gettext.NullTranslations)
    assert sys.modules["dashboard.words"] is words


def test_views_draw_and_do_not_reach_behind_the_counter() -> None:
    behind = {"dashboard.app", "dashboard.frame", "dashboard.kept", "dashboard.who"}
    for file in sorted((ROOT / "dashboard" / "views").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = (
                    [f"{node.module}.{one.name}" for one in node.names] if node.module == "dashboard" else [node.module]
                )
            elif isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            else:
                continue
            for name in names:
                root = name.split(".")[0]
                fair = root in sys.stdlib_module_names or root in ("streamlit", "domain", "reporting", "dashboard")
                assert fair and name not in behind, f"{file.name} imports {name}"
