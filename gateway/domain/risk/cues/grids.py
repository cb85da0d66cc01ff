"""Grids of who, what and where: tellings of harm in words that no list could foresee."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "mark_on_a_child",
        "safeguarding",
        "A child has a mark or a hurt, and nothing plain and harmless is told of how it came.",
        """
        <wound> ~5 <body>
        <body> ~4 bruise*|scald*|welt*
        red_mark|red_marks|mark|marks|scratches|cuts|lines|cut on|across|round|around|down|over|all ~4 <body>
        black_eye|cigarette_burn|cigarette_burns|split_lip|fat_lip
        bruised ~3 all_over|everywhere|again
        """,
        """
        <wound>|mark|marks|scratches|cuts|black_eye|lines|cut|split_lip|fat_lip ~12 <clumsy>
        <body> ~12 <clumsy>
        <wound>|mark|marks|scratches|cuts|black_eye|lines|cut|split_lip|fat_lip ~9 . ~5 <clumsy>
        <clumsy> ~14 <wound>|mark|marks|scratches|cuts|black_eye|lines|cut|split_lip|fat_lip
        <clumsy> ~8 . ~5 <wound>|mark|marks|scratches|cuts|black_eye|lines|cut|split_lip|fat_lip
        """,
    ),
    Cue(
        "mark_kept_quiet",
        "safeguarding",
        "A hurt that is not explained, is explained twice, or is shaped like a hand.",
        """
        <wound>|mark|marks|scratches|cuts|hurt|black_eye ~9 not ~2 say|tell|explain|talk|speak|know|remember|match
            |add_up|look
        <wound>|mark|marks|scratches|cuts|hurt|black_eye ~9 chang* ~3 story|mind|tale
        <wound>|mark|marks|scratches|cuts|black_eye ~8 look|looks|looked|shape|shaped|like|from ~3
            + finger|fingers|hand|belt|shoe|cigarette|teeth|thumb|fingerprints|grip|slap|cable|buckle
        not|nor ~2 say|tell|explain ~3 how|who|what ~4 got|did|done|happened|came|hurt ~3 it|them|that|him|her|. 
        hand|finger|thumb|belt|cigarette|buckle|ring|shoe shaped|shape|sized ~2 <wound>|mark|marks
        unexplained|unusual|strange|odd|more|another|third|fourth ~2 <wound>|mark|marks|injury|injuries
        <wound>|mark|marks|scratches|cuts ~4 behind ~2 ear|ears|knee|knees
        <wound>|mark|marks|scratches|cuts|black_eye ~14 but|supposedly ~6 not|no|different|said|says
        <wound> ~9 keeps|kept chang*
        keeps|kept chang* ~2 story|stories
        different|another story ~4 time|day|every|each
        story ~3 not add|match|fit|make
        <wound>|mark|marks ~6 another|again|third|fourth|new ~6 month|week|time|weekend
        """,
    ),
    Cue(
        "hurt_by_a_grown_up",
        "safeguarding",
        "A grown-up of the family may be hurting somebody.",
        """
        <carer> ~4 <strike> ~2 <them>|neck|baby|children|kids|son|daughter|boy|girl|wife|legs|arm|face|head|back|hand
            |throat
        <carer> ~3 <strike> * ~1 with|across|round|around|when|because|again|last|hard|into|against|every
        <strike> ~3 by ~2 <carer>
        <carer> ~4 lock|locks|locked|shut|shuts ~2 <them> ~3 in|out|outside|shed|cupboard|room|garage|bathroom|bedroom
        <carer> ~5 breaks|break|broke|breaking|smash*|throw|throws|threw|throwing ~2 things|everything|stuff|plates
            |furniture
            |house|tv|glass|glasses|chairs|door|cups|phone
        <carer> ~5 drink|drinks|drinking|drunk|drank|smoke_weed|high ~3 every|all|too|again|lot|heavily|day|night|and
        <strike> ~2 <them>|me|legs|hand|hands|arm ~3 with ~3 belt|shoe|slipper|stick|spoon|cable|wire|hanger
            |hairbrush|brush
            |ruler|cord|bottle|charger|remote|sandal|rolling_pin|whip|hose|broom
        belt|slipper|stick|spoon|cable|hairbrush ~4 on|across|for ~3 him|her|them|legs|hand|hands|bottom|naughty|back
        lost|lose|losing ~2 temper|rag|patience|it|control ~6 <strike>|shaken
        i|i_have <strike>|shaken|snapped ~1 <them>|my_son|my_daughter|the_baby|baby|my_child
        scared|afraid|frightened|worried|terrified ~2 what ~2 i ~2 do|might|could|am_going_to
        i ~4 hurt|harm|shake|kill ~1 them|him|her|baby|kids|children|one_of_them
        not ~2 trust myself
        not ~2 safe ~2 with|around|near ~2 <carer>|us|him|her
        <carer> ~3 make|makes|made|making ~1 <them>|me|kids|children ~1 sleep|stand|sit|kneel|stay|eat|wait|hold
            |run ~3 on|in|outside|off|till|until|up|there
        get|gets|got|getting|gives|gave|use|uses|used ~2 the|his|a ~1 belt|slipper|stick|strap|cane
        hit|hits ~3 with ~2 pan|plate|bottle|fist|iron|book|phone
        <carer> ~4 hurt|hurts|hurting|beats|beat|beating|hitting|hit ~3 .|and|when|because|if|again|so|at
        heard|hear|hearing|screams|screaming|shouting|crying ~6 <strike>
        <carer> ~4 shout|shouts|shouting|screams|screaming|rages ~4 hide|hides|cry|scared|shak*|wet*|all_night
            |every_night
        """,
        """
        hit ~3 jackpot|target|roof|shops|sack|hay|head_on
        shake|shakes|shook ~2 hand|hands
        <carer> ~5 <strike> ~4 cricket|football|tennis|golf|chess|cards|game|score|race|points|match|monopoly|ball
            |drums
        beat|beats|beaten ~2 him|her|me|us|them ~1 at|in|to
        hit ~1 a|the|his|my ~1 deer|car|boot|hedge|kerb|traffic|head
        wife|husband|mum|dad will|would kill|murder|throttle
        electric|gas ~3 hour|minutes
        <carer> ~3 broke ~1 the ~1 news|phone|record|bed
        brother|sister|cousin|baby ~3 bit|bites|kicked|pulled|pushed|scratched
        throw|threw|throws ~2 ball|party|frisbee|out|away
        """,
    ),
    Cue(
        "fears_a_person_or_a_place",
        "safeguarding",
        "A child or a parent is afraid of somebody, or begs not to go or to stay there.",
        """
        <afraid> ~4 of|with|when|around|near ~4 <carer>
        <carer> ~3 <afraid> ~1 <them>
        children|kids|daughter|son|boys|girls is|are ~2 <afraid> ~2 .|him|of_him|go_home|at_home|here|all
        i|we am|are|is ~2 scared|frightened|terrified|petrified ~2 .|him|of_him|go_home|at_home|here|all
        <afraid> ~2 go|come|be|going|coming|being ~2 home|back|there|house|his|her|dads|mums|nans
        <afraid> ~4 lose|hit|kill|hurt|come_back|find_us|angry|shout|shouting
        not|never|nor ~2 want|wants|wanted|wanna|like|likes ~2 go|be|stay|sleep|live|visit ~4 with|at|to|in|alone
            + ~3 <carer>|dads|mums
            |nans|house|weekend
        not ~2 want|wants|wanted ~2 go ~1 home|there ~3 .|because|today|after|and|tonight|with
        sick|cries|cried|crying|screams|screamed|wets|shaking|hysterical|begs|begged ~8 dads|mums|weekend|contact
            |his_house|her_house
            |go_home|going_home|home_time|stepdad|visit
        wants|want|asked|asks|begged ~2 live|stay|move ~3 with|at|to ~2 you|me|nan|us|school|teacher|gran|friend
            |miss|someone
        asked|asks|begged|begs ~3 if ~3 live|stay|sleep|adopt* ~3 with|at|here|school|me
        hide|hides|hid|hiding|freezes|froze|flinch*|shakes|quiet ~2 when ~3 <carer>|raise*|door|reach*|shout*|hear*
        flinched|flinches|flinch|cower*
        staying|stayed|moved|living|sleeping ~3 sisters|mums|friend|friends|hostel|refuge|hotel|brothers ~9 not
            + ~3 know|tell|find|let
        not ~2 let|want|give|tell ~3 <carer> ~4 know|find|have|where|address|near|contact
        not ~1 know|find_out ~3 where ~2 are|am|live|staying
        <carer> ~4 not ~1 let|allow|allows|lets ~2 me|us ~3 leave|go|have|speak|see|work|phone|money|out
        not|never ~2 ring|call|phone|text|email|write|message|contact ~3 home|house|landline|number|phone ~6
            + <carer>|he|she|listens|checks
        <carer> ~4 listens|listening|watches|monitors|tracks|reads ~3 everything|calls|me|phone|messages|emails|my
        wet|wets|soiled|sick|cries|crying ~7 before|after ~4 going|dads|mums|dad|mum|mother|father|contact|weekend
            |visit
        <carer> ~4 going|will ~2 do_something|do_something_stupid|hurt|kill|snap
        if ~1 i|he|she|you tell|tells|told ~6 will|would ~3 kill|hurt|drown|hit|get|take|leave|send|be_angry|be_in
        husband|partner|ex|he|family ~4 send|take|throw|keep ~2 me|us|my_children|children|kids ~2 back|away|out
            |from_me|.
        not ~2 allowed|meant|supposed ~3 talk|say|tell|speak ~3 about ~5 home|weekend|weekends|dad|mum|happens
            |happened
        not ~2 want|wants ~1 go back ~2 .|there|to|home|and|because
        told|said|says ~5 what ~1 dad|mum|stepdad|uncle|he|she does|did ~2 .|to|he|when|at
        asks|asked|asking|begs|begged|begging|pleads|pleaded ~2 to stay ~3 here|school|classroom|you|club|.|with_you|in
        distressed|upset|hysterical|terrified|cries|cried|sobbed|froze ~5 when ~6 <carer>|coming|collect*|picking
            |sees|home_time
        not ~2 want|like|wants|likes ~3 who|him|them|he ~2 coming|come|collecting|collects
        <carer> ~3 held|had|pulled|put|waved|got a|the knife|blade|gun|hammer|bat
        no|not|without ~1 phone ~4 friends|friend_s|borrow*|neighbour*|sisters
        husband|partner|he found out ~4 i|me|school|talk*|told
        if ~3 can_not have ~2 kids|them|children|her|him|me
        <carer> ~5 takes|took|controls|checks|keeps|tracks ~2 my ~2 phone|money|wages|card|keys|passport|messages
        """,
        """
        <afraid> ~6 dark|dogs|dog|spiders|spider|bangs|wasps|alarm|hand_dryer|balloons|injection|dentist|water
            |costume|test|exam
            |deep_end|heights|rollercoaster|slide|thunder|fireworks|clown*|santa|dinosaur*|film|tests
        want ~3 live ~3 tree|castle|house_like|zoo|lego
        not ~2 want|wants ~4 because ~4 fun|disco|party|football|lego|ipad|club
        surprise|birthday|present|fathers_day|mothers_day|card
        """,
    ),
    Cue(
        "touched_by_somebody",
        "safeguarding",
        "Somebody may be touching a child or seeing a child undressed.",
        """
        <carer>|boy|older|teenager|lad|someone|somebody ~4 touch|touches|touched|touching|rubs|rubbed|strokes
            |stroked|fondl*|grop*|licks
            |licked ~2 <them>|me ~3 .|at|in|and|when|where|like|down|under|there|again|sometimes|on_the|that
        put|puts|putting|has ~3 hand|hands|finger|fingers ~3 in|inside|down|under|up|between ~3 pyjama*|pants
            |knickers|trousers|top|skirt
            |nightie|bed|covers|duvet|underwear|tights|dress|leg|legs|shorts|shirt|blanket
        <other_adult> ~6 bath|bathroom|shower|showers|bed|bedroom|undress*|naked|toilet ~4 with_her|with_him
            |with_them|when_she|when_he|lock|while|at_night
        <other_adult> ~4 sleep|sleeps|slept|lies|lay|gets|got|climbs|climbed ~4 bed ~3 .|with|at|and|when|her|him
        brother|boy|lad|someone ~3 comes|came|gets|got|climbs ~2 in|into ~2 bed|room ~6 like|night|her|scared
        not ~2 let|allowed|allow ~3 lock|shut|close ~3 door|bathroom|bedroom|it
        <other_adult> ~5 kiss*|cuddl*|tickl*|strok*|touch* ~5 not_like|hates|hate|lips|mouth|neck|alone|secret
            |too_much|weird|funny
            |uncomfortable|no
        not ~1 like|likes|want ~5 kiss*|cuddl*|tickl*|touch*|strok*|baths|bath_time ~3 <other_adult>|him|her|anymore
        made|makes|make|told|asks|asked|wanted|dared ~2 <them>|me ~2 touch|kiss|lick|undress|take ~5 .|pants
            |clothes|him|his|it|there
            |trousers|top|off
        show|shows|showed|shown|showing|watch|watched|watching|seen ~5 porn|pornography|naked|no_clothes
            |without_clothes|sex|rude
            |doing_it|adult_videos|dirty_videos
        touch|touched|touches|touching|hurts|hurt|sore|bleeding|rubs|rubbed|poked|looked ~4 willy|fanny|bum|bottom
            |privates|private_parts|boobs|genitals|down_there|between_her_legs|between_his_legs|minnie|bits
        put|puts|putting ~2 hand|hands ~2 under|here|there
        <other_adult> ~4 hand|hands ~5 here|there|under|skirt|leg|legs|bottom|chest
        lies|lay|laid|gets|got on_top ~2 of ~1 <them>
        hand|hands ~1 in|on|up|under|down ~1 her|his ~1 lap|pants|skirt|top|trousers|shorts|knickers
        bathing|bathes|bath|baths|showers|showering|undress*|drying|dries|washes|washing ~1 <them> ~4 alone|herself
            |himself|still|insists|old|<other_adult>|.
        <other_adult>|grandfather ~4 bathing|bathes|baths|undresses|showers|washes
        same bed ~2 as|with
        sexual|sexualised|rude ~1 things|behaviour|words|drawings|games|acts
        what colour ~3 pants|knickers|underwear|bra
        grown|older|strange|adult man|men|person|boy ~4 ask*|messag*|want*|sent|tell*
        our|a|his|their|little special|secret|private game|cuddle|time|tickle|touch
        secret ~4 <other_adult>|dad|grandad|babysitter
        <other_adult>|dad|grandad|babysitter|coach ~6 secret|secrets
        """,
        """
        put|puts ~2 hand|hands up ~2 to|for|in|and|.
        hands up ~1 and
        rubs his|her chest|eyes
        surprise|birthday|present|santa|mothers_day|mother_s_day|fathers_day|recipe
        sex ~1 education|ed
        """,
    ),
    Cue(
        "speaks_of_not_being",
        "safeguarding",
        "Somebody speaks of dying, of not being here, or has the means to hurt themselves.",
        """
        if ~2 i|he|she|they ~1 was|were|is ~1 not here|alive|around|born|there ~5 happier|better|easier|care|miss
            |notice|relieved
        happier|better|easier|care|miss|notice ~3 if ~2 i|he|she|they ~1 was|were|is ~1 not|gone|dead
        nobody|no_one|noone|anyone|anybody|everyone ~2 miss|care|notice|cares|happier|better ~4 vanished|vanish
            |ran_away|gone|died|dead|here
            |me|disappeared|without
        asks|asked|asking|wonder*|googled|searched|searching|looking_up|looked_up|wants_to_know ~8 all_the_tablets
            |all_his_tablets|overdose|die|kill|hang|suicide
            |poison|bleach
        take|taken|took|takes|swallow|swallowed|drank ~3 all|lots|whole|bottle|packet|handful ~4 tablets|pills
            |medicine
            |paracetamol|bleach
        how ~3 to die|kill_yourself|kill_myself|hang|not_wake_up
        blood ~5 tissues|tissue|pillow|sleeve|sleeves|sheets|towel ~8 <cutter>|hide|hiding|hidden|says|arm|wrist
        <cutter> ~6 under|hidden|hiding|pillow|bag|drawer|sleeve|room|pocket ~2 .|and|she|he|her|his|bed|case
        <cutter> ~5 from ~4 sharpener|razor|bathroom
        hurt|harm|cut|kill|hang|drown|stab|injure ~2 himself|herself|themselves|myself|himself_up
        not ~3 be|wants|want|planning ~2 here|around|alive ~2 tomorrow|any_more|anymore|much|longer|christmas|birthday
        no point ~2 in|to|of ~2 me|anything|being|life|living|him|her|going_on
        run|jump|walk|step|go|going ~3 in_front|into|in|off|under ~2 road|cars|traffic|train|bridge|roof ~6 stop
            |stops|over|die|end|gone
        paracetamol|tablets|pills|bleach|overdose|hanging ~4 kill*|die|dead|death|enough|how_many
        cries|cried|crying ~1 himself|herself to_sleep
        hates|hate ~2 life|being_alive|living|himself|herself|myself|existing
        wants|want|wish|wishes ~2 it|everything ~1 to stop|end ~1 .|for_ever|forever|now|all
        sleep ~2 for_ever|forever|and_never
        want|wants|going|thinking|thought|says|said|would|tried|try ~4 jump|run|walk|step|throw ~4 in_front|off
            |under|out ~4 car|cars
            |train|lorry|bus|bridge|roof|window|road
        wrote|left|found|written ~4 note|letter|diary ~6 goodbye|sorry_mum|die|dead|kill|not_here|gone|hates_me
        rather|sooner ~3 dead|die|be_dead
        die|dying|dead|died|death ~2 wish|wishes|wished|better|rather|deserve*
        wants|want|wish|wishes|wished|rather|should ~3 die|dead|dying|died
        count|counts|counting|saving|saves|hoard*|hiding|hides|collecting ~3 tablets|pills|paracetamol|medicine
        rope|cord|tie|belt|scarf ~4 round|around ~2 neck
        """,
        """
        want|wants ~2 to_die ~3 laughing|hair
        dying to
        <clumsy> ~6 hurt|cut ~1 himself|herself|themselves
        hurt|cut ~1 himself|herself|themselves ~6 <clumsy>
        worry|worried|careful|not|might|could|so ~5 hurt|cut|injure ~1 himself|herself|themselves
        hamster|rabbit|fish|dog|cat|dinosaurs|plants|plant|king|queen|beetroot|homework|broccoli|maths|embarrass*
            |laughing
        """,
    ),
    Cue(
        "wants_or_fends_for_themselves",
        "safeguarding",
        "A child may be without food, warmth or somebody to look after them.",
        """
        no|nor|run_out_of food|gas|electric|electricity|heating|hot_water|beds|bed ~4 .|till|until|in|at|for|left
            |since|this|again
            |home|and|so
        got|have|has no food|electric|gas|heating|bed|dinner|where_to
        nothing|not ~3 eat|eaten|ate|fed|food ~4 since|all_day|yesterday|till|weekend|at_home|days|last_night
        hungry|starving ~4 home|at_home|weekend|again|every|always|monday|all_the_time
        takes|took|taking|steals|stealing|stole|hides|hiding|pockets|stuffing|eating ~3 food|bread|crackers|fruit
            |sandwiches|lunches|snacks
            |leftovers|scraps ~4 others|other|bag|pocket|pockets|home|bin|brother|sister|coat|bins
        by_himself|by_herself|by_themselves|on_their_own|on_his_own|on_her_own|alone|home_alone ~6 night|evening
            |hours|till|until|saturday
            |friday|sunday|weekend|past|pub|working|works|morning|baby|days
        makes|make|making|cooks|cooking|gets ~2 dinners|dinner|tea|breakfast|teas|meals ~3 herself|himself
            |themselves|own|baby|brother
            |sister|mum
        <carer> ~2 sleeps|asleep|passed_out|in_bed ~3 all_day|all_the_time|every_day|sofa|and_he|and_she|drunk|most
        smell*|stank|stinks|filthy|dirty|soiled ~4 urine|wee|weed|smoke|clothes|nappy|damp|unwashed ~5 .|week|again
            |every|all|and|since
        same|dirty ~1 clothes|uniform|pants|jumper|nappy ~4 week|days|again|since|wearing|slept
        fell|falls|falling|fallen asleep ~4 class|desk|10|carpet|lesson|again|every ~8 home|up|night|smell*|bed
            |clothes
        slept|sleep|sleeping|sleeps ~3 floor|car|van|sofa|bath|park|hallway|bench|chair|coat|coats
        left ~4 with ~6 he_is|she_is|who_is|aged|only ~2 6|7|8|9|10|six|seven|eight|nine|ten
        nobody|no_one|noone ~2 in|home|there ~2 at ~2 his|hers|home|theirs|house
        no|without|not ~1 coat|coats|socks|shoes|bed|tea|breakfast|dinner ~3 again|hungry|at_home|last_night|on|.
        had ~1 been ~1 no tea|dinner|breakfast|food
        barefoot|no_shoes|pyjamas ~5 midnight|night|street|road|cold|door|snow|alone
        turned_up|arrived|appeared|came ~5 barefoot|midnight|middle_of|crying|pyjamas|bleeding|own
        not ~2 had|got|have ~2 hot_water|heating|electric|gas|food ~2 for|since|in|all
        <carer> ~2 left ~3 <them>|baby|alone|kids|children ~6 own|alone|shop|shops|pub|work|hours|hrs|night|out
        hungry|dirty|filthy|unwashed|tired ~4 days|every|again|dirty|hungry|row
        cries|crying|cry|screams ~3 hours|hrs ~6 nobody|no_one|never|anyone|alone
        never|not anyone ~1 about|there|home|in
        own|alone ~9 hours|hrs ~1 .|and|at|or|while
        <carer> ~2 not|never ~3 bed|up|move|moved|wake|woken ~5 days|all_day|week|weeks|for
        fridge|cupboard|cupboards|food ~4 locked|empty|padlock*
        eating|eats|ate ~4 others|other|kids|children|everyone|bin|floor ~3 plates|lunches|leftovers|food|bin
        kicked|thrown|throwing|chucked ~2 out ~4 night|street|house|nowhere|home|us|me
        nowhere ~2 to|for ~2 go|live|sleep|stay
        """,
        """
        sleepover|camping|tent|residential|cubs|guides|beavers|teddy
        no electric|gas|water ~4 hour|minutes
        electric|gas|water|heating|no_electric ~4 hour|last_night_so|power_cut|evening_so
        no ~1 dinner ~1 money
        no|not dinner
        read|reads|reading|plays|sleeps_well ~1 by_himself|by_herself
        by_himself|by_herself|alone ~3 now|lovely|evening_now
        no money ~4 trip|in_his|in_her
        after|from ~2 swimming|football|club|pe|school|training|rugby
        starving|hungry ~3 after|when|from ~3 swimming|football|club|pe|school|training|got_home
        wait ~3 alone
        came|come|comes|coming out ~3 crying
        """,
    ),
    Cue(
        "a_stranger_reaches_a_child",
        "safeguarding",
        "A grown-up or a stranger may be after a child, or a girl may be cut or married.",
        """
        <stranger> ~9 send|sends|sending|sent|asks|asked|asking|wants|wanted|wanting|messages|messaging|offer*
            |giving|gave|buys|bought ~7
            + picture|pictures|photo|photos|selfie|gems|skins|robux|vbucks|gift|gifts|meet|number|numbers|address
            |camera|webcam|clothes
            |where|live|secret|presents|sweets|phone|vape|vapes
        never|not ~1 met ~6 send|sends|sending|messages|messaging|asks|asking|meet|talks|talking|online|game
        someone|somebody|man|person ~4 not ~2 know ~5 send|sends|sending|messages|messaging|asks|asking
        <stranger> ~9 follow*|approach*|grab*|watching|filming|photograph*|staring|talking ~5 <child>|children
            |girls|kids|boys
        <stranger> ~8 car|van|gate|gates|bus_stop|park|fence ~8 children|kids|girls|boys|her|him|puppy|sweets|lift
            |get_in
        meet|meeting|met|meets ~4 online|game|roblox|internet|snapchat|app|discord|stranger
        get|got|getting|come ~2 in|into ~2 car|van ~3 .|with|said|and|man|stranger
        pictures|photos|photo|picture|selfie ~4 in_return|no_clothes|underwear|naked|of_herself|of_himself|bath
        take|takes|taking|taken|send|sending|fly|flying|goes|going ~5 home|back|abroad|country|village|africa
            |pakistan|somalia ~6
            + done|cut|ready|clean|ceremony|married|woman|marry|wife|promised
        promised|engaged|marry|married ~5 cousin|older_man|summer|fifteen|sixteen
        older|wrong|rough|bad|big crowd|lot|lads|boys
        keep ~2 quiet ~2 about
        <other_adult> ~4 buys|buying|gives|giving|bought|gave ~4 presents|gifts|money|sweets|phone|clothes|things
        older|big|bigger|teenage boys|lads|boy|girls|men|kids|teenagers ~7 carry|deliver|hold|money|rucksack
            |package|bag|run|smoke|vape
        offered|given|gave|paid|gives|promised ~2 money|cash|phone|trainers ~5 boys|lads|man|men|carry|deliver|hold
            |run
        gang|gangs|dealer|dealers|lads ~6 <child> ~6 knife|drugs|money|phone|bag|package|run|running|carry|selling
        mixed|caught|got up|in ~3 gang|lads|crowd|drugs|dealers
        """,
        """
        invited|wedding|bridesmaid|page_boy
        delivery|parcel|parking|council|photographer|ice_cream|amazon
        meet|meeting|met ~3 teacher|tutor|author|online_safety
        """,
    ),
)
