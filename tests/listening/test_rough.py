"""Abuse and graphic words are folded for the eyes of those who read all day; places and cries for help are not."""

import pytest

from dashboard.folded import FOLDED, folded, in_short, is_folded
from domain.listening.rough import rough
from domain.listening.words import Kind


@pytest.mark.parametrize(
    "text",
    ["Well f*** off then", "you sh1t", "FUUUCK the lot of you", "useless w4nkers", "Kurwa mać", "Spierdalać stąd",
     "Ffycin heddlu", "twll dîn pob un", "his throat was cut", "severed head in the bin", "what a c**t"],
)  # fmt: skip
def test_rough_words_are_known_in_english_welsh_and_polish_and_behind_stars(text: str) -> None:
    assert rough(text)


@pytest.mark.parametrize(
    "text",
    ["", "Is there a surgery in Scunthorpe?", "Offa's Dyke path is blocked", "a severed cable on Mill Lane",
     "Fire retardant foam on the road", "Pam nad oes neb yn ateb?", "Dlaczego nikt nie odpowiada?", "Mr Jebb saw it",
     "Penistone Road again", "**Please** call me", "Dick Turpin pub", "Faggots and peas at the hall", "5 * 3 ** 2"],
)  # fmt: skip
def test_ordinary_words_are_not(text: str) -> None:
    assert not rough(text)


def test_what_was_heard_as_abuse_is_folded_and_a_cry_for_help_never() -> None:
    assert is_folded("You lot are a disgrace", Kind.ABUSE)
    assert not is_folded("You lot are a disgrace", Kind.COMPLAINT)
    assert not is_folded("He's got a knife, fucking hurry", Kind.URGENT)
    assert is_folded("fucking hurry up with the potholes", Kind.QUESTION)


def test_folded_words_are_one_tap_away_and_never_interpreted() -> None:
    piece = folded("<b>fuck</b> off & die")
    assert piece.startswith("<details") and FOLDED in piece
    assert "&lt;b&gt;fuck&lt;/b&gt; off &amp; die" in piece
    assert "<details" not in folded("What time does it start?")
    assert in_short("fuck off") == FOLDED
    assert in_short("What time\ndoes it start?") == "What time does it start?"
