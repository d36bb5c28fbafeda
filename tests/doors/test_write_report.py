"""Reports at the command line and by the watch: written where they should be, mailed with what they are."""

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from domain.clock import utc_now
from domain.handed_out import Every, Form, Language, ReportKind
from domain.people import Role, Scope
from doors.person import person
from doors.wiring import House
from scheduler.desk_orders import Wish, make_now, order_report
from scheduler.order_places import Places
from store.tables import Person
from tests.doors.conftest import Told
from tests.mailbox import mailbox

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_report_is_written_by_its_kind_period_place_language_and_form(house: House, told: Told, folder: Path) -> None:
    for words, name in (
        (["panel", "--period", "2026-Q3", "--to", "panel.pdf"], "panel.pdf"),
        (["monthly", "--period", "2026-10", "--district", "wexmoor", "--to", ".", "--format", "xlsx"],
         "monthly-2026-10-wexmoor.xlsx"),
        (["annual", "--language", "cy", "--team", "Wexmoor Town", "--to", "blwyddyn.docx"], "blwyddyn.docx"),
        (["pcc", "--to", "pcc.html"], "pcc.html"),
    ):  # fmt: skip
        done = told("write-report", *words)
        assert done.exit_code == 0, done.output
        assert done.stdout.strip().endswith(f"written to {name}.")
        assert (folder / name).stat().st_size > 3_000
    assert "Tarrenshire Police" in pypdfium2.PdfDocument(folder / "panel.pdf")[0].get_textpage().get_text_range()
    assert b'<html lang="en-GB">' in (folder / "pcc.html").read_bytes()
    for words, says in (
        (["gossip", "--to", "x.pdf"], 'There is no report "gossip" to hand out.'),
        (["panel", "--period", "2026-Q5", "--to", "x.pdf"], "names no time"),
        (["panel", "--to", "x.odt"], "no form that reports are written in"),
        (["panel", "--to", "nowhere/x.pdf"], "cannot be written"),
        (["panel", "--district", "atlantis", "--to", "x.pdf"], 'There is no district "atlantis"'),
    ):
        refused = told("write-report", *words)
        assert refused.exit_code == 1
        assert says in " ".join(refused.output.split())


def test_the_watch_mails_an_ordered_report_with_its_files(
    house: House, told: Told, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.store.writing() as db:
        db.add(Person(email="comms@tarrenshire.example", name="Pat Quill", role=Role.COMMS))
    wish = Wish(
        ReportKind.PCC, Scope(), Every.MONTH, utc_now().date() + timedelta(days=9), (Form.PDF, Form.HTML),
        Language.WELSH, ("pcc@tarrenshire.example",), ".",
    )  # fmt: skip
    who = person(house, "comms@tarrenshire.example")
    order = order_report(house.store, who, wish, Places(folder / "out"), utc_now).id
    make_now(house.store, who, order, utc_now)
    (folder / "out").mkdir()
    with mailbox() as box:
        for name, value in (("MAIL_HOST", "127.0.0.1"), ("MAIL_PORT", str(box.port)), ("MAIL_SECURITY", "none"),
                            ("MAIL_FROM", "bluelamp@force.example"), ("REPORTS_FOLDER", str(folder / "out")),
                            ("REPORTS_DOMAINS", "tarrenshire.example")):  # fmt: skip
            monkeypatch.setenv(f"BLUELAMP_{name}", value)
        done = told("watch", "--once")
        assert "1 ordered report was made." in done.output, done.output
        (letter,) = [one for one in box.taken if list(one.iter_attachments())]
        assert "1 ordered report" not in told("watch", "--once").output
    assert str(letter["To"]) == "pcc@tarrenshire.example"
    assert str(letter["Subject"]).startswith("Tarrenshire Police: Adroddiad i Gomisiynydd yr Heddlu a Throseddu")
    files = {one.get_filename(): one.get_content() for one in letter.iter_attachments()}
    assert sorted(name.rpartition(".")[2] for name in files if name) == ["html", "pdf"]
    assert all((folder / "out" / str(name)).is_file() for name in files)
    assert next(content for name, content in files.items() if str(name).endswith("pdf")).startswith(b"%PDF")
