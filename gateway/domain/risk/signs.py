"""Signs that say little alone and much together."""

from __future__ import annotations

SIGNS: dict[str, str] = {
    "harm": """
        hurt|hurts|hurting|burn|burns|burned|burnt|bruise|bruises|bruised|cheekbone|choke|chokes|choked|strangl*|throttl*|stab*
        hit|hits|hitting|kick|kicks|kicked|punch|punches|punched|slap|slaps|slapped|smack|smacks|smacked|beat|beats|beaten
        pin|pins|pinned|push|pushes|pushed|slam|slams|slammed|throw|throws|threw|held ~3 wall|floor|bed|stairs|him|her|down
        broke|broken|fractured ~3 nose|jaw|arm|ribs|rib|cheekbone|teeth|wrist|door
        kill|kills|murder
        drunk|wine|vodka|weed|stoned|cocaine|heroin|beers
        black eye
    """,
    "kin": """
        stepdad|stepfather|stepmum|boyfriend|partner|husband|lodger|ex|uncle|step_dad|step-dad
        his|her|their|my|mums|the dad|dads|father|mum|mums|mother|grandad|grandpa|cousin
        grown up|ups
        next door
        at home
    """,
    "intimate": """
        hand|hands ~2 up|down|inside|in|under ~3 skirt|top|trousers|shorts|pants|shirt|dress
        sits|sat|sitting|lies|lay|lying|kneels|knelt ~1 on ~1 top
        sits|sat|kneels ~1 on ~1 him|her|them
        ripped|tore|rips|tears ~3 work|picture|book|drawing ~3 .|in_front|up|everybody|everyone
        swore|swears|swearing|cursed ~1 at
        threw|throws|thrown ~4 head|face|him|her
    """,
    "hedge": """
        probably|likely|maybe|perhaps|may|might|could ?very ?well ?just ?be|is|it_is|being ~1 nothing|silly
            |innocent|overthinking|misunderstanding|dramatic
        it is|may_be ?probably|likely nothing
        sure ~2 is|it_is ~1 nothing|fine|explanation|innocent|phase
        hope|hoping ~3 wrong
        reading ~2 too much into
        overthink*|over_think*|overreact*|over_react*|paranoid
        not ~1 sure if|whether ~2 should|saying|say|tell
        not ~1 know who ~3 tell|else|ask|speak
        who ~1 you|do_i|i|should_i tell
        who do i ~1 speak|tell|talk
        none of my business
        not ~2 my business
        not one for gossip*|curtain*
        take|pinch ~5 salt
        kids|children what ~2 kids|children|like
        you know what kids
        wrong end of ~1 stick
        forgive me if
        sorry if i ~2 wrong|think_bad|am
        i|we make|made mistake
        would ~2 rather|sooner ~3 wrong|said|say|safe
        not ~3 make ~2 fuss|trouble|problem|thing_of_it|difficulties|stir
        do_not ~1 want|wish ~3 trouble|stir|fuss|ructions|solicitors|difficulties|get
        came|come|comes from me
        not ~2 put|use|mention ~2 my name
        not ~2 say|tell ~4 me|came_from|said|written|told
        behind ~3 back
        silly|peculiar|awkward|odd ~2 question|one|old_woman
        awkward one
        can|tells|tell be ~1 dramatic|stories
        tells stories|tales
        how ~1 this looks|sounds
        might be nothing
        in my country
        is|are normal ~2 in ~1 england|here
        just thought you|i ~3 know|mention|keep|should
        keep ~2 half ~1 eye
    """,
    "child_says": """
        he|she|they|who|mummy|child|son|daughter|boy|girl say|says|said|tells|told|mentioned|mentions ~1 that
            |me|us|he|she|you|the|there|"
        he|she|son|daughter ?has ?now ?just told|said|mentioned|says
        <told> me|us ~2 that|he|she|about
        says|said|told ~2 he|she|they|his|her|there|that|mr|mrs|miss|the
        asks|asked ~2 if|whether|me
    """,
    "behaviour": """
        wet|wets|wetting|weeing|soiled|soiling|pooed ~2 bed|himself|herself|themselves|pants|trousers|again
        accident in ~1 car|bed
        will|would|can not ~2 get_out|go_in|get_in|come_out|sleep|eat|speak|talk|let_go|leave|go_to|be_alone
            |put|take_off|sit_near|change
        not ~1 want|wants|like ~3 go|use|get_changed|toilets|toilet|home|school|swimming|there|him|her|near
        holding|holds it ~2 till|until|all_day
        nightmare*|night_terrors|bad_dreams|screams|screaming|wakes|waking ~5 night|.|about|and|every
        hid|hides|hiding|under|behind ~3 bed|table|wardrobe|sofa|stairs|door|curtains|covers
        not ~1 spoken|talked|speaking|talking|talk|speak
        stopped|stops ~1 speaking|talking|eating|sleeping|answering
        gone|goes|been|very|really quiet
        shaking|shakes|trembling|flinch*
        scrub*|wash*|shower* ~4 again|times|herself|himself|raw|uniform
        scared|afraid|frightened|terrified|petrified|scare ~2 of|from|to|when|even|him|her
        sleeps|sleeping|slept|sleep with ~2 light|me|door|chair
        chair|something against ~2 door
        night_light|nightlight|light|landing off|on
        cries|cried|crying|cry|scream|screams|sobbing ~2 when|if|every|before|at|and
        tummy|stomach ache ~5 always|every|tuesday|monday|again|thursday
        comes|come|came home|back ~3 hungry|silent|crying|tears|marks
        clings|clingy|clinging
        asked me ~5 if|whether|what
        would|will not look|tell|say
    """,
    "secret": """
        secret|secrets|secretly
        not ~2 allowed to ~2 tell|say|know|talk
        promised|promise ~3 not ~2 tell|say
        do_not|not|never ~1 tell|telling ~2 mum|anyone|anybody|dad|others|me|you|nan
        special ~1 boy|girl|friend|helper|game
        our|their|a|the little ~1 game|club|handshake
        game|club they|he|she|that|called ~2 play|plays|when|with
        just|only between
    """,
    "contact": """
        tickle*|cuddle*|kiss*|stroke*|massage*|lap|knee|hug|hugs|hugged
        touch|touches|touched|touching
        door ~2 shut|closed|locked
        alone with|together
        gave|given|gives|bought|buys|giving ~2 him|her ~3 watch|phone|money|sweets|present|gift|boots|chocolate
            |toy|bracelet|necklace|trainers|things
        gave|given|gives|giving|offers|offered ~2 him|her|them ~1 lift|lifts
        pictures|photos|photographs|videos|filmed|filming|photo ~4 of|him|her|changing|own|phone|girls|children
        messages|texts|texting|messaging|message|writes ~2 him|her|each|privately|at
        changing|undress*|showers|toilets|toilet|bath|bathroom|bed|bedroom
        pull|pulls|pulled|take|takes|took ~2 trousers|pants|knickers|clothes|top ~1 down|off
        private|privates|willy|bottom|bum
    """,
    "handled": """
        grab|grabs|grabbed|pull|pulls|pulled|push|pushes|pushed|drag|drags|dragged|hold|holds|held|hit|hits
            |shake|shakes|shook|pinch*|nip|nips|slap*|smack*|squeeze*|grip*|twist*|yank*|lift*|picks|pick ~5
            + neck|arm|arms|wrist|ear|hair|hand|collar|hood|shoulder|up_by|too_tight|hard|under
        by|round|around ~3 neck|arm|ear|hair|wrist|scruff|collar
        two|four|three|five|little|red|finger ~2 marks|mark|bruises|lines
        mark|marks|bruise|bruises|bruising|handprint|scratch|scratches ~5 arm|arms|back|neck|face|leg|legs
            |wrist|shoulder|to_prove|knuckles|body
        head|face ~3 under ~2 .|till|until|and|water
        keeps|kept|holds|held|pushed|push|put|puts ~4 under|down|in_the_dark
        locked|shut|left|put ~4 cupboard|room|outside|dark|corridor|alone
        does ~1 the ~1 claw|grip|pinch
        made|make|makes|making|told|have to ~4 stand|kneel|stay|wipe|clean|eat|sit ~6 front|floor|watched
            |everyone|corner|hands|knees
        on ~2 hands and knees
        while everyone|everybody|they|others|all watched|laughed
        everyone|everybody|whole_class|others|class ~2 laugh*|watch*|count*
        called|calls|call him|her|them ~3 thick|stupid|baby|dirty|fat|lazy|disgusting|liar|pathetic|naughty
    """,
    "staff": """
        teacher|coach|instructor|assistant|helper|volunteer|ta|dinner_lady|dinner_ladies|lunchtime|caretaker
            |supply|midday|swimming_teacher|lollipop|escort|taxi_driver|staff|music_man|tutor
        mr|mrs|miss|ms *
        sir|miss puts|put|says|said|told|made|makes|does|shout*|grab*|holds|hold
        the|that|a man|lady ~3 who|with|from|at|called|there
        man|lady|chap|woman ~3 who|with|helps|pool|club|lunch*|there
    """,
    "home_adult": """
        boyfriend|stepdad|step_dad|step-dad|partner|husband|fella|new_man|lodger|uncle|ex|grandad|his_dad
            |her_dad|dad|father|mum|mother|friend|friends|brother|van|he
    """,
    "control": """
        not ~2 copy|call|ring|text|phone|tell|reply|send|contact|mention ~2 him|husband|dad|his|this|here|home
            |app|phone|letters
        only ~2 this ~1 email|number|phone
        only me ~4 collect|pick|get
        only ~3 me or my
        no_one|nobody|anyone else ~4 even if
        even if ~3 say|says|said
        goes|go|looks|checks|look|check through ~2 my|phone|messages|it
        he|she has|reads|checks|sees|looks ~2 it|my|phone|messages|phone_in|emails
        i have ~1 got to ~1 delete
        deleting|delete this
        not ~1 allowed ~3 have|go|work|phone|money|out|see|come
        was not able to ~4 come
        he|she is|got|been out ~3 since|yesterday|today|prison|jail|bail|friday
        released|bail|tag|probation|prison
        does|do not know ~2 new|the|our address|where
        not know ~3 address|where_we
        knows which|what|the ~1 school|gate|time|car
        not ~1 have|had ~1 him|her|them ~3 no_one|nobody|none
        left|moved|gone|staying|stay ~4 hurry|sisters|sister|friends|refuge|sofa|hotel|middle_of
        turns|turn|turned up ~4 gate|school|anyway
    """,
    "unfed": """
        hungry|starving|no_food|not_eaten|skip*|no_tea|bit_short|card_declined|been_declined
            |cards_been_declined|breakfast_club|foodbank|food_bank|free_list|no_money
        no|without ~2 heating|electric|hot_water|gas|boiler|bed|beds|coat|shoes
        boiler|heating|electric|meter ~3 off|gone|broken|broke|since|out|run
        sleeping|sleep|sleeps in ~2 coat|coats|car|clothes
        cold|damp|mould|rats|mice ~4 house|room|flat|wall|bed|bedroom|home
        same ~2 clothes|jumper|uniform
        all ~2 in|on ~1 one|the|same room|bed|mattress|floor
    """,
    "drinking": """
        her|his|mums|mum's|dads|the water|squash|juice|special_drink ~3 car|bag|smell*|"
        drinking|drunk|drink|wine|vodka|bottles|bottle|cans|pub ~8 car|drive*|drove|driving|kerb|road|asleep
            |wake|floor|again|kids|children|pick|school_run
        drove|driving|drive|drives|drove_them|swerv*|clipped|hedge|kerb|bump ~9 drink|drunk|car|verge|hedge
            |sleepy|funny|wrong_side
        had|has|having|after|on ~2 his|her|the cans|tins|bottle|bottles|drink|drinks
        not ~1 wake ~1 her|him|mum|dad|up
        asleep|sleeping|passed_out on ~2 sofa|floor|bathroom ~4 wake|could|when|and
        hedge|kerb|verge|ditch|wrong_side ~4 .|car|road|monday|drove|and|the
    """,
    "alone": """
        alone|by_himself|by_herself|on_his_own|on_her_own|by_themselves|on_their_own ~6 house|home|night
            |evening|dark|flat|out|till|until|while|morning|when_she|street|park|hours
        looking|looks|look|caring|cares|seeing after|for|to ~3 me|baby|brother|sister|mum|him|us|little
        nobody|no_one|not ~3 home|in|up|there|awake ~3 house|when|all|at|and
        lets|let ~2 himself|herself|themselves in
        gets|get|got|puts|put ~2 himself|herself|themselves|baby|brother|sister ~2 up|dressed|bed|tea|breakfast
            |ready
        in ~3 pyjamas ~4 street|green|road|garden|night|step
    """,
    "body_hurt": """
        mark|marks|bruise|bruises|bruising|burn|burns|cuts|handprint|welt|lines|scratches|black_eye|red_marks
            |sore|bleeding ~6 arm|arms|back|leg|legs|neck|face|wrist|shoulder|thigh|bottom|chest|stomach|body
            |knuckles|cheek
        pencil|compass|ruler|scissors|pin|nails ~5 leg|arm|skin|himself|herself|wrist|hand
        digs|digging|stabs|stabbing|sticks|pokes|poking|pricks|jabs|rubs|rubbed ~5 leg|arm|skin|himself|herself
            |wrist|hand
        picks|bites|biting|scratches|scratching|hits|pulls|pulling ~2 own|himself|herself|skin|hair|nails ~2 .
            |until|out|off|and|bleed*
        says|said|wishes|asked ~5 hate*|hates ~2 himself|herself|myself
        not ~2 worth|deserve ~4 alive|love|being
        wishes|wish|wished ~4 not|never
    """,
    "child_sexual": """
        show ~1 me club|game|yours
        bigger|older|other|another ~2 boy|boys|girl|girls|child|children ~8 touch*|toilets|toilet|trousers
            |pants|show*|look
        pull|pulls|pulled|pulling ~3 trousers|pants|knickers ~1 down
        kissing game|games
        toilets|toilet|cubicle|loos|loo ~8 look*|touch*|show*|lick*|kiss*|trousers|pants|under|door
        touch|touches|touched|touching ~2 .|him|her|there|and
        words|things|knows|said ~5 sex*|should_not_know|five_year_old
    """,
    "confront": """
        i|we will|ill|il|shall|am ~2 be there|at_the|outside|waiting|at ~7 see|gate|try|himself|size|dad|lad
            |own|that|sort|man
        will|ill|il be there ~4 tomorrow|at|past|3|half ~12 size|gets_on|sorry|try
        know|knows ~2 which|what|where ~2 gate|car|time|house|street|that_man|he|she|they ~3 uses|lives|parks
            |drives|use|works
        pick|try ~3 on ~2 someone ~2 own size
        see how ~2 gets|likes
        keep|get|want ~3 little_ones|kids|children ~3 back|away|in|other|inside|going
        so ~1 nobody|no_one ~2 say ~3 told|warned
        telling|warning|warn|told you ~1 now
        i will not|am not be held|responsible
        sort|sorting ~2 out|it|this ~2 myself|my|our|man|tomorrow|gate
        have|having|come|coming ~2 words|down ~6 my|fists|outside|gate|him|his
        fists|fist|punch|thump|lamp|deck|batter|knuckle*|lynch|beating|hiding
    """,
    "fight_back": """
        split|bust|bloody|cut|fat ~1 lip|nose
        lip ~1 split|bust|bleeding
        black eye|eyes
        his|that|her dad|mum|father|man|parents|brother
        retaliat*|revenge|payback|teach ~2 lesson
    """,
    "whereabouts": """
        phone|mobile|watch|tablet ~3 voicemail|off|dead|not_answer*|rings_out|straight
        driven|walked|been|looked|searched|run|gone ~3 route|road|park|round|everywhere|street|lane|twice|home
        normally|usually|always|should ~3 in|home|back|here ~3 by|now|at
        walked|went|came|got|left ~5 as far as
        left|set_off|walked ~3 home|house|school ~3 usual|normal|with_his|with_her|8:*|half
        still ~2 at school|there|inside
        on|get|got ~2 the|that ~1 bus|coach|train|taxi
        never|not got on|off
        savings|bag|note|coat|passport|clothes ~5 gone|taken|missing|drawer
        took|taken|takes ~3 savings|bag|passport|clothes|airport
        peg|tray|seat|chair is|was empty
        marked|marking|mark|registered|register ~4 absent|not|missing
        i|we dropped|watched|walked ~1 him|her|them
        dropped|left|watched|saw ~2 at ~3 gate|lay|corner|main|door|8:*|bus
        falling out|row|argument|argued|shouted ~6 morning|dad|this|today
        getting|going|nearly|already|is ~1 dark
        please|pls ~2 someone|anyone|somebody|help|answer|look
        hours|hour|minutes ~3 late|ago|since
        call|called|ring|rung ~1 the police
    """,
    "not_here": """
        he|she|they|is|has not|never ~1 here|home|in_class|arrived|there|back|seen|registered|collected
            |come_out|out_yet|come_home
        where is|are ~2 .|he|she|my|they
        is * still|with_you|at_school
        any|no sign ~1 of ~1 him|her|them
        take|took|taken|collected|picked ~3 him|her|already|at|by
        not picked_up|collected
        not ~1 come|came|arrive|arrived ~1 in|at_school ~1 this_morning|today|yet
        has ~1 not|someone ~2 collected|picked|seen
    """,
    "group_cruelty": """
        laugh*|pig|ugly|stammer|weird|bully*|bullied|cruel|nasty|horrible|mocking|mock|mocked|tease*|imitat*|unkind|loser|kys
        hate*|fat|smell*|kick*|remov*|mean|names|vot*|rat|die|crying ~3 of|her|him|on|.
        doing ~3 voice|impression|stammer|walk|accent|of
    """,
    "online_place": """
        whatsapp|group_chat|chat|chats|snapchat|tiktok|instagram|roblox|minecraft|discord|fortnite|youtube
            |online|headset|headsets|voice_notes|messages|screenshot*|server|xbox|playstation|video|videos|page
            |account|poll|game|group|texts|posted|posts|phone|photo|photos|picture
    """,
    "net": """
        whatsapp|group_chat|snapchat|tiktok|instagram|roblox|discord|memes|meme|messenger
    """,
    "spread": """
        go|going|goes|sent|passed|shared|sending|sharing ~1 round|around|everyone|everybody|to_each|on
        voice notes
        members|likes|views|followers|comments|sixty*|forty*|forwarded|screenshot*|screenshots
        go|goes|going|went round|around
        whole|all|half ?the class|year|school
        whole|all|half class|year|school|them ~4 group|chat|seen|saw|sent
        children|girls|boys|kids|someone|they ~6 made|making|set_up|post*|sent|sending|doing|took|put|add*
            |remov*|kick*
    """,
}

NOT_SIGNS: dict[str, str] = {
    "staff": """
        dear|hi|hello|hiya|morning|evening|afternoon|thanks|thank_you|ask|tell|told|to mr|mrs|miss|ms ?*
        hi|hello|dear ?good ?miss|sir|teacher
        and mr|mrs|miss|ms
    """,
    "handled": """
        shook|shake|shakes ~2 hand|hands
        holds|held|hold|holding ~2 hand|hands
        hand in|up|over|out
        put ~3 hand ~1 up
    """,
    "harm": """
        could|would|nearly|almost|will|going_to ~3 kill|murder ~2 for|him|her|me|it
        had|have|with a glass ~1 of ~1 wine
        hit|hits ~2 the ~1 jackpot|shops|target|road|traffic
        beat|beats|beaten ~3 at|chess|race|game|score|mario
        car|bus|lift|boiler|glasses|phone|fridge ~2 broke|broken
        broke|broken ~2 down|up
    """,
    "confront": """
        will be there ~3 .|for|with_the|to_help
    """,
}
"""Words that look like a sign and are none."""

LISTS = {"told": "told tells telling mentioned", "name": "he she my the they *"}
