"""What may be wrong at home: violence, fear, drink, a child alone or in want."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "hit_at_home",
        "safeguarding",
        "Somebody may be hurt or hit at home.",
        """
        is|are|was|keeps ~1 hurting|hitting|beating|abusing|harming ~3 boy|girl|child|children|kids|baby|son
            |daughter
        makes|made|make ~1 him|her|them|me|us sleep|stand|sit|kneel|stay ~3 outside|garage|shed|floor|dark|cold
            |garden|corner
        shouts|shout|shouting|screams|rages|rage|temper ~6 hide|hides|hid|hiding|eggshells|shaking|wet|scared
        walking on eggshells
        throws|threw|throwing ~2 things|plates|chairs|cups|furniture|stuff
        put|puts|putting|has|had ~1 hands|hand ~2 round|around|on ~2 throat|neck
        <carer> ~2 s|is|was|has|did|just|always|often ~2 squeez*|grab*|chok*|thr*|push*|shov*|kick*|burn*|bit
            |bites|shak*|pinch*|drag*|lock*|slap*|smack*|hit*|whack*|belt*|twist*|punch*|strangl* ~2 me|him|her
            |them|us|throat|neck|arm|kids|children
        <carer> squeezes|grabs|grabbed|chokes|choked|throws|threw|pushes|pushed|shoves|shoved|kicks|kicked
            |burns|burned|burnt|bites|shakes|shook|pinches|pinched|drags|dragged|twists|twisted|locks|locked ~2
            + me|him|her|them|us|throat|neck|arm|arms|wrist|kids|children|hair|head
        <carer> ~3 did it ~1 with|to|when
        boyfriend|stepdad|partner|lodger|husband ~6 cigarette|belt|fist|fists|lighter|iron
        bruise|bruises|bruised|burn|burns|welts|marks|black_eye|handprint ~8 dads|mums|dad|boyfriend|stepdad
            |mum's|dad's|uncle|contact|weekend_with|home
        came|comes|come ~1 back|home ~4 dads|mums|dad|his|her ~5 bruise|bruises|burn|burns|marks|covered|mark
            |scratches|hurt
        screaming|shouting|banging|crying|thrown|smashing|hitting ~6 wall|next_door|upstairs|neighbour
            |neighbours|through|most_nights|every_night|all_night
        hear|heard|hearing ~5 screaming|hitting|smashing|slapping|crying_all|begging
        bate|bateu em ~1 mim|nos|crianças|criancas
        nas crianças|criancas
        i ~1 hit|slapped|smacked|shook|hurt|lost_it_with ~1 him|her|them|my_son|my_daughter
        lost it|control ~4 hit|slapped|smacked|shook|with_him|with_her
        gives|gave|get|gets|got ~2 a ~1 beating|slap|hiding|belt|battering|good_hiding
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
        flinch*
        cowers|cowering|cowered
        begs|begged|begging|pleads|pleaded|pleading ~3 not ~2 to ~2 go|send|make|come
        not ~2 go|going ~2 to ~1 dads|mums|dad's|mum's|his_dad|her_dad|his_mum|her_mum|nans|grandads
        <afraid> ~2 to ~1 go|come|be ~1 home
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
        facing|faces|face ~1 the|a ~1 wall ~5 hands|minutes|until|till|head
        stand|stands|stood ~4 hands on ~2 head
        cage|kennel|crate ~12 time_out|sorry_properly
        makes|made|has|have|puts|put|shut|shuts him|her|them ~3 in ~3 cage|kennel|crate
        ashtray
        when i have been bad|naughty
        better|safer|easier ~1 when he|she is not in|here|home|there ~6 dad|stepdad|pub|drink*
        before|when|until|after ~4 back|home|in from the pub
        cupboard|shed|garage|cellar ~8 where you|he|she|i|we go|goes|went ~3 till|until|when
        where you go till|until ~3 stopped|stop|good|quiet|sorry
        drinking|drunk|drinks|drink ~6 break|breaks|breaking|broke|smash* ~1 things
        sleep|sleeps|slept|hide|hides ~2 in ~1 bathroom|toilet
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
        police ~1 came|come|were|was|called ~3 last_night|to_ours|to_the_house|round
        says|say anything ~4 last_night|weekend|home ~4 ignore|do_not
        ignore ~3 if|what ~1 he|she|they|* says|say
        released|out ~2 prison|jail|custody|bail
        been released
        ex|he|dad|father|husband ~3 is|been|got|was ~1 out|released ~6 knows|know|school|gate|address
        not ~1 let|release ~3 anyone|anybody|nobody|one ~2 but|except ~1 me
        nobody|anyone|anybody|no_one but me ~4 take|collect|pick|have
        non mol|molestation
        non-mol*|molestation
        order ~2 against|now|preventing|stops ~3 him|her|dad|father|contact|coming
        not ~2 feel|be|is|am|are ~1 safe|not_safe ~3 home|house|here|him|there|with
        unsafe ~3 home|house|with|him|around
        took|taken|takes|hides|hid|has ~2 my ~1 phone|card|bank_card|keys|money|passport|purse ~4 .|and|away|so
            |from
        not ~1 release*|let|allow|hand ~4 to|with|go ~3 dad|father|him|ex|mum|mother
        controls|controlling|threatened|threatens|threatening|threaten|stalking|stalks|follows|following
            |watching ~2 me|us|my|the_house|kids
        he will|would|is_going_to kill|hurt ~1 me|us|them|him|her
        police ~4 came|called|arrested|removed|again ~6 husband|dad|house|home|partner|night
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
        gone|went|popped out ~6 not|never ~1 back|home ~3 .|and|till|until|yet
        he|she|brother|sister ~1 had|has gave|given|made|put ~2 toast|tea|dinner|supper ~4 put|to ~2 to|bed ~4 6|7|8|9|six|seven
            |eight|nine
        mum|mam|mums|mams|mammy|dad|dads is ~1 in her|his bed
        home for ~2 baby|brother|sister|little_one ~3 because|cause|cos|mum
        left|leaves|leave ~1 him|her|them ~9 open the door
        told|said|say|says ~6 not|do_not open the door
        always|often|keeps|seen|still ~3 out ~3 own|alone|herself|himself ~4 late|dark|night|street|hours
        asks|asked|begs|asking|begging ~2 us|me|people|neighbours|for ~2 food|money|eat|something_to_eat
        looking|looks|looked|cares|caring|minding|minds|watching ~2 after|for ~3 little|baby|brother|sister
            |siblings ~4 himself|herself|alone|own|nights|while
        i ~2 had|have to put|get|make|feed|look|change ~6 little_ones|baby|brother|sister|bed|tea|dinner|nappy
        i am * in ~1 y3|y4|y5|y6|year
        alone|himself|herself ~5 while|when ~3 work|nights|shift|sleep|pub|out
        nobody ~2 looking|there|home|looks ~3 after|him|her|them|when
        left|leaves|leaving ~3 home|in_the_car|in_the_house ~3 alone|own|themselves|hours|while
        wander*|roam* ~5 street|streets|estate|night|alone|dark
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
        not ~2 got|have|any ~2 food|gas|electric|heating|money_for_food
        no|not|nothing ~3 food|eat|cupboards|fridge ~3 till|until|left|in|since
        nothing ~1 in ~1 the|our cupboards|fridge
        always|so|really|very hungry
        steals|stealing|takes|taking|hoarding|hides|hoards ~3 food|biscuits|bread|lunches
        sleeping|sleeps|slept ~2 on|in ~2 sofa|floor|chair|car|bath|hallway ~4 because|no|all|for|since
        not ~1 eaten ~3 since|for|today|yesterday|days
        smells|smelly|stinks|filthy|unwashed|dirty_clothes ~4 every|always|again|weeks|nobody
        sleep|sleeps|sleeping|slept ~3 in|with ~2 coat|coats|car|van|bath|floor ~2 on|.|because|he|for|and
        we sleep ~3 in ~2 car|one_bed|van
        starving|hungry ~3 by_morning|all_the_time|at_home|every_day|when|off_days|because
        no|not ~1 food ~2 in|at|for ~2 house|home|cupboard|cupboards|fridge|weekend|them
        folk|people|men|strangers|lads sleeping|sleepin ~2 in|on his|her|their bed|floor|room
        crisps|biscuits|cereal|toast|noodles ~2 for ~2 tea|dinner|supper ~6 normal|mam|mum|bed
        nothing since ~3 dinnertime|dinner|breakfast|tea|lunch|lunchtime
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
        using|drinking|relapsed ~1 again
        passed|passing|passes out
        is|was|were|been ~1 out_of_it|off_her_head|off_his_head
        drug|drugs|weed|cocaine|heroin|crack|pills|needles ~6 kids|children|house|home|room|weekend|her|him
        overdose|overdosed
        back on it|the_drink|the_gear|the_stuff|the_bottle|drugs|heroin
        he|she|dad|mum ~8 worse for wear
        always|been|still|again|was|is ~1 drunk|drinking|wasted|stoned|pissed
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
        on one day|of|leg|foot|arm|hand|page|condition|side
        wasted ~3 time|food|money|minutes
        """,
    ),
)
