"""What the buttons of answering and of saved replies do: one desk act each, as the person signed in."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from dashboard import data
from dashboard.acts import do, rules
from dashboard.components.autosave import Unkept
from dashboard.words import _
from domain.clock import LONDON, utc_now
from domain.listening.words import Topic
from domain.people import Scope, Signed
from domain.publication import SecondReader
from domain.wording.words import Code
from scheduler import desk
from scheduler.desk import Refused, Said


def second_reader_rule() -> SecondReader:
    """The force's rule: whose answers somebody else reads first."""
    return rules().answers_need_second_person


def keep_words(who: Signed, question_id: UUID, text: str) -> str:
    """Keep the words of an answer as they are typed; tells when. Raises Unkept with a sentence."""
    at = utc_now()
    try:
        desk.keep_words(data.store(), who, question_id, text, rules(), utc_now)
    except Refused as no:
        raise Unkept(str(no)) from None
    except DBAPIError:
        raise Unkept(
            _("Not kept: the database does not answer. Your words stand in the box; copy them before you leave.")
        ) from None
    return _("Kept {at}").format(at=f"{at.astimezone(LONDON):%H:%M:%S}") if text.strip() else ""


def answer(
    who: Signed, question_id: UUID, text: str, *, holding: bool, closes_others: bool, confirmed: Collection[Code],
    insist: str,
) -> bool:  # fmt: skip
    """Answer a question of the public."""
    said = Said(holding, closes_others, tuple(confirmed), insist)
    return do(lambda: desk.answer(data.store(), who, question_id, text, rules(), utc_now, said))


def answer_each(
    who: Signed, texts: Mapping[UUID, str], *, holding: bool, confirmed: Collection[Code], insist: str
) -> bool:
    """Answer several that ask the same, each once."""
    said = Said(holding, False, tuple(confirmed), insist)
    return do(lambda: desk.answer_each(data.store(), who, texts, rules(), utc_now, said))


def answered_there(who: Signed, question_id: UUID, link: str) -> bool:
    """It was answered by hand on the platform."""
    return do(lambda: desk.answered_there(data.store(), who, question_id, link, utc_now))


def keep_saved_reply(
    who: Signed, title: str, text: str, text_cy: str, topic: Topic | None, area: Scope, review_by: date,
    which: UUID | None = None, seen: datetime | None = None,
) -> bool:  # fmt: skip
    """Keep a saved reply, new or changed."""
    return do(
        lambda: desk.keep_saved_reply(
            data.store(), who, title, text, text_cy, topic, area, review_by, utc_now, which, seen
        )
    )


def review_saved_reply(who: Signed, which: UUID, seen: datetime, review_by: date) -> bool:
    """A second person has read it."""
    return do(lambda: desk.review_saved_reply(data.store(), who, which, seen, review_by, utc_now))


def retire_saved_reply(who: Signed, which: UUID) -> bool:
    """It is offered no more."""
    return do(lambda: desk.retire_saved_reply(data.store(), who, which, utc_now))
