"""Figures from files: what the platforms' own exports tell, beside what is collected and never added to it."""

from collections.abc import Sequence

from dashboard import data_brought
from dashboard.data_brought import FileRow
from dashboard.parts import draw, lead, meta
from dashboard.views import figures_bring, figures_files, figures_told, figures_towns
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed


def page(who: Signed, scope: Scope | None) -> None:
    """Draw what files tell, the box for a new one, the towns to be placed, and the files so far."""
    files = data_brought.files(who)
    beside = _("They stand beside the figures that are collected, and are never added to them.")
    draw(lead(_summary(who, files)), meta(beside))
    if Act.BRING_FIGURES in MAY[who.role]:
        figures_bring.box(who)
    figures_told.told(who, scope, any_file=any(one.withdrawn_at is None for one in files))
    figures_towns.towns(who)
    figures_files.files(who, files)


def _summary(who: Signed, files: Sequence[FileRow]) -> str:
    here = [one for one in files if one.withdrawn_at is None]
    if not here and who.scope != Scope():
        return _("No file tells anything of the accounts that you see.")
    if not here:
        return _("Nobody has brought in a file yet.")
    says = counted("{n} file tells", "{n} files tell", len(here))
    return says + " " + counted("{n} figure.", "{n} figures.", sum(one.figures for one in here))
