"""Files that people bring, read as what they say: every layout, every way to be wrong, nothing guessed."""

import io
import zipfile
from datetime import date

import pytest

from domain.brought.layouts import LAYOUTS
from domain.brought.reading import Read, read
from domain.metrics import METRICS
from tests.brought.exports import CONTENT, RESULTS, TWEETS, X_DAYS, X_POSTS, as_csv, as_xlsx, content, utf16

MADE = date(2026, 11, 20)
TWEET = "https://twitter.com/AshvaleTown/status/1226928883355791360"


def figures(found: Read) -> list[tuple[str, date, float]]:
    assert not found.faults, [str(one) for one in found.faults]
    return [(one.metric, one.first, one.value) for one in found.figures]


def says(content: bytes) -> str:
    """The faults of a file, all in one."""
    return "\n".join(str(one) for one in read(content, MADE).faults)


def test_every_layout_tells_numbers_that_have_a_definition() -> None:
    for one in LAYOUTS.values():
        told = {*one.metrics, *one.blocks, *one.town_blocks, *filter(None, [one.metric])}
        assert told <= METRICS.keys(), one.name
        assert all(one.roles.get(need) or one.metrics.get(need) for need in one.needs), one.name


@pytest.mark.parametrize("how", ["utf-8 with its mark", "windows", "semicolons", "workbook"])
def test_posts_of_meta_are_read_in_every_dress(how: str) -> None:
    rows = [CONTENT, content(), content(**{"Post ID": "183", "Publish time": "10/02/2026 09:00", "Reach": "0"})]
    dress = {
        "utf-8 with its mark": lambda: as_csv(rows), "windows": lambda: as_csv(rows, "cp1252"),
        "semicolons": lambda: as_csv(rows, sign=";"), "workbook": lambda: as_xlsx(rows),
    }  # fmt: skip
    found = read(dress[how](), MADE)
    day, other = date(2026, 9, 28), date(2026, 10, 2)
    told = figures(found)
    assert told[:4] == [("views", day, 1027), ("reach", day, 811), ("likes", day, 40), ("clicks", day, 0)]
    assert ("reach", other, 0) in told and len(told) == 8  # a 0 is told; empty and -- are not
    assert {one.last for one in found.figures} == {MADE} and found.accounts == ("marlshire police",)
    assert "4 cells tell nothing: not told, and never 0." in found.notes


def test_results_and_audience_of_meta_are_stacked_and_only_what_has_a_name_here_is_taken() -> None:
    found = read(utf16(RESULTS), MADE)
    assert figures(found) == [
        ("account_reach_1", date(2026, 8, 1), 1220), ("account_reach_1", date(2026, 8, 3), 0),
        ("follower_share", MADE, 6.4), ("follower_share", MADE, 3.2), ("follows", date(2026, 8, 1), 20),
    ]  # fmt: skip
    assert [one.town for one in found.figures if one.town] == ["Ashvale, Marlshire", "Upper Sallow, Marlshire"]
    assert any("“Stars”" in note for note in found.notes) and not any("Age" in note for note in found.notes)
    counts = RESULTS.replace('"6.4","3.2"', '"9,000","850"')
    assert [one.metric for one in read(utf16(counts), MADE).figures if one.town] == ["towns", "towns"]
    assert "may be percentages, parts of one, or counts" in says(utf16(RESULTS.replace('"6.4","3.2"', '"0.6","0.3"')))


def test_x_is_read_by_day_and_by_post_and_as_twitter_wrote_it() -> None:
    day = ["Sun, Sep 27, 2026", "398", "1", "7", "0", "9", "2", "1", "0", "3", "5", "1", "4", "8"]
    found = dict((metric, value) for metric, _, value in figures(read(as_csv([X_DAYS, day], "utf-8"), MADE)))
    assert found == {
        "views": 398, "likes": 1, "interactions": 7, "bookmarks": 0, "follows": 2, "unfollows": 1, "replies": 0,
        "shares": 3, "visits": 5, "video_views": 4,
    }  # fmt: skip
    post = ["207", "Tue, Jul 14, 2026", "a, b", "https://x.com/AshvaleTown/status/207", "12", *["0"] * 12]
    read_post = read(as_csv([X_POSTS, post]), MADE)
    assert read_post.accounts == ("AshvaleTown",) and figures(read_post)[0] == ("views", date(2026, 7, 14), 12)
    # 23:30 in London's summer is 22:30 UTC; 23:30 UTC is the next London day.
    tweet = ["1226928883355791360", TWEET, "t", "2020-06-10 23:30 +0000", "1203.0", "39.0", "0.03", "4.0", *["0"] * 5]
    old = read(as_csv([TWEETS, tweet]), MADE)
    assert figures(old)[0] == ("views", date(2020, 6, 11), 1203) and old.accounts == ("AshvaleTown",)


def test_page_likes_by_city_come_from_the_old_insights_export() -> None:
    town = "Lifetime Likes by City - Southend-on-Sea, England, United Kingdom"
    rows = [["Date", "Lifetime Total Likes", town, "Weekly Reach by City - A"], ["", "what it is", "what it is", ""],
            ["2017-02-01", "134000", "9000", "4"]]  # fmt: skip
    found = read(as_csv(rows), MADE)
    assert [(one.town, one.value) for one in found.figures] == [
        ("", 134_000), ("Southend-on-Sea, England, United Kingdom", 9_000)
    ]  # fmt: skip
    sheet = [["Date", "Southend", "Colchester"], [None, "The likes", None], ["2017-02-01", 9000, None]]
    told = read(as_xlsx(sheet, "Lifetime Likes by City"), MADE)
    assert [(one.town, one.value) for one in told.figures] == [("Southend", 9_000)]


def test_days_are_read_as_the_whole_column_shows_them() -> None:
    rows = [["as of", "account", "town", "metric", "value"], ["03/04/2026", "a", "", "followers", "10"]]
    assert figures(read(as_csv(rows), MADE)) == [("followers", date(2026, 4, 3), 10)]  # ours is day first
    rows.append(["04/25/2026", "a", "", "Followers", "11"])
    assert [when for _, when, _ in figures(read(as_csv(rows), MADE))] == [date(2026, 3, 4), date(2026, 4, 25)]
    rows.append(["25/04/2026", "a", "", "followers", "11"])
    assert "There is no “04/25/2026”" in says(as_csv(rows))
    later = [CONTENT, content(**{"Publish time": "12/01/2026 10:00"})]
    assert "01 December 2026 lies after the day on which the file was made (20 November 2026)" in says(as_csv(later))


def test_a_row_that_stands_twice_counts_once_and_two_that_differ_are_a_fault() -> None:
    twice = read(as_csv([CONTENT, content(), content()]), MADE)
    assert len(twice.figures) == 4 and "4 figures stand twice in the file and count once." in twice.notes
    assert "Line 4, Views: It says 9 of what line 2 says 1,027." in says(
        as_csv([CONTENT, content(), content(Views="9")])
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Views": "1.2K"}, "Line 2, Views: “1.2K” is rounded. Bring the exact number."),
        ({"Views": "-3"}, "Line 2, Views: “-3” is below nothing."),
        ({"Reach": "=SUM(A1)"}, "Line 2, Reach: It is a formula, and formulas are not worked out."),
        ({"Reach": "12%"}, "Line 2, Reach: “12%” is a percentage, and this is a count."),
        ({"Reach": "1.5"}, "Line 2, Reach: “1.5” is no whole number"),
        ({"Reach": "many"}, "Line 2, Reach: “many” is no number. Write it like 1234"),
        ({"Publish time": "13/45/2026"}, "Line 2, Publish time: There is no “13/45/2026”."),
        ({"Publish time": ""}, "Line 2, Publish time: The day is missing."),
        ({"Publish time": "1926-10-01"}, "Line 2: 01 October 1926 is long before there was anything to count."),
        ({"Post ID": "1.22E+18"}, "Line 2, Post ID: This is no post's id; a spreadsheet may have cut it short."),
        ({"Date": "2026-09-28"}, "Line 2, Date: This is of one day of the post, not of its whole life."),
    ],
)
def test_a_cell_that_is_wrong_is_told_with_its_line_and_column(cells: dict[str, str], fault: str) -> None:
    rows = [list(CONTENT), content(**cells)]
    assert fault in says(as_csv(rows))
    assert fault in says(as_xlsx(rows))


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "."), part)
    return out.getvalue()


def test_a_file_that_is_cut_off_or_is_something_else_says_so() -> None:
    whole = as_csv([CONTENT, content(), content(**{"Post ID": "183"})])
    types = {"[Content_Types]__xml": b"<Types/>"}
    wrong = {
        b" \n": "The file is empty.",
        whole[:-30]: "The row has 1",
        whole[: whole.rindex(b"lines")]: "The file ends in the middle of a cell after line 2: it was cut off.",
        utf16(RESULTS)[:-1]: "ends in the middle of a letter: it was cut off",
        utf16('sep=,\n"Views"\n'): "Line 2, Views: Its days are missing",
        utf16('sep=,\n"Date","Primary"\n"2026-08-01","3"\n'): "No name stands above these figures",
        utf16('"Instagram follows"\n"Date","Primary"\n"2026-08-01","3"\n'): "The file tells only “Instagram follows”",
        b"<!DOCTYPE html><p>Sign in": "This is a web page, and no export.",
        b"%PDF-1.7": "This is a PDF.",
        b"\xd0\xcf\x11\xe0old": "This is a workbook of an older kind (.xls).",
        bytes(range(256)): "This is no text and no workbook.",
        b"name,town\nA,B\n": "This is none of the exports that are known here. It begins with “name”, “town”.",
        as_xlsx([CONTENT, content()])[:-400]: "The file is no workbook, or only a part of one.",
        packed(photo__jpg=b"x"): "This is a packed folder, and no workbook.",
        packed(**types, xl__xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'): "The file is no workbook",
        packed(**types, big__xml=b" " * 151_000_000): "The workbook is too large when it is unpacked.",
        b"a" * 20_000_001: "The file is larger than 20 MB.",
        as_csv([CONTENT]): "No figure stands in the file.",
        as_csv([["as of", "account", "town", "metric", "value"], ["2026-10-01", "a", "", "happiness", "3"]]):
            "Line 2, metric: There is no figure “happiness”",
        as_csv([["as of", "account", "town", "metric", "value"], ["2026-10-01", "a", "Ashvale", "views", "3"]]):
            "Line 2, town: Views are not told by town.",
        b"Date,Impressions\n2026-10-01,3\n" + b"2026-10-02,4\n" * 60_001: "more than 60,000 rows",
    }  # fmt: skip
    for file, fault in wrong.items():
        assert fault in says(file), fault
