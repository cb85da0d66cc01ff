"""What may be wrong at home: violence, fear, drink, a child alone or in want."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "hit_at_home",
        "safeguarding",
        "Somebody may be hurt or hit at home.",
        """
        <carer> ~3 hit|hits|hitting|beat|beats|beating|slap|slaps|slapped|smack|smacks|smacked|punch|punches
            |punched|kicked|kicks|strangled|choked|burned|burnt|whacked|belted|battered|batters|hurts|hurt ~2
            + me|him|her|them|us|kids|children|child|son|daughter|mum|baby
        he|she hit|hits|beat|beats|punched|punches|strangled|slapped|kicked|hurts|hurt|throttled|grabbed ~1 me
            |us|her_mum|his_mum|kids|mum
        he|she put his|her hands on|round|around me|my|us|kids
        he|she is hitting|beating|hurting|punching|slapping
        hit|hurt|beaten|slapped|smacked|punched|belted|battered by|from ~2 <carer>
        hit|hits|beat|beats|smack|smacks|smacked|beaten|hitting ~4 with ~3 belt|shoe|slipper|stick|cable|spoon
            |cord|wire|hanger|hairbrush|chappal|sandal
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
        funny|quiet|odd|strange|upset|clingy|different ~4 about|before|after|when ~4 going|weekend|visits
            |contact|van|car|key|gets_in|comes_home|comes_in
        wet|wets|wetting ~3 both|every|each ~2 times|time ~2 stopped|stayed|been|there
        hide|hides|hiding|hid|hidden|got ~5 under|behind|inside|in ~3 bed|wardrobe|table|cupboard|sofa|bath
            |bathroom|shed ~8 when|he|van|car|dad|sorry|because
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
        he|dad|husband|partner|ex|boyfriend|father ~3 broke|broken|smash*|kicked|punched|put_his_fist ~3 door
            |wall|window|phone|table|place|down
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
        left|leave|leaving|fled|flee ~4 in_a_hurry|middle_of_the_night|in_the_night|two_in_the_morning
            |with_nothing|because_of_him
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
        "left_alone",
        "safeguarding",
        "A child may be left alone, or be caring for others.",
        """
        alone|own|himself|herself|themselves ~4 in_the_house|at_home|at_night|all_night|overnight|all_day|till
            |until|in_the_flat|last_three|evenings|every_night
        on|by ~1 own|himself|herself|themselves ~3 step|house|home_all|night|evenings|street|green
        left|leave|leaves|leaving|stays|stay|sleeps|sleep ~3 alone|on_his_own|on_her_own|by_himself|by_herself
            |on_their_own ~2 .|at|in|all|night|while|when|with_the
        lock|locks|locked ~2 door|herself|himself|them|him|her|in ~4 inside|sleep|sleeps|night|alone|room
            |bedroom|out
        out ~4 at|until|till|gone|past ~2 half_past_ten|half_past_nine|ten_at_night|midnight|10pm|11pm|11|10:*
            |late ~1 night|.|in
        out ~5 pyjamas ~5 night|ten|eleven
        come|came|comes in ~1 9|10|11|nine|ten|eleven ~2 night|pm
        across|crossed|crosses ~4 road|dual_carriageway|street|carriageway ~3 alone|by_himself|by_herself
            |on_his_own|himself|herself
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
        dad|mum|father|mother|husband|he|she|stepdad|partner|boyfriend|them ~4 drunk|drinking|drink_in_him
            |drink_in_her|had_a_drink|been_drinking|stoned|off_his_head|off_her_head|on_one|using_again|wasted
            |smashed|pissed|high
        drink|alcohol in|on him|her|his_breath|her_breath
        smell*|stank|stinks|stinking|reeks|reeked ~3 of ~1 drink|alcohol|weed|booze|beer|vodka|cannabis
        drove|driving|drives|drive ~4 drunk|drink|over_the_limit|been_drinking|anyway
        drink driving|drive
        drunk ~4 home|gate|pick|collect|last_night|again|every
        drugs|needle|needles|cannabis|weed|spliff|joint|vape ~5 house|home|table|bag|found|kids|children
            |bedroom|drawer|car|with_him
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
)
