"""The chapter of what the platforms charged, month by month."""

from collections import defaultdict

from reporting.document import Column, Kind, Prose, Section, Table
from reporting.kinds.told import Told


def chapter(t: Told) -> Section:
    """What was bought, by platform and month, with the sum."""
    _ = t.w._
    months: dict[tuple[int, int, str], int] = defaultdict(int)
    names = {}
    for row in t.g.spending:
        key = (row.day.year, row.day.month, t.label(row.platform))
        months[key] += row.micros
        names[key] = t.w.month(row.day)
    rows = [(names[key], key[2], micros / 1_000_000) for key, micros in sorted(months.items())]
    if len(rows) > 1:
        rows.append((_("Together"), "", sum(months.values()) / 1_000_000))
    columns = (Column(_("Month")), Column(_("Platform")), Column(_("Charged, in US dollars"), Kind.DOLLARS))
    table = Table(
        _("What the platforms charged"), columns, rows, _("No platform charged anything in this period."),
        _("Reckoned from the platforms' price lists by the days of UTC, before tax. The bill of the platform counts."),
    )  # fmt: skip
    says = _("Working time and other costs are not recorded here.")
    return Section(_("Cost"), (table, Prose(says, quiet=True)))
