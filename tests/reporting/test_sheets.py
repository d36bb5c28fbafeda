"""Files of a table: a number nobody told is no zero, nothing runs as a formula, and it says how to read it."""

import csv
import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from reporting.sheets import Sheet, xlsx
from reporting.sheets import csv as to_csv

ROWS = [
    {
        "District": "=cmd|' /C calc'!A0",
        "Likes": 1_234_567,
        "Per 1,000": 6.7,
        "As of": datetime(2026, 7, 1, 8, tzinfo=UTC),
    },
    {"District": "Ynys Môn \x07", "Likes": 0, "Per 1,000": None, "As of": date(2026, 7, 1)},
    {"District": "@SUM(A1)", "Likes": None, "Per 1,000": 0.0, "As of": None},
]


def test_a_csv_has_plain_numbers_no_formulas_and_words_for_what_is_not_told() -> None:
    written = to_csv(ROWS)
    assert written.startswith(b"\xef\xbb\xbf"), "spreadsheets tell by it that these are not Latin letters"
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert read[0] == ["District", "Likes", "Per 1,000", "As of"]
    assert read[1] == ["'=cmd|' /C calc'!A0", "1234567", "6.7", "2026-07-01T09:00+01:00"]
    assert read[2][1:3] == ["0", "not told"] and read[3] == ["'@SUM(A1)", "not told", "0.0", "not told"]
    assert to_csv([], ["A"]).decode("utf-8-sig") == "A\r\n" and to_csv(ROWS, ["Likes"]).count(b",") == 0


def test_a_workbook_opens_with_its_tables_and_how_to_read_them() -> None:
    notes = [("Force", "Marlshire Police"), ("Likes", "=Likes and other reactions.")]
    written = xlsx(
        [Sheet("Likes: by/district", ROWS), Sheet("Likes: by/district", [], ["A"])], notes, untold="heb ei ddweud"
    )
    book = load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["Likes  by district", "Likes  by district 2", "How to read this"]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]][1:3] == [0, "heb ei ddweud"]
    assert sheet["B4"].value == "heb ei ddweud" and sheet["C4"].value == 0 and sheet["A3"].value == "Ynys Môn "
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}, "no formula"
    assert sheet["D2"].value.isoformat() == "2026-07-01T09:00:00", "as clocks in London showed it"
    assert sheet["B2"].number_format == "#,##0" and sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in book["How to read this"]] == [
        ["Force", "Marlshire Police"], ["Likes", "'=Likes and other reactions."],
    ]  # fmt: skip
