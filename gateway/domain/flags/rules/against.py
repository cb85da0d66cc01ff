"""What speaks against a talk."""

from __future__ import annotations

AGAINST: dict[str, tuple[float, str]] = {
    "only_for_the_record": (
        4.5,
        """
        for ~1 your|the|my file|log|records|record|information ~1 only
        for information and|only
        for the log|record
        no need to ~2 reply|ring|call|respond
        no reply needed|necessary
        nothing else to send
        they have logged it
        you asked ?us ?me for|to ~4 attached|keep|send|log|record
        further to our ~1 chat|call|conversation|meeting
        as agreed on|with|at|by
        reference
        """,
    ),
    "settled": (
        3.0,
        """
        all sorted|good|settled|fine|resolved|forgotten|well|clear|done|okay|ok
        sorted .|thanks|thank|now|that|it
        no need ~3 reply|answer|call|ring|meet|respond|do
        nothing ~2 needed|wanted|to_do|needs|for_you_to_do
        no ~1 reply|response needed|necessary
        no harm done
        problem|mystery|crisis solved|over|averted
        panic over
        false alarm
        my mistake
        silly me
        found .|it|him|her|them|!
        worked a|like
        it worked|works
        friends again
        thick as thieves
        water under ~2 bridge
        back to ~2 normal|himself|herself|his_usual
        i|we withdraw
        i ~1 apologise|apologize
        we are content|happy
        happy with
        settled at
        is all right|okay|fine|ok now
        are|is all right now
        went home happy
        that is everything
        that is ~1 great|perfect|brilliant|fine|lovely|all|super
        already ~3 sorry|refunded|fixed
        for|just ~1 your ~1 file|records|information
        for the log|record
        for information
        for your file
        as agreed
        see you ~2 then|there|thursday|friday|monday|tuesday|wednesday|at|tomorrow|on
        marked|noted|booked|logged|received
        """,
    ),
    "thanks": (
        2.0,
        """
        thank_you so|very|for|all|both|everyone|again|thank_you|miss|sir|mr|mrs|!
        thanks so|for|again|a|all|everyone|very|.
        thank|thanks
        perfect|brilliant|super|lovely|fantastic|amazing|wonderful|great|excellent|magnificent|cheers|ta
            |lifesaver|saint|marvel|angel|star|gold|legend
        god bless
        love you
        grateful
        so kind|happy|proud
        best ~2 news|sunday|thing|ever
        merci|gracias|obrigad*|dziekuj*|dziękuj*|multumesc|mulțumesc|дякую|спасибо|shukran|shukria|tesekkurler
            |teşekkürler|شكرا
        """,
    ),
    "light": (
        1.5,
        """
        😂|🤣|😅|😆|😁|😊|🙂|😀|😄|🎉|💃|🥁|🤡|🐸|🌸|🦖|💍|🌙|🙌|🙃|🧚|👍
        haha|hahaha|ha|lol|lmao|hilarious|joking|only_joking
        ha ha
        obvs
        bless her|him|them|you|nan
        omg
        with|full honours
        the vatican
        hamster|rabbit|guinea|lamb|lambs|ducklings|volcano|dinosaur|frogspawn|snails|slime|cupcakes|quiches
            |marshmallow*|raffle|tombola|fair|fete|disco|carnival|cake_sale|costume|nativity|panto|bake_sale
        world book day
        tooth fairy
        could|nearly ~2 kill*|murder*
        """,
    ),
    "elsewhere": (
        1.0,
        """
        council|warden|referee|weather|uniform_shop|government|traffic|parking_ticket|lollipop_job|photographer
            |supermarket|asda|landlord_is
        nephews|other|another school
        fortnite|minecraft|matilda|film|book ~4 obvs|last_night|watched
        my|her|his ~1 cousin|brother|sister ~3 tear|tore|broke
        trampoline|scooter|beavers|brownies_camp
        """,
    ),
}
"""What speaks against a talk when it stands in what the parent wrote last, and how much."""

SETTLED = ("settled", "thanks", "light")
"""Those that say that a matter does not go round and round."""

SARCASTIC = ("thanks",)
"""Those that say nothing beside an attack: "well done, brilliant" is no thanks then."""

PUTS_OFF = """
    find|finding ~1 out ~4 back|you|know
    look|looking into ~1 it|this|that|what
    get|come|be ~1 back to|in
    out of office
    away|out|off ~1 until|today|this
    on ~2 course|leave|training
    pass|passed|forward|forwarded|copied ~2 on|to
    contact|email|ring|see ~1 the ~1 office|council
    policy|policies|procedure|procedures|protocol|guidelines
    as|would you stated|aware|appreciate
    like to be clear
    leaflet|helpline is
    not ~2 detail|details|discuss|comment|aware
    no detail|details|record
    at the moment ~3 unable|not
    in due course
    will be ~2 dealt|actioned|monitored|reviewed
    keep|keeping ~1 an eye
"""
"""What staff write that answers nothing yet: it is looked into, it is somebody else's, or it is the policy."""

TO_ALL: tuple[float, str] = (
    3.0,
    """
    dear|hello|hi ~2 parents|families|all|everyone|parent_carers|carers|both_classes
    parents and carers
    few|some notices|reminders|dates
    this week|half_term|term ~1 in|we|our|is|have
    welcome back
    newsletter|bulletin|round-up|roundup
    no reply needed|necessary
    our ~2 topic|theme|trip|assembly|show|production
    children|pupils|families|parents may|can|should|will|are_asked|are_invited|need_to|are_welcome
    all|every child|children|class|year_group|families|parents
    will be open|closed|held|on_sale
    on the website
    please ~1 remember|note|return|send|label
    reminder
    """,
)
"""What speaks against a talk where staff alone wrote: a notice to many families is no news for one of them."""
