"""An officer's morning in a real browser: write, have it approved, see it out, and answer the public."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from domain.clock import LONDON
from tests.browser.chromium import Person, person
from tests.browser.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("browser")]

PICTURES = Path(__file__).parents[2] / "artefacts" / "browser"
OFFICER, COMMS = "Sgt Imran Qadir", "Marcus Okonjo"
ON_X, ON_FACEBOOK = "TarrenCentreSNT", "TarrenshirePoliceCentre"
WORDS = "Bike marking in Market Square until four today. No charge, no appointment."
EARLIER = (
    "We are at the library until 4 this afternoon. Bring your bike and we will mark and register it, "
    "no charge and no appointment."
)
ASKED = "Do you mark electric scooters as well?"
ANSWER = "Yes, bring it along: scooters, prams and tools too. We are here until four."
PAGES = (
    "Questions", "Write", "Plan", "Approvals", "You said, we did", "Handover", "Overview", "Reach", "Compare",
    "What works", "Accounts", "Publications", "Answering", "Campaigns", "Polls", "Reports", "Figures from files",
    "Attention", "Holds", "Hidden comments", "Duty", "Saved replies", "Spending",
)  # fmt: skip
HOSTILE = "Where do I park? <script>document.title='stolen'</script> ![this](https://elsewhere.example/x.png)?"


def soon() -> datetime:
    """The next full London minute that leaves time to have it approved."""
    at = datetime.now(UTC) + timedelta(seconds=95)
    return at.replace(second=0, microsecond=0).astimezone(LONDON)


def choose(somebody: Person, at: datetime) -> None:
    """Set the day and the time of a post, as one types them."""
    for label, parts in (("Day", (at.day, at.month, at.year)), ("Time (London)", (at.hour, at.minute))):
        group = somebody.page.get_by_role("group", name=re.compile(re.escape(label)))
        for segment, value in zip(group.get_by_role("spinbutton").all(), parts, strict=False):
            segment.click()
            somebody.page.keyboard.type(f"{value:02}")
    somebody.page.keyboard.press("Tab")
    somebody.at_rest()


def write(officer: Person) -> datetime:
    """The officer writes for X and Facebook, and sends it for approval."""
    officer.go("Write")
    officer.page.get_by_label("What do you want to say?").fill(WORDS)
    officer.press(ON_X)
    officer.press(ON_FACEBOOK)
    at = soon()
    choose(officer, at)
    officer.reads("Nothing stands against it.")
    officer.page.get_by_role(
        "button", name=f"Send for approval: 2 accounts, {at:%a} {at.day} {at:%b, %H:%M}"
    ).wait_for()
    officer.picture(PICTURES / "write-filled-1280.png")
    officer.press("Send for approval: 2 accounts")
    officer.reads("Sent for approval: 2 accounts")
    return at


def approve(comms: Person) -> None:
    """A second person lets it go."""
    comms.go("Approvals")
    card = comms.page.locator("[class*=st-key-approval-]").filter(has_text=WORDS)
    card.wait_for()
    comms.picture(PICTURES / "approvals-1280.png")
    card.get_by_role("button", name="Approve").click()
    comms.reads("Approved: 2 accounts")
    comms.at_rest()


def is_public(here: House, platform: str, handle: str, kind: str, words: str) -> str | None:
    """The platform's id of these words, once the public can read them."""
    found = [item["id"] for item in here.truth(platform, handle)[kind] if item["text"] == words and item["by_us"]]
    return found[0] if found else None


def listed(officer: Person, words: str) -> None:
    """Wait until a question stands in the list, which shows those that are due first, twenty at a time."""
    while not officer.page.get_by_text(words).count():
        officer.press("Show more")
    officer.page.get_by_text(words).wait_for()


def answer(officer: Person, here: House) -> None:
    """The question is in the list, is answered from the page, and leaves it."""
    officer.go("Questions")
    for words in (ASKED, HOSTILE):  # the second as plain words
        listed(officer, words)
    officer.picture(PICTURES / "questions-1280.png")
    card = officer.page.locator("[class*=st-key-card-]").filter(has_text=ASKED)
    card.get_by_role("button", name="Open").click()
    officer.page.get_by_label("Your answer").fill(ANSWER)
    officer.page.get_by_label("Your answer").press("Tab")
    officer.answered()
    officer.picture(PICTURES / "question-1280.png")
    officer.press(f"Answer publicly as {ON_FACEBOOK}")
    officer.reads("Your answer is on its way.")
    until(lambda: is_public(here, "facebook", ON_FACEBOOK, "replies", ANSWER), "the answer is public", 20)

    def it_left() -> bool:
        officer.go("Plan")
        officer.go("Questions")
        return officer.page.get_by_text(ASKED).count() == 0

    until(it_left, "the question leaves the list", 20)
    assert officer.page.title().startswith("Questions")  # and not what the public wrote into it


def every_page(browser: Browser, here: House, *, phone: bool) -> Person:
    """Every page, as the whole force's comms sees it, wide or on a phone."""
    looking, size = person(browser, here.dashboard, phone=phone), 360 if phone else 1280
    looking.page.goto(here.dashboard)
    looking.page.get_by_text("Who are you today?").wait_for(timeout=30_000)
    looking.picture(PICTURES / f"sign-in-{size}.png")
    looking.sign_in(COMMS)
    for title in PAGES:
        looking.go(title)
        looking.picture(PICTURES / f"{title.lower().replace(',', '').replace(' ', '-')}-all-{size}.png", rested=True)
        wide = looking.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= size, f"{title} is wider than the screen"
    return looking


def test_an_officers_morning(browser: Browser, here: House) -> None:
    """While the post waits for its minute, the public is answered and the pages are looked at."""
    officer, comms = (person(browser, here.dashboard) for _ in range(2))
    officer.sign_in(OFFICER)
    officer.reads("Practice: nothing is public")
    officer.reads("Nobody is waiting for an answer here.")
    due = write(officer)
    comms.sign_in(COMMS)
    approve(comms)

    until(lambda: is_public(here, "facebook", ON_FACEBOOK, "posts", EARLIER), "the morning's first post is out", 20)
    under = is_public(here, "facebook", ON_FACEBOOK, "posts", EARLIER) or ""
    here.public_asks(platform="facebook", post=under, text=ASKED, author="Nerys Tolland")
    here.public_asks(platform="facebook", post=under, text=HOSTILE, author="Bram Hollis")
    assert "replies" in here.collect()
    answer(officer, here)
    looking = [every_page(browser, here, phone=phone) for phone in (False, True)]

    left = max((due - datetime.now(UTC)).total_seconds(), 0) + 20
    until(lambda: is_public(here, "x", ON_X, "posts", WORDS), "it is public on X", left)
    until(lambda: is_public(here, "facebook", ON_FACEBOOK, "posts", WORDS), "it is public on Facebook", 20)
    officer.go("Plan")
    card = officer.page.locator("[class*=st-key-plan-]").filter(has_text=WORDS)
    card.get_by_role("link", name="See it on X").wait_for()
    assert card.get_by_role("link", name="See it on Facebook").count() == 1
    for somebody in (officer, comms, *looking):
        assert somebody.strangers() == set()
        assert somebody.faults == []


def test_a_link_a_click_on_the_map_and_the_keyboard_lead_where_they_should(browser: Browser, here: House) -> None:
    here.collect()
    looking = person(browser, here.dashboard)
    looking.sign_in(COMMS, "/overview?time=28d&scope=Wexmoor&platform=X", "Overview")
    assert looking.page.get_by_role("combobox", name="Time").input_value() == "28 days"
    assert looking.page.get_by_role("combobox", name="Platform").input_value() == "X"
    assert looking.page.get_by_role("combobox", name="Looking at").input_value() == "Wexmoor"

    looking.press("Look at all districts")
    expect(looking.page.get_by_role("combobox", name="Looking at")).to_have_value("All that I see")
    looking.drawn()
    looking.page.locator("path[aria-label*='Elmsward Vale']").first.click()
    expect(looking.page.get_by_role("combobox", name="Looking at")).to_have_value("Elmsward Vale")
    looking.reads("Elmsward Vale: ")
    assert "scope=Elmsward+Vale" in looking.page.url and "time=28d" in looking.page.url
    assert looking.strangers() == set() and looking.faults == []


def test_reach_leads_down_to_an_account_by_its_address_and_hands_out_files(browser: Browser, here: House) -> None:
    here.collect()
    looking = person(browser, here.dashboard)
    looking.sign_in(COMMS, "/reach?time=28d&scope=Tarrenbridge", "Reach")
    for place in ("Tarrenbridge Centre", ON_X):
        looking.page.get_by_role("combobox", name="Look closer at").click()
        looking.page.keyboard.type(place)
        looking.page.get_by_role("option", name=place).first.click()
        looking.answered()
    looking.reads("The posts behind these numbers")
    where = looking.page.url.removeprefix(looking.address)
    assert "of=" in where and "time=28d" in where

    again = person(browser, here.dashboard, phone=True)
    again.sign_in(COMMS, where, "Reach")
    again.page.locator(".st-key-crumbs").get_by_text(ON_X).wait_for()
    files = again.page.get_by_test_id("stPopover").get_by_role("button", name="Download").first
    files.click()
    for kind, begins in (("CSV", b"\xef\xbb\xbfFrom,To"), ("XLSX", b"PK"), ("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with again.page.expect_download() as handed:
            again.page.get_by_test_id("stPopoverBody").get_by_role("button", name=kind, exact=True).click()
        assert handed.value.path().read_bytes().startswith(begins)
    for somebody in (looking, again):
        assert somebody.strangers() == set() and somebody.faults == []


def name_of(question: Locator) -> str:
    """The class by which an open question is known."""
    return re.findall(r"st-key-question-\S+", question.get_attribute("class") or "")[0]


def opened(somebody: Person, key: str, besides: str = "none") -> Locator:
    """The question that a key leads to: another one than `besides`."""
    somebody.key(key)
    other = somebody.page.locator(f"[class*=st-key-question-]:not(.{besides})")
    other.wait_for()
    somebody.at_rest()
    return somebody.page.locator(f".{name_of(other)}")


def test_the_keyboard_goes_through_the_questions_and_nothing_typed_is_lost(browser: Browser, here: House) -> None:
    here.collect()
    looking = person(browser, here.dashboard)
    looking.sign_in(COMMS)
    first = opened(looking, "j")
    one = name_of(first)
    second = opened(looking, "j", besides=one)
    box = second.get_by_label("Your answer")
    box.click()
    looking.page.keyboard.type("jks are only letters here")
    second.get_by_role("button", name="Previous").click()  # at once: leaving the box and the question in one
    looking.answered()
    expect(first.get_by_label("Your answer")).to_have_value("")
    assert name_of(opened(looking, "j", besides=one)) == name_of(second)
    expect(box).to_have_value("jks are only letters here")
    looking.key("s")
    second.get_by_label("Why?").wait_for()
    looking.key("l")
    looking.reads("questions wait for an answer")
    assert looking.strangers() == set() and looking.faults == []
