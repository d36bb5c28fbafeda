"""Two officers at two screens and one question: exactly one answers it, and the other knows."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator
from sqlmodel import select

from config.settings import read_settings
from store.db import Store
from store.tables import Person, Question
from tests.browser.chromium import Person as Somebody
from tests.browser.chromium import person
from tests.browser.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("browser")]

PICTURES = Path(__file__).parents[2] / "artefacts" / "browser"
OFFICER, COMMS = "Sgt Imran Qadir", "Marcus Okonjo"
ON_FACEBOOK = "TarrenshirePoliceCentre"
ASKED = "Can you tell me when the bike marking at the library starts next week?"


def ask(here: House) -> None:
    """Somebody asks under the team's first post."""

    def first() -> str:
        posts = here.truth("facebook", ON_FACEBOOK)["posts"]
        return next((item["id"] for item in posts if item["by_us"]), "")

    until(first, "the team has a post", 30)
    here.public_asks(platform="facebook", post=first(), text=ASKED, author="Nerys Tolland")
    here.collect()


def opened(somebody: Somebody) -> Locator:
    """The question, open on somebody's screen."""
    card = somebody.page.locator("[class*=st-key-card-]").filter(has_text=ASKED)
    somebody.page.get_by_role("combobox", name="Platform").wait_for()
    while not card.count():
        somebody.press("Show more")
    card.get_by_role("button", name="Open").click()
    somebody.page.locator("[class*=st-key-question-]").first.wait_for()
    somebody.at_rest()
    return somebody.page.locator("[class*=st-key-question-]").first


def claim_runs_out(holder: str) -> None:
    """The clock moves: the claims of this person ended a minute ago."""
    store = Store(read_settings().database)
    with store.writing() as db:
        who = db.exec(select(Person.id).where(Person.name == holder)).one()
        for one in db.exec(select(Question).where(Question.claimed_by_id == who)):
            one.claimed_until = datetime.now(UTC) - timedelta(minutes=1)
    store.close()


def test_of_two_officers_one_has_the_question_until_the_claim_runs_out(browser: Browser, here: House) -> None:
    ask(here)
    officer, comms = (person(browser, here.dashboard) for _ in range(2))
    officer.sign_in(OFFICER)
    comms.sign_in(COMMS)
    for somebody in (officer, comms):
        opened(somebody)
        somebody.page.get_by_role("button", name=re.compile("^Claim")).wait_for()

    officer.page.get_by_role("button", name=re.compile("^Claim")).click()
    officer.reads("Writing keeps it yours.")
    officer.at_rest()
    officer.picture(PICTURES / "claimed-1280.png")
    comms.page.get_by_role("button", name=re.compile("^Claim")).click()  # drawn before the other pressed it
    comms.reads(f"{OFFICER} has it in hand until")
    comms.at_rest()
    assert comms.page.get_by_label("Your answer").count() == 0
    comms.picture(PICTURES / "claimed-by-another-1280.png")

    claim_runs_out(OFFICER)
    comms.key("l")
    opened(comms)
    comms.page.get_by_role("button", name=re.compile("^Claim")).click()
    comms.reads("Writing keeps it yours.")
    comms.at_rest()
    officer.page.get_by_role("button", name="Let go").click()
    officer.reads(f"{COMMS} has it in hand until")
    for somebody in (officer, comms):
        assert somebody.strangers() == set() and somebody.faults == []
