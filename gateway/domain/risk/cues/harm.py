"""What may be done to a child, or by a child to themselves, and what staff report of it."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "wants_to_die",
        "safeguarding",
        "Somebody may want to die or to disappear.",
        """
        not ~1 deserve|deserves|worth|worthy ~2 live|living|alive|be_here
        no|nobody|one ~2 point ~3 alive|living|me_being
        wants|want|wanted|wishes ~2 be dead|gone|in_heaven|a_ghost
        better|happier|easier|best|fine ~2 if|without|when ~2 he|she|i|me|him|her ~2 gone|dead|not_here
            |not_around|died|never_born
        better|happier|easier ~1 without ~1 him|her|me
        himself|herself|himself_up hanging|hanged|hung|dead
        hang|hanging|hung ~1 himself|herself|myself
        drew|draws|drawing|drawn|wrote|writing ~6 dying|dead|die|killing|knife|hanging|suicide
            |goodbye
        do_not|not|nor ~1 want|wants ~2 wake_up|live|be_alive
        goodbye letter|note
        never ~1 wake ~1 up
        go to sleep ~2 and ~2 not|never wake
        nothing to live for
        want|wants|wanted|wanting|wish|wishes|wished ~4 dead|die|alive|born|disappear|not_wake_up|exist
        wish|wishes|wished ~2 was|were|had ~2 not alive|dead|born|here|exist
        not want ~4 be|live ~1 here|alive|live|anymore|exist
        not want to live|wake|exist
        kill|killing|hurt|hurting|harm|harming ~1 myself|himself|herself|themselves|self
        want|wants|going|rather|could|should|to end it|everything|my_life|his_life|her_life|it_all
        wish*|want* ~3 go|be ~2 in_the_ground|with_nanny|with_grandad|with_the_angels|asleep_for_ever
            |quiet_for_ever
        wish*|want* ~2 go in the ground
        better off|of ~3 without|dead|somewhere_without
        better without me
        without me in it
        suicid*
        take|took|taking ~2 own life
        overdose|overdosed
        what is ~3 point ~2 living|life
        people|person|someone|you can be deleted
        jump ~3 window|bridge|roof|balcony
        go|going to heaven
        be with ~2 in heaven
        join ~2 in heaven
        nobody would miss|notice|care ~3 gone|dead|died
        can_not ~3 go on
        can_not|cannot do this ~1 mate|anymore|any_more|. .
        no reason to live
        nie chce żyć|zyc
        zabić się|sie
        hochu|хочу померти|умереть
        не хоче|хочет жити|жить
        quiere|quiero morir*
        quer|quero morrer
        marna|mar jana chaht*
        vrea|vreau sa mor|moara
        يريد|اريد|تريد أن يموت|أموت|تموت
        """,
        """
        end it there|here|on|with|all_up
        will die not
        going to die if ~8 dads|race|embarrass*|again
        die of ~2 embarrass*|laugh*|laughter|heat|cold|boredom
        go and die in|on|of
        """,
    ),
    Cue(
        "hurts_themselves",
        "safeguarding",
        "A child may be hurting themselves.",
        """
        cut|cuts|scratch|burn|slash ~1 marks|mark ~4 thigh|thighs|arm|arms|wrist|wrists|leg|legs|tummy|stomach
        marks|scars ~4 thighs|thigh|wrist|wrists ~6 bath|sleeve|hiding|hides|covers
        pinches|pinching|scratches|scratching|biting|bites|picks|picking|digs|digging|hits|hitting|burns
            |burning|cuts ~2 herself|himself|themselves
        until|till ~2 bleeds|bleed|bled|bleeding|raw
        pulling|pulls|pulled ~2 own|her|his hair ~2 out
        bald patch*
        bangs|banging|hits|hitting|smacks ~3 head ~3 wall|floor|desk|against
        blade|razor|pin|pins|lighter ~5 her|his ~1 room|sleeve|pocket|drawer|pillow
        self_harm*|self-harm*|selfharm*
        cut|cuts|cutting ~3 herself|himself|themselves|myself
        cuts|scratches|scratch|scratching|burns ~3 on|inside ~3 arm|arms|leg|legs|wrist|wrists|thigh|thighs
        scratch|scratches|scratched|scratching|cut|cuts|cutting the|her|his arms|arm|legs|leg|wrist|wrists
        scratch*|picking|digging|stabbing|burning|biting ~3 himself|herself|themselves|his_own|her_own
        using ~3 on his|her ~1 leg|arm|legs|arms|wrist|thigh
        bang*|hit*|punch*|pull* ~2 his|her ~1 own head|hair
        razor|razors|scissors|compass|blade|sharpener ~6 arm|arms|leg|legs|wrist|hide|hidden|upstairs|away
            |himself|herself|skin
        arms were raw
        scrub* ~4 skin|arms|raw
        """,
    ),
    Cue(
        "touched",
        "safeguarding",
        "A child may have been touched or asked to touch.",
        """
        tickles|touches|kisses|strokes|cuddles|tickled|touched|kissed ~3 in ~1 places|ways|a_way ~3 not
            |uncomfortable
        rubbed|rubs|rubbing|stroked|touched|squeezed ~1 his|her|my|their ~1 leg|legs|thigh|thighs|bum|bottom
            |chest|knee|breasts
        showed|shows|show ~2 her|him|them|me ~2 his|a|some ~2 willy|penis|privates|bits|porn|rude_pictures
            |rude_videos
        comes|came|goes|went|gets|got|climbs|creeps ~2 in|into ~1 her|his|my|their ~1 room|bed|bedroom ~4 night
            |sleep*|dark|when
        lodger|uncle|cousin|stepdad|boyfriend|babysitter|neighbour|man|friend ~6 her|his ~1 room|bed|bedroom
        made|makes|asked|asks|wants|wanted ~2 her|him|them ~2 to ~1 touch|kiss|lick|undress|strip|take_off
        watched|watches|watching|stares|staring|films|filmed ~2 her|him|them|me ~4 bath|shower|undress*|changed
            |changing|toilet|naked|sleep*
        sore|blood|bleeding|itchy|hurts ~4 down_there|private|privates|between|underwear|knickers|bottom
        knows|said|says|using|uses ~6 about_sex|sexual_words|sex_words
        touch|touched|touches|touching|rubbed|kiss|kissed|kisses|lick|licked|stroke|stroked|strokes|poked
            |fondled|groped ~4 <private>
        touch|touched|touches|touching ~1 her|him|me ~2 .|and|there|inappropriately|under|in_a_way|down|where
        pull|pulled|pulls|pulling|take|took|taken ~2 down ~2 pants|underwear|knickers|trousers|shorts|tights
            |swimming
        took|take|takes|pulled|pull ~3 knickers|underwear|pants|clothes ~1 off|down
        inappropriate* touch*
        under ~2 toilet_door|cubicle
        show|showed|shows|showing|see ~3 private|privates|willy|bits|underwear|knickers
        game|games ~4 they_play|he_plays|we_play ~4 when|bath|blanket*|nan|shops|bed|grandad
        tickle|tickling|special|secret|our game|games|tickles
        game ~4 bath
        rule ~2 about ~1 not telling
        said|says|told ~6 not ~1 tell|telling ~2 anyone|anybody|mum|dad|mummy|you|me|nobody
        said|say|says do_not tell ~3 mum|dad|others|anyone
        our|their|a|little|big secret ~2 dare|between|from|with|game|that|he|she|and|. 
        keep|keeps|keeping ~3 secret ~2 from|with|or|because
        secret ~2 dare|game|friend_who|cuddle|cuddles|kiss|photos
        not ~2 allowed to tell
        sleep*|slept ~3 in|with ~4 same|his|my|her bed ~4 uncle|boyfriend|friend|lodger|cousin
        uncle|grandad|boyfriend|stepdad|lodger ~4 sleepover*|bath|bathes|tickle*|bed
        does the sleepovers
        not let|want|have|like ~3 bathroom|bedroom|toilet door
        will not let ~3 close|shut ~2 door
        washed|washing|scrub*|shower* ~3 four|five|many|over|again ~1 times
        sex|sexual|sexually|porn|pornography ~3 with|on|to|her|him|phone|tablet|showed|assault*|abuse|words
            |touch*|behaviour
        naked|nude|nudes ~4 photo*|picture*|photos|with|video|him|her|bed|sent
        photo*|picture*|video* ~4 naked|nude|nudes|undressed
        is|was|been|being abused|molested|raped|abusing
        abuse|abuses|abused|rape|raped ~2 her|him|me|child|children
        filling_out|curvy|sexy
        dried|dries|undress*|changing ~2 her|them|him|girls|one_of_them ~3 himself|man|he
        """,
        """
        abuse ~2 of ~1 staff|power|position|alcohol|at_the
        sex education|ed
        reproduction
        naked|nude ~2 doll|dolls|barbie|snowman|truth|eye|mole|in_the_garden
        verbal abuse
        nspcc
        touch|touched ~1 her|him|me ~2 nerve|heart|wood|base
        secret santa|garden|recipe|agent|spy|society|seven|surprise
        a surprise
        ingredient
        """,
    ),
    Cue(
        "approached_online",
        "safeguarding",
        "An adult or a stranger may be approaching a child, online or off.",
        """
        wants|want|wanted|asked|asks|asking|told|tells|begging ~2 her|him|them ~2 to|for ~1 send|sent|meet
            |pictures|photos|video|address|nudes
        messages|message|texts|chats|chat|calls ~4 from|with ~3 man|men|stranger|adult|older|someone|grown_up
            |boy ~9 pictures|photos|meet|secret|video|send|calling|does_not_know
        sent|send|sending|sends ~2 him|them|someone ~3 photo|photos|pictures|picture|video ~3 .|of
        man|adult|stranger|someone|bloke ~3 pretending|pretends ~3 child|boy|girl|be
        meet ~1 up ~2 with ~4 online|stranger|someone|he_met|she_met
        following|followed|follows ~1 her|him|them|the_children|the_kids ~3 home|from_school|to_school|car
        tried ~2 to ~2 get|grab|take|lure ~2 her|him|them|child|children|kids ~3 car|van|away
        filming|photographing|videoing ~2 kids|children|girls|boys ~2 .|from|at|through|in
        asked|ask|asks|asking|sent|send|sends|sending|wants|want|shared ~3 photo|photos|picture|pictures|selfie
            |video ~8 swim|swimming|bikini|underwear|top|bed|bath|undressed|herself|himself|no_clothes|pyjamas
            |kit|of_her|look
        asked|ask|asks|asking ~2 for ~1 photos|pictures|a_photo|a_picture|selfie|selfies|her_address
            |his_address|where_she
        asking what ~1 is|she_is|he_is wearing
        what ~1 is|was ~1 wearing
        messag*|texting|texts|texted|writing|writes|write|chatting|talking|snapchatting ~5 her|him|child|girl
            |boy|daughter|son|ruby|filip ~4 instagram|snapchat|whatsapp|at_night|online|since|privately|secretly
        you_are|your so|much ~2 more mature
        so much more mature
        someone|somebody|man|boy|person|stranger ~6 online|game|roblox|snapchat|instagram|discord|app ~6 asking
            |asked|meet|photos|pictures|address|age
        called ~4 on ~3 game|roblox|snapchat|instagram ~8 says|asking|asked|photos
        meet|meeting ~3 up|someone|him|her ~3 online|from_the_game|from_roblox
        is|being|been|was groomed|grooming
        no|without clothes|clothing on
        no clothes
        deepfake*|deep_fake*|nudified|undress_app
        man|men|chap|bloke ~4 seat|gate|window|car ~5 phone|camera ~3 children|kids|girls
        transit|van|car ~6 by|outside|at ~3 gate|school|rec|park|bin_store|playground ~6 again|watching|engine
            |days|day|today
        man|men|chap|bloke|guy|stranger|driver|someone ~9 car|van|estate|transit|vehicle ~12 children|kids
            |girls|boys|photo|filming|phone|camera|puppy|sweets|haribo|window|watching
        car|van|transit ~9 parked|gate|window|outside|watching ~9 children|kids|photos|filming|girls
        stranger|man|someone|chap|bloke ~5 follow*|approach*|offer*|asked|asking|grabbed|talked|watching
            |filming|photographing ~4 children|girls|boys|kids|him|her|them|child|daughter|son
        asked|asking|ask ~3 help ~3 look ~2 puppy|kitten|dog
        want|offer*|take ~3 sweets|haribo|chocolate|lollies|puppy
        get|got ~2 in ~2 his|the car|van ~2 stranger|man|with
        """,
        """
        grooming ~2 dogs|dog|parlour|kit
        man|driver ~8 van ~8 deliver*|parking|parcel|ice
        outside a school in
        man ~3 van ~8 outside a school
        seen the thing about ~20 school
        evening|workshop|talk ~4 grooming|sexting
        grooming|sexting the_lot
        """,
    ),
    Cue(
        "led_astray",
        "safeguarding",
        "A child may be being used by older people, or be near weapons or gangs.",
        """
        hold|holds|holding|held|carry|carries|deliver|keep ~2 bag|package|packages|parcel|something ~2 for ~4
            + boy|boys|man|friend|someone|him|big|older|guy
        older|big|bigger boys|lads|boy|man|men ~6 house|owe|owes|money|outside|waiting|school|name
        county lines|line
        owe|owes ~1 them|him|money ~5 house|said|say|come|school|knife
        new ~1 trainers|phone ~5 never|not|where|who ~2 buy|bought|got
        phone ~2 never|not ~1 buy|bought|gave
        gang|gangs|postcode ~3 war|boys|him|her|them|older|recruit*|joined|with
        found ~3 <weapon>
        we know ~2 what|which school
        radicalis*|extremis*
        """,
        """
        found ~3 gun|bat|hammer|knife ~4 drawer|kitchen|cricket|pe|garden|toy
        """,
    ),
    Cue(
        "taken_away",
        "safeguarding",
        "A girl may be at risk of being cut, or a child of being sent away or married.",
        """
        taken|taking|take|sent|sending|fly|flying|going ~3 to|back ~6 married|marriage|marry|wedding_for
        she|girl|daughter|sister ~3 will|to|must|has_to ~1 be|get married|marry
        passport ~8 leave|leaves|leaving|fly|flies|flying|take|takes|taking ~8 her|his wedding|nikah|marriage
        marry|married|marriage ~4 her|his|my ~1 cousin|uncle
        fgm|circumcis*|infibulat*
        come|comes|coming|return|returns ~1 back ~2 woman
        become|be|is|make|makes|made ~4 woman ~1 there|party|after|.|in|soon|now
        become|be|made clean|pure ~4 like|after|summer|girl
        cut ~2 girls|girl|her ~3 village|grandmother|summer|tradition
        arrang*|forced marriage|married|marry
        back home ~5 woman|party|clean|married|marry|special
        ask* ~3 if ~2 going to hurt
        they done|did it to me ~2 also|too|when
        gudniin*|gudni|khitan|sunna_cut
        """,
    ),
    Cue(
        "told_by_staff",
        "safeguarding",
        "Staff write about a mark, a disclosure or a worry for a family's safety.",
        """
        noticed|seen|saw|found ~5 mark|marks|bruise|bruising|bruises|burn ~4 on|across ~5 back|arm|leg|legs
            |face|neck|body
        said|told|disclosed|mentioned ~6 about ~6 weekends|weekend|home|stepdad|friend|uncle|dad ~12 not ~2
            + by_email|email
        not speak to anyone ~2 else|about
        not speak to anyone
        worried about ~1 you_all|your_safety|the_girls|the_children|family
        children s services|social_services|social_care
        childrens services
        ask ~2 police ~6 check
        curtains ~4 closed ~6 answer*
        disclos* ~4 child|staff|teacher|home|today|that
        duty social_worker
        social worker ~8 voicemail|refer*|duty|cancelled
        rung|rang|told|ring ~3 social worker
        welfare|safe_and_well check|visit
        mash|lado|camhs_crisis
        """,
        """
        am|a|is ~2 social worker in|by
        careers
        """,
    ),
)
