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
