"""What a comment is about, in three languages, with its post to lean on."""

import pytest

from domain.listening.hear import hear
from domain.listening.words import Comment, Topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("they come down our road at 60 every night, it's like a racetrack, speeding all day", Topic.ROADS),
        ("cars parked on the zigzags again", Topic.PARKING),
        ("lads on off road bikes and egging windows", Topic.ASB),
        ("our shed was broken into", Topic.BURGLARY),
        ("my van window smashed and tools stolen", Topic.VEHICLE),
        ("someone nicked my parcel off the step", Topic.THEFT),
        ("dealing outside the shop every day, stinks of weed", Topic.DRUGS),
        ("a lad was stabbed with a knife", Topic.VIOLENCE),
        ("my ex keeps turning up, domestic abuse", Topic.DOMESTIC),
        ("racist names shouted at my kids, that's a hate crime", Topic.HATE),
        ("had one of these scam calls asking for bank details", Topic.FRAUD),
        ("any news on the missing person, has she been found", Topic.MISSING),
        ("hare coursing on the top field, sheep everywhere", Topic.RURAL),
        ("loose dog on the field again", Topic.ANIMALS),
        ("never see a PCSO on patrol here", Topic.PATROLS),
        ("on hold to 101 for an hour, never called back", Topic.CONTACT),
        ("when is the next meeting", Topic.EVENTS),
        ("the judge gave him a suspended sentence", Topic.COURTS),
        ("goryrru drwy'r pentre bob nos", Topic.ROADS),
        ("ukradli mi rower", Topic.VEHICLE),
        ("hmm", Topic.OTHER),
    ],
)
def test_a_comment_is_about_what_its_words_say(text: str, topic: Topic) -> None:
    assert hear([Comment(text)])[0].topic is topic


def test_a_post_says_what_a_short_comment_is_about() -> None:
    assert hear([Comment("same here", post="Speeding on Fell Lane: 12 drivers stopped")])[0].topic is Topic.ROADS
