"""The rules for a talk that somebody asks for."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "asks_to_talk",
        "request_to_meet",
        "parent",
        2.0,
        "Asks to meet, ring or talk.",
        """
        can|could|may|might|would|will i|we|you|someone|anyone|one|it ~5 come|see|meet|speak|talk|ring|call
            |phone|chat|catch|grab|pop|spare|visit|sit_down|discuss
        can i ~2 come|see|meet|speak|talk|catch|grab|pop|have
        want|wants|need|like|prefer|rather|sooner|wish|hoping|hope|love|wondering_if ~3 talk|speak|meet|see
            |discuss|come|sit|chat|hear_it|word|see_you|a_conversation
        please ~3 ring|call|phone|telephone ?me|us|back
        ring|call|phone|telephone me|us|back ~2 .|please|when|on|today|tonight|tomorrow|urgently|any|not
        speak|talk ~2 someone|somebody|you|person|head|proper|properly|face|in_private|privately|alone|him|her
            |mr|mrs
        sit down ~2 with|proper|together|and|again|once
        face to face
        eye to eye
        voice to voice
        come|talk|meet|speak|see|rather ~3 in person
        have ~3 word|chat|conversation|meeting|talk|minute|five_minutes|5_minutes ~2 with|about|.|please|in
            |when|this|sometime
        need|want|fancy a ~1 word|chat|talk
        a word in
        word in ~2 ear
        five|5|ten|10|half_an|quarter_of_an minutes|hour ~3 of|with|one|sometime|this|about|next|tomorrow|any
            |pick_up|drop_off
        mind|possible ~1 ringing|calling|phoning|telephoning me|us
        five minutes of|with|one_day|this
        got 5|five|ten|10 minutes
        half an hour
        an|for|make|request appointment|meeting ~2 at|with|to|.|before|please|as
        spare me|us|a ~2 minutes|hour|moment|time|five
        i|we am|are|can_be free|available ~4 .|after|any|wednesday|monday|tuesday|thursday|friday|to|at|most
            |morning
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
        can|could i|we ~3 get|set_up|see_the|see_him_do|see_you_saturday|come_to|come_and_watch|come_get
            |pop_in_and_watch
        see ~1 your face saturday|at
        meeting|meet ~3 thank|yesterday|for_that
        see ~2 sack|race|play|show|assembly|letter|list|photo
        could|can you|i ~3 see ~2 if
        no need to ~2 meet|call|ring|phone
        not need ~2 ring*|call*|meet*
        do_not|not ring|call|phone
        not ~1 want|wants|wanted|like ~3 come|go|talk|speak|meet|see
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
        "asks_plainly",
        "request_to_meet",
        "parent",
        2.5,
        "Asks outright to be rung, or to come and talk.",
        """
        please|pls|kindly|somebody|someone|teacher|head|headteacher|miss|sir ~3 ring|call|phone|telephone me|us
        call me|us ~1 .|please|when|asap|urgently|today|tonight|tomorrow|back|about|any
        ring|phone|telephone me|us
        give me|us a ~1 ring|call|bell|phone_call
        can|could|may|might|please|possible ~2 i|we|to ~3 come ~2 speak|talk|discuss|see_you|see_someone
        come ~1 and ~1 speak|talk
        like|need|want|wish|ask|grateful ~3 to ~1 speak|talk|meet ~2 you|someone|somebody|head|teacher|miss|mr|mrs|in_person
        a ~2 word|talk|chat|meeting|conversation ~2 with ~1 you|someone|somebody|head|teacher|miss|mr|mrs
        mind|possible ~1 ringing|calling|phoning|telephoning me|us
        ringing|phoning|calling me|us ~1 on|at|about
        come in ~1 and|to ~1 sit|talk|speak|see|discuss
        sit down with you|someone|somebody|the_head|mr|mrs|miss
        five|5|ten|10|few|couple_of minutes|mins ~5 catch|see|speak|talk|chat|you|pick_up|drop_off|home_time
        catch you ~4 about
        make|book|have|request|arrange an|a ~1 appointment|meeting ~3 with|to|about|please|.
        quarter|half ~2 an_hour ~3 your|with|of
        """,
        """
        not|no ~4 ring|call|phone|telephone|meet|talk|speak
        ring|call|phone me|us ~1 if|whatever|mummy|daddy|names|name
        rang|called|phoned ~2 me|us
        """,
    ),
    Rule(
        "staff_ask_to_talk",
        "request_to_meet",
        "staff",
        2.0,
        "Staff ask the family to ring, come in or talk.",
        """
        please ~5 ring|call|phone|telephone|contact|come_straight ~4 me|us|school|office|direct|soon|urgently
            |today|the
        ring|call|phone ~2 me|the_office|the_school|my ~5 soon|today|before|direct|urgently|as|when
        give ~2 school|me|us|office ~1 ring|call
        grateful if|for ~5 ring|call|come|phone
        need|like|want|love|wonder|grateful|good|appreciate|ask ~3 to ~3 talk|speak|meet|see ~3 with|to|you
            |today|both
        talk|speak ~2 to|with you ~3 about|today|both|before|when
        would|could|can|wonder|whether you|you_both|we|one_of_you|mum_or_dad ~5 come_in|come_to|pop_in|meet
            |talk|ring_me|call_in|come
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
        please ~5 contact|ring|call ~3 portal|helpdesk|council|county|them|caterers|website|company
            |photographer|number_on
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
