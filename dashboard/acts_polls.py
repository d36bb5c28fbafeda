"""What the buttons on polls do: one desk act each, as the person signed in."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from dashboard import data
from dashboard.acts import do, rules
from domain.clock import utc_now
from domain.people import Signed
from domain.polls import Consultation, OneAsked, PollWords
from scheduler import desk
from scheduler.desk import Done


def put_polls(who: Signed, words: PollWords, submit: bool) -> UUID | None:
    """Write posts with polls, as drafts or sent for approval; the first one's id, None when it was refused."""
    made: list[UUID] = []

    def act() -> Done:
        done = desk.put_polls(data.store(), who, words, rules(), utc_now, submit)
        made.append(done.id)
        return done

    return made[0] if do(act) else None


def record(who: Signed, words: Consultation) -> UUID | None:
    """Keep a consultation by hand; its id, None when it was refused."""
    made: list[UUID] = []

    def act() -> Done:
        done = desk.record_consultation(data.store(), who, words, utc_now)
        made.append(done.id)
        return done

    return made[0] if do(act) else None


def change_poll(who: Signed, poll_id: UUID, seen: datetime, words: OneAsked, minutes: int, due_at: datetime) -> bool:
    """Change a platform's poll before it is public."""
    return do(lambda: desk.change_poll(data.store(), who, poll_id, seen, words, minutes, due_at, rules(), utc_now))


def change_consultation(who: Signed, poll_id: UUID, seen: datetime, words: Consultation) -> bool:
    """Correct a consultation kept by hand."""
    return do(lambda: desk.change_consultation(data.store(), who, poll_id, seen, words, utc_now))


def count(
    who: Signed, poll_id: UUID, seen: datetime, votes: Sequence[int | None], answered: int | None, final: bool
) -> bool:
    """Write down the votes of a consultation."""
    return do(lambda: desk.count_consultation(data.store(), who, poll_id, seen, votes, answered, final, utc_now))


def tell_back(
    who: Signed, poll_id: UUID, seen: datetime, feedback: str, decision: str, because: str, issue_id: UUID | None
) -> bool:
    """Say what those who took part were told, or why nobody was."""
    return do(lambda: desk.tell_back(data.store(), who, poll_id, seen, feedback, decision, because, issue_id, utc_now))


def due_feedback(who: Signed, poll_id: UUID, seen: datetime, day: date) -> bool:
    """Promise the feedback for another day."""
    return do(lambda: desk.due_feedback(data.store(), who, poll_id, seen, day, utc_now))


def cancel(who: Signed, poll_id: UUID, seen: datetime, reason: str) -> bool:
    """Take a poll back."""
    return do(lambda: desk.cancel_poll(data.store(), who, poll_id, seen, reason, utc_now))


def submit(who: Signed, scheduled_post_id: UUID) -> bool:
    """Send the draft that carries a poll for approval."""
    return do(lambda: desk.submit(data.store(), who, scheduled_post_id, rules(), utc_now))
