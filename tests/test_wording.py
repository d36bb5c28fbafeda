"""The checks of the composer: what they find, what they let pass, and how often they are wrong on real answers."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from domain.listening.words import Lane
from domain.wording.checks import look
from domain.wording.words import Code, Context, Severity

PLAIN = Context(most=5_000)
OURS = Context(most=5_000, ours=("Ring the front desk on 01632 960 555 or write to tarren.centre@tarrenshire.example",))


def codes(text: str, context: Context = PLAIN) -> list[Code]:
    return [one.code for one in look(text, context)]


@pytest.mark.parametrize(
    "text",
    [
        "Call 101, or 999 if it is happening now.",
        "If someone is in danger call 999. If not, call 101.",
        "It was reported last week, reference 42/1234/26. Call 101 and quote it.",
        "NHS 111 and 119 can help; anonymously, Crimestoppers on 0800 555 111.",
        "Ring 0300 123 2040 for Report Fraud. Childline is 0800 1111.",
        "PC Sarah Marsh arrested a man last night. The A1081 is open again.",
        "The crown court sentenced him to 101 days. He paid £999.",
        "Write to contact@tarrenshire.police.uk",
        "Crime reference 42/55555/26. It is on Mill Road.",
        "Os yw'n digwydd nawr, ffoniwch 999. Fel arall, ffoniwch 101.",
    ],
)
def test_what_is_right_passes(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("Ring me on 07700 900123", Code.PHONE, Severity.STOP),
        ("Ring me on +44 7700 900 123.", Code.PHONE, Severity.STOP),
        ("The owner is on 01632 960001", Code.LANDLINE, Severity.ASK),
        ("Write to pat.quill@gmail.com", Code.MAIL, Severity.STOP),
        ("Write to office@villagehall.example", Code.MAIL, Severity.ASK),
        ("It is at TR4 9ZX", Code.POSTCODE, Severity.ASK),
        ("We were at 14 Mill Lane this morning", Code.ADDRESS, Severity.ASK),
        ("Roeddem yn 7 Stryd Fawr", Code.ADDRESS, Severity.ASK),
        ("The car is AB12 CDE", Code.PLATE, Severity.STOP),
        ("He was born on 12/03/1984", Code.BORN, Severity.STOP),
        ("DOB: 3 March 1990", Code.BORN, Severity.STOP),
        ("Yes, Darren Holloway was arrested last night.", Code.NAMED, Severity.STOP),
        ("We have charged Mary-Ann O'Neill with theft.", Code.NAMED, Severity.STOP),
        ("Please call 99 now", Code.MISDIALLED, Severity.STOP),
        ("Please dial 9999", Code.MISDIALLED, Severity.STOP),
        ("In an emergency please call 101.", Code.NOW_101, Severity.STOP),
        ("Call 101 if it is happening now", Code.NOW_101, Severity.ASK),
        ("If your shed was broken into last week, call 999.", Code.PAST_999, Severity.ASK),
        ("PLEASE STOP PARKING ON THE PAVEMENT", Code.SHOUTING, Severity.HINT),
    ],
)
def test_what_is_wrong_is_found_with_its_weight(text: str, code: Code, severity: Severity) -> None:
    assert (code, severity) in [(one.code, one.severity) for one in look(text, PLAIN)]


def test_the_forces_own_numbers_and_addresses_are_nobodys_personal_data() -> None:
    text = "Ring 01632 960555 or write to Tarren.Centre@tarrenshire.example"
    assert codes(text) == [Code.LANDLINE, Code.MAIL] and codes(text, OURS) == []


@pytest.mark.parametrize("lane", [Lane.DANGER, Lane.AT_RISK])
def test_101_alone_is_stopped_where_somebody_may_be_in_danger(lane: Lane) -> None:
    danger = Context(most=500, lanes=(lane,))
    assert codes("Please report it on 101.", danger) == [Code.ONLY_101]
    assert codes("Call 999 now. For anything else 101.", danger) == []
    assert codes("Please report it on 101.", Context(most=500, lanes=(Lane.CRIME,))) == []


def test_english_to_a_question_in_welsh_asks_for_welsh() -> None:
    welsh = Context(most=500, language="cy")
    assert codes("Thank you, we will be there on Saturday.", welsh) == [Code.NOT_WELSH]
    assert codes("Diolch, byddwn ni yno ddydd Sadwrn.", welsh) == []
    assert codes("Diolch, byddwn ni yno. / Thank you, we will be there.", welsh) == []
    assert codes("Thank you, we will be there on Saturday.") == []


def test_the_length_is_counted_as_the_platform_counts() -> None:
    assert codes("one two three", Context(most=2, count=lambda text: len(text.split()))) == [Code.TOO_LONG]


def test_nothing_is_found_in_nothing_and_a_huge_text_is_read_at_once() -> None:
    assert look("  \n", PLAIN) == []
    assert Code.TOO_LONG in codes("Call 101 now or 07700 900123, Mill Lane 14. " * 2_000)


def test_real_answers_of_police_are_stopped_in_less_than_one_of_fifty() -> None:
    told = os.environ.get("BLUELAMP_DATA", "")
    if not told:
        pytest.skip("The checks are not measured on real answers: BLUELAMP_DATA names no folder.")
    path = Path(told) / "uk_police_posts" / "uk_police_labeled_posts.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [row["base_text"] for row in csv.DictReader(lines) if row["is_reply_to_public"] == "1"]
    found = [{one.severity for one in look(text, Context(most=10_000))} for text in texts]
    assert len(texts) == 2_007
    assert sum(Severity.STOP in one for one in found) < 0.02 * len(texts)
    assert sum(Severity.ASK in one for one in found) < 0.05 * len(texts)
