"""The rules for a matter kept private, and for hard news."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "not_in_writing",
        "confidential",
        "parent",
        3.5,
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
        not at the gate|door if|please|because|as|with
        not ~2 door|gate ~3 everyone|listening
        without other people
        not ~2 in front of ~2 others|other|parents|everyone|anyone|him|her|them|class
        not ~2 say|tell|mention|talk|speak|discuss ~4 in_front|others|anyone|other|parents|mums|mothers|office
            |class|everyone|him|her|near|people|friends
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
        his|her|their dad|mum|father|mother and me|i ~3 split|separated|finished|apart|together|over
        doctors|doctor|hospital|consultant has|have ~2 found
        begin|begins|start|starts|starting|started|having ~2 treatment|radiotherapy ~3 .|on|next|and|for|in
        we are|have ~3 separated|split|apart
        left us|me|home|him ~2 for|and|in|at|last|.
        moved out|in_with
        left in ~3 hurry
        when his dad did
        staying|stay|stopping at|with ~1 my|mums|sister*|friends
        his|her ~1 dads|mums boyfriend|partner|girlfriend
        told to bring everyone
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
        died|dies|dying|death|passed_away|passed|killed|dead ~3 on|last|yesterday|this|in|suddenly|saturday
            |sunday|friday|morning|night|.
        my|her|his|our husband|wife|mum|dad|brother|sister|son|baby|gran|nan|grandad|grandmother ~3 died|dying
            |passed|ill|hospital|cancer|arrested|gone
        bury|funeral|grief|grieving|bereav*|widow*
        depress*|anxiety|breakdown|mental_health|antidepress*|panic_attack*|suicid*|bipolar|section*_under
        alcoholic|rehab|aa_meeting|relapse*
        prison|jail|jailed|arrested|probation|police_came|bail|visit_order
        home office|status
        visa|asylum|deport*|immigration|leave_to_remain|brp|passport ~4 home_office|expired|problem|worried
            |refused|date
        no|not recourse|have_public|public_fund*
        evict*|homeless|hostel|temporary_accommodation|landlord|bailiff*|hotel ~3 in|room|croydon|council|moves
            |manager
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
        adopt*|birth_mum|birth_mother|birth_family|foster*|placement|letterbox_contact|contact_visit
            |contact_centre|life_story|his_letter|her_letter
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
        hamster|goldfish|rabbit|guinea|cat|dog|fish|pet ~8 died|dead|passed|funeral
        hamster|goldfish|rabbit|guinea|cat|dog|fish|pet died on|last ~8 funeral
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
        "hard_news",
        "bad_news",
        "staff",
        3.0,
        "Staff give hard news, which is better heard from a person.",
        """
        sorry|sad|sadness|regret ~5 tell|inform|say|share|write|to_have_to|let_you_know|news|put_this
        bad|sad|hard|difficult news
        died|passed_away|death|dies
        ambulance|paramedic*|x-ray|x_ray|hospital|fracture*|broken|unconscious|concuss*|a_and_e|stitches
            |swelling|epipen|his_pen|her_pen
        funny|odd shape
        fell|fallen|come_off|came_off ~6 frame|trail|climbing|apparatus|trim|wall|arm|head|wrist|steps|bars
            |stairs
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
        wrote|said|says|told ~4 that|he|she|wishes|wish ~6 die|dead|ground|hurt|himself|herself|not_here
            |weekends
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
        police station|visit|officer|officers
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
)
