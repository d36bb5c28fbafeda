"""Here and now: what is being done, where, and which words only name a street."""

import pytest

from domain.listening.moment import SIZES, moment, placeless
from domain.listening.spoken import spoken


def told(said: str) -> list[str]:
    """What the form of a text says of here and now."""
    return moment(said, spoken(said).words)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("they're still kicking the gate", "is_doing"),
        ("he's outside my nan's", "is_somewhere"),
        ("a van just hit the wall", "just_did"),
        ("please come to 12 Kiln Lane", "has_address"),
        ("flat 9, second floor", "has_address"),
        ("всередині люди", "foreign"),
        ("hurry!", "cry"),
    ],
)
def test_the_form_of_a_text_tells_of_here_and_now(said: str, rule: str) -> None:
    assert rule in told(said)


@pytest.mark.parametrize(
    "said", ["they kicked the gate", "he was interesting", "9 of us went", "Dw i ddim yn siŵr", ""]
)
def test_what_is_not_said_is_not_told(said: str) -> None:
    assert not set(told(said)) - set(SIZES)


def test_a_text_has_one_length() -> None:
    assert [told("a " * count) for count in (1, 3, 7, 12, 40)] == [[name] for name in SIZES]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("same here in Abbey Road", "same here in astreet"),
        ("wedi cau Heol y Bont heno", "wedi cau astreet heno"),
        ("down the road", "down the road"),
        ("Lane 2 is open", "lane 2 is open"),
        ("", ""),
    ],
)
def test_the_name_of_a_street_is_taken_out_and_the_street_stays(said: str, left: str) -> None:
    assert " ".join(placeless(spoken(said).words)) == left
