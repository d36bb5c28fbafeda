"""What is said of a post beside its words: its kind, its files, why it is urgent, what becomes of it when late."""

from collections.abc import Sequence

from dashboard import acts, data
from dashboard.hold_words import KINDS
from dashboard.parts import draw, meta, say
from dashboard.words import _, counted
from domain.posts import Attached, MediaKind


def kind(category: str) -> str | None:
    """The kind of a post, as people call it; None where nobody said."""
    return _(KINDS[category]).capitalize() if category in KINDS else None


def files(media: Sequence[Attached]) -> str | None:
    """How many pictures go with it, or that a video does; None without."""
    if any(one.kind is MediaKind.VIDEO for one in media):
        return _("with a video")
    return counted("with {n} picture", "with {n} pictures", len(media)) if media else None


def small_print(row: data.PlanRow) -> None:
    """What is out of the ordinary with a post, each a line."""
    if row.urgent:
        say(_("Urgent, it goes before all others: {reason}").format(reason=row.urgent), "waiting")
    minutes = int(row.late_after.total_seconds() // 60)
    if minutes != acts.late_minutes() and not row.answer:
        late = counted("If it is late by more than {n} minute", "If it is late by more than {n} minutes", minutes)
        draw(meta(_("{late}, it is not sent before somebody says so.").format(late=late)))
