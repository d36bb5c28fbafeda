"""What the buttons do: one desk act each, as the person signed in, and the desk's answer on the page."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import streamlit as st

from dashboard import data, data_answers, kept
from dashboard.parts import say
from dashboard.words import _
from domain.clock import utc_now
from domain.people import MAY, Act, Signed
from domain.posts import Attached, Published
from domain.promise import Promise
from domain.publication import SecondReader
from platforms import registry
from scheduler import desk
from scheduler.desk import Done, Over, Refused, Rules, Words
from scheduler.evidence import export
from scheduler.evidence_sheet import sheet

__all__ = ["Over", "Words"]

DID, REFUSED, MAY_INSIST, INSIST = "_did", "_refused", "_may_insist", "insist"


def use_rules(answers_need_second_person: str, late_minutes: int, take_downs_need_second_person: bool = False) -> None:
    """Say once a run what the force demands of answers, late posts and take-downs."""
    st.session_state["_rules"] = (answers_need_second_person, late_minutes, take_downs_need_second_person)


def use_queue(claim_minutes: int, promises: Sequence[Promise]) -> None:
    """Say once a run how long a claim lasts, and by when the public is answered."""
    st.session_state["_queue"] = (claim_minutes, tuple(promises))


def rules() -> Rules:
    """The force's rules, with the platforms' own checks."""
    second, minutes, agreed = st.session_state["_rules"]
    claimed, promises = st.session_state.get("_queue", (20, ()))
    return Rules(
        obstacle=lambda account, asked: registry.obstacle(
            account.platform, asked, account.handle, kept.answers_anyone(account.platform)
        ),
        own_words=data_answers.own_words(),
        check=lambda account, message: registry.check(account.platform, message),
        capabilities=registry.capabilities,
        answers_need_second_person=SecondReader(second),
        late_after=timedelta(minutes=minutes),
        take_downs_need_second_person=agreed,
        claim_for=timedelta(minutes=claimed),
        promises=promises,
    )


def flash() -> None:
    """Show, after the page was drawn anew, what the last act did."""
    if says := st.session_state.pop(DID, None):
        say(says, "good")


def do(act: Callable[[], Done], more: str = "") -> bool:
    """Do it; a refusal is shown where the button stands, and whatever was typed stays. `more`: said after the desk."""
    try:
        done = act()
    except Refused as no:
        say(str(no), "danger")
        st.session_state[MAY_INSIST] = no.may_insist
        return False
    data.forget()
    st.session_state[DID] = f"{done.says} {more}".strip()
    st.session_state[MAY_INSIST] = False
    return True


def offer_to_insist(who: Signed, words: Words) -> None:
    """After a refusal of just these words because they went out before: a button for those who may insist."""
    if st.session_state.get(MAY_INSIST) and st.session_state.get(REFUSED) == words and Act.INSIST in MAY[who.role]:
        st.button(_("The words are meant to be the same: send all the same"), key=INSIST)


def insisted() -> bool:
    """Whether that button was pressed: asked before it is drawn again."""
    return bool(st.session_state.get(INSIST))


def look_over(who: Signed, words: Words) -> list[str]:
    """What would stand against these words if they were sent for approval now."""
    return desk.look_over(data.store(), who, words, rules(), utc_now)


def keep_media(who: Signed, content: BinaryIO) -> Attached | str:
    """Clean and keep a picture or a video for a post that is being written; or the sentence why not."""
    try:
        return desk.keep_media(data.store(), kept.media(), who, content, rules(), utc_now)
    except Refused as no:
        return str(no)


def late_minutes() -> int:
    """The force's rule: how many minutes late a post may still go out by itself."""
    return int(rules().late_after.total_seconds() // 60)


def submit(who: Signed, words: Words, insist: bool = False) -> bool:
    """Send new words for approval."""
    st.session_state[REFUSED] = words
    return do(lambda: desk.write_and_submit(data.store(), who, words, rules(), utc_now, insist))


def save_draft(who: Signed, words: Words) -> bool:
    """Keep new words as a draft."""
    return do(lambda: desk.draft(data.store(), who, words, rules(), utc_now))


def edit(who: Signed, which: UUID, words: Words, version: int) -> bool:
    """Keep new words of a draft."""
    return do(lambda: desk.edit(data.store(), who, which, rules(), utc_now, words, version))


def take_back(who: Signed, which: UUID, version: int) -> bool:
    """Make a message a draft again, to work on it."""
    return do(
        lambda: desk.edit(data.store(), who, which, rules(), utc_now, None, version),
        _("You find it under Write."),
    )


def submit_draft(who: Signed, which: UUID, words: Words, insist: bool = False) -> bool:
    """Send a draft for approval, its words having just been kept."""
    st.session_state.pop(DID, None)
    st.session_state[REFUSED] = words
    return do(lambda: desk.submit(data.store(), who, which, rules(), utc_now, insist))


def withdraw(who: Signed, which: UUID) -> bool:
    """Take a message back for good."""
    return do(lambda: desk.withdraw(data.store(), who, which, utc_now))


def copy(who: Signed, which: UUID, accounts: list[UUID]) -> bool:
    """A new draft with the same words for these accounts."""
    return do(lambda: desk.copy(data.store(), who, which, accounts, rules(), utc_now))


def approve(who: Signed, which: UUID, version: int, due_at: datetime | None = None) -> bool:
    """Let a message go as it was read, at its time or at a new one."""
    return do(lambda: desk.approve(data.store(), who, which, rules(), utc_now, version, due_at))


def return_(who: Signed, which: UUID, note: str) -> bool:
    """Give a message back to its author with a word why."""
    return do(lambda: desk.return_(data.store(), who, which, note, utc_now))


def cancel(who: Signed, which: UUID) -> bool:
    """Stop one publication before it leaves, or close the matter of one that failed."""
    return do(lambda: desk.cancel(data.store(), who, which, utc_now))


def drop(who: Signed, which: UUID) -> bool:
    """A waiting publication is not wanted any more."""
    return do(lambda: desk.drop(data.store(), who, which, utc_now))


def send_now(who: Signed, which: UUID) -> bool:
    """A waiting publication goes out at once."""
    return do(lambda: desk.send_now(data.store(), who, which, utc_now))


def retime(who: Signed, which: UUID, due_at: datetime) -> bool:
    """A waiting publication goes out at a new time."""
    return do(lambda: desk.retime(data.store(), who, which, due_at, utc_now))


def queue_again(who: Signed, which: UUID, seen: int) -> bool:
    """Send again what surely is not public, as the page told it after `seen` tries."""
    return do(lambda: desk.queue_again(data.store(), who, which, utc_now, seen))


def confirm_published(who: Signed, which: UUID, external_id: str, url: str) -> bool:
    """A person has seen that it is public."""
    return do(lambda: desk.confirm_published(data.store(), who, which, Published(external_id, url), utc_now))


def give_up(who: Signed, which: UUID, reason: str) -> bool:
    """Close the matter of one that nobody can tell of."""
    return do(lambda: desk.give_up(data.store(), who, which, reason, utc_now))


def hold(who: Signed, over: Over, reason: str, review_at: datetime | None) -> bool:
    """Put a hold in force, at once or from a time on."""
    return do(lambda: desk.hold(data.store(), who, over, reason, utc_now, review_at))


def review(who: Signed, which: UUID, review_at: datetime) -> bool:
    """A hold goes on, and asks again then."""
    return do(lambda: desk.review(data.store(), who, which, review_at, utc_now))


def send_all(who: Signed, which: Collection[UUID]) -> bool:
    """These that wait go out now, one after another on each account."""
    return do(lambda: desk.send_all(data.store(), who, which, utc_now))


def retime_all(who: Signed, which: Collection[UUID], due_at: datetime) -> bool:
    """These that wait go out from a new time on, one after another on each account."""
    return do(lambda: desk.retime_all(data.store(), who, which, due_at, utc_now))


def drop_all(who: Signed, which: Collection[UUID]) -> bool:
    """None of these that wait is wanted any more."""
    return do(lambda: desk.drop_all(data.store(), who, which, utc_now))


def take_down(who: Signed, which: UUID, reason: str, everywhere: bool) -> bool:
    """Have a published post deleted, or ask for it; `everywhere`: on all accounts where its message is public."""
    return do(lambda: desk.take_down(data.store(), who, which, reason, rules(), utc_now, everywhere))


def approve_take_down(who: Signed, which: UUID, everywhere: bool = False) -> bool:
    """Agree, as the second person, that it is deleted."""
    return do(lambda: desk.approve_take_down(data.store(), who, which, utc_now, everywhere))


def drop_take_down(who: Signed, which: UUID) -> bool:
    """It stays after all, or the matter of a refused one is closed."""
    return do(lambda: desk.drop_take_down(data.store(), who, which, utc_now))


def hand_out(who: Signed, which: UUID) -> tuple[str, str, str] | None:
    """The whole story of a publication as JSON and as a sheet, with the sum over it; the trail says that it was."""
    try:
        made = export(data.store(), who, which, utc_now)
    except Refused as no:
        say(str(no), "danger")
        return None
    return made.text, sheet(made), made.sum


def lift(who: Signed, which: UUID) -> bool:
    """Lift a hold; what fell due meanwhile waits for a decision."""
    return do(lambda: desk.lift(data.store(), who, which, utc_now))
