"""The words of an alert: what happened, what is certain, what to do, in plain UK English. No words of the public."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.clock import in_london
from domain.matters import Matter
from domain.publication import State
from scheduler.alert_paper import FIRST, Manner, first, number_of, page, paragraphs, subject
from store.matters import OF_TAKE_DOWNS, AccountFacts, Facts, HoldFacts, PostFacts
from store.silence import SilentFacts

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
    Matter.NO_LISTENER: ("Nobody is listening", "Nobody is listening"),
    Matter.UNKNOWN: ("May be out", "{n} posts may be out"),
    Matter.FAILED: ("Not sent", "{n} posts were not sent"),
    Matter.WAITING: ("Waits for a decision", "{n} posts wait for a decision"),
    Matter.TOKEN: ("Account must be connected again", "{n} accounts must be connected again"),
    Matter.LATE: ("Late", "{n} posts are late"),
    Matter.TAKE_DOWN_ASKED: ("A take-down needs a second person", "{n} take-downs need a second person"),
    Matter.TAKE_DOWN_REFUSED: ("Not taken down", "{n} posts were not taken down"),
    Matter.HOLD_REVIEW: ("A hold is to be looked at again", "{n} holds are to be looked at again"),
    Matter.SILENT: ("Account is silent", "{n} accounts are silent"),
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
    Matter.SILENT: "What the public writes there may not reach the queue.",
    Matter.TOKEN: "Nothing goes out there and no question comes in until it is connected again.",
}

DO: Mapping[Matter, str] = {
    Matter.UNKNOWN: "Do not post it by hand. Look at the account, and say on Attention whether it is there.",
    Matter.FAILED: "Mend it and send it again, or close the matter, on Attention.",
    Matter.WAITING: "Send it now, give it another time, or drop it, on Attention.",
    Matter.LATE: "Usually nothing. To stop it, open its story; do not post it by hand as well.",
    Matter.TAKE_DOWN_ASKED: "Read the reason, and agree or say no.",
    Matter.TAKE_DOWN_REFUSED: "Order it anew, or delete it on the platform by hand.",
    Matter.HOLD_REVIEW: "Lift it, or leave it in force with a new review time.",
    Matter.SILENT: "Look on the platform whether people write there and Bluelamp does not see it; then run: bluelamp"
    " check. If the token ends or lacks something, make a new one and put it in the place of the old one.",
    Matter.TOKEN: "Make a new token on the platform and put it in the place of the old one."
    " Posts that are still in time then go out by themselves.",
}


def single(manner: Manner, kind: Matter, one: Facts, over_at: datetime | None) -> tuple[str, str]:
    """Subject and body about one matter; `over_at`: it had ended before anybody could be told."""
    head = HEADS[kind][0]
    if isinstance(one, HoldFacts):
        return subject(manner, head), _body(_hold(one), kind, page(manner, "holds"), over_at)
    named = f"{one.account} on {manner.label(one.platform)}"
    if isinstance(one, SilentFacts):
        facts = [("Account", _where(named, one.team)), ("What happened", _silence(one))]
        return subject(manner, f"{head}: {named}"), _body(facts, kind, page(manner, "attention"), over_at)
    if isinstance(one, AccountFacts):
        happened = f"Its token is no longer accepted. {_posts_due(one)} What the public writes there does not come in."
        facts = [("Account", _where(named, one.team)), ("What happened", happened)]
        return subject(manner, f"{head}: {named}"), _body(facts, kind, page(manner, "attention"), over_at)
    link = page(manner, f"publications?id={one.id}")
    body = _body(_post(manner, kind, one), kind, link, over_at)
    return subject(manner, f"{head}: {named}, due {in_london(one.due_at)}"), body


def gathered(manner: Manner, kind: Matter, number: int, facts: Sequence[Facts], over: int) -> tuple[str, str]:
    """Subject and body about many matters of one kind at once: counts, and the first of them. `over`: ended since."""
    head = HEADS[kind][1].format(n=f"{number:,}")
    lines = [f"{head}.", *_counts(manner, facts), "The first of them:" if number > FIRST else ""]
    lines += [f"- {brief(manner, one)}" for one in facts[:FIRST]]
    lines += [f"- and {number - FIRST:,} more" if number > FIRST else ""]
    lines += [f"{over:,} of them ended before you could be told." if over else ""]
    lines += ["Of each of them this is certain: " + CERTAIN[kind], "What to do: " + DO[kind]]
    lines += [page(manner, "attention"), "More of the same kind within half an hour is gathered into one message."]
    return subject(manner, head), paragraphs(lines)


def test_message(manner: Manner) -> tuple[str, str]:
    """Subject and body of a message that only tells that messages arrive."""
    lines = [
        "This is a test: alerts of Bluelamp arrive at this address.",
        "Nothing is wrong, and nothing is to be done.",
    ]
    return subject(manner, "A test"), paragraphs([*lines, page(manner, "attention")])


def _post(manner: Manner, kind: Matter, one: PostFacts) -> list[tuple[str, str]]:
    named = f"{one.account} on {manner.label(one.platform)}"
    facts = [("Account", _where(named, one.team)), ("Was due", in_london(one.due_at)), ("By", one.author)]
    facts += [("Words", f"“{first(one.text)}”" if one.text else "An answer to the public; the page shows it.")]
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
        times = f"{number_of(one.looks, 'time', 'times')}, last {in_london(one.looked_at)}" if one.looked_at else ""
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


def _silence(one: SilentFacts) -> str:
    """What is wrong with an account that is silent, or soon will be."""
    says = []
    if one.silent_since:
        habit = f" By its habit about {one.comments_a_day:,.1f} come a day." if one.comments_a_day else ""
        says.append(f"No comment has come in since {in_london(one.silent_since)}.{habit}")
    if one.token_ends_at:
        says.append(f"Its token ends {in_london(one.token_ends_at)}.")
    return " ".join([*says, one.token_says]).strip()


def _posts_due(one: AccountFacts) -> str:
    if not one.posts or one.first_due is None:
        return "No post is due on it."
    return f"{number_of(one.posts, 'post is', 'posts are')} due on it, the first {in_london(one.first_due)}."


def _body(facts: Sequence[tuple[str, str]], kind: Matter, link: str, over_at: datetime | None) -> str:
    lines = [f"{name}: {says}" for name, says in facts]
    if over_at:
        lines.append(f"It ended about {in_london(over_at)}, before you could be told. Nothing is to be done.")
    else:
        lines += [f"What is certain: {CERTAIN[kind]}", f"What to do: {DO[kind]}"]
    return paragraphs([*lines, link])


def _counts(manner: Manner, facts: Sequence[Facts]) -> list[str]:
    """How many on each platform, and why."""
    places = Counter(manner.label(one.platform) for one in facts if not isinstance(one, HoldFacts))
    whys = Counter(WHY.get(one.trouble_kind, "") for one in facts if isinstance(one, PostFacts))
    lines = [", ".join(f"{number:,} on {place}" for place, number in places.most_common()) + "." if places else ""]
    return lines + [f"- {number:,}: {why}" for why, number in whys.most_common() if why]


def brief(manner: Manner, one: Facts) -> str:
    """One matter on one line."""
    if isinstance(one, HoldFacts):
        return f"{in_london(one.placed_at)}: {one.reason}"
    named = f"{one.account} on {manner.label(one.platform)}"
    if isinstance(one, SilentFacts):
        return f"{named}: {_silence(one)}"
    if isinstance(one, AccountFacts):
        return f"{named}: {_posts_due(one)}"
    return f"{in_london(one.due_at)}, {named}: {f'“{first(one.text, 50)}”' if one.text else 'an answer to the public'}"


def _where(named: str, team: str | None) -> str:
    return f"{named} ({team})" if team else named
