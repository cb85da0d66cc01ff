"""When a conversation is better held face to face: each rule, what speaks against, and the shape of the thread."""

from __future__ import annotations

import random

import pytest

from gateway.domain.flags import look
from gateway.domain.flags.looking import hear
from gateway.domain.flags.rules import AGAINST, RULES
from gateway.domain.messages import Turn

REASONS = {
    "distress", "incident", "confidential", "complex", "hostile", "unresolved", "complaint", "request_to_meet", "bad_news",
    "public_criticism",
}  # fmt: skip

SPEAKS = [
    ("asks_to_talk", "Could I come in and talk to you about Maya one morning?"),
    ("not_in_writing", "I would rather not put the rest of it in an email."),
    ("private_matter", "Her father and I have separated and she has taken it hard."),
    ("distress", "She cries every morning and I do not know what to do."),
    ("incident", "Another boy pushed him into the fence and his lip is bleeding."),
    ("complaint", "Nobody told us that the club had been cancelled. This is not acceptable."),
    ("hostile", "You people are useless and my solicitor will be in touch."),
    ("goes_public", "I have put it on Facebook so everyone can see what you are like."),
    ("not_settled", "I have asked you three times now and still nobody has answered."),
    ("said_again", "I have already asked you twice, and nobody has replied."),
    ("asks_plainly", "Please could somebody telephone me about his reading."),
    ("complex_matter", "The EHCP says fifteen hours and we would like to appeal."),
    ("hard_news", "I am so sorry to tell you that he fell from the climbing frame and an ambulance is here."),
    ("staff_ask_to_talk", "Please would you ring me as soon as you see this."),
]

SILENT = [
    ("asks_to_talk", "Hello, can we get into the hall on Friday to set up?"),
    ("not_in_writing", "The confidentiality policy is on the website."),
    ("private_matter", "The hamster died on Saturday and had a fine funeral."),
    ("distress", "He is petrified of the dinosaur costume, how funny."),
    ("incident", "His tooth fell out at lunch, please look out for the fairy."),
    ("complaint", "How do I book the trip?"),
    ("hostile", "The council were absolute muppets about the crossing."),
    ("goes_public", "Saw your post about the pond, it is gorgeous."),
    ("not_settled", "She is still singing the song, same again next year please."),
    ("said_again", "We are still laughing, and would love to come again."),
    ("asks_plainly", "You rang me about the jumper. It is found."),
    ("complex_matter", "Please send her home with the book."),
    ("hard_news", "A police officer visits on Monday for our topic."),
    ("staff_ask_to_talk", "Please contact the portal's helpdesk for a refund."),
]


def turn(text: str, by: str = "parent") -> Turn:
    return Turn(by, "Somebody", text)


def writer(name: str) -> str:
    return next(rule.by for rule in RULES if rule.name == name)


def spoken(*turns: Turn) -> set[str]:
    return {one.name for one in hear(turns)}


def codes(*turns: Turn) -> set[str]:
    return {one.code for one in look(turns).flags}


@pytest.mark.clause("C22")
@pytest.mark.parametrize(("name", "text"), SPEAKS, ids=[name for name, _ in SPEAKS])
def test_a_rule_speaks_with_its_reason(name: str, text: str) -> None:
    turns = (turn(text, writer(name)),)
    assert name in spoken(*turns)
    said = next(one for one in hear(turns) if one.name == name)
    assert said.code in REASONS or name == "not_settled"
    assert said.reason.endswith(".")


@pytest.mark.parametrize(("name", "text"), SILENT, ids=[name for name, _ in SILENT])
def test_a_rule_keeps_silent_about_words_that_only_sound_alike(name: str, text: str) -> None:
    assert name not in spoken(turn(text, writer(name)))


def test_every_rule_has_its_example_and_its_near_negative() -> None:
    names = {rule.name for rule in RULES}
    assert {name for name, _ in SPEAKS} == names
    assert {name for name, _ in SILENT} == names


def test_a_rule_about_staff_reads_no_parent_and_the_other_way_round() -> None:
    news = "I am so sorry to tell you that an ambulance is here."
    assert "hard_news" in spoken(turn(news, "staff"))
    assert "hard_news" not in spoken(turn(news))
    assert "hostile" not in spoken(turn("You people are useless.", "staff"))


@pytest.mark.clause("C22")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Please can I come and talk to you about Tom, I am so worried, he cries every night.", "request_to_meet"),
        ("Nobody told us she was hurt. Another child pushed her over and her lip is bleeding.", "incident"),
        ("We have separated and I would rather not put the rest in writing.", "confidential"),
        (
            "You are useless, the lot of you. I want an explanation and I have put it on Facebook for everyone.",
            "hostile",
        ),
    ],
)
def test_a_talk_is_called_for_with_its_reason(text: str, code: str) -> None:
    seen = look((turn(text),))
    assert code in {one.code for one in seen.flags}
    assert seen.score >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Thank you all so much, she had a wonderful day!",
        "What time does the concert start?",
        "We read a book about bullying and she loved it, thank you.",
        "Is it black shoes only for PE?",
        "Please can he have packed lunch from Monday?",
        "Mia will be late today, the car will not start.",
    ],
)
def test_thanks_arrangements_and_short_questions_call_for_no_talk(text: str) -> None:
    seen = look((turn(text),))
    assert seen.flags == ()
    assert seen.score < 0.5


def test_a_matter_that_is_settled_calls_for_no_talk_any_more() -> None:
    open_matter = (
        turn("Another girl pushed Ada over at lunch and nobody told us. Why was that?"),
        turn("I am sorry, I have spoken to them both.", "staff"),
    )
    again = turn("She was pushed again today by the same girl and still nobody has told us why.")
    settled = turn("Thank you, it worked. They are friends again, all sorted.")
    assert look((*open_matter, again)).flags
    assert not look((*open_matter, settled)).flags


def test_an_answer_that_did_not_settle_it_counts_only_while_the_parent_wrote_last() -> None:
    asked, answered, again = (
        turn("Where do I find the form?"),
        turn("On the website.", "staff"),
        turn("It is not there."),
    )
    assert "not_settled_by_answer" in spoken(asked, answered, again)
    assert "not_settled_by_answer" not in spoken(asked, answered)
    assert "answered" in spoken(asked, answered)


def test_a_matter_that_is_put_off_is_not_answered() -> None:
    asked = turn("He came home in wet trousers and his legs are raw.")
    assert "answered" not in spoken(asked, turn("I will look into it and come back to you.", "staff"))
    assert "answered" in spoken(asked, turn("I am so sorry. I rang his mother and he is dry now.", "staff"))


def test_a_matter_is_unresolved_by_the_shape_of_its_thread_and_not_by_a_word() -> None:
    asked, answered = turn("What became of the broken glasses?"), turn("The office is looking into it.", "staff")
    again = turn("I have heard nothing from the office about the glasses. Nobody told us anything.")
    assert "unresolved" not in codes(turn("Nobody told us anything. It has been three weeks and I am cross."))
    assert "unresolved" in codes(
        turn("I already asked you about the glasses. Nobody has replied, it is not acceptable.")
    )
    assert "going_round" not in spoken(asked, answered, again)
    assert "going_round" in spoken(
        asked, answered, again, answered, turn("So who do I ask? The office says to ask you.")
    )
    assert "going_round" not in spoken(asked, answered, again, answered, turn("Found, thank you so much!"))


def test_words_that_the_rules_hear_in_a_joke_are_outweighed_by_the_others() -> None:
    seen = look((turn("If I must make one more Tudor house I shall jump out of its window. When is it due? 😂"),))
    assert seen.flags == ()


def test_a_notice_to_all_families_is_no_news_for_one() -> None:
    notice = "Dear families, we are sorry to say that the hall has been broken into. A reminder: no clubs on Friday."
    assert "to_all" in spoken(turn(notice, "staff"))
    assert "to_all" not in spoken(turn("Thank you for the reminder."), turn(notice, "staff"))
    assert codes(turn(notice, "staff")) == set()


def test_thanks_beside_an_insult_take_nothing_back() -> None:
    assert "thanks" in spoken(turn("Brilliant, thank you all."))
    assert "thanks" not in spoken(turn("Brilliant, you clowns, thanks for nothing."))


def test_many_questions_and_capitals_are_heard_in_the_shape_of_a_message() -> None:
    many = (
        "Who pays for it? When does it begin? Does he lose his place? Who decides, and on what? " * 2
        + "We would like to know."
    )
    assert "many_questions" in spoken(turn(many))
    assert "many_questions" not in spoken(turn("Who pays?"))
    assert "shouting" in spoken(turn("WHY WAS HE LEFT OUT IN THE RAIN FOR THE WHOLE OF LUNCH"))
    assert "shouting" not in spoken(turn("Why was he left out in the rain for the whole of LUNCH"))
    assert "short" in spoken(turn("Yes please."))


def test_a_worry_about_safety_calls_for_a_talk_and_a_mere_record_of_it_does_not() -> None:
    assert look((turn("His dad hits him with a belt and he is scared of him."),)).flags
    record = (
        "For the log, as agreed on the phone: the man in the van was watching the children again. No need to reply."
    )
    assert not look((turn(record),)).flags


@pytest.mark.parametrize("name", sorted(AGAINST))
def test_what_speaks_against_a_talk_weighs_less_than_nothing(name: str) -> None:
    examples = {
        "only_for_the_record": "For the log you asked us to keep.",
        "settled": "All sorted now.",
        "thanks": "Thank you so much.",
        "light": "Haha, hilarious.",
        "elsewhere": "The council put the crossing in the wrong place.",
    }
    said = [one for one in hear((turn(examples[name]),)) if one.name == name]
    assert [one.weight < 0 for one in said] == [True]


def test_the_score_runs_from_nothing_to_one_and_is_a_half_where_a_talk_begins() -> None:
    generator = random.Random(3)
    texts = [text for _, text in SPEAKS + SILENT]
    for _ in range(200):
        turns = tuple(
            turn(generator.choice(texts), generator.choice(("parent", "staff")))
            for _ in range(generator.randrange(1, 6))
        )
        seen = look(turns)
        assert 0 <= seen.score <= 1
        assert bool(seen.flags) == (seen.score >= 0.5)


def test_each_reason_is_named_once_with_its_evidence_inside_the_text() -> None:
    turns = tuple(turn(text, writer(name)) for name, text in SPEAKS)
    seen = look(turns)
    assert len({one.code for one in seen.flags}) == len(seen.flags)
    for finding in seen.flags:
        assert finding.code in REASONS
        assert finding.evidence
        for one in finding.evidence:
            assert 0 <= one.start < one.end <= len(turns[one.message].text)


def test_nothing_is_seen_where_nobody_wrote() -> None:
    assert look(()).flags == ()
    assert look((turn(""),)).flags == ()


def test_any_text_at_all_is_looked_at_without_an_error() -> None:
    generator = random.Random(7)
    alphabet = "why not? PLEASE help 9.10\n\u200b\u0301\ud800|*~+<>ßİ日本👍🏽😂!"
    for _ in range(200):
        text = "".join(generator.choice(alphabet) for _ in range(generator.randrange(120)))
        assert isinstance(look((turn(text), turn(text, "staff"), turn(text, "other"))).score, float)
