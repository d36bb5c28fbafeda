"""Little words and greetings that tell a language where there is too little text to count letters."""

SAID = {
    "en": """
        a about after again all also always an and any anyone are as at awful bad been best better bless both
        but by came can cheers come could day did do does doing done dont down easy every few first for from
        get give go goes going gone good great had has have he heard hello help her here him his hope how i if
        im in into is isnt it its ive just keep know late left like long look lovely many me more morning much
        must my need never new nice night no nobody none not now of off on only or our out over people please
        police poor put right safe said same scum she should shocking since so some someone soon sorry still
        such superb take thank thanks that the their them then there these they thing think this those time to
        too true try under until up us very was way we well were what whats when where which while who why
        will with work would wow yes yet you your brilliant excellent fantastic amazing sharing shared
        following agree agreed welcome congratulations congrats disgusting disgrace ridiculous pathetic
        useless absolutely exactly same typical finally
    """,
    "cy": """
        diolch yn fawr iawn am bore prynhawn noswaith nos ysbryd helo shwmae shwmai smae sut wyt ti chi dach
        ydych dych croeso llongyfarchiadau llongyfs penblwydd hapus gwych ardderchog bendigedig rhagorol
        gwaith hwyl fawr iechyd pob lwc plis gwelwch oes mae dydy dyw ydy ydi ddim nac nage oedd roedd bydd
        fydd eto heddlu pryd beth pwy lle ble pam sawl faint hefyd achos ond gyda efo wrth dros heb hyd nawr
        rwan heddiw ddoe yfory fory wythnos blwyddyn hwn hyn yma yno acw dyma dyna wedi newydd dw dwi rwy rydw
        rydym rydych nhw fe eich ein fy ei cariad mawr bach cymraeg gymraeg saesneg tref pentref ffordd heol
        stryd ysgol neis wir druan cofion cytuno cywir gwir gobeithio trist ofnadwy gwarthus cywilydd bryd
        chwarae teg ffonio ffoniwch rhannu
    """,
    "pl": """
        dziękuję dziekuje dzięki dzieki dziękujemy dziekujemy brawo cześć czesc dobry wieczór wieczor dobranoc
        witam witajcie proszę prosze przepraszam pozdrawiam pozdrowienia gratulacje gratuluję świetnie
        swietnie wspaniale robota tak nie jest są się sie czy kto gdzie kiedy dlaczego jak ile który jaki jaka
        jakie tego tym już juz jeszcze tylko też tez bardzo dobrze źle zle dzień dzien noc dziś dzis jutro
        wczoraj teraz zawsze nigdy wszystko ktoś ktos pomoc pomocy policja policję policji ludzie pani państwo
        kurwa masakra szkoda nareszcie wreszcie oby żeby zeby przez dla bez przy nad mnie masz macie mamy moje
        twoje nasz nasza wasz jestem jesteś może moze można trzeba chyba wiem wie mój moj był była było będzie
        bedzie zdrowia smutne straszne wstyd prawda zgadza dokładnie dokladnie właśnie
    """,
    "ro": """
        mulțumesc multumesc mulțumim multumim bună ziua buna seara felicitări felicitari foarte frumos este
        sunt unde când
    """,
    "lt": """
        ačiū aciu labas laba diena rytas vakaras prašau prasau dėkoju labai šaunuoliai saunuoliai kur kada
        kodėl
    """,
    "lv": "paldies labdien labrīt labvakar sveiki lūdzu ļoti malači",
    "pt": """
        obrigado obrigada obrigados olá bom boa tarde noite parabéns parabens muito você não nao onde quando
    """,
    "es": """
        gracias hola buenos buenas tardes noches felicidades enhorabuena muchas está dónde donde cuándo
    """,
    "fr": "merci bonjour bonsoir félicitations felicitations beaucoup où quand pourquoi vous",
    "it": "grazie buongiorno buonasera complimenti perché quando",
    "de": "danke guten abend vielen schön bitte wann warum nicht",
    "cs": "děkuji dekuji díky dobrý ahoj prosím",
    "sk": "ďakujem dakujem ďakujeme vďaka ahoj prosím",
    "hu": "köszönöm koszonom köszönjük szia jó napot reggelt estét nagyon",
    "tr": "teşekkürler tesekkurler teşekkür ederim merhaba günaydın iyi akşamlar çok lütfen",
    "sq": "faleminderit përshëndetje mirëdita miremengjes shumë",
    "so": "mahadsanid waad mahadsan tahay salaan fadlan",
    "ga": "go raibh míle maith agat dia duit slán",
    "gd": "tapadh leat leibh madainn mhath",
    "ru": "спасибо большое здравствуйте привет пожалуйста что это когда почему очень если они был была",
    "uk": "дякую дякуємо привіт будь ласка що це як де коли чому дуже якщо немає так вони був була",
    "bg": """
        благодаря благодарим здравейте здравей моля какво това как къде кога защо много ако няма те беше
    """,
    "nl": "bedankt dankjewel goedemorgen hartelijk",
}
"""By language, the words that speak for it; a word that stands under two languages speaks for neither."""

_ALIKE = """
    ok okay lol lmao haha hahaha hahahaha omg wtf pmsl x xx xxx rip hmm ooh aww yay
"""
EVERYWHERE = frozenset(_ALIKE.split())
"""What is written alike in every language: it speaks for none."""
