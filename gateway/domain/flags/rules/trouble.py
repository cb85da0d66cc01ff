"""The rules for distress, incidents and matters that need explaining."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "distress",
        "distress",
        "parent",
        1.0,
        "Somebody is very upset, frightened or worn out.",
        """
        cry|cries|cried|crying|tears|sobbing|sobs|sobbed|weeping|wept
        in pieces|bits|tears|floods|state
        scared|afraid|frightened|terrified|petrified|fear|dread|dreads|dreading|panic|panicking|anxious
            |worried_sick|worrying|scare
        heartbroken|heartbreaking|devastated|distraught|hysterical|inconsolable|distressed|desperate
            |beside_myself|traumati*
        can_not ~3 cope|go_on|take|sleep|bear|keep|continue|do_this|eat|stop|breathe|face
        not ~2 sleep|sleeping|slept|eat|eating|speaking|talking|talk|speak|drink
        not ~2 want|wants|wanting ~3 go|come|be ~2 school|in|back|here|there|class
        not|nor want ~1 school
        refus* ~3 go|school|eat|come|food|speak
        do_not|not ~1 know ~2 what|how|who ~3 do|say|tell|ask|else|to
        exhausted|worn_out|at_the_end|end_of_my|end_of_our|breaking_point|at_my_wits|wits_end|rock_bottom
            |no_force|any_force|so_tired|i_am_tired|am_tired
        end of ~2 tether|rope
        ashamed|shame|humiliated|embarrassed|mortified|begging|beg
        wakes|waking|awake|up ~3 night|nightmares|four|three|3am|4am|since
        nightmare*|bad_dreams|wet_the_bed|wetting_the_bed|wets_the_bed
        tummy|stomach|head ache|aches ~4 every|sunday|monday|always|again
        feels|feeling|felt ~1 sick ~3 every|morning|before|school|sunday
        scream|screams|screaming|screamed|shaking|trembling
        hates|hate ~1 school|himself|herself|himself|it_here|coming
        asked|asks|ask|asking me|us|her|if|whether ~4 if|whether|why|how|what ~6 thick|stupid|naughty|school
            |bad|die|angry|deleted|change|mondays|wrong|weird|ugly|normal|fault
        how many ~4 left|till|until|remain*
        hidden|hid|hides|hiding|under ~2 under|in|the|stairs|table|bed|cupboard|larder|toilet|toilets|bathroom
            |wardrobe
        locks|lock|locked ~2 in ~1 bathroom|toilet|room
        sat|sits|sitting|stands|stood|sit ~3 stairs|floor|landing|alone|herself|himself|bins|library|car
        eating|eats|eat ~3 lunch|alone|herself|himself ~3 alone|herself|himself|bins|library|toilet|nobody|own
        by himself|herself ~3 break|lunch|playtime|playground|fence
        no|nobody|one ~2 friends|friend|to_play|came|plays
        stopped ~1 talking|drawing|eating|speaking|answering|reading|singing|smiling
        no longer ~1 draws|talks|sings|eats|wants|reads|speaks
        never ~2 same|again ~2 .|he|she
        scrub*|wash* ~5 four|times|again|clean|raw
        like a ~2 different child
        quiet ~2 very|really|so|since
        very|gone|really|so quiet
        not himself|herself
        losing|lost ~1 confidence|weight|sleep|him|her
        nobody ~2 cares|listens|helps|care|listen|help
        it is breaking|killing me|us|her|him
        broke|breaks|broken ~1 my|her|his heart
        plea*|please someone|somebody|anyone
        please help
        help me|us ~1 please
        płacze|placze|boi|boję|krzyczy
        plânge|plange|frica|teama
        llora|llorando|miedo|triste
        chora|chorando|medo
        ro rahi|raha|rona|rone
        плаче|плачет|боюся|боюсь|страшно|не_спить
        ağlıyor|agliyor|korkuyor
        تبكي|يبكي|تعبت|خائف*
        """,
        """
        happy|proud ~2 tears|cry|crying
        cry ~3 happy|bus
        cried|crying|tears ~6 laugh*|proud|thank|happy|beautiful|lovely
        no|not|never tears|crying|cry
        no ~1 idea
        panic over
        do_not panic
        no panic
        afraid ~1 i|we|not|so|that|it|the|there|he|she|you
        i am afraid
        am afraid
        not worr*
        fear of missing
        petrified of ~3 dinosaur
        terrified of ~3 camel|costume
        crying laughing
        for crying out
        not sleep in this
        screaming ~2 match|laugh*|deal
        scream in
        do_not|not ~1 know ~2 what ~1 time|day|date
        in ~1 bits ~3 thank
        please help* ~2 yourself
        not talk|talking ~1 about ~1 that
        no|nobody ~2 friends|friend ~3 problem
        hated it ~1 lol
        """,
    ),
    Rule(
        "incident",
        "incident",
        "parent",
        2.0,
        "Tells of an incident, of behaviour, friendship trouble or bullying.",
        """
        bullied|bully|bullies|bullying|picked_on|picking_on|targeted|tormented|teased|teasing|ganging|intimidat*
        pushed|kicked|punched|hit|hits|slapped|bitten|bit|scratched|shoved|tripped|strangled|spat|poked|stabbed
            |thumped|attacked|hurt|hurting|beaten|grabbed|dragged|thrown|pinned|pulled ~4 him|her|by|into|in|on
            |off|my|over|again|child|them|the
        a boy|girl|child|lad|kid ~8 hit|kick*|push*|said|say|told|call*|bit|punch*|laugh*|took|thr*
        another child|pupil|boy|girl
        same boy|girl|child|kid|lad
        other children|boys|girls|kids|ones ~3 laugh*|call*|said|say|told|heard|held|hold|would_not
        called|calls|calling|call ~2 him|her|them|my_son|my_daughter ~2 a|names|fat|ugly|stupid|dirty|thick|gay
            |weird|smelly|paki|n-word|baby
        names|name ~1 calling|called
        told|say|said ~3 go back to
        skin ~3 colour|color|dirty|poo
        racist|racism|racial|homophobic|slur|monkey_noises
        laughed|laughing|laughs|laugh at|about ~1 him|her|them|everyone
        everyone|others|class|all|children|boys|girls ~2 laugh*
        left|leaves|leaving|kept|keep ~1 out ~2 of|by|again|.
        not ~2 invited|include*|allowed ~3 play|sit|join|group|party
        would|will|wont not ~2 let ~1 her|him ~2 play|join|sit
        fallen|fell|falling out ~2 with|over|again|.
        excluded ~2 by|from
        told ~3 not ~2 in ~2 group|friend|game
        not|never ~1 talk|talking|play|playing|sit|sitting ~1 with|to ~1 her|him|them|me
        nobody|no_one ~2 play*|sit*|talk* ~1 with|to
        fight|fighting|fights|fought|came_to_blows|scrap
        lip|nose|head|eye|tooth|teeth|arm|wrist|finger|ear ~2 split|bust|bleeding|bloody|broken|cut|swollen
            |bruised|red|black
        split|bust|bleeding|bloody|broken|black|swollen lip|nose|eye|tooth|arm|wrist
        bruise|bruises|bruised|bruising|marks|scratches|bite_mark|blood|bleeding|cut_of
        glasses|phone|bag|coat|book|shoes|lunch ~2 broken|smashed|stolen|taken|thrown|hidden|ripped|torn|took
            |snapped
        stole|stolen|nicked|took ~2 his|her|from
        wet ~3 trousers|himself|herself|tights|dried|pants|clothes|again
        trousers|clothes ~5 wet|dried|cut|ripped|torn
        told to wait|sit|stand|ignore
        told ~2 just ignore
        kept in|behind|inside ~3 again|break|lunch|playtime|.
        in ~1 trouble ~3 for|again|because|.
        isolation|detention|reflection_room
        incident|happened ~4 on|at|in|today|yesterday|thursday|friday|playground|lunch|field|coach
        what happened ~3 to|on|at|today|yesterday|.|with|in
        did|has something happen*
        what was wednesday|that|monday|friday|it_about
        not ~3 allowed to ~2 say|tell
        isnt|not allowed to ~3 play|lend|sit|talk|be_friends
        tore it ~1 up
        list is up
        rough ~2 at|playtimes|with|lately|time
        given|ate|eat|gave|served|had ~4 pork|ham|gammon|nuts|nut|cashew|dairy|egg|sausage*|halal|haram
            |allergic|gelatine|chocolate
        not halal
        pork sausage|ham
        accused|blamed|blaming|blames ~3 for|him|her|of|my
        unkind|mean|nasty|cruel|horrible|spiteful|vile ~3 to|about|things|girls|boys|her|him|word*|messages
            |names|.|note
        lost|missing|taken ~1 his|her ~1 place|part|role
        uderzył*|bija|bije|dokucza*|smieją|smieja
        wracaj do
        bătut|lovit|batut|rade|râd
        pegaron|golpe*|burlan|molestan
        bateram|zoam|zoaram|empurr*
        mara|maara|tang_karte
        б'ють|вдарив|ображають|обижают|дразнят
        vurdu|dalga
        """,
        """
        book|film|assembly|story|lion|week ~6 bullied|bullying|bully
        a|little|wee|quite_a|every bit
        anti|anti-bullying|anti_bullying
        cyber bullying
        hit it off
        hit ~1 the ~1 target|jackpot|shops
        fell out ~6 fine|friends|forgotten|tea|again
        squabble
        bump note
        falling out ~2 of
        took ~1 her|his time
        hurt no
        football|match|team|skelby ~4 battered|hammered|beaten|robbed
        robbed
        caught in
        black eye ~8 trampoline|scooter|ball|lamp
        lamp|ball|goal ~1 post|won
        conk* out
        tooth ~3 fell|fairy
        fight* ~2 over ~2 last|biscuit*
        lost ~2 his|her tooth
        kicked ~2 off ~2 at|with
        not hurt
        head|heads ~2 knocked
        shot
        in ~1 trouble with ~1 my ~1 shift
        """,
    ),
    Rule(
        "complex_matter",
        "complex",
        "parent",
        2.0,
        "Is about provision, a plan, admission or a move, which needs explaining both ways.",
        """
        ehcp|ehc|send|sen|senco|sendco|iep|section_f|provision|one_to_one|one-to-one|1:1|1-1|lsa|named_adult
        educational psychologist
        ed|ep psych|report|assessment
        speech ~2 therapy|therapist|lady|plan|language
        occupational therapist|therapy
        ot report
        annual review
        needs ~2 assessment|plan|met
        dyslexi*|dyscalculi*|dysprax*|autis*|adhd|asd|screener|screening|screened|diagnos*|pathway|camhs
            |paediatrician
        appeal|appealing|tribunal|panel|mediation|threshold
        admission|admissions|waiting_list|in-year|in_year|transfer|oversubscri*|sibling ~4 place|school|list
        place ~3 at ~2 school|reception|same|here|his|her
        another|different|new|change|changing ~1 school|schools|class
        move|moving|moved ~3 to|city|house|abroad|away|back|up ~4 school|year|class|city|council|denmark
            |january|february|september
        held|keep|stay|go back|down ~2 year
        year group below
        mixed ~2 class|year|age
        class structure|lists
        part_time|reduced|half timetable
        exclusion|suspension|managed_move|attendance|penalty_notice|unauthorised|fine ~4 school|letter|%|plan
            |again|because
        11|eleven plus
        sats|secondary ~4 place|form|move|school|score|appeal
        support ~3 plan|hours|assistant|staff|he_gets|she_gets|worker|her|him
        plan ~3 not|for|review|says|as|follow*|behaviour
        hours ~4 support|plan|week|section|he_gets|says
        medical|care|healthcare|behaviour plan
        funding|budget
        subject access
        data request
        sas|equality act
        looked after
        pep
        what happens ~3 if|in_september|next|when|now
        do|does|should|if i ~3 accept|appeal|lose|apply
        """,
        """
        send in|it|him|her|home|you|the|a|them|my|us|me|to|one|tomorrow|i|pls|please|all|slides|with|back|off|up
        to|will|please|can|could|you|i|we|would|not|pls|and|they|or send
        waiting list ~3 pottery|club|choir|added|swim*
        club|pottery|choir ~4 list|place|waiting
        place ~2 club|on_the_coach
        new class teacher
        fine ~1 thank*|.|he|she|and
        is|he|she|all|are|be fine
        sats ~1 paper|week|breakfast
        plan ~2 for_the_day
        hours ~1 later
        """,
    ),
)
