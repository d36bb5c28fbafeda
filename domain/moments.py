"""Moments as people type them: ISO 8601, or London wall time."""

from datetime import UTC, datetime

from domain.clock import WallTimeFault, from_london, is_doubled

EXAMPLES = "2026-11-25 09:00 (London time) or 2026-11-25T09:00:00Z"
_SAY_WHICH = 'Write "first" (BST) or "second" (GMT) behind it.'
_WHICH = {"first": False, "second": True}


def moment(said: str) -> datetime:
    """The moment, in UTC. " first" or " second" after a wall time chooses when clocks go back. Raises WallTimeFault."""
    words = said.split()
    second = _WHICH[words.pop().lower()] if len(words) > 1 and words[-1].lower() in _WHICH else None
    try:
        when = datetime.fromisoformat(" ".join(words))
        if ":" not in said and "T" not in said:
            raise WallTimeFault(f'"{said}" says no time of day. Write it as {EXAMPLES}.')
        if when.tzinfo is None:
            if second is None and is_doubled(when):
                raise WallTimeFault(f"{when:%H:%M on %d %B %Y} happens twice: the clocks go back. {_SAY_WHICH}")
            return from_london(when, second)
        if second is not None:
            raise WallTimeFault(f'"first" and "second" go with London time only; "{said}" names its offset.')
        return when.astimezone(UTC)
    except WallTimeFault:
        raise
    except (ValueError, OverflowError):
        raise WallTimeFault(f'"{said}" is not a time. Write it as {EXAMPLES}.') from None
