"""The cues of a comment in Welsh, north and south, as it is written on a page."""

WELSH = {
    "first_hand": """
        weles i | welais i | nes i weld | dwi di gweld | dwi newydd weld | newydd weld | newydd basio | newydd ddod
        glywes i | glywais i | ffonies i | ffoniais i | ffonion ni | ces i | ges i | cawson ni | golles i | ma da ni
        mae gen i | ma gen i | mae gynnon ni | on i | roeddwn i | mam | dad | nhad | nain | taid | mamgu
        mam-gu | tadcu | tad-cu | mrawd | y mab | y ferch | drws nesa | ein stryd | yn stryd ni | sied ni | car fi
        ty ni
    """,
    "ours": "fi | ni | dwi | wi | dw i | rydw | da ni | dan ni | ein | yn ni | on ni | fy | sai | gen i",
    "now": """
        nawr | rwan | rwan hyn | ar hyn o bryd | newydd | heno | heddiw | heddi | bore ma | bora ma | munud | funud
        muned | wrthi | dal i | dal ar | brysiwch | ar y ffordd
    """,
    "past": """
        ddoe | neithiwr | nos lun | nos fawrth | nos fercher | nos iau | nos wener | nos sadwrn | nos sul
        wythnos dwytha | wythnos diwetha | wsos dwytha | mis diwetha | llynedd | llynadd | yn ol | ers
    """,
    "again_and_again": """
        bob nos | bob dydd | bob bore | bob wythnos | pob nos | pob dydd | pob wthnos | o hyd | eto | trwy r amser
        byth a hefyd | wastad | tro | dair gwaith | dwy waith
    """,
    "what_was_done": """
        dwyn | dwgyd | ddwgyd | wedi mynd | torri | torri mewn | malu | fandal* | taflu | lluchio | bygwth | ymosod
        ymladd | gwerthu | cyffuriau | cyllell | gyllell | cyllall | cyllyll | goryrru | gyrru | beics | beiciau
        cwad | sgramblo | dwyll* | twyllo | sgam* | baw | sbwriel | mwg | llifogydd | twll | wedi ca l ei
    """,
    "exact": """
        tu ol | tu fas | tu allan | ar bwys | wrth | ger | gyferbyn | heol | stryd | lon | ffordd | maes | rhif
        fan wen | car du | car coch | car gwyn | cornel | gyffordd | bois | bechgyn | hogia | boi | dyn | menyw
        hogan
    """,
    "offers": """
        camera | dashcam | llun | lluniau | fideo | clip | recordiad | hapus i | barod i | gallu helpu | medru helpu
        helpu | os chi moyn | os dach chi isio | os ti moyn | moyn i fi | croeso i chi | gwirfoddol*
    """,
    "asks_us": """
        allwch chi | allech chi | gallwch chi | fedrwch chi | newch chi | wnewch chi | oes modd | oes rhaid | ga i
        gai | gaf i | gawn ni | fydd | fydd na | ody | odi | ydi | ydy | a oes | oes na | oes gynnoch | sgynnoch
        sgen | pryd fydd | pryd | sut | shwt | lle | ble | pwy | beth | pam | faint | os gwelwch | plis
        plis allwch | rhywun yn gwybod | fysa rhywun | alla i | fedra i | be dwi fod | dwi angen | angen gwybod
        ffoniwch | ffonio fi | cysylltu | dod i
    """,
    "waits_on_us": """
        neb wedi | sneb wedi | sneb byth | dim byd wedi | dim gair | ddim wedi clywed | heb glywed | so ni wedi clywed
        dal i aros | disgwyl | aros | rhif trosedd | riportio | adrodd | wedi ffonio | ffonio 101 | ffono 101
        addewid
    """,
    "complains": """
        cwyn | cwyno | gwarthus | ymddiheur* | ddim digon da | swyddog | ch swyddog | eich swyddog
        ddim yn dderbyniol | siomedig | ffydd | haerllug | anghwrtais
    """,
    "foi_words": "rhyddid gwybodaeth | ddeddf rhyddid | deddf rhyddid | cais rhyddid",
    "data_words": """
        gwrthrych am wybodaeth | data personol | fy nata | fy ffeil | amdana i | amdanaf i | fy record | diogelu data
    """,
    "danger_words": """
        help | helpwch | brysiwch | 999 | ambiwlans | gwaed | gwaedu | cyllell | gyllell | cyllall | gwn | dân
        mwg | nwy | yn y dwr | yn yr afon | afon | argae | boddi | sgrechian | sgrechen | gweiddi | gweidd | ymosod
        ymladd | cwffio | cicio r drws | cicio | torri mewn | wrth y drws | yn y ty | gwreichioni | ffordd rong
        ochor rong | ar y bont | neidio | ar goll | ddim yn symud | ddim yn anadlu | dio m yn symud | ddim yn ateb
        methu | lladd | bygwth | ofn | ofni | dychryn | wedi disgyn | disgyn | cwympo | sownd | brifo | anafu | meddwi
        yn feddw | ar y ffon efo | ar y ffon da | cerdyn | tynnu | pin | sori am bopeth | diwedd | dim isio byw
        ddim isio bod | methu mynd mlaen
    """,
    "one_weak": """
        nain | taid | mamgu | mam-gu | tadcu | hen ddyn | hen ddynes | hen fachgen | hen foi | henoed | pensiynwr
        plentyn | plant | babi | ar ben ei hun | ar ei ben ei hun | ar ben fy hun | bregus | dementia | iechyd meddwl
        cleisiau | ofn | gwr | gariad | camdrin | cam-drin | poeni
    """,
    "sighting_words": """
        weles i fe | welais i | weles i hi | nes i weld o | gweld o | gweld hi | newydd weld o | newydd ei weld
        newydd basio | yn ista | yn eistedd | yn cerdded | yn cerddad | golwg ar goll | ar y bws | daeth i r siop
        nath o ddod | edrych ar goll
    """,
    "guilt": "fe nath | fo nath | fo ddaru | fe wnaeth | gwerthu | lleidr | euog | werthodd",
    "thanks": """
        diolch | diolchgar | da iawn | gwych | bendigedig | ardderchog | llongyfarchiadau | llongyfs | gwaith da
        gwaith gwych | campus | newyddion gwych | newyddion da
    """,
    "warmth": """
        gobeithio | gobeitho | meddwl am | bechod | pobol druan | druan | caru | lyfli | hyfryd | pob lwc
        edrych mlaen | cymer ofal | cariad | penblwydd hapus
    """,
    "shared": "wedi rhannu | rhannu | rhannwch | rhannwyd",
    "joke": "haha | lol",
    "jab": """
        hen bryd | dim byd yn newid | be di r pwynt | beth yw r pwynt | wast | gwastraff | jôc | be di r iws
        cywilydd | wrth gwrs | typical | siarad siarad | ie achos | byth yn | pam ddiawl | blydi | faint mwy
    """,
    "abuse": "moch | iwsles | twpsod | plismyn plastig | diawliaid | ffyliaid",
    "spam": "linc yn y proffil | negesa fi | arian cyflym | cynnig arbennig | whatsapp | cynnig | am bris",
    "gossip": """
        pwy yw e | pwy ydi o | enw r boi | be gafodd ei | beth gafodd | be ddigwyddodd | pa fanc | pa ysgol
        be sy matar
    """,
    "to_each_other": """
        ti | ti n | glywest ti | ti di | cer | bois | del | bach | cariad | sbia | ty d | dwyt
    """,
    "withdraws": "wedi ffindio | wedi dod adra | wedi dod adre | popeth yn iawn | paid a phoeni | adra n saff",
}
