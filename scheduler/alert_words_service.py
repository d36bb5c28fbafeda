"""The words of alerts about the service itself: nothing is published, nobody listens, and that this is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.clock import in_london
from domain.matters import Matter
from domain.publication import State
from scheduler.alert_paper import Manner, number_of, page, paragraphs, subject
from scheduler.alert_words import HEADS, brief
from store.matters import PostFacts


@dataclass(frozen=True)
class Service:
    """What there is to tell of the service itself: what waits for a publisher, and when one was last heard."""

    waiting: int
    since: datetime | None
    first: Sequence[PostFacts]
    heard_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class Ended:
    """An outage that is over: of what kind, how many posts it held up, from when to when, what became of them."""

    kind: Matter
    posts: int
    began_at: datetime
    ended_at: datetime
    became: Mapping[State, int]
    at_work: bool


def of_the_service(manner: Manner, kind: Matter, service: Service) -> tuple[str, str]:
    """Subject and body of: posts are due, and nobody publishes."""
    due = number_of(service.waiting, "post is", "posts are")
    since = f", the longest since {in_london(service.since)}" if service.since else ""
    heard = f"A publisher was last heard {in_london(service.heard_at)}." if service.heard_at else "None was ever heard."
    if kind is Matter.CLOCK:
        why = f"The publisher is running and sends nothing: {service.trouble}"
        do = "Set the clock of its machine (NTP). It goes on by itself once it trusts the clock again."
    else:
        why, do = (
            f"No publisher is at work. {heard}",
            "Start it: bluelamp run, or bluelamp publish. Then: bluelamp check",
        )
    lines = [f"{due} due and not out{since}.", why, "The first of them:" if service.first else ""]
    lines += [f"- {brief(manner, one)}" for one in service.first]
    lines += [
        "What is certain: nothing is lost. What does not go out in time waits for a decision.",
        f"What to do: {do}",
    ]
    return subject(manner, HEADS[kind][0]), paragraphs([*lines, page(manner, "attention")])


def nobody_listens(manner: Manner, service: Service) -> tuple[str, str]:
    """Subject and body of: comments wait to be heard, and no listener hears them."""
    waits = number_of(service.waiting, "comment waits", "comments wait")
    heard = f"A listener was last heard {in_london(service.heard_at)}." if service.heard_at else "None was ever heard."
    why = (
        f"The listener is running and says: {service.trouble}"
        if service.trouble
        else f"No listener is at work. {heard}"
    )
    lines = [
        f"{waits} to be heard. Questions among them are in no queue yet, and danger in them is told to nobody.",
        why,
        "What is certain: nothing is lost. What they asked is heard as soon as a listener is at work.",
        "What to do: Start it: bluelamp run, or bluelamp listen. Then: bluelamp check",
    ]
    return subject(manner, HEADS[Matter.NO_LISTENER][0]), paragraphs([*lines, page(manner, "attention")])


def over(manner: Manner, ended: Ended) -> tuple[str, str]:
    """Subject and body of: the outage that you were told of is over."""
    span = f"From {in_london(ended.began_at)} to about {in_london(ended.ended_at)}"
    if ended.kind is Matter.LATE:
        words = {State.PUBLISHED: "public", State.WAITING: "waiting for a decision", State.FAILED: "not sent",
                 State.UNKNOWN: "perhaps public", State.CANCELLED: "stopped by a person", State.QUEUED: "queued again",
                 State.PUBLISHING: "being sent"}  # fmt: skip
        told = ", ".join(f"{ended.became[state]:,} {word}" for state, word in words.items() if ended.became.get(state))
        head, says = "Over: posts are late no more", f"{span} {ended.posts:,} posts were late. By now: {told}."
    elif ended.kind is Matter.NO_LISTENER:
        work = (
            "A listener is at work." if ended.at_work else "No listener is at work, but nothing waits for one either."
        )
        head, says = "Over: nothing waits for a listener", f"{span} nobody listened. {work}"
    else:
        work = "A publisher is at work." if ended.at_work else "No publisher is at work, but nothing is due either."
        head, says = "Over: nothing waits for a publisher", f"{span} nothing was published. {work}"
    more = "What waits, was not sent or may be public is told in messages of its own, and stands on Attention."
    return subject(manner, head), paragraphs([says, more, page(manner, "attention")])
