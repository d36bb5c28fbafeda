"""The file of signposts: what comes with Bluelamp, and what is refused of a force's own."""

from pathlib import Path

import pytest

from config.signposts import SignpostFault, read_signposts

ROW = '[[signposts]]\nkey = "desk"\nlabel = "Front desk"\nen = "Come to the desk."\nsince = 2026-07-01\n'


def test_what_comes_with_bluelamp_stands_in_both_languages_and_names_999_101_and_crimestoppers() -> None:
    found = read_signposts()
    assert all(one.en and one.cy for one in found)
    said = " ".join(one.en for one in found)
    assert "call 999" in said and "call 101" in said and "0800 555 111" in said


def test_a_forces_own_stand_in_place_of_those_and_english_stands_in_for_welsh(tmp_path: Path) -> None:
    path = tmp_path / "signposts.toml"
    path.write_text(ROW)
    (one,) = read_signposts(path)
    assert (one.key, one.words("cy"), one.words("en")) == ("desk", "Come to the desk.", "Come to the desk.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ROW + ROW, "a key that no other row has"),
        (ROW.replace('en = "Come to the desk."\n', ""), "signposts.en: expected words"),
        (ROW.replace("label", "lable"), 'unknown field "lable"'),
        (ROW.replace("2026-07-01", '"soon"'), "signposts.since"),
        ("", "rows that each begin with"),
        ("[[signposts]\n", "valid TOML"),
    ],
)
def test_a_faulty_file_is_refused_whole_with_its_lines(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "signposts.toml"
    path.write_text(text)
    with pytest.raises(SignpostFault, match=says):
        read_signposts(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SignpostFault, match="no such file"):
        read_signposts(tmp_path / "none.toml")
