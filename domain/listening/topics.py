"""What a comment is about: words of every topic in English, Welsh and Polish; its own words before its post's."""

from collections.abc import Mapping
from functools import lru_cache

from domain.listening.spoken import found, phrases, spoken
from domain.listening.words import Topic

TOPICS: Mapping[Topic, str] = {
    Topic.MISSING: """
        missing person | missing | last seen | seen him | seen her | have you seen | wandered off | been found
        is he found | has he been found | has she been found | search party | looking for him | looking for her
        ar goll | wedi ei ffeindio | chwilio amdano | zagin* | zaginion* | znalazl sie | znalazla sie
    """,
    Topic.DOMESTIC: """
        domestic | domestic abuse | domestic violence | my partner | his partner | my ex | her ex | abusive | abuser
        coercive | controlling | non mol* | clare* law | clares law | refuge | stalk* | stalking | hits her | hits me
        beats her | checks my phone | reads my phone | restraining order | cam-drin | camdrin | trais yn y cartref
        przemoc domowa | znecan* | maz bije | sprawdza telefon
    """,
    Topic.HATE: """
        hate crime | hate | racist | racism | racial* | racially | homophob* | transphob* | islamophob* | antisemit*
        sectarian | called names | go back to | third party centre* | synagogue | mosque | hiliaeth | hiliol | casineb
        rasist* | nienawisc*
    """,
    Topic.FRAUD: """
        scam* | fraud* | con man | conman | conned | courier | bogus | cold call* | phish* | gift card* | bank details
        bank card | card number | safe account | whatsapp from | crypto | romance fraud | action fraud | doorstep
        rogue trader* | hacked | facebook has been taken | sgam* | twyll* | dwyll* | galwyr | alwad fel hyn | oszust*
        oszuk* | karty podarunkowe | kod pin | wyludz*
    """,
    Topic.DRUGS: """
        drug* | dealer* | dealing | weed | cannabis | cocaine | heroin | crack | spice | ketamine | wraps | needles
        needle | grow house | county lines | smackhead* | nos canisters | canisters | balloons | vape shop | cyffuriau
        gwerthu stwff | narkotyk* | diler* | dopalacz*
    """,
    Topic.BURGLARY: """
        burgl* | broke into | broken into | break in | break-in | break ins | breaking in | broke in | back door
        door kicked | my shed | our shed | the shed | sheds | shed | garage broken | lock up | lock-up | lock ups
        padlock | trying door* | trying handles | intruder | torri mewn | torri i mewn | torri miwn | sied | siediau
        wlam* | wlaman*
    """,
    Topic.VEHICLE: """
        stolen car | car stolen | van stolen | stolen van | my van | keyless | catalytic | cat converter
        number plates stolen | cloned plate* | cloned | car nicked | car taken | bike stolen | stolen bike
        bike nicked | bikes nicked | tool theft | tools nicked | tools stolen | tools | wing mirror* | car doors
        car keyed | keyed | car window | van door | dwyn car | dwgyd car | beic | feic | beics trydan
        skradziono auto | skradziony rower | rower* | kradziez auta
    """,
    Topic.THEFT: """
        stolen | stole | nicked | pinched | theft | thieves | thief | shoplift* | shop lift* | pickpocket* | purse
        handbag | wallet | parcel* | robbed | robbery | mugged | mugging | phone snatch* | snatched | lost property
        handed in | dwyn | dwgyd | lladrad | ukrad* | skrad* | kradn* | kradziez* | zlodziej*
    """,
    Topic.RURAL: """
        hare cours* | coursing | coursers | lurcher* | poach* | sheep | lambs | livestock | cattle | tractor
        quad stolen | red diesel | farm | farmer* | fly tip* | fly-tip* | flytip* | barn | gate left | wildlife
        badger* | defaid | ffarm | ffermwr | wyn | tipio anghyfreithlon | rolnik* | owce
    """,
    Topic.ANIMALS: """
        dog | dogs | puppy | puppies | cat | horse | horses | swan* | dangerous dog | off the lead | dog fouling
        dog theft | xl bully | ci | cwn | ceffyl* | psa | psy biegaja | kot
    """,
    Topic.PARKING: """
        parking | parked | park | zigzag* | zig zags | zig-zags | double yellow* | yellow lines | pavement parking
        blocked in | blocking the drive | dropped kerb | permit | blue badge | traffic warden* | parcio | wedi parco
        parkowani* | parkuj* | zaparkowan*
    """,
    Topic.ROADS: """
        speeding | speed | speeders | speedwatch | speed camera* | 30mph | 20mph | boy racer* | racing | racetrack
        road closed | closed | closure | reopen* | re-open* | collision | crash | rta | rtc | accident | junction
        roundabout | diversion | traffic | pothole* | hgv* | lorries | drink driv* | drunk driv* | drug driv*
        dashcam | mobile phone at the wheel | carriageway | motorway | bypass | road | level crossing | goryrru
        gyrru | damwain | ffordd | lon ar gau | ar gau | gwrthdrawiad | wypadek | droga | predkosc | pedzi
        jezdza jak | korek | korku | objazd* | fotoradar*
    """,
    Topic.ASB: """
        asb | anti social | antisocial | anti-social | nuisance | yobs | youths | gangs | gang of | lads on the
        kids on the | moped* | motorbike* | off road bike* | off-road bike* | e-scooter* | escooter* | scooter*
        quad* | graffiti | vandal* | smashed | egging | eggs | fireworks | firework* | noise | noisy neighbour*
        neighbour* | drinking in the | street drink* | fires | bins on fire | dumped | littering | throwing
        loitering | knock a door | ymddygiad gwrthgymdeithasol | fandal* | sgramblo | beics cwad | lluchio cerrig
        taflu | swn | halas* | chulig* | wandal* | pija | krzyki | hulajnog*
    """,
    Topic.VIOLENCE: """
        knife | knives | stabb* | machete* | assault* | attack* | fight | fighting | punched | beaten | beating
        glassed | rape* | spiked | spiking | sexual | murder* | killed | gun | shooting | weapon* | threatened
        threats | violence | violent | cyllell | gyllell | cyllyll | ymosod* | ymladd | noz | noze | nozem | pobi*
        bojk* | grozi | grozb* | napad*
    """,
    Topic.EVENTS: """
        meeting | meetings | surgery | surgeries | drop in | drop-in | open day | coffee morning | recruit*
        recruitment | apply | application | vacancies | specials | special constable | cadets | volunteer* | carnival
        festival | fair | parade | show | regatta | match | stall | what time does it | what time is it
        what time does | start time | library | village hall | cyfarfod | cyfarfodydd | sioe | gwirfoddol* | recriwtio
        spotkan* | festyn* | rekrutac* | nabor | wolontar*
    """,
    Topic.CONTACT: """
        101 | 999 | on hold | call handler* | call back | called back | ring back | rung back | ringing back
        get hold of | contact you | report it | report this | reported it | online form | the form | website
        live chat | crime number | ref number | reference number | log number | email | e-mail | phone line
        heard nothing | no reply | no response | ffonio | ffono | ffurflen | cysylltu | rhif trosedd | dzwonil*
        zglosic | zglosil* | numer sprawy | formularz*
    """,
    Topic.PATROLS: """
        patrol* | bobby | bobbies | bobbies on the beat | on the beat | foot patrol | see a copper | see an officer
        see a policeman | never see police | never see you | never see a | police presence | presence | pcso* | pc
        police station | front counter | station | new sergeant | our officer | neighbourhood officer | local officer
        walkabout | plismon | plismyn | swyddog | heddlu | gorsaf | patrole | dzielnicow* | posterunek | komisariat*
    """,
    Topic.COURTS: """
        court | courts | judge | judges | magistrate* | sentence* | sentenced | jail | jailed | prison
        suspended sentence | bail | on tag | trial | witness statement | victim statement | charged | convicted
        conviction | let off | slap on the wrist | out in | tariff | probation | cps | llys | carchar | barnwr | ynad
        sadu | wyrok* | wiezien* | sedzia
    """,
}
"""Topics from the most particular to the most general: of equals, the first is taken."""

_MARK = "topic_"
CUES = {_MARK + topic: words for topic, words in TOPICS.items()}
"""The same as cues of a text, so that one look finds them with all others."""

_ALL = phrases(CUES)
_POST = 0.4
_ORDER = {topic: at for at, topic in enumerate(TOPICS)}


def topic(cues: Mapping[str, str], post: str = "") -> Topic:
    """The topic with the longest words; those of the post decide when its own are silent or equal; `other` else."""
    told = _weighed(cues)
    for one, weight in (_of_post(post) if post else {}).items():
        told[one] = told.get(one, 0.0) + _POST * weight
    return min(told, key=lambda one: (-told[one], _ORDER[one]), default=Topic.OTHER)


def _weighed(cues: Mapping[str, str]) -> dict[Topic, float]:
    told = {code[len(_MARK) :]: words for code, words in cues.items() if code.startswith(_MARK)}
    return {Topic(name): 1.0 + 0.25 * words.count(" ") for name, words in told.items()}


@lru_cache(maxsize=2048)
def _of_post(post: str) -> dict[Topic, float]:
    return _weighed(found(_ALL, spoken(post).words))
