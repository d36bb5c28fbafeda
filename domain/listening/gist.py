"""The gist of a short text: what it asks (when, where, how much) and what about, in words that mean the same.

Lexical only, so that it works in English, Welsh and Polish without any model: synonyms are one concept across the
three languages, other words are cut to their stem, names and numbers stay as they are.
"""

import re
from functools import lru_cache

Gist = frozenset[str]

_CONCEPTS = """
?when   | when whens pryd pa_bryd kiedy eta
?time   | time times amser gloch której godzin godzina godzinie godziny hour hours
?where  | where wheres whereabouts ble lle gdzie location lleoliad
?who    | who whos pwy kto
?why    | why pam dlaczego czemu
?how    | how sut jak
+cost   | cost costs price pay free charge fee cost costio koszt kosztuje cena płaci płatne bezpłatne
?many   | faint ile many number
+open   | open opens opened opening reopen reopens reopened reopening unblocked passable agor ailagor agored hagor
+open   | hailagor otwarta otwarte otwarty otwarcie otworzą otworza otwarto otworzona otworzyć przejezdna
+closed | closed close closes closing closure shut shuts shutting blocked gau cau caeedig chau zamknięta zamknięte
+closed | zamknięty zamknieta zamkniete zamkniecie zamknięcie
+start  | start starts started starting begin begins dechrau ddechrau cychwyn gychwyn zaczyna zacznie rozpoczyna
+start  | początek
+end    | end ends ending finish finishes finished finishing gorffen orffen diwedd kończy skończy koniec
+found  | found find located traced darganfod ffeindio ddarganfod ffeindiwyd hyd odnaleziony odnaleziona
+found  | odnaleziono znaleziony znaleziona znaleziono znalazł znalazła
+safe   | safe diogel saff bezpieczny bezpieczna
=well   | ok okay alright well fine iawn dobrze
+hurt   | hurt injured injuries injury casualties dead died killed anafu hanafu brifo ranny ranni ranna rannych
+hurt   | ranne
+arrest | arrest arrested arrests caught catch nicked custody arestio harestio ddal dal zatrzymany zatrzymani
+arrest | zatrzymano złapany złapani złapali
+reward | reward gwobr nagroda
+park   | park parks parking parked parcio barcio maes_parcio parking parkowanie parkować zaparkować
=dog    | dog dogs ci cŵn cwn gi pies psa psy psem
=child  | child children kids kid plant blant plentyn dziecko dzieci dzieckiem
+book   | book booking booked ticket tickets tocyn tocynnau archebu bilet bilety rezerwacja
=report | report reporting reported riportio adrodd zgłosić zglosic zgłaszać
=speak  | welsh cymraeg gymraeg nghymraeg
+bus    | bus buses bws bysiau autobus autobusy
=bin    | bin bins bin biniau
=bike   | bike bikes bicycle bicycles cycle cycles beic beics beiciau rower rowery roweru
=moped  | moped mopeds scrambler scramblers quad quads motorbike motorbikes sgramblo motocykl motory skuter
=car    | car cars vehicle vehicles van vans car ceir gar auto samochód samochod samochodu
=heli   | helicopter heli chopper copter helicopters hofrennydd hofrenydd helikopter helikoptera śmigłowiec
+online | online stream streamed livestream virtual zoom teams ar-lein arlein internecie
+again  | another next second extra repeat ail nesaf arall następne kolejne następny
=name   | name names named enw enwi imię nazwisko
=cctv   | cctv camera cameras footage dashcam doorbell camerâu kamery monitoring nagranie
+cancel | cancelled canceled cancel postponed rearranged gohirio ganslo canslo odwołany odwołane odwołano
+cancel | przełożone
=age    | age ages oed wiek lat
=number | phone telephone ffôn ffon telefon numer
+toilet | toilet toilets loo loos tŷ_bach toaleta toalety
+diver  | diversion divert diverted detour dargyfeirio objazd objazdy
+power  | power electric electricity trydan prąd prad prądu
~road   | road roads street lane junction roundabout carriageway motorway bypass ffordd ffyrdd heol lôn lon stryd
~road   | droga drogi drogę ulica ulicy
~place  | area village town here there place round near yma fan fa'ma pentref tre tu tutaj tam wsi
~person | he she him her they them girl boy lad man woman lady gentleman fella bloke guy hi fo fe nhw nhwy ona on
~person | ich dziewczyna chłopak pan pani pana
~event  | meeting event surgery session drop-in cyfarfod digwyddiad spotkanie wydarzenie
~now    | now today tonight tomorrow yet still again soon rwan rŵan nawr heddiw heno fory dal eto dzisiaj dziś
~now    | jutro teraz już jeszcze nadal
"""  # fmt: skip
_LITTLE = """
a an the and or but of to in on at for from by with as is are am was were be been being it its it's this that that's
thats these those i im i'm i've ive me my we you u ur your you're youre our us do does did don't dont done has have
had having will would could can can't cant should shall may might must if so then than too very just also any anyone
anybody someone somebody something anything idea ideas know knows tell let please pls plz thanks thank ta cheers hi
hello hiya hey all one ones what whats what's which got get gets getting go goes going gonna said say says think
about up out off over into not no yes ok sorry wondering wonder guys officer officers police team folks mate hun
love lol update updates news advise help need needs want like see there's theres heard hear idk tbh btw asap x xx
xxx id i'd ill i'll wanna y yr ac o ar yn mae mae'n mae'r ma'r until til till doing ydi ydy yw oes fydd bydd gall
unrhyw rywun unrhywun gwybod syniad plis diolch helo chi ni ti fi os pa beth ma ydach ydych dach dan wedi di'r i'r
o'r yna 'na na nad nid mi sy sydd ei eu gan gyda efo hefo bod fod cael ca'l gael chi'n chi'di da rhaid ein eich un w
z ze jest są sa czy się sie po za od dla co ktoś ktos wie wiecie wiadomo proszę prosze dziękuję dzień dobry witam
będzie bedzie można mozna może moze ten te tego jakiś jakieś jakaś coś mnie nam ale oraz mam macie mają
"""
_STOP = frozenset(_LITTLE.split())
_WORD = re.compile(r"[^\W_][\w'’-]*[^\W_]|[^\W_]")
_NOISE = re.compile(r"https?://\S+|@\w+|&\w+;")
_PHRASES = (
    (re.compile(r"\b(?:how (?:much )?long(?:er)?|how soon|jak długo|jak dlugo|am faint|ba hyd|pa hyd)\b"), " when "),
    (re.compile(r"\b(?:what|wot|which|o|pa) (?:time|day|date|amser|godz\w*|diwrnod)\b"), " when "),
    (re.compile(r"\bfaint o'?r gloch\b|\bo której\b|\bo ktorej\b|\bpa bryd\b|\bany eta\b"), " when "),
    (re.compile(r"\bhow much\b|\bfaint (?:ydi|mae|yw|fydd|sydd)\b|\bile (?:to )?kosztuje\b"), " cost "),
    (re.compile(r"\bhow come\b"), " why "),
    (re.compile(r"\bar (?:gau|agor)\b"), lambda found: " open " if "agor" in found[0] else " closed "),
    (re.compile(r"\bre[- ]open"), "reopen"),
    (re.compile(r"\b(?:no longer|not|isn'?t|isnt|still) (?:shut|closed|blocked)\b"), " open "),
    (re.compile(r"\bdod o hyd\b|\bcome home\b|\bturned up\b|\bback home\b|\bstill missing\b"), " found "),
)
_SUFFIX = re.compile(r"(?:ically|ments?|ingly|ings?|edly|ness|ers?|ed|es|ly|s)$")
_SENSE: dict[str, str] = {
    word.replace("_", " "): code.strip()
    for line in _CONCEPTS.strip().splitlines()
    for code, words in [line.split("|")]
    for word in words.split()
}


@lru_cache(maxsize=8192)
def gist(text: str) -> Gist:
    """What a text asks and what about: `?when`, a state `+open`, a thing `=dog`, weak `~road`, stems, numbers `#12`."""
    said = _NOISE.sub(" ", text.casefold().replace("’", "'"))
    for pattern, instead in _PHRASES:
        said = pattern.sub(instead, said)
    return frozenset(filter(None, map(_token, _WORD.findall(said))))


def numbers(of: Gist) -> Gist:
    """The numbers of a gist: roads, houses, dates. What differs in them is not the same."""
    return frozenset(token for token in of if token[0] == "#")


def asks(of: Gist) -> Gist:
    """What it asks: when, where, who."""
    return frozenset(token for token in of if token[0] == "?")


def weight(token: str) -> float:
    """How much a token says: words that any text under a post may have say little."""
    return 0.2 if token[0] == "~" else 1.0


@lru_cache(maxsize=16384)
def _token(word: str) -> str:
    known = _SENSE.get(word) or _SENSE.get(word.removesuffix("'s"))
    if known:
        return known
    if word in _STOP:
        return ""
    if any(letter.isdigit() for letter in word):
        return "#" + word
    return _stem(word)


def _stem(word: str) -> str:
    """A word without its ending; cut at six letters, since Welsh and Polish change the end of words."""
    plain = word.removesuffix("'s").replace("'", "")
    plain = re.sub(r"(?<=\w\w)ie[sd]$", "y", plain)
    short = _SUFFIX.sub("", plain) if len(plain) > 4 else plain
    return (short if len(short) >= 3 else plain)[:6]
