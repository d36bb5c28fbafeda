"""What the pages of duty and hand-over may ask of the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from dashboard import data
from dashboard.kept import ask, ask_kept, now
from domain.clock import utc_now
from domain.people import MAY, Act, Role, Scope, Signed
from scheduler import shift_words
from scheduler.alert_paper import Manner
from store import duty, reports
from store.duty import DutyRow
from store.reports import ShiftSummary
from store.reports.alarms import QuestionFacts
from store.reports.digest import wants

__all__ = ["DutyRow", "QuestionFacts", "ShiftSummary"]

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Place:
    """A part of the force that may be chosen, and how it is called; "" for the whole of it."""

    name: str
    scope: Scope


def duties(who: Signed, scope: Scope | None) -> tuple[list[DutyRow], list[DutyRow]]:
    """Who is on duty now, and who comes within a fortnight, in what is seen and chosen."""
    at = now()
    rows = [one for one in ask(duty.rows, at, at + AHEAD) if _shown(who, scope, one)]
    return [one for one in rows if one.starts_at <= at], [one for one in rows if one.starts_at > at]


def places(who: Signed) -> list[Place]:
    """The parts of the force that this person may name, the widest first."""
    found = [Place("", Scope())] if who.scope == Scope() else []
    for district in data.scopes(who):
        found += [Place(district.name, Scope(district.id))] if district.whole else []
        found += [Place(f"{district.name} › {team.name}", Scope(district.id, team.id)) for team in district.teams]
    return found


def able(where: Scope) -> Sequence[reports.PersonRow]:
    """Who may be on duty there: people who see all of it and may act on what they are told."""
    everyone = ask_kept(reports.people)
    able = [one for one in everyone if Act.ACKNOWLEDGE in MAY[one.role]]
    return [
        one for one in able
        if Scope(one.district_id, one.team_id).covers(where.district_id, where.team_id)
    ]  # fmt: skip


def summary(who: Signed, scope: Scope | None) -> ShiftSummary:
    """The shift that now ends, for what was chosen or for all that is seen."""
    return ask(reports.shift, who, utc_now(), scope=scope)  # to the second: a note left just now stands in it


def manner() -> Manner:
    """How a printed summary names things; it holds no links, for paper has none."""
    return Manner(label=data.label, profile=data.profile)


def sheet(one: ShiftSummary) -> str:
    """The summary to print, as HTML."""
    return shift_words.sheet(manner(), one)


def gets_digest(who: Signed) -> bool | None:
    """Whether this person gets the daily digest; None: their role does not."""
    return ask(wants, who.person_id) if who.role is Role.SUPERVISOR else None


def due(one: QuestionFacts, at: datetime) -> str:
    """By when a question is promised, in words."""
    return shift_words.due(one, at)


def others(one: ShiftSummary, shown: int) -> int:
    """How many more wait than are named, where so many are shown."""
    return shift_words.others(one, shown)


def question_place(one: QuestionFacts) -> str:
    """Where a question was asked."""
    return f"{one.account} · {data.label(one.platform)}"


def _shown(who: Signed, scope: Scope | None, row: DutyRow) -> bool:
    """Whether a duty concerns what is seen and chosen: it lies in it, or around it."""
    parts = [part for part in (who.scope, scope) if part]
    return all(_touches(part, row.district_id, row.team_id) for part in parts)


def _touches(part: Scope, district_id: UUID | None, team_id: UUID | None) -> bool:
    if not district_id and not team_id:
        return True
    if part.team_id:
        return team_id == part.team_id or (team_id is None and district_id == part.district_id)
    return part.district_id is None or part.district_id == district_id
