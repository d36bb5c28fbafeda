"""Settings: from the environment and a file, checked all at once, every fault in a sentence."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.logs import redact
from config.settings import LogLevel, Settings, SettingsFault, read_settings
from domain.publication import SecondReader


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and an environment that says nothing."""
    for name in list(os.environ):
        if name.upper().startswith("BLUELAMP_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusals() -> tuple[str, ...]:
    with pytest.raises(SettingsFault) as refused:
        read_settings()
    assert str(refused.value) == "\n".join(refused.value.faults)
    return refused.value.faults


def test_told_nothing_a_process_speaks_to_the_real_platforms_and_to_a_file_of_its_own() -> None:
    told = read_settings()
    assert told.database == "sqlite:///var/bluelamp.db"
    assert (told.roster, told.secrets) == (Path("roster.toml"), Path("var/secrets"))
    assert (told.x_address, told.graph_address) == ("https://api.twitter.com", "https://graph.facebook.com")
    assert told.graph_version == "v25.0"
    assert (told.dashboard_host, told.dashboard_port) == ("127.0.0.1", 8501)
    assert told.answers_need_second_person is SecondReader.RISK
    assert (told.publish_late_minutes, told.reconcile_after_minutes) == (120, 10)
    assert told.x_budget_day_usd is None and told.x_budget_month_usd is None
    assert not told.practice and not told.resend_unknown
    assert told.log_level is LogLevel.INFO


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description and field.description.endswith("."), name


def test_the_environment_comes_before_the_file_and_a_command_before_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bluelamp.toml").write_text('workers = 2\nfirst_visit_days = 3\ngraph_version = "v24.0"\n')
    monkeypatch.setenv("BLUELAMP_WORKERS", "4")
    monkeypatch.setenv("BLUELAMP_FIRST_VISIT_DAYS", "5")
    told = read_settings(first_visit_days=6)
    assert (told.workers, told.first_visit_days, told.graph_version) == (4, 6, "v24.0")


def test_the_file_may_stand_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "other.toml").write_bytes(b"\xef\xbb\xbfworkers = 2\r\n")
    monkeypatch.setenv("BLUELAMP_CONFIG", str(folder / "other.toml"))
    assert read_settings().workers == 2


@pytest.mark.parametrize("written", ["12.5", '"12.5"', "12.50"])
def test_money_is_exact_wherever_it_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    (folder / "bluelamp.toml").write_text(f"x_budget_month_usd = {written}\n")
    monkeypatch.setenv("BLUELAMP_X_BUDGET_DAY_USD", written.strip('"'))
    told = read_settings()
    assert told.x_budget_day_usd == told.x_budget_month_usd == Decimal("12.5")


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_X_BUDGET_DAY_USD", "")
    monkeypatch.setenv("BLUELAMP_WORKERS", "")
    assert read_settings().workers == 8


def test_an_address_may_be_any_server_and_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_X_ADDRESS", "http://127.0.0.1:8080/")
    monkeypatch.setenv("BLUELAMP_GRAPH_ADDRESS", "https://proxy.example/graph/")
    told = read_settings()
    assert (told.x_address, told.graph_address) == ("http://127.0.0.1:8080", "https://proxy.example/graph")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WORKERS", "many", 'expected a whole number; found "many"'),
        ("WORKERS", "0", "expected 1 or more"),
        ("WORKERS", "2.5", "expected a whole number"),
        ("DASHBOARD_PORT", "99999", "expected 65535 or less"),
        ("PRACTICE", "perhaps", "expected true or false"),
        ("GRAPH_VERSION", "25", "expected a version such as v25.0"),
        ("GRAPH_VERSION", "v25.0x", "expected a version such as v25.0"),
        ("DATABASE", "mysql://h/db", "expected sqlite:///FILE or postgresql://"),
        ("X_ADDRESS", "api.example", "expected an address such as"),
        ("X_ADDRESS", "ftp://api.example", "expected an address such as"),
        ("X_ADDRESS", "http://[", "expected an address such as"),
        ("X_ADDRESS", "http://h:port", "expected an address such as"),
        ("GRAPH_ADDRESS", "https://h/?q=1", "expected an address such as"),
        ("X_BUDGET_DAY_USD", "-1", "expected 0 or more"),
        ("X_BUDGET_DAY_USD", "nan", "expected an amount such as 12.50"),
        ("X_BUDGET_DAY_USD", "lots", "expected an amount such as 12.50"),
        ("X_BUDGET_DAY_USD", "0.0000001", "expected no more than 6 decimal places"),
        ("ANSWERS_NEED_SECOND_PERSON", "sometimes", "expected risk, always or never"),
        ("LOG_LEVEL", "loud", "expected DEBUG, INFO, WARNING or ERROR"),
        ("DASHBOARD_PERSON", "pat", "expected an e-mail address"),
        ("ALERTS_TO", '["duty@force.example"]', "expected an e-mail address"),
        ("ALERTS_TO", "<duty@force.example>", "expected an e-mail address"),
        ("MAIL_FROM", "bluelamp@force.example;", "expected an e-mail address"),
        ("PRACTICE", "true", "expected BLUELAMP_X_ADDRESS and BLUELAMP_GRAPH_ADDRESS to be on this machine"),
    ],
)
def test_a_wrong_variable_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"BLUELAMP_{name}", value)
    (told,) = refusals()
    assert told.startswith(f"BLUELAMP_{name}: ")
    assert sentence in told
    assert told.endswith(".")


def test_all_faults_are_told_at_once_each_where_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bluelamp.toml").write_text('# ours\nworkers = "many"\n\nx_buget_day_usd = 3\n[logs]\nlevel = 1\n')
    monkeypatch.setenv("BLUELAMP_X_ADRESS", "http://127.0.0.1:1")
    monkeypatch.setenv("BLUELAMP_DASHBOARD_PORT", "no")
    assert set(refusals()) == {
        'bluelamp.toml, line 2: workers: expected a whole number; found "many".',
        'bluelamp.toml, line 4: "x_buget_day_usd" is not a setting (did you mean "x_budget_day_usd"?).',
        'bluelamp.toml, line 5: "logs" is not a setting.',
        'BLUELAMP_X_ADRESS is not a setting (did you mean "BLUELAMP_X_ADDRESS"?).',
        'BLUELAMP_DASHBOARD_PORT: expected a whole number; found "no".',
    }


def test_variables_of_tests_and_data_are_no_settings_and_no_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONTRACTS", "DATA", "TEST_POSTGRES", "TEST_"):
        monkeypatch.setenv(f"BLUELAMP_{name}", "somewhere")
    assert read_settings().workers == 8
    monkeypatch.setenv("BLUELAMP_DATABASES", "x")
    assert refusals() == ('BLUELAMP_DATABASES is not a setting (did you mean "BLUELAMP_DATABASE"?).',)


def test_a_file_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_CONFIG", "absent.toml")
    assert refusals() == ("BLUELAMP_CONFIG: expected a settings file; found none at absent.toml.",)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"workers = \n", "line 1: not valid TOML"), (b"\xff", "UTF-8"), (b"a = 1\na = 2", "line 2: not valid TOML")],
)
def test_a_file_that_cannot_be_read_is_told(folder: Path, content: bytes, words: str) -> None:
    (folder / "bluelamp.toml").write_bytes(content)
    (told, *_) = refusals()
    assert words in told


def test_a_folder_in_place_of_the_file_is_told(folder: Path) -> None:
    (folder / "bluelamp.toml").mkdir()
    assert "cannot be read" in refusals()[0]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "http://127.9.9.9"]
)
def test_practice_stays_on_this_machine(address: str) -> None:
    assert read_settings(practice=True, x_address=address, graph_address=address).practice
    for real in ("https://api.example", "http://127.0.0.1.example", "http://10.0.0.1"):
        with pytest.raises(SettingsFault, match="to be on this machine"):
            read_settings(practice=True, x_address=address, graph_address=real)


def test_what_is_kept_for_writing_cannot_be_more_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_X_BUDGET_DAY_USD", "5")
    monkeypatch.setenv("BLUELAMP_X_BUDGET_RESERVE_FOR_WRITING_USD", "6")
    assert refusals() == (
        "BLUELAMP_X_BUDGET_RESERVE_FOR_WRITING_USD: expected no more than the budget that it is part of.",
    )
    monkeypatch.setenv("BLUELAMP_X_BUDGET_RESERVE_FOR_WRITING_USD", "5")
    assert read_settings().x_budget_reserve_for_writing_usd == 5


def test_the_password_of_the_database_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELAMP_DATABASE", "postgresql://bluelamp:hush-madeup@db.example/bluelamp")
    told = read_settings()
    assert "hush-madeup" not in repr(told) + str(told)
    assert "hush-madeup" not in redact("could not log in with hush-madeup")
    monkeypatch.setenv("BLUELAMP_DATABASE", "mysql://bluelamp:hush-madeup@db.example/bluelamp")
    assert "hush-madeup" not in refusals()[0]
    monkeypatch.delenv("BLUELAMP_DATABASE")
    monkeypatch.setenv("BLUELAMP_X_ADDRESS", "https://user:hush-madeup@api.example")
    assert "hush-madeup" not in refusals()[0]


def test_settings_do_not_change_once_told() -> None:
    with pytest.raises(ValidationError):
        read_settings().workers = 3
