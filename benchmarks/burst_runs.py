"""One burst: a publisher, a listener and a dashboard as processes of their own, and comments pouring in."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import requests
from sqlalchemy import func, select
from sqlmodel import col

from benchmarks import publish_ends, publish_queue
from config.settings import Settings
from domain.clock import utc_now
from domain.posts import FetchedReply
from doors.dashboard import command, free_port
from store import bulk, replies
from store.db import Store
from store.tables import Account, Post, Question, Reply
from tests.browser.chromium import FLAGS, installed

FIRST = 200  # comments before the burst, so that the queue has something to show
PAGE = 100  # comments of one page, as platforms tell them
HEADSTART = timedelta(seconds=1.5)
EACH_SECOND = 4  # posts that fall due beside it
WORDS = (
    "When will the road reopen?", "any idea when its open again??", "Thank you for all you do", "not again", "😡😡",
    "my mum is stuck behind this with her dog, who do I ring", "Is the school bus getting through", "shared",
    "saw the whole thing, silver car came over the brow far too fast, got it on dashcam", "useless lot",
    "Fydd y ffordd ar agor heno?", "Kiedy otworzą drogę?", "How many more before the council does something?",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """So many comments within so many seconds."""

    comments: int = 5_000
    seconds: int = 60


@dataclass
class Seen:
    """What one burst told; times in milliseconds, but `after_s`: seconds from the last comment until all were heard."""

    kept: int = 0
    lost: int = 0
    heard: int = 0
    questions: int = 0
    after_s: float = 0.0
    opens_ms: list[float] = field(default_factory=list)
    opened_before_ms: list[float] = field(default_factory=list)
    late_before_ms: list[float] = field(default_factory=list)
    late_during_ms: list[float] = field(default_factory=list)


def run(url: str, plan: Plan, secrets: Path) -> Seen:
    """A quiet stretch, then the burst, with the same posts falling due and the same page opened in both."""
    seen = Seen()
    with ExitStack() as things:
        end = things.enter_context(publish_ends.far_end())
        store = publish_queue.furnished(url)
        things.callback(store.close)
        account = _public(store)
        env = publish_ends.surroundings(store, end, secrets)
        things.enter_context(publish_ends.publishers(store, end, secrets, 1))
        things.enter_context(_process([sys.executable, "-m", "bluelamp", "listen"], env))
        address = things.enter_context(_dashboard(env))
        _pour(store, account, range(FIRST), 1)
        publish_ends.until(lambda: _unheard(store) == 0)
        over, open_, opened = threading.Event(), threading.Event(), list[float]()
        looks = threading.Thread(target=_look, args=(address, over, open_, opened))
        looks.start()
        open_.wait()
        seen.late_before_ms = _due_meanwhile(store, end, plan.seconds, lambda: time.sleep(plan.seconds))
        quiet = len(opened)
        every = range(FIRST, FIRST + plan.comments)
        seen.late_during_ms = _due_meanwhile(
            store, end, plan.seconds, lambda: _pour(store, account, every, plan.seconds)
        )
        last = time.monotonic()
        publish_ends.until(lambda: _unheard(store) == 0)
        seen.after_s = time.monotonic() - last
        over.set()
        looks.join()
        seen.opened_before_ms, seen.opens_ms = opened[:quiet], opened[quiet:]
        _count(store, plan, seen)
    return seen


def _public(store: Store) -> Account:
    """The account under whose post they write."""
    with store.writing() as db:
        account = db.scalars(select(Account).order_by(col(Account.external_id)).limit(1)).one()
        words = "Mill Lane is closed in both directions after a collision. Please find another route."
        db.add(Post(account_id=account.id, external_id="burst", text=words, url="", created_at=utc_now()))
    return account


def _pour(store: Store, account: Account, numbers: range, seconds: float) -> None:
    """Keep pages of comments, evenly over the time, as the collector does."""
    dice, begins, form = random.Random(7), time.monotonic(), bulk.forms_of(store.engine.dialect.name)
    for start in range(0, len(numbers), PAGE):
        wait = begins + seconds * start / len(numbers) - time.monotonic()
        time.sleep(max(0.0, wait))
        some = [_comment(number, dice) for number in numbers[start : start + PAGE]]
        page = replies.ready(form, account, some, utc_now())
        with store.writing() as db:
            replies.keep(db, account, page, utc_now())


def _comment(number: int, dice: random.Random) -> FetchedReply:
    text, name = f"{dice.choice(WORDS)} {'x' * dice.randrange(3)}".strip(), f"Person {number}"
    return FetchedReply(
        f"c{number}", text, "", utc_now(), "burst", "burst", "burst", author=name, author_id=f"u{number}"
    )


def _due_meanwhile(store: Store, end: publish_ends.FarEnd, seconds: float, act) -> list[float]:  # type: ignore[no-untyped-def]
    """Posts that fall due at random moments while something else goes on; how late each was, in milliseconds."""
    dice, begins = random.Random(), utc_now() + HEADSTART
    number = int(seconds * EACH_SECOND)
    publish_queue.fill(store, [begins + timedelta(seconds=dice.uniform(0, seconds)) for _ in range(number)])
    act()
    publish_ends.until(lambda: not publish_queue.left(store))
    due, accepted = publish_queue.due_moments(store, begins), end.accepted()
    return [(accepted[text] - at).total_seconds() * 1_000 for text, at in due.items()]


def _look(address: str, over: threading.Event, open_: threading.Event, opened: list[float]) -> None:
    """Open the page of questions anew again and again, in a browser of its own; milliseconds to its first question."""
    from playwright.sync_api import sync_playwright

    program = installed()
    if not program:
        open_.set()
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*FLAGS, "--no-sandbox"])
        browser = chromium.new_context(viewport={"width": 1280, "height": 900})  # which keeps Streamlit's own files
        while not over.is_set():
            page = browser.new_page()
            begins = time.perf_counter()
            page.goto(f"{address}/questions")
            page.locator("[class*=st-key-card-]").first.wait_for(timeout=60_000)
            if open_.is_set():  # the first page brought Streamlit's own files, and woke the dashboard
                opened.append((time.perf_counter() - begins) * 1_000)
            open_.set()
            page.close()
            over.wait(2.0)
        chromium.close()


@contextmanager
def _dashboard(env: dict[str, str]) -> Iterator[str]:
    """The dashboard for one person; its address."""
    port = free_port()
    mine = env | {"BLUELAMP_DASHBOARD_PERSON": "officer@marlshire-police.example", "BLUELAMP_PRACTICE": "false"}
    settings = Settings(dashboard_port=port)
    address = f"http://127.0.0.1:{port}"
    with _process(list(command(settings, port)), mine):
        publish_ends.until(lambda: _answers(f"{address}/_stcore/health"))
        yield address


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


@contextmanager
def _process(words: list[str], env: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(words, env={**os.environ, **env}, stdout=subprocess.DEVNULL) as running:
        try:
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def _unheard(store: Store) -> int:
    with store.reading() as db:
        return int(db.scalar(select(func.count()).select_from(Reply).where(col(Reply.heard) == 0)) or 0)


def _count(store: Store, plan: Plan, seen: Seen) -> None:
    with store.reading() as db:
        seen.kept = int(db.scalar(select(func.count()).select_from(Reply)) or 0)
        seen.questions = int(db.scalar(select(func.count()).select_from(Question)) or 0)
    seen.heard = seen.kept - _unheard(store)
    seen.lost = FIRST + plan.comments - seen.heard
