"""How X counts a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.posts import Outgoing, PlatformName
from platforms import registry, x_text
from sandbox import x_text as sandbox_text


@pytest.mark.parametrize(
    ("text", "weighs"),
    [
        ("Speed watch on Mill Lane.", 25),
        ("Bore da, ŵyl y gŵyr a'r tŷ", 26),
        ("Zażółć gęślą jaźń", 17),
        ("w\u0302", 1),  # two signs that become one
        ("“Stay safe” – it’s icy…", 24),
        ("£5 at the café", 14),
        ("日本語", 6),
        ("안녕", 4),
        ("🚓", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👮🏽‍♀️", 2),
        ("🇬🇧", 2),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2),
        ("1️⃣", 2),
        ("❤️‍🔥", 2),
        ("☎️", 2),
        ("©", 1),
        ("©️", 2),
        ("🚓🚓", 4),
        ("two\nlines", 9),
        ("https://example.org", 23),
        ("https://example.org/a/very/long/path/that/goes/on?and=on&and=on#and-on", 23),
        ("example.org", 23),
        ("www.example.org/report.", 24),
        ("HTTPS://EXAMPLE.ORG/A", 23),
        ("(example.org/a_(b))", 25),
        ("Go to example.org, now", 6 + 23 + 5),
        ("http://example.org:8080/x", 23),
        ("newyddion.cymru", 23),
        ("See example.org and https://example.org/b", 4 + 23 + 5 + 23),
        ("example.org日本", 23 + 4),
        ("http://例え.jp", 23),
        ("pat@example.org", 15),
        ("#example.org", 12),
        ("@example.org", 12),
        ("tonight.Bring locks", 19),
        ("e.g. 1.5 miles", 14),
        ("http://localhost:8501", 21),
        ("ask.https://example.org", 4 + 23),
        ("ask_us.org", 10),
        ("https://ask_us.example.org", 23),
        ("https://ask_us.org", 18),
        ("", 0),
    ],
)
def test_a_text_weighs_what_x_says(text: str, weighs: int) -> None:
    assert x_text.weight(text) == weighs


WORDS = st.sampled_from(
    [
        "Speed",
        "watch",
        "Heddlu",
        "ŵyl",
        "gęślą",
        "日本",
        "🚓",
        "👨‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "£5",
        "don’t",
        "https://example.org/a?b=1",
        "example.org.uk",
    ]
)


@given(st.lists(WORDS))
def test_words_are_added_up(words: list[str]) -> None:
    spaces = max(len(words) - 1, 0)
    assert x_text.weight(" ".join(words)) == sum(map(x_text.weight, words)) + spaces


@given(st.lists(WORDS))
def test_two_hands_count_alike(words: list[str]) -> None:
    assert x_text.weight(" ".join(words)) == sandbox_text.weight(" ".join(words))


@given(st.text())
def test_any_text_can_be_counted(text: str) -> None:
    weighs = x_text.weight(text)
    assert 0 <= weighs <= 23 * len(unicodedata.normalize("NFC", text))
    assert x_text.weight(unicodedata.normalize("NFD", text)) == x_text.weight(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="abc ./:?()-https@#é日🚓", max_size=60))
def test_links_lie_one_after_the_other_within_the_text(text: str) -> None:
    at = 0
    for start, end in x_text.links(text):
        assert at <= start < end <= len(text)
        at = end


@given(st.integers(0, 280))
def test_280_is_enough_and_281_too_much(letters: int) -> None:
    assert x_text.faults(Outgoing("a" * max(letters, 1))) == []
    assert len(x_text.faults(Outgoing("a" * 281 + "b" * letters))) == 1


def test_what_is_wrong_is_said_in_sentences() -> None:
    long, both = Outgoing("日" * 141), Outgoing("Buy $ABC and $DEF" + "!" * 270)
    assert x_text.faults(long) == [
        "The text is too long for X: it counts 282, 2 over the 280 that X allows. A link counts 23, an emoji 2."
    ]
    assert len(x_text.faults(both)) == 2
    assert x_text.faults(Outgoing(" \n")) == ["There is nothing to publish: the text is empty."]
    assert len(x_text.faults(Outgoing("Street\ufeff surgery"))) == 1
    assert len(x_text.faults(Outgoing("Street \ud83d surgery"))) == 1
    assert len(x_text.faults(Outgoing("Yes.", in_reply_to="comment_7"))) == 1


def test_money_is_no_cashtag() -> None:
    assert x_text.faults(Outgoing("Fined $50, then $100. US$20 $abc")) == []


def test_the_price_is_told_before_anything_is_sent() -> None:
    price = registry.capabilities(PlatformName.X).price_of
    assert price(Outgoing("Street surgery tonight")) == "post.create"
    assert price(Outgoing("Street surgery: example.org/surgery")) == "post.create_with_url"
    assert price(Outgoing("At ten.", "77")) == "reply.create"
    assert price(Outgoing("Look: https://example.org", "77")) == "post.create_with_url"


def test_a_text_without_its_links_is_the_same_however_they_are_written() -> None:
    ours, theirs = "See example.org/a now", "See https://t.co/abc now"
    assert x_text.without_links(ours).split() == x_text.without_links(theirs).split()


@pytest.mark.parametrize("text", ["a." * 50_000, "http://" * 20_000, "-a" * 50_000, "(" * 50_000, "é\u0301" * 50_000])
def test_a_hostile_text_is_counted_in_no_time(text: str) -> None:
    assert x_text.weight(text) > 0
