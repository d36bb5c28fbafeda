"""How a comment sounds is heard in English, and in no other language."""

import pytest
from textblob import TextBlob

from domain.listening.mood import blobs, felt
from domain.listening.words import Mood, Tongue

ENGLISH = Tongue("en")


def mood(text: str) -> Mood:
    heard = felt([text], [ENGLISH])[0]
    assert heard is not None
    return heard.mood


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Brilliant work, so pleased you caught them, thank you all", Mood.POSITIVE),
        ("Well done to the team, amazing job 👏👏", Mood.POSITIVE),
        ("Absolutely shambolic, waited three hours on 101 and nobody came", Mood.NEGATIVE),
        ("Disgusting. Sick of these idiots ruining our park", Mood.NEGATIVE),
        ("What time does the meeting start on Thursday?", Mood.NEUTRAL),
    ],
)
def test_praise_anger_and_plain_words_are_told_apart(text: str, heard: Mood) -> None:
    assert mood(text) is heard


def test_a_denial_turns_praise_round() -> None:
    assert (mood("this is good, I am happy with it"), mood("this is not good, I am not happy with it")) == (
        Mood.POSITIVE, Mood.NEGATIVE,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["Which court is the murder trial at?", "Was the man arrested on Tuesday charged?"])
def test_words_of_the_trade_alone_are_not_negative(text: str) -> None:
    assert mood(text) is Mood.NEUTRAL


def test_what_is_not_english_is_not_scored_rather_than_neutral() -> None:
    texts = ["Diolch yn fawr iawn", "Dziękuję bardzo", "👍", "Thank you so much"]
    told = felt(texts, [Tongue("cy"), Tongue("pl"), Tongue("und"), ENGLISH])
    assert told[:3] == [None] * 3
    assert told[3] is not None


def test_a_bilingual_comment_is_scored_by_its_larger_part() -> None:
    told = felt(["Diolch, will come", "Diolch, will come"], [Tongue("en", ("en", "cy")), Tongue("cy", ("cy", "en"))])
    assert (told[0] is None, told[1] is None) == (False, True)


def test_the_figure_beside_ours_is_textblobs_own() -> None:
    texts = [
        "Great, another burglary and no police",
        "not very helpful at all :(",
        "",
        "My bike was stolen last night",
        "Thank you!!",
    ]
    heard = felt(texts, [ENGLISH] * len(texts))
    assert [one.textblob for one in heard if one] == [TextBlob(text).sentiment.polarity for text in texts]
    assert [tuple(row) for row in blobs(texts)] == [tuple(TextBlob(text).sentiment) for text in texts]


def test_a_comment_is_heard_alike_alone_and_among_others() -> None:
    texts = [
        "Great stuff",
        "",
        "useless as always 😡",
        "👏",
        "Can somebody ring me back please",
        "https://example.org @bob",
    ]
    assert felt(texts, [ENGLISH] * len(texts)) == [felt([text], [ENGLISH])[0] for text in texts]


def test_huge_and_broken_comments_are_heard() -> None:
    heard = felt(["so angry!!! " * 5_000, "\ud800\x00", "!" * 50_000, "&amp;" * 9_000, ":(" * 9_000], [ENGLISH] * 5)
    assert [one is not None for one in heard] == [True] * 5
    assert heard[0] is not None and heard[0].mood is Mood.NEGATIVE


def test_nothing_to_hear_is_nothing_heard() -> None:
    assert felt([], []) == []
    assert felt(["bore da"], [Tongue("cy")]) == [None]
