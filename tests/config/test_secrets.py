"""Secrets: found by name, readable by us alone, and never shown."""

import copy
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from config.secrets import Secret, SecretFault, resolve

TOKEN = "EAABmadeup0123456789"
FOUR = 'consumer_key = "ck-madeup"\nconsumer_secret = "cs-madeup"\naccess_token = "at-madeup"\n'
FOUR += 'access_token_secret = "as-madeup"\n'

Put = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "secrets"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def put(folder: Path) -> Put:
    def write(text: str | bytes, ref: str = "ashby", mode: int = 0o600) -> Path:
        path = folder / ref
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    return write


def refusal(ref: str, folder: Path, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(SecretFault) as refused:
        resolve(ref, folder, environ or {})
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return str(refused.value)


def test_a_bare_token_is_that_of_a_page(folder: Path, put: Put) -> None:
    put(f"  {TOKEN}\n")
    assert dict(resolve("ashby", folder, {}).fields) == {"page_token": TOKEN}


@pytest.mark.parametrize("token", ["EAAB0123456789==", "123456|abc-def_ghi", "AAAA%2Fbc%3Dd123", "a.b.c~defgh"])
def test_a_bare_token_may_look_as_tokens_do(folder: Path, put: Put, token: str) -> None:
    put(token)
    assert resolve("ashby", folder, {}).fields["page_token"] == token


def test_toml_tells_fields_and_the_day_a_token_expires(folder: Path, put: Put) -> None:
    put(f'page_token = "{TOKEN}"\r\napp_secret = "app-secret-1"\r\nexpires_on = 2026-12-01\r\n')
    secret = resolve("ashby", folder, {})
    assert dict(secret.fields) == {"page_token": TOKEN, "app_secret": "app-secret-1"}
    assert secret.expires_on == date(2026, 12, 1)


@pytest.mark.parametrize("text", [FOUR, 'bearer_token = "bearer-madeup"'])
def test_an_account_opens_with_a_bearer_token_or_with_four_keys(folder: Path, put: Put, text: str) -> None:
    put(text)
    assert len(resolve("ashby", folder, {}).fields) in (1, 4)


def test_the_environment_comes_before_the_folder(folder: Path, put: Put) -> None:
    put("token-in-the-folder", "ASHBY")
    assert resolve("ASHBY", folder, {"ASHBY": "token-in-the-environment"}).fields["page_token"].endswith("environment")
    assert resolve("ASHBY", folder, {"ASHBY": " "}).fields["page_token"].endswith("folder")
    assert resolve("ASHBY", folder / "missing", {"ASHBY": FOUR}).fields["access_token"] == "at-madeup"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601, 0o777])
def test_a_file_that_others_may_open_is_refused_with_the_command_that_mends_it(
    folder: Path, put: Put, mode: int
) -> None:
    path = put(TOKEN, mode=mode)
    said = refusal("ashby", folder)
    assert said == f"Others may read the secret {path}. Run: chmod 600 {path}"
    os.chmod(path, 0o600)
    assert resolve("ashby", folder, {}).fields["page_token"] == TOKEN


@pytest.mark.parametrize(
    "ref", ["../ashby", "/etc/passwd", "a/../ashby", "..", ".", "", ".hidden", "sub/ashby", "ashby\n", "a\x00b", "a b"]
)
def test_a_name_cannot_lead_out_of_the_folder(folder: Path, tmp_path: Path, ref: str) -> None:
    (tmp_path / "ashby").write_text(TOKEN)
    (tmp_path / "ashby").chmod(0o600)
    assert "may hold only" in refusal(ref, folder, {ref: TOKEN})


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text(TOKEN)
    outside.chmod(0o600)
    (folder / "ashby").symlink_to(outside)
    assert "leads out of its folder" in refusal("ashby", folder)


def test_a_link_within_the_folder_is_followed_and_its_target_judged(folder: Path, put: Put) -> None:
    put(TOKEN, "real", mode=0o600)
    (folder / "ashby").symlink_to(folder / "real")
    assert resolve("ashby", folder, {}).fields["page_token"] == TOKEN
    (folder / "real").chmod(0o644)
    assert "chmod 600" in refusal("ashby", folder)


def test_a_circle_of_links_a_folder_and_a_pipe_are_refused(folder: Path) -> None:
    (folder / "circle").symlink_to(folder / "circle")
    assert "cannot be read" in refusal("circle", folder)
    (folder / "deep").mkdir()
    assert "cannot be read" in refusal("deep", folder)
    os.mkfifo(folder / "pipe", 0o600)
    assert "is not a file" in refusal("pipe", folder)


def test_a_missing_secret_says_both_places_it_could_be(folder: Path) -> None:
    said = refusal("ASHBY", folder)
    assert "environment variable ASHBY" in said
    assert f"{folder / 'ASHBY'}" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("EAABmadeup 0123456789", "neither one bare token nor lines"),
        (f"{TOKEN}\n{TOKEN}", "neither one bare token nor lines"),
        (f'page_token = "{TOKEN}', "neither one bare token nor lines"),
        (f'page_tokn = "{TOKEN}"', 'did you mean "page_token"'),
        (f'{TOKEN} = "page_token"', "a field is not known here"),
        ("page_token = 1234567890", "page_token must be text in quotes"),
        (f'page_token = " {TOKEN}"', "no spaces"),
        ("short", "at least 8 characters"),
        (FOUR.replace("consumer_secret", "#"), "consumer_secret is missing beside consumer_key"),
        ("expires_on = 2026-12-01", "it needs bearer_token, or page_token"),
        ('app_secret = "app-secret-1"', "it needs bearer_token, or page_token"),
        (f'page_token = "{TOKEN}"\nexpires_on = "soon"', "expires_on must be a date"),
        (f'page_token = "{TOKEN}"\nexpires_on = 2026-12-01T00:00:00', "expires_on must be a date"),
    ],
)
def test_a_secret_that_cannot_be_used_says_why_and_shows_nothing_of_it(
    folder: Path, put: Put, text: str | bytes, words: str
) -> None:
    put(text)
    said = refusal("ashby", folder)
    assert words in said
    for piece in ("EAAB", "madeup", "1234567890"):
        assert piece not in said


def test_a_secret_prints_as_its_name_only(folder: Path, put: Put) -> None:
    put(FOUR)
    secret = resolve("ashby", folder, {})
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r}", repr([secret]), format(secret)):
        assert shown.strip("[]") == "<secret ashby>"
    assert repr(copy.copy(secret)) == "<secret ashby>"
    with pytest.raises(AttributeError):
        secret.ref = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        secret.fields["access_token"] = "x"  # type: ignore[index]


def test_every_value_is_handed_over_for_hiding_before_anybody_sees_it(folder: Path, put: Put) -> None:
    put(FOUR)
    hidden: list[str] = []
    secret = resolve("ashby", folder, {}, hidden.append)
    assert isinstance(secret, Secret)
    assert sorted(hidden) == sorted(secret.fields.values())
