"""`bluelamp bring`: say first, bring whole or not at all, withdraw; and the reports of it."""

import json
from pathlib import Path

from doors.wiring import House
from tests.doors.conftest import Told

TOWNS = """\
as of,account,town,metric,value
2026-10-31,facebook:TarrenshirePolice,,page likes,"41,200"
2026-10-31,facebook:TarrenshirePolice,Wexmoor,page likes,"5,900"
2026-10-31,facebook:TarrenshirePolice,Upper Sallow,page likes,850
"""
X = "Date,Impressions,Likes\n2026-10-01,10,1\n2026-10-02,--,2\n2026-10-03,1.2K,3\n"


def report(told: Told, name: str, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(told("report", name, "--format", "json", *words).stdout)
    return rows


def test_a_file_is_brought_seen_in_the_reports_and_withdrawn(house: House, told: Told, folder: Path) -> None:
    (folder / "towns.csv").write_text(TOWNS, encoding="utf-8")
    (folder / "x.csv").write_text(X, encoding="utf-8")
    by = ("--as", "comms@example.org")
    dry = told("bring", "towns.csv", *by, "--dry-run")
    assert dry.exit_code == 0 and "3 rows, 3 figures of TarrenshirePolice." in dry.stdout
    assert "dry run" in dry.stdout and report(told, "figure-files") == []
    assert "3 figures of TarrenshirePolice brought in from towns.csv." in told("bring", "towns.csv", *by).stdout
    refused = told("bring", "x.csv", "--account", "x:WexmoorSNT", *by)
    assert refused.exit_code == 1 and "Line 4, Impressions: “1.2K” is rounded." in refused.stdout
    done = told("bring", "x.csv", "--account", "x:WexmoorSNT", "--as-of", "2026-10-20", "--skip-faulty", *by)
    assert "4 figures of WexmoorSNT brought in from x.csv." in done.stdout
    october = ("--since", "2026-10-01", "--until", "2026-10-31")
    found = {(row["metric"], row["value"], row["told"]) for row in report(told, "brought", *october)}
    assert found == {("views", 10, 1), ("likes", 6, 3), ("page_likes", 41_200, 1)}
    shares = {row["district"]: row["share"] for row in report(told, "brought-by-town")}
    assert shares == {"Wexmoor": 14.3, "Other": 2.1, "Not told": 83.6}
    assert [row["town"] for row in report(told, "towns-to-place")] == ["Upper Sallow"]
    files = {str(row["name"]): str(row["id"]) for row in report(told, "figure-files")}
    assert told("bring", "--withdraw", files["x.csv"][:8], *by).stdout.startswith("x.csv is withdrawn")
    assert {row["metric"] for row in report(told, "brought", *october)} == {"page_likes"}
    for words in ((), ("--withdraw", "0000"), ("gone.csv",), ("x.csv", "--as-of", "soon")):
        assert told("bring", *words, *by).exit_code == 1
