"""What may be wrong at school or between people: threats, a child not found, an adult of the school, cruelty online."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "threat_of_harm",
        "threat",
        "Somebody may be threatening another person.",
        """
        i will|ill|am|am_going_to|going_to ~3 kill|hurt|batter|smash|knock|deck|stab|punch|hit|slap|fight|bury
            |burn|swing_for|lamp|do_the_same|do_him|do_her|drag ~3 you|him|her|them|yous|that|someone|anyone
            |teacher|lad|boy|head|out|dad|mr|mrs|miss|to
        will|would|going_to|gonna ~2 kill|batter|stab|shoot|hurt|burn|smash|deck|swing_for|knock_out|bury ~2
            + him|her|you|them|someone|school|place|yous|dad|that
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
        bring|brings|bringing|brought|has|got|carries|carrying|have|keeps|had|opened|show|showed ~5 <weapon>
            |shank|lock_knife|penknife|flick_knife
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
        threat|threats|threatened|threatening|threaten|threatens ~4 me|her|him|us|them|staff|kill|hurt|to_hit
            |stab|child|teacher|children|with
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
        he|she|child|son|daughter|they|boy|girl|has not|never come|came|got|arrive|arrived|made|gets|comes ~2
            + home|back
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
        is|he|she|they|was|are|has not ~1 here|there|at_the_gate|come_out|coming_out|in_the_playground
            |on_the_bus|on_it|in_class
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
        looked|searched|checked|been|walked|ran|running ~4 everywhere|park|street|lane|route|round|toilets
            |field|canal|road ~4 .|now|twice|and|please|he|she|bit|by
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
        missing ~3 tooth|coat|jumper|glove|book|piece|person|librarian|sock|shoe|out|homework|wellies|you
            |lesson|lessons|school|his_friends|her_friends|break|playtime|learning
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
        <staff> ~6 <handle> ~1 <child> ~3 by|hard|from|off|out|down|too|against|neck|arm|wrist|ear|hair|.|in|to
            |until|and|on|because|across|away
        <staff> ~3 <handle> ~2 <body>
        <staff> ~8 <handle> ~2 his|her|him ~2 wrist|arm|ear|neck|hair|hand|hood|collar|back_of
        coach|instructor|ta|lady|teacher|man|helper ~4 put|puts hand|hands ~2 on ~2 head|him|her|neck|bottom
            |leg|knee
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
        <staff> ~6 call|calls|called|calling ~2 <child> ~2 stupid|thick|dumb|idiot|fat|baby|lazy|liar
            |disgusting|smelly|dirty|useless|pathetic|names
        <staff> ~8 said|say|says|told ~4 stupid|thick|dumb|idiot|baby|pathetic|disgusting|dirty|smelly|useless
        stupid|dirty|naughty|silly|bad boy|girl ~6 <staff>
        she|he say stupid|idiot
        example of ~1 thick|stupid|lazy|bad|idiot
        made|make|makes|making ~2 stand|sit|kneel|wait|eat|wear ~8 front|wet|corner|everyone|wee|class|naughty
            |bin|floor|alone|children|lunch
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
        coach|teacher|ta|assistant|instructor|tutor|volunteer|helper|caretaker|driver|man ~9 messaging
            |messages_her|messages_him|messaged_her|messaged_him|texts|texting|texted|write|writes|dm|dms
            |snapchat|instagram|whatsapp|his_number|her_number|gifts|presents|follows|adds|added
        coach|teacher|ta|assistant|instructor|volunteer|helper|man|caretaker ~9 photo|photos|picture|pictures
            |films|filming|filmed ~7 changing|phone|own|toilet|her|him|girls|swim*|kit|home
        man|teacher|coach|instructor|helper|volunteer ~6 comes|goes|came|is|watches|stands in|into|at|while ~3
            + changing|toilets|toilet|get_changed|shower*|hurry
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
        <network> ~14 horrible|nasty|mean|bully*|bullied|laugh*|ugly|fat|pig|hate*|vote|voting|voted|kill|kys
            |die|names|fake|rude|cruel|threat*|kicking|kicked|sick|smells|unkind|rats|rat|monkey|elephant|weird
            |troll|scoring|ratings|rate|freezing|removed|screenshots|without_clothes|horrid|vile
        horrible|nasty|mean|bully*|bullied|hate*|cruel|vile|horrid|awful|bad ~8 <network>
        set_up|setup|made|make|makes|started|created|someone_made|opened ~8 group|page|account|poll|chat|tiktok
            |snapchat|video|whatsapp ~12 about|called|name|of_her|of_him|face|photo|with|calling|laugh*
            |pretend*|fake|voting
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
        video|photo|picture|pictures ~2 posted|posting|sent|shared|going ~2 round|everyone|group|whatsapp
            |tiktok|another
        posted|posting|shared|sharing|sent|sending|send|uploaded|spreading|going_round|put_up ~5 video|videos
            |photo|photos|picture|pictures|screenshot* ~9 crying|laugh*|naked|changing|toilet|unkind|horrible
            |without|bus|gym|her_with|song
        picture going round
        video of ~5 crying|being|hitting|fighting|changing|fall*
        following ~6 round|around ~6 game|saying|typing|server
        following ~2 him|her ~2 round ~2 every game
        kick*|remov*|block*|delet* ~2 him|her|them ~2 out|from|off ~2 server|group|game|chat
        typing|typed|writing|write|wrote|writes ~3 go_and_die|horrible|bad_word|very_bad|nasty|hate_you|ugly|fat
        they|children|girls|boys write|writing|post ~1 do_not ~1 sit|talk|play|come
        send|sending|sent ~1 her|him|them|everyone ~1 at_night|horrible|nasty|mean|rude|bad ~2 .|messages|msgs
            |things
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
