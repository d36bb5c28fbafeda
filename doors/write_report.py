"""`bluelamp write-report`: a report that can be handed out, as a file; and how the watch writes ordered ones."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from domain.clock import london_day
from domain.handed_out import USUAL, Form, Language, ReportKind, about
from domain.people import Scope, Signed
from domain.period import Period, PeriodFault, said
from doors import mail, places
from doors.person import SERVICE, person
from doors.wiring import DoorFault, House
from platforms import registry
from reporting import forms
from reporting.document import Document
from reporting.kinds.written import BY_DISTRICT, document
from scheduler.letters import Enclosure
from scheduler.order_places import Places
from scheduler.orders import Asked, Office, Paper
from store.reports.gathered import gathered
from store.tables import District, Team


def write(
    house: House,
    kind: str,
    to: Path,
    *,
    period: str | None = None,
    district: str | None = None,
    team: str | None = None,
    language: Language = Language.ENGLISH,
    form: Form | None = None,
    email: str | None = None,
) -> list[str]:
    """Write one report to a file, or into a folder under its own name; what to say of it. Raises DoorFault."""
    chosen, form = _kind(kind), form or _form(to)
    who = person(house, email) if email else SERVICE
    span = _period(period, chosen, london_day(house.clock()))
    made = _document(house, who, chosen, span, _scope(house, district, team), language)
    path = to / forms.file_name(made, form) if to.is_dir() else to
    _replace(path, forms.write(made, form))
    return [f"{made.title}, {made.about[0]}: written to {path}."]


def office(house: House) -> Office:
    """What the watch makes ordered reports with."""
    settings = house.settings

    def paper(asked: Asked) -> Paper:
        made = _document(house, SERVICE, asked.kind, asked.period, asked.scope, asked.language)
        files = [Enclosure(forms.file_name(made, one), forms.MIME[one], forms.write(made, one)) for one in asked.forms]
        return Paper(f"{made.force}: {made.title}", ", ".join(made.about), tuple(files))

    allowed = Places(settings.reports_folder, settings.reports_domains)
    return Office(house.store, house.clock, paper, mail.sender(settings), allowed)


def _document(
    house: House, who: Signed, kind: ReportKind, period: Period, scope: Scope | None, language: Language
) -> Document:
    with house.store.reading() as db:
        rows = gathered(db, who, house.clock(), period, scope=scope, by_district=kind in BY_DISTRICT)
    return document(kind, rows, language, lambda platform: registry.capabilities(platform).label)


def _kind(word: str) -> ReportKind:
    try:
        return ReportKind(word.strip().lower())
    except ValueError:
        raise DoorFault(f'There is no report "{word}" to hand out.', f"Known are: {', '.join(ReportKind)}.") from None


def _form(to: Path) -> Form:
    try:
        return Form(to.suffix.lstrip(".").lower()) if to.suffix and not to.is_dir() else Form.PDF
    except ValueError:
        raise DoorFault(
            f"{to.name} is no form that reports are written in.", f"Say --format: {', '.join(Form)}."
        ) from None


def _period(words: str | None, kind: ReportKind, today: date) -> Period:
    try:
        return said(words, today) if words else about(USUAL[kind], today)
    except PeriodFault as fault:
        raise DoorFault(str(fault), "See --period.") from None


def _scope(house: House, district: str | None, team: str | None) -> Scope | None:
    if district and team:
        raise DoorFault("A report is of a district or of a team, not of both.", "Leave one of them out.")
    with house.store.reading() as db:
        if team:
            return Scope(team_id=places.area(db, Team, "team", team).id)
        return Scope(district_id=places.area(db, District, "district", district).id) if district else None


def _replace(path: Path, content: bytes) -> None:
    """Write it beside its place and put it there whole."""
    made = None
    try:
        with NamedTemporaryFile("wb", dir=path.parent, prefix=".", delete=False) as made:
            made.write(content)
        Path(made.name).chmod(0o644)
        Path(made.name).replace(path)
    except OSError as fault:
        if made:
            Path(made.name).unlink(missing_ok=True)
        raise DoorFault(f"{path} cannot be written: {fault.strerror}.", "Choose another place.") from None
