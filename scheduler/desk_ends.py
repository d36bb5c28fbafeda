"""The desk, how a question ends without an answer from here, and how it is opened again."""

import re
from uuid import UUID

from domain.clock import Clock
from domain.listening.standing import Standing
from domain.people import Act, Signed
from domain.questions import Outcome
from scheduler.desk_asked import CLOSED_MEANWHILE, allow_asked, any_, must_be_free, nothing_on_its_way, said, waiting
from scheduler.desk_rules import MOVED_ON, Done, Refused
from store import audit, questions, queue
from store.db import Store

OPENED_AGAIN = (Outcome.PRIVATE, Outcome.REFERRED, Outcome.SET_ASIDE, Outcome.ANSWERED_BY_OTHER, Outcome.WITHDRAWN)
"""What a person decided, or the asker said, and a person may undo."""

_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 /.:_-]{1,38}[A-Za-z0-9]")


def set_aside(store: Store, who: Signed, question_id: UUID, reason: str, now: Clock) -> Done:
    """Say why a question needs no answer from us."""
    why = "Say why no answer is owed. The reason is kept."
    return _close(store, who, Act.SET_ASIDE, question_id, Outcome.SET_ASIDE, (reason, why), now, "Set aside.")


def refer_private(store: Store, who: Signed, question_id: UUID, reason: str, now: Clock) -> Done:
    """A question is not for a public answer: it goes on in private messages."""
    why = "Say how it goes on: who writes to them, and where. The reason is kept."
    says = "It goes on in private. It waits here no longer; open it again if nothing comes of it."
    return _close(store, who, Act.REFER, question_id, Outcome.PRIVATE, (reason, why), now, says)


def refer_control_room(store: Store, who: Signed, question_id: UUID, reference: str, reason: str, now: Clock) -> Done:
    """A question is the control room's: handed over under their reference."""
    under = " ".join(reference.split())
    if not under:
        raise Refused("Give the control room's reference. Without one nobody can tell that it arrived there.")
    if not _REFERENCE.fullmatch(under):
        raise Refused(
            "That does not look like a reference: 3 to 40 letters, figures, spaces and / . : _ - with at least one "
            "figure, such as 0123 24/11/2026. No names, and nothing of what happened."
        )
    why = (reason or "Handed to the control room.", "")
    says = f"Handed to the control room, {under}. It waits here no longer."
    return _close(store, who, Act.REFER, question_id, Outcome.REFERRED, why, now, says, reference=under)


def confirm_other(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Somebody else answered it well, as a person has seen: no answer of ours is owed."""
    says = "Closed: somebody else answered it."
    return _close(
        store, who, Act.CORRECT, question_id, Outcome.ANSWERED_BY_OTHER, ("Confirmed.", ""), now, says,
        must_stand=Standing.OTHER,
    )  # fmt: skip


def deny_other(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """What somebody else wrote is no answer: it waits for ours."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _, account = waiting(db, question_id)
        allow_asked(who, Act.CORRECT, asked, account)
        if not queue.stand(db, question_id, Standing.OTHER, Standing.UNANSWERED, who.person_id, at):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.CORRECT, "question", question_id, at, "standing: not answered by somebody else")
        return Done("It waits for our answer.", question_id)


def was_the_answer(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """What we wrote in its thread was the answer, not a holding reply."""
    with store.writing(durable=True) as db:
        at = now()
        asked, reply, account = waiting(db, question_id)
        allow_asked(who, Act.CORRECT, asked, account)
        must_be_free(db, asked, who, at)
        written = asked.standing_at if asked.standing is Standing.HOLDING else None
        written = written or queue.answered_at(db, reply)
        if written is None:
            raise Refused("Nothing of ours stands in its thread. Answer it, or set it aside with a reason.")
        more = {"standing": Standing.ANSWERED, "standing_set_by_id": who.person_id}
        if not questions.close(db, question_id, Outcome.ANSWERED, who.person_id, "", written, **more):
            raise Refused(CLOSED_MEANWHILE)
        audit.write(db, who, Act.CORRECT, "question", question_id, at, "standing: answered")
        return Done("Closed as answered.", question_id)


def was_only_holding(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """What we wrote was only a holding reply: the question waits on, from when it was asked."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _, account = any_(db, question_id)
        allow_asked(who, Act.CORRECT, asked, account)
        seen = asked.standing
        if asked.outcome is Outcome.ANSWERED:
            nothing_new = questions.reopen(db, question_id, at)
            seen = Standing.UNANSWERED
            if not nothing_new:
                raise Refused("What was asked is no longer public. It cannot wait again.")
        elif asked.outcome is not None:
            raise Refused("It was not closed by an answer of ours. Open it again instead.")
        if not queue.stand(db, question_id, seen, Standing.HOLDING, who.person_id, at):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.CORRECT, "question", question_id, at, "standing: a holding reply only")
        return Done("It waits on: what we wrote was a holding reply.", question_id)


def open_again(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Undo how a question ended: it waits again, from when it was asked."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _, account = any_(db, question_id)
        allow_asked(who, Act.REFER, asked, account)
        was = asked.outcome
        if was is None:
            raise Refused("It waits already.")
        if was not in OPENED_AGAIN:
            raise Refused(_not_again(was))
        if not questions.reopen(db, question_id, at):
            raise Refused(_not_again(Outcome.GONE))
        # A person wants it to wait: what stands in the thread today closes it no more, what we write from now on does.
        queue.stand(db, question_id, Standing.UNANSWERED, Standing.UNANSWERED, who.person_id, at)
        detail = f"opened again; was {was}{f', {asked.reference}' if asked.reference else ''}: {asked.reason}"
        audit.write(db, who, Act.REFER, "question", question_id, at, detail.removesuffix(": "))
        return Done("Open again. It waits since it was asked.", question_id)


def _not_again(was: Outcome) -> str:
    if was is Outcome.ANSWERED:
        return "It was answered. If that was only a holding reply, say so; then it waits on."
    return "What was asked is no longer public. It cannot wait again."


def _close(
    store: Store,
    who: Signed,
    act: Act,
    question_id: UUID,
    outcome: Outcome,
    reason: tuple[str, str],
    now: Clock,
    says: str,
    *,
    reference: str = "",
    must_stand: Standing | None = None,
) -> Done:
    """Close a question that waits; `reason` and what is asked for where there is none."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _, account = waiting(db, question_id)
        allow_asked(who, act, asked, account)
        must_be_free(db, asked, who, at)
        if must_stand and asked.standing is not must_stand:
            raise Refused(MOVED_ON)
        why = said(*reason)
        nothing_on_its_way(db, question_id)
        if not questions.close(db, question_id, outcome, who.person_id, why, at, reference=reference):
            raise Refused(CLOSED_MEANWHILE)
        audit.write(db, who, act, "question", question_id, at, f"{reference} {why}".strip())
        return Done(says, question_id)
