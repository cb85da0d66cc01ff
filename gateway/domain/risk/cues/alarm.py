"""A threat, a child who is not found, and cruelty online."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "threat_of_harm",
        "threat",
        "Somebody may be threatening another person.",
        """
        coming|come|comes|arrive|turn_up|turning_up ~4 with ~1 a|his|her <weapon>
        having|have|be_having ~1 words|word ~6 walk|alone|gate|better|watch|prison
        better|best not ~3 walk|be|show|come|let_me ~3 alone|near|catch|face|there
        better ~1 watch ~1 himself|herself|out|it|your
        bring ~2 knife|blade|gun|bat ~3 on|tomorrow|in|friday|monday|school
        break|smash|crack|knock|kick|cave ~2 his|her|your|their|that ~2 legs|leg|face|neck|jaw|arms|arm|nose
            |fingers|head|teeth|skull|door|windows|window
        coming ~2 down|up|round|there|to_get|for ~4 get|for_him|for_you|sort|coming_to
        get|gets|have|getting ~2 what ~2 is|he|she|they ~2 coming|deserves|deserve
        whats coming
        got|have ~1 it coming
        waiting|wait for ~1 you|him|her|them ~4 car|gate|outside|park|after|when|tonight|tomorrow|home
        teach|show ~4 a lesson ~3 .|and|me|myself|they|he|she|tomorrow
        you|he|she|they|your|hes is|are|will_be ~1 dead ~2 .|when|if|man|meat|if_i
        you ~2 got ~1 till|until ~6 or
        touches|touch|goes_near|comes_near|lays ~4 again ~2 i|and ~1 will|am|swear
        wring|slit|smack|deck|flatten|clump|lamp|chin|twat|batter|thump ~1 him|her|you|them|his|that|your
            |one
        cut|stab|shoot|slash|shank ~1 him|her|them|you|me ~2 .|if|up|and|with|in
        bomb|burn|torch|blow ~1 that|the|your|this ~1 school|place|house|car|office|up
        knife|blade ~8 said|says|told|showed|toilets|playground
        swear|promise ~6 hurt|kill|regret|smash|batter|sorry
        someone|somebody|he|she|they ~3 get|gets|getting hurt|stabbed|killed|battered
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
        put|putting him|her|them|you through ~3 windscreen|window|wall
        card|cards is ~1 marked
        know|idea ~3 which house is his|hers|theirs
        him|her|you and his|her|your windows|tyres|car|knees
        air rifle|gun
        will cost you something|everything|dear|yours
        note|letter ~6 pushed|left|put|posted ~2 under ~3 door
        he|she|they|him is|are ~1 going in the harbour|river|canal|ground ~2 and|.|with
        stand|stamp|jump on ~1 his|her|their|your hands|head|face|neck|fingers
        nice dog|car|house|motor|garden|family ~4 has|got ~12 every|alone|dark|shame|is_not
        shame if ~3 something|anything happened
        jump|jumped|jumping him|her|them ~3 after|gate|school|outside
        """,
        """
        glue|nail|heat|staple|spray|bubble|price|massage|hair gun
        not be responsible ~2 for ~8 seagull|biscuit|biscuits|cake|chocolate|wine|glitter
        one more seagull|wasp|pigeon|recorder|song|glitter
        i will ~2 kill ~3 grandad|husband|for_that|laughing|lol
        could|nearly|almost ~3 kill*|murder*
        would|could kill for a|an|some|another
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
        nobody|no_one has ~1 collected|come|fetched|picked
        he|she|they|has|have|son|daughter|child never|not ~1 turned|showed|shown|turn|show up
        never turned up ~3 nans|nan|club|school|home|class|grans|childminder|after|at|here
        never|not ~1 arrived|got|reached|made_it|came|come ~2 there|home|back|school|nans|house|club
            |childminder ~2 .|and|yet|after|it|,
        have you ~2 still ~1 got|have him|her|them
        still|there ~2 got|have him|her|them ~2 .|there|in
        anyone|anybody|someone seen ~3 him|her|my|since|she|he|today|.
        has ~1 anyone|anybody seen
        was|is|were not ~1 there ~4 when|pick|collect|came|went|got
        not get ~1 hold ~2 of ~1 anyone|mum|dad|family|parent|parents|you|him|her
        still ~1 sat|sitting|waiting|here|with ~3 reception|office|us|hall ~4 half|four|4|five|5|3|.
        dropped|left|took|saw ~2 him|her|them ~6 absent|marked|register|not_in
        marked ~2 absent ~6 dropped|left|walked|school|went|should
        dad|father|mum|mother|someone|ex|he|she took|taken|snatched ~1 him|her|them ~6 phone|answer|park|school
            |gate|club|back|car
        not ~1 answer*|answering ~2 his|her|their|the phone
        not ~1 brought|returned ~1 him|her|them ~2 back
        said ~2 she|he ~1 left ~3 alone|own|herself|himself|earlier
        left on ~1 her|his own
        run ~1 away|off
        looked|searched ~1 everywhere
        should ~2 been|be ~2 home|back|here ~4 ago|by
        is * with you
        not at the bus_stop|gate|meeting_point ~3 and|when|with
        ran|run|runs ~1 out ~1 of ~2 gate|school|door|class|building
        has ~1 gone missing
        supposed|meant|should ~5 home|here|back|there ~6 hour|not|no_sign|ago
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
        see|check|pop ~3 if ~1 he|she|they|is|are ~2 still|is|in|there ~3 in|there|cloakroom|class|actually|here
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
        is no ?at ?in ?wi there|here|the|her|his|nana|nanas ~4 .|and|she|he|did
        did he|she ~2 leave|left|go|went with|wi ~3 class|anyone|anybody|somebody
        can_not find * ~9 counted|loos|hall|back_gate|latch
        counted twice|again ~9 not|gate|missing|short|find
        meant|supposed to text|ring|call|phone ~9 has not
        phone|phones|dot|tracker ~1 has|is ~1 stopped|moving ~2 by|at|near|down|along ~2 river|road|park|canal|lake|path
        went|gone|left|walked|going out|off|away ~4 with|wi|behind ~2 some|a|another|strange ~2 woman|wumman|man|lad|lady|bloke
        but no * ~2 and nobody|no_one|no_message|no_call
        who has * gone|left|come|went with
        wrong week|day ~12 who
        not see him|her|them ~2 go|come|walk ~1 past|in
        is in class|school|there yes
        no record ~1 of ~1 him|her|them ~2 today|.|this_morning|in|at
        not in class|hall|club|school ~1 either
        still ~1 sitting|sat|waiting|stood with me
        all ~2 to|on voicemail
        tried ~1 mum|dad|both|all|nan|gran|granny|every* ~9 voicemail
        who is on ~2 way
        not ~1 answering ~2 his|her|the ~2 phone|telephone|mobile
        bus ~4 been|come|gone ~3 not ~1 on it
        not at|with ~1 my|her|his|our|nan|nans|dads ~2 either
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
        bus|train|taxi|coach|coat|coats|parcel|jumper|two|one|kit|jars|chutney|book ~3 never|not ~2 turned|turn
            |come|came ~1 up|home
        fever|sick|ill|poorly|temperature|cough|cold ~4 not ~1 come|coming
        not ~1 come|came ~3 school ~6 fever|sick|ill|poorly|temperature
        been with you|us ~2 since|for|all|from|nearly
        defenders|headphones|cushion|folder|forms ~3 gone missing
        stay|stays ~2 in ~2 room ~2 not come out
        not come out for
        not got a
        has|have not got
        looked ~3 lost|coat|jumper|bag|book|bottle|shoe|house|freezer|dictionary
        find ~3 book|coat|jumper|bag|bottle|trunks|shoe|kit|glasses|form|letter|code|inhaler
        phone ~4 took|taken|lost
        missing ~3 tooth|coat|jumper|glove|book|piece|person|librarian|sock|shoe|out|homework|wellies|you
            |lesson|lessons|school|his_friends|her_friends|break|playtime|learning
        disappeared|vanished ~3 coat|jumper|water|bottle|sock
        it|coat|jumper|cardigan|bottle|sock|shoe|hat|glove|bag|book|scarf|toy|kit ~9 disappeared|vanished
        is it|that|this still
        does|do|will|can|could|would|shall not ~1 come ~3 school
        ran off with ~3 coat|bag|ball
        not come out ~3 today|well|in_the_wash|clearly
        hamster|rabbit|teddy|dog|cat|guinea|tortoise|kitten ~2 gone|has missing|gone_missing
        hamster|rabbit|teddy|dog|cat|guinea missing
        clubs|club|chess
        not collected ~3 form|tickets|order
        who has it
        speech|lady|book|therapist|coat ~3 not come
        <thing> ?has ?have ?is ?are ?was ?were ?had ?still ?also ?now ?again ?just ?gone missing|gone|lost|disappeared|vanished
        missing ?a ?an ?the ?his ?her ?their ?its ?my ?our ?one ?two ~1 <thing>
        missing its
        missing his|her|their|the ~1 teacher|friend|friends|dad|mum|nan|nana|grandad|cat|dog|class
        has|have ~1 anyone|you seen it|them ?.
        anyone seen ?a ?an ?the ?his ?her ?my ?their ~3 <thing>
        all walked round ?.
        since|after|when|until we|i|he|she|they ~1 lost
        going round and|in
        not want|wants|wanting|like|likes ~2 come|go
        """,
    ),
    Cue(
        "bullied_online",
        "online_bullying",
        "A child or a member of staff may be bullied online.",
        """
        <network> ~6 making_fun|make_fun|mocking|mocks|laughing_at|taking_the|impersonat*
        send|sends|sending|sent ~2 her|him|them ~1 messages|texts|videos ~5 die|kill|ugly|fat|hate|nasty
            |horrible|threat*
        whatsapp|snapchat|instagram|tiktok|group_chat|discord|roblox ~8 slag*|slating|taking_the_mick
            |taking_the_piss|picking_on|ganging|abuse|threat*|bullies|bully*
        filmed|filming|recorded|videoed|photographed ~3 him|her|them|child|my_son|my_daughter ~6 toilet|toilets
            |changing|crying|put|online|tiktok|shared|sent|posted|fight
        slagging|slag|slagged ~2 off
        screenshots ~4 of|with ~6 said|calling|nasty|about_her|about_him
        hate|horrible|nasty|cruel|mean|fake|bullying|awful page|account|group|profile|messages|chat|video|post
            |posts|comments ~4 about|of|from|on|with|every
        group|chat|whatsapp|snapchat|instagram|tiktok ~8 fat|ugly|kill|die|hate|freak|gay|smells|loser|cruel
            |nasty|mean|bully*|vile|horrible
        added|adding ~2 to ~2 group|chat ~8 tell|call|laugh|fat|bully*|kick*|abuse
        kill himself|herself|themselves|yourself
        sharing|share|shared|posting|posted|spreading|sending|sent ~4 video|videos|photos|photo|picture
            |pictures|screenshots ~4 of|with ~9 laugh*|captions|horrible|crying|falling|fall|fight|changing
            |undress*|nasty|cruel|hit
        horrible|nasty|cruel|vile|mean ~1 captions|comments|posts|messages
        blackmail*|sextort*
        catfish*|trolled|trolling
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
        players|game|chase|avatar ~9 hearing_aid|wheelchair|deaf*|fat|ugly|spots|stammer
        think|thinks|say|says|call|calls ~2 banter
        filmed|recorded|videoed ~8 slipped|fell|tripped|shorts|trousers|pants|skirt|wet|cry*
        sped up with music
        passed|passing about|around|round ~6 video|comments|clip
        video|clip|film|photo ~9 passed|passing|going about|around|round
        children|boys|girls|kids|people ~6 added comments
        page called
        countdown ~4 picture
        """,
        """
        bribe ~3 blackmail
        talk|slides|assembly|evening|workshop|week|newsletter ~6 cyber|bullying|online
        cyber bullying ~3 for|talk|slides
        loved|lovely|gorgeous|brilliant|great ~4 video|post|page|photo
        times_tables ~3 account
        sold|raised ~5 facebook
        """,
    ),
)
