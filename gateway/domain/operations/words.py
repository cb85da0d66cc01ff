"""The words by which an absence, a late arrival, a collection, medicine or an allergy is known."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "absence": "Says that a child will not be in school.",
    "late": "Says that a child will arrive late.",
    "collection": "Says who collects a child, when, or how a child goes home.",
    "medicine": "Is about medicine that a child needs at school, or about an allergy.",
}

LISTS = {
    "child": "he she they them him her it both child kids children boy girl son daughter twins us we",
    "day": "today tonight tomorrow now morning afternoon this_morning this_afternoon the_morning",
    "someone": "dad mum nan nana gran grandad grandma granny grandmother grandfather nanna aunt aunty auntie uncle sister"
    " brother cousin childminder neighbour friend husband wife partner mother father stepdad stepmum sitter babysitter"
    " teyzesi mother_in_law mum_in_law in_law minder",
    "collect": "collect collects collecting pick picks picking fetch fetches fetching pickup get getting gets grab",
    "medicine": "inhaler inhalers pump epipen epipens epi-pen piriton calpol antibiotic antibiotics amoxicillin penicillin"
    " medicine medicines insulin midazolam spacer ventolin ritalin antihistamine antihistamines paracetamol ibuprofen"
    " nurofen cetirizine tablet tablets capsule capsules puffs puff eyedrops drops cream ointment steroid steroids"
    " syrup creon salbutamol medikinet equasym hydrocortisone loratadine adrenaline jext",
    "dosing": "give need needs bring brings bringing hand handed handing swap put puts send take hatch today tomorrow tonight"
    " form forms lunch lunchtime dinner noon expire expires expiry labelled dose ml mg 5ml 10ml 2:5ml 7:5ml 20mg 10mg 5mg"
    " 12 12:30 1 streams drop",
    "unwell": "fever temperature vomiting diarrhoea runs sickness tonsillitis conjunctivitis impetigo flu covid earache migraine"
    " bug stomach_ache tummy_ache croup measles mumps infection infected shingles slapped_cheek puking rash",
    "allergen": "nut nuts peanut peanuts tree_nuts cashew cashews hazelnut hazelnuts almond almonds walnut walnuts pistachio"
    " sesame egg eggs milk dairy lactose wheat gluten soya fish shellfish prawns kiwi strawberry strawberries bee wasp stings"
    " latex penicillin food severe plasters",
    "clock": " ".join(f"{hour}:{minute:02}" for hour in range(1, 16) for minute in range(0, 60, 5)),
    "ill": "ill sick unwell poorly vomiting throwing_up vomited puking spewing feverish",
}

SAID = {
    "absence": """
        will_not ~2 be ?back in|coming|attending|at_school|there
        will_not ~1 come|make_it ?in|today|to|tomorrow|back
        not in ?school today|tomorrow|again|this_week|nor|monday|tuesday|wednesday|thursday|friday
        not be|going|able ~3 in|school|attend* today|tomorrow|school|in
        not be in
        not coming ?to ?back ?in|school|today|tomorrow|. today|tomorrow|school|in|.
        not coming
        not attend* ?school today|tomorrow
        not at_school ~2 today|tomorrow
        is|be|are|she|he off ?school today|tomorrow|sick|ill|poorly|all|school|again|until|till|for|with
        off today|tomorrow|sick|poorly|school
        off ?from school today|tomorrow|sick|ill
        <child> off <day>
        off all day
        has missed|miss the morning|afternoon
        off <day> ~1 it is|as|because|for|with
        has ~2 off tomorrow|today
        keep|keeping|kept ~3 off|home|at_home today|tomorrow|for|until|till|.
        keep|keeping ~2 off
        keep|keeping|kept ~3 at_home|home
        stay|stays|staying|stopping|stop|stops ~2 home|off|at_home|here|in_bed
        absent today|tomorrow|from_school|on
        be absent
        absence today|tomorrow
        authorise|authorised|report|explain absence ~2 today|tomorrow
        no school today|for|tomorrow
        no <child> today|tomorrow
        day off ~3 today|tomorrow|sick
        too <ill> ~3 school|come|in
        not well|up_to ~2 school|in|come|today
        temp|temperature of 38|39|40|38:*|39:*
        up ?and ?down all night ~6 belly|tummy|cough|ear|tooth|temp
        keeping|keep him|her|them by|back|here
        staying|stay|stopping ~2 under|in|on ~2 duvet|covers|bed|sofa|settee|couch
        keeping|keep him|her|them ~2 on|in ~2 sofa|settee|couch|bed
        being|been sick at|since|from|twice
        is not ?. he|she ~1 has|got
        day off for|please|pls
        sick ~3 in_the_night|last_night|overnight|through_the_night|all_night ~6 sofa|settee|bed|bucket|home
        sick twice|again|all_night|three_times
        back monday|tuesday|wednesday|thursday|friday if|when|once|after
        will|going_to be out today|tomorrow
        be out today|tomorrow ~2 for|as|because
        sick ~5 in_the_night|last_night|this_morning|all_night|48|48hrs|overnight|. not
        <ill> ~3 not coming|in
        48 hour* ~2 rule
        chickenpox|chicken_pox|chicken-pox|pox|scarlet_fever|norovirus|hand_foot_and_mouth
        tummy_bug|stomach_bug|sickness_bug|d&v|gastro
        at|in ?the hospital ~2 today|tomorrow
        extraction|operation|surgery is|was|tomorrow|today
        away ~2 today|tomorrow
        both_ends
        out_of_school today|tomorrow
        funeral ~3 today|tomorrow
        heart|hospital|yearly|annual|hearing ~1 check|checkup|check-up ~3 tomorrow|today
        hospital ~3 today|tomorrow
        will|going_to miss school|lessons|today|tomorrow|the_day|registration
        missing school|lessons today|tomorrow|this
        will_not b|bee in
        not come|coming ?to ?school ?in today|tomorrow|this_morning
        not send|sending|bringing|bring ~2 in|to_school|today|tomorrow
        <unwell>|sick|ill|poorly ~2 so not come|coming
        <child> no school today|tomorrow
        come|came|gone|going down with|wiv
        need|needs|want|have ~1 today|tomorrow off
        leaving|leavin|keeping|keep <child> ~1 at_home|home|off|with_us
        keeping|keep ~2 with us ~2 today|tomorrow
        not attend* ?on ?school monday|tuesday|wednesday|thursday|friday
        not feeling|feel|right|rite|himself|herself ?well ~4 home|off|bed
        no * today|tomorrow|this_week ?i ?am ?afraid|sorry|please|as|because|she|he ~2 <unwell>|sick|ill|poorly|bug|has|is
        <unwell> ~8 home|off|bed|not_come|stay*|keep*|not_in|back
        keep|keeping|home|off|bed ~5 <unwell>
        has|have|got|having|with ~2 <unwell> ~3 today|tomorrow|.|so|and|all|again
        threw_up|thrown_up|been_sick|vomited|spewed ~6 car|home|night|bus|morning|way
        bug|sick|ill|poorly ~8 back|return ~1 monday|tuesday|wednesday|thursday|friday|when|once
        up all night ~2 with
        """,
    "late": """
        slept|sleep through|thru|in
        not ~2 reach|be_with|get_to|arrive ~2 you|school|before|until|till ~3 quarter|half|ten|eleven|<clock>|9*|10*|11*
        tad|touch|few|wee|bit late
        puncture|breakdown|broken_down|accident_on|diversion ~9 by|about|late|soon|there|with_you|eta
        drop|bring|bringing|dropping <child> ~1 off|in|round ~1 after|then|at|about|when|.
        until|till ~1 9:*|10:*|10|ten|11|eleven ~2 then|so
        overslept|alarm ~3 not|through|thru|never|didnt
        coming|come|in|back|bring|bringing ~2 in|back|at|by|after|around ~1 lunchtime|lunch|dinner|10|11|ten|eleven|<clock>
            |half_nine|half_ten ~1 after|from|because|as
        in|come|coming|bring|bringing ~2 after|straight_after ~1 his|her|the|their|my scan|dentist|appointment|blood_test
            |optician*|hospital|doctor|test|clinic|interview
        miss|missing register|registration|the_bell|assembly_as
        be|running|bit|little|coming|arriving|arrive|come|in|again|is|are|minutes|min|both|hour late
        late today|tomorrow|again|this_morning|in|arriving|arrival|for_school|for_register|for_registration
        late about|like|by|around|approx|9*
        <child> late like|about|by|maybe
        minutes|mins|hour|hours ~1 late
        twins late
        missed|miss ~2 bus|train|tram
        bus|train|tram|coach ~3 not|never come|turn*|show*|came|arrive*
        bus|train|car|coach|tram ?has conked|broken|broke|cancelled|delayed|stuck
        car|van will_not start
        car|van not start*
        stuck ~2 traffic|jam|bus|behind|hospital_stop|roadworks|motorway|m25|train|tube|level_crossing
        flat tyre
        nothing moving
        in|there|school by|about|around|after|for ~1 10|10ish|11|11ish|9*|10:*|11:*|half_nine|half_ten|half_9
            |half_10|ten|eleven|lunch|lunchtime|dinner|1
        arrive|arriving|come|coming|comes|be_in ~2 about|around|by|at|before 9*|10*|11*|ten|eleven|half_nine
            |half_ten
        come|comes|coming ?tomorrow|today 9:*|10:*|11:*|10
        half|quarter|ten|twenty nine|past|to ~3 before|when|till|until we|he|she|they|i get|gets|arrive*|there
        expect * ~2 after|around|about|at|by ~2 bell|register|nine|ten|<clock>
        bus|train|tram ~3 diverted|diversion|rerouted
        see you when|in ~2 see|bit
        coming but ~1 not ~1 quick|quickly|fast
        behind time|schedule
        be|there|in ~1 half|quarter|ten|twenty past|to|nine ~1 nine|ten|eleven|ish|before|at
        half|quarter|ten|twenty nine|ten|eleven ~1 ish
        half|quarter|ten|twenty past|to ~1 nine|ten ~2 i|ish|guess|hopefully|apologies|sorry
        will_not|not make ~1 the bell|register|registration
        behind ~1 tractor|lorry|caravan|accident|combine
        ferry|ferries ~2 broke*|broken|down|cancelled|stuck|off
        will be ~2 10|11|9:*|10:*|11:*|ten
        be|b there|ther about|by|around ~2 9*|10*|11*|past
        dentist|optician*|orthodontist*|doctor|appointment|clinic|blood_test|hospital ~6 so|then|in|back|come
            |arrive ~3 late|after|by|about|around|later
        appointment|dentist|optician*|clinic|doctor ~3 first_thing|in_the_morning|this_morning|9*|8:*
        dentist ~4 tomorrow|today|9*
        minutes away|behind
        comes|come|coming|arriving|arrives late|later
        overslept|slept_in
        on_our_way|on_the_way ~3 late
        """,
    "collection": """
        <someone> ~4 <collect> ~3 <child> up
        <someone> ~2 will|to|can|is|be|going ~3 collect|collecting|pick|picking|fetch|fetching|getting|get_her
            |get_him
        <someone> getting|gets|fetching|fetches|has <child>
        be at ~1 the|your ~1 gate|door|office for <child>
        <someone> picks|pick|collects|collect|collecting|picking|fetching|fetch
        childminder|mum|dad|nan|aunt|uncle|sister|friend ~2 pick|picks|collect|collects
        <someone> ~3 come|comes|coming for
        <someone> <collect> ~2 up
        <someone> ~3 collect*|picking|fetching
        <someone> ~1 alacak
        collect|fetch|get|pick|picking|collecting|getting <child> today|tomorrow|from
        pick|picks|picking|picked ~2 up today|tomorrow|at|on|from|after|instead|friday|monday|tuesday|wednesday
            |thursday
        pick ~1 up ~3 today|tomorrow|instead
        <child> picked_up by
        collect|collects|collecting|collected|fetch|fetching ~4 today|tomorrow|instead|early|at|from_school
            |password|from_now
        collect|collecting|collected by
        only me collect|pick|fetch
        me collect
        collection|collecting ~3 today|tomorrow|list|change*|instead
        who is|will collecting|picking|collect|fetch*
        not ~1 been collected
        not collected
        get|have|pick|collect|take|fetch|grab ~2 at 1|2|12|1:*|2:*|noon|half_one|half_two|about|11*|13* ~2
            + today|tomorrow|instead|please|for
        have <child> from school
        have ~2 at about noon
        go|goes|going|went ~1 home with
        go|goes|going ~1 with|to ~4 straight_from|after|from school|football
        go|goes|going ~1 with ~2 mum|dad|nan|mother
        go|goes|going ~3 for tea|playdate
        goes|go directly|straight to
        home with ~4 mum|dad|nan|today|tomorrow|tonight|after
        goes|go|going home ~4 with
        taxi|transport|minibus ~8 today|tomorrow|this_afternoon
        different|another car|driver|taxi ~2 today
        walk|walking ~1 home ~3 today|tomorrow|alone|himself|herself|own|tonight|self
        <someone>|<child> is|will_be doing ~1 the ?school 3:*|three|half_three|pick_up|pickup|home_time|run|pick
        tell * ~1 to ~1 get|wait|come|go|walk|catch ~2 on|off|for|with|by|at|home|out
        need|want|have|take|get|fetch * ~1 at ten|quarter|half|twenty|five past|to|one|two|three
        not bringing him|her|them back
        today|tomorrow ~1 <someone> take|takes|taking|fetch|bring|come *
        <someone> ~2 coming to ~1 surprise|meet|fetch|get|collect
        bring|send ~1 him|her|them|both out to ~2 car|gate
        cycle|cycles|cycling|scoot|scooting|bike|biking ~1 home
        <someone> ~2 allowed|ok to collect
        walk ~1 home
        take|takes|taking ~1 home ~3 today|tomorrow
        wait|waits ~2 in|with|inside|at ~2 you|office|reception|club|after_school
        stop|stay at after_school_club today|tonight|till
        hang_on|hold_on|keep to|hold ?of|on ~2 her|him|them till|until
        late for|to ~1 collect*|pick*|<child>|fetch|pick_up
        late collecting|picking
        on ?the|his|her|my way for
        someone on_the_way
        who is coming for
        booster seat
        password ~1 is
        on ?the|his|her list ~3 password
        <child> ~3 take both
        will take both
        me on_foot
        be at ~1 gate ~6 get
        dropping ~1 and getting
        getting ~2 from
        fetch <child>
        fetch* ~3 yourselves|yourself
        early|ready ~2 today|tomorrow ~4 appointment|dentist|collect*|pick*
        ready at 1*|2*|noon
        am getting|collecting|picking
        go|stay ~3 breakfast|after_school club today|tonight|tomorrow
        <someone> ~1 has|have ~1 <child> ~1 tonight|today|tomorrow
        <someone>|pam ~2 meeting|meet|meets ~1 <child>
        <someone> ~4 walk|walks|walking|take|takes|taking|bring|bringing <child> ~1 back|home
        take|taking|have|need|collect|pick * out|early at|around|about|by|before 1*|2*|10*|11*|12*|noon|half_past
        not ~1 let|put|send <child> ~2 on|get|go|walk ~2 minibus|bus|taxi|coach|home|alone
        next_door|mrs|mr|miss|ms|uncle|neighbour ~5 will|is|to|can ~1 collect|collecting|pick|picking|fetch|fetching|get|getting
            + boys|girls|twins|kids|children|both|<child>
        will|to|can|could|is collect|collecting|fetch|fetching boys|girls|twins|kids|children|the_boys|the_girls|the_twins
            |the_kids|the_children|both
        <someone> ~1 coming|come|comes ~1 for ~2 girl|boy|<child>|kids
        after_school club ~3 today|tonight|instead|please|tomorrow
        get|gets|getting|take|takes|catch|catching|on the bus|minibus|taxi|coach home
        home|back on|by|in ?the ?a bus|taxi|foot|minibus ~2 today|tomorrow|tonight|please|instead
        change ~1 of ~1 plan|plans ~8 collect*|pick*|home|club|fetch*|get
        """,
    "medicine": """
        <medicine> ~9 <dosing>
        new|spare|old|blue|last|second|pink|brown|his|her ~2 <medicine> ~9 <dosing>
        <dosing> ~8 <medicine>
        <medicine> ~6 in|to|at ~3 bag|hatch|office|box|school|fridge
        <medicine> ~6 run*|runs|ran|out|expire*|expiry
        puffs|puff ~3 before|if|at|every
        inhaler|epipen|pen|pens|medicine|glasses ~6 drop|bring|dropping|bringing ~2 in|tomorrow
        swap <child> over
        left|forgot|forgotten ~3 inhaler|epipen|medicine|pen
        had one|two|some|it at 6|7|8|6:*|7:*|8:* ~4 not
        not ~1 another ~3 till|until|before|after
        puffer|puffers ~6 drop|bring|left|forgot|kitchen|home|bag|side
        hives ~8 after|from|nut*|butter|egg|milk
        came_out|come_out|broke_out in hives|rash ~8 after|when|from
        no ~1 nuts|eggs|dairy|milk|peanuts|fish ~3 at_all|until|till|today
        medicine form
        care_plan ~3 same|change*|new
        days ~1 of ~1 antibiotics|amoxicillin|penicillin
        allergic|alergic to
        <child> ~3 allergic|alergic
        <allergen> ~2 allergy|allergies|intolerance|intolerant
        has|have|got|develop* ~4 allergy|allergies|anaphyl*
        allergy|intolerance to|against
        allergic|anaphylactic reaction|shock
        went_into|in|of anaphyl*
        must|can|should|may not ~2 have|eat|touch|be_given|come_near|be_near ~3 <allergen>
        """,
}  # fmt: skip

WHEN = """
    minutes|half_eight|half_nine|half_ten|ten_to|before_pe|swap|next_one
        today|tomorrow|tonight|now|this_morning|this_afternoon|in_the_morning|yesterday|lunch|lunchtime|dinner
            |after_school|this_week
    monday|tuesday|wednesday|thursday|friday|mon|tues|wed|thurs|fri|morning|afternoon|midday|noon|half_past|quarter|48
    kal|aaj|aj|kalke|amanha|hoje|hoy|manana|jutro|dzis|dzisiaj|bugun|yarin|azi|maine|сьогодні|завтра|сегодня|اليوم|غدا
    <clock>|10|11|12|10ish|1pm|2pm|3pm|5ml|10ml
    <child> ~3 allergic|alergic
    """
SHORT = 30
"""A message of so few words is about now, even where it does not say so."""
