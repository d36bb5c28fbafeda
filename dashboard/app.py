"""The frame round every page: who you are, what part of the force you look at, what is true right now, and the menu."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from config.settings import Settings, SettingsFault, read_settings
from dashboard import acts, data, frame, look, who
from dashboard.views import approvals, attention, overview, plan, questions, write
from dashboard.words import _
from domain.people import Scope, Signed

View = Callable[[Signed, Scope | None], None]

LAMP = Path(__file__).parent / "lamp.svg"


def main() -> None:
    """Draw the frame and the page chosen in it."""
    st.set_page_config(page_title="Bluelamp", page_icon=str(LAMP), layout="wide")
    try:
        settings = read_settings()
    except SettingsFault as fault:
        st.error("\n\n".join(fault.faults))
        return
    data.open_store(settings.database)
    data.use_boundaries(settings.boundaries)
    data.use_public(settings.practice, settings.graph_address)
    acts.use_rules(settings.answers_need_second_person, settings.publish_late_minutes)
    st.html(look.css(dark=st.context.theme.type == "dark"))
    if refusal := frame.refusal(settings.practice, settings.dashboard_host, settings.dashboard_person):
        st.error(refusal)
        return
    if settings.practice:
        frame.practice_banner()
    person = who.signed_in(settings.practice, settings.dashboard_person)
    if person:
        _inside(settings, person)


def _inside(settings: Settings, person: Signed) -> None:
    st.logo(str(LAMP), size="large")
    scope = frame.scope_picker(person)
    counts = data.badges(person, scope)
    menu = {
        _("Do"): [
            _page(questions.page, person, scope, _("Questions"), "questions", counts.questions, default=True),
            _page(write.page, person, scope, _("Write"), "write"),
            _page(plan.page, person, scope, _("Plan"), "plan"),
            _page(approvals.page, person, scope, _("Approvals"), "approvals", counts.approvals),
        ],
        _("See"): [_page(overview.page, person, scope, _("Overview"), "overview")],
        _("Care"): [_page(attention.page, person, scope, _("Attention"), "attention", counts.attention)],
    }
    chosen = st.navigation(menu, position="hidden")
    frame.menu(menu)
    frame.person_box(person, settings.practice)
    frame.banners(person, scope)
    chosen.run()


def _page(
    view: View, person: Signed, scope: Scope | None, title: str, path: str, count: int = 0, *, default: bool = False
) -> st.Page:
    """A page of the menu; the number beside it only when it is not zero."""

    def run() -> None:
        st.title(title)
        acts.flash()
        view(person, scope)

    return st.Page(run, title=f"{title} · {count}" if count else title, url_path=path, default=default)


main()
