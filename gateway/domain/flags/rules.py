"""The rules by which a conversation is seen to be better held face to face: each a name, a reason, its words and its weight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """``by`` is whose words it reads; ``weight`` is how much it says, ``CALLED_FOR`` being enough for a talk."""

    name: str
    code: str
    by: str
    weight: float
    reason: str
    phrases: str
    but_not: str = ""


CALLED_FOR = 3.0
"""What the rules that speak must weigh together, less what speaks against, before a talk is suggested."""

RULES: tuple[Rule, ...] = (
    Rule(
        "asks_to_talk",
        "request_to_meet",
        "parent",
        3.0,
        "Asks to meet, ring or talk.",
        """
        can|could|may|might|would|will i|we|you|someone|anyone|one|it ~5 come|see|meet|speak|talk|ring|call|phone|chat|catch|grab|pop|spare|visit|sit_down|discuss
        can i ~2 come|see|meet|speak|talk|catch|grab|pop|have
        want|wants|need|like|prefer|rather|sooner|wish|hoping|hope|love|wondering_if ~3 talk|speak|meet|see|discuss|come|sit|chat|hear_it|word|see_you|a_conversation
        please ~3 ring|call|phone|telephone ?me|us|back
        ring|call|phone|telephone me|us|back ~2 .|please|when|on|today|tonight|tomorrow|urgently|any|not
        speak|talk ~2 someone|somebody|you|person|head|proper|properly|face|in_private|privately|alone|him|her|mr|mrs
        sit down ~2 with|proper|together|and|again|once
        face to face
        eye to eye
        voice to voice
        in person
        have ~3 word|chat|conversation|meeting|talk|minute|five_minutes|5_minutes ~2 with|about|.|please|in|when|this|sometime
        need|want|fancy a ~1 word|chat|talk
        a word in
        word in ~2 ear
        five|5|ten|10|half_an|quarter_of_an minutes|hour ~3 of|with|one|sometime|this|about|next|tomorrow|any
        five minutes|mins
        got 5|five|ten|10 minutes
        half an hour
        an|for|make|request appointment|meeting ~2 at|with|to|.|before|please|as
        spare me|us|a ~2 minutes|hour|moment|time|five
        i|we am|are|can_be free|available ~4 .|after|any|wednesday|monday|tuesday|thursday|friday|to|at|most|morning
        any ~1 morning|afternoon|day|time|hour ~4 week|suit*|free|after|except|but|would|.
        wave me in
        when ~2 possible|free|can ~2 speak|we|talk|come|have
        who ~2 can|do|should|must i|we ~2 talk|speak|see|meet|call|ring
        come|came ~1 in ~2 and|to ~2 talk|see|speak|discuss|you
        come ~1 and|to ~1 talk|see|speak|discuss
        going to ~2 ring|call me|or|us
        not|never one for email
        not a|for email|text|message
        my number is
        ring you|me or
        still no_one|nobody has ~1 sat|rung|called|phoned
        quiero|quisiera|puedo|podemos ~2 hablar|reunir*|verla|verle
        posso|podemos|gostaria|queria ~2 falar|conversar|reunir
        vorbim|discutam|discuta fata|cu|despre
        as vrea sa vin
        porozmawiać|porozmawiac|spotkać|spotkac
        baat karni|karna
        aap se mil
        поговорити|зустрітися|поговорить|встретиться
        konusmak|konuşmak|görüşmek|gorusmek
        أريد|ممكن أتكلم|نتكلم|أقابل|مقابلة
        """,
        """
        can|could i|we ~3 get|set_up|see_the|see_him_do|see_you_saturday|come_to|come_and_watch|come_get|pop_in_and_watch
        see ~1 your face saturday|at
        meeting|meet ~3 thank|yesterday|for_that
        see ~2 sack|race|play|show|assembly|letter|list|photo
        could|can you|i ~3 see ~2 if
        no need to ~2 meet|call|ring|phone
        not need ~2 ring*|call*|meet*
        do_not|not ring|call|phone
        meet the teacher
        speak to the ~1 driver
        give ~1 me|us a call ~3 working
        call off
        can|could ~2 call|ring ~2 her|him maja|like
        i am free ~2 to_help|for|on_saturday
        any day|time next|but|works ~2 help|.
        come and ~2 watch|help|tell|read
        parents evening ~4 phone
        speak ~2 up|like
        careers|volunteer
        we can|could ~3 meet ~2 .|at|gate
        could|can ~2 come to|as|in_by|with|at|for|on_the
        any afternoon|day next week but
        can i ~1 drive
        ring ~1 round
        when ~3 can_start
        talk ~2 for_parents|about_cyber
        """,
    ),
    Rule(
        "not_in_writing",
        "confidential",
        "parent",
        3.0,
        "Would rather not have it in writing, or not have it known.",
        """
        not ~4 put ~3 in ~1 email|writing|text|message|print
        not ~3 for email|an_email|text|paper
        rather|sooner|prefer ~4 not ~4 email|writing|text|paper|put
        writing|email is not ~2 way
        not a text
        not ~3 on ~2 system|record|file
        in confidence|private
        privately|confidential|confidentially|discreetly
        between ~1 us|you_and_me|ourselves|these_walls
        just|only can ~2 we talk ~3 you and me
        you and me
        when ~4 on ~1 your own
        when ~2 coast ~1 clear
        not at the gate|door
        not ~2 door|gate ~3 everyone|listening
        without other people
        not ~2 in front of ~2 others|other|parents|everyone|anyone|him|her|them|class
        not ~2 say|tell|mention|talk|speak|discuss ~4 in_front|others|anyone|other|parents|mums|mothers|office|class|everyone|him|her|near|people|friends
        please|just do_not ~2 say|tell|mention|put|let
        not ~2 want ~4 people|others|parents|anyone|everyone|family|to_know|knowing|hear|hearing
        not ~2 like ~3 parents ~3 hear
        nobody|no_one ~1 knows|know|to_know
        not|nobody ~2 told|know ~3 the ~1 family|children|school|anyone|nobody
        if ~1 anybody|anyone asks ~3 say
        that is the line
        before ~2 hear|hears it at
        keep ~2 to|between ~1 yourself|us|yourselves
        who ~1 sees|reads ~2 the|it|this|list
        kisi ko|ko_bhi ~2 batana|pata ~1 nahi|na
        nao|não fala* ~1 perto|para
        tenho vergonha
        mi-e|mie|e rușine|rusine
        wstyd mi|mi_wstyd
        """,
        """
        confidential* policy|form|agreement
        keep ~2 to yourself|yourselves ~2 lol|haha
        do_not ~2 say|tell ~2 santa
        not ~2 tell ~2 dad ~3 cost|spent
        please do_not ~2 feel|worry|reply|let_him_buy
        not let|tell ~3 hamster
        nobody tell ~1 the
        """,
    ),
    Rule(
        "private_matter",
        "confidential",
        "parent",
        2.0,
        "Touches a family's private life: health, separation, money, housing, status or loss.",
        """
        separat*|divorc*|split_up|splitting_up
        split over|with|from|recently|at|last
        me and * dad|mum ~1 split|are
        we are|have ~3 separated|split|apart
        left us|me|home|him ~2 for|and|in|at|last|.
        moved out|in_with
        gone to ~1 his|her mums
        not ~2 all ~2 in ~1 same house
        not ~2 living ~2 together|house|home
        just the ~1 two|three|us
        custody|court|solicitors|solicitor|lawyers|cafcass|mediation
        joint|parental responsibility
        alternate weekends
        cancer|chemo|tumour|leukaemia|biopsy|palliative|hospice|terminal|prognosis|diagnos*|scan
        treatment is|every|finish*|until
        in ~1 bowel|liver|lung|breast|brain
        dialysis|dializ*
        miscarri*|stillb*|lost_the_baby
        died|dies|dying|death|passed_away|passed|killed|dead ~3 on|last|yesterday|this|in|suddenly|saturday|sunday|friday|morning|night|.
        my|her|his|our husband|wife|mum|dad|brother|sister|son|baby|gran|nan|grandad|grandmother ~3 died|dying|passed|ill|hospital|cancer|arrested|gone
        bury|funeral|grief|grieving|bereav*|widow*
        depress*|anxiety|breakdown|mental_health|antidepress*|panic_attack*|suicid*|bipolar|section*_under
        alcoholic|rehab|aa_meeting|relapse*
        prison|jail|jailed|inside|arrested|probation|police_came|bail|visit_order
        home office|status
        visa|asylum|deport*|immigration|leave_to_remain|brp|passport ~4 home_office|expired|problem|worried|refused|date
        no|not recourse|have_public|public_fund*
        evict*|homeless|hostel|temporary_accommodation|landlord|bailiff*|hotel ~3 in|room|croydon|council|moves|manager
        council ~4 put|moved|move|hotel|housing|house
        one room me|us|and|with|for
        can_not ~2 afford|pay|buy
        afford*
        redundan*|lost ~1 my|his|her job
        no money|work|wages|hours
        skint|broke|in_debt|debts|universal_credit|benefits|foodbank|food_bank
        i ~1 owe ~3 pound|£*|dinner|money
        money ~4 back ~3 helpful|week|today
        short of money
        a bit short
        pay ~3 in_bits|instalments ~4 shy|ashamed|embarrass*
        adopt*|birth_mum|birth_mother|birth_family|foster*|placement|letterbox_contact|contact_visit|contact_centre|life_story|his_letter|her_letter
        epilep*|seizure*|diabet*|autis*|adhd|wets|wetting|incontinen*
        transgender|gender|pronouns
        pregnan*
        his|her dad|mum ~3 front|army|prison|left|gone|hospital|not_well|stroke
        war|frontline|на_фронті
        no contact|news ~3 from ~1 him|her|dad|father
        not in same|the_same house
        hospital ~3 again|other|night|weeks
        desculpa|separamos|divorci*
        boala|spital|cancer*
        rozwód|rozwod|rozwodz*
        chor*|umarł|umarl|zmarł*
        фронт*|развод|розлуч*|помер|умер*
        talaq|talak
        بوفاة|طلاق|مريض*
        """,
        """
        hamster|goldfish|rabbit|guinea|cat|dog|fish died|dead|passed
        died on|last ~3 hamster
        court of ~1 human
        european court
        divorce is through
        fell out
        heart attack ~4 august|mended|years
        years ago
        king|queen|henry|tudor* ~6 died|beheaded|prison
        foster ~1 park|road
        separate ~1 bag|bags|bin|question|form|email|note|envelope|page
        funeral ~3 tomorrow|in_peebles|in_luton|up
        passport ~4 photo*|form|copy
        home office ~3 yes
        looked after
        inside ~2 with_you|the|voice|out
        hotel ~2 pool|booked
        """,
    ),
    Rule(
        "distress",
        "distress",
        "parent",
        2.0,
        "Somebody is very upset, frightened or worn out.",
        """
        cry|cries|cried|crying|tears|sobbing|sobs|sobbed|weeping|wept
        in pieces|bits|tears|floods|state
        scared|afraid|frightened|terrified|petrified|fear|dread|dreads|dreading|panic|panicking|anxious|worried_sick|worrying|scare
        heartbroken|heartbreaking|devastated|distraught|hysterical|inconsolable|distressed|desperate|beside_myself|traumati*
        can_not ~3 cope|go_on|take|sleep|bear|keep|continue|do_this|eat|stop|breathe|face
        not ~2 sleep|sleeping|slept|eat|eating|speaking|talking|talk|speak|drink
        not ~2 want|wants|wanting ~3 go|come|be ~2 school|in|back|here|there|class
        not|nor want ~1 school
        refus* ~3 go|school|eat|come|food|speak
        do_not|not ~1 know ~2 what|how|who ~3 do|say|tell|ask|else|to
        exhausted|worn_out|at_the_end|end_of_my|end_of_our|breaking_point|at_my_wits|wits_end|rock_bottom|no_force|any_force|so_tired|i_am_tired|am_tired
        end of ~2 tether|rope
        ashamed|shame|humiliated|embarrassed|mortified|begging|beg
        wakes|waking|awake|up ~3 night|nightmares|four|three|3am|4am|since
        nightmare*|bad_dreams|wet_the_bed|wetting_the_bed|wets_the_bed
        tummy|stomach|head ache|aches ~4 every|sunday|monday|always|again
        feels|feeling|felt ~1 sick ~3 every|morning|before|school|sunday
        scream|screams|screaming|screamed|shaking|trembling
        hates|hate ~1 school|himself|herself|himself|it_here|coming
        asked|asks|ask|asking me|us|her|if|whether ~4 if|whether|why|how|what ~6 thick|stupid|naughty|school|bad|die|angry|deleted|change|mondays|wrong|weird|ugly|normal|fault
        how many ~4 left|till|until|remain*
        hidden|hid|hides|hiding|under ~2 under|in|the|stairs|table|bed|cupboard|larder|toilet|toilets|bathroom|wardrobe
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
        pushed|kicked|punched|hit|hits|slapped|bitten|bit|scratched|shoved|tripped|strangled|spat|poked|stabbed|thumped|attacked|hurt|hurting|beaten|grabbed|dragged|thrown|pinned|pulled ~4 him|her|by|into|in|on|off|my|over|again|child|them|the
        a boy|girl|child|lad|kid ~8 hit|kick*|push*|said|say|told|call*|bit|punch*|laugh*|took|thr*
        another child|pupil|boy|girl
        same boy|girl|child|kid|lad
        other children|boys|girls|kids|ones ~3 laugh*|call*|said|say|told|heard|held|hold|would_not
        called|calls|calling|call ~2 him|her|them|my_son|my_daughter ~2 a|names|fat|ugly|stupid|dirty|thick|gay|weird|smelly|paki|n-word|baby
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
        lip|nose|head|eye|tooth|teeth|arm|wrist|finger|ear ~2 split|bust|bleeding|bloody|broken|cut|swollen|bruised|red|black
        split|bust|bleeding|bloody|broken|black|swollen lip|nose|eye|tooth|arm|wrist
        bruise|bruises|bruised|bruising|marks|scratches|bite_mark|blood|bleeding|cut_of
        glasses|phone|bag|coat|book|shoes|lunch ~2 broken|smashed|stolen|taken|thrown|hidden|ripped|torn|took|snapped
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
        rough ~2 at|playtimes|with|lately|time
        given|ate|eat|gave|served|had ~4 pork|ham|gammon|nuts|nut|cashew|dairy|egg|sausage*|halal|haram|allergic|gelatine|chocolate
        not halal
        pork sausage|ham
        accused|blamed|blaming|blames ~3 for|him|her|of|my
        unkind|mean|nasty|cruel|horrible|spiteful|vile ~3 to|about|things|girls|boys|her|him|word*|messages|names|.|note
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
        "complaint",
        "complaint",
        "parent",
        2.0,
        "Is not content with what school did or did not do.",
        """
        complain|complaint|complaining|grievance|formally|dissatisf*|unsatisf*|disappoint*|unhappy|appalled|disgusted|disgusting|disgraceful|disgrace|unacceptable|outrageous|shocking|shocked|furious|fuming|livid|angry|upset_with|fed_up|not_happy
        not ~2 acceptable|good_enough|satisfied|satisfy|happy|right|fair|okay|ok_with|an_answer|impressed|pleased|enough ~2 .|with|that|about|for|to|and
        not|nobody|no_one|never|nor ~3 told|informed|rang|called|phoned|asked|tell|said|explained|consulted|reply|replied|answered|answer|came_back|respond*|listened|noticed|checked|looked
        why|how was|is|did|does|were|are|can|could|has|do ~4 he|she|they|school|you|nobody|my|the|a|it|i|we ~9 .
        explain ~3 to|why|how|what|this|please|that
        please explain
        would like|want|expect|require|demand|await|request ~3 answer|explanation|apology|response|know|understand|written
        i|we ~1 would|should ~2 like ~3 know|understand|hear
        who ~2 responsible|accountable|decided|decides|decide|written|told|is_in_charge|watching|supervising|was_there|heard|has_written
        who is in charge
        supposed|meant to ~3 be|have|get|happen|do
        plan|policy|form|agreement|section_f|report ~2 says|said|say|states
        says on|in ~2 plan|policy|form|paper
        it is written|in_writing
        agreed|promised|assured|told|told_us|signed ~6 not|never|nothing|but|no
        failed|failure|failing|fails|neglect*|let_down|letting_down|let_him_down|let_her_down|duty_of_care|safeguarding_failure|breach
        waste of|a
        how ~3 possible|happen|allowed|can_it_happen|does_a_child
        not ~2 your|the|a ~1 job|excuse|answer|comment|comments
        with respect
        with all due
        you|school|teacher|staff|office refuse*|ignor*|lied|lost|lose|forgot|laughed|laugh|took
        nothing ~2 has|was|is|been|done|happens|changed|changes
        nobody ~2 does|did|has|is ~1 anything|done|doing|listening
        have done|did|doing nothing
        u|you man have done nothing
        rude|dismissive|condescending|patronis*|unfair|unfairly|favourit*|favorit*|discriminat*|prejudice*
        surprised|astonished|puzzled|saddened|concerned|perplexed ~2 to|that|by|about|at
        concerns ~3 regarding|about|in|over
        raise|raising|raised ~3 concern|concerns|matter|issue|complaint
        withdraw|withdrawing ~2 from_school|him|her|my_child
        governors|governor|ofsted|ombudsman|trust|lado|ico|local_authority|mp|solicitor|lawyer|legal|tribunal
        refund|money|pay|paid ~6 two_times|twice|again|never|not ~2 .|come|back|received
        what a ~1 surprise|coincidence|memorable
        how nice|kind|gratifying|lovely|marvellous ~4 that|for|to|.
        i am sure there ~3 reason
        governor s|sons|daughter
        again ~2 .|today|not|same|i|wet|and
        in front of ~2 all|everyone|everybody|whole|class|parents|children|other|people
        left ~2 in_the_rain|outside|waiting|alone|crying|standing
        skarg*|niezadowol*
        plângere|plangere|nemultumit*
        queja|quejar*|inaceptable
        reclama*|inaceitavel
        shikayat
        скарга|жалоб*
        """,
        """
        withdraw ~1 my complaint
        complain ~5 refunded|sorry|lunch_company
        angry ~2 right_now|with_school
        angry with|at|about ~2 ?the weather|council|referee|warden|bus|driver|shop
        why ~3 rayan
        again next|soon|please|thank*
        again and again
        once|same again
        never again
        furious with ~3 weather
        how ~2 i|we ~1 book|pay|order|log|sign
        how ~1 can|do|does|did we|i|it|he|she|they ~3 sign|pay|order|book|work|help|spell|get_in
        why ~2 which|what
        policy ~3 on|recorder|hummus|is|about
        not ~1 your ~1 fault|problem
        complaints procedure
        council|uniform_shop|shop|train|bus ~5 disgrace|disgusting|shambles|rip
        referee
        with respect ?, elena
        with respect . elena
        kind ~3 to_ask|of_you
        how kind|lovely ~1 of|.
        european
        vatican
        whitewash
        """,
    ),
    Rule(
        "hostile",
        "hostile",
        "parent",
        2.5,
        "Attacks or threatens a person or the school, openly or with sarcasm.",
        """
        idiot|idiots|stupid|useless|pathetic|incompetent|clown|clowns|muppet|muppets|joke_of|absolute_joke|a_joke|moron*|thick|liar|liars|lying|wasteman|rubbish|cretin*|imbecile*|coward|cowards|jumped_up|nobody|robot|smirking|stuck_up|hopeless|shambles|hypocrit*|jobsworth*|brain_dead
        you people|lot|clowns|useless
        u lot
        shame on
        how dare
        do_not you dare
        do_not ever
        dont insult
        insult ~2 intelligence
        stick your
        waste of ~4 life|space|time|money
        grow* a ~1 brain|spine|pair
        could|can not ~1 organise|run|teach|spell|trust
        who can not spell
        not trust you to
        do your|there|their ~1 job
        i pay ~3 your|wages|taxes|the
        pay ~2 wages|taxes
        wages of
        call yourself|yourselves
        see how you like|feel
        you will be hearing
        hear|hearing from ~1 my ~1 solicitor|lawyer
        my|our solicitor|lawyer|barrister|union
        instruct* ~2 solicitor|lawyer|counsel
        sue|suing|legal_action|take_you_to_court|press_charges
        or|else|otherwise i ~2 will|shall ~4 keep|go|report|call|post|take|park|put|remove
        if ~6 not ~6 i will|shall|am_going ~4 report|post|go|take|put|call|remove|keep|escalat*
        unless ~6 apolog*|hear|tells|get
        apology ~4 by|in_writing|from|or|tonight|friday
        grovelling|written apology
        by ~2 monday|friday|tonight|tomorrow|noon|5_p or
        reporting|report ~1 the|you ~2 lot|ofsted|council
        want reporting
        gonna have|be ~1 real|big ~1 problem|trouble
        we going to have ~1 real problem
        last warning
        or explain to
        you|u explain to|that ~2 council|me|police
        keep mine|him|her ~1 home ~2 and
        stealing|thieves|criminals
        wouldnt ~2 trust
        you are|should_be ~3 ashamed|joke|disgrace|liar|idiot|useless
        what kind of ~2 idiot*|school|person|teacher|people
        don t know how to ~1 do
        perhaps|maybe|presumably ~5 could ~2 do|draw|explain|diagram*|rota|slowly
        perhaps you ~2 would|could ~3 explain ~6 slowly
        explain this to me
        in plain english
        splendid|how_marvellous|marvellous|bravo|well_done|congratulations ~2 . ~8 .
        thank you for your quick|helpful
        slowly as i
        i have met ~4 with_more
        my 4|four|two|five year old ~2 can|could
        lost|loose|losing my ~1 temper|patience|rag
        have copied in
        i look forward to ~2 learn*|hear*|in_due
        as|since you|u ~2 clearly|evidently|obviously
        what do you|u ~1 people
        wake up ~2 do
        """,
        """
        council|parking|weather|warden|shop|council's|sign|bus|train|ref|referee|driver|website|app ~8 useless|stupid|idiot*|disgrace|joke|muppets|shambles|rubbish
        muppets ~6 council
        absolute muppets
        useless shower
        shambles ~4 no|makes
        thick jumper|socks|coat|book|of|as|tights
        thick ~2 with_snow|fog
        laws|rubbish bin|collection|day|tip
        rubbish at
        nobody ~2 noticed|needs|touches|else|is|has|came|was|can|could|asked|tell|knows|call|answer|rang|play*|would|in|to|reply|listen|look*|told|who|pregnant|gave|hear|explain|came|ask
        a joke ~2 i|lol|about
        do your ~1 job|jobs ~1 chart
        sue says|is|will
        well done ~2 to|him|her|everyone|all
        says ~4 stupid|thick
        say ~3 stupid
        called ~4 stupid|thick|idiot
        is|feels|feel|think|thinks|he_is|she_is|am ~1 thick|stupid
        lying on|in|down|there
        stupid question
        """,
    ),
    Rule(
        "goes_public",
        "public_criticism",
        "parent",
        2.5,
        "Has gone to social media or the press, or says so.",
        """
        post|posted|posting|put|putting|share|shared|sharing|upload*|goes|going|go|wrote|written|stick|screenshot*|screenshotted|tell|told|telling ~5 on|to|in|up|it|all ~3 facebook|instagram|tiktok|twitter|x|whatsapp|insta|social_media|online|google|mumsnet|nextdoor|spotted|youtube|village_matters|reddit|groups|group ~3 .|with|page|and|so|tonight|how|about|if|what|saying|for|already|tagged
        on|across ~1 facebook|twitter|tiktok|instagram|social_media ~4 saying|already|likes|comments|twitter|tiktok|everyone|names|so|and
        facebook|tiktok|twitter ~2 page|group|post|instagram ~6 names|menu|shared|comments|members|likes|already|written|drafted
        see|seen ~1 my|the post ~2 on
        comments|likes|shares|views|people ~4 already|counting|liked|agree|looked|saying|so_clearly|clearly
        class|parents|mums|estate|group|mums_group ~1 whatsapp|group|chat ~6 what_i_think|told|laugh|saying|know
        one|1|zero star|stars
        review ~4 google|facebook|online|star
        google review
        newspaper|gazette|courier|journalist|reporter|journalists|press|echo|herald|bbc|radio|tv|mail_online|daily_mail|itv|the_sun|editor|parish_magazine
        works for|at the ~1 gazette|news|paper|echo|mail
        read about it
        go|going|gone ~3 public|viral|live
        open letter
        everyone|everybody|people|all ~2 can|will|should|to ~1 see|read|know ~3 what|.|it|how
        so ~2 everyone|everybody|people ~1 can|could|will|to see|read|know
        about time people
        petition
        name|naming ~1 the school|names
        with ~1 names
        my film|video|recording|footage|screenshots to
        i got pictures|videos|screenshots|pics ~3 video|and
        screenshotted ~1 all
        """,
        """
        saw your post
        shared it everywhere
        5|five star*
        posted the cake
        can i ~2 put ~2 tiktok
        newspaper ~4 coming|take|picture
        newspaper for|to|cover*
        petition ~3 where|sign
        is there a petition
        video ~4 gold
        radio ~3 item|morning|good
        pta chat
        press send|the|start|and|again|it|select|forgot|login
        press
        name the ~1 school rabbit
        likes to
        i press
        sold ~4 facebook
        likes ~3 already ~6 your_name
        """,
    ),
    Rule(
        "not_settled",
        "unresolved",
        "parent",
        2.0,
        "The same matter has come up again, or an answer did not settle it.",
        """
        still not|no|nothing|waiting|nobody|has|have|does|is|says|hears|here|getting|at|with|dalej|the
        again not|today|no|.|same|and|i|sorry|with|he|she|home ~3 .
        not again
        as ~1 i|we|said ~2 said|say|mentioned|asked|told|explained|wrote|above
        as|like i said
        i ~1 have|did|already|also ~3 told|asked|said|written|sent|explained|raised|checked|emailed|rung ~4 you|already|times|twice|before|times|again|this|and|three|last|on
        told|asked|said|sent|say ~3 you ~3 already|before|times|twice|times_now|last_week|same|in|and
        asked ~3 on|last|two_weeks|twice|three|for|again|before ~4 .|april|and|ago|week|september|times
        third|fourth|fifth|3rd|4th|5th time|letter|pair|coat|week|email|message|one|book|year
        three|3|four|4|five|5|several|many|ten times ~2 now|.|i|already|this|you
        number three|four
        two|2|three|3|four|4|five|5|six|nine|7|seven|8|ten days|weeks|months|times ~1 now|later|ago|since|and|.|i|of
        it is ~1 now ~2 days|weeks|months
        is ~1 now ~1 4|5|6|3|two|three|four days|weeks|months
        same ~1 word|words|answer|thing|reply|message|book|box|kite|again|boy|as|question|questions
        you|u ~1 said|say|says|wrote ~2 that|this|same|it|in ~2 last|february|november|september|week|january|before|lutym
        nobody|no_one|no ~1 one|reply|answer|response|call|news|call|look ~2 called|call|rung|replied|answered|come|came|yet|since|has|from|also|to
        no|not ~1 reply|answer|response|word|news ~3 .|from|to|yet|since
        have not ~2 heard|had|received|answered
        not ~1 been ~1 answered|told|done|sorted|dealt|fixed
        not ~2 answered|answer ~3 whether|question|my|what|if
        not answer ~2 my|the question
        that ~3 not ~2 what|my|answer|question|i
        did not ask ~1 about|that
        i ~1 asked ~1 about|if|whether|what
        i meant
        is not ~2 an_answer|what_i|answer|comments|good
        any news|update|joy|progress|luck
        again and again
        round in|and circles|round
        going round|in
        chasing|chase|chaser|reminder|following_up|follow_up|feel_like_a_parcel
        so ~2 has|what|who|that|where ~2 been|now|is|.
        since ~1 september|january|february|march|april|may|june|july|october|november|december|sept|christmas|easter|nursery|half_term|last|year ~4 .|still|and|i|he|she|,
        yes . as you say
        i see .
        noted .
        it does not work|help
        did not ~1 work|help
        has|have not ~1 changed|stopped|worked|improved
        happening|happened|happens ~1 again
        every time
        keeps|keep ~1 happening|going|saying|being|coming|sending|telling|getting
        gets|got|getting|been worse
        worse ~2 .|now|than|and|for
        went|gone|said to ~2 christmas|term ~2 last
        what ~1 we saw ~1 last
        reminded ~2 last_week|before
        updated with
        i have . .
        we had|did|tried ~3 already|that|before
        tried ~3 already|chart|that|both|everything|it
        piszę|pisze trzeci
        słowo|slowo
        de nou|din nou
        otra vez|de nuevo|sigue
        de novo|outra vez|continua
        phir se|dobara
        знову|опять|снова
        yine|hala
        """,
        """
        still ~2 smiling|singing|laughing|fuming|buzzing|wet|not_stop|on_or|love|order|time|get|need|come|there|bringing|after|want
        still|again on or
        still need helpers
        is it still
        still can not stop
        still ~1 the|until|till|to
        thank* ~2 again
        again thank*|next
        again please
        same again next|tomorrow|as
        same ~1 dose|as|place|time|day|house|class|building|code
        once again ~2 you|thank*|a
        any news|update ~4 lovely|baby|trip
        have not ~2 heard ~2 stopped|from_the_tooth
        not stopped talking
        three weeks|days ~1 time
        two days|weeks ~1 more|left|before|early
        three|two|four|five|several times table*
        times tables
        number three|four ~2 in
        any joy with
        asked ~1 for
        first|second time
        """,
    ),
    Rule(
        "complex_matter",
        "complex",
        "parent",
        1.5,
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
        dyslexi*|dyscalculi*|dysprax*|autis*|adhd|asd|screener|screening|screened|diagnos*|pathway|camhs|paediatrician
        appeal|appealing|tribunal|panel|mediation|threshold
        admission|admissions|waiting_list|in-year|in_year|transfer|oversubscri*|sibling ~4 place|school|list
        place ~3 at ~2 school|reception|same|here|his|her
        another|different|new|change|changing ~1 school|schools|class
        move|moving|moved ~3 to|city|house|abroad|away|back|up ~4 school|year|class|city|council|denmark|january|february|september
        held|keep|stay|go back|down ~2 year
        year group below
        mixed ~2 class|year|age
        class structure|lists
        part_time|reduced|half timetable
        exclusion|suspension|managed_move|attendance|penalty_notice|unauthorised|fine ~4 school|letter|%|plan|again|because
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
    Rule(
        "hard_news",
        "bad_news",
        "staff",
        3.0,
        "Staff give hard news, which is better heard from a person.",
        """
        sorry|sad|sadness|regret ~5 tell|inform|say|share|write|to_have_to|let_you_know|news|put_this
        bad|sad|hard|difficult news
        died|passed_away|death|dies
        ambulance|paramedic*|x-ray|x_ray|hospital|fracture*|broken|unconscious|concuss*|a_and_e|stitches|swelling|epipen|his_pen|her_pen
        funny|odd shape
        fell|fallen|come_off|came_off ~6 frame|trail|climbing|apparatus|trim|wall|arm|head|wrist|steps|bars|stairs
        suspend|suspended|suspension|exclude|excluded|exclusion
        need to be at home tomorrow
        following|after ~3 incident|events|happened ~6 decision|decided|taken
        taken the decision
        we have decided
        will not be able to ~2 come|go|attend|stay|offer
        panel|authority|county ~6 declined|turned|refused|answer|decision|not_agree*|no
        not met|meet|meeting ~3 expected|standard
        below|behind ~2 expected|expectations|age|where|further
        working ~2 below|towards
        not ~2 on_track|making_progress|pass|passed|secured|where_we
        slipped|fallen ~2 behind|back|further
        assessment by ~2 specialist
        results|scores|report ~5 wanted|hear|before|open|cold|lower
        wanted|want|rather ~2 you ~3 hear|hear_it|from_me|know_before
        hear|heard ~1 it ~1 from ~1 me|us
        rather ~2 say|have_said|said|tell ~4 you|out_loud|than
        rather|sooner ~5 than ~2 write|email|letter
        leaving|finishing ~4 end|month|term|post ~6 support|sorry|place|offered
        place ~6 withdrawn|withdraw
        withdrawn with effect
        one to one ~6 leaving|finishing|cut|reduced|end
        reduce|reduced|reducing|cut ~3 hours|support|provision|timetable
        concerned|concern|worried|worry|worrying ~5 about|that|by|you
        noticed|noticing|notice ~5 mark|bruise|things|change|quite|over|that|not_himself|worry*
        things ~3 gone|taken|missing from ~2 other|trays
        turned up in
        answering questions i
        not|did not turn round
        serious|injured|hurt|assault*|bitten|bit|restrain*|attack* ~5 pupil|child|staff|member|incident|another
        put up a video
        disclosed|disclosure|referral|referred ~5 today|social|services|children|made|mash
        wrote|said|says|told ~4 that|he|she|wishes|wish ~6 die|dead|ground|hurt|himself|herself|not_here|weekends
        police|children's_services|childrens_services|social_care
        rung every|both|all
        tried ~5 number|mobile|phone|you|both|without|twice|several
        """,
        """
        sad news ~3 hamster
        sorry to say ~3 full|sold|cancelled|no
        hard hat
        sorry ~3 tell|say ~3 full|cancelled|lost
        ambulance ~3 visit|topic|come_to
        police station|visit|officer_visit|officers
        broken up|for|pencil*|printer|photocopier|boiler|urn
        died ~3 years|1*
        head knocked
        knocked heads|head
        back in class
        happy ~2 .
        safeguarding lead
        were reviewed by governors
        policy
        trip|coach|cancelled ~2 sorry
        sorry to hear
        tried ~2 hard|best
        broken wrist ~3 victor*
        crime scene
        broken into
        behind the
        below ~2 .|if|for
        """,
    ),
    Rule(
        "staff_ask_to_talk",
        "request_to_meet",
        "staff",
        3.0,
        "Staff ask the family to ring, come in or talk.",
        """
        please ~5 ring|call|phone|telephone|contact|come_straight ~4 me|us|school|office|direct|soon|urgently|today|the
        ring|call|phone ~2 me|the_office|the_school|my ~5 soon|today|before|direct|urgently|as|when
        give ~2 school|me|us|office ~1 ring|call
        grateful if|for ~5 ring|call|come|phone
        need|like|want|love|wonder|grateful|good|appreciate|ask ~3 to ~3 talk|speak|meet|see ~3 with|to|you|today|both
        talk|speak ~2 to|with you ~3 about|today|both|before|when
        would|could|can|wonder|whether you|you_both|we|one_of_you|mum_or_dad ~5 come_in|come_to|pop_in|meet|talk|ring_me|call_in|come
        come ~1 in ~3 to|and|for|this|tomorrow|today|on|both
        have half an hour|time
        half an hour
        come to ~1 my|the ~1 office|classroom_door|classroom
        voicemail|left_messages|left_you|not_been_able_to_get ~4 .|and|you|message|several|on
        not by email
        hear it from me
        hear a voice
        can you come
        which would suit
        when|what would|time suit*
        like you to hear|come|know_before
        prefer ~3 to ~3 go_through|talk|discuss|speak
        i am|will_be at|on|in ~3 gate|house|direct|number|evening
        """,
        """
        please ~5 contact|ring|call ~3 portal|helpdesk|council|county|them|caterers|website|company|photographer|number_on
        contact the ~1 portal|office|helpdesk ~4 if|about|tickets|for|with
        please contact the office
        please contact the
        would|could you ~3 come_as|in_costume
        could|can you ~6 wednesday|thursday|1:30|tuesday|start
        come to ~3 fair|fete|assembly|show|play
        should you wish
        grateful for ~3 donations|help|cakes
        ask for me at
        ring the ~1 side bell
        """,
    ),
)
"""In the order in which they are shown."""

AGAINST: dict[str, tuple[float, str]] = {
    "settled": (
        3.0,
        """
        all sorted|good|settled|fine|resolved|forgotten|well|clear|done|okay|ok
        sorted .|thanks|thank|now|that|it
        no need ~3 reply|answer|call|ring|meet|respond|do
        nothing ~2 needed|wanted|to_do|needs|for_you_to_do
        no ~1 reply|response needed|necessary
        no harm done
        problem|mystery|crisis solved|over|averted
        panic over
        false alarm
        my mistake
        silly me
        found .|it|him|her|them|!
        worked a|like
        it worked|works
        friends again
        thick as thieves
        water under ~2 bridge
        back to ~2 normal|himself|herself|his_usual
        i|we withdraw
        i ~1 apologise|apologize
        we are content|happy
        happy with
        settled at
        is all right|okay|fine|ok now
        are|is all right now
        went home happy
        that is everything
        that is ~1 great|perfect|brilliant|fine|lovely|all|super
        already ~3 sorry|refunded|fixed
        for|just ~1 your ~1 file|records|information
        for the log|record
        for information
        for your file
        as agreed
        see you ~2 then|there|thursday|friday|monday|tuesday|wednesday|at|tomorrow|on
        marked|noted|booked|logged|received
        """,
    ),
    "thanks": (
        1.5,
        """
        thank_you so|very|for|all|both|everyone|again|thank_you|miss|sir|mr|mrs|!
        thanks so|for|again|a|all|everyone|very|.
        thank|thanks
        perfect|brilliant|super|lovely|fantastic|amazing|wonderful|great|excellent|magnificent|cheers|ta|lifesaver|saint|marvel|angel|star|gold|legend
        god bless
        love you
        grateful
        so kind|happy|proud
        best ~2 news|sunday|thing|ever
        merci|gracias|obrigad*|dziekuj*|dziękuj*|multumesc|mulțumesc|дякую|спасибо|shukran|shukria|tesekkurler|teşekkürler|شكرا
        """,
    ),
    "light": (
        2.0,
        """
        😂|🤣|😅|😆|😁|😊|🙂|😀|😄|🎉|💃|🥁|🤡|🐸|🌸|🦖|💍|🌙|🙌|🙃|🧚|👍
        haha|hahaha|ha|lol|lmao|hilarious|joking|only_joking
        ha ha
        obvs
        bless her|him|them|you|nan
        omg
        with|full honours
        the vatican
        hamster|rabbit|guinea|lamb|lambs|ducklings|volcano|dinosaur|frogspawn|snails|slime|cupcakes|quiches|marshmallow*|raffle|tombola|fair|fete|disco|carnival|cake_sale|costume|nativity|panto|bake_sale
        world book day
        tooth fairy
        could|nearly ~2 kill*|murder*
        """,
    ),
    "elsewhere": (
        2.0,
        """
        council|warden|referee|weather|uniform_shop|government|traffic|parking_ticket|lollipop_job|photographer|supermarket|asda|landlord_is
        nephews|other|another school
        fortnite|minecraft|matilda|film|book ~4 obvs|last_night|watched
        my|her|his ~1 cousin|brother|sister ~3 tear|tore|broke
        trampoline|scooter|beavers|brownies_camp
        """,
    ),
}
"""What speaks against a talk when it stands in what the parent wrote last, and how much."""
