"""How an answer is said: its length, capitals, and Welsh to a question in Welsh."""

import re

from domain.wording.words import Code, Context, Finding, Severity

_WORD = re.compile(r"[^\W\d_]{2,}")
_WELSH = frozenset(
    """
a ac am ar at bod bydd chi chwi cwestiwn cysylltu cysylltwch dan diolch dim does dros dyma ein eich ei er eu fod
fydd fyddwn gallwch gan gyda gyfer helo heddlu hefyd hon hwn hyn i iawn iddo ie mae maen mewn mwy na neges neu ni
nid nos nawr o oedd oes ond os pan pob prynhawn bore da rhoi rhowch rydym rydyn ry'n rŵan rwan sut swyddog sy sydd
tîm tua un wedi wrth wybod y ydi ydy ydych yma ym yn yr ffoniwch ffonio adroddwch ar-lein byddwn gwybodaeth
""".split()  # noqa: SIM905
)
_ENGLISH = frozenset(
    """
the and to of is are you your we our for with that this it in at be will can please thank thanks have not from if or
but has was on there here hello hi sorry
""".split()  # noqa: SIM905
)
CAPITALS = 4
"""Words in capitals one after another that are shouting; fewer are names of forces, roads and campaigns."""


def length(text: str, context: Context) -> list[Finding]:
    """Longer than the platform takes."""
    used = context.count(text)
    return [Finding(Code.TOO_LONG, f"{used:,} / {context.most:,}", Severity.STOP)] if used > context.most else []


def shouting(text: str, context: Context) -> list[Finding]:
    """Several words in capitals in a row, or a row of exclamation marks."""
    run: list[str] = []
    for word in _WORD.findall(re.sub(r"[@#]\w+", "", text)):
        run = [*run, word] if word.isupper() else []
        if len(run) >= CAPITALS and sum(map(len, run)) > 3 * CAPITALS:
            return [Finding(Code.SHOUTING, " ".join(run), Severity.HINT)]
    marks = re.search(r"!{2,}", text)
    return [Finding(Code.SHOUTING, marks[0], Severity.HINT)] if marks else []


def in_welsh(text: str, context: Context) -> list[Finding]:
    """English alone to a question in Welsh; an answer in both languages is well."""
    if context.language != "cy":
        return []
    words = [one.casefold() for one in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)]
    welsh, english = sum(one in _WELSH for one in words), sum(one in _ENGLISH for one in words)
    if not words or welsh > 1 or welsh > english or (welsh and not english):
        return []
    return [Finding(Code.NOT_WELSH, "", Severity.ASK)]
