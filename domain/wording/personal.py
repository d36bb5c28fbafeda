"""Personal data in an answer: numbers, addresses, registrations, dates of birth, and names beside charge or arrest."""

import re
from collections.abc import Iterable

from domain.wording.words import Code, Context, Finding, Severity

_PHONE = re.compile(r"(?<![\w/.#-])(?:\+\s?44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s().-]{0,2}\d){7,10}(?![\w-])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_PUBLIC_BODY = re.compile(r"(?:\.police\.uk|\.gov\.uk|\.nhs\.uk|\.gov\.wales|\.llyw\.cymru|\.parliament\.uk)$", re.I)
_AT_HOME = re.compile(
    r"@(?:g(?:oogle)?mail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|btinternet|sky|virginmedia|talktalk|"
    r"ntlworld|proton(?:mail)?|gmx)\.",
    re.I,
)
_POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d(?:\d|[ABEHMNPRV-Y])?|\d[A-HJKPSTUW]) ?\d[ABD-HJLNP-UW-Z]{2})\b"
)
_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Gardens|Grove|Terrace|Way|Place|Court|Row|Walk|Mews"
    r"|Rise|Hill|Green|Square|Parade|Heol|Stryd|Ffordd|Lôn|Maes|Clos)"
)
_ADDRESS = re.compile(
    rf"\b(?:(?:[Ff]lat|[Hh]ouse|[Nn]umber|[Nn]o\.?)\s*\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{0,3}}{_STREET}\b"
    rf"|\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}{_STREET}\b"
    r"|\d{1,4}[A-Za-z]?,?\s+(?:Heol|Stryd|Ffordd|Lôn|Maes|Clos)\s+[A-Z]\w+)"
)
_PLATE = re.compile(
    r"\b(?:[A-Z]{2}(?:0[1-9]|[1-8]\d) ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}(?=\W|$)|[A-Z]{3} ?\d{1,3}[A-Z])\b"
)
_NOT_PLATES = re.compile(r"^(?:[A-Z]{2}\d{2} ?(?:AND|FOR|THE|YOU)|[A-Z]\d{1,3} ?[A-Z]{3}$)")
_VEHICLE = re.compile(r"\b(?:reg(?:istration)?|plate|vrm|index|vehicle|car|van|lorry|moped|motorbike|cerbyd)\b", re.I)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Ion|Chwe|Ebr|Mai|Meh|Gor|Aws|Med|Hyd|Tach|Rhag)\w*"
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday|dyddiad geni|ganwyd)\b\W{0,4}(?:is |was |ar )?\W{0,3}"
    rf"(?:\d{{1,2}}[/.\s-]+(?:\d{{1,2}}|{_MONTH})[/.\s-]+\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})",
    re.I,
)
_NAME = r"(?:[A-Z]['’])?[A-Z][a-zŵŷâêîôû]+(?:-[A-Z]?[a-z]+)?"
_PERSON = re.compile(rf"\b({_NAME}) ({_NAME}(?: {_NAME})?)\b(?!\s+(?:{_STREET}|Police|Council)\b)")
_ACCUSED = (
    r"(?:arrested|charged|cautioned|convicted|remanded|sentenced|jailed|bailed|suspected|wanted|pleaded|pled|prosecuted"
    r"|summonsed|guilty|suspect|arestio|gyhuddo|cyhuddo|garcharu|ddedfrydu)"
)
_CHARGE = re.compile(rf"\b{_ACCUSED}\b", re.I)
_NO_NAME = frozenset(
    """
The This That These Those There We You They He She It If In On At For From To And But Or Our Your Their His Her An
As Is Are Was Were Please Thank Thanks Hi Hello Hey Good Morning Afternoon Evening Dear Sorry Yes No Not Can Could
Would Will Have Has Had Do Does Did Any All Anyone Someone One Two Three Four Five Six When Where What Who Why How
Officers Officer Police Force Team Detective Inspector Sergeant Constable Chief Superintendent Commander Sgt Insp
Supt Action Fraud Report Pc Pcso Dc Ds Di Neighbourhood Crown Magistrates Magistrate County Court Courts Youth
Justice Prosecution Service Road Street Lane Avenue Park Square Station Hospital School College University Centre
City Town Village North South East West Upper Lower Great Little New Old Saint High Green Market Monday Tuesday
Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Christmas Easter Crimestoppers Live Chat Operation Section Act Home Office Public Order Offences
Terrorism Covid British English Welsh Scottish Irish United Kingdom Britain England Wales Scotland London Black
White Asian Facebook Twitter Instagram Also Although However Following After Before Since While Once Last Next
Update Latest Man Men Woman Women Boy Girl Both Another Other More Just Only So Then Now Today Yesterday Mr Mrs Ms
Miss Dr
""".split()  # noqa: SIM905
)
_RANK = re.compile(
    r"(?:\b(?:PC|PCSO|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|DC|DS|DI|DCI|PS|Constable|Officer|Commander|Chief"
    r"|ACC|DCC|Minister|Secretary|Mayor|Cllr|Councillor)\.?\s*)$"
)
_MEMBER = re.compile(r"\s+(?:MP|MS|MSP|PCC|QPM)\b")
_HANDLE = re.compile(r"[@#][\w-]+")
NEAR = 60
"""Characters between a name and a word of charge or arrest that still stand beside each other."""


def phones(text: str, context: Context) -> list[Finding]:
    """Phone numbers that may be somebody's: not 101 and its like, not freephone, not an organisation's 03, not ours."""
    ours = {_digits(one[0]) for own in context.ours for one in _PHONE.finditer(own)}
    found = []
    for one in _PHONE.finditer(text):
        number = _digits(one[0])
        if number in ours or not 10 <= len(number) <= 11 or number[:2] in ("08", "03"):
            continue
        mobile = number.startswith("07")
        found.append(
            Finding(
                Code.PHONE if mobile else Code.LANDLINE,
                one[0].strip(),
                Severity.STOP if mobile else Severity.ASK,
            )
        )
    return found


def mails(text: str, context: Context) -> list[Finding]:
    """E-mail addresses, but not those of public bodies and our own."""
    ours = {one.casefold() for own in context.ours for one in _MAIL.findall(own)}
    found = [one.rstrip(".") for one in _MAIL.findall(text)]
    return [
        Finding(Code.MAIL, one, Severity.STOP if _AT_HOME.search(one) else Severity.ASK)
        for one in found
        if one.casefold() not in ours and not _PUBLIC_BODY.search(one)
    ]


def places(text: str, context: Context) -> list[Finding]:
    """Postcodes, and house numbers with their street."""
    own = "\n".join(context.ours)
    codes = [Finding(Code.POSTCODE, one, Severity.ASK) for one in _whole(_POSTCODE, text) if one not in own]
    return codes + [Finding(Code.ADDRESS, one, Severity.ASK) for one in _whole(_ADDRESS, text) if one not in own]


def plates(text: str, context: Context) -> list[Finding]:
    """Registrations of vehicles; the older forms only beside a word of vehicles, for road numbers look like them."""
    text, found = _without_handles(text), list[Finding]()
    codes = set(_whole(_POSTCODE, text))
    for one in _PLATE.finditer(text):
        new = re.fullmatch(r"[A-Z]{2}\d{2} ?[A-Z]{3}", one[0])
        near = _VEHICLE.search(text[max(0, one.start() - 40) : one.end() + 40])
        if any(one[0] in code or code in one[0] for code in codes) or not (new or near):
            continue
        if not (new and _NOT_PLATES.match(one[0])):
            found.append(Finding(Code.PLATE, one[0], Severity.STOP))
    return found


def births(text: str, context: Context) -> list[Finding]:
    """Dates of birth, where they are called that."""
    return [Finding(Code.BORN, one[0], Severity.STOP) for one in _BORN.finditer(text)]


def names(text: str, context: Context) -> list[Finding]:
    """A first and a last name beside a word of charge or arrest, in one sentence; officers with their rank are none."""
    text = _without_handles(text)
    for charge in _CHARGE.finditer(text):
        start = max(text.rfind(mark, 0, charge.start()) for mark in (". ", "! ", "? ", "\n")) + 1
        ends = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, charge.end())) >= 0]
        end = min(ends, default=len(text))
        first, last = max(start, charge.start() - NEAR), min(end, charge.end() + NEAR)
        for person in _PERSON.finditer(text, first, last):
            parts = person[0].split()
            in_office = _RANK.search(text[: person.start()]) or _MEMBER.match(text, person.end())
            if not _NO_NAME.intersection(parts) and not in_office:
                return [Finding(Code.NAMED, f"{person[0]} … {charge[0]}", Severity.STOP)]
    return []


def _without_handles(text: str) -> str:
    """The text with handles and hashtags blanked, its length kept: they are made like registrations and names."""
    return _HANDLE.sub(lambda one: " " * len(one[0]), text)


def _digits(number: str) -> str:
    """The digits of a UK number as dialled at home."""
    bare = re.sub(r"\D", "", number)
    return "0" + bare[2:].removeprefix("0") if bare.startswith("44") else bare


def _whole(pattern: re.Pattern[str], text: str) -> Iterable[str]:
    return [one[0] for one in pattern.finditer(text)]
