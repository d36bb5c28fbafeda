"""What the pages may ask of hidden comments: the list, one of them, its history, and the house rules."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

import streamlit as st

from dashboard.kept import ask, now
from domain.house_rules import HouseRule
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import HidingState
from store import reports
from store.reports import AbuseRow, HidingEvent, HidingRow

__all__ = ["AbuseRow", "HidingEvent", "HidingRow", "HouseRule"]


ABUSE_FOR = timedelta(days=14)
"""So long a comment that was heard as abuse is offered to be hidden."""


def use_house_rules(rules: Sequence[HouseRule]) -> None:
    """Say once a run by which rules the force hides comments."""
    st.session_state["_house_rules"] = tuple((one.key, one.english, one.welsh) for one in rules)


def house_rules() -> tuple[HouseRule, ...]:
    """The force's house rules, in its order."""
    return tuple(HouseRule(*one) for one in st.session_state.get("_house_rules", ()))


def rule_text(rule: HouseRule) -> str:
    """A rule in the reader's language, as far as the force has it."""
    return rule.welsh if st.session_state.get("language") == "cy" and rule.welsh else rule.english


def hidings(
    who: Signed,
    scope: Scope | None,
    platform: PlatformName | None,
    states: Collection[HidingState],
    *,
    words: str,
    appeals: bool,
    limit: int,
) -> Sequence[HidingRow]:
    """What is or was hidden, the last ordered first."""
    return ask(
        reports.hidings, who, scope=scope, states=states, platform=platform, words=words, appeals=appeals, limit=limit
    )


def heard_as_abuse(
    who: Signed, scope: Scope | None, platform: PlatformName | None, words: str, limit: int
) -> Sequence[AbuseRow]:
    """What listening heard as abuse within two weeks and nobody has decided about."""
    return ask(reports.heard_as_abuse, who, now() - ABUSE_FOR, scope=scope, platform=platform, words=words, limit=limit)


def hiding_of(who: Signed, reply_id: UUID) -> HidingRow | None:
    """The last hiding of a comment; None when it never was hidden."""
    return ask(reports.hiding_of, who, reply_id)


def history(who: Signed, which: UUID) -> Sequence[HidingEvent]:
    """What happened to one hiding, in order."""
    return ask(reports.hiding_history, who, which)
