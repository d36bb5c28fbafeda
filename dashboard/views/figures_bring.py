"""Figures from files, the box: what a file would bring is shown before anything is kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from dashboard import acts_brought, data, data_brought
from dashboard.boxes import line_box
from dashboard.data_brought import FiguresSeen
from dashboard.parts import draw, lead, meta, number, say
from dashboard.period_picker import named
from dashboard.words import _, counted
from domain.brought.sheets import MOST_BYTES
from domain.people import Signed
from domain.period import Period
from reporting import sheets

FAULTS = 20
SEEN, TIMES = "figures-seen", "figures-times"
COLUMNS = ("as of", "account", "town", "metric", "value")


def box(who: Signed) -> None:
    """The file, what a person says of it, what it would bring, and the button."""
    st.header(_("Bring in a file"), anchor="bring")
    times = int(st.session_state.get(TIMES, 0))
    file = st.file_uploader(
        _("An export as it was downloaded, or our template"), type=["csv", "xlsx", "txt", "tsv"],
        key=f"figures-file-{times}", max_upload_size=MOST_BYTES // 1_000_000,
        help=_("Nothing in it is changed or guessed. A cell that tells nothing stays not told."),
    )  # fmt: skip
    if file is None:
        _which_files(who)
        return
    account_id, as_of, note = _said_of_it(who, times)
    if as_of is None:
        return
    content = file.getvalue()
    chosen = acts_brought.chosen(file.name, account_id, as_of, note)
    seen = _look(who, content, chosen, (file.file_id, account_id, as_of))
    if seen is None:
        return
    _draw(seen)
    rest = _without_faults(seen, times)
    if seen.stops or not seen.figures or (seen.faults and not rest):
        return
    chosen = acts_brought.chosen(file.name, account_id, as_of, note, but_faulty=rest)
    if st.button(_("Bring it in"), type="primary", key="figures-bring") and acts_brought.bring(who, content, chosen):
        st.session_state[TIMES] = times + 1
        st.rerun()


def _said_of_it(who: Signed, times: int) -> tuple[UUID | None, date | None, str]:
    """Whose figures they are, when the file was downloaded, and a remark."""
    accounts = {one.id: one.name for one in data_brought.accounts(who)}
    left, right = st.columns(2)
    account_id = left.selectbox(
        _("Whose figures"), [None, *accounts], key=f"figures-account-{times}",
        format_func=lambda one: accounts[one] if one else _("As the file says"),
        help=_("Exports by day do not say whose they are: choose the account."),
    )  # fmt: skip
    as_of = right.date_input(
        _("Downloaded on"), data.today(), max_value=data.today(), key=f"figures-day-{times}", format="DD/MM/YYYY",
        help=_("Where two files tell the same day, the one that was downloaded later stands."),
    )  # fmt: skip
    note = line_box(_("A remark that stands beside it"), f"figures-note-{times}")
    return account_id, as_of if isinstance(as_of, date) else None, note


def _without_faults(seen: FiguresSeen, times: int) -> bool:
    """Whether the rest is to be brought where something is faulty."""
    if not seen.faults or not seen.figures:
        return False
    n = seen.figures
    return st.checkbox(
        counted("Leave out what is faulty, and bring in the other {n} figure",
                "Leave out what is faulty, and bring in the other {n} figures", n), key=f"figures-rest-{times}",
    )  # fmt: skip


def _look(who: Signed, content: bytes, chosen: data_brought.Chosen, key: object) -> FiguresSeen | None:
    """What the file would bring; read once, and again where something else is said of it."""
    kept = st.session_state.get(SEEN)
    if kept and kept[0] == key:
        seen: FiguresSeen = kept[1]
        return seen
    with st.spinner(_("Reading the file…")):
        found = acts_brought.look(who, content, chosen)
    if found:
        st.session_state[SEEN] = (key, found)
    return found


def _draw(seen: FiguresSeen) -> None:
    """What the file is, what it would bring, what is wrong with it, and what else is to be known."""
    if seen.title:
        draw(lead(_headline(seen)), meta(seen.title, counted("{n} row", "{n} rows", seen.rows)))
    if seen.counts:
        st.dataframe(
            [{_("Number"): _(label), _("Figures it would bring"): count} for label, count in seen.counts],
            hide_index=True, width="content",
        )  # fmt: skip
    draw(*(meta(one) for one in seen.notes))
    if seen.stops:
        say(seen.stops, "danger")
    if seen.faults:
        _faults(seen.faults)


def _headline(seen: FiguresSeen) -> str:
    if not seen.first or not seen.last:
        return _("It would bring nothing.")
    return _("It would bring {figures} of {accounts}, {time}.").format(
        figures=counted("{n} figure", "{n} figures", seen.figures),
        accounts=", ".join(seen.accounts) or _("nobody yet"), time=named(Period(seen.first, seen.last)),
    )  # fmt: skip


def _faults(faults: Sequence[str]) -> None:
    n = len(faults)
    say(counted("{n} fault. Nothing is kept until it is mended, or left out:",
                "{n} faults. Nothing is kept until they are mended, or left out:", n), "danger")  # fmt: skip
    for fault in faults[:FAULTS]:
        st.text(fault)
    if n > FAULTS:
        draw(meta(counted("And {n} more.", "And {n} more.", n - FAULTS)))


def _which_files(who: Signed) -> None:
    """What can be brought, and the template for everything else."""
    with st.expander(_("Which files can be brought in?")):
        draw(*(meta(title) for title in data_brought.layouts()))
        draw(meta(_("CSV or XLSX, up to {megabytes} MB. Posts and days stay as the platform called them.").format(
            megabytes=number(MOST_BYTES // 1_000_000)
        )))  # fmt: skip
    st.download_button(
        _("Download the template"), lambda: _template(who), "figures-template.csv", "text/csv", key="figures-template",
        on_click="ignore", type="tertiary",
        help=_("For figures that stand in a paper: a figure a row. “town” stays empty for the whole page."),
    )  # fmt: skip


def _template(who: Signed) -> bytes:
    """The template with a row for each account, ready for its figures."""
    today = data.today().isoformat()
    rows = [
        {"as of": today, "account": one.said, "town": "", "metric": "followers", "value": ""}
        for one in data_brought.accounts(who)
    ]
    return sheets.csv(rows, COLUMNS, untold="")
