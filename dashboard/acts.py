"""What the buttons do: one desk act each, as the person signed in, and the desk's answer on the page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st

from dashboard import data
from domain.clock import utc_now
from domain.people import Signed
from domain.posts import Published
from domain.publication import SecondReader
from platforms import registry
from scheduler import desk
from scheduler.desk import Done, Refused, Rules, Words

__all__ = ["Words"]


def use_rules(answers_need_second_person: str, late_minutes: int) -> None:
    """Say once a run what the force demands of answers and late posts."""
    st.session_state["_rules"] = (answers_need_second_person, late_minutes)


def rules() -> Rules:
    """The force's rules, with the platforms' own checks."""
    second, minutes = st.session_state["_rules"]
    return Rules(
        check=lambda account, message: registry.check(account.platform, message),
        capabilities=registry.capabilities,
        answers_need_second_person=SecondReader(second),
        late_after=timedelta(minutes=minutes),
    )


def flash() -> None:
    """Show, after the page was drawn anew, what the last act did."""
    if says := st.session_state.pop("_did", None):
        st.success(says, icon=":material/check:")


def _do(act: Callable[[], Done], key: str = "") -> bool:
    """Do it; a refusal is shown where the button stands, and whatever was typed stays. `key` marks insisting."""
    try:
        done = act()
    except Refused as no:
        st.error(str(no), icon=":material/block:")
        st.session_state[f"_insist_{key}"] = no.may_insist
        return False
    data.forget()
    st.session_state["_did"] = done.says
    return True


def may_insist(key: str) -> bool:
    """Whether the last refusal of this act is one that a supervisor may overrule."""
    return bool(st.session_state.get(f"_insist_{key}"))


def look_over(who: Signed, words: Words) -> list[str]:
    """What would stand against these words if they were sent for approval now."""
    return desk.look_over(data.store(), who, words, rules(), utc_now)


def submit(who: Signed, words: Words, insist: bool = False) -> bool:
    """Send new words for approval."""
    return _do(lambda: desk.write_and_submit(data.store(), who, words, rules(), utc_now, insist), "submit")


def save_draft(who: Signed, words: Words) -> bool:
    """Keep new words as a draft."""
    return _do(lambda: desk.draft(data.store(), who, words, rules(), utc_now))


def edit(who: Signed, which: UUID, words: Words | None, version: int | None) -> bool:
    """Take a message back to work on it, with new words when given."""
    return _do(lambda: desk.edit(data.store(), who, which, rules(), utc_now, words, version))


def submit_draft(who: Signed, which: UUID, insist: bool = False) -> bool:
    """Send a draft for approval."""
    return _do(lambda: desk.submit(data.store(), who, which, rules(), utc_now, insist), "submit")


def withdraw(who: Signed, which: UUID) -> bool:
    """Take a message back for good."""
    return _do(lambda: desk.withdraw(data.store(), who, which, utc_now))


def copy(who: Signed, which: UUID, accounts: list[UUID]) -> bool:
    """A new draft with the same words for these accounts."""
    return _do(lambda: desk.copy(data.store(), who, which, accounts, rules(), utc_now))


def approve(who: Signed, which: UUID, version: int, due_at: datetime | None = None) -> bool:
    """Let a message go as it was read, at its time or at a new one."""
    return _do(lambda: desk.approve(data.store(), who, which, rules(), utc_now, version, due_at))


def return_(who: Signed, which: UUID, note: str) -> bool:
    """Give a message back to its author with a word why."""
    return _do(lambda: desk.return_(data.store(), who, which, note, utc_now))


def answer(who: Signed, question_id: UUID, text: str) -> bool:
    """Answer a question of the public."""
    return _do(lambda: desk.answer(data.store(), who, question_id, text, rules(), utc_now))


def set_aside(who: Signed, question_id: UUID, reason: str) -> bool:
    """Say why a question needs no answer from us."""
    return _do(lambda: desk.set_aside(data.store(), who, question_id, reason, utc_now))


def cancel(who: Signed, which: UUID) -> bool:
    """Stop one publication before it leaves, or close the matter of one that failed."""
    return _do(lambda: desk.cancel(data.store(), who, which, utc_now))


def drop(who: Signed, which: UUID) -> bool:
    """A waiting publication is not wanted any more."""
    return _do(lambda: desk.drop(data.store(), who, which, utc_now))


def send_now(who: Signed, which: UUID) -> bool:
    """A waiting publication goes out at once."""
    return _do(lambda: desk.send_now(data.store(), who, which, utc_now))


def retime(who: Signed, which: UUID, due_at: datetime) -> bool:
    """A waiting publication goes out at a new time."""
    return _do(lambda: desk.retime(data.store(), who, which, due_at, utc_now))


def queue_again(who: Signed, which: UUID) -> bool:
    """Send again what surely is not public."""
    return _do(lambda: desk.queue_again(data.store(), who, which, utc_now))


def confirm_published(who: Signed, which: UUID, external_id: str, url: str) -> bool:
    """A person has seen that it is public."""
    return _do(lambda: desk.confirm_published(data.store(), who, which, Published(external_id, url), utc_now))


def give_up(who: Signed, which: UUID, reason: str) -> bool:
    """Close the matter of one that nobody can tell of."""
    return _do(lambda: desk.give_up(data.store(), who, which, reason, utc_now))


def lift(who: Signed, which: UUID) -> bool:
    """Lift a hold; what fell due meanwhile waits for a decision."""
    return _do(lambda: desk.lift(data.store(), who, which, utc_now))
