"""Grids of who, what and where: threats, lost children, adults of the school and cruelty online in words not
+ foreseen."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "violence_promised",
        "threat",
        "Somebody may mean to hurt another person, or may carry a weapon.",
        """
        will|going_to|about_to|wants_to|want_to|gonna|would ~1 stab|kill|shoot|batter|strangle|slit|murder
            |knock_out|beat_up
            |headbutt|rip|destroy|get_jumped|get_stabbed|get_battered ~2 *
        will|going_to|gonna|would ~2 hurt|hit|beat|punch|slap|fight|kick|burn|come_for|go_for ~1 him|her|them|you
            |me|us|my_kids|my_children
            |my_son|my_daughter|that_boy|that_teacher|that_woman|that_man|your ~3 if|next|when|and|again|tomorrow|.
            |after
        rip|tear|take|knock|punch|kick|pull ~2 head|heads|face|throat|lights|teeth|arms ~1 off|out|in|apart
        put ~2 in ~2 hospital|grave|ground|a_and_e
        end|ends|ending up ~3 hospital|morgue|coffin|ditch|a_and_e
        not ~1 be walking ~4 week|month|again|straight|right|anywhere
        get|gets|got jumped|battered|stabbed|shanked|beaten_up|jumping
        watch|mind ~1 your|his|her|their ~1 step|back|backs|self|mouth
        keep ~1 your|his|her mouth shut
        waiting|wait ~6 gate|gates|outside|car|car_park|park|corner ~6 get|gets|getting|having|regret|sorry|it
            |find_out|sort|hands
        <stranger>|lad|lads|boy|boys|girl|gang|youths|kid|kids|pupil|year ~9 <weapon>|penknife|pen_knife|swords|gun
            |firearm
        <weapon>|penknife|pen_knife|gun|firearm ~6 school|bus|gate|gates|playground|bag|pocket|trousers|coat|class
            |lunch|show*
        said|says|told|threaten* ~6 petrol|acid|bomb|gun|knife|blade
        sorry|regret|pay|suffer ~3 .|for_what|for_this|when ~3 you_will|will_be|they_will|she_will
        you_will|they_will|he_will|she_will ~3 be_sorry|regret|pay_for|suffer
        make|making ~2 you|him|her|them ~1 pay|suffer|regret|sorry
        know|knows ~2 what|which|where ~3 car|drive|drives|live|lives|park|parks|house|street|kids|children
        wipe ~2 smile|smirk|grin
        sort|sorted|deal|finish ~1 him|her|them|you|with_him|with_her|with_them|with_you ~1 out|myself|off|properly
            |my_way
        going|coming|come|came for <them>|you ~3 .|just|if|next|and|when
        list ~4 people|kids|children|names ~4 hurt|kill|get|hates|shoot|stab
        wants|want to ~1 hurt|kill|stab|shoot|fight ~2 .|and|on|people|everyone|someone|him|her
        better not ~2 show|come|set ~2 face|near|foot
        better hope|pray ~4 see|find|catch
        sleep with ~1 eye
        i|we|il will have you|him|her|them ~2 .|when|if|after|outside|next
        do|doing|done ~1 <them>|you in|over ~1 .|and|if|tomorrow
        will|going_to|gonna ~2 be stabbed|battered|beaten|jumped|killed|shot|hurt|attacked|shanked
        know ~2 your kids|children|son|daughter|mum|family ~3 go|goes|are|live|is
        wrong family
        enemy of
        you are|r dead
        nobody|no_one ~3 stop ~1 me|us
        tell|telling ~6 grass|grassed|snitch* ~6 get|dead|hurt
        your|his|her kids|children|family|house|car ~4 next|burn|safe|smashed|windows
        dead|kill|stab|hurt ~3 if ~3 tell|tells|told|talk|talks|come|comes|police|say
        """,
        """
        pirate|nerf|water|toy|cardboard|plastic|butter|viking|knight|costume|cutlery|playdough|pumpkin|fork|cake
            |lego|minecraft
            |fortnite|lesson|play|film|book|cricket|baseball|rounders|salute|glue|cops
        will|going_to|would|wife|husband|mum|she|he ~2 kill|murder ~2 me|him ~5 if|when|for
        would kill me
        would|could kill for a|an|some|another
        shoot off|out|over|back|some|for
        nearly|almost|could ~3 kill*|murder*
        letter ~2 says|say ~6 knife
        break ~2 news|record|ice|habit|leg|time|it_to
        will|would|going_to ~2 end ~2 at|in|on|with|up|early|soon|term
        jump ~2 for|at|into|in|with|on|up|over
        smash ~2 it|record|test|sats
        not ~1 know
        """,
    ),
    Cue(
        "not_where_they_should_be",
        "missing_child",
        "A child may not be where they should be, or nobody has come for them.",
        """
        is|was|were|am not ~2 in|at|on|with|there ~3 after_school_club|my_mum|his_dad|her_dad|nans|dads|mums|line
            |queue|playground|gate|bus|taxi|coach|club|list|group|school_when|school_at
        not ~2 on|in|off bus|taxi|coach|train|line|site|premises|grounds|school_site|the_site|building|the_building
        not ~2 got|get|gets|getting|come|came ~1 on|off|in|out|from|of ~3 bus|taxi|coach|train|school|class|club
            |line|gate
        no come ~3 school|home|back|bus
        searched|searching|looked|looking|checked|checking|combed ~4 building|site|grounds|school|toilets
            |everywhere|park|streets|estate
            |field|woods|classrooms
        bed ~3 empty
        gone|went|climbed|got|left|snuck|sneaked ~4 window|fire_exit|back_door ~6 night|bed|gone|out|.|and
        climbed|jumped|scaled|squeezed|got|gone|went ~1 over|under|through ~3 fence|gate|gates|wall|railings|hedge
        meant|supposed|due|should ~6 back|home|returned|brought|here|there ~9 phone|answer*|off|not|no_one|nobody
            |still|ago|hour|minutes
        not ~1 bring|brought|returned|return|returning <them> ~2 back|home
        not ~2 find|locate|trace|know_where|seen|have ~1 him|her|them|he_is|she_is|they_are ~2 .|since|anywhere|yet
        not ~2 know where ~2 he|she|they ~1 is|are|went|gone|has
        not ~2 say|tell ~2 where ~2 he|she|they ~1 is|are
        picked|collected|took|taken|take ~6 without ~2 telling|asking|permission|saying|me|knowing
        nobody|no_one|noone|anyone ~3 come|came|collect*|fetch*|here|turned|picked ~2 for|him|her|yet|them|up
        have you seen * ~2 .|she|he|they|since|anywhere|today|at
        seen ~2 him|her|them since
        none|nobody|no_one ~5 seen|heard_from ~2 him|her|them
        never|not ~2 signed|checked|logged in
        <them>|he|she|they|son|daughter|child|boy|girl|pupil ~2 run|runs|ran|running|bolted|legged|slipped|wandered
            |walked ~1 off|away|out|from ~3 .|house|home|school
            |class|alone|and|on_his|on_her|night|again|gate|door
        run|ran|runs from ~1 house|home|school|class
        <child>|is|are ~1 not ~1 back|home ~2 .|yet|please|still|since|tell
        . not home|back ~2 .|yet|not
        hour|hours|minutes not home|back
        still|been waiting|sitting|sat|standing ~6 nobody|no_one|on_his_own|on_her_own|not_come|parents|collect*
        left ~4 marked|absent|register
        unaccounted ~2 for
        <child>|is ~1 missing ~2 .|since|from|please
        has|have * turned|showed up
        left ~2 without him|her|them
        mum|dad|nan|parents|mother|father|carer not come|came|arrived|collected|turned ~6 phone|answer*|still|yet|voicemail|and
        set_off|setting_off|left_home|left_here ~3 half|8:*|7:*|ago|hour|minutes
        wrong|different stop ~2 .|and|he|she|bus|by
        got_off|get_off|dropped ~3 wrong ~1 stop|place|road
        not ~1 arrive|arrived ~3 school|morning|today|class|home|club|and
        never|not ~1 came|come out ~3 .|yet|and|of_class|of_school|with
        waited|waiting ~5 never|not ~1 came|come|out
        phone|tracker|watch|tag|location ~2 says|say|shows|show|showing ~3 is|s|are|in|at ~3 station|park|town|lake
            |river|road|motorway|street|beach|canal
        rucksack|backpack|suitcase|clothes|teddy|passport|bag ~4 gone|missing
        collected|picked|took ~3 son|daughter|child|him|her ~5 not ~1 us|me|family|list
        any sign|trace of
        """,
        """
        coat|jumper|bag|bottle|shoe|trainer|trainers|glasses|lunchbox|kit|form|book|hat|glove|watch|tooth|letter
            |inhaler|scooter
            |recorder|cardigan|email|ball|invoice|receipt|cat|dog|hamster|parcel|lunch|hall|toilets_are
        not ~2 back ~3 until|till|on_monday|to|in_school|tomorrow|from_holiday|by|at
        not home ~2 until|till
        ran|run|runs ~2 off|out ~2 of ~1 time|money|milk|ink|paper
        ran|run|runs|running ~2 off|out ~4 so|excited|happy|fast|classroom|steam
        missing ~3 you|school|lesson|break|swimming|piece|page
        <thing> ~1 has|have ~1 not|never turned|showed up
        <thing> ?has ?have ?is ?are ?was ?were ?had ?still ?also ?now ?again ?just ?gone missing|gone|lost|disappeared|vanished
        not ~1 come ~3 because|temperature|sick|ill|poorly|cough|fever
        panic over
        i_had|silly
        """,
    ),
    Cue(
        "adult_of_the_school",
        "allegation_staff",
        "An adult of the school may have hurt, shamed or come too close to a child.",
        """
        <staff> ~5 <strike> ~3 by|with|hard|on_the|round|across|until|under|into|against|for|so|because|when|.|ear
            |ears|arm|hair
            |cheek|neck|wrist
        <staff> ~4 <strike>|pull|pulls|pulled|dug|digs|weighs|tickles ~1 <them>|my_son|my_daughter|my_child|my_lad
            |my_girl|my_boy|children|a_child
        <staff> ~6 <strike>|pull|pulls|pulled|holds|held ~2 ears|ear|arm|hair|wrist|cheek|neck|collar|hood|face
            |a_child
        <strike>|pull|pulls|pulled|lifted|marched|held ~7 by ~1 his|her|the|their ear|ears|hair|arm|hood|collar
            |scruff|wrist|neck|jumper|coat
            |bag|hand_so
        <staff> ~6 <strike> ~5 with ~3 ruler|book|stick|pen|whistle|bat|shoe|racket|clipboard
        held|hold|holds|pushed ~1 <them> ~1 under|underwater|down
        shout*|scream*|yell*|bellow* ~2 in * ~2 face|faces|ear|ears
        <staff> ~5 scream*|swore|swear*|cursed|yelled ~2 at ~2 <them>|children|kids|class|whole|my|* ~2 .|and|so
            |until|because|in_front|for
        swore|swears|swearing|cussed ~2 at ~2 <them>|children|kids|class
        <staff> ~9 call|calls|called|calling|said|says|told|telling|tells ~4 <insult>
        <staff> ~5 told|tells|telling|said|says ~6 shut_up|too_heavy|too_fat|hates|useless|go_away
        <staff> ~9 told|tells|telling|said|asked ~2 <them>|not ~2 not|never|do_not ~1 tell|say|telling
        weigh|weighs|weighed ~2 <them>|girls|children ~6 fat|heavy|told|thin
        <staff> ~5 standing|stand|stood|kneel*|run|running|sit|hold|squat ~8 faint*|sick|water|collapsed|cried
            |crying|hours|sun|rain|cold|until
        <staff> ~5 tape|taped|gagged|tied|gag ~4 mouth|hands|chair|him|her
        man|lady|one|person|bloke ~2 on|at|in|from|who ~4 <school_place> ~3 <strike>|touch*|call|calls|called
            |shouts|shouted|screams|dry|dries|helps_her|helps_him
        <school_place> man|lady|helper|person ~4 <strike>|touch*|call|calls|called|dry|dries|undress*|helps_her
            |helps_him|changed|alone
        <staff> ~4 threw|throws|thrown|chucked|hurled ~4 at
        <staff> ~4 <strike> ~2 .
        <strike>|pull|pulled|pulls|drag* ~3 by ~2 ponytail|plait|plaits|braid|tie|bunches|belt|leg|foot
        until ~1 <them>|they|he|she ~1 cry|cries|cried|sick|vomit*|faint*|collapse*|wet
        nails ~3 in|into ~3 arm|arms|skin|hand|wrist|neck
        call|calls|called|calling ~1 <them>|children ~2 <insult> ~9 <staff>
        <staff> ~6 told|said|says ~8 he|she|they smell*|stinks|stink|disgust*
        <staff> ~9 strok*|kiss*|tickl*|massag*|fondl*|rubs|rubbed|touch* ~1 her|his|him|them|my|me|their|girls|boys
            |shoulders|hair|leg|little_ones|little|children|kids
        <staff> ~9 hug|hugs|hugged|hugging|cuddle|cuddles|cuddled|squeez* ~3 too|uncomfortable|long|tight|not_like
            |alone|every|secret
        <staff> ~5 send|sends|sending|sent|messages|messaging|texts|texting|emails|writes|follows|added|adds ~3 my
            |her|him|girls|hearts|kisses
            |photos|pictures ~6 night|late|messages|privately|private|instagram|snapchat|whatsapp|phone|daughter
            |son|secret|photo
        <staff> ~6 keeps|kept|keep|asks|asked|tells|takes ~4 behind|back|alone|one_at_a_time|by_herself|by_himself
            |on_his_own|on_her_own
            + ~6 door|shut|closed|strok*|touch*|secret|lap|room|cupboard|alone|photos|and
        keeps|kept|alone ~5 with|door ~4 door|shut|closed|locked|him ~3 <staff>
        <staff> ~8 lovely|nice|sexy|pretty|great|beautiful|big ~1 legs|bum|bottom|body|figure|chest|lips|skin
        <staff> ~6 photo|photos|picture|pictures|filmed|filming|videos ~6 own_phone|his_phone|changing|toilet|pool
            |girls|undress*
        <staff> ~3 lock|locks|locked|shut|shuts|trapped ~1 <them>|children|class|* ~2 in|out|inside|outside
            |cupboard|room
        made|makes|make|making|forced|left ~2 <them>|* ~4 floor|wet|knickers|pants|bin|corner|kneel|knees|soiled
            |vomit|sick|own_wee ~9
            + <staff>|stood|watched|laugh*|afternoon|learn
        wet|soiled|dirty ~3 pants|knickers|trousers|clothes ~9 <staff>|learn|hours|afternoon|rest_of|all_day
            |would_not|not_let
        not|nor|never|refused ~1 let|allow|allowed|letting ~3 toilet|drink|water|inhaler ~9 wet|soiled|accident
            |attack|crying|himself|herself
        staff|adult|grown_up ~4 <strike>|touch*|lock*|scream*|swore
        eat|eats ~3 off ~2 floor
        """,
        """
        thank*|kind|kindly|lovely_ta|brilliant|gently|helped
        hand ~3 road|crossing|line|up|help
        pulled ~2 muscle|stops
        throw|threw|throws|kick|kicks|hit|hits ~3 ball|javelin|rounders|goal|party
        <clumsy> ~6 <staff>
        held|holds|hold ~2 door|hand|assembly|meeting|her_hand|his_hand
        matilda|film|play|story|book|chokey
        dear|hi|hello|morning mr|mrs|miss|ms|sir|teacher
        brother|sister|boy|girl|boys|girls ~4 <strike>
        joke|sticker|certificate|well_done
        """,
    ),
    Cue(
        "cruelty_online",
        "online_bullying",
        "Somebody may be mocked, hounded or exposed by messages, pictures or games.",
        """
        <net> ~8 <cruel>
        <cruel> ~10 <net>
        tell|telling|tells|say|saying|says|send|sending|writing|write|typing ~4
            + her|him|them|my|messages|msgs|go|to|and ~3 kill|die|hang
            |dead ~1 himself|herself|yourself|themselves|yourselves
        tell|telling|tells|told|writing ~1 her|him|them ~1 to die
        picture|photo|video|pictures|photos|filmed|took ~5 toilet|toilets|undress*|changing|naked|crying ~9 phone
            |phones|sent|shared|everyone|on|online
        threat*|blackmail* ~4 post|share|send|put|show ~2 it|them|video|picture|pictures|photos|everyone
        put|posted|gave|shared|sent ~2 number|address|name|details ~4 website|online|internet|app|group|strangers
        put|posted|gave|shared|sent ~2 name|photo|picture|face ~1 and ~1 name|photo|picture|number|address ~5 <net>
        call|calls|called|calling ~2 names ~6 <net>|chat
        <net>|group|page|chat ~10 perv|pervert|pervy|pedo|pedophile|paedophile|predator|groomer|creep
        using|uses|used|stole|stolen|copied ~4 photo|photos|picture|pictures|face|account|name ~5 <cruel>|racist
            |write*|writing|post*|rude|messag*|pretend*|say*
        chat|group|page|account|server ~4 to|for|about|just ~3 making|make|laugh*|slag*|mock*|hate|bully*|pick*
        racist|sexist|homophobic ~2 stuff|messages|comments|names|things|post*|abuse
        sent|send|sending|message|messages|video ~4 telling|saying|tell ~1 <them> ~1 hurt|kill|cut|die|harm
        dares|dare ~4 video|call|online|camera
        messages|texts|message ~6 nobody|no_one|everyone ~2 wants|likes|want|hates|hate|like
        messages|message|texts|voice_notes|dms|comments ~8 <cruel>|kill|die|dead|fat|ugly|names
        <cruel>|kill ~5 messages|message|texts|voice_notes|dms|comments
        video|videos|photo|photos|picture|pictures|screenshots|clip|recording ~6 going|gone|passed|sent|shared|put
            |posted|spread* ~3 round
            |around|to_everyone|whole|everyone|class|year|group|online|snapchat|tiktok|all_over
        film|filmed|filming|recorded|videoed ~2 <them>|my_son|my_daughter|my_child ~6 crying|fall*|fell|toilet
            |toilets|changing|kick*|fight*
            |beaten|hit|laugh*|posted|online
        edited|photoshopped|changed|filter*|stuck|put ~4 photo|picture|face|head ~9 pig|monkey|rat|dog|cow|group
            |online|laugh*|ugly|fat
        pretending|pretends|pretend|posing ~3 be ~5 <net>|online|messag*
        made|make|makes|created|opened|set_up|started ~6 account|page|group|chat|poll ~9 fake|face|pretend*|name
            |<cruel>|about|against|without
        adding|add|added|kicked|kicking|removed|removing|blocked|left ~4 group|groups|chat|chats|server ~9 <cruel>
            |die|writing|tell|laugh*|hate
        poll|vote|voting|rating|ranking ~8 ugl*|fat*|worst|smell*|hottest|fit|likes|hates|weird*
        posting|posts|posted|post ~5 about ~5 <staff>|her|him|my_son|my_daughter ~9 <cruel>|paedo*|nonce|liar|photo
            |facebook|names
        <net>|headset ~6 call|calls|called|calling|say|says|said ~3 him|her|them|it ~2 names|on|there|.|things|all
        not ~2 put|go|play|use|want ~4 headset|<net>|phone|game ~9 call|say|names|mean|horrible|because_of_what|laugh*
        what they call|called|say|write|said ~2 him|her|them ~3 <net>|online|game|headset|chat
        """,
        """
        talk|slides|assembly|evening|workshop|week|newsletter|policy|safer_internet
        loved|lovely|gorgeous|brilliant|great|funny ~5 video|post|page|photo|clip
        sold|raised ~5 facebook
        hate|hates|fun ~3 headset|online_homework|times_tables
        """,
    ),
)
