"""The cues of a comment in English: phrases by what they tell us, dialect and misspelling among them."""

ENGLISH = {
    "first_hand": """
        i saw | i seen | ive seen | i have seen | we saw | weve seen | i heard | we heard | i was | we were | i had
        we had | ive had | weve had | ive got | weve got | ive just | weve just | just seen | just saw | just had
        just been | just gone | just come | just found | just took | mine | mine got | mine was | my car | my van
        my bike | my shed | my house | my mum* | my dad* | my nan* | my son* | my daughter* | my lad | my husband*
        my wife* | my neighbour* | my brother* | my sister* | my partner* | my kids | my street | my road | our street
        our road | our house | our garden | our car* | our van* | our shop* | our school* | our door* | our gate*
        our lad | our kid* | next door | happened to me | happened to us | happened here | same here | same thing
        same on | same at | same up | same down | down our | up our | outside our | outside my | outside mine
        i found | ive found | we found | i rang | i reported | i handed | i asked | i was told | was told | we told
        i told
    """,
    "ours": "i | im | ive | id | ill | me | my | mine | we | weve | were | our | ours | us | myself | ma | oor",
    "now": """
        now | right now | rn | as i type | as we speak | right this | this minute | this second | happening
        currently | at it now | on his way | on her way | on their way | about to | going to | gonna | going back
        coming back | heading | still there | still here | just now | the noo | any minute | minutes ago | mins ago
        min ago | in progress | as it happens | atm | at the moment | at this moment | live | tonight | tonite | today
        just driven | just drove | just pulled | just smashed | just hit
    """,
    "past": """
        yesterday | last night | last nite | last week | last wk | last month | last year | last yr | last time
        the other day | the other night | other week | ago | months ago | weeks ago | years ago | in january
        in february | in march | in april | in may | in june | in july | in august | in september | in october
        in november | in december | since | back in | at the time | this morning | on monday | on tuesday
        on wednesday | on thursday | on friday | on saturday | on sunday | used to
    """,
    "again_and_again": """
        every night | every nite | every day | every morning | every evening | every week | every weekend
        every single | every friday | every saturday | every sunday | every time | most days | most nights
        all the time | all day | all night | constantly | always | regularly | daily | nightly | weekly | each night
        each day | nights running | times a night | for weeks | for months | for years | for ages | still happening
        keeps happening | keep coming | keeps coming | never stops | twice | three times | again
    """,
    "what_was_done": """
        stolen | stole | nicked | pinched | robbed | taken | took | broke into | broken into | broke in | smashed
        damaged | keyed | slashed | vandalised | kicked | punched | hit | attacked | assaulted | spat | threatened
        threatning | threatening | followed | following | dumped | fly tipp* | flytipp* | dealing | selling | drug*
        weed | needles | knife | machete | blade | racing | speeding | tearing | revving | quad* | moped* | motorbike*
        scrambler* | e-scooter* | escooter* | fireworks | firework* | rocket* | abuse | abused | harass* | stalk*
        graffiti | burgl* | mugged | scam* | conned | fraud* | shoplift* | throwing | chucking | lobbing | egging
        trying doors | trying handles | car doors | parked on | blocking | blocked | on the pavement | dangerous
        hazard | wrong way | fell | collapsed | fire | smoke | gas | flood* | ditch | hole | gone | got done | was done
        were done | been done | done too | done as well | they had the | they had my | they had our
    """,
    "exact": """
        reg | registration | plate | plates | number plate | flat | no plate | silver | black | white | blue | red
        grey | green | hoodie | hooded | balaclava* | transit | estate | hatchback | corsa | golf | audi | bmw
        pick up | pickup | lads | lad | bloke | fella | behind | opposite | outside | corner | bottom of | top of
        back of | end of | junction | roundabout | lane | street | close | crescent | avenue | terrace | alley
        underpass | car park | bus stop | rec | by the | near the | next to
    """,
    "offers": """
        footage | cctv | dashcam | dash cam | doorbell | ring camera | on camera | on film | on video | got a video
        got it on | filmed | recorded | recording | photo* | pics of | picture of | screenshot* | happy to | can help
        could help | glad to | willing to | volunteer* | be of use | any use | of use | if its any | if it helps
        may help | might help | might be useful | could be useful | you can have | send them | send it | send you
        pass it on | pass on | give a statement | make a statement | saw it all | saw the whole | saw everything
        i know who | i can tell | can show | i witnessed | witness | spare room | we have | ive kept | i kept
        have kept | free all day | can be there | if wanted | if needed | if you want | if you need
    """,
    "asks_us": """
        can you | could you | would you | will you | do you | are you | have you | did you | can u | could u | do u
        will u | are u | you going | can someone | could someone | can somebody | could somebody | can anyone tell
        please can | please could | pls can | plz can | please come | come to | come and | come down | come up
        come round | any chance | any update* | any news | would like | wed like | id like | would love | we need
        need someone | need somebody | somebody needs | someone needs | who do i | who do we | where do i
        where do we | how do i | how do we | do i | do we | can i | can we | am i | are we | should i | should we
        is there | are there | will there | will it | will they | does it | does this | is it | what do i | what do we
        who can | where can | how can | how can i | what happens | what about us | let me know | let us know | tell me
        tell us | please advise | advise me | get in touch | contact me | ring me | call me | phone me | message me
        ring my | ring back | call back | phone back | get back to | look into | look at | sort it | take it down
        please | pls | plz
    """,
    "waits_on_us": """
        heard nothing | not heard | havent heard | never heard | no reply | no response | no answer | no one came
        nobody came | noone came | no one has | nobody has | noone has | no ones | nobodys | never came | not been
        nothing done | nothing has | nothing happened | still waiting | waiting for | waited | fobbed | ignored
        no acknowledgement | no apology | not good enough | gave up | cut off | on hold | rang 101 | rung 101
        called 101 | phoned 101 | on 101 | to 101 | reported it | reported this | crime number | ref number
        reference | log number | case closed | no further action | you promised | was promised | were told | you said
        asked for this | in writing | told to ring | told to report
    """,
    "complains": """
        complaint | complain | complained | disgusted | disgusting behaviour | disgraceful | unacceptable
        not acceptable | rude | apology | apologise | apologised | your officer | your officers | an officer
        the officer | officer told | one of your | your pcso | your call | operator | call taker | handcuff*
        cancelled | laughed | shouted at me | spoke to me | spoke to my | treated | let down | conduct
        professional standards | ombudsman | wants looking at | want it looked | explanation
    """,
    "foi_words": """
        freedom of information | freedom of info | foi | foia | foi request | under the act | information act
        formal request | how many times | cost of | figures for | please supply | please provide | please release
        please disclose | the number of | recorded information | breakdown of | statistics on
    """,
    "data_words": """
        subject access | subject access request | sar | dsar | data protection | gdpr | my own footage | footage of me
        footage of myself | bodycam of me | body cam of me | my record | my records | my file | my data
        what you hold | everything held | everything you hold | held about me | hold about me | hold on me
        held on me | information about me | information you have on me | stored about me | my custody | my interview
        copy of my | copies of my | delete my | my fingerprints | my dna | my photo off | my arrest | my caution
        youve got on me | you have on me
    """,
    "danger_words": """
        help | 999 | ambulance | bleeding | blood | unconscious | not breathing | isnt breathing | not moving
        isnt moving | collapsed | stabbed | stabbing | knife | knives | machete | gun | shot | shotgun | petrol
        on fire | fire | smoke | flames | gas | drowning | in the water | in the river | tide | screaming | scream
        screams | crying | attacking | attacked | fighting | fight | beating | kicking | kicking the door
        breaking in | trying to get in | trying the door | in the house | in the garden | at the door | outside my
        outside our | outside now | wont let | locked in | locked us | locked ourselves | trapped | wrong way
        live wire | wires | railway | on the line | on the bridge | on the ledge | on the roof | wrong side
        someones going to | somebody is going | going to jump | about to jump | jump | floppy | overdose | tablets
        took all | pills | swallowed | unresponsive | choking | wont wake | cant wake | not answering | isnt answering
        missing | followed | following me | stalking | kill me | kill him | kill her | kill them | kill us
        kill himself | kill myself | end it | ending it | goodbye | not be here | dont want to be here
        doesnt want to be here | better off without | better off | no point anymore | cant go on | after tonight
        wont be a problem | final straw | scared | im scared | shes scared | frightened | terrified | please hurry
        hurry | quick | quickly | send someone | get someone | anyone near | checks my phone | cant ring | cant call
        cant talk | wont ring | bank details | card number | pin | courier | gift cards | on the phone to
        on the phone with | mask | masks | balaclava* | bat | bats | hammer | axe | sword | acid | dragged | dragging
        grabbed | grab | bundled | chasing | chased | hit and run | knocked down | ran over | run over | swerving
        drunk | pissed | cant stand | toddler | baby | child alone | on his own | on her own | no coat | barefoot
        no shoes
    """,
    "one_weak": """
        my mum | my nan | my dad | my grandad | nana | nanna | nan | grandad | grandma | gran | old man | old lady
        old fella | old chap | elderly | pensioner* | 80 | 88 | 91 | 83 | disabled | wheelchair | vulnerable
        dementia | autistic | learning disab* | alone | lives alone | on his own | on her own | kid* | child* | girl
        boy | baby | toddler | daughter | son | lass | teen* | suicid* | self harm* | self-harm* | depress*
        mental health | crisis | bruise* | black eye | beats | hits me | hit me | hits her | hit her | partner | ex
        boyfriend | husband | controlling | abusive | abuser | violent | domestic | groomed | grooming | exploited
        cuckoo* | scared of | frightened | afraid | wont leave | sleeping rough | sleeping in | homeless | not eating
        struggling | worried about | worried sick | low | cant cope
    """,
    "sighting_words": """
        seen him | saw him | seen her | saw her | seen them | just seen | just saw | i saw | i seen | ive seen
        think ive seen | think i saw | spotted | looked like him | looked like her | looks like him | looks like her
        just like that | just like him | just like her | matching | fits the description | walked past | walking past
        walking along | walking towards | walking toward | gone past | went past | going past | passed me | passed him
        passed her | sat on | sat in | sat at | sat opposite | sitting | stood by | stood at | on the bus | on my bus
        on the train | got off | got on | was in the | was at the | came in | came into | hes in | shes in | hes at
        shes at | hes on | shes on | going towards | towards the | getting in | his car | her car | her phone
        his phone | pinged | last week he | last week she
    """,
    "guilt": """
        did it | done it | dealer | dealing | deals | sells | selling | thief | robbed | robber | nonce | paedo
        rapist | scum | guilty | did this | its him | its her | thats him | thats her | was him | who did | behind it
        responsible | grass | nicks | nicked | stole | murderer | killer | burglar | arsonist | hes the one
        shes the one | always him | again init | again innit | no licence | out on bail | on tag | been charged
        arrested | charged | victim | poor lad was | poor girl was
    """,
    "thanks": """
        thank you | thanks | thank u | thankyou | thanx | thx | ta | cheers | much appreciated | appreciate
        appreciated | well done | good work | great work | good job | great job | brilliant work | keep up
        keep it up | fantastic | legend* | hats off | amazing work | amazing job | so helpful | fair play | nice one
        happy retirement | great news | good news | brilliant news
    """,
    "warmth": """
        love this | love it | aw | aww | bless | praying | prayers | thoughts | rip | hope | hoping | get well
        so sorry | sorry to hear | poor | happy | lovely | cute | gorgeous | beautiful | congrat* | good luck | proud
        stay safe | take care | xx | x | hun | hugs
    """,
    "shared": "shared | sharing | rt | rtd | retweeted | reposted | bump | bumping | following",
    "joke": """
        lol | lmao | haha | hahaha | hahah | hehe | rofl | joking | jk | only joking | asking for a friend | banter
        pmsl | omg | deffo
    """,
    "jab": """
        about time | whats the point | what is the point | waste of | cash cow | two tier | joke | more like
        do your job | proper job | proper crime* | real crime* | real criminals | catch real | instead of
        woke nonsense | woke police | woke lot | gone woke | so woke
        taxpayer* | tax payer* | my taxes | bring back | lock em | lock them | throw away | throw the book | slap on
        useless | pathetic | clowns | shambles | disgrace | shame | shameful | pr stunt | photo op | box tick*
        money maker | money making | never see | you lot | u lot | yous lot | why bother | dont bother
        cant be bothered | good luck with | funny how | shock | shocker | surprise | surprise surprise | yeah right
        as if | i bet | bet | probably | course it | of course | wonder why | no wonder | whats wrong with | who cares
        get a life | nanny state | snowflake* | soft | out by | judge | judges | courts | government | council
        labour | tories | cuts | makes me sick | make it make sense | imagine | how hard | how many more
        what did you expect | wait till | typical | nothing better to do | sat on facebook | not holding my breath
    """,
    "abuse": """
        acab | pigs | pig | filth | bent | corrupt | scum* | muppets | muppet | idiots | idiot | tossers | wankers
        wanker | twats | twat | pricks | prick | cowards | liars | thick | morons | moron | rats | plastic | arse
        bastards | f off | fuck off | piss off | sod off | shove it | waste of space | waste of oxygen | bellends
        knobheads | jokers
    """,
    "spam": """
        dm me | pm me | inbox me | link in bio | click | click here | whatsapp | discount | % off | off today
        free delivery | crypto | bitcoin | forex | invest | trading | profit | earn | earned | from home | loan
        loans | voucher | for sale | half price | no win | guaranteed | follow for | check my | check our | our page
        my page | onlyfans | giveaway | winner | prizes | testimony | recovered my | god bless mr | special offer
        sale now | order now | boxed
    """,
    "gossip": """
        who is it | who was it | whos it | name and shame | names please | what did he do | what did she do
        what did they do | which school | which house | what number | which number | whats his name | whats her name
        anyone dead | is he dead | is she dead | did he die | fatal | what happened | anyone know what | wonder what
        what road | which road | which pub | was it him | his name | her name | where does he | where does she
        how old | what colour | what breed | what shop | which shop
    """,
    "to_each_other": """
        mate | babe | hun | hunny | lads | girls | m8 | bro | bruv | pal | mush | butt | love | xx | u ok | you ok
        r u ok | you seen | did you see | seen this | look at this | look | read this | this you | is this you
        that you | is that you | isnt this | wasnt it | werent you | your dad | your mum | your brother | ur dad
        ur mum | ur bro | told you | told ya | remember when | we going | shall we | fancy | you going | u going
        are you coming | you coming | tell your | tell ur | anyone else | anyone fancy | anyone selling
        anyone recommend | anyone lost | has anyone | anyone know | does anyone
    """,
    "withdraws": """
        sorted now | all sorted | panic over | found him | found her | found it | no longer | ignore me | ignore that
        never mind | nevermind | dont worry | shes rung | hes rung | she has rung | he has rung | home safe
        safe and well | already been | thats answered
    """,
}
