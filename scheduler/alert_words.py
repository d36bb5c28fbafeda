"""The words of an alert: what happened, what is certain, what to do, in plain UK English. No words of the public."""

import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.clock import in_london
from domain.matters import Matter
from domain.posts import PlatformName
from domain.publication import State
from store.matters import OF_POSTS, OF_TAKE_DOWNS, AccountFacts, Facts, HoldFacts, PostFacts

FIRST = 10  # matters that a gathered message names
WORDS = 100  # signs of a post's own words
WIDE = 76
TOGETHER = ("- ", "Account: ", "Was due: ", "By: ", "Words: ", "Hold: ", "Placed: ")  # lines without a gap between

WHY: Mapping[str, str] = {
    "RateLimited": "The platform asked us to wait.",
    "TokenExpired": "The account must be connected again: its token is no longer accepted.",
    "OutOfCredit": "There is no money left for it: the budget, or the credit at the platform, is used up.",
    "Rejected": "The platform said no to it.",
    "Transient": "The platform could not be reached, or could not take it.",
    "Ambiguous": "It was handed over, and no answer came.",
    "UploadLost": "The platform no longer took the picture it had been given.",
    "Preparing": "The platform is still preparing the video that goes with it.",
    "Died": "The service stopped while it was being sent.",
    "TooLate": "Its time passed before it could go out.",
    "Held": "It fell due while a hold was in force.",
    "Closed": "The question that it answers was closed meanwhile.",
    "Fault": "It could not be prepared: a fault of ours. The log says more.",
    "": "Nothing is known against it; it waits its turn.",
}
"""Why, by the kind of trouble; a platform's own words may quote the public and stay in the log."""

HEADS: Mapping[Matter, tuple[str, str]] = {
    Matter.NO_PUBLISHER: ("Nothing is being published", "Nothing is being published"),
    Matter.CLOCK: ("Nothing is being published: the clock", "Nothing is being published: the clock"),
    Matter.UNKNOWN: ("May be out", "{n} posts may be out"),
    Matter.FAILED: ("Not sent", "{n} posts were not sent"),
    Matter.WAITING: ("Waits for a decision", "{n} posts wait for a decision"),
    Matter.TOKEN: ("Account must be connected again", "{n} accounts must be connected again"),
    Matter.LATE: ("Late", "{n} posts are late"),
    Matter.TAKE_DOWN_ASKED: ("A take-down needs a second person", "{n} take-downs need a second person"),
    Matter.TAKE_DOWN_REFUSED: ("Not taken down", "{n} posts were not taken down"),
    Matter.HOLD_REVIEW: ("A hold is to be looked at again", "{n} holds are to be looked at again"),
    Matter.OVER: ("Over", "Over"),
}
"""What a message about one matter is called, and about several."""

CERTAIN: Mapping[Matter, str] = {
    Matter.UNKNOWN: "It may be public and it may not. Bluelamp is looking for it on the platform.",
    Matter.FAILED: "It is surely not public.",
    Matter.WAITING: "It is not public, and it does not go out by itself.",
    Matter.LATE: "It has not been confirmed as public. Bluelamp goes on trying.",
    Matter.TAKE_DOWN_ASKED: "It is still public.",
    Matter.TAKE_DOWN_REFUSED: "It is still public, as far as anybody can tell.",
    Matter.HOLD_REVIEW: "It stands until a person lifts it.",
    Matter.TOKEN: "What is due there cannot go out until it is connected again.",
}

DO: Mapping[Matter, str] = {
    Matter.UNKNOWN: "Do not post it by hand. Look at the account, and say on Attention whether it is there.",
    Matter.FAILED: "Mend it and send it again, or close the matter, on Attention.",
    Matter.WAITING: "Send it now, give it another time, or drop it, on Attention.",
    Matter.LATE: "Usually nothing. To stop it, open its story; do not post it by hand as well.",
    Matter.TAKE_DOWN_ASKED: "Read the reason, and agree or say no.",
    Matter.TAKE_DOWN_REFUSED: "Order it anew, or delete it on the platform by hand.",
    Matter.HOLD_REVIEW: "Lift it, or leave it in force with a new review time.",
    Matter.TOKEN: "Make a new token on the platform and put it in the place of the old one."
    " Posts that are still in time then go out by themselves.",
}


@dataclass(frozen=True)
class Manner:
    """How messages speak: where the pages are, how platforms are called and where an account is seen there."""

    label: Callable[[PlatformName], str]
    profile: Callable[[PlatformName, str, str], str]
    pages: str = ""  # address of the dashboard, "" when nobody said
    practice: bool = False


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


def single(manner: Manner, kind: Matter, one: Facts, over_at: datetime | None) -> tuple[str, str]:
    """Subject and body about one matter; `over_at`: it had ended before anybody could be told."""
    head = HEADS[kind][0]
    if isinstance(one, HoldFacts):
        return _subject(manner, head), _body(_hold(one), kind, _page(manner, "holds"), over_at)
    named = f"{one.account} on {manner.label(one.platform)}"
    if isinstance(one, AccountFacts):
        happened = f"Its token is no longer accepted. {_posts_due(one)}"
        facts = [("Account", _where(named, one.team)), ("What happened", happened)]
        return _subject(manner, f"{head}: {named}"), _body(facts, kind, _page(manner, "attention"), over_at)
    link = _page(manner, f"publications?id={one.id}")
    body = _body(_post(manner, kind, one), kind, link, over_at)
    return _subject(manner, f"{head}: {named}, due {in_london(one.due_at)}"), body


def gathered(manner: Manner, kind: Matter, number: int, facts: Sequence[Facts], over: int) -> tuple[str, str]:
    """Subject and body about many matters of one kind at once: counts, and the first of them. `over`: ended since."""
    head = HEADS[kind][1].format(n=f"{number:,}")
    lines = [f"{head}.", *_counts(manner, facts), "The first of them:" if number > FIRST else ""]
    lines += [f"- {_brief(manner, one)}" for one in facts[:FIRST]]
    lines += [f"- and {number - FIRST:,} more" if number > FIRST else ""]
    lines += [f"{over:,} of them ended before you could be told." if over else ""]
    lines += ["Of each of them this is certain: " + CERTAIN[kind], "What to do: " + DO[kind]]
    lines += [_page(manner, "attention"), "More of the same kind within half an hour is gathered into one message."]
    return _subject(manner, head), _paragraphs(lines)


def of_the_service(manner: Manner, kind: Matter, service: Service) -> tuple[str, str]:
    """Subject and body of: posts are due, and nobody publishes."""
    due = _number(service.waiting, "post is", "posts are")
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
    lines += [f"- {_brief(manner, one)}" for one in service.first]
    lines += [
        "What is certain: nothing is lost. What does not go out in time waits for a decision.",
        f"What to do: {do}",
    ]
    return _subject(manner, HEADS[kind][0]), _paragraphs([*lines, _page(manner, "attention")])


def over(manner: Manner, ended: Ended) -> tuple[str, str]:
    """Subject and body of: the outage that you were told of is over."""
    span = f"From {in_london(ended.began_at)} to about {in_london(ended.ended_at)}"
    if ended.kind is Matter.LATE:
        words = {State.PUBLISHED: "public", State.WAITING: "waiting for a decision", State.FAILED: "not sent",
                 State.UNKNOWN: "perhaps public", State.CANCELLED: "stopped by a person", State.QUEUED: "queued again",
                 State.PUBLISHING: "being sent"}  # fmt: skip
        told = ", ".join(f"{ended.became[state]:,} {word}" for state, word in words.items() if ended.became.get(state))
        head, says = "Over: posts are late no more", f"{span} {ended.posts:,} posts were late. By now: {told}."
    else:
        work = "A publisher is at work." if ended.at_work else "No publisher is at work, but nothing is due either."
        head, says = "Over: nothing waits for a publisher", f"{span} nothing was published. {work}"
    more = "What waits, was not sent or may be public is told in messages of its own, and stands on Attention."
    return _subject(manner, head), _paragraphs([says, more, _page(manner, "attention")])


def test_message(manner: Manner) -> tuple[str, str]:
    """Subject and body of a message that only tells that messages arrive."""
    lines = [
        "This is a test: alerts of Bluelamp arrive at this address.",
        "Nothing is wrong, and nothing is to be done.",
    ]
    return _subject(manner, "A test"), _paragraphs([*lines, _page(manner, "attention")])


def _post(manner: Manner, kind: Matter, one: PostFacts) -> list[tuple[str, str]]:
    named = f"{one.account} on {manner.label(one.platform)}"
    facts = [("Account", _where(named, one.team)), ("Was due", in_london(one.due_at)), ("By", one.author)]
    facts += [("Words", f"“{_first(one.text)}”" if one.text else "An answer to the public; the page shows it.")]
    if kind in OF_TAKE_DOWNS:
        happened = {
            Matter.TAKE_DOWN_ASKED: f"{one.asked_by} asks to take it off the platform: {one.reason}",
            Matter.TAKE_DOWN_REFUSED: f"The platform refused to delete it. Asked by {one.asked_by}: {one.reason}",
        }[kind]
    else:
        why = "" if one.state is State.PUBLISHING else WHY.get(one.trouble_kind, "The page says why.")
        happened = f"{why} {_went_on(kind, one)}".strip()
    seen = manner.profile(one.platform, one.account, one.external_account)
    return [*facts, ("What happened", happened), *([("Look at", seen)] if kind is Matter.UNKNOWN else [])]


def _went_on(kind: Matter, one: PostFacts) -> str:
    """What has been done about it since, and comes next."""
    if kind is Matter.UNKNOWN:
        times = f"{_number(one.looks, 'time', 'times')}, last {in_london(one.looked_at)}" if one.looked_at else ""
        looked = f"Looked for {times}: not found so far." if times else "It could not be looked for yet."
        return looked + (f" The next look is {in_london(one.next_look_at)}." if one.next_look_at else "")
    if kind is Matter.LATE and one.state is State.PUBLISHING:
        return "It is being sent at this moment; without an answer it is called unknown after some minutes."
    if kind is Matter.LATE:
        return f"It is tried again until {in_london(one.expires_at)}, and then waits for a decision."
    return ""


def _hold(one: HoldFacts) -> list[tuple[str, str]]:
    placed = f"{in_london(one.placed_at)}, by {one.placed_by or 'the service'}"
    review = in_london(one.review_at) if one.review_at else ""
    return [("Hold", one.reason), ("Placed", placed), ("What happened", f"Its review time has come: {review}.")]


def _posts_due(one: AccountFacts) -> str:
    if not one.posts or one.first_due is None:
        return "No post is due on it any more."
    return f"{_number(one.posts, 'post is', 'posts are')} due on it, the first {in_london(one.first_due)}."


def _body(facts: Sequence[tuple[str, str]], kind: Matter, link: str, over_at: datetime | None) -> str:
    lines = [f"{name}: {says}" for name, says in facts]
    if over_at:
        lines.append(f"It ended about {in_london(over_at)}, before you could be told. Nothing is to be done.")
    else:
        lines += [f"What is certain: {CERTAIN[kind]}", f"What to do: {DO[kind]}"]
    return _paragraphs([*lines, link])


def _counts(manner: Manner, facts: Sequence[Facts]) -> list[str]:
    """How many on each platform, and why."""
    places = Counter(manner.label(one.platform) for one in facts if not isinstance(one, HoldFacts))
    whys = Counter(WHY.get(one.trouble_kind, "") for one in facts if isinstance(one, PostFacts))
    lines = [", ".join(f"{number:,} on {place}" for place, number in places.most_common()) + "." if places else ""]
    return lines + [f"- {number:,}: {why}" for why, number in whys.most_common() if why]


def _brief(manner: Manner, one: Facts) -> str:
    if isinstance(one, HoldFacts):
        return f"{in_london(one.placed_at)}: {one.reason}"
    named = f"{one.account} on {manner.label(one.platform)}"
    if isinstance(one, AccountFacts):
        return f"{named}: {_posts_due(one)}"
    return f"{in_london(one.due_at)}, {named}: {f'“{_first(one.text, 50)}”' if one.text else 'an answer to the public'}"


def _where(named: str, team: str | None) -> str:
    return f"{named} ({team})" if team else named


def _first(text: str, length: int = WORDS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _number(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def _page(manner: Manner, path: str) -> str:
    return f"{manner.pages}/{path}" if manner.pages else "Open Attention in Bluelamp."


def _subject(manner: Manner, head: str) -> str:
    return " ".join(f"[Bluelamp{' practice' if manner.practice else ''}] {head}".split())


def _paragraphs(lines: Sequence[str]) -> str:
    """One paragraph for each line, wrapped for a narrow screen; lists stand together, and no link is broken."""
    kept = [line for line in lines if line]
    pieces = []
    for place, line in enumerate(kept):
        folded = textwrap.fill(line, WIDE, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")
        together = line.startswith(TOGETHER) and place + 1 < len(kept) and kept[place + 1].startswith(TOGETHER)
        pieces.append(folded + ("\n" if together else "\n\n"))
    end = "Bluelamp tells each matter once. Nobody reads what is sent to this address."
    return "".join(pieces) + f"-- \n{end}\n"


__all__ = ["OF_POSTS", "Ended", "Manner", "Service", "gathered", "of_the_service", "over", "single", "test_message"]
