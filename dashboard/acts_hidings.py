"""What the buttons on hidden comments do: one desk act each, as the person signed in."""

from uuid import UUID

from dashboard import data, data_hidings
from dashboard.acts import do, rules
from dashboard.parts import say
from domain.clock import utc_now
from domain.people import Signed
from scheduler import desk, desk_hidings, hiding_evidence
from scheduler.desk import Refused


def why_not(who: Signed, reply_id: UUID) -> str | None:
    """Why a comment cannot be hidden, "" when it can; None where nothing is to be drawn: not theirs, ours, or gone."""
    try:
        fault = desk_hidings.why_not(data.store(), who, reply_id, rules())
    except Refused:
        return None
    return None if fault == desk_hidings.OURS or fault.startswith(desk_hidings.NO_LONGER) else fault


def hide(who: Signed, reply_id: UUID, rule: str, reason: str) -> bool:
    """Have a comment hidden by a house rule."""
    return do(
        lambda: desk.hide(data.store(), who, reply_id, rule, reason, rules(), data_hidings.house_rules(), utc_now)
    )


def show_again(who: Signed, which: UUID, reason: str) -> bool:
    """Have a hidden comment shown again."""
    return do(lambda: desk.show_again(data.store(), who, which, reason, utc_now))


def note_appeal(who: Signed, which: UUID, note: str) -> bool:
    """Write down an objection, or what became of it."""
    return do(lambda: desk.note_appeal(data.store(), who, which, note, utc_now))


def close_hiding(who: Signed, which: UUID) -> bool:
    """The platform refused, and somebody has seen it."""
    return do(lambda: desk.close_hiding(data.store(), who, which, utc_now))


def hand_out(who: Signed, which: UUID) -> tuple[str, str] | None:
    """The story of a hiding as JSON, with the sum over it; the trail says that it was handed out."""
    try:
        made = hiding_evidence.export(data.store(), who, which, utc_now)
    except Refused as no:
        say(str(no), "danger")
        return None
    return made.text, made.sum
