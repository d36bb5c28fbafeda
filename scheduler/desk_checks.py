"""What stands against sending a message: faults of words, time and accounts, and words that went out before."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from domain.clock import in_london
from domain.posts import Attached, Outgoing, PlatformName, fingerprint
from scheduler.desk_rules import Refused, Rules
from store import holds, messages, polls
from store import media as kept
from store.messages import Chosen
from store.tables import Hold, ScheduledPost

NOT_IN_ANSWERS = "An answer goes out in words only. Take the picture or video out, or put it in a post."


def faults(
    db: Session,
    message: ScheduledPost,
    chosen: Sequence[Chosen],
    rules: Rules,
    due_at: datetime,
    files: Sequence[Attached] | None = None,
) -> list[str]:
    """Every reason why this message cannot go out then as it stands, each a sentence; empty when it can.

    `files` are those that would go out with it; None: those that are kept with it.
    """
    if not chosen:
        return ["No account is chosen. Choose at least one."]
    media = tuple(kept.of_message(db, message.id) if files is None else files)
    said = _of_media(message, media)
    described = tuple(replace(one, alt=one.alt or "?") for one in media)  # said once above, not for each account again
    poll = polls.asked(db, message.id)
    out = partial(messages.outgoing, message, files=described, poll=poll)
    said += [fault for one in chosen for fault in _of_account(out, one, rules, len(chosen) > 1)]
    if poll and len(chosen) > 1:
        said.append("A poll goes out on one account, so that its votes can be counted. Leave just that one.")
    if message.in_reply_to and len(chosen) > 1:
        said.append("An answer goes out on one account only. Leave just that one.")
    return said + ([] if message.in_reply_to else _same_words_elsewhere(db, message, chosen, rules, due_at))


def repeats(db: Session, message: ScheduledPost, chosen: Sequence[Chosen], due_at: datetime) -> list[str]:
    """Where the same words went to the same account within 7 days: a warning, on which a supervisor may insist."""
    if message.in_reply_to:
        return []
    said = []
    for one in chosen:
        for other, account in messages.said_before(db, fingerprint(one.text), due_at, message.id, one.account.id, None):
            said.append(f"{account.handle} has the same words for {in_london(other.due_at)}.")
    return said


def past(due_at: datetime, now: datetime) -> str | None:
    """What to say of a time that is over; None when it is still to come."""
    if due_at > now:
        return None
    return f"{in_london(due_at)} has passed. Choose a later time."


def must_be_sendable(db: Session, message: ScheduledPost, rules: Rules, due_at: datetime, insist: bool) -> list[Chosen]:
    """Raise Refused with every reason against sending it then; otherwise the accounts, each with its words."""
    chosen = messages.chosen(db, message)
    if wrong := faults(db, message, chosen, rules, due_at):
        raise Refused(" ".join(wrong))
    if not insist and (again := repeats(db, message, chosen, due_at)):
        raise Refused(
            f"{' '.join(again)} The same words again within 7 days look like a mistake: change them, "
            "or let a supervisor insist.",
            may_insist=True,
        )
    return chosen


def must_still_be_asked(db: Session, message: ScheduledPost) -> None:
    """Raise Refused when the question that it answers is closed, or answered by another."""
    if message.question_id is None:
        return
    asked = messages.question(db, message.question_id)
    if asked is None or asked[0].outcome is not None:
        raise Refused("The question it answers is closed. Drop this answer.")
    if messages.answer_on_its_way(db, message.question_id, but=message.id):
        raise Refused("Another answer to the question is on its way. Drop this one.")


def hold_over(db: Session, message: ScheduledPost, chosen: Sequence[Chosen], at: datetime) -> Hold | None:
    """The hold that stops the message on one of its accounts at that moment; it may be planned to begin until then."""
    answer = message.in_reply_to is not None
    found = (holds.over_account(db, one.account, message.category, answer, at, message.id) for one in chosen)
    return next((hold for hold in found if hold), None)


def _of_media(message: ScheduledPost, media: Sequence[Attached]) -> list[str]:
    """What is wrong with pictures and videos wherever they go."""
    if message.in_reply_to and media:
        return [NOT_IN_ANSWERS]
    said = []
    for number, one in enumerate(media, 1):
        name = f"{one.kind.capitalize()} {number}" if len(media) > 1 else f"The {one.kind}"
        if not one.alt:
            said.append(f"{name} has no alt text. Say in words what it shows, for people who cannot see it.")
    if len({one.digest for one in media}) < len(media):
        said.append("The same picture or video is in it twice. Take one out.")
    return said


def _of_account(out: Callable[[str], Outgoing], one: Chosen, rules: Rules, several: bool) -> list[str]:
    if one.account.retired_at:
        return [f"{one.account.handle} has left the roster. Take it out of the list."]
    if not rules.capabilities(one.account.platform).publishes:
        return [f"{one.account.handle} can be read here but not written to. Take it out of the list."]
    if not one.text.strip():
        return [f"There are no words for {one.account.handle}. Write some."]
    found = rules.check(one.account, out(one.text))
    return [f"{one.account.handle}: {fault}" for fault in found] if several else found


def _same_words_elsewhere(
    db: Session, message: ScheduledPost, chosen: Sequence[Chosen], rules: Rules, due_at: datetime
) -> list[str]:
    """The same words on two accounts of a platform that takes that for spam, here or within 7 days."""
    together: dict[tuple[PlatformName, str], list[Chosen]] = defaultdict(list)
    for one in chosen:
        if not rules.capabilities(one.account.platform).same_words_elsewhere:
            together[one.account.platform, fingerprint(one.text)].append(one)
    said = []
    for (platform, words), same in together.items():
        label = rules.capabilities(platform).label
        here = {one.account.id for one in same}
        names = [one.account.handle for one in same] if len(same) > 1 else []
        before = messages.said_before(db, words, due_at, message.id, None, platform)
        names += [f"{account.handle} ({in_london(p.due_at)})" for p, account in before if account.id not in here]
        if names:
            said.append(
                f"{label} does not allow the same words on several accounts: {', '.join(names)}. "
                "Vary the words for each account."
            )
    return said
