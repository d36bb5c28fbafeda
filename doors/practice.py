"""What the made-up people have already written when a practice begins, so that every page has something to show."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from domain.clock import LONDON, from_london
from domain.issues import IssueWords
from domain.listening.words import Topic
from domain.people import Scope, Signed
from doors import practice_brought
from doors.wiring import House, rules
from scheduler import desk
from store import reports
from store.tables import Account, Campaign, Issue, SavedReply, ScheduledPost


def begin(house: House) -> int:
    """Let the made-up people write, once; tell how many posts they wrote. Does nothing where something is written."""
    with house.store.reading() as db:
        if db.exec(select(col(ScheduledPost.id)).limit(1)).first():
            return 0
        accounts = dict(db.exec(select(Account.handle, Account.id)).all())
        campaigns = dict(db.exec(select(Campaign.key, Campaign.id)).all())
    told = tomllib.loads((files("doors") / "practice.toml").read_text(encoding="utf-8"))
    known = [post for post in told["posts"] if set(post["accounts"]) <= accounts.keys()]
    for post in known:
        _write(house, post, accounts, campaigns)
    if known:  # the example county; in a world of one's own nobody of these people is there
        for reply in told["saved_replies"]:
            _keep_reply(house, reply)
        for issue in told["issues"]:
            _raise(house, issue)
        page = told["figures"]
        practice_brought.bring(house, _signed(house, page["bringer"]), page["account"], accounts[page["handle"]])
    return len(known)


def _raise(house: House, issue: Mapping[str, Any]) -> None:
    """An issue from a meeting, with what came of it where that is told."""
    owner, today = _signed(house, issue["owner"]), house.clock().astimezone(LONDON).date()
    texts = {name: issue.get(name, "") for name in ("action", "outcome", "cannot_because")}
    words = IssueWords(
        issue["title"], issue["said"], Topic(issue["topic"]), owner.person_id, today + timedelta(days=issue["in_days"]),
        issue["source"], owner.scope.district_id, owner.scope.team_id, public=issue["public"], **texts,
    )  # fmt: skip
    which = desk.open_issue(house.store, owner, words, [], house.clock).id
    if "told" in issue:
        desk.told_others(house.store, owner, which, issue["told"], issue.get("people"), house.clock)
    if issue.get("closed"):
        with house.store.reading() as db:
            seen = db.get_one(Issue, which).changed_at
        desk.close_issue(house.store, owner, which, seen, house.clock)


def _keep_reply(house: House, told: Mapping[str, Any]) -> None:
    """A saved reply, read by a second person where one is named; otherwise it waits for that."""
    owner, today = _signed(house, told["owner"]), house.clock().astimezone(LONDON).date()
    until, store = today + timedelta(days=180), house.store
    words = (told["title"], told["text"], told.get("text_cy", ""), Topic(told["topic"]))
    which = desk.keep_saved_reply(store, owner, *words, Scope(), until, house.clock).id
    if reviewer := told.get("reviewer"):
        with store.reading() as db:
            seen = db.get_one(SavedReply, which).changed_at
        desk.review_saved_reply(store, _signed(house, reviewer), which, seen, until, house.clock)


def _write(house: House, post: Mapping[str, Any], accounts: Mapping[str, UUID], campaigns: Mapping[str, UUID]) -> None:
    author = _signed(house, post["author"])
    words = desk.Words(
        text=post["text"],
        accounts={accounts[handle]: None for handle in post["accounts"]},
        due_at=_due(post, house.clock()),
        campaign_id=campaigns.get(post.get("campaign", "")),
    )
    demands = rules(house.settings)
    if post["stage"] == "draft":
        desk.draft(house.store, author, words, demands, house.clock)
        return
    which = desk.write_and_submit(house.store, author, words, demands, house.clock).id
    if post["stage"] == "approved":
        desk.approve(house.store, _signed(house, post["approver"]), which, demands, house.clock)
    elif post["stage"] == "returned":
        desk.return_(house.store, _signed(house, post["approver"]), which, post["note"], house.clock)


def _due(post: Mapping[str, Any], now: datetime) -> datetime:
    """When it is to go out, in UTC."""
    if "after_minutes" in post:
        return now + timedelta(minutes=post["after_minutes"])
    day = now.astimezone(LONDON).date() + timedelta(days=post["in_days"])
    return from_london(datetime.combine(day, time.fromisoformat(post["at"])))


def _signed(house: House, email: str) -> Signed:
    with house.store.reading() as db:
        person = reports.signed(db, email)
    if person is None:
        raise LookupError(f"{email} is not in the practice roster")
    return person
