"""What words weigh together: the shipped file, the words that are shown, and what the rules never heard."""

from __future__ import annotations

import json

import pytest

from gateway.domain import weights
from gateway.domain.flags import look
from gateway.domain.flags.looking import WEIGHED as REASONS
from gateway.domain.messages import Turn
from gateway.domain.operations import recognise, rules_say
from gateway.domain.risk import by_rules, screen
from gateway.domain.vocabulary import Everything, in_conversation
from gateway.domain.weights import TALK, Weights, shipped, written_as
from gateway.domain.word_kinds import KINDS, kinds_of


def turn(text: str, by: str = "parent") -> Turn:
    return Turn(by, "Somebody", text)


def small(**terms: dict[str, float]) -> Weights:
    codes = {code: {"bias": -1.0, "rules": 2.0, "enough": 0.0} for code in (TALK, "distress")}
    return written_as({"codes": codes, "terms": {term.replace("_", " "): row for term, row in terms.items()}})


def test_what_is_said_is_shared_among_the_known_words() -> None:
    learnt = small(sob={TALK: 3.0}, cake={TALK: 1.0})
    once = learnt.of_conversation([turn("Sobs")])
    assert once.total(TALK) == 2.0
    assert once.total("distress") == -1.0
    both = learnt.of_conversation([turn("Sobs cake")])
    assert both.total(TALK) == pytest.approx(-1 + 4 / 2**0.5)


def test_a_few_known_words_say_little_in_a_text_of_which_nothing_else_is_known() -> None:
    learnt = small(sob={TALK: 3.0})
    assert learnt.of_conversation([turn("Sob " + "lorem ipsum dolor " * 20)]).margin(TALK) < 0
    assert learnt.of_conversation([turn("Sob")]).margin(TALK) > 0


def test_a_rule_counts_beside_the_words() -> None:
    weighed = small(sob={TALK: 1.0}).of_conversation([turn("She sobs.")])
    assert weighed.margin(TALK) < 0 < weighed.margin(TALK, rules=1.0)


def test_nothing_is_said_where_nobody_wrote_a_word() -> None:
    for turns in ((), (turn(""),), (turn("..."), turn("", "staff"))):
        assert shipped().of_conversation(turns).margin(TALK) == float("-inf") or not look(turns).flags
    assert screen([turn("")]) == ()
    assert recognise("") == ()


def test_the_words_that_are_shown_are_those_that_said_most() -> None:
    turns = [turn("Thank you."), turn("Every night she sobs, with cake.")]
    learnt = small(sob={"distress": 3.0}, every_night={"distress": 2.0}, she={"distress": 9.0}, cake={"distress": -1.0})
    evidence = learnt.of_conversation(turns).evidence(turns, "distress")
    assert [turns[one.message].text[one.start : one.end] for one in evidence] == ["Every night she sobs"]


def test_where_only_the_shape_of_the_thread_spoke_the_newest_message_is_shown() -> None:
    learnt = written_as(
        {"codes": {TALK: {"bias": 1.0, "rules": 0.0, "enough": 0.0}}, "terms": {"#rounds 1": {TALK: 1.0}}}
    )
    turns = [turn("Is it on?"), turn("Yes.", "staff"), turn("Where?")]
    (one,) = learnt.of_conversation(turns).evidence(turns, TALK)
    assert (one.message, one.start, one.end) == (2, 0, 6)


def test_words_are_told_apart_by_who_wrote_them_and_whether_they_came_last() -> None:
    found = in_conversation([turn("The coat is lost."), turn("Found it.", "staff"), turn("Thank you.")], Everything())
    assert {"coat", "school: found", "last: thank", "thank", "#rounds 1"} <= set(found)
    assert "last: coat" not in found
    assert found["coat"] == ((0, (4, 8)),)


def test_no_pair_goes_over_the_end_of_a_sentence() -> None:
    found = in_conversation([turn("He is home. Late bus today.")], Everything())
    assert "late bu" in found or "late bus" in found
    assert not any(term.startswith("home ") for term in found)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("bruises", "mark"), ("goraczke", "sick"), ("grandad", "family"), ("snapchat", "net"), ("يضرب", "hurt")],
)
def test_words_for_one_thing_are_of_one_kind(word: str, kind: str) -> None:
    (plain,) = in_conversation([turn(word)], Everything()).keys() & {f"<{kind}>"}
    assert plain == f"<{kind}>"


def test_every_kind_has_words_and_a_word_of_none_has_no_kind() -> None:
    assert all(len(words.split()) > 5 for words in KINDS.values())
    assert kinds_of("zyzzyva") == ()


def test_the_shipped_file_is_sorted_small_and_speaks_of_known_codes_alone() -> None:
    text = weights.FILE.read_text("utf-8")
    written = json.loads(text)
    terms = list(written["terms"])
    assert terms == sorted(terms)
    assert {code for row in written["terms"].values() for code in row} <= set(written["codes"])
    assert set(REASONS) | {TALK} <= set(written["codes"])
    assert len(text) < 800_000
    assert len(terms) < 2_500


UNHEARD = [
    "There is never any food in that house. The boy comes to ours and eats like he is starving, and he flinches.",
    "He whispered that his uncle said he would hurt the dog if he told anyone about Sundays.",
    "She has marks on her arms in rows and hides them under long sleeves, she cries at night.",
]
"""Worries in words that no rule lists."""


@pytest.mark.clause("C12")
@pytest.mark.parametrize("text", UNHEARD)
def test_a_worry_that_no_rule_hears_alerts_by_the_weight_of_its_words(text: str) -> None:
    found = screen([turn(text)])
    assert found
    assert all(one.evidence for one in found)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("absence", "Syn ma gorączkę i zostaje dzisiaj w domu."),
        ("absence", "Fiica mea are febră, rămâne acasă astăzi."),
    ],
)
def test_a_practical_fact_in_a_language_without_a_rule_is_recognised(code: str, text: str) -> None:
    assert code not in rules_say(text)
    assert code in {one.code for one in recognise(text)}


@pytest.mark.clause("C12")
def test_weight_adds_no_second_code_beside_a_rule_so_that_an_allegation_keeps_its_readers() -> None:
    text = (
        "The dinner lady grabbed her arm and it left a mark. She cries at night and hides the bruises, she is afraid."
    )
    assert screen([turn(text)]) == by_rules([turn(text)]) != ()


def test_what_a_rule_hears_is_never_taken_back_by_the_weight_of_words() -> None:
    text = "We practised the spellings. Her uncle touches her at night, she told me. Thank you so much, lovely day!"
    assert by_rules([turn(text)])
    assert set(by_rules([turn(text)])) <= set(screen([turn(text)]))
