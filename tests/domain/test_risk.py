"""The first risk screen: what must alert, what must not, and what holds for any text whatever."""

from __future__ import annotations

import random
import time

import pytest

from gateway.domain.messages import Turn
from gateway.domain.risk import screen
from gateway.domain.risk.cues import STATEMENTS
from gateway.domain.risk.pairs import PAIRS
from gateway.domain.risk.signs import SIGNS
from gateway.domain.wording import forget

CODES = {"safeguarding", "threat", "missing_child", "allegation_staff", "online_bullying"}

ALERTS = [
    ("wants_to_die", "safeguarding", "At bath time Joel told us he wishes he was dead."),
    (
        "hurts_themselves",
        "safeguarding",
        "There are scratches on her arm and Bryony says she did them with a ruler edge.",
    ),
    ("hit_at_home", "safeguarding", "My husband hit me on Sunday and the girls were in the room."),
    ("afraid_at_home", "safeguarding", "Kit is frightened of his stepdad and hides in the airing cupboard."),
    ("anger_at_home", "safeguarding", "We have had to go to a refuge, so the address on your system is wrong."),
    ("touched", "safeguarding", "Ella says the boy from next door pulled down her pants behind the shed."),
    ("approached_online", "safeguarding", "Someone on her drawing app is asking for photos of her in the bath."),
    ("left_alone", "safeguarding", "Their mum works nights and Ruben stays alone in the flat till morning."),
    ("goes_without", "safeguarding", "The children are sleeping in their coats because we have no heating."),
    ("drink_or_drugs", "safeguarding", "His dad was drunk at home time and still drove him back."),
    ("led_astray", "safeguarding", "He was asked to hold a bag for a man who hangs round the flats."),
    ("taken_away", "safeguarding", "Her aunt says she will be cut and then she will become a woman."),
    ("told_by_staff", "safeguarding", "I noticed a large bruise on his lower back while they were changing."),
    ("threat_of_harm", "threat", "Tell that caretaker I will batter him when I see him."),
    ("cannot_be_found", "missing_child", "Where is he? He has not come home and nobody has seen him."),
    ("staff_hurt_a_child", "allegation_staff", "The coach dragged him off the pitch by his arm, he says."),
    ("staff_shamed_a_child", "allegation_staff", "The teacher called her thick and everyone laughed."),
    ("staff_too_close", "allegation_staff", "The volunteer has them sitting on his lap for knee stories."),
    (
        "bullied_online",
        "online_bullying",
        "Girls in the class made a group called Nobody Likes Orla and vote on her hair.",
    ),
    ("mark_on_a_child", "safeguarding", "There is a bruise across his shoulder that was not there on Friday."),
    ("mark_kept_quiet", "safeguarding", "She has a mark on her leg and keeps changing the story."),
    ("hurt_by_a_grown_up", "safeguarding", "I lost my temper and shook him. I am so ashamed."),
    ("fears_a_person_or_a_place", "safeguarding", "The children are terrified of him."),
    ("touched_by_somebody", "safeguarding", "She said Grandpa puts his fingers in her pyjamas."),
    ("speaks_of_not_being", "safeguarding", "She asked me if I would care if she was not here."),
    ("wants_or_fends_for_themselves", "safeguarding", "The fridge at home is locked, she told us."),
    ("a_stranger_reaches_a_child", "safeguarding", "She let slip that they met online in the summer."),
    ("violence_promised", "threat", "Next time I see that man he won't be walking for a month."),
    ("not_where_they_should_be", "missing_child", "We have searched the building and he is not on site."),
    ("adult_of_the_school", "allegation_staff", "The TA told the whole table that she is too heavy for the beam."),
    ("cruelty_online", "online_bullying", "She gets messages at night telling her that nobody wants her."),
    ("staff_hurt_abroad", "allegation_staff", "A professora bateu no meu filho."),
    ("hurts_abroad", "safeguarding", "আমার স্বামী আমাকে মারে, বাচ্চারা সব দেখে।"),
    ("afraid_abroad", "safeguarding", "Córka boi się wracać do domu."),
    ("touched_abroad", "safeguarding", "Дядько торкається її і каже нікому не розповідати."),
    ("dies_abroad", "safeguarding", "আমার ছেলে বলেছে সে মরে যেতে চায়।"),
    ("missing_abroad", "missing_child", "আমার ছেলে এখনও বাড়ি আসেনি, সে কোথায়?"),
    ("threat_abroad", "threat", "سأقتله إذا اقترب من ابني"),
    ("online_abroad", "online_bullying", "W grupie na WhatsAppie wyzywają moją córkę."),
]

NEAR = [
    ("wants_to_die", "He says he will die of embarrassment if I do the dads' race, so I am doing it."),
    ("hurts_themselves", "Please could they cut out the stars before Friday, the scissors are in her tray."),
    ("hit_at_home", "My brother hit the jackpot at the raffle and wants to give it to the school."),
    ("afraid_at_home", "She is terrified of the camel costume, can she sit at the back?"),
    ("anger_at_home", "Has the door of the shed been mended? It blew off in the storm."),
    ("touched", "It is a secret recipe, so I will not be telling you what is in the cake."),
    ("approached_online", "The photographer asked whether the proofs had arrived."),
    ("left_alone", "He reads by himself in the evening now, which is lovely to see."),
    ("goes_without", "The rat costume will be ready by Friday, tail included."),
    ("drink_or_drugs", "Please remind her to drink enough water, it will be hot."),
    ("led_astray", "New trainers for PE are in his bag, named inside."),
    ("taken_away", "Her big cousin is getting married in July, so she will be full of it."),
    ("told_by_staff", "I noticed how well Sunni explained her fractions today."),
    ("threat_of_harm", "He put his muddy boots on the new sofa, I could have killed him!"),
    ("cannot_be_found", "Can anybody find her water bottle? It is blue with a whale."),
    ("staff_hurt_a_child", "The teacher held her hand on the walk to church because the road was busy."),
    ("staff_shamed_a_child", "Mr Fell laughed so much at the dads' joke that he had to sit down."),
    ("staff_too_close", "The coach leaves at nine sharp, so please be in the playground by ten to."),
    ("bullied_online", "Loved the video of the choir on Facebook, Gran has watched it nine times."),
    ("mark_on_a_child", "He has a bruise on his cheek from netball, just so you know."),
    ("mark_kept_quiet", "He will not say what he wants for his birthday."),
    ("hurt_by_a_grown_up", "Grandad beat him at chess again and is unbearable about it."),
    ("fears_a_person_or_a_place", "I am afraid I cannot come on Thursday."),
    ("touched_by_somebody", "Mrs Khan put her hand up to help with the trip."),
    ("speaks_of_not_being", "She is dying to show you the kitten."),
    ("wants_or_fends_for_themselves", "We have no dinner money left on the account, how do I top up?"),
    ("a_stranger_reaches_a_child", "What is the name of the man who mended the gate? I would like to send a card."),
    ("violence_promised", "He is going to be a knight, is a cardboard sword all right?"),
    ("not_where_they_should_be", "We ran out of time to finish the homework, sorry."),
    ("adult_of_the_school", "Mr Fell held the door for us in the rain, what a gentleman."),
    ("cruelty_online", "Is there a group for the new class on WhatsApp?"),
    ("staff_hurt_abroad", "A professora foi muito simpática."),
    ("hurts_abroad", "Syn pobił rekord w biegu na 100 metrów!"),
    ("afraid_abroad", "Kızım sınavdan biraz korkuyor."),
    ("touched_abroad", "Ele toca piano no sábado."),
    ("dies_abroad", "Дочка не хоче їсти обід у школі."),
    ("missing_abroad", "Nu stiu unde este formularul pentru excursie."),
    ("threat_abroad", "Papa kal parents evening mein aayenge."),
    ("online_abroad", "Multumesc pentru pozele din grupul de WhatsApp."),
]

TOGETHER = [
    (
        "allegation_staff",
        "It may be nothing. The lady who helps at lunch grabbed his arm, says Idris, and he came home quiet.",
    ),
    ("allegation_staff", "The instructor gives cuddles in the changing room and Mo says it is a secret."),
    (
        "safeguarding",
        "He told me there is a club behind the bins and it is a secret. They kiss, and he wakes with nightmares.",
    ),
    ("safeguarding", "Please only use this email. He checks my phone and I am not allowed to have another."),
    (
        "safeguarding",
        "A bigger boy goes in the toilets with them and tells them to pull their trousers down. She will not go in.",
    ),
    ("threat", "Nathan has a split lip. I will be there at the gate tomorrow and we will see how his dad likes it."),
    ("missing_child", "She is not back and her phone goes to voicemail. I have walked the route twice."),
    ("online_bullying", "Voice notes are going round of children laughing at how she speaks. Half the class has them."),
    ("safeguarding", "Her stepdad pins her to the wall, she says, when the baby cries."),
    ("allegation_staff", "She says the instructor puts his hand up her skirt."),
    ("online_bullying", "They keep calling her ugly on the class whatsapp."),
    ("threat", "I will be at the gate at 3 and his dad better be too."),
    ("threat", "I'll be outside the gate at home time to see his mum, try it on with me then."),
    ("threat", "We will be at the gate at half three, see how he likes it with someone his own size."),
]

LOOK_ALIKES = [
    "In history he learnt about King Henry, who had two wives beheaded. Blood everywhere, he says!",
    "For evacuee day her letter says the farmer beats her and locks her in the barn. Is that too much?",
    "We read a book about bullying today and everyone made a paper lion.",
    "Consent for the police station visit is attached. He hopes to be locked in the cell.",
    "Can I bring two eggs for the murder mystery supper?",
    "Is the online safety evening about grooming suitable for a parent whose child is five?",
    "I nearly murdered him when I saw the fringe he cut, but it will grow.",
    "What time does the concert start, and do we need tickets?",
    "Thank you all so much for a wonderful sports day.",
    "Please can he have packed lunch from Monday?",
    "Our cat has gone missing, so she may be quiet today.",
    "His dad will be in touch about the money for the trip.",
    "The coach pulled out all the stops for the tournament, thank you.",
    "My phone is off while I am at work, please ring Nan.",
    "I'd kill for a copy of that cake recipe, is it going on the website?",
]

ODD_FORMS = [
    "MY HUSBAND HIT ME ON SUNDAY",
    "my husband hit me on sunday n the kids saw",
    "My hus\u200bband hi\u200bt me on Sunday",
    "My hüsband hít mé on Sunday",
    "he’s scared of his dad",
    "hes scard of his dad",
    "shes frightend of her stepdad",
    "he doesnt want to be here anymore he wishes he wasnt alive",
    "he doesn’t want to be here any more, he wishes he wasn’t alive",
    "i CaNt find him pls help",
    "hes not come home",
]


def turn(text: str, by: str = "parent") -> Turn:
    return Turn(by, "Somebody", text)


def codes(*texts: str, by: str = "parent") -> set[str]:
    return {one.code for one in screen([turn(text, by) for text in texts])}


@pytest.mark.clause("C12")
@pytest.mark.parametrize(("name", "code", "text"), ALERTS, ids=[name for name, _, _ in ALERTS])
def test_a_plain_statement_alerts_with_its_code_and_reason(name: str, code: str, text: str) -> None:
    reason = next(cue.reason for cue in STATEMENTS if cue.name == name)
    assert (code, reason) in {(one.code, one.reason) for one in screen([turn(text)])}


@pytest.mark.parametrize(("name", "text"), NEAR, ids=[name for name, _ in NEAR])
def test_words_that_only_sound_alike_do_not_alert(name: str, text: str) -> None:
    assert screen([turn(text)]) == ()


def test_every_statement_has_its_example_and_its_near_negative() -> None:
    names = {cue.name for cue in STATEMENTS}
    assert {name for name, _, _ in ALERTS} == names
    assert {name for name, _ in NEAR} == names


@pytest.mark.parametrize(("code", "text"), TOGETHER)
def test_signs_that_are_nothing_alone_alert_together(code: str, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_lessons_books_idioms_and_outings_do_not_alert(text: str) -> None:
    assert screen([turn(text)]) == ()


@pytest.mark.parametrize("text", ODD_FORMS)
def test_a_worry_is_heard_however_it_is_typed(text: str) -> None:
    assert codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mąż mnie uderzył, boję się wracać do domu.",
        "Чоловік мене вдарив, я боюся.",
        "Mi marido me pega y los niños lo ven.",
        "Mere husband mujhe maarte hain, bachay dar jatay hain.",
    ],
)
def test_a_worry_is_heard_in_other_languages(text: str) -> None:
    assert "safeguarding" in codes(text)


def test_a_hedge_does_not_silence_a_worry() -> None:
    assert "safeguarding" in codes("It is probably nothing, but she says her uncle hits her with a belt.")


def test_a_child_who_was_found_is_no_longer_missing() -> None:
    asked = "Where is he? He has not come out with his class."
    assert "missing_child" in codes(asked)
    assert codes(asked, "Panic over, he is in chess club and I had forgotten.") == set()


def test_a_new_search_after_an_old_one_alerts_again() -> None:
    assert "missing_child" in codes(
        "Where is he?", "Panic over, found him.", "Now she has not come home. Where is she?"
    )


def test_a_worry_that_staff_pass_on_alerts_too() -> None:
    assert "safeguarding" in codes("I noticed a large bruise on his back while he changed for PE.", by="staff")


@pytest.mark.clause("C12")
def test_bullying_of_a_member_of_staff_online_alerts() -> None:
    assert "online_bullying" in codes("Somebody made a fake account with the teacher's face on a pig.")


@pytest.mark.clause("C12")
@pytest.mark.parametrize(
    "text",
    [
        "Parents are posting lies about Miss Nair on Facebook, with her photo, and calling her names.",
        "Mrs Ashdown is on Instagram as a pig and they are calling her names there.",
    ],
)
def test_staff_who_are_called_names_online_are_bullied_and_accused_of_nothing(text: str) -> None:
    assert codes(text) == {"online_bullying"}
    assert "allegation_staff" in codes("Miss Nair is calling her names in class.")


def test_an_unknown_writer_is_heard_like_a_parent() -> None:
    assert "safeguarding" in codes("The boy at number nine says his dad hits him with a belt.", by="other")


def test_nothing_was_said_about_no_messages() -> None:
    assert screen([]) == ()


def test_signs_far_apart_in_a_long_letter_do_not_add_up() -> None:
    near = "I will be there at the gate tomorrow. He has a split lip."
    far = (
        "I will be there at the gate tomorrow. "
        + "The cake is in the tin and the forms are signed. " * 20
        + "He has a split lip."
    )
    assert "threat" in codes(near)
    assert "threat" not in codes(far)


def test_the_same_words_give_the_same_findings_every_time() -> None:
    text = "She is scared of her uncle and says it is a secret. I do not know who to tell."
    first = screen([turn(text)])
    forget()
    assert screen([turn(text)]) == first


def test_evidence_lies_inside_the_text_and_points_at_words() -> None:
    texts = [text for _, _, text in ALERTS] + [text for _, text in TOGETHER] + ODD_FORMS
    for text in texts:
        for finding in screen([turn("Good morning."), turn(text)]):
            assert finding.code in CODES
            assert finding.evidence
            for one in finding.evidence:
                assert one.message == 1
                assert 0 <= one.start < one.end <= len(text)
                assert text[one.start : one.end].strip()


def test_evidence_points_at_the_words_that_spoke() -> None:
    text = "Good evening 👋🏽 — Joel told us he wishes he was dead."
    (finding,) = screen([turn(text)])
    assert [text[one.start : one.end] for one in finding.evidence] == ["wishes he was dead"]


def test_any_text_at_all_is_screened_without_an_error() -> None:
    generator = random.Random(11)
    alphabet = "ab .,!?'’\n\t\u200b\u0301\ufeff\ud800éßıİ日本語ع👍🏽🇬🇧0123:._|*~+<>"
    for _ in range(300):
        text = "".join(generator.choice(alphabet) for _ in range(generator.randrange(120)))
        assert isinstance(screen([turn(text)]), tuple)


@pytest.mark.parametrize(
    "piece", ["a", "he ", "not ", "he said she said he hit him ", "\u0301", ".", "where is he ", "😂", "3.15 ", "it's'"]
)
def test_time_grows_in_step_with_length(piece: str) -> None:
    def spent(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            screen([turn(text)])
            best = min(best, time.process_time() - began)
        return best

    screen([turn(piece)])
    short, long = spent(15_000), spent(60_000)
    assert long < 4 * max(short, 0.002) * 2.5, "four times the length took far more than four times the time"


def test_every_pair_is_made_of_signs_that_are_listened_for() -> None:
    assert {name for pair in PAIRS for group in pair.groups for name in group} <= set(SIGNS)


@pytest.mark.clause("C12")
@pytest.mark.parametrize(
    "text",
    [
        "Could the reading book be changed? Also dad hit him with a belt last night.",
        "We practised the spellings. Her uncle touches her at night, she told me.",
        "His reading book is lost.\nThe dinner lady grabbed her arm and it left a mark.",
    ],
)
def test_a_book_in_one_sentence_silences_nothing_in_the_next(text: str) -> None:
    assert codes(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Morning, we left a red bike in the shed on Friday, is it still there?",
        "Nell's jumper has her name in it and it has vanished.",
        "Matei has a fever of 38.5 so he does not come to school today.",
    ],
)
def test_a_thing_that_is_gone_and_a_child_who_stays_at_home_are_no_missing_child(text: str) -> None:
    assert codes(text) == set(), text
