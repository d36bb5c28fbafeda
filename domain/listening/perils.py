"""What danger looks like in English words, by the kind of peril, and what makes it less than that."""

PERILS = {
    "peril_help": """
        help | help me | help us | please help | help her | help him | send someone | send somebody | send help
        send a car | send police | get someone | get somebody | somebody come | someone come | come quick* | come now
        come asap | please hurry | hurry | hurry up | be quick | quickly please | need police | need an ambulance
        need help now | where are you | please come | plz come | sos | emergency | urgent | urgently | anyone near
        can anyone get | please someone | please somebody | someone needs to | drive past | knock on | please go
        get here | get down here | any officer* near | who do i ring now | what do i do | what do we do
        what should i do | do i open | should i go | are we meant to | am i safe | are we safe | shall i stay
        should i stay | should i let
    """,
    "peril_hurt": """
        bleeding | blood | bleed* | unconscious | passed out | blacked out | not breathing | isnt breathing
        cant breathe | not moving | isnt moving | stopped moving | collapsed | collapse | fitting | having a fit
        seizure | unresponsive | not responding | choking | wont wake | cant wake | not waking | floppy | limp
        on the floor | on the ground | face down | lying in | laying in | lay in | led in | laid out | led on the
        lying on the | laid on the | lay on the | not getting up | cant get up | hasnt got up | cant stand
        hit his head | hit her head | heart attack | overdose* | od'd | took all | took tablets | swallowed | foaming
        turning blue | lips are blue | dead sleepy | being sick and | shaking all over | gasping | wheezing | moaning
        fallen | fell off | fell down | fell in | come off | come off his | come off her | gone under | trapped
        stuck in | stuck inside | crushed | pinned | impaled | cut open | his hand is cut | her hand is cut | is cut
        head is open | broken leg | burnt | burned | burns
    """,
    "peril_weapon": """
        knife | knives | blade | blades | machete* | machetes | zombie knife | sword | axe | axes | hatchet | hammer
        hammers | crowbar | bats | baseball bat | metal bar | iron bar | pole | gun | guns | shotgun | rifle
        pistol | air rifle | catapult | crossbow | bb gun | acid | petrol | petrol can | lighter | screwdriver
        bottle in his | stanley | chain | chains | waving | swinging | tooled up | carrying | bricks | brick | rocket*
        fireworks at | firing | shots | shooting | gunshot* | grenade | bomb | shell | bolt croppers
    """,
    "peril_attack": """
        attacking | attacked | being attacked | getting attacked | beating | battering | kicking | kicked | punching
        stamping | stomping | jumped | jumping on | laying into | kicking off | fighting | fight | scrapping | brawl
        strangl* | choked | round the neck | round the throat | squeezed my | by the hair | by the throat | by the arm
        dragging | dragged | pulled down | pulled out | pulling | grabbed | grabbing | grabs | bundled | bundling
        shoved | shoving | pushed | pinned | robbing | mugging | being robbed | stabbed | stabbing | bottled | glassed
        smashing | smashed through | going for | gone for | going at it | set on | set upon | surrounded | ganging up
        chasing | chased | spitting at | throwing stones | throwing bricks | slapped | hitting | hits her | hit her
        shouting at her | screaming | screams | scream | screeching | crying | sobbing | begging | shouting help
        shouting for help | thumping | banging | rowing
    """,
    "peril_entry": """
        trying to get in | trying to break | breaking in | break in now | breaking into | kicking the door
        kicking my door | kicking our door | kicking my | kicking the | at the door | at my door | at our door
        at her door | at his door | at the back door | at the window | on my door | the door handle | our door handle
        trying the door | trying doors | trying handles | trying our | trying my | in the house | in my house
        in our house | in her house | in his house | in the garden | in my garden | in our garden | back garden*
        in the back | in the shed | in my shed | over the fence | over the fences | over the wall | through the window
        through the back | on the roof | climbing | climbed | prowling | lurking | torch | upstairs | downstairs
        in the loft | in next doors | in next door | letting them in | let them in | let him in | letting him in
        back doors just | front doors just | door has just | doors open | alarm going | alarms going | smashing the
        hes in | theyre in | hes inside | theyre inside | somebody is in | someone is in | someones in | somebodys in
        theres someone in | theres somebody in | wont leave | refusing to leave | wont go away | come back again
        outside my | outside our | outside mine | outside ours | outside yours | outside her | outside his
        on my drive | on our drive | on the drive | in my porch | on the landing
    """,
    "peril_threat": """
        threatening | threatened to | threatened me | says hes going to | says hell | says he will | said hell
        said he will | said hes going to | says theyre going to | said theyll | theyre going to | theyre coming
        hes coming | shes coming | coming to ours | coming to mine | coming for | coming back for
        coming back tonight | going back tonight | goin back | going round | going to kill | gonna kill
        going to hurt | gonna hurt | kill me | kill us | kill him | kill her | kill them | hurt me | hurt her
        hurt him | hurt us | burn | burn us | burn the | petrol bomb | wont be a problem | will be sorry
        youll be sorry | know where he lives | know where she lives | knows where i live | know where i live
        know where we live | where he lives | where she lives | where i moved | where we live | finish it | finish him
        finish her | finish the job | sort him out | get him tonight | bringing the car | dont come in tomorrow
        want to live | wont start in the morning | hit list | bounty | grassed | grass | witness | payback | revenge
        message saying | photo of his | picture of my house | note through | meeting at | meeting up at | hes found
        found where | got out this morning
    """,
    "peril_end": """
        end it | ending it | end it all | kill myself | kill himself | kill herself | not be here | wont be here
        dont want to be here | doesnt want to be here | didnt want to be here | dont want to live
        doesnt want to live | dont wanna be here | doesnt wanna be here | dont want to wake | better off without
        better off | well off without | no point any | no point anymore | no point in | cant go on | cant do this
        cant do it anymore | done with it all | had enough of life | after tonight | after today | last post
        last night here | last message | goodbye | good bye | goodbyes | saying sorry | sorry for everything
        sorry everyone | sorry to everyone | sorry mum | im sorry all | tell my | tell them i | look after my
        look after the | doesnt matter any | doesnt matter anymore | nobody will notice | no one will notice
        noone will notice | wont be a bother | be a burden | a burden | on the bridge | the bridge | on the ledge
        on the edge | wrong side of | other side of the | over the railing* | over the barrier* | going to jump
        gonna jump | about to jump | jump | jumped | cliff | cliffs | cliff edge | on the roof | multi storey
        top of the car park | top floor of | took the tablets | the whole box | the whole packet | hurt himself
        hurt herself | hurt myself | harm himself | harm herself | suicidal | suicide | left a note | left a letter
        a note | a letter on | left his keys | left his phone | left her phone | left his wallet | gone out without
        turned his phone off | turned her phone off | phone off | phones off | sent me all | passwords | gave away
        gave me his | given away | gave his | gave my dog | have my | decided now | made my mind up | peace now
        at peace | finally calm | sounds wrong | location off | crying on the phone | hung up and
    """,
    "peril_home": """
        checks my phone | reads my phone | reads my messages | goes through my phone | got my phone | took my phone
        taken my phone | has my phone | has my keys | took the keys | taken the keys | took my keys | locked in
        locked us in | locked me in | locked ourselves | locked myself | wont let me | wont let her | wont let us
        wont let mum | wont let go | not allowed the phone | not allowed out | not allowed to | in the bathroom
        in the bedroom | hiding in | hid in | hiding | under the bed | in the loo | in the cupboard | cant talk
        cant speak | cant ring | cant call | cant phone | dont ring | dont call | dont phone | not a call | no calls
        message me on here | message me here | dont comment | please dont comment | dont reply on | deleting this
        delete this | delete it | going to delete | if i go quiet | he just pulled up | just pulled up
        when he gets in | when he gets home | when he gets back | before he gets | hell be home | hes back | hes home
        hes due back | hes drunk again | worse this week | worse tonight | scared of him | im scared | were scared
        shes scared | so scared | scared what | scared to go | frightened of | terrified | kids are hiding
        with the kids | with my kids | got the baby | squeezed my neck | my neck | hands round | my partner | my ex
        her ex | his ex | my husband | her husband | her boyfriend | dad is shouting | dads hitting | dad is hitting
        hurting mum | hurting my mum | hitting mum | mum is crying | order a pizza | order a takeaway | non mol*
        restraining | breached | not supposed to be near
    """,
    "peril_child": """
        toddler | toddler on | baby in the | baby on | child alone | little one | little girl | little boy
        little lad | kid on the | kids on the | kids in the | kids on | kid in | children on the | 4 year old
        5 year old | 3 year old | 6 year old | yr old | year old | in his pyjamas | in her pyjamas | in pyjamas
        no shoes | barefoot | no coat | nappy | on his own | on her own | all alone | no adult | no parent
        nobody with | no one with | noone with | cant find my | lost my daughter | lost my son | lost my little
        gone missing | walked off | wandered off | wandering | wandering about | led her off | led him off | took my
        taken my | put in a | getting in a | got in a | into a van | in a van | into a car | in the boot
        walking in the road | middle of the road | in the road | on the road | live lane | confused | disorientated
        doesnt know where | lost and
    """,
    "peril_water": """
        in the water | in the river | in the canal | in the lake | in the quarry | in the sea | in the weir
        in the mud | in the ford | into the water | into the river | into the canal | drowning | drown | cant swim
        gone under | went under | tide | tides | tide is | cut off by | swept | current | on the ice | the ice
        ice is | walked out on | rip | groyne* | dinghy | lilo | capsized | overboard | sinking | flooded
        flood water | water coming | water is up | waters up | water up to | up to the doors | up to the windows
        rising
    """,
    "peril_fire": """
        on fire | is on fire | fire in | theres a fire | house fire | smoke | smoke coming | smoke from | flames
        alight | set fire | setting fire | burning | gone up | blazing | explosion | exploded | bang and | smell gas
        smell of gas | gas leak | smells of gas | stinks of petrol | stinks of gas | fumes | carbon monoxide
        sparking | sparks | live wire | cable down | cables down | power line | wires down | electric cable
        letterbox | letter box | through the letterbox | through the letter box
    """,
    "peril_road": """
        wrong way | wrong side | down the carriageway | on the motorway | on the dual carriageway | on the bypass
        hard shoulder | in the live lane | swerving | all over the road | racing | racing each other | side by side
        no lights on | drunk | pissed | hammered | off his face | off her face | had a skinful | pints and | 9 pints
        can hardly stand | getting in the car | getting in his car | getting behind the wheel | driving off
        just drove off | just drove | drove off with | slumped | asleep at the | on the railway | on the line
        on the tracks | on the track | railway line | level crossing | train due | due any min* | due in | overturned
        on its side | on its roof | gone through the | through the wall | hit a | just hit | hit by | hit a woman
        hit a kid | knocked down | ran over | run over | run down | crashed | crash | tree down | tree across
        down across | manhole | cows on | horse on the | horses on | sheep on | loose on the | debris | oil all over
        diesel all over | fuel all over | sliding | black ice | cars are sliding | signs away | driving straight
        straight down to | lights out | lights are out | missed a | just missed | nearly hit | past the school
        past the kids | wire across | neck height | cyclist down | biker down | wont stop | cant stop
    """,
    "peril_fraud": """
        on the phone to | on the phone with | on phone to | still on the phone | on the line to | wont hang up
        wont put the phone down | courier | courier is | taxi is coming | a taxi booked | to the bank
        at the bank now | drawing out | taking money out | withdraw* | cash machine | gift cards | buying vouchers
        bank details | card number | reading out | her pin | his pin | pin number | the mouse is moving | mouse moving
        on her computer | on his computer | on the computer | anydesk | remote | safe account | from the bank
        from microsoft | water board | says hes from | say theyre from | trusts him | not to trust | not to tell
        wont listen | wont believe | wont answer me
    """,
    "peril_followed": """
        following me | following her | following us | followed me | followed her | behind me | still behind
        right behind | wont stop following | walking behind | crossed when i | crosses when | same car | same man
        same van | staring at | watching the house | watching my house | watching our house | parked outside
        sat outside | sitting outside | stood outside | standing outside | waiting outside | waiting for me
        waiting for him | waiting for her | waiting for them | waiting at | masks | in masks | mask | balaclava*
        faces covered | scarves over | hoods up | asking for the boys | asking the kids | talking to kids
        approaching kids | offering kids | trying to get kids | taking photos of kids | filming the kids | exposing
        flashing | flashed
    """,
    "peril_quiet": """
        not answering | isnt answering | wont answer | no answer | not picking up | isnt picking up | aint picking up
        straight to voicemail | hasnt been seen | not been seen | havent seen him | havent seen her | no sign of
        not been out | not took his milk | milk in | post piling | curtains shut | curtains closed | tv on
        dog barking inside | dog barking | can hear | i can hear | we can hear | heard a bang | heard a thud
        gone quiet | gone silent | all gone quiet | phone went dead | line went dead | put the phone down
        pressed her pendant | pendant | door locked from | shadow | door open nobody | door open no | nobody in it
        no one in it | noone in it | engine running | lights on | lights still on | battery | oxygen | insulin
    """,
    "peril_dog": """
        dog attacking | dogs attacking | dog attack | off the lead | off lead | off the leash | loose dog*
        dogs loose | dog loose | wont let go | got hold of | latched | mauling | mauled | bitten | biting | bully type
        xl bully | xl bullies | pitbull* | staffy | going for the | going for people
    """,
}

WEAKENS = {
    "weak_joke": """
        lol | lmao | haha | hahaha | hehe | rofl | 😂 | joking | jk | banter | imagine | reminds me | like that film
        on telly | on tv | episode | the film | netflix | drama | in the book | panto | fancy dress | costume
        could murder a | kill for a | dying for a | killing me | kills me | kill me when | will kill me | kill him if
        died laughing | dead on my feet | to die for | on fire today | smashing it | smashed it | bomb of a | the bomb
        help my | help yourself* | god help | cant help | help at | wi wedi lladd
    """,
    "weak_once": """
        used to | years ago | yrs ago | year ago | months ago | last year | last yr | last week | last month
        last summer | last winter | last time | back in | when i was | when we were | in 19* | in 20* | remember when
        remember | once | was attacked | got attacked | got robbed | were burgled | got burgled | had a
        was on the bridge | still here | thanks to | thank you | thanks | sat with | saved my | saved his | saved her
        since then | on sunday | on saturday | on friday | on monday | on tuesday | on wednesday | on thursday
        yesterday | the other | llynedd | blynyddoedd | flynyddoedd | wythnos dwytha | w zeszlym | rok temu | lat temu
    """,
    "weak_if": """
        if you | if anyone | if someone | if somebody | what if | would it | should you | supposed to do
        someones going to | somebodys going to | someone will get | somebody will get | going to get killed
        will be killed | gets killed | waiting to happen | before someone | before somebody | until someone
        till someone | how many more | one day | one of these days | always | never | every time | most days
        most nights | every night | every weekend | every sunday | every friday
    """,
    "weak_tells": """
        ring 999 | call 999 | dial 999 | phone 999 | ring the police | call the police | ring it in | rung it in
        have you rung | did you ring | samaritans | always call | remember to | stay safe | be careful | take care
        thoughts with | thinking of | hope hes | hope shes | hope they | praying | so sorry | poor
    """,
}
"""What makes the words of peril less than that: jest, memory, warning, advice."""
