"""Whether a comment speaks of here and now: its tense, its whereabouts, what is over, and what others share."""

import re
from collections.abc import Sequence

from domain.listening.spoken import word_set

MOMENT = {
    "me_too": """
        same here | same happened | same thing here | happened here too | ours as well | ours too | mine too
        mine as well | mine got done | ours got done | ours was | mine was | us too | us as well | as well
        had the same | had one | had that | got the same | got one too | me too | same on our | same in | same round
        same problem | snap | a finnau | fi hefyd | ni hefyd | yr un fath | yr un peth | u nas tez | u mnie tez
        mnie tez | ja tez | to samo
    """,
    "is_over": """
        been found | is found | was found | found safe | shes safe | hes safe | safe and well | back safe | back home
        hes home | shes home | home safe | is home | hes back | shes back | all sorted | sorted now | is clear
        clear now | all clear | open now | open again | reopened | is out now | put out | been put | just left
        has been moved | been moved | been towed | been collected | got them back | got him back | got her back
        false alarm | cleared | turned out | wedi i ffeindio | adra n saff | yn saff rwan | yn saff nawr | yn glir
        ar agor eto | nol ar agor | wedi dod nol | wedi agor | znalazl* sie | jest w domu | juz otwart* | juz po
    """,
    "was_then": """
        was | were | had | did | went | got | took | came | used to | has been | have been | had been | wasnt | werent
        o dd | oedd | roedd | o n | aeth | daeth | gaeth | ges | gafodd | byl | byla | bylo | byli | mial | miala
        zrobil | wczoraj | neithiwr | ddoe | overnight | this morning | bore ma | in the night | through the night
        the night before | sunday | monday | tuesday | wednesday | thursday | friday | saturday | bank holiday
        half term | last summer | last winter | last spring | last season | a fortnight back | weeks back | years back
        months back | in the spring | in the summer | in the winter | rano | w nocy | w sobote | w niedziele
    """,
    "thinks": """
        think | thought | wonder | bet | reckon | suppose | hope | wish | should | shouldnt | needs | need a | want
        wants | shame | disgrace | ought | deserve* | typical | surely | maybe | probably | bring back | lock them
        lock him | why dont | dylai | dylen | gobeithio | trueni | powinn* | szkoda | wstyd | pewnie
    """,
    "by_habit": """
        most nights | most days | every | always | all the time | regularly | constantly | usual | as usual | never
        again and again | once a week | weekend* | nightly | daily | wastad | bob | byth | zawsze | codziennie
        ciagle | co noc | co dzien | kazdy | kazda | kazdej
    """,
    "to_be": """
        will be | would be | going to be | next week | next month | next year | tomorrow | on saturday | this weekend
        at the weekend | wythnos nesaf | yfory | fory | jutro | w przyszlym
    """,
    "still_there": """
        still there | still here | still going | still in | still out | still on | still at | is still | are still
        hes still | theyre still | shes still | and still | as we speak | as i type | as i write | right now | rn
        this minute | this second | just now | a minute ago | minutes ago | mins ago | min ago | 2 mins | 5 mins
        any second | any minute | the now | the noo | at the minute | ar hyn o bryd | rwan hyn | nawr hyn | r funud ma
        ar y funud | rwan | nawr | o hyd | w tej chwili | wlasnie | teraz | przed chwila | nadal | jeszcze tam
    """,
}
"""When it is, by the words that tell; the plainest words of three languages."""

STREETS = word_set(
    """
    street road lane close avenue terrace crescent drive way row court gardens rise grove place walk st rd ave bank hill
    """
)
_NO_NAMES = word_set(
    """
    the a an my our your his her their this that of in on at to same up down off across other main side one each every
    whole back no any by long wrong right all and hard
    """
)
_STREETS_ABROAD = word_set("stryd heol hewl ulica ulicy ul")
_A_STREET = "astreet"

_BEING = word_set(
    "is are am im hes shes theyre its were weve theres ive youre whos thats mans blokes lads someones somebodys"
)
_HE_IS = word_set("hes shes theyre theres theyve someones somebodys im were")
_WHERE = word_set(
    "in at on outside behind inside back here up down under by through over upstairs downstairs out there next"
)
_BETWEEN = word_set("now just still all both only always not currently actually")
_NOT_DOING = word_set(
    """
    thing something anything nothing everything morning evening king ring sing bring being during string spring wing
    going getting having doing asking wondering thinking looking hoping trying talking working
    """
)
_JUST = word_set("just newydd wlasnie")
_KINDS = "street|road|lane|close|avenue|terrace|crescent|drive|way|row|court|gardens|rise|grove|place|walk|st|rd|ave"
_ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-d]?,? [a-z][\w'’]+ (?:\w+ )?(?:{_KINDS})\b|\b(?:flat|number|no\.?|room|unit) ?\d{{1,4}}[a-d]?\b",
    re.IGNORECASE,
)

_SIZES = ((2, "size_1"), (5, "size_2"), (9, "size_3"), (18, "size_4"), (10**6, "size_5"))
SIZES = tuple(name for _, name in _SIZES)
FORM = (
    "is_doing", "is_somewhere", "just_did", "has_address", "on_a_street", "foreign", "cry", *SIZES,
)  # fmt: skip


def moment(said: str, words: Sequence[str]) -> list[str]:
    """What the form of a comment says of here and now; `words` as read, `said` as written."""
    told = _doing(words)
    if any(one.isdigit() for one in said) and _ADDRESS.search(said):
        told.append("has_address")
    if not STREETS.isdisjoint(words):
        told.append("on_a_street")
    if not said.isascii() and _in_another_script(said):
        told.append("foreign")
    if any("!" in word for word in words):
        told.append("cry")
    size = sum(word[0] not in "?.!;,…" for word in words)
    told.append(next(name for most, name in _SIZES if size <= most))
    return told


def _doing(words: Sequence[str]) -> list[str]:
    """Who is doing something, is somewhere, or has just done it."""
    told = []
    for at, word in enumerate(words[:-1]):
        if word in _JUST:
            told.append("just_did")
        elif word in _BEING:
            after = words[at + 1]
            if after in _BETWEEN and at + 2 < len(words):
                after = words[at + 2]
            if after.endswith("ing") and len(after) > 4 and after not in _NOT_DOING:
                told.append("is_doing")
            elif after in _WHERE and word in _HE_IS:
                told.append("is_somewhere")
    return told


def _in_another_script(said: str) -> bool:
    return sum("\u036f" < one < "\u2000" or "\u2e00" < one < "\ud800" for one in said) > 0.3 * len(said)


def placeless(words: Sequence[str]) -> list[str]:
    """The words with the names of streets taken out: which street it was says nothing of what happened there."""
    if STREETS.isdisjoint(words) and _STREETS_ABROAD.isdisjoint(words):
        return list(words)
    kept: list[str] = []
    skip = 0
    for at, word in enumerate(words):
        if word in _STREETS_ABROAD and at + 1 < len(words):
            kept.append(_A_STREET)
            skip = 2 if words[at + 1] in ("y", "yr") else 1
        elif skip:
            skip -= 1
        elif word in STREETS and kept and kept[-1][0].isalpha() and kept[-1] not in _NO_NAMES:
            kept[-1] = _A_STREET
        else:
            kept.append(word)
    return kept
