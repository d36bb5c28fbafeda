"""What the page says of each finding of the checks, while an answer is written."""

from collections.abc import Mapping
from html import escape

from dashboard.parts import coloured
from dashboard.words import _, later
from domain.wording.words import Code, Finding, Severity

SAYS: Mapping[Code, str] = {
    Code.TOO_LONG: later("Too long: {words}. Shorten it."),
    Code.PHONE: later("A mobile number: {words}. Everyone will read it. Take it out."),
    Code.LANDLINE: later("A phone number: {words}. Is it one for the public?"),
    Code.MAIL: later("An e-mail address: {words}. Is it one for the public?"),
    Code.POSTCODE: later("A postcode: {words}. It may show where somebody lives."),
    Code.ADDRESS: later("A street with a house number: {words}. It may show where somebody lives."),
    Code.PLATE: later("A vehicle's registration: {words}. Take it out."),
    Code.BORN: later("A date of birth: {words}. Take it out."),
    Code.NAMED: later("A name beside words of charge or arrest: {words}. Name nobody here."),
    Code.MISDIALLED: later("This number looks misspelt: {words}. Emergency is 999, everything else 101."),
    Code.ONLY_101: later("Somebody may be in danger here, and only 101 is named. Name 999 first."),
    Code.NOW_101: later("101 for what happens now ({words}): that is 999."),
    Code.PAST_999: later("999 for what is over ({words}): that is 101 or online."),
    Code.SHOUTING: later("This reads like shouting: {words}"),
    Code.NOT_WELSH: later("The question is in Welsh. Answer in Welsh, or in both languages."),
}
SIGNS: Mapping[Severity, tuple[str, str]] = {
    Severity.STOP: ("✗", "danger"),
    Severity.ASK: ("!", "waiting"),
    Severity.HINT: ("·", "muted"),
}
"""Sign and colour of each weight: never colour alone."""


def line(finding: Finding) -> str:
    """A finding as a ready-made line: its sign, and a sentence that says what to do."""
    says = escape(_(SAYS[finding.code]).format(words=finding.words))
    return f'<div class="bl-check">{coloured(*SIGNS[finding.severity])} {says}</div>'
