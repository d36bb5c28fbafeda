"""House rules: those that come with Bluelamp, and a force's own, read whole or refused whole with every fault."""

from pathlib import Path

import pytest

from config.house_rules import HouseRulesFault, read_house_rules
from domain.house_rules import HouseRule


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rules_that_come_with_it_are_in_english_and_in_welsh() -> None:
    rules = read_house_rules()
    assert [one.key for one in rules][:3] == ["abuse", "hate", "threats"]
    assert all(one.english and one.welsh and one.english != one.welsh for one in rules)
    assert len({one.key for one in rules}) == len(rules)


def test_a_force_names_its_own_and_may_leave_out_the_welsh(tmp_path: Path) -> None:
    own = written(tmp_path, '[[rules]]\nkey = "rude"\nenglish = " Be kind. "\n')
    assert read_house_rules(own) == (HouseRule("rude", "Be kind."),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rules: expected rows that each begin with [[rules]]; found none"),
        ("rules = 3", "found 3"),
        ('[[rules]]\nenglish = "Be kind."\n', "line 1: rules.key: expected a short name"),
        ('[[rules]]\nkey = "Be Kind"\nenglish = "Be kind."\n', 'line 2: rules.key: expected a short name'),
        ('[[rules]]\nkey = "rude"\nenglish = " "\n', "line 3: rules.english: expected the rule in English"),
        (f'[[rules]]\nkey = "rude"\nenglish = "{"x" * 501}"\n', "500 characters at most"),
        ('[[rules]]\nkey = "rude"\nenglish = "Be kind."\nwelsch = "x"\n', 'did you mean "welsh"?'),
        ('[[rules]]\nkey = "a"\nenglish = "A"\n[[rules]]\nkey = "a"\nenglish = "B"\n', "line 5: rules.key: expected"),
        ("[[rules]\n", "expected valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(HouseRulesFault) as fault:
        read_house_rules(written(tmp_path, text))
    assert says in str(fault.value)


def test_a_file_that_is_not_there_or_is_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(HouseRulesFault, match="no such file"):
        read_house_rules(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HouseRulesFault, match="not UTF-8"):
        read_house_rules(tmp_path / "odd.toml")
