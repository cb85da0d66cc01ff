"""What the first risk screen listens for: plain statements, each enough by itself, and signs that count only together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A named thing to listen for; ``reason`` is what a person is told, ``but_not`` what takes the words back."""

    name: str
    code: str
    reason: str
    phrases: str
    but_not: str = ""


STATEMENTS: tuple[Cue, ...] = (
    Cue(
        "wants_to_die",
        "safeguarding",
        "Somebody may want to die or to disappear.",
        """
        want|wants|wanted|wanting|wish|wishes|wished ~4 dead|die|alive|born|disappear|not_wake_up|exist
        wish|wishes|wished ~2 was|were|had ~2 not alive|dead|born|here|exist
        not want ~4 be|live ~1 here|alive|live|anymore|exist
        not want to live|wake|exist
        kill|killing|hurt|hurting|harm|harming ~1 myself|himself|herself|themselves|self
        want|wants|going|rather|could|should|to end it|everything|my_life|his_life|her_life|it_all
        wish*|want* ~3 go|be ~2 in_the_ground|with_nanny|with_grandad|with_the_angels|asleep_for_ever|quiet_for_ever
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
        self_harm*|self-harm*|selfharm*
        cut|cuts|cutting ~3 herself|himself|themselves|myself
        cuts|scratches|scratch|scratching|burns ~3 on|inside ~3 arm|arms|leg|legs|wrist|wrists|thigh|thighs
        scratch|scratches|scratched|scratching|cut|cuts|cutting the|her|his arms|arm|legs|leg|wrist|wrists
        scratch*|picking|digging|stabbing|burning|biting ~3 himself|herself|themselves|his_own|her_own
        using ~3 on his|her ~1 leg|arm|legs|arms|wrist|thigh
        bang*|hit*|punch*|pull* ~2 his|her ~1 own head|hair
        razor|razors|scissors|compass|blade|sharpener ~6 arm|arms|leg|legs|wrist|hide|hidden|upstairs|away|himself|herself|skin
        arms were raw
        scrub* ~4 skin|arms|raw
        """,
    ),
    Cue(
        "hit_at_home",
        "safeguarding",
        "Somebody may be hurt or hit at home.",
        """
        <carer> ~3 hit|hits|hitting|beat|beats|beating|slap|slaps|slapped|smack|smacks|smacked|punch|punches|punched|kicked|kicks|strangled|choked|burned|burnt|whacked|belted|battered|batters|hurts|hurt ~2 me|him|her|them|us|kids|children|child|son|daughter|mum|baby
        he|she hit|hits|beat|beats|punched|punches|strangled|slapped|kicked|hurts|hurt|throttled|grabbed ~1 me|us|her_mum|his_mum|kids|mum
        he|she put his|her hands on|round|around me|my|us|kids
        he|she is hitting|beating|hurting|punching|slapping
        hit|hurt|beaten|slapped|smacked|punched|belted|battered by|from ~2 <carer>
        hit|hits|beat|beats|smack|smacks|smacked|beaten|hitting ~4 with ~3 belt|shoe|slipper|stick|cable|spoon|cord|wire|hanger|hairbrush|chappal|sandal
        lines|marks|bruises|welts|mark ~3 from ~1 belt|stick|shoe|cable|wire
        domestic violence|abuse
        violent ~2 relationship|partner|home|husband|ex|dad|towards
        mąż|maz|ojciec|tata ~4 uderzył*|uderzyl*|bije|pobił*|pobil*
        mnie|nas|ją|go uderzyl*|bije|pobil*
        uderzyl* mnie|nas|go|ja
        ma bate|loveste
        il|o bate|loveste
        bataie|batut
        mujhe|hamza|bachay|bachon|bachi|bachey ~4 maar*|mara|maarta|maarti|marta|marti
        ko ~2 maar*|marta|marti|mara
        б'є|бʼє|бє|бив|вдарив|вдарила|бьет|бьёт|ударил|избил
        me|nos|lo|la pega|pegó|pego|golpea|golpeó
        me|nos|ele bate|bateu|agrediu
        dövüyor|dovuyor|vurdu|vuruyor|dövdü
        يضرب*|ضربني|ضربها|ضربه
        mare|marche|marse ~2 amake|amay|take
        buu|waa garaacay|dilay|dileen
        """,
        """
        brother|sister|friend|cousin|head ~3 hit|hits|bit ~2 on|by_accident|ball|table
        hit ~2 by ~2 ball|car|bus|news
        beat|beats|beaten ~4 chess|race|game|football|final|score|mario|points|at|team|cards
        burnt|burned ~3 toast|cake|dinner|flapjack
        """,
    ),
    Cue(
        "afraid_at_home",
        "safeguarding",
        "A child or a parent may be afraid of somebody at home.",
        """
        <afraid> ~3 of|when|if ~3 dad|father|mum|stepdad|husband|uncle|boyfriend|partner|grandad|ex|brother
        i am <afraid> . ~9 broke|door|police
        not want|wants|wanting ~3 go|going|come|be|to ~3 home|dads|mums|dad|mum|house|his_dad|her_dad|weekend
        does|do|did not like it when ~3 has|have|comes|friends
        not like ~4 when ~4 friends|drinking|drunk|shouting
        funny|quiet|odd|strange|upset|clingy|different ~4 about|before|after|when ~4 going|weekend|visits|contact|van|car|key|gets_in|comes_home|comes_in
        wet|wets|wetting ~3 both|every|each ~2 times|time ~2 stopped|stayed|been|there
        hide|hides|hiding|hid|hidden|got ~5 under|behind|inside|in ~3 bed|wardrobe|table|cupboard|sofa|bath|bathroom|shed ~8 when|he|van|car|dad|sorry|because
        got|went inside|under|behind ~2 wardrobe|bed|sofa|table
        asked me ~2 to hide ~2 shoes|bag|coat|key|keys|passport
        will not be alone with
        not|never ~2 be|left|leave ~1 alone|on_her_own|on_his_own with ~2 <carer>
        not|nor ~3 to ~4 hold|have|take|see ~3 any_more|anymore ~6 game
        hide|hid|hidden|chup|ukry*|schow* ~4 bathroom|pod|stolem|gaye
        schowa* ~3 stolem|szafie|lozkiem
        boję|boje się|sie ~2 meza|ojca|męża|wracać|wracac
        boje sie
        mi-e frica|teama de el|sot|tata
        mi|mie frica ~3 el|sot
        он|він ~3 боюсь|боюся
        боюсь|боюся ~1 его|його|чоловіка|мужа
        tengo miedo ~4 él|el|marido|padre
        tenho medo ~3 dele|marido|pai
        ghussa ~4 darwaza|tor|maar
        darwaza tor
        ghar nahi jana
        dar lag* ~3 ghar|abbu|us
        """,
        """
        <afraid> ~3 of ~3 camel|spiders|dogs|dark|water|stairs|nurse|injection|dentist|costume|dinosaur
        """,
    ),
    Cue(
        "anger_at_home",
        "safeguarding",
        "There may be violence, or a threat of it, in a family.",
        """
        he|dad|husband|partner|ex|boyfriend|father ~3 broke|broken|smash*|kicked|punched|put_his_fist ~3 door|wall|window|phone|table|place|down
        broke|smash*|kick* ~1 door|window ~3 when|while|down|in ~3 children|kids|sleeping|night
        he said|says|say|will|is_going_to ~4 kill|hurt|burn|take ~2 me|us|her|him|kids|children|them
        letter_box|letterbox ~4 petrol
        petrol ~5 letter_box|letterbox|house|door|inside|school
        nobody|no_one|none ~3 have|has|will_have ~1 him|her|them
        he will ~1 take|snatch|steal ~2 away|child|children|kids|daughter|son|airport|abroad
        take|taken|taking ~3 to_the_airport|out_of_the_country|abroad|airport
        passport|passports ~4 gone|missing|drawer|not
        can_not take|collect|have|pick ~1 him|her|them ~4 court|order|paper|injunction
        court order|paper|papers
        non_molestation|non-mol|injunction|restraining_order|occupation_order|prohibited_steps
        refuge|womens_aid|women's_aid
        left|leave|leaving|fled|flee ~4 in_a_hurry|middle_of_the_night|in_the_night|two_in_the_morning|with_nothing|because_of_him
        we|i fled|ran_away|escaped|had_to_leave|had_to_run
        not living ~2 at ~1 house ~1 now
        not ~4 say|tell|give|write ~3 address|where_we|where_i
        if he ~3 rings|calls|asks|comes|turns_up|turned_up|phones
        not call|phone|ring|tell|contact ~2 him|husband|his_phone|my_husband|brother|my_brother
        he will|would ~2 put|throw|kick us|me ~1 out|outside|on_the_street
        he would go mad
        go mad ~2 if ~3 knew|know|told|found
        not say|tell ~2 to|anything ~2 to ~1 him|dad|husband|mum|partner|kev*
        he must not know|find_out
        will walk in|up ~3 get|take <child> ~2 myself
        will be at ~3 gate ~6 brothers|mates|boys|lads ~6 get|take
        proszę|prosze nie dzwonic ~3 jego
        call mat karna
        """,
    ),
    Cue(
        "touched",
        "safeguarding",
        "A child may have been touched or asked to touch.",
        """
        touch|touched|touches|touching|rubbed|kiss|kissed|kisses|lick|licked|stroke|stroked|strokes|poked|fondled|groped ~4 <private>
        touch|touched|touches|touching ~1 her|him|me ~2 .|and|there|inappropriately|under|in_a_way|down|where
        pull|pulled|pulls|pulling|take|took|taken ~2 down ~2 pants|underwear|knickers|trousers|shorts|tights|swimming
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
        sex|sexual|sexually|porn|pornography ~3 with|on|to|her|him|phone|tablet|showed|assault*|abuse|words|touch*|behaviour
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
        asked|ask|asks|asking|sent|send|sends|sending|wants|want|shared ~3 photo|photos|picture|pictures|selfie|video ~8 swim|swimming|bikini|underwear|top|bed|bath|undressed|herself|himself|no_clothes|pyjamas|kit|of_her|look
        asked|ask|asks|asking ~2 for ~1 photos|pictures|a_photo|a_picture|selfie|selfies|her_address|his_address|where_she
        asking what ~1 is|she_is|he_is wearing
        what ~1 is|was ~1 wearing
        messag*|texting|texts|texted|writing|writes|write|chatting|talking|snapchatting ~5 her|him|child|girl|boy|daughter|son|ruby|filip ~4 instagram|snapchat|whatsapp|at_night|online|since|privately|secretly
        you_are|your so|much ~2 more mature
        so much more mature
        someone|somebody|man|boy|person|stranger ~6 online|game|roblox|snapchat|instagram|discord|app ~6 asking|asked|meet|photos|pictures|address|age
        called ~4 on ~3 game|roblox|snapchat|instagram ~8 says|asking|asked|photos
        meet|meeting ~3 up|someone|him|her ~3 online|from_the_game|from_roblox
        is|being|been|was groomed|grooming
        no|without clothes|clothing on
        no clothes
        deepfake*|deep_fake*|nudified|undress_app
        man|men|chap|bloke ~4 seat|gate|window|car ~5 phone|camera ~3 children|kids|girls
        transit|van|car ~6 by|outside|at ~3 gate|school|rec|park|bin_store|playground ~6 again|watching|engine|days|day|today
        man|men|chap|bloke|guy|stranger|driver|someone ~9 car|van|estate|transit|vehicle ~12 children|kids|girls|boys|photo|filming|phone|camera|puppy|sweets|haribo|window|watching
        car|van|transit ~9 parked|gate|window|outside|watching ~9 children|kids|photos|filming|girls
        stranger|man|someone|chap|bloke ~5 follow*|approach*|offer*|asked|asking|grabbed|talked|watching|filming|photographing ~4 children|girls|boys|kids|him|her|them|child|daughter|son
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
        "left_alone",
        "safeguarding",
        "A child may be left alone, or be caring for others.",
        """
        alone|own|himself|herself|themselves ~4 in_the_house|at_home|at_night|all_night|overnight|all_day|till|until|in_the_flat|last_three|evenings|every_night
        on|by ~1 own|himself|herself|themselves ~3 step|house|home_all|night|evenings|street|green
        left|leave|leaves|leaving|stays|stay|sleeps|sleep ~3 alone|on_his_own|on_her_own|by_himself|by_herself|on_their_own ~2 .|at|in|all|night|while|when|with_the
        lock|locks|locked ~2 door|herself|himself|them|him|her|in ~4 inside|sleep|sleeps|night|alone|room|bedroom|out
        out ~4 at|until|till|gone|past ~2 half_past_ten|half_past_nine|ten_at_night|midnight|10pm|11pm|11|10:*|late ~1 night|.|in
        out ~5 pyjamas ~5 night|ten|eleven
        come|came|comes in ~1 9|10|11|nine|ten|eleven ~2 night|pm
        across|crossed|crosses ~4 road|dual_carriageway|street|carriageway ~3 alone|by_himself|by_herself|on_his_own|himself|herself
        no lights|one ~2 in|on|home|answered|came_to_the_door ~3 house|door|house
        nobody|no_one came|answer* ~2 door
        seeing|looking|caring to|after|for ~2 the_baby|baby ~2 and me
        does|doing|gives|sorts ~3 my|her_mum's|mums|all_my tablets|medicine|injections|pills
        puts|put|putting him|her|them to_bed because|when ~3 can|could
        could|can not get ~2 off|up ~3 floor|sofa|bed
        funny do ~2 last_night
        looking after ~2 me|mum|us|brother|sister|siblings|little_ones ~4 alone|herself|himself|because|while
        in hospital ~3 other_one|again ~9 i|me|dropping|getting
        i am|nearly 13|14|15|16|13:*
        singur|singura ~3 noaptea|acasa|acasă
        ramane|rămâne|sta singur|singura
        sam|sama ~2 w_domu|w_nocy
        one|сам|сама вдома|дома
        solo|sola en_casa
        sozinho|sozinha em_casa
        akela|akeli|akele ghar
        phoning|ringing|calling me crying
        """,
        """
        home_alone ~2 film|movie
        alone time
        walk* home alone
        play|plays|playing|sat|reading|eats ~3 alone|by_herself|by_himself|on_his_own|on_her_own
        """,
    ),
    Cue(
        "goes_without",
        "safeguarding",
        "A child may be going without food, warmth, or a safe home.",
        """
        sleep|sleeps|sleeping|slept ~3 in|with ~2 coat|coats|car|van|bath|floor ~2 on|.|because|he|for|and
        we sleep ~3 in ~2 car|one_bed|van
        starving|hungry ~3 by_morning|all_the_time|at_home|every_day|when|off_days|because
        no|not ~1 food ~2 in|at|for ~2 house|home|cupboard|cupboards|fridge|weekend|them
        nothing ~2 eat|eaten ~3 since|all_day|at_home|weekend|for
        eaten|eat|ate nothing
        take turns ~4 tea|eat|eats|dinner
        no ~1 heating|electric|electricity|gas|hot_water|leccy ~4 since|for|weeks|days|all|now|at
        boiler ~4 cut|off|broke* ~6 coat|cold|sleep|bed|since
        cut ~3 boiler|electric|heating|gas|water
        rat|rats ~3 bite|bit|bites|bitten|bed|baby|foot
        black ~3 stuff|mould|mold ~4 wall|walls|chest|breath*|cough
        oven ~5 door ~2 open|warm|heat
        toast for ~1 tea again
        dry weetabix|cereal|bread|noodles ~3 for ~2 tea|dinner
        not had|getting ~3 tea|dinner|meal|food ~3 at|last|since|all
        forgets|forget when ~2 on_one|drinking|drunk|high|out
        gets his|her own ~3 cupboard|tea|dinner|breakfast|food
        bread|food|rolls|biscuits|yoghurt ~4 under|hidden|hiding|hides ~3 bed|pillow|mattress
        another|one|some ~1 for after
        having his|her|their tea at ~5 away
        same ~1 clothes|jumper|nappy ~3 days|week|again|all_week
        filthy|dirty|stinks|smells ~4 clothes|urine|wee|house|bed|child
        is|are|being|been neglected|neglecting
        evict*|bailiff*
        """,
        """
        rat in my_house|the_house
        nspcc
        nothing to eat ~3 allergic
        starving ~3 after ~2 swimming|football|club|pe
        """,
    ),
    Cue(
        "drink_or_drugs",
        "safeguarding",
        "A child may be in the care of somebody who has been drinking or taking drugs.",
        """
        dad|mum|father|mother|husband|he|she|stepdad|partner|boyfriend|them ~4 drunk|drinking|drink_in_him|drink_in_her|had_a_drink|been_drinking|stoned|off_his_head|off_her_head|on_one|using_again|wasted|smashed|pissed|high
        drink|alcohol in|on him|her|his_breath|her_breath
        smell*|stank|stinks|stinking|reeks|reeked ~3 of ~1 drink|alcohol|weed|booze|beer|vodka|cannabis
        drove|driving|drives|drive ~4 drunk|drink|over_the_limit|been_drinking|anyway
        drink driving|drive
        drunk ~4 home|gate|pick|collect|last_night|again|every
        drugs|needle|needles|cannabis|weed|spliff|joint|vape ~5 house|home|table|bag|found|kids|children|bedroom|drawer|car|with_him
        drug|drugs|weed|dealing ~1 dealer|dealing|drugs|weed
        pił|pil|pije|pijany|pijana
        n pil
        беру пьян*
        п'яний|пʼяний|пяний|пьяный|пьет|пьёт
        borracho|bebado|bêbado|embriagado
        """,
        """
        drugs alcohol
        drinks|drink ~3 enough|water|squash|milk|plenty|fluids|bottle|juice|more|tea|coffee|from
        drinking ~3 enough|water|milk|plenty|fountain|chocolate
        not drinking
        he|she high five
        wasted ~3 time|food|money|minutes
        """,
    ),
    Cue(
        "led_astray",
        "safeguarding",
        "A child may be being used by older people, or be near weapons or gangs.",
        """
        hold|holds|holding|held|carry|carries|deliver|keep ~2 bag|package|packages|parcel|something ~2 for ~4 boy|boys|man|friend|someone|him|big|older|guy
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
        noticed|seen|saw|found ~5 mark|marks|bruise|bruising|bruises|burn ~4 on|across ~5 back|arm|leg|legs|face|neck|body
        said|told|disclosed|mentioned ~6 about ~6 weekends|weekend|home|stepdad|friend|uncle|dad ~12 not ~2 by_email|email
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
    Cue(
        "threat_of_harm",
        "threat",
        "Somebody may be threatening another person.",
        """
        i will|ill|am|am_going_to|going_to ~3 kill|hurt|batter|smash|knock|deck|stab|punch|hit|slap|fight|bury|burn|swing_for|lamp|do_the_same|do_him|do_her|drag ~3 you|him|her|them|yous|that|someone|anyone|teacher|lad|boy|head|out|dad|mr|mrs|miss|to
        will|would|going_to|gonna ~2 kill|batter|stab|shoot|hurt|burn|smash|deck|swing_for|knock_out|bury ~2 him|her|you|them|someone|school|place|yous|dad|that
        do the same to <child>
        deal with|wiv ~3 myself
        deal with ~5 my way
        my|our way ~6 gate|tomorrow|little_ones
        see ~5 gate ~4 my way
        sort ~2 out|it|him|her ~2 myself|my_way|our_way|outside
        will not be walking home|away|out|anywhere
        not responsible ~2 for ~3 hands|actions|happens|what_i|do
        not be responsible for
        best look|watch behind|over|their|her|his|your back|shoulder|behind|self|step|her|him|when
        watch|mind ~1 your|his|her|their back|backs
        look behind|over ~2 shoulder|when
        know ~1 where ~2 live|lives
        knows|found_out ~2 where ~3 live|lives|work|works|parks|park|park_your|lives_at|gym
        know|knows ~3 which|what|when ~5 car|night|leaves|finish|finishes|alone
        finish*|leaves ~4 grey|car|late|walk* ~6 know|knows
        it is the ~2 corsa|car|golf|fiesta
        remember my|his name
        do ~1 time for ~1 it|her|him|you|them|that
        gladly do ~1 time
        they|anyone|you|he will|get ~1 moved|hurt|flattened|dropped|done
        stands|stand|gets|get in ~2 front|way ~6 moved|hurt|sorry|floor
        keep <child> away from me
        last warning
        see what happens|i_do|im_capable
        you will|u_will|youll|ul regret|be_sorry|pay ~2 for
        be|you sorry ~2 when
        swear down
        swear to god ~5 will|hurt|kill|going
        i|we know ~2 people|someone|where
        come|coming|bring|bringing|be|in ~4 with ~2 brothers|lads|boys|mates|family|bat|dog
        bring|brings|bringing|brought|has|got|carries|carrying|have|keeps|had|opened|show|showed ~5 <weapon>|shank|lock_knife|penknife|flick_knife
        knife ~5 bag|school|pocket|stick|shoe|desk|trousers|locker|tray
        stick|stab ~2 it|knife in him|her|them|you
        bomb|bombs ~4 school|in_the|threat|under
        petrol ~6 school|letter|letterbox|letter_box|house|car
        burn ~3 school|house|down|place
        set fire to
        shoot ~2 up|you|him|them|everyone
        hit|kill list
        is|are|you_are|he_is|she_is on|next ~1 the ~1 list ~2 .|kill|too
        what they said they will do
        threat|threats|threatened|threatening|threaten|threatens ~4 me|her|him|us|them|staff|kill|hurt|to_hit|stab|child|teacher|children|with
        death threat*
        snitches get stitches
        for ~2 who snitched
        jump|jumped|jumping him|her|them ~3 after|gate|school|outside
        """,
        """
        i will ~2 kill ~3 grandad|husband|for_that|laughing|lol
        could|nearly|almost ~3 kill*|murder*
        hit ~2 the ~1 target|roof|shops|hay
        burn ~2 cake|cakes|calories|off|toast|dinner|house_down
        burned down the
        knife ~3 and fork
        plastic ~2 knife
        letter|list|note ~2 says|say|said bring
        bring ~1 knife ~2 to_school ~1 tomorrow ~3 real
        black_eye|scooter|trampoline
        knife to school ~1 tomorrow ~2 is_it
        butter knife
        bath|cherry|photo bomb
        bomb ~3 bath|leaking|disposal|glitter|fizz
        put ~2 on the list
        on the list ~2 for|already|password|and
        pupil|children on ~1 list
        has|have|had ~5 bat|hammer ~3 cricket|baseball|rounders
        threaten* ~4 rain|snow|fine|fines|legal|ofsted|with_a_fine|prosecut*
        minecraft|fortnite|tudor|tudors|roman|viking|lesson|play ~8 knife|sword|axe|kill*|burn*|bomb*|shot
        he|she|is|has|sister on ~1 the list
        have|got|bring ~2 gun ~3 water|nerf|foam
        will hurt ~1 if
        """,
    ),
    Cue(
        "cannot_be_found",
        "missing_child",
        "A child may be missing.",
        """
        where is|are my|our ~1 son|daughter|child|boy|girl|kids|children
        where is he|she
        where are they
        can_not find him|her|them|my_son|my_daughter|my_child|my_boy|my_girl
        not ~1 find him|her|them
        he|she|child|son|daughter|they|boy|girl|has not|never come|came|got|arrive|arrived|made|gets|comes ~2 home|back
        he|she|has not ~1 come|came|arrived|been|got ~1 home
        driver ~2 says|said ~3 never|not got
        was|is|he|she|they not on it
        still ~4 with us ~9 home_time|3:*|collect*|rung|tried|answer*|voicemail
        rung ~6 voicemail
        has|have got * here with us
        got|have * here with us
        not ~2 in ~1 use
        very_asleep
        take <child> ~1 at
        where is * ~1 the|is|he|she|someone|coach
        father|dad|someone|man take|took|taken|takes him|her|them at|from|away|already
        can not take|took him|her
        not home ~2 yet|.|and|still
        still not home|back|here|out|arrived|come
        is|he|she|they|was|are|has not ~1 here|there|at_the_gate|come_out|coming_out|in_the_playground|on_the_bus|on_it|in_class
        <child> ~2 not at|come|been|on ~3 home|gate|bus|it|out|list|class
        not come|coming ~2 out ~3 class|school|gate|friends|yet|.
        not ~1 come out
        has * left ~1 yet|already
        has * left . . 
        is * still|actually ~2 in|inside|at_school|there|here ~1 .|please|yet
        went|gone|goes|is missing
        is ~1 missing ~2 .|since|from|and|he|she|still|please
        lost ~2 my|our ~1 son|daughter|child|boy|girl
        disappeared|vanished
        run|ran|running away|off ~2 from|home|school|out
        someone|somebody|who|another|nobody ~3 took|taken|collected|picked|walked_out ~3 <child>
        already took|taken <child>
        has been taken by
        who ~1 walked|went|left out|with
        took|taken <child> ~1 at ~4 court
        never|not got|was|on on|the|it ~2 bus|coach|it
        not been ~1 here ~2 at_all|today|since
        not ~2 on ~1 list tonight|today
        phone|phones ~3 off|voicemail|dead ~6 looked|looking|run|round|dark|police
        phone ~4 off ~1 his|her|phone
        phone|mobile going ~1 straight ~1 to voicemail
        close|closed phone
        looked|searched|checked|been|walked|ran|running ~4 everywhere|park|street|lane|route|round|toilets|field|canal|road ~4 .|now|twice|and|please|he|she|bit|by
        check ~2 toilets|field|cloakroom|everywhere|register
        go and look
        see|check|pop ~5 if ~2 is|still ~2 in|there|cloakroom|class|actually
        is actually in
        watch|tracker|tag|phone|location|airtag ~4 show*|say* ~5 park|lake|road|street|town|moving|outside|not
        left|leave|leaves home|here|house ~6 scooter|bike|walk*|8:*|7:*|on_his_own|on_her_own
        watched him|her to ~2 corner|gate
        not ~1 picked|collected|marked ~2 up ~2 .|yet|at|in
        not ~3 been collected|picked_up
        not collected at|yet|from
        nobody|no_one ~3 come|came|collected|collect|picked ~2 for|him|her|them|yet
        has ~1 not ~2 been ~1 registered|marked_in|seen|marked ~1 in|this_morning|today|since
        not been ~1 seen
        not been marked
        is|are still with us ~6 .|and|office|tried|is|he|she
        remains with us
        tried ~3 mobile|numbers|number|phones|contact* ~6 luck|answer|success|response|reply
        rung|called|tried every|both|all ~2 numbers|number|mobiles|contacts
        who is coming for
        no answer|contact ~3 from anyone|anybody
        has a blank mark
        ще не прийшов|прийшла|вернувся
        не прийшов|прийшла|пришел|пришёл|пришла|вернулся|вернулась ~3 додому|домой|.
        nie wrócił|wrócila|wrocil|wrocila|dotarł|dotarl ~2 do_domu|.
        nu a_ajuns|a_venit|s-a_intors|s ~2 acasa|acasă
        no ha llegado|vuelto|salido
        não chegou|voltou|apareceu
        ghar nahi aaya|aayi|pahunch*
        eve gelmedi|dönmedi
        لم يرجع|يعد|ترجع|يصل
        """,
        """
        looked ~3 lost|coat|jumper|bag|book|bottle|shoe|house|freezer|dictionary
        find ~3 book|coat|jumper|bag|bottle|trunks|shoe|kit|glasses|form|letter|code|inhaler
        phone ~4 took|taken|lost
        missing ~3 tooth|coat|jumper|glove|book|piece|person|librarian|sock|shoe|out|homework|wellies|you|lesson|lessons|school|his_friends|her_friends|break|playtime|learning
        disappeared|vanished ~3 coat|jumper|water|bottle|sock
        ran off with ~3 coat|bag|ball
        not come out ~3 today|well|in_the_wash|clearly
        hamster|rabbit|teddy|dog|cat|guinea missing
        clubs|club|chess
        not collected ~3 form|tickets|order
        who has it
        speech|lady|book|therapist|coat ~3 not come
        """,
    ),
    Cue(
        "staff_hurt_a_child",
        "allegation_staff",
        "An adult at school may have hurt or held a child.",
        """
        <staff> ~6 <handle> ~1 <child> ~3 by|hard|from|off|out|down|too|against|neck|arm|wrist|ear|hair|.|in|to|until|and|on|because|across|away
        <staff> ~3 <handle> ~2 <body>
        <staff> ~8 <handle> ~2 his|her|him ~2 wrist|arm|ear|neck|hair|hand|hood|collar|back_of
        coach|instructor|ta|lady|teacher|man|helper ~4 put|puts hand|hands ~2 on ~2 head|him|her|neck|bottom|leg|knee
        hand|hands on my daughter|son|child|kid|boy|girl|baby
        finger* mark|marks
        push ~2 in water
        nips|pinches|slaps|smacks you|him|her|them|kids
        mark|marks|red|bruise ~9 <staff> ~3 <handle>
        <child> ~3 off|from that ~2 dinner|teacher|lady
        dragged|dragg* <child> ~3 off|out|by|across|from|into
        pull*|drag* ~2 by ~2 ear|ears|hair|arm|hood|collar
        put|puts|putting|shut|shuts|locked|locks ~4 in ~3 cupboard|closet|store|dark|calm_room|isolation_room
        hold*|held|kept ~3 door ~4 outside|foot|shut|closed
        threw|throws|thrown ~3 at <child> ~4 teacher|miss|sir|mr|mrs
        restrain*
        """,
        """
        holds|held|hold ~2 hand|hands ~3 crossing|road|line|walk*|because_she|when
        brother|sister|boy|girl|friend|kids|child ~2 push*|pull*|kick*|hit*
        <child> ~1 head ~2 table|ball|post
        restrained|restraining order
        dear|hi|hello mr|mrs|miss|ms|sir|teacher
        man ~3 van
        matilda|chokey|film
        """,
    ),
    Cue(
        "staff_shamed_a_child",
        "allegation_staff",
        "An adult at school may have humiliated a child.",
        """
        <staff> ~6 call|calls|called|calling ~2 <child> ~2 stupid|thick|dumb|idiot|fat|baby|lazy|liar|disgusting|smelly|dirty|useless|pathetic|names
        <staff> ~8 said|say|says|told ~4 stupid|thick|dumb|idiot|baby|pathetic|disgusting|dirty|smelly|useless
        stupid|dirty|naughty|silly|bad boy|girl ~6 <staff>
        she|he say stupid|idiot
        example of ~1 thick|stupid|lazy|bad|idiot
        made|make|makes|making ~2 stand|sit|kneel|wait|eat|wear ~8 front|wet|corner|everyone|wee|class|naughty|bin|floor|alone|children|lunch
        stand|stood|stands ~3 in|at ~1 front ~6 see|wet|trousers|wee|everyone|everybody|laugh*|whole|remember
        stood him|her ~3 at|in ~2 front
        laugh*|laughed|laughing ~4 told|by|because ~3 teacher|miss|sir
        make|makes|made|mocks|mocked|mimic*|copies|copied ~2 his|her ~1 voice|accent
        in_front_of everybody|everyone|whole_class|class|all ~9 laugh*|humiliat*|cry*|count*
        humiliat*|shamed|ridicul*|belittle*|mocked ~4 teacher|miss|sir|mr|mrs|class|her|him|child
        tore|tears|ripped|rip|tear it|up|his|her ~3 up|picture|work|drawing
        held it up ~6 people|class|everyone|look
        shout*|scream*|yell* ~2 in|at|into ~1 his|her|my_son's|child's|children's face
        told|said|say|says|told_to ~5 not to|do_not be ~1 a ~2 baby
        be baby girl
        so ~1 would|will remember ~1 next|.
        """,
        """
        brother|sister|boys|girls|friend|kids ~3 call*|said|laugh*
        """,
    ),
    Cue(
        "staff_too_close",
        "allegation_staff",
        "An adult at school may be too close to a child.",
        """
        coach|teacher|ta|assistant|instructor|tutor|volunteer|helper|caretaker|driver|man ~9 messaging|messages_her|messages_him|messaged_her|messaged_him|texts|texting|texted|write|writes|dm|dms|snapchat|instagram|whatsapp|his_number|her_number|gifts|presents|follows|adds|added
        coach|teacher|ta|assistant|instructor|volunteer|helper|man|caretaker ~9 photo|photos|picture|pictures|films|filming|filmed ~7 changing|phone|own|toilet|her|him|girls|swim*|kit|home
        man|teacher|coach|instructor|helper|volunteer ~6 comes|goes|came|is|watches|stands in|into|at|while ~3 changing|toilets|toilet|get_changed|shower*|hurry
        changing room|rooms ~6 man|phone|pictures|photos|instructor|he
        volunteer|teacher|ta|man|coach|helper ~9 knee|lap|cuddle*|kiss*|secret|stroke*|tickle*|alone_with
        knee|lap stories|story
        sit|sits|sat|sitting on ~2 knee|lap
        secret between
        says|whisper* ~2 things ~2 in ~2 ear
        holds|hold|touch*|strok* ~4 wrist|hair|shoulder|neck ~3 says|too
        gave|give|buys|bought|gives ~4 boots|phone|money|gift|gifts|present|presents|sweets ~7 not|do_not tell
        remarked|comments|commented ~4 girls|body|figure|bum|legs|filling_out|chest
        """,
        """
        dear|hi|hello|morning mr|mrs|miss|ms|teacher|sir ~8 writ*
        coach ~4 trip|seat|delayed|leaves|leaving|door|park|journey|company|lunch
        photo day|order|proof
        """,
    ),
    Cue(
        "bullied_online",
        "online_bullying",
        "A child or a member of staff may be bullied online.",
        """
        <network> ~14 horrible|nasty|mean|bully*|bullied|laugh*|ugly|fat|pig|hate*|vote|voting|voted|kill|kys|die|names|fake|rude|cruel|threat*|kicking|kicked|sick|smells|unkind|rats|rat|monkey|elephant|weird|troll|scoring|ratings|rate|freezing|removed|screenshots|without_clothes|horrid|vile
        horrible|nasty|mean|bully*|bullied|hate*|cruel|vile|horrid|awful|bad ~8 <network>
        set_up|setup|made|make|makes|started|created|someone_made|opened ~8 group|page|account|poll|chat|tiktok|snapchat|video|whatsapp ~12 about|called|name|of_her|of_him|face|photo|with|calling|laugh*|pretend*|fake|voting
        fake ~2 account|profile|tiktok|instagram|page|snapchat|video
        group|page|account|chat ~3 called ~6 free|hate|troll|pig|ugly|moaning|club|anti|minnie|nose|zone
        photo|picture|face|head ~4 on|as|put ~4 pig|monkey|body|rat|animal|dog|cow|donkey|poo
        face on ~3 monkey|body|pig
        poll ~8 who|smells|ugliest|ugly|fattest|worst
        sick faces
        voting|vote|voted|rating|ratings|scoring|ranking ~6 on|girls|her|him|who|what|them
        vot* on what
        kys
        go and die
        kill yourself
        everyone|everybody ~2 hates|hate you|her|him
        cyber_bully*|cyberbully*|cyber-bully*|trolling|trolled
        video|photo|picture|pictures ~2 posted|posting|sent|shared|going ~2 round|everyone|group|whatsapp|tiktok|another
        posted|posting|shared|sharing|sent|sending|send|uploaded|spreading|going_round|put_up ~5 video|videos|photo|photos|picture|pictures|screenshot* ~9 crying|laugh*|naked|changing|toilet|unkind|horrible|without|bus|gym|her_with|song
        picture going round
        video of ~5 crying|being|hitting|fighting|changing|fall*
        following ~6 round|around ~6 game|saying|typing|server
        following ~2 him|her ~2 round ~2 every game
        kick*|remov*|block*|delet* ~2 him|her|them ~2 out|from|off ~2 server|group|game|chat
        typing|typed|writing|write|wrote|writes ~3 go_and_die|horrible|bad_word|very_bad|nasty|hate_you|ugly|fat
        they|children|girls|boys write|writing|post ~1 do_not ~1 sit|talk|play|come
        send|sending|sent ~1 her|him|them|everyone ~1 at_night|horrible|nasty|mean|rude|bad ~2 .|messages|msgs|things
        they ~1 all send her|him
        the ~2 children|girls|boys ~4 write|writing|post|posting ~4 not|bad|her|him|sit
        impersonat*|pretending_to_be|like_she_is_saying|logged_in_as
        pig in it
        minecraft|roblox|fortnite|server ~5 aimed|unpleasantness|nasty|pig|horrible|following|saying
        likes|views|comments|followers|members ~5 crying|pig|rat
        page called
        countdown ~4 picture
        """,
        """
        talk|slides|assembly|evening|workshop|week|newsletter ~6 cyber|bullying|online
        cyber bullying ~3 for|talk|slides
        loved|lovely|gorgeous|brilliant|great ~4 video|post|page|photo
        times_tables ~3 account
        sold|raised ~5 facebook
        """,
    ),
)
"""Plain statements: one of these phrases alerts."""
