"""What the buttons on issues do: one desk act each, as the person signed in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from dashboard import data
from dashboard.acts import do, rules
from domain.clock import utc_now
from domain.issues import IssueWords
from domain.people import Signed
from scheduler import desk
from scheduler.desk import Done


def open_issue(who: Signed, words: IssueWords, question_ids: Sequence[UUID]) -> UUID | None:
    """Open an issue; its id, None when it was refused."""
    return _made(lambda: desk.open_issue(data.store(), who, words, question_ids, utc_now))


def add_to_issue(who: Signed, issue_id: UUID, question_ids: Sequence[UUID]) -> bool:
    """Say that these questions belong to an issue that is there."""
    return do(lambda: desk.add_to_issue(data.store(), who, issue_id, question_ids, utc_now))


def take_out_of_issue(who: Signed, issue_id: UUID, question_id: UUID) -> bool:
    """A question does not belong to an issue after all."""
    return do(lambda: desk.take_out_of_issue(data.store(), who, issue_id, question_id, utc_now))


def work_on_issue(who: Signed, issue_id: UUID, seen: datetime, words: IssueWords) -> bool:
    """Keep new words of an issue as it was seen."""
    return do(lambda: desk.work_on_issue(data.store(), who, issue_id, seen, words, utc_now))


def close_issue(who: Signed, issue_id: UUID, seen: datetime) -> bool:
    """Close an issue that says what came of it."""
    return do(lambda: desk.close_issue(data.store(), who, issue_id, seen, utc_now))


def reopen_issue(who: Signed, issue_id: UUID, seen: datetime, reason: str) -> bool:
    """Open a closed issue again."""
    return do(lambda: desk.reopen_issue(data.store(), who, issue_id, seen, reason, utc_now))


def write_issue_post(who: Signed, issue_id: UUID) -> UUID | None:
    """Prepare the words of the post as a draft; the draft's id, None when it was refused."""
    return _made(lambda: desk.write_issue_post(data.store(), who, issue_id, rules(), utc_now))


def link_post(who: Signed, issue_id: UUID, scheduled_post_id: UUID) -> bool:
    """Name a post that is there as the one that tells the public."""
    return do(lambda: desk.link_post(data.store(), who, issue_id, scheduled_post_id, utc_now))


def told_asker(who: Signed, issue_id: UUID, question_id: UUID) -> bool:
    """Who asked was told by hand."""
    return do(lambda: desk.told_asker(data.store(), who, issue_id, question_id, utc_now))


def told_others(who: Signed, issue_id: UUID, whom: str, people: int | None) -> bool:
    """A meeting, a newsletter was told."""
    return do(lambda: desk.told_others(data.store(), who, issue_id, whom, people, utc_now))


def reviewed(who: Signed, question_id: UUID, text: str) -> bool:
    """Note on a question that its answer was read again."""
    return do(lambda: desk.note(data.store(), who, question_id, text, utc_now))


def _made(act: Callable[[], Done]) -> UUID | None:
    """Do it; the id of what was made, None when it was refused."""
    made: list[UUID] = []

    def keep() -> Done:
        done = act()
        made.append(done.id)
        return done

    return made[0] if do(keep) else None
