"""What danger looks like in Welsh and Polish words, by the kind of peril, and the plainest words of others."""

ABROAD = {
    "peril_help_cy": """
        help | helpwch | brysiwch | brysia | plis rhywun | plis brysiwch | dewch | dewch rwan | dewch nawr
        angen ambiwlans | ambiwlans | galwch | hala rhywun | gyrrwch rywun | anfonwch | allith rhywun | be na i
        beth wna i
    """,
    "peril_help_pl": """
        pomocy | ratunku | pomozcie | prosze pomoc | przyjedzcie | przyjezdzajcie | szybko | natychmiast | wyslijcie
        karetk* | pogotowie | niech ktos | blagam
    """,
    "peril_hurt_cy": """
        gwaedu | gwaed | ddim yn symud | dim yn symud | m yn symud | ddim yn anadlu | wedi disgyn | wedi cwympo
        wedi syrthio | disgyn | anymwybodol | llewygu | wedi llewygu | ar y llawr | yn sownd | wedi brifo | brifo
        anafu | wedi taro | gorwedd | ffitio | tagu
    """,
    "peril_hurt_pl": """
        krwawi | krew | krwi | nie oddycha | nie rusza | nieprzytomn* | zemdlal* | lezy na | lezy | upadl*
        przewrocil* | duszi sie | dusi sie | nie moze wstac | ranny | ranna | potracil* | przygniot* | atak serca
        drgawki
    """,
    "peril_weapon_cy": """
        cyllell | gyllell | cyllall | cyllyll | gwn | machete | bwyell | morthwyl | petrol | bwled | saethu
        cleddyf
    """,
    "peril_weapon_pl": """
        noz | noze | nozem | z nozem | maczet* | siekier* | mlotek | palka | palki | kij | bron | pistolet | strzela*
        strzaly | benzyn* | butelk*
    """,
    "peril_attack_cy": """
        ymosod | ymladd | cwffio | cicio | dyrnu | bwrw | taro | curo | waldio | llusgo | sgrechian | sgrechen
        gweiddi | crio | llefain | lluchio cerrig | taflu cerrig | bygwth | bygythio | amgylchynu
    """,
    "peril_attack_pl": """
        bije | bija | bija sie | bijatyka | kopie | kopia | pobili | atakuj* | napadl* | napada* | szarpi* | dusi
        ciagnie | wciagn* | krzyczy | krzycza | placze | wola pomocy | rzucaj* kamieniami | rzucaja
    """,
    "peril_entry_cy": """
        torri mewn | torri i mewn | torri miwn | wrth y drws | tu allan i r drws | tu fas i r drws | cicio r drws
        curo r drws | yn y ty | yn yr ardd | yn nhy | drwy r ffenest | dros y wal | dros y ffens | gola torch
        golau torch | i fyny grisia | lan lofft | tu fas i ty | trio mynd mewn | trial mynd miwn
    """,
    "peril_entry_pl": """
        wlamuj* | wlamuje sie | wchodzi | wchodza | wchodza przez | przez okno | do sasiadow | dobija sie | dobijaja
        wali w drzwi | wala w drzwi | kopia w drzwi | pod domem | pod moim domem | pod naszym domem | w ogrodzie
        w domu | siedza u | stoi pod | stoja pod | za drzwiami
    """,
    "peril_threat_cy": """
        bygwth | bygwth lladd | mynd i ladd | mynd i frifo | mynd i losgi | wedi gweud bydd | wedi deud neith | lladd
        dod nol heno | gwybod lle dwi | gwbod ble | llosgi
    """,
    "peril_threat_pl": """
        grozi | groza | grozi ze | zabije | zabija | spali | spala | podpali | zrobi mi | wiedza gdzie | wie gdzie
        zemszcz* | dorwa
    """,
    "peril_end_cy": """
        dim pwynt | ddim isio byw | dim isio byw | ddim moyn byw | ddim isio bod | gwell hebdda | well hebdda
        sori am bopeth | sorry for everything | sori mam | ffarwel | hwyl fawr i | gadael llythyr | llythyr
        ar y bont | y bont | dros y bont | ochor rong | ochr anghywir | neidio | methu cario mlaen | methu mynd mlaen
        diwedd | rhoi diwedd | ffens
    """,
    "peril_end_pl": """
        nie chce zyc | nie chce juz | nie mam sily | nie mam juz sily | zakoncze | skoncze ze soba | koniec ze mna
        przepraszam wszystkich | beze mnie | lepiej beze mnie | na moscie | z mostu | skoczyc | skoczy | zegnajcie
        zegnaj | list pozegnalny | pozegnal* | tabletki | zabic sie | chce sie zabic
    """,
    "peril_home_cy": """
        tsieco n ffon | checio fy ffon | darllen fy ffon | ofn | ofon | dan glo | cloi | cloi ni | wedi cloi | cuddio
        dim ffonio | dim ffono | pan ddaw e adre | pan ddaw o adra | y ngwr i | fy nghariad | ma n ex | ex i
        neith e heno | ddim yn saff
    """,
    "peril_home_pl": """
        sprawdza telefon | nie dzwonic | nie dzwoncie | zabral mi | zabral klucze | zamknal mnie | zamknal nas
        nie moge wyjsc | boje sie | boimy sie | wrocil pijany | jak wroci | chowam sie | schowal* | z dziecmi
        maz znowu | lazience
    """,
    "peril_child_cy": """
        plentyn bach | plentyn ar | plant ar | babi | hogyn bach | hogan fach | crwtyn | merch fach | ar ben ei hun
        ar ei ben ei hun | ar ganol y lon | ar ganol y ffordd | ar goll | golwg ar goll | crwydro | dim sgidia
    """,
    "peril_child_pl": """
        male dziecko | dziecko samo | samo dziecko | dziecko na | dzieciak | dzieci na | coreczka | synek | zgubil*
        zgubila sie | bez opieki | bez butow | bez kurtki | na jezdni | na srodku | bladzi
    """,
    "peril_water_cy": """
        yn y dwr | yn yr afon | yn y mor | yn y llyn | yn y gamlas | boddi | llanw | yn codi | dwr yn codi | ar y rhew
        ar yr ia | wedi mynd dan | argae | yn suddo
    """,
    "peril_water_pl": """
        w wodzie | do wody | w rzece | w kanale | tonie | topi sie | utonie | na lodzie | woda wchodzi | woda po
        podnosi sie | powodz
    """,
    "peril_fire_cy": """
        ar dan | mwg | fflamau | nwy | ogla nwy | gwynt nwy | gwreichioni | weiran | gwifren | llosgi
        drwy r blwch post | drwy r letterbox
    """,
    "peril_fire_pl": """
        pali sie | pozar | plonie | dym | gaz | czuc gaz | ogien | iskrzy | kabel | wybuch* | podpalil* | podpalaja
    """,
    "peril_road_cy": """
        ffordd rong | ochor rong | ochr anghywir | ar y ffordd ddeuol | wedi bwrw | newydd fwrw | damwain | car yn y
        ar ei ochr | coeden lawr | coeden ar draws | lein reilffordd | tren | defaid ar y | ceffyl ar y | gwartheg ar
        swyrfio | dros y ffordd i gyd | yn feddw | wedi meddwi | ceir yn
    """,
    "peril_road_pl": """
        pod prad | pijany | pijana | pijany kierowca | na torach | na autostradzie | potracil* | wjechal* | wypadek
        auto w | dachowal* | drzewo na | krowy na | kon na | nie swiatel | slalom*
    """,
    "peril_fraud_cy": """
        ar y ffon efo nhw | ar y ffon da | ar y ffon gyda | tacsi n dod | nol ei cherdyn | nol y cerdyn | ei cherdyn
        cerdyn banc | i r banc | tynnu arian | dynnu | tynnu tair | deud ei pin | rhif y cyfrif | o r banc
        ddim yn gwrando | smo hi n ateb
    """,
    "peril_fraud_pl": """
        rozmawia z nimi | wlasnie z nimi rozmawia | karty podarunkowe | kurier | do banku | wyplaca | podpisac
        niby z banku | podaje kod | podaje pin | nie slucha | na wnuczka | pod telefonem
    """,
    "peril_followed_cy": """
        dilyn fi | dilyn hi | yn dilyn | tu ol i fi | tu ol i mi | o fy mlaen | wyneb wedi cuddio | masgia
        sefyll tu allan | sefyll tu fas | aros amdana | gwylio r ty
    """,
    "peril_followed_pl": """
        idzie za mna | chodzi za mna | sledzi | sledza | za mna | obserwuj* | stoi pod domem | czeka na mnie
        czekaja na | w kominiarkach | kominiark* | zaczepia dzieci
    """,
    "peril_others": """
        помогите | помощь | допоможіть | допомога | нож | ніж | ножом | пожежа | пожар | б'є | бє | убьет | вбє | вб'є
        жити | боюся | боюсь | двері | дверь | тоне | тонет | кров | зараз | сейчас | النجدة | ساعدوني | سكين | الآن
        حريق | يضرب | يرمون | الحجارة | خائف* | خائفون | نار | بیتنا | مدد | چاقو | بچوں | دروازہ | توڑ | آگ | ابھی
        بند | مار | বাঁচান | সাহায্য | ছুরি | আগুন | এখন | ਮਦਦ | ਚਾਕੂ | ਹੁਣ | ਅੱਗ | ajutor | ajutati* | cutit
        cutitul | foc | acum | lovesc | loveste | bate | frica | ne e frica | usa | la usa | inec* | sange | padekite
        peilis | peiliu | dega | dabar | musa | bijau | durys | skesta | kraujas | socorro | ajuda | faca | fogo
        agora | batendo | medo | afogando | sangue | aiuto | coltello | fuoco | adesso | picchia | paura
        caduto | annega* | canale | non riesce | ayuda | auxilio | cuchillo | fuego | ahora | pegando | miedo | ahoga*
        sangre | puerta | au secours | aidez* | couteau | feu | maintenant | frappe | jai peur | noie | porte
        sortir | caawi | caawiya | i caawi | mindi | dab | hadda | waxaa taagan | carruurt* | baqay* | imdat
        yardim | bicak | yangin | simdi | hilfe | messer | brennt | jetzt | angst
    """,
}
