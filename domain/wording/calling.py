"""999 and 101 in an answer: misspelt, for the wrong moment, or 101 alone where somebody may be in danger."""

import re

from domain.listening.words import Lane
from domain.wording.words import Code, Context, Finding, Severity

DANGER = (Lane.DANGER, Lane.AT_RISK)
"""Lanes in which 101 alone is the wrong number."""

_CALL = r"(?:call|ring|phone|dial|contact|ffoniwch|ffonio|galwch|deialwch|deialu)"
_EMERGENCY = re.compile(r"(?<![\d.,/£#-])999(?![\d/%-]|[.,]\d)")
_ROUTINE = re.compile(r"(?<![\d.,/£#-])101(?![\d/%-]|[.,]\d)")
_MISDIALLED = re.compile(
    rf"\b{_CALL}\b[^.!?\n]{{0,20}}?(?<![\d£#/.-])"
    r"(99|9{4,6}|99[08]|[08]99|9[08]9|1101|1011|1001|1o1)(?![\w/%-]|[.,]\d)",
    re.I,
)
_DANGER = re.compile(
    r"\b(?:immediate (?:danger|risk|threat)|in danger|life is (?:at risk|in danger)|danger (?:to|of)"
    r" (?:life|anyone|you)|(?:is|are) (?:being )?(?:hurt|attacked|threatened)|emergency|mewn perygl|argyfwng)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:in progress|happening (?:right )?now|right now|as it happens|(?:while|when|if) (?:it|this|that)(?:['’]s| is)"
    r" happening|ar hyn o bryd|yn digwydd (?:nawr|rŵan|rwan))\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:non|not|no longer|isn['’]?t|is not|aren['’]?t|unless|less|without|other than|dim|nid)\b[^.!?]{0,30}$"
    r"|\bnon-?$",
    re.I,
)
_PAST = re.compile(
    r"\b(?:yesterday|last (?:night|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:was|were|has been|have been|been|got|had) (?:\w+ )?(?:stolen|burgled|broken into|damaged|vandalised|taken)"
    r"|already happened|(?:days?|weeks?|months?) ago|ddoe|neithiwr|wythnos diwethaf)\b",
    re.I,
)
_CLAUSE = re.compile(r"[.!?;\n]+(?=\s|$)|,?\s+(?:otherwise|or else|but|if not|fel arall|ond)\b", re.I)


def calling(text: str, context: Context) -> list[Finding]:
    """What is wrong with how 999 and 101 are used."""
    found = [Finding(Code.MISDIALLED, one[0], Severity.STOP) for one in _MISDIALLED.finditer(text)]
    if _ROUTINE.search(text) and not _EMERGENCY.search(text) and set(DANGER) & set(context.lanes):
        found.append(Finding(Code.ONLY_101, "101", Severity.STOP))
    for clause in _CLAUSE.split(text):
        emergency, routine = _EMERGENCY.search(clause), _ROUTINE.search(clause)
        danger, now = _said(_DANGER, clause), _said(_NOW, clause)
        if routine and not emergency and (danger or now):
            severity = Severity.STOP if danger else Severity.ASK
            found.append(Finding(Code.NOW_101, f"101 … {danger or now}", severity))
        if emergency and not (danger or now) and (past := _PAST.search(clause)):
            found.append(Finding(Code.PAST_999, f"999 … {past[0]}", Severity.ASK))
    return found


def _said(pattern: re.Pattern[str], clause: str) -> str:
    """The words of a kind that a clause says and does not deny; "" when there are none."""
    for one in pattern.finditer(clause):
        if not _NOT.search(clause[: one.start()]):
            return one[0]
    return ""
