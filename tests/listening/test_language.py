"""The language of a comment is heard right, and is `und` before it is a guess."""

import numpy as np
import pytest

from domain.listening import stored
from domain.listening.language import LONGEST, letters_only, tongues
from domain.listening.words import UNKNOWN, Tongue


def code(text: str, *account: str) -> str:
    return tongues([text], [account])[0].code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Has anyone reported the lights being out on the corner by the chemist again?", "en"),
        ("Oes unrhyw un wedi clywed beth ddigwyddodd ger yr ysgol neithiwr?", "cy"),
        ("Czy ktoś może mi powiedzieć, gdzie mogę zgłosić kradzież roweru?", "pl"),
        ("Nu știu unde trebuie să merg pentru a face o plângere", "ro"),
        ("Quando é que a esquadra volta a abrir ao público?", "pt"),
        ("Спасибо большое за помощь", "ru"),
        ("Хто знає, чому перекрили нашу вулицю сьогодні вранці?", "uk"),
        ("آپ کا بہت شکریہ، ہماری گلی میں کوئی نہیں آتا", "ur"),
    ],
)
def test_a_sentence_is_heard_in_its_language_whatever_the_account(text: str, language: str) -> None:
    assert [code(text), code(text, "en"), code(text, "cy", "en")] == [language] * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [("ਧੰਨਵਾਦ", "pa"), ("ધન્યવાદ", "gu"), ("ধন্যবাদ", "bn"), ("நன்றி", "ta"), ("谢谢", "zh"), ("ευχαριστώ", "el")],
)
def test_one_word_in_a_script_of_its_own_is_enough(text: str, language: str) -> None:
    assert code(text, "en") == language


def test_a_script_of_several_languages_is_not_guessed_at() -> None:
    assert code("አመሰግናለሁ", "en") == UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "lol",
        "Tina Pemble",
        "Anna Kowalska",
        "Gethin Rhydderch",
        "👏👏",
        "https://example.org/llan",
        "@bob",
        "#dim",
        "",
        "  ",
        "101!!",
    ],
)
def test_too_little_text_takes_the_main_language_of_the_account(text: str) -> None:
    assert [code(text), code(text, "en"), code(text, "cy", "en")][1:] == ["en", "cy"]


def test_too_little_text_of_an_account_nobody_knows_is_unknown() -> None:
    assert [code(text) for text in ("", "👏👏", "@bob", "https://example.org")] == [UNKNOWN] * 4


@pytest.mark.parametrize(
    ("text", "language"),
    [("Diolch", "cy"), ("bore da", "cy"), ("Da iawn", "cy"), ("Llongyfarchiadau!", "cy"), ("dziekuje", "pl"),
     ("Dzięki!", "pl"), ("brawo 👏", "pl"), ("Nie wiem", "pl"), ("Mulțumesc", "ro"), ("ačiū", "lt")],
)  # fmt: skip
def test_a_greeting_or_little_word_speaks_for_its_language(text: str, language: str) -> None:
    assert [code(text), code(text, "en"), code(text, "cy", "en")] == [language] * 3


def test_thanks_in_english_on_a_welsh_account_are_english() -> None:
    assert [code("Thanks", "cy", "en"), code("well done", "cy", "en"), code("Cheers Dave", "cy", "en")] == ["en"] * 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Gwaith gwych / Great work", ("cy", "en")),
        ("Diolch am rannu, will try and come", ("en", "cy")),
        ("Diolch am rannu will try and come", ("en", "cy")),
        ("Cyfarfod nos Fawrth yn neuadd y pentref\nMeeting on Tuesday night at the village hall", ("cy", "en")),
        ("Dobra robota! Well done to all the officers involved", ("en", "pl")),
        ("Thank you ਧੰਨਵਾਦ", ("en", "pa")),
    ],
)
def test_two_languages_in_one_comment_are_both_told_the_larger_first(text: str, parts: tuple[str, ...]) -> None:
    told = tongues([text], [("en",)])[0]
    assert (told.code, set(told.parts)) == (told.parts[0], set(parts))


def test_one_language_has_no_parts() -> None:
    assert tongues(["Please can somebody look at the broken fence by the school"], [("en",)]) == [Tongue("en")]


def test_a_language_that_is_not_known_is_unknown_rather_than_the_nearest() -> None:
    assert code("Alle mennesker er født frie og like i verdighet og rettigheter") == UNKNOWN


def test_links_handles_tags_and_entities_say_nothing_of_the_language() -> None:
    assert (
        letters_only("@HeddluBro gweler https://example.org/diolch #dim &amp; tri 3 o&#39;r gloch 😀")
        == "gweler tri o'r gloch"
    )


def test_a_text_is_heard_alike_alone_and_among_others() -> None:
    texts = [
        "Diolch yn fawr iawn i chi gyd am eich help",
        "",
        "Thank you all so much for your help",
        "👏",
        "Dziękuję wszystkim za pomoc",
    ]
    together = tongues(texts, [("en",)] * len(texts))
    assert together == [tongues([text], [("en",)])[0] for text in texts]


def test_huge_and_broken_texts_are_heard() -> None:
    huge = "dim ond gofyn ydw i " * 2_000
    assert code(huge, "en") == "cy"
    assert len(letters_only("a" * 100_000)) == LONGEST
    assert code("\ud800 hello there my good friend\x00", "en") == "en"
    assert tongues([], []) == []


def test_texts_without_their_accounts_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        tongues(["one", "two"], [("en",)])


def test_a_missing_part_is_named_with_what_to_do(tmp_path: object) -> None:
    with pytest.raises(stored.PartUnreadable, match=r"language\.npz is missing\. Install Bluelamp again"):
        stored.arrays("language", ("weights",), tmp_path)  # type: ignore[arg-type]


def test_a_damaged_part_is_named_and_nothing_in_it_is_run(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "torn.npz").write_bytes(b"PK\x03\x04 torn")
    np.savez(tmp_path / "sly.npz", weights=np.asarray([{"run": "me"}], dtype=object))
    np.savez(tmp_path / "poor.npz", other=np.zeros(3))
    for name in ("torn", "sly", "poor"):
        with pytest.raises(stored.PartUnreadable, match=rf"{name}\.npz cannot be read"):
            stored.arrays(name, ("weights",), tmp_path)
