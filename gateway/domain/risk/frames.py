"""What makes a whole message something else: talk about a thing, or the end of a search."""

from __future__ import annotations

OTHER_TALK = """
        assembly|workshop|newsletter|curriculum|leaflet|flyer|notice|policy|careers|nspcc|anti_bullying
            |anti-bullying|poster
        safer internet|online_safety_evening
        information|safety|parents evening
        e_safety|esafety|online_safety|internet_safety ~3 evening|talk|lesson|slides|week|meeting
        talk|slides ~3 about|for|on
        book|film|movie|story|play|nativity|panto|musical|matilda|oliver|show_and_tell|assembly ~6 about|night
            |called|watched|read|where|who
        watched|reading|read ~4 last_night|film|book|story
        history|tudor|tudors|victorian|victorians|viking|vikings|roman|romans|evacuee|blitz|ww2|gunpowder
            |henry_the|great_fire|pirate|murder_mystery
        is|am|are|was|being playing|cast|dressed_up ~1 the|a|as
        costume|world_book_day|homework|topic|lesson|rehearsal
        news|radio|derby|bbc ~6 item|school|about|said|says
        police station|visit
        minecraft|fortnite|roblox ~2 thing|house|world|castle|blocks
        hamlet|macbeth|shakespeare|romeo
        minecraft|fortnite obvs|creeper|sheep
"""
"""Talk about such things, rather than of something that happened to somebody."""

SOLVED = """
        panic over
        found|got ~1 him|her|them|it|! 
        found
        is|are in|at|with ~3 club|library|chess|lego|hall|office|me|us|you|school
        is ~2 absolutely|perfectly|quite ~1 fine|safe
        all handed over
        handed over
        thank goodness
        i|id|had|clean forgot|forgotten
        false alarm
        no harm done
        home safe
        here|home|with_me now
        there ~1 he|she|they is|are
        see it
        so sorry ~4 minutes
        turning into
        waving
"""
"""What ends the search for a child, when it is said after it began."""
