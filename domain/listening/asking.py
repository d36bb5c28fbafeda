"""How questions begin and are put, in English, Welsh and Polish: the words, as tables."""

from domain.listening.spoken import word_set

FILLERS = word_set(
    """
    hi hello hey hiya helo shwmae smae morning afternoon evening ok okay so and but also well oh ah err um erm
    right please pls plz sorry excuse just now then anyway actually seriously honestly genuine genuinely quick
    question all everyone everybody guys folks lads ladies sir madam officer officers police lol haha yeah yes
    no nah yep like my the o ac a i ond wel witam czesc dzien dobry prosze przepraszam
    """
)
"""What may stand before the word that makes a clause a question."""

WHO_WHAT = word_set(
    """
    what whats wat wot wots wats whatis who whos whose where wheres when whens why whys how hows which y wen
    wher hw howz wuts wut wtf watcha whatcha wassup wazzup sup howd whod whatd whered whyd whendo whatll wholl
    whatre whore howre whatve
    """
)
DOES_IT = word_set(
    """
    is are am was were do does did can could will would should shall has have had may might isnt arent wasnt
    werent dont doesnt didnt cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint r d cud wud shud didya
    dya doya dyou duz dus wld cld shld
    """
)
SOMEBODY = word_set(
    """
    you u ya ye i we they it there the this that these those he she any anyone anybody any1 someone somebody my
    our your ur ppl people everyone everybody yous youse yall thou its his her their a an one nobody noone all
    both not police pcso officers council
    """
)
HELPERS = DOES_IT | word_set(
    """
    to about if time happened happens happening kind sort type are much many long far often come else would do
    going u you i we they the did exactly day date number way
    """
)
"""What follows `what`, `how` or `when` when it asks; after anything else it may only join two clauses."""

CRIES = word_set(
    """
    a an awful lovely sad terrible horrible nice kind dare sweet cute funny ironic brilliant disgusting true
    amazing strange odd ridiculous beautiful refreshing lucky wonderful disgraceful shocking
    """
)
"""After `what` and `how` these make a cry, not a question: "what a shame", "how awful"."""

ASKS = {
    "any_news": """
        any update* | any news | any word | any idea* | any chance | any info* | any more info* | any joy | any luck
        any reason | any advice | any thoughts | any recommendation* | any clue | any one know* | any1 know*
        anyone know* | anybody know* | any body know* | anyone no | anyone heard | anyone else | anyone got
        anyone seen | anyone have | does anyone | does anybody | does any1 | do anyone | has anyone | has anybody
        did anyone | is anyone | is anybody | can anyone | can anybody | could anyone | anyone wanna | anyone want
        anyone here | any of you | anyone in | anyone from | anyone on | anyone
    """,
    "tells_us_to_tell": """
        please advise | pls advise | let me know | let us know | tell me | tell us | can you tell | could you tell
        please explain | pls explain | please can you | please could you | please confirm | pls confirm
        would like to know | want to know | wanna know | need to know | like to ask | wanted to ask | got to ask
        love to know | be nice to know | interested to know | keen to know | please tell | explain why | explain how
        explain to me | please answer | answer me | clarify | can someone | could someone | can somebody
        could somebody | will someone | would someone | someone tell | somebody tell | someone explain
    """,
    "wonders": """
        wondering if | wondering what | wondering when | wondering why | wondering how | wondering whether
        wondering where | wondering who | wonder if | wonder what | wonder when | wonder why | wonder how | wonder who
        just wondering | was wondering | curious | not sure if | not sure whether | not sure who | not sure what
        not sure where | not sure how | dont know who | dont know what | dont know how | dont know where
        dont know if | no idea who | no idea what | no idea how | no idea where | is it true | question is
        my question | just checking | wanting to know
    """,
    "do_you": """
        do you | do u | did you | did u | are you | are u | r u | have you | have u | can you | can u | could you
        could u | will you | will u | would you | would u | dont you | didnt you | havent you | arent you | cant you
        wont you | do we | can we | are we | should we | shall we | can i | do i | should i | am i | may i | could i
        will i | would i | shall i | is it | is there | is this | is that | are there | is he | is she | are they
        was it | was there | was that | was this | were they | will there | will it | will they | would it
        would that | has it | has there | have they | has this | does it | does this | does that | do they | did it
        did they | did he | did she | can it | can they | what if | what about | how about | how come | what time
        how much | how many | how long | how far | how often | how do | how does | how did | how can | how would
        how will | how is | how are | who is | who are | who do | who did | who was | who to | who can | who should
        what is | what are | what do | what does | what did | what was | what were | what will | what can
        what should | what happened | where is | where are | where do | where can | where did | where was | where to
        when is | when are | when will | when do | when does | when did | when can | why is | why are | why do
        why does | why did | why was | why were | why would | why cant | why dont | why not | why has | why have
        which one | what else | who else | where else | hw do | wot is | wot about | what day | what date
        what number | how r | how u | whats ur | whats your | whats the | wheres the | whens the | whos the | what u
        what you | where you | where u | where r | wat r | what r | why you | why u | who u | who you | how you
        how bout | what bout
    """,
    "tag": """
        isnt it | innit | arent they | dont they | doesnt it | wasnt it | right | eh | aint it | arent you | wont they
        cant they | didnt they | is it not | init | isnt he | isnt she | yeah | yea | huh | or not | or what
        or is it | or do | or are | or am | or should | or just
    """,
    "polish": """
        czy | kiedy | gdzie | dlaczego | czemu | jak | ile | kto | co | ktory* | ktora | ktore | po co | skad | dokad
        czyj* | jaki* | jaka | moze ktos | ktos wie | wie ktos | prosze o informacj* | prosze powiedziec | mozna
        mozecie | moze pan* | czy jest | da sie | chcialbym wiedziec | chcialabym wiedziec | nie wiem
    """,
    "welsh": """
        pwy | beth | be | pryd | ble | lle | pam | sut | pa | faint | sawl | oes | a oes | oes na | ydy | ydi | ydych
        ydych chi | dych chi | wyt | wyt ti | fydd | a fydd | fydd na | allwch | allwch chi | alla i | allai | gallwch
        gaf i | ga i | gawn ni | oedd | a yw | yw hi | yw e | a ellir | modd | oes modd | rhywun yn gwybod
        oes rhywun | unrhyw newyddion | ydw i | fyddwch | fyddwch chi | wnewch | wnewch chi | newch chi | a allai
        hoffwn wybod | isho gwybod | isio gwybod | eisiau gwybod | rhowch wybod | tybed | onid | a ddylwn | ddylwn i
        dylwn i | ddylen ni | wnaeth | welodd | glywodd | sgen | sgynnoch | sgin | oes gynnoch | oes gennych | ond ydi
        nagydi | de | dydi | be di | lle mae | pwy sy
    """,
}
"""Phrases that ask wherever they stand, by what they do."""

ENDS = word_set(
    """
    right eh huh yeah yea innit init or not though then yet please pls plz mate
    """
)
"""Words a question without its mark likes to end on."""
