"""The cues of a comment in Polish, with and without its marks."""

POLISH = {
    "first_hand": """
        widzialem | widzialam | widzielismy | slyszalem | slyszalam | bylem | bylam | mialem | mialam | u nas
        nam tez | mi tez | nasz* | moj | moja | moje | moim | moich | mojej | mojego | mama | tata | maz | zona
        corka | sasiad* | sasiedzi | siostra | brat | dostalem | dostalam | zglosilem | zglosilam | zglaszalem
        zglaszalam | dzwonilem | dzwonilam | zostawilem | zostawilam | znalazlem | znalazlam | zaplacilem | zaplacilam
        wlasnie wrocilem | stalem | jechalem | jechalam
    """,
    "ours": "ja | mi | mnie | mam | nam | nas | my | mamy | jestem | jestesmy | moj* | nasz* | sie",
    "now": """
        teraz | wlasnie | w tej chwili | dzis | dzisiaj | wieczorem | przed chwila | minut temu | jeszcze | caly czas
        dalej | juz jada | zaraz
    """,
    "past": """
        wczoraj | w nocy | w zeszlym | w zeszlym tyg* | zeszlym miesiacu | w poniedzialek | we wtorek | w srode
        w czwartek | w piatek | w sobote | w niedziele | rano | temu | od miesiaca | od tygodnia | w lutym | w marcu
    """,
    "again_and_again": """
        codziennie | co noc | co tydzien | kazdy | kazda | kazdego | ciagle | znowu | zawsze | trzeci raz
        drugi raz | dwa razy | trzy razy
    """,
    "what_was_done": """
        ukrad* | skrad* | kradn* | zabral* | wlama* | wlamali | zbit* | pobi* | bij* | bije | grozi | groza | grozby
        sprzedaj* | handluje | narkotyk* | noz* | maczet* | jezdza | pedzi | pija | krzycz* | rzucaj* | rzuca | oszuk*
        dziura | pozar | pali | dym | wypadek | zepsut* | zniszcz* | wyrwal* | napad*
    """,
    "exact": """
        obok | kolo | przy | za | przed | pod | naprzeciwko | ulica | ulicy | parking | parkingu | dworzec | dworcu
        sklep* | most* | bialy | czarny | czarne | biale | czerwon* | szary | kurtce | kapturze | typ | facet* | auto
        samochod | rower*
    """,
    "offers": """
        kamere | kamery | kamerki | nagranie | nagrania | filmik | zdjecia | zdjecie | moge pomoc | chetnie
        mozemy pomoc | pomoge | moge dac | podaje | za darmo | jestem tlumacz* | swiadek
    """,
    "asks_us": """
        czy | prosze | prosimy | kiedy | gdzie | komu | do kogo | jak | ile | co mam | co robic | co robimy | mozna
        mozecie | moze pan* | da sie | trzeba | musze | skad | jaki jest | jest jakas | wrzuccie | przyjedzcie
        przyjedz* | stancie | chce wiedziec | dlaczego | kto | pomozcie | o kontakt | napisac do mnie
    """,
    "waits_on_us": """
        nikt nie | i cisza | cisza | bez odpowiedzi | brak odpowiedzi | nie oddzwon* | nikt sie nie odzywa
        numer sprawy | zglosil* | zglaszal* | od miesiaca | nikogo nie bylo | 101
    """,
    "complains": """
        skarga | skarge | skandal | brak szacunku | tak nie mozna | policjant | policja rozmawiala | przepros*
        niedopuszczaln* | krzyczal na mnie | wstyd
    """,
    "foi_words": "informacji publicznej | prosze o dane | dostep do informacji | ile spraw",
    "data_words": "moich danych | moje dane | o mnie | zdjecie z fotoradaru | nagranie ze mna | rodo | usunac moje",
    "danger_words": """
        pomocy | ratunku | pomozcie | 999 | karetk* | krew | krwi | krwawi | noz | noze | nozem | maczet* | pistolet
        bron | pali sie | pozar | dym | gaz | w wodzie | do wody | topi | tonie | krzyczy | krzycza | bije | bija
        bije sie | pobili | grozi | groza | spala | zabije | zabija | wlamuj* | wchodzi | wchodza przez | pod prad
        na moscie | na torach | skoczyc | nie oddycha | nie rusza | nieprzytomn* | lezy | nie odbiera | nie chce zyc
        nie mam sily | zakoncze | koniec | boje sie | sprawdza telefon | nie dzwonic | pijany | szybko | natychmiast
        zgubil* | samo | bez butow | karty podarunkowe | pin | kod
    """,
    "one_weak": """
        dziecko | dzieci | dziecka | coreczka | corka | starsza pani | starszy pan | babcia | dziadek | na wozku
        niepelnosprawn* | siniak* | sama | samotn* | maz | mame | mama | boi sie | boje
    """,
    "sighting_words": """
        widzialem | widzialam | ta pani | ten pan | siedzi na | szedl | szla | wchodzila | wchodzil | byl u nas
        byla u nas | podobn*
    """,
    "guilt": "handluje | kradnie | to on | to ona | zlodziej | winny | diler | bandyta",
    "thanks": """
        dziekuje | dziekujemy | dziekowac | dzieki | dzieks | dzienks | brawo | dobra robota | super | szacun
        gratulacje | swietn* | pozdrawiam
    """,
    "warmth": """
        oby | mam nadzieje | trzymam kciuki | biedn* | wspolczuje | kondolencje | powodzenia | piekn* | zdrowia
    """,
    "shared": "udostepnione | udostepniam | udostepnilam | udostepnilem | podaje dalej",
    "joke": "haha | hehe | xd | lol",
    "jab": """
        jak zwykle | no pewnie | jasne | masakra | zart | smiech na sali | lepiej byscie | wreszcie | wezcie sie
        po co | szkoda gadac | nic nie robi*
    """,
    "abuse": "psy | chwdp | debile | idioci | nieroby | darmozjady | palanty",
    "spam": "zarob* | link w bio | tanio | promocja | kredyt* | priv | okazja | zapraszam na",
    "gossip": "kto to | jak sie nazywa | co zrobil | ktory to | jaki numer | co sie stalo",
    "to_each_other": """
        stary | kochana | ziom | patrz | widziales | widzialas | pamietasz | slyszales | slyszalas | jedziesz
        idziesz
    """,
    "withdraws": "juz sie znalazl* | juz nieaktualne | niewazne | wszystko ok | juz dobrze",
}
