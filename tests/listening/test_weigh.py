"""Which of our replies answer, and which only hold."""

import pytest

from domain.listening.standing import Standing
from domain.listening.taken_back import thanks, withdrawn
from domain.listening.weigh import Weight, weigh
from tests.listening.threads import ASKED, said, standing

HOLDING = [
    "Hi Ada, please DM us.",
    "Hi, could you drop us a private message with the details please? Thanks. PC 4410",
    "Please call 101.",
    "Please report this online or by calling 101. Thank you.",
    "Hi Ada, we will pass that on.",
    "Thanks Ada, leave it with us ^JB",
    "Thanks for getting in touch, we'll look into this and get back to you.",
    "I'll find out and let you know. PCSO 5120",
    "Sorry to hear that. I have passed this to the neighbourhood team.",
    "No update at this time, we will post here as soon as we can.",
    "Thank you for your feedback.",
    "@ada_b Thanks for the message",
    "Helo Ada, anfonwch neges breifat atom ni os gwelwch yn dda.",
    "Diolch Ada, mi wna i holi'r tîm.",
    "Ffoniwch 101 os gwelwch yn dda.",
    "Diolch, fe wnawn ni basio hyn ymlaen i'r tîm.",
    "Dzień dobry, prosimy o wiadomość prywatną.",
    "Dziękujemy, przekażemy tę informację.",
    "Proszę zadzwonić pod 101.",
]


@pytest.mark.parametrize("text", HOLDING)
def test_a_holding_reply_does_not_answer(text: str) -> None:
    assert standing(ASKED, said("2", "us", text, "1q")) is Standing.HOLDING


SUBSTANCE = [
    "Hi Ada, at 9pm from April, 5pm in winter.",
    "Please call 101 quoting 26*118830 so that an officer can take a statement.",
    "No, you don't need to book. You can also call 101 if you have more questions.",
    "Officers are on their way to you now.",
    "That's the council's job, their parks team has the keys.",
    "Yes.",
    "The engineer finished this morning and it is working again. Please DM us if it happens again.",
    "Helo Ada, bydd, rhwng saith ac wyth.",
    "Mae'r ceidwad yn eu cloi am naw o'r gloch.",
    "Tak, strażnik zamyka bramę o 21.",
    "We have asked for extra patrols, and an officer visited the park last night at 10pm.",
]


@pytest.mark.parametrize("text", SUBSTANCE)
def test_a_signpost_with_substance_answers(text: str) -> None:
    assert standing(ASKED, said("2", "us", text, "1q")) is Standing.ANSWERED


# ------------------------------------------------------------------------------------------- the words themselves


def test_an_empty_reply_of_ours_is_courtesy_at_most() -> None:
    assert weigh("").weight is Weight.COURTESY
    assert weigh("👍").weight is Weight.COURTESY


def test_a_question_after_thanks_is_not_thanks() -> None:
    assert thanks("diolch yn fawr")
    assert not thanks("thanks, but when?")
    assert not withdrawn("is it sorted now?")
