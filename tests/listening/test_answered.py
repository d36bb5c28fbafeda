"""What becomes of each question of a thread by what we wrote: in the thread, and under the post."""

from datetime import timedelta

import pytest

from domain.listening.answered import findings
from domain.listening.standing import Standing
from domain.listening.thread import Thread, Written
from tests.listening.threads import ASKED, MISSING, POSTED, PUBLIC, ROAD, found, said, standing

# ------------------------------------------------------------------------------------------- by us, in the thread


def test_a_question_nobody_answers_is_unanswered() -> None:
    one = found(ASKED)["1q"]
    assert (one.standing, one.by, one.at) == (Standing.UNANSWERED, None, None)


def test_an_empty_thread_has_no_findings() -> None:
    assert findings(Thread(ROAD, POSTED, [], frozenset())) == []


def test_our_reply_with_substance_answers_and_says_which_and_when() -> None:
    one = found(ASKED, said("2", "us", "Hi Ada, the ranger locks them at 9pm.", "1q"))["1q"]
    assert (one.standing, one.by, one.at) == (Standing.ANSWERED, "2", POSTED + timedelta(minutes=2))
    assert one.reason is not None
    assert one.reason.code == "direct"


def test_an_answer_after_a_holding_reply_counts_and_the_holding_reply_after_it_changes_nothing() -> None:
    held = said("2", "us", "Leave it with us", "1q")
    told = said("3", "us", "The ranger locks them at 9pm", "1q")
    assert standing(ASKED, held, told) is Standing.ANSWERED
    after = found(ASKED, said("2", "us", "The ranger locks them at 9pm", "1q"), said("3", "us", "Please DM us", "1q"))
    assert (after["1q"].standing, after["1q"].by) == (Standing.ANSWERED, "2")


def test_a_reply_of_ours_that_is_gone_no_longer_answers() -> None:
    assert standing(ASKED, said("2", "us", "At 9pm, every night.", "1q", gone=True)) is Standing.UNANSWERED


def test_an_answer_in_two_parts_under_each_other_is_one() -> None:
    first = said("2", "us", "Hi Ada, thanks for asking (1/2)", "1q")
    assert standing(ASKED, first, said("3", "us", "the ranger locks them at 9pm (2/2)", "2")) is Standing.ANSWERED


def test_an_answer_to_what_the_asker_added_answers_the_question() -> None:
    added = said("2", "ada", "the big ones by the pond I mean", "1q")
    assert standing(ASKED, added, said("3", "us", "The ranger locks them at 9pm.", "2")) is Standing.ANSWERED


def test_an_answer_under_the_question_for_somebody_else_is_not_for_the_asker() -> None:
    other = said("2q", "ben", "and is the car park free", "1q")
    us = said("3", "us", "Hi Ben, the car park is free after 6pm.", "1q")
    got = found(ASKED, other, us)
    assert got["1q"].standing is Standing.UNANSWERED
    assert (got["2q"].standing, got["2q"].by) == (Standing.ANSWERED, "3")


def test_an_answer_beside_the_question_that_names_the_asker_is_theirs() -> None:
    chat = said("1", "kim", "Ada Brockley didnt you hear something", None)
    asked = said("2q", "ada", "yeah a van with no lights at ten to two, is that any use to you", "1")
    us = said("3", "us", "Hi Ada, yes it is. A detective is calling round tonight.", "1")
    assert standing(chat, asked, us, of="2q") is Standing.ANSWERED


def test_our_thanks_to_a_bystander_leaves_the_question_of_another_in_the_branch_waiting() -> None:
    chat = said("1", "kim", "lovely place", None)
    asked = said("2q", "ada", "does anybody from the police ever come by at night", "1")
    assert standing(chat, asked, said("3", "us", "It is lovely, we like walking there too", "1"), of="2q") is (
        Standing.UNANSWERED
    )


def test_a_reply_dated_before_its_question_by_another_clock_still_answers() -> None:
    assert standing(ASKED, said("2", "us", "At 9pm, every night.", "1q", minute=0)) is Standing.ANSWERED


def test_a_thread_whose_parents_run_in_a_circle_is_read_to_its_end() -> None:
    ring = [
        said("1q", "ada", "when is it open", "3"),
        said("2", "ben", "dunno", "1q"),
        said("3", "us", "At 9pm daily", "2"),
    ]
    assert found(*ring)["1q"].standing in set(Standing)


# ------------------------------------------------------------------------------------------- by us, under the post


def test_an_update_that_names_the_asker_in_full_answers() -> None:
    us = said("3", "us", "Ada Brockley - the ranger locks them at 9pm.")
    one = found(ASKED, said("2", "ben", "good post"), us)["1q"]
    assert (one.standing, one.by) == (Standing.ANSWERED, "3")
    assert one.reason is not None
    assert one.reason.code == "named"


def test_an_update_that_names_a_handle_answers() -> None:
    asked = Written("1q", None, PUBLIC, "77", "@ada_b", POSTED, "when do the gates get locked")
    assert standing(asked, said("2", "us", "@ada_b the ranger locks them at 9pm")) is Standing.ANSWERED


def test_a_first_name_counts_only_when_one_asker_has_it() -> None:
    us = said("3", "us", "Hi Ada, the ranger locks them at 9pm.")
    assert standing(ASKED, us) is Standing.ANSWERED
    twin = said("2q", "Ada Quill", "is the cafe there run by the police charity")
    assert standing(ASKED, twin, us) is Standing.UNANSWERED


def test_a_greeting_may_call_several_and_needs_no_comma() -> None:
    other = said("2q", "ben", "is the car park free")
    both = found(ASKED, other, said("3", "us", "Hi Ada and Ben, gates shut at 9pm and parking is free."))
    assert {one.standing for one in both.values()} == {Standing.ANSWERED}
    held = found(ASKED, other, said("3", "us", "Thanks Ben we will pass that on"))
    assert [held["1q"].standing, held["2q"].standing] == [Standing.UNANSWERED, Standing.HOLDING]


def test_an_update_that_names_somebody_else_leaves_the_question() -> None:
    assert standing(ASKED, said("2", "ben", "nice"), said("3", "us", "Ben Osset, it opens at 9pm")) is (
        Standing.UNANSWERED
    )


REOPENED = "UPDATE: the B7731 has reopened in both directions. Thank you for your patience."


@pytest.mark.parametrize(
    ("question", "update", "post"),
    [
        ("any idea when its going to reopen", REOPENED, ROAD),
        ("Is the road still shut?", "The road is now clear.", ROAD),
        ("pryd fydd y ffordd ar agor eto", "DIWEDDARIAD: mae'r ffordd wedi ailagor.", ROAD),
        ("kiedy droga będzie otwarta?", REOPENED, ROAD),
        ("has he been found yet", "UPDATE | Idris has been found safe and well. Thank you all.", MISSING),
        ("I saw a man just like that by the canal at ten", "Idris has been found safe and well.", MISSING),
        ("was anyone hurt", "Two people were taken to hospital, their injuries are not life threatening.", ROAD),
        ("have you caught them yet?", "A 24-year-old man has been arrested and is in custody.", "APPEAL | Bikes taken"),
        ("is the surgery still on tonight", "Tonight's surgery is cancelled because of the snow.", "Come and meet us"),
        (
            "What was the helicopter looking for",
            "A few of you asked about the helicopter: it was the air ambulance.",
            ROAD,
        ),
        (
            "will wheelchairs get through the side entrance",
            "For wheelchairs the side entrance is level, the ramp is on the left.",
            "Come and meet us on Friday",
        ),
    ],
)
def test_an_update_plainly_on_the_point_answers(question: str, update: str, post: str) -> None:
    one = found(said("1q", "ada", question), said("2", "us", update), post=post)["1q"]
    assert (one.standing, one.by) == (Standing.ANSWERED, "2")
    assert one.reason is not None
    assert one.reason.code == "on_point"


@pytest.mark.parametrize(
    ("question", "update", "post"),
    [
        ("can somebody ring my aunt, nobody told her anything", "Idris has been found safe and well.", MISSING),
        ("somebody is driving the wrong way past the signs", REOPENED, ROAD),
        ("are there going to be speed cameras put in", REOPENED, ROAD),
        ("any idea when its going to reopen", "Thank you all for your patience.", ROAD),
        ("what time do the gates get locked", "We were out on patrol with the wardens today.", ROAD),
    ],
)
def test_an_update_beside_the_point_answers_nothing(question: str, update: str, post: str) -> None:
    assert standing(said("1q", "ada", question), said("2", "us", update), post=post) is Standing.UNANSWERED


def test_an_update_before_the_question_does_not_answer_it() -> None:
    assert standing(said("1", "us", REOPENED), said("2q", "ada", "when does it reopen"), of="2q") is (
        Standing.UNANSWERED
    )


def test_the_same_question_of_the_same_person_twice_is_answered_once() -> None:
    again = said("2q", "ada", "what time do they lock the gates of the park at night??")
    got = found(ASKED, again, said("3", "us", "The ranger locks them at 9pm", "2q"))
    assert {got["1q"].standing, got["2q"].standing} == {Standing.ANSWERED}


def test_a_thread_of_thousands_is_read_whole() -> None:
    many = [
        said(f"{n}q", "ada" if n % 9 else f"Person {n}", "when does it reopen", "1q" if n > 1 and n % 2 else None)
        for n in range(1, 3001)
    ]
    got = found(*many, said("4000", "us", REOPENED))
    assert len(got) == 3000
    assert {one.standing for one in got.values()} == {Standing.ANSWERED}
