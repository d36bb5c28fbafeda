"""The frame round every page: who you are, what part of the force you look at, what is true right now, and the menu."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from config.by_platform import answers_anyone, limits
from config.house_rules import HouseRulesFault, read_house_rules
from config.promise import PromiseFault, read_promises
from config.settings import Settings, SettingsFault, read_settings
from dashboard import acts, data, data_hidings, data_reports, frame, kept, links, look, who
from dashboard.parts import say
from dashboard.views import (
    accounts,
    answering,
    approvals,
    attention,
    campaigns,
    compare,
    duty,
    figures,
    handover,
    hidden,
    holds,
    overview,
    plan,
    polls,
    publications,
    questions,
    reach,
    reports,
    said_did,
    saved_replies,
    spending,
    what_works,
    write,
)
from dashboard.words import _, later
from domain.people import Scope, Signed
from domain.posts import PlatformName
from scheduler.order_places import Places

LAMP = Path(__file__).parent / "lamp.svg"
MENU = {
    later("Do"): (
        ("questions", later("Questions"), questions.page),
        ("write", later("Write"), write.page),
        ("plan", later("Plan"), plan.page),
        ("approvals", later("Approvals"), approvals.page),
        ("said-did", later("You said, we did"), said_did.page),
        ("handover", later("Handover"), handover.page),
    ),
    later("See"): (
        ("overview", later("Overview"), overview.page),
        ("reach", later("Reach"), reach.page),
        ("compare", later("Compare"), compare.page),
        ("what-works", later("What works"), what_works.page),
        ("accounts", later("Accounts"), accounts.page),
        ("publications", later("Publications"), publications.page),
        ("answering", later("Answering"), answering.page),
    ),
    later("Tell"): (
        ("campaigns", later("Campaigns"), campaigns.page),
        ("polls", later("Polls"), polls.page),
        ("reports", later("Reports"), reports.page),
        ("figures", later("Figures from files"), figures.page),
    ),
    later("Care"): (
        ("attention", later("Attention"), attention.page),
        ("holds", later("Holds"), holds.page),
        ("hidden", later("Hidden comments"), hidden.page),
        ("duty", later("Duty"), duty.page),
        ("saved-replies", later("Saved replies"), saved_replies.page),
        ("spending", later("Spending"), spending.page),
    ),
}


def main() -> None:
    """Draw the frame and the page chosen in it."""
    st.set_page_config(page_icon=str(LAMP), layout="wide")
    try:
        settings = read_settings()
    except SettingsFault as fault:
        for says in fault.faults:
            say(says, "danger")
        return
    kept.open_store(settings.database)
    kept.use_boundaries(settings.boundaries)
    kept.use_media(settings.media)
    kept.use_limits({platform: limits(settings, platform) for platform in PlatformName})
    kept.use_public(settings.practice, settings.graph_address)
    data_reports.use_places(Places(settings.reports_folder, settings.reports_domains))
    kept.use_answering(settings.signposts, [one for one in PlatformName if answers_anyone(settings, one)])
    acts.use_rules(
        settings.answers_need_second_person, settings.publish_late_minutes, settings.take_downs_need_second_person
    )
    try:
        data_hidings.use_house_rules(read_house_rules(settings.house_rules))
        acts.use_queue(settings.claim_minutes, read_promises(settings.promise))
    except (HouseRulesFault, PromiseFault) as fault:
        say(str(fault), "danger")
    st.html(look.css(dark=st.context.theme.type == "dark"))
    if settings.practice:
        frame.practice_banner()
    way = _way(settings)
    person = who.signed_in(way, settings.dashboard_person)
    if person:
        _inside(person, way)
    else:
        st.navigation(_menu(None, None), position="hidden")  # so that the address still leads where it says


def _way(settings: Settings) -> who.Way:
    """Where Streamlit really listens counts, not what the settings wish; told nothing, it listens to everybody."""
    host = str(st.get_option("server.address") or "")
    return who.way_in(settings.practice, who.service_is_set_up(), host, settings.dashboard_person)


def _inside(person: Signed, way: who.Way) -> None:
    st.logo(str(LAMP), size="large")
    frame.person_box(person, way)
    scope = frame.scope_picker(person)
    menu = _menu(person, scope)
    links.remember(page for pages in menu.values() for page in pages)
    chosen = st.navigation(menu, expanded=True)
    frame.banners(person, scope, chosen.url_path)
    chosen.run()


def _menu(person: Signed | None, scope: Scope | None) -> dict[str, list[st.Page]]:
    """The pages in their groups, each with the number of what waits there."""
    counts = asdict(data.badges(person, scope)) if person else {}
    return {
        _(group): [_page(path, _(title), view, person, scope, counts.get(path, 0)) for path, title, view in pages]
        for group, pages in MENU.items()
    }


def _page(path: str, title: str, view: frame.View, person: Signed | None, scope: Scope | None, count: int) -> st.Page:
    """A page of the menu; the number beside it only when it is not zero."""

    def run() -> None:
        st.title(title)
        acts.flash()
        if person:
            frame.page(path, view, person, scope)

    return st.Page(run, title=f"{title} · {count}" if count else title, url_path=path, default=path == "questions")


main()
