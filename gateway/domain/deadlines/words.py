"""The words by which a deadline shows: what asks for data, complains formally or tells of a breach; and what only seems to."""

from __future__ import annotations

REASONS = {
    "data_request": "Asks for what school holds about somebody.",
    "complaint": "Calls itself a complaint, or asks for the complaints procedure.",
    "breach": "Tells that somebody had what was not theirs to have.",
}
"""Kind → the sentence a person reads, in the order in which kinds are told."""

LISTS = {
    "papers": "information data record records file files emails email notes messages correspondence documents document "
    "paperwork reports minutes recordings logs",
    "held": "hold held holds holding keep kept keeps store stored stores",
    "whom": "me us him her them my our his their myself son daughter child",
    "other": "another other someone_else somebody_else someone_elses somebody_elses wrong different",
    "family": "child children kid pupil pupils boy girl family families parent parents person mum mother dad father home "
    "address inbox",
    "things": "report reports letter letters details information data medical email emails address number numbers form forms "
    "record records results plan plans photo photos message messages file files attachment document",
}

SAID = {
    "data_request": """
        subject access
        access request
        sar|dsar ~3 request|please|for|about|under
        request|requesting|submit|submitting|make|making|send|sending ~3 sar|dsar
        right of access
        entitled ~5 data|records|file|information_about
        right ~2 see|access|have ~5 data|information|file|records|held
        personal data|information ~6 <held>|about|relating
        freedom_of_information|foi
        gdpr|data_protection|data_protection_act|dpa ~12 copy|copies|send|provide|supply|request|see|entitled|disclose
        copy|copies|send|provide|supply|request|requesting|see|entitled|disclose ~12 gdpr|data_protection|data_protection_act
        copy|copies|print|printout ~6 <papers> ~5 <held>
        copy|copies|print|printout ~6 <papers> ~2 about|on|concerning|regarding|mention*|relating_to|naming ~1 <whom>
        everything|anything|all ~4 <held> ~3 about|on|for ~1 <whom>
        everything you|school|the_school ~1 <held>|have|got ~3 about|on|for|relating_to|concerning
        everything ~3 have|got|written ~3 about|on ~1 <whom>
        all|every|any ~4 <papers> ~6 <held>|mention*|relating_to|concerning|naming
        all|every|any ~4 <papers> ~4 about|on ~1 <whom>
        see|read|view|look_at ~3 file|files|records|record ~3 <held>|about|on|you_have
        what ~3 information|data ~3 <held>|have ~3 about|on ~1 <whom>
        see|read|view|have ~1 his|her|my|our|their ~1 file|school_file|pupil_file|records|pupil_record|school_record
    """,
    "complaint": """
        formal|official|written ~1 complaint|complaints|grievance
        formally|officially ~3 complain|complaining|raise|lodge|object
        complain|complaining ~1 formally|officially
        make|making|made|lodge|lodging|lodged|submit|submitting|raise|raising|register|registering|file|filing|put_in
            |putting_in|bring ~2 complaint
        complaints|complaint procedure|policy|process|form|panel|route
        how ~3 complain
        like|want|wish|intend|going to complain
        complain|complaint ~4 governor|governors|trust|ofsted|council|local_authority|chair
        stage 1|2|3|one|two|three ~3 complaint
        complaint ~3 stage 1|2|3|one|two|three
        this|it is|as ~2 complaint
        treat ~4 complaint
        escalat* ~3 complaint
        my complaint ~3 of|about|dated|from|has|was|is
        skarga|skarge|skargę|reclamatie|reclamație|plangere|plângere|shikayat
    """,
    "breach": """
        data|privacy|confidentiality|gdpr breach|breached|leak|leaked
        breach|breached|breaching ~4 data|privacy|confidentiality|confidence|gdpr
        sent|emailed|given|gave|received|got|shared|forwarded|posted|handed|attached|printed ~6 <other> ~1 <family> ~2 <things>
        sent|emailed|given|gave|shared|forwarded|posted|handed ~6 <things> ~5 <other> ~1 <family>
        <things> ~4 is|was|belongs|belong|seems|are|were ~3 <other> ~1 <family>
        <things> ~4 to|for ~1 <other> ~1 <family>
        meant|intended ~1 for|to ~2 <other> ~1 <family>
        not|isnt my child|son|daughter ~2 <things>
        about|for|of ~1 child|pupil|boy|girl ~1 not ~1 mine|ours|my
        can|could see ~3 everyone|everybody|other|all ~2 email|emails|addresses|numbers|parents
        everyone|everybody|all ~5 email|emails|addresses|numbers ~4 visible|shown|see|in_copy|copied|cc
        gave|given|told|shared|sent ~6 our|my|new|her|his ~2 address|number|phone_number ~5 ex|father|husband|partner|him|dad
        laptop|memory_stick|usb_stick|tablet|register|file|folder|bag ~3 stolen|lost|left_on ~8 <things>|names|children|pupils
        account|email|emails|mailbox|school ~3 hacked
        somebody|someone|strangers ~4 log_in|logged_in|logged_into|access ~5 account|tapestry|journal
        see|seen|saw|open ~4 <other> ~1 child|children|pupil ~3 journal|report|tapestry|account|profile|records
    """,
}
"""Kind → the phrases that show it (the language is that of ``domain.phrases``)."""

NOT = {
    "data_request": """
        copy|copies ~3 newsletter|timetable|menu|calendar|permission|consent|letter|form
        right of access to ~1 site|playground|car_park
    """,
    "complaint": """
        not|never|without|no ~4 complaint|complain|complaining
        not ~3 formal ~2 complaint|complaints
        cannot|can_not|can not complain
        withdraw|withdrawing|withdrew|withdrawal ~4 complaint|complaints
        complaint|complain|complaining ~4 weather|bus|traffic|refunded|railway|tesco|neighbour|neighbours
        his|her|only|main ~1 complaint ~2 is
    """,
    "breach": """
        wrong number ~2 .|sorry
        no harm
    """,
}
"""Kind → what touches such a phrase and makes it none."""
