"""The words that only resemble an absence, a late arrival, a collection or medicine, and take it back."""

from __future__ import annotations

NOT = {
    "late": """
        sorry|apologies|know|though|because ~1 it is ?so|very|a_bit|bit|quite|getting late
        sorry ~5 so late
        write|writing|message|messaging|text|texting|email|emailing ~2 late
        it is late
        late reply|response|night|email|message|fee|fees|fine|mark|marks|one
        homework|file|project|form|forms|payment|book|reply|money|file ~5 late
        too late
        of late
        is it too
        late down
        i know is late
        you|i|me ~1 late down
        late ~3 parents_evening|meeting
        we leave at
        late ~2 to|for|at ~1 pick*|collect*|fetch*|get
        late picking|collecting|pick_up
        late ~1 for ~1 work
        """,
    "absence": """
        not ~2 be ~1 coming|going ~2 on|trip|party|disco|club|residential|meeting|camp
        not be in ~3 goal|team|photo|play|same
        cast|plaster|splint off
        off the road|wall|bike
        is not|nor off
        absence_from|my_absence|absent_from ~3 meeting
        absence alert
        mind will_not
        will_not be coming ~3 meeting
        temperature ~3 baby
        not in the|his|her|a|our|my|front|that
        does|do|should|must|can ~3 stay|keep|stop ~1 off|home
        stay here with
        keep mine home
        chickenpox in
        someone off
        not coming out
        not in again ~3 yet
        not in trouble
        sessions
        my absence
        not come ?home ?back ?out .|yet|and|please
        allowed to bring
        do|does|must|should|how ~6 off|home
        no homework|reply|pe|club|swimming|football|news|rush|need|problem|lunch|reading|assembly|bus|spellings
        mum|dad|mother|father|husband|wife|baby ~2 is|has|was|have ?a <unwell>
        baby has ?a ?temperature|fever
        meeting tonight
        not ~2 come|coming ~1 in without|unless
        well|fine again
        is|are|feels|seems much|lots|all|completely better
        fully|completely recovered
        no more fever|temperature|sickness|vomiting
        temperature|fever|rash is|has ~1 gone
        over the|his|her bug|cold|flu|worst
        """,
    "collection": """
        collect|get|getting|pick|fetch it
        get|gets|getting ~1 it from
        collect*|pick* ~3 order|orders|form|jumper|coat|parcel|tickets|costume|uniform|bike|bag|bags|litter
            |money|books
        picked_up|pick_up ~2 lego|cold|bug|phone|reading
        collection picked
        food|harvest collection
        picked on|up_on
        get <child> up
        pick it up
        taken|took off
        need* collecting by
        can get nor
        nan can_not get
        walk home alone with no
        brother ~4 pick
        bags2school
        """,
    "medicine": """
        policy|rule|rules ~4 calpol|medicine|medicines|inhalers|piriton|paracetamol ~3 school|form
        had|given ~3 antihistamine
        his antihistamine and
        blue pump
        my tablets
        tablet today|switched|off|to|and|on
        adrenaline pen
        used ~3 inhaler ~2 last_week
        any|no|none|without|not allergic|allergy|allergies
        no ~2 allergy|allergies
        is|are he|she|they|anyone|someone allergic
        does|do|has|have|if|whether|is|are anyone|someone|any|a_child|children|child|kid|kids ~6 allergic|allergy|allergies
        one|some child|children|kid|kids|people ~3 allergic|allergy|allergies
        child|children|family|families ~1 in|of the|our|a|her|his|this class|year ~4 allergic|allergy|allergies
        in case|with ~4 allergies
        teacher|i|we am|is|are ~1 allergic
        i|we am|have ~4 allergic|allergy
        my ~1 allergy|allergies
        allergic to ?all ?his|her|my|the ?hard work|homework|maths|spellings|mornings|school
            |vegetables|shoes|washing|tidying|mondays|early
        rule ~2 calpol
        drops ~4 off
        drop ~2 off
        ice cream
        cream tea|cake|jumper|ones
        <dosing> ~4 ice cream
        cream_jumper
        """,
}
