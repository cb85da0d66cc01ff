"""Operations: the facts the office must have, and the words that only resemble them."""

from __future__ import annotations

import random

import pytest

from gateway.domain.operations import recognise
from gateway.domain.weighing import Weights, weights

FACTS = [
    ("absence", "One of each today: Ada is in, Max isn't, he's got a cough."),
    ("absence", "She was sick twice in the night so she is on the sofa with a bucket."),
    ("absence", "The girls will be out tomorrow for their uncle's funeral."),
    ("late", "The ferry has broken down, we will be half nine ish."),
    ("late", "Behind a tractor since Holme. She won't make the bell."),
    ("collection", "He is cycling home on his own today, I know about it."),
    ("medicine", "his blue puffer is on the side in the kitchen, ill drop it up b4 10"),
    ("medicine", "She came out in hives after cashew butter last night, so no nuts at all until she is tested."),
    ("absence", "Please note that Hugo will miss school today owing to a hospital appointment."),
    ("absence", "jay wont b in hes got the runs"),
    ("absence", "He threw up in the car so we have turned round and gone home."),
    ("late", "Puncture on the way, I hope to be with you by half past nine."),
    ("late", "He has therapy until ten then I will drop him off."),
    ("collection", "Mrs Ahmed from next door will collect the boys this afternoon."),
    ("collection", "I need to take Erin out at 1pm for the hospital."),
    ("absence", "Good morning, Leila will not be in today, she was sick twice in the night."),
    ("absence", "Freddie is off tomorrow with a temperature."),
    ("absence", "keeping Amy at home today, tummy bug"),
    ("absence", "She is much better but I am keeping her home today to be sure."),
    ("absence", "Jakub nie przyjdzie dzisiaj do szkoły, ma gorączkę."),
    ("absence", "aaj Sana school nahi aayegi, bukhar hai"),
    ("late", "We are stuck in traffic on the bypass, Theo will be late."),
    ("late", "missed the bus so she will be there about 9.20"),
    ("late", "Dentist for Mia tomorrow at 9, she will be in by ten."),
    ("late", "running late sorry, 10 mins"),
    ("collection", "My sister Jo will collect Oscar today, the password is teapot."),
    ("collection", "Can Ravi go home with Sam's mum tomorrow please?"),
    ("collection", "He can walk home by himself today."),
    ("collection", "grandad is picking her up at 2 today"),
    ("medicine", "Please give Alfie 5ml of his antibiotic at lunchtime, the form is signed."),
    ("medicine", "Her new inhaler is in her bag, two puffs before PE today."),
    ("medicine", "I will bring the new epipen to the office tomorrow."),
    ("medicine", "He must not have nuts, we found out on Saturday that he is allergic."),
    ("medicine", "She is allergic to eggs, please tell the kitchen."),
    ("medicine", "Syn ma alergię na orzechy."),
    ("medicine", "Fiul meu este alergic la arahide."),
    ("medicine", "Mera beta ko moongphali se allergy hai."),
    ("medicine", "У сина алергія на арахіс."),
    ("medicine", "ابني يعاني من حساسية من الفول السوداني"),
    ("medicine", "আমার ছেলের বাদামে অ্যালার্জি আছে"),
    ("medicine", "A minha filha tem alergia ao leite."),
    ("medicine", "Oğlumun fıstığa alerjisi var."),
    ("collection", "Bunica o va lua pe Ana de la școală azi."),
    ("medicine", "Vă rog să îi dați sirop la prânz."),
]

NEAR = [
    ("absence", "Good evening, Ada is well again and will be in tomorrow. Thank you for the card."),
    ("absence", "Max is much better and will be back in school tomorrow."),
    ("absence", "No more fever, he will be at school on Thursday."),
    ("absence", "Sorry I will not be at the meeting on the new library."),
    ("absence", "Her report says she was absent for 12 sessions; I make it three."),
    ("absence", "He had nits, all treated. Does he have to stay off?"),
    ("late", "Sorry to write so late, what time does the fair open?"),
    ("late", "Is it too late to order a hoodie?"),
    ("late", "Her project will be a day late, the glue would not dry."),
    ("collection", "What time is the harvest collection, and where do the tins go?"),
    ("collection", "I can collect it tomorrow, thank you for the letter."),
    ("collection", "He is picking up Spanish very quickly."),
    ("medicine", "What is the policy on Calpol in school?"),
    ("medicine", "Can she have ice cream at the fair?"),
    ("medicine", "He left his tablet on the bus, the one with the games."),
    ("medicine", "Has anyone in the class got an allergy? I am baking for her birthday."),
    ("medicine", "He has no allergies that we know of."),
    ("medicine", "I think he is allergic to homework!"),
    ("medicine", "A child in our class has a serious allergy to peanuts, so please no nuts."),
]


def codes(text: str) -> set[str]:
    return {one.code for one in recognise(text)}


@pytest.mark.parametrize(("code", "text"), FACTS)
def test_a_practical_fact_is_recognised(code: str, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), NEAR)
def test_words_that_only_resemble_a_fact_are_let_be(code: str, text: str) -> None:
    assert code not in codes(text)


def test_one_message_may_hold_several_facts_in_a_fixed_order() -> None:
    text = "Zeb is off today with a cough. Nina will be late, and my mum will collect her at 3.15."
    assert [one.code for one in recognise(text)] == ["absence", "late", "collection"]


def test_a_long_letter_without_a_day_or_a_time_is_about_no_fact_of_today() -> None:
    letter = "I have thought about the residential for a long while and we talked it over as a family. " * 3
    assert recognise(letter + "I was told that the medicine form is new.") == ()


@pytest.mark.parametrize(
    "text", ["HE WONT BE IN TODAY", "he wont be in 2day", "he won’t be in today", "he wo\u200bn't be in today"]
)
def test_a_fact_is_recognised_however_it_is_typed(text: str) -> None:
    assert "absence" in codes(text)


def test_the_evidence_is_the_words_that_state_the_fact() -> None:
    text = "Hello 🌞 Leila won’t be in today."
    (finding,) = recognise(text)
    assert all(one.message == 0 for one in finding.evidence)
    assert "won’t be in" in {text[one.start : one.end] for one in finding.evidence}


def test_any_text_at_all_is_read_without_an_error() -> None:
    generator = random.Random(5)
    alphabet = "late off in 9.10 today\n\u200b\u0301\ud800|*~+<>ßİ日本👍🏽"
    for _ in range(300):
        text = "".join(generator.choice(alphabet) for _ in range(generator.randrange(90)))
        assert all(0 <= one.start < one.end <= len(text) for said in recognise(text) for one in said.evidence)


def test_an_empty_message_states_nothing() -> None:
    assert recognise("") == ()


CODES = ("absence", "late", "collection", "medicine")


def weighing(each: float, words: str, code: str = "absence") -> Weights:
    """Weights by which each of these words says so much for one fact, and for the others nothing."""
    bars = (weights.BIAS, weights.ENOUGH, weights.IN_FEW_WORDS, weights.WITH_RULES)
    rows = ([word, *(str(each) if one == code else "0" for one in CODES)] for word in words.split())
    return weights.written_as([["", *CODES], *([bar, *"0000"] for bar in bars), *rows])


@pytest.mark.parametrize(("each", "said"), [(0, ["absence"]), (-0.5, ["absence"]), (-2, [])])
def test_a_rule_states_a_fact_unless_the_words_weigh_more_against_it(each: float, said: list[str]) -> None:
    found = recognise("Ada is off sick today", weights=weighing(each, "ada off sick today"))
    assert [one.code for one in found] == said


def test_words_alone_say_a_fact_where_no_rule_states_it_and_show_which() -> None:
    text = "Ada, sick. Today off"
    assert not recognise(text, weights=weighing(0, "ada sick")), "no rule states it"
    (found,) = recognise(text, weights=weighing(2, "ada sick"))
    assert [text[one.start : one.end] for one in found.evidence] == ["Ada", "sick"]


def test_words_alone_never_say_what_stands_there_as_something_that_only_looks_like_a_fact() -> None:
    words = weighing(3, "project glue dry", "late")
    assert not recognise("Her project is late, the glue not dry.", weights=words)
    assert [one.code for one in recognise("Her project: the glue would not dry.", weights=words)] == ["late"]


def test_a_word_of_the_subject_shows_nothing_in_the_text() -> None:
    words = weighing(3, "blanket cupboard", "collection")
    assert not recognise("Her cupboard.", subject="Blanket", weights=words)
    assert [one.code for one in recognise("Blanket, cupboard.", weights=words)] == ["collection"]


@pytest.mark.parametrize(("each", "said"), [(0.7, []), (1.5, ["late"])])
def test_in_an_answer_words_alone_must_weigh_more(each: float, said: list[str]) -> None:
    words = weighing(each, "puncture tractor", "late")
    assert [one.code for one in recognise("Puncture, tractor.", weights=words)] == ["late"]
    assert [one.code for one in recognise("Puncture, tractor.", in_answer=True, weights=words)] == said


def test_what_a_rule_states_is_stated_in_an_answer_too() -> None:
    (found,) = recognise("No, Ada is off sick today.", in_answer=True, weights=weighing(0, "ada"))
    assert found.code == "absence"


def test_an_answer_bears_the_subject_of_what_it_answers() -> None:
    assert recognise("Thank you!", subject="Ada is off sick today")
    assert not recognise("Thank you!", subject="Re: Ada is off sick today", in_answer=True)


def test_an_english_subject_does_not_outweigh_a_rule_in_another_language() -> None:
    turkish = "Poppy'nin yer fıstığına alerjisi var, lütfen dikkat edin."
    assert [one.code for one in recognise(turkish, subject="Reading book")] == ["medicine"]
    assert not recognise("She loved it.", subject="Reading book")
