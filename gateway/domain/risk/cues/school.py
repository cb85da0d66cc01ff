"""What an adult of the school may have done to a child."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue

CUES: tuple[Cue, ...] = (
    Cue(
        "staff_hurt_a_child",
        "allegation_staff",
        "An adult at school may have hurt or held a child.",
        """
        locked|shut|dragged|grabbed|pushed|held|restrained|hit|slapped ~9 by ~1 the|a|his|her|their ~1 ta
            |teacher|coach|assistant|caretaker|staff|dinner_lady|supervisor
        mr|mrs|miss|ms|sir|coach|teacher|ta|assistant|caretaker|instructor|lady|supervisor ~2 grabbed|grabs
            |smacked|smacks|slapped|slaps|hit|hits|dragged|drags|shook|shakes|pushed|pushes|pinched|pinches
            |yanked|kicked|kicks|threw|shoved|punched|squeezed|hurt|hurts|poked|whacked|strangled|pulled ~2 him
            |her|them|my|me|* ~4 .|by|round|on|across|for|into|against|hard|over|when|because|and|so|in|to|from
            |out
        mr|mrs|miss|ms|ta|teacher|coach|assistant|caretaker|lady ~3 locked|locks|shut|shuts ~2 him|her|them|my
            |* ~3 in|out|cupboard|room|outside
        by|from ~1 a|the|his|her|their teacher|ta|coach|assistant|caretaker|dinner_lady|instructor ~3 .|and|who
            |at|in|on ~6 hit|hurt|slapped|smacked|grabbed|bruise
        hit|hurt|slapped|smacked|grabbed|pushed|pinched|kicked|dragged|manhandled ~1 by ~2 teacher|ta|coach
            |assistant|caretaker|lady|mr|mrs|miss|ms|instructor|staff
        forced|forces|force|forcing ~3 to ~2 eat|drink|swallow|finish|stay|stand|sit|kneel
        manhandl*
        <staff> ~6 <handle> ~1 <child> ~3 by|hard|from|off|out|down|too|against|neck|arm|wrist|ear|hair|.|in|to
            |until|and|on|because|across|away
        <staff> ~3 <handle> ~2 <body>
        <staff> ~8 <handle> ~2 his|her|him ~2 wrist|arm|ear|neck|hair|hand|hood|collar|back_of
        coach|instructor|ta|lady|teacher|man|helper ~4 put|puts hand|hands ~2 on ~2 head|him|her|neck|bottom
            |leg|knee
        had * ~1 by ~4 arm|arms|neck|wrist|collar|ear|hair|scruff|hood
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
        pulled|pulling|pull ~1 out|off|through|together
        pulled ~2 all ~1 the ~1 stops
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
        coach|teacher|ta|mr|mrs|miss|ms|instructor|she|he ~9 called ~1 him|her|them ~1 fat|fatty|thick|stupid
            |fatso|ugly|dumb|pathetic|useless|a_baby|chubby|lazy|retard*
        made|makes|make ~1 him|her|them run|do|hold|squat ~8 sick|threw_up|collapsed|fainted|cried|crying|vomit*
        until ~1 he|she|they ~1 was|were|threw|wet|cried|vomit* ~1 sick|up|himself|herself|.
        shout*|scream*|yell* ~2 his|her|their|my_son's|my_daughter's|child's face
        told|tells|said|says ~2 the|whole|his|her|in_front_of ~1 class|everyone|others ~6 smells|smelly|thick
            |stupid|wet|dirty|lazy|liar|poor|fat|baby|slow|laughed
        mr|mrs|miss|ms|teacher|ta|coach|she|he ~6 made|makes ~2 him|her|them|my|* ~2 stand|kneel|sit|apologise
            |wear|clean|wipe|crawl|beg ~6 front|floor|corner|class|bin|everyone|hour|all
        calls|called|calling|names ~2 him|her|my|them|* ~2 thick|stupid|fat|dumb|useless|pathetic|disgusting
            |retard*|dirty|freak ~6 teacher|ta|miss|mr|mrs|class|coach
        teacher|ta|coach|mr|mrs|miss|ms ~6 mocked|mocks|mimics|mimicked|humiliated|humiliates|ridiculed
            |belittles|screamed|screams|swore|swears ~2 at|him|her|my|them|the
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
        stood|put|sat on a|the chair|table|stool ~6 class|everyone|everybody|until|because
        had to ~2 go|stand|stood|get|sit on ~1 chair|table|stool
        miss|sir|teacher|she|he laughed ~1 so|and|then ~3 we|they|everyone|everybody ~2 laughed
        so ~1 would|will remember ~1 next|.
        """,
        """
        brother|sister|boys|girls|friend|kids ~3 call*|said|laugh*
        lies|lie|rumours|comments|posts|posting|posted ~2 about <staff>
        <staff> ~3 <network> ~8 call*|said|say|says|told
        """,
    ),
    Cue(
        "staff_too_close",
        "allegation_staff",
        "An adult at school may be too close to a child.",
        """
        mr|coach|teacher|ta|caretaker|instructor|assistant|helper|tutor ~2 keeps|has_been|is ~1 messaging
            |texting|phoning|calling|following|touching|watching|emailing ~1 him|her|them|my
        teacher|ta|coach|assistant|caretaker|mr|instructor|tutor|volunteer|helper|driver ~3 rubbed|rubs|touched
            |stroked|kissed|cuddled|hugged|tickled|squeezed|fondled ~2 his|her|my|him|them
        teacher|ta|coach|assistant|caretaker|instructor|tutor|volunteer|helper|driver ~3 gives|giving|gave|buys
            |bought ~2 * ~2 sweets|presents|gifts|money|chocolate|phone ~8 secret|tell|quiet|anyone
        teacher|ta|coach|assistant|caretaker|staff|tutor|instructor|mr|driver|helper ~4 texting|texts|texted
            |messaging|messaged|messages|snapchatting|phoning|dming ~3 my|her|him|* ~4 daughter|son|old|child
            |at_night|midnight|late|boy|girl|privately|phone
        mr|coach|teacher|ta|caretaker|instructor|man|assistant|helper ~3 stares|staring|watches|watching|looks
            |touches|touched|strokes|cuddles|kisses|hugs ~4 changed|changing|undress*|hair|leg|legs|her|him
            |bottom|girls
        caretaker|coach|ta|assistant|teacher|helper|man|mr|volunteer|instructor|tutor ~9 secret|secrets
            |do_not_tell|not_to_tell
        alone|locked ~2 with ~2 her|him|them|* ~4 teacher|coach|ta|caretaker|mr
        makes|made ~1 her|him|them|me feel ~2 funny|uncomfortable|weird|creepy|strange|sick
        creepy|creeps|pervert|paedo*|perv|inappropriate ~6 teacher|coach|ta|her|him|staff|mr|around|with
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
        fix*|straighten*|adjust*|smooth* ~1 her|his skirt|top|shorts|blouse|dress|vest
        not to|not ~1 tell ~2 others|other_children|other_girls|other_boys|mummy|mum|parents ~1 about
        mature for ~2 her|his|nine|ten|eleven|age
        what she|he|i|you wear|wears|wearing ~3 bed|night|pool
        not to screenshot
        changing_room|changing_rooms|showers|toilets with ~2 boys|girls|children|lads
        dries|dried|drying ~3 boys|girls|slow|him|her|children
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
)
