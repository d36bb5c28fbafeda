"""Words of an answer in a real browser: kept as they are typed, found again in another, and no key lost on the way."""

import re

import pytest
from playwright.sync_api import Browser, expect

from config.settings import read_settings
from doors.listen import hear_all
from doors.wiring import open_house
from tests.browser.chromium import Person, person
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("browser")]

COMMS = "Marcus Okonjo"
BEGUN = "Good evening, thank you for asking. Our van is at the market on Saturday"
KEPT = re.compile(r"^Kept \d\d:\d\d")


@pytest.fixture(scope="module")
def here(here: House) -> House:
    """The house once its public was heard."""
    here.collect()
    opened = open_house(read_settings())
    hear_all(opened)
    opened.store.close()
    return here


def open_one(somebody: Person, number: int) -> str:
    """Open a question of the list; its address."""
    somebody.page.locator("[class*=st-key-card-]").nth(number).get_by_role("button", name="Open").click()
    somebody.page.get_by_label("Your answer").wait_for()
    somebody.at_rest()
    return somebody.page.url.removeprefix(somebody.address)


def test_whoever_closes_the_browser_while_writing_finds_the_words_again(browser: Browser, here: House) -> None:
    first = person(browser, here.dashboard)
    first.sign_in(COMMS)
    where = open_one(first, 0)
    first.page.get_by_label("Your answer").press_sequentially(BEGUN, delay=10)
    first.page.get_by_text(KEPT).wait_for()  # nothing was pressed, the box was not left
    first.page.context.close()
    assert first.faults == [] and first.strangers() == set()

    second = person(browser, here.dashboard, phone=True)
    second.sign_in(COMMS, where)
    expect(second.page.get_by_label("Your answer")).to_have_value(BEGUN)
    assert second.faults == [] and second.strangers() == set()


def test_a_colleague_sees_who_is_writing(browser: Browser, here: House) -> None:
    writer, other = person(browser, here.dashboard), person(browser, here.dashboard)
    writer.sign_in(COMMS)
    where = open_one(writer, 1)
    writer.page.get_by_label("Your answer").press_sequentially("Hello", delay=10)
    writer.page.get_by_text(KEPT).wait_for()
    other.sign_in("Hannah Silvermere", where)
    other.reads(f"{COMMS} is writing an answer")
    expect(other.page.get_by_label("Your answer")).to_have_value("")  # everyone has words of their own


def test_no_key_is_lost_and_the_cursor_stays_while_words_are_kept(browser: Browser, here: House) -> None:
    looking = person(browser, here.dashboard)
    looking.sign_in(COMMS)
    open_one(looking, 2)
    box = looking.page.get_by_label("Your answer")
    box.press_sequentially("The end.", delay=10)
    looking.page.get_by_text(KEPT).wait_for()
    box.press("Home")
    for word in ("One ", "two ", "three ", "four ", "five "):  # each after a pause that keeps the one before
        box.press_sequentially(word, delay=20)
        looking.page.wait_for_timeout(900)
    expect(box).to_have_value("One two three four five The end.")
    assert box.evaluate("one => one.selectionStart") == len("One two three four five ")
    assert box.evaluate("one => document.activeElement === one")
    assert box.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 16
    assert looking.faults == []


def test_the_key_r_leads_to_the_box_and_only_types_within_it(browser: Browser, here: House) -> None:
    looking = person(browser, here.dashboard)
    looking.sign_in(COMMS)
    open_one(looking, 3)
    box = looking.page.get_by_label("Your answer")
    looking.page.locator("h1").click()
    looking.page.keyboard.press("r")
    assert box.evaluate("one => document.activeElement === one")
    looking.page.keyboard.type("rrr")
    expect(box).to_have_value(re.compile("rrr$"))
