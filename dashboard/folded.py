"""Words of the public that are folded until somebody opens them: abuse and graphic words, for the officers' sake.

What an officer must see at once is never folded: a cry for help stays open, however roughly it is put.
"""

from html import escape

from dashboard.parts import one_line, said
from dashboard.words import _, later
from domain.listening.rough import rough
from domain.listening.words import Kind

FOLDED = later("Abusive or graphic words. Open to read them.")


def is_folded(text: str, kind: str | None = None) -> bool:
    """Whether these words are folded: heard as abuse, or rough; never where somebody may be in danger."""
    return kind != Kind.URGENT and (kind == Kind.ABUSE or rough(text))


def folded(text: str, kind: str | None = None, says: str = "") -> str:
    """What somebody wrote as a ready-made piece, like `parts.said`, behind one tap where it is folded, or `says` so."""
    if not says and not is_folded(text, kind):
        return said(text)
    return f'<details class="bl-folded"><summary>{escape(says or _(FOLDED))}</summary>{said(text)}</details>'


def in_short(text: str, kind: str | None = None, length: int = 90) -> str:
    """One line of it for a list or a button (plain text, not escaped), which says that it is folded instead."""
    return _(FOLDED) if is_folded(text, kind) else one_line(text, length)
