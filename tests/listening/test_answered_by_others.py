"""What becomes of a question by what others wrote: somebody else's answer, the asker's own words, asking again."""

import pytest

from domain.listening.standing import Standing
from tests.listening.threads import ASKED, found, said, standing

# ------------------------------------------------------------------------------------------- by somebody else


def test_a_good_answer_by_somebody_else_is_offered_and_never_closes() -> None:
    one = found(ASKED, said("2", "ben", "The ranger locks them at 9pm, its on the sign by the car park", "1q"))["1q"]
    assert (one.standing, one.by) == (Standing.OTHER, "2")


def test_our_own_answer_goes_before_somebody_elses() -> None:
    other = said("2", "ben", "The ranger locks them at 9pm, its on the sign by the car park", "1q")
    one = found(ASKED, other, said("3", "us", "Half past eight in March, Ada.", "1q"))["1q"]
    assert (one.standing, one.by) == (Standing.ANSWERED, "3")


def test_a_partner_who_answers_is_told_as_such() -> None:
    one = found(
        said("1q", "ada", "are the school buses running"),
        said("2", "bus", "Yes, the 14 is diverting through Upper Tarle and runs 20 minutes late.", "1q"),
    )["1q"]
    assert one.standing is Standing.OTHER
    assert one.reason is not None
    assert one.reason.code == "other_partner"


@pytest.mark.parametrize(
    "text", ["lol good luck with that", "😂😂", "Kim Tarrow", "same here", "what do you want to know for?"]
)
def test_chat_under_a_question_is_no_answer(text: str) -> None:
    assert standing(ASKED, said("2", "ben", text, "1q")) is Standing.UNANSWERED


def test_an_answer_that_its_author_deleted_is_not_offered() -> None:
    gone = said("2", "ben", "The ranger locks them at 9pm, its on the sign by the car park", "1q", gone=True)
    assert standing(ASKED, gone) is Standing.UNANSWERED


def test_thanks_for_somebody_elses_answer_speak_for_it() -> None:
    one = found(ASKED, said("2", "ben", "9 in summer Ada", "1q"), said("3", "ada", "ah thank you Ben", "1q"))["1q"]
    assert (one.standing, one.by) == (Standing.OTHER, "2")


# ------------------------------------------------------------------------------------------- by the asker


@pytest.mark.parametrize(
    "text",
    [
        "sorted now thanks",
        "Its ok she has rung me, sorry to have troubled you",
        "ignore that, found it",
        "never mind",
        "no longer needed, cheers",
        "wedi cael ateb diolch",
        "dim angen rwan diolch",
        "już nieaktualne, dziękuję",
        "he's home now, panic over",
    ],
)
def test_an_asker_takes_a_question_back(text: str) -> None:
    one = found(ASKED, said("2", "ada", text, "1q"))["1q"]
    assert (one.standing, one.by) == (Standing.WITHDRAWN, "2")


@pytest.mark.parametrize(
    "text",
    [
        "still not sorted",
        "nobody has rung me",
        "when will this be sorted",
        "dont just ignore me",
        "you lot need to get this sorted",
        "nikt nie zadzwonił",
    ],
)
def test_an_asker_who_still_waits_takes_nothing_back(text: str) -> None:
    assert standing(ASKED, said("2", "ada", text, "1q")) is Standing.UNANSWERED


@pytest.mark.parametrize(
    "text", ["hes here", "he's back", "hes come home drunk", "he's turned up", "he has rung me again", "its gone now"]
)
def test_somebody_who_is_back_may_be_the_danger_and_takes_nothing_back(text: str) -> None:
    assert standing(ASKED, said("2", "ada", text, "1q")) is Standing.UNANSWERED


def test_relief_tells_that_somebody_came_back_safe() -> None:
    lost = said("1q", "ada", "my dad isnt answering and he went that way")
    assert standing(lost, said("2", "ada", "hes turned up safe, thank you", "1q")) is Standing.WITHDRAWN
    assert standing(lost, said("2", "ada", "she has rung me", "1q")) is Standing.WITHDRAWN


@pytest.mark.parametrize("text", ["sorted now thanks", "never mind", "ignore that"])
def test_who_is_at_risk_is_never_taken_to_have_withdrawn(text: str) -> None:
    asked = said("1q", "ada", "can someone message me about my partner, im scared what he will do")
    assert standing(asked, said("2", "ada", text, "1q")) is Standing.UNANSWERED


def test_somebody_else_cannot_take_a_question_back() -> None:
    assert standing(ASKED, said("2", "ben", "sorted now thanks", "1q")) is not Standing.WITHDRAWN


def test_a_question_taken_back_in_its_own_words_is_withdrawn() -> None:
    assert standing(said("1q", "ada", "what time does it shut? EDIT: sorted now thanks")) is Standing.WITHDRAWN


def test_a_question_that_is_gone_waits_for_nothing() -> None:
    one = found(said("1q", "ada", "what time does it shut?", gone=True))["1q"]
    assert one.standing is Standing.WITHDRAWN
    assert one.reason is not None
    assert one.reason.code == "gone"


def test_thanks_after_an_answer_change_nothing() -> None:
    us = said("2", "us", "The ranger locks them at 9pm", "1q")
    one = found(ASKED, us, said("3", "ada", "brilliant, thank you, sorted", "1q"))["1q"]
    assert (one.standing, one.by) == (Standing.ANSWERED, "2")


# ------------------------------------------------------------------------------------------- asked again


def test_a_follow_up_after_an_answer_waits_by_itself_and_says_what_it_follows() -> None:
    us = said("2", "us", "The ranger locks them at 9pm", "1q")
    got = found(ASKED, us, said("3q", "ada", "was locked at 7 yesterday, who do I ring to get out", "1q"))
    assert got["1q"].standing is Standing.ANSWERED
    assert (got["3q"].standing, got["3q"].follows) == (Standing.UNANSWERED, "1q")


def test_a_follow_up_is_answered_by_what_we_wrote_after_it() -> None:
    first, second = said("2", "us", "At 9pm", "1q"), said("4", "us", "The ranger, his number is on the gate.", "1q")
    got = found(ASKED, first, said("3q", "ada", "locked at 7 yesterday, who do I ring", "1q"), second)
    assert (got["3q"].standing, got["3q"].by, got["1q"].by) == (Standing.ANSWERED, "4", "2")


def test_asking_once_more_before_any_answer_follows_nothing() -> None:
    got = found(ASKED, said("2q", "ada", "hello?? anyone", "1q"))
    assert got["2q"].follows is None


def test_another_persons_question_follows_nothing() -> None:
    us = said("2", "us", "The ranger locks them at 9pm", "1q")
    assert found(ASKED, us, said("3q", "ben", "and in winter?", "1q"))["3q"].follows is None
