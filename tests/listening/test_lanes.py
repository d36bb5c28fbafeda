"""The lanes: danger, sightings, names, complaints, requests under the law, and Welsh."""

import pytest

from domain.listening.hear import dangers, hear
from domain.listening.lanes import names_someone
from domain.listening.words import Comment, Lane

APPEAL = "APPEAL | Sheds behind Alder Row were broken into between 10pm and 6am. Call 101."
MISSING = "MISSING | We are concerned for Edith, 79, last seen near Fell Lane at 9am in a green coat. Call 101."
FAIR = "CARDLE FAIR | Saturday 11 July. Come and say hello at our tent by the bandstand, 11am to 4pm."


def lanes(text: str, post: str = APPEAL) -> tuple[Lane, ...]:
    """The lanes of one comment."""
    return hear([Comment(text, post=post)])[0].lanes


@pytest.mark.parametrize(
    "text",
    [
        "he's kicking the front door in and my kids are upstairs, please send someone",
        "there's a toddler on his own on the dual carriageway by the garage",
        "my mum is on the phone to them right now and a courier is coming for her card",
        "nobody will miss me after tonight. sorry everyone",
        "bloke collapsed outside the chemist, not breathing",
        "plis brysiwch, ma rhywun yn cicio'r drws i mewn a dwi ar ben fy hun efo'r babi",
        "Pomocy, ktoś włamuje się do sąsiadów, widzę ich przez okno",
        "someone going the wrong way down the bypass with no lights",
    ],
)
def test_danger_is_heard_in_plain_words_and_hints_in_three_languages(text: str) -> None:
    assert Lane.DANGER in lanes(text)


@pytest.mark.parametrize(
    "text",
    [
        "my wife will kill me if I'm late for tea 😂",
        "could murder a pint after reading this",
        "we were burgled years ago and never got anything back",
        "thank you so much, you were brilliant with my nan",
        "throw away the key",
        "what time does it start?",
    ],
)
def test_idiom_memory_and_thanks_are_no_danger(text: str) -> None:
    assert Lane.DANGER not in lanes(text)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Same here on Tithe Lane.", "SLAVERY | It is not always hidden. Learn the signs."),
        ("Same over this way in Sorrel Avenue.", "SLAVERY | It is not always hidden. Learn the signs."),
        ("Mine got broke into as well, took the hedge trimmer", APPEAL),
        ("skip set alight again behind Farrow Street", ""),
        ("wheelie bin set on fire again behind Weir Lane", "GRAFFITI | The bandstand was sprayed again."),
        ("I still say Heol y Felin could do with a bin.", FAIR),
    ],
)
def test_what_others_had_too_and_the_names_of_streets_are_no_danger(text: str, post: str) -> None:
    assert Lane.DANGER not in lanes(text, post)


def test_a_question_at_the_end_does_not_hide_the_danger_before_it() -> None:
    said = "he has a knife and is outside my window right now, please help"
    asks = ", do you know when the bridge will be open so that they can get to us?"
    assert Lane.DANGER in lanes(said + asks)
    assert dangers([Comment(said + asks, post=APPEAL)]) >= dangers([Comment(said, post=APPEAL)])


def test_a_street_by_another_name_is_heard_alike() -> None:
    told = hear([Comment(f"shed door kicked in at {street}", post=APPEAL) for street in ("Abbey Lane", "Kiln Lane")])
    assert told[0].sure == told[1].sure


def test_a_sighting_stands_under_a_missing_person_only() -> None:
    said = "just seen her by the library, green coat, walking towards the river on her own"
    assert Lane.SIGHTING in lanes(said, MISSING)
    assert Lane.SIGHTING not in lanes(said, FAIR)


@pytest.mark.parametrize(
    "text",
    [
        "Under the Freedom of Information Act please supply the number of shed burglaries since 2022",
        "FOI request: cost of the new cars please",
        "Cais o dan y Ddeddf Rhyddid Gwybodaeth, faint o oriau?",
    ],
)
def test_a_request_under_the_act_is_heard(text: str) -> None:
    assert Lane.FOI in lanes(text)
    assert hear([Comment(text, post=APPEAL)])[0].needs_answer


def test_information_about_the_fair_is_no_freedom_of_information() -> None:
    assert Lane.FOI not in lanes("where can I get information about the fair please?", FAIR)


@pytest.mark.parametrize(
    "text",
    [
        "I want to make a subject access request, how?",
        "please send me everything you hold about me and the bodycam of me",
    ],
)
def test_asking_for_ones_own_data_is_heard(text: str) -> None:
    assert Lane.DATA in lanes(text)


def test_a_complaint_about_an_officer_is_heard() -> None:
    said = "Your officer was rude to my mother on Tuesday and laughed at her. I want an apology and an explanation"
    assert Lane.COMPLAINT in lanes(said)


def test_welsh_is_a_lane_of_its_own() -> None:
    assert Lane.WELSH in lanes("Mae rhywun wedi torri i mewn i'n sied ni neithiwr ac wedi mynd â'r beic")
    assert Lane.WELSH not in lanes("somebody broke into our shed last night and took the bike")


def test_the_most_pressing_lane_comes_first() -> None:
    told = lanes("he's got a knife and he's kicking my sisters door in now, he hits her, please hurry")
    assert told[0] is Lane.DANGER
    assert list(told) == sorted(told, key=list(Lane).index)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("its Jordan Mepper who does it, everyone knows", True),
        ("that was K****n from the flats", True),
        ("we all know its Callum off the estate", True),
        ("bet it was the Prenticks again", True),
        ("it was them Dorrick brothers", True),
        ("saw it was the Police helicopter", False),
        ("Thanks to PC Oduya for coming out", False),
        ("Thanks sgt bilal", False),
        ("Well said. Agree", False),
        ("everyone knows who it is", False),
    ],
)
def test_a_name_is_a_name_unless_it_is_an_officers_or_begins_a_sentence(text: str, names: bool) -> None:
    assert names_someone(text) is names


def test_a_friend_called_by_name_is_not_named() -> None:
    assert Lane.NAMED not in lanes("Jess Pickup are you going to this?", FAIR)


def test_a_suspect_named_beside_words_of_guilt_is() -> None:
    assert Lane.NAMED in lanes("its Jordan Mepper again, he sells it from his garage, everyone knows he did it")


def test_two_perils_now_at_ones_own_door_are_danger_however_much_is_said_beside_them() -> None:
    said = "He is outside my door with a knife right now, please help, when will the road reopen so they can get here?"
    assert Lane.DANGER in lanes(said, post="Mill Lane is closed after a collision. Please find another route.")


def test_a_sighting_needs_somebody_who_is_missing() -> None:
    said = "theres an old chap in a green coat sat at the bus stop"
    assert Lane.SIGHTING in lanes(said, post=MISSING)
    assert Lane.SIGHTING not in lanes(said, post="Mill Lane is closed. Please find another route.")
