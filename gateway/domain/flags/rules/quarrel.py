"""The rules for complaints, attacks, publicity and what an answer did not settle."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "complaint",
        "complaint",
        "parent",
        2.5,
        "Is not content with what school did or did not do.",
        """
        complain|complaint|complaining|grievance|formally|dissatisf*|unsatisf*|disappoint*|unhappy|appalled
            |disgusted|disgusting|disgraceful|disgrace|unacceptable|outrageous|shocking|shocked|furious|fuming
            |livid|angry|upset_with|fed_up|not_happy
        not ~2 acceptable|good_enough|satisfied|satisfy|happy|right|fair|okay|ok_with|an_answer|impressed
            |pleased|enough ~2 .|with|that|about|for|to|and
        not|nobody|no_one|never|nor ~3 told|informed|rang|called|phoned|asked|tell|said|explained|consulted
            |reply|replied|answered|answer|came_back|respond*|listened|noticed|checked|looked
        why|how was|is|did|does|were|are|can|could|has|do ~4 he|she|they|school|you|nobody|my|the|a|it|i|we ~9 .
        explain ~3 to|why|how|what|this|please|that
        please explain
        would like|want|expect|require|demand|await|request ~3 answer|explanation|apology|response|know
            |understand|written
        i|we ~1 would|should ~2 like ~3 know|understand|hear
        who ~2 responsible|accountable|decided|decides|decide|written|told|is_in_charge|watching|supervising
            |was_there|heard|has_written
        who is in charge
        supposed|meant to ~3 be|have|get|happen|do
        plan|policy|form|agreement|section_f|report ~2 says|said|say|states
        says on|in ~2 plan|policy|form|paper
        it is written|in_writing
        agreed|promised|assured|told|told_us|signed ~6 not|never|nothing|but|no
        failed|failure|failing|fails|neglect*|let_down|letting_down|let_him_down|let_her_down|duty_of_care
            |safeguarding_failure|breach
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
        again ~1 today|not|same|wet
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
        2.0,
        "Attacks or threatens a person or the school, openly or with sarcasm.",
        """
        idiot|idiots|stupid|useless|pathetic|incompetent|clown|clowns|muppet|muppets|absolute_joke|is_a_joke
            |moron*|thick|liar|liars|lying|wasteman|rubbish|cretin*|imbecile*|coward|cowards|jumped_up|nobody
            |robot|smirking|stuck_up|hopeless|shambles|hypocrit*|jobsworth*|brain_dead
        you people|clowns|useless
        you lot can|are|have|need|think|want|should|make
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
        stealing|criminals
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
        council|parking|weather|warden|shop|council's|sign|bus|train|ref|referee|driver|website|app ~8 useless
            |stupid|idiot*|disgrace|joke|muppets|shambles|rubbish
        muppets ~6 council
        absolute muppets
        useless shower
        shambles ~4 no|makes
        thick jumper|socks|coat|book|of|as|tights
        thick ~2 with_snow|fog
        laws|rubbish bin|collection|day|tip
        rubbish at
        nobody ~2 noticed|needs|touches|else|is|has|came|was|can|could|asked|tell|knows|call|answer|rang|play*
            |would|in|to|reply|listen|look*|told|who|pregnant|gave|hear|explain|came|ask
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
        2.0,
        "Has gone to social media or the press, or says so.",
        """
        post|posted|posting|put|putting|share|shared|sharing|upload*|goes|going|go|wrote|written|stick
            |screenshot*|screenshotted|tell|told|telling ~5 on|to|in|up|it|all ~3 facebook|instagram|tiktok
            |twitter|x|whatsapp|insta|social_media|online|google|mumsnet|nextdoor|spotted|youtube
            |village_matters|reddit|groups|group ~3 .|with|page|and|so|tonight|how|about|if|what|saying|for
            |already|tagged
        on|across ~1 facebook|twitter|tiktok|instagram|social_media ~4 saying|already|likes|comments|twitter
            |tiktok|everyone|names|so|and
        facebook|tiktok|twitter ~2 page|group|post|instagram ~6 names|menu|shared|comments|members|likes
            |already|written|drafted
        see|seen ~1 my|the post ~2 on
        comments|likes|shares|views|people ~4 already|counting|liked|agree|looked|saying|so_clearly|clearly
        class|parents|mums|estate|group|mums_group ~1 whatsapp|group|chat ~6 what_i_think|told|laugh|saying|know
        one|1|zero star|stars
        review ~4 google|facebook|online|star
        google review
        newspaper|gazette|courier|journalist|reporter|journalists|press|echo|herald|bbc|radio|tv|mail_online
            |daily_mail|itv|the_sun|editor|parish_magazine
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
        "said_again",
        "unresolved",
        "parent",
        0.5,
        "Says that it was said before, or that an answer did not settle it.",
        """
        still not|no|nothing|waiting|nobody|has|have|does|is|says|hears|getting|wait|do
        as ~1 i|we|said ~2 said|say|mentioned|asked|told|explained|wrote|above
        as|like i said
        i|we ~1 have|had|already|also ~2 told|asked|said|written|wrote|sent|explained|raised|emailed|rung|reported|mentioned
            + ~6 already|before|times|twice|again|three|four|weeks|ago|last|several|since
        told|asked|said|sent|emailed|rang|wrote|written|raised|reported ~4 already|before|times|twice|repeatedly|weeks_ago
            |months_ago
        already told|asked|said|sent|emailed|rang|wrote|written|raised|reported
        third|fourth|fifth|sixth|3rd|4th|5th|second ~1 time ~4 i|we|he|she|this|asked|have|in|email*|writ*
        third|fourth|fifth|3rd|4th|second email|message|letter|note|reminder
        same ~1 word|words|answer|thing|reply|message|question|questions|excuse|response
        nobody|no_one|none ~3 called|call|rung|rang|replied|answered|reply|responded|got_back|come_back|listen*|written
        no|not ~2 reply|answer|response|word_back|reply_from
        have not ~2 heard|had|received|answered ~3 back|from|anything|reply|answer|you
        not ~2 been ~1 answered|sorted|dealt|fixed|resolved|listened
        not ~2 answered|answer|answering|addressed ~3 whether|question|my|what|if|the
        that ~2 not ~3 what|question|answer ~3 asked|ask|question|answer|happened
        not what i
        did not ask ~1 about|that
        not ~1 an answer|reply
        again and again
        round in|and circles|round
        going ~2 circles|round
        chasing|chase|chaser|following_up|follow_up
        keep|keeps|kept ~1 asking|telling|saying|ringing|emailing|writing|being_told|getting_told
        happened|happening|done|again ~1 again ~3 .
        it has|is happened|happening|started again
        nothing ~2 changed|happened|done|changes
        passed|pushed|sent ~2 from|between|pillar ~2 to|post
        over and over
        how many|much times|longer|more_times
        you|u ~2 said|promised|told|assured ~6 but|and_yet|yet|still|nothing|not
        weeks|months|days|week|fortnight|month ~3 no|nothing|still|nobody|without
        """,
        says_alone=False,
    ),
    Rule(
        "not_settled",
        "",
        "parent",
        2.0,
        "The same matter has come up again, or an answer did not settle it.",
        """
        still not|no|nothing|waiting|nobody|has|have|does|is|says|hears|here|getting|at|with|dalej|the
        again not|today|no|.|same|and|i|sorry|with|he|she|home ~3 .
        not again
        as ~1 i|we|said ~2 said|say|mentioned|asked|told|explained|wrote|above
        as|like i said
        i ~1 have|did|already|also ~3 told|asked|said|written|sent|explained|raised|checked|emailed|rung ~4 you
            |already|times|twice|before|times|again|this|and|three|last|on
        told|asked|said|sent|say ~3 you ~3 already|before|times|twice|times_now|last_week|same|in|and
        asked ~3 on|last|two_weeks|twice|three|for|again|before ~4 .|april|and|ago|week|september|times
        third|fourth|fifth|3rd|4th|5th time|letter|pair|coat|week|email|message|one|book|year
        three|3|four|4|five|5|several|many|ten times ~2 now|.|i|already|this|you
        number three|four
        two|2|three|3|four|4|five|5|six|nine|7|seven|8|ten days|weeks|months|times ~1 now|later|ago|since|and|.
            |i|of
        it is ~1 now ~2 days|weeks|months
        is ~1 now ~1 4|5|6|3|two|three|four days|weeks|months
        same ~1 word|words|answer|thing|reply|message|book|box|kite|again|boy|as|question|questions
        you|u ~1 said|say|says|wrote ~2 that|this|same|it|in ~2 last|february|november|september|week|january
            |before|lutym
        nobody|no_one|no ~1 one|reply|answer|response|call|news|call|look ~2 called|call|rung|replied|answered
            |come|came|yet|since|has|from|also|to
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
        any news|joy|progress|luck ~2 .
        another note|sticker|email|letter|form ~3 not|would|do
        not think ~5 would do it
        again and again
        round in|and circles|round
        going round|in
        chasing|chase|chaser|reminder|following_up|follow_up|feel_like_a_parcel
        so ~2 has|what|who|that|where ~2 been|now|is|.
        since ~1 september|january|february|march|april|may|june|july|october|november|december|sept|christmas
            |easter|nursery|half_term|last|year ~4 .|still|and|i|he|she|,
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
        still ~2 smiling|singing|laughing|fuming|buzzing|wet|not_stop|on_or|love|order|time|get|need|come|there
            |bringing|after|want
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
)
