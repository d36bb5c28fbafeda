"""Hearing a comment: whether it needs an answer, what kind it is, and why, as a supervisor would check it."""

import pytest

from domain.listening import questions, reading, reasons
from domain.listening.hear import NEEDS_IN_LANE, VERSION, dangers, hear
from domain.listening.model import part
from domain.listening.words import Comment, Kind, Lane, Verdict

APPEAL = "APPEAL | Sheds behind Alder Row were broken into between 10pm and 6am. Did you see anything? Call 101."
MISSING = "MISSING | We are concerned for Edith, 79, last seen near Fell Lane at 9am in a green coat. Call 101."
MEETING = "Meet your team at Cardle library on Thursday 4 June from 6.30pm to 8pm. No need to book."


def heard(text: str, post: str = APPEAL, **more: object) -> Verdict:
    """What was heard in one comment under a post."""
    return hear([Comment(text, post=post, **more)])[0]  # type: ignore[arg-type]


def codes(told: Verdict) -> list[str]:
    """The codes of its reasons."""
    return [one.code for one in told.reasons]


@pytest.mark.parametrize(
    "text",
    [
        "How do I send you my doorbell footage? It shows two lads at ten past two",
        "can someone ring me back please, ive been waiting three weeks for a reply",
        "Our shed was done last night as well, strimmer and two bikes gone, padlock cut",
        "I've got dashcam of a white van parked there at 2am, happy to pass it on",
        "is there any chance of an evening meeting, most of us work days",
        "Oes modd cael sgwrs efo rhywun yn Gymraeg am hyn os gwelwch yn dda?",
        "Gdzie mogę to zgłosić? Mam nagranie z kamery",
    ],
)
def test_what_asks_or_tells_us_something_needs_an_answer(text: str) -> None:
    told = heard(text)
    assert told.needs_answer
    assert told.sure >= NEEDS_IN_LANE


@pytest.mark.parametrize(
    "text",
    [
        "Well done all, great work 👏",
        "😂😂😂",
        "Dave Hartle",
        "shared x",
        "waste of space the lot of you",
        "not again, that estate is a joke",
        "Diolch yn fawr iawn 👏",
        "Brawo, dobra robota",
        "Turned £200 into £3,000, link in bio, ask me how",
    ],
)
def test_thanks_jests_tags_and_abuse_need_none(text: str) -> None:
    assert not heard(text).needs_answer


ROAD = "CLOSED | Marl Lane is closed between the mill and the church after a collision."
FAIR = "FAIR | Come and see us at the rec on Saturday."


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("any idea when they'll reopen it??", ROAD),
        ("any idea when the lane opens again??", ROAD),
        ("O której otworzą drogę?", ROAD),
        ("Kiedy będzie znowu otwarta ulica?", ROAD),
        ("What time is it from?", FAIR),
        ("Where is this, please?", FAIR),
    ],
)
def test_a_short_question_is_heard_in_few_words(text: str, post: str) -> None:
    assert heard(text, post).needs_answer


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Same every single winter.", ROAD),
        ("Same old story every autumn.", ROAD),
        ("That hedgehog has a better social life than me.", "FOUND | A hedgehog was in our car park this morning."),
        ("That parrot gets out more than I do.", "FOUND | A parrot was handed in at Cardle station."),
    ],
)
def test_a_remark_that_asks_and_tells_nothing_is_no_question(text: str, post: str) -> None:
    assert not heard(text, post).needs_answer


def test_a_question_without_its_mark_is_heard_as_one() -> None:
    told = heard("do i need to book for this or can we just turn up, theres 4 of us and one in a wheelchair", MEETING)
    assert told.needs_answer
    assert "asks_without_mark" in codes(told)


def test_a_question_names_the_words_that_ask() -> None:
    told = heard("We live opposite. Do you still need footage from Friday?")
    assert [one.words for one in told.reasons if one.code == "asks"] == ["Do you still need footage from Friday?"]


def test_a_question_to_a_friend_is_not_for_us() -> None:
    told = heard("Tina Pemble didnt you hear something about 2 in the morning??")
    assert not told.needs_answer
    assert "speaks_to_another" in codes(told)


def test_a_name_of_the_thread_is_known_even_when_it_stands_alone_and_in_lower_case() -> None:
    with_names = hear([Comment("tina did u not hear it?", post=APPEAL, names=("Tina Pemble",))])[0]
    assert "speaks_to_another" in codes(with_names)


def test_our_own_handle_is_not_somebody_else() -> None:
    asks = "@CardleBeat how do I hand in my footage please?"
    told = hear([Comment(asks, post=APPEAL, ours=("@CardleBeat",)), Comment(asks, post=APPEAL)])
    assert told[0].sure > told[1].sure
    assert told[0].needs_answer


def test_a_comment_in_danger_is_urgent_whatever_else_it_says() -> None:
    told = heard("theres a man with a machete running round the precinct RIGHT NOW please send someone")
    assert told.kind is Kind.URGENT
    assert told.needs_answer
    assert Lane.DANGER in told.lanes
    assert codes(told)[0] == "in_danger_now"


def test_reasons_carry_only_codes_of_the_one_list() -> None:
    texts = [
        "Is he ok?",
        "",
        "😂",
        "ta",
        "Jess Pickup",
        "my shed was robbed again last night on Alder Row",
        "FOI please",
    ]
    told = hear([Comment(text, post=APPEAL) for text in texts])
    assert all(told_one.reasons for told_one in told)
    assert {code for one in told for code in codes(one)} <= set(reasons.CODES)


def test_the_list_of_codes_names_each_once() -> None:
    assert len(reasons.CODES) == len(set(reasons.CODES))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "?", "???", "@", "@@ @", "\x00", "\ud800", "a" * 20_000, "?" * 20_000, "🙂" * 5_000]
)
def test_nothing_that_people_can_write_breaks_hearing(text: str) -> None:
    assert len(hear([Comment(text, post=text, parent=text, names=(text,), ours=(text,))])) == 1


def test_verdicts_come_in_the_order_of_the_comments_and_do_not_lean_on_each_other() -> None:
    comments = [
        Comment("Is there any news?", post=MISSING),
        Comment("thanks x"),
        Comment("our van was broken into last night"),
    ]
    together = hear(comments)
    assert together == [hear([one])[0] for one in comments]
    assert hear([]) == []
    assert dangers([]) == []


def test_what_is_sure_is_a_probability() -> None:
    told = hear([Comment(text) for text in ("ok", "someone is breaking in now help", "how do I report this please?")])
    assert all(0 <= one.sure <= 1 for one in told)


def test_a_version_says_when_to_hear_again() -> None:
    assert VERSION >= 1


def test_each_part_was_trained_on_the_rules_as_they_stand() -> None:
    assert {part(name).rule_names for name in ("needs", "kind", "danger", "lanes")} == {reading.RULES}
    assert part("question").rule_names == questions.RULES
