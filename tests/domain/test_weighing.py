"""What words weigh beside the rules: the shipped table, the phrases that are shown, and how quiet it is in a school."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gateway.domain.flags import look
from gateway.domain.flags.looking import WEIGHED as REASONS
from gateway.domain.messages import Turn
from gateway.domain.operations import recognise
from gateway.domain.risk import screen
from gateway.domain.weighing import TALK, Weights, shipped, weights
from gateway.domain.weighing.kinds import KINDS, kinds_of
from gateway.domain.weighing.terms import Known, in_conversation
from gateway.domain.wording import read

NOTES = Path(__file__).parents[2] / "bench" / "flags" / "data" / "everyday" / "unseen.txt"
BARS = (weights.BIAS, weights.ENOUGH, weights.IN_FEW_WORDS, weights.WITH_RULES)
NOTHING = weights.written_as([["", *shipped().columns]] + [[bar, *"0" * len(shipped().columns)] for bar in BARS])
"""Beside these the rules speak alone."""


def turn(text: str, by: str = "parent") -> Turn:
    return Turn(by, "Somebody", text)


def table(**rows: float) -> Weights:
    """Weights for a talk; the plain words of the tests are known and weigh nothing."""
    bars = [[weights.BIAS, "-1"], [weights.ENOUGH, "0"], [weights.IN_FEW_WORDS, "1"], [weights.WITH_RULES, "3"]]
    plain = [[word, ""] for word in ["she", "and", "can", "not", "no", "still", "at", "all"]]
    return weights.written_as([["", TALK], *bars, *plain, *([term, str(weight)] for term, weight in rows.items())])


def shown(turns: list[Turn], learnt: Weights, code: str = TALK) -> list[str]:
    return [turns[one.message].text[one.start : one.end] for one in learnt.weigh(turns).evidence(code)]


def test_weights_of_the_terms_that_stand_in_a_text_add_up() -> None:
    learnt = table(sob=1.5, sleep=1, cake=-0.5)
    assert learnt.weigh([turn("She sobs and cannot sleep.")]).total(TALK) == 1.5
    assert learnt.weigh([turn("She sobs and cannot sleep. Cake!")]).total(TALK) == 1.0


def test_a_short_note_must_say_more_than_a_letter() -> None:
    learnt = table(sob=1.5, sleep=1)
    note = "She sobs and sobs and cannot sleep"
    assert learnt.weigh([turn(note)]).margin(TALK) == 0.5
    assert learnt.weigh([turn(f"{note} " + "and she and she " * 9)]).margin(TALK) == 1.5


def test_one_strong_word_is_not_enough_because_two_phrases_must_be_shown() -> None:
    learnt = table(sob=9, sleep=1)
    assert learnt.weigh([turn("She sobs")]).margin(TALK) < 0
    assert learnt.weigh([turn("She sobs, no sleep")]).margin(TALK) > 0


def test_everyday_words_and_shapes_weigh_but_are_never_shown() -> None:
    learnt = table(sob=1, she=5, again=4, sleep=0.5, **{"#words 10": 3})
    text = "She sobs again and again, she has no sleep and no rest."
    assert shown([turn(text)], learnt) == ["sobs", "sleep"]


def test_a_word_and_its_kind_are_one_phrase() -> None:
    assert shown([turn("She sobs")], table(sob=1, **{"<distress>": 1})) == []


def test_the_last_place_of_a_phrase_is_shown() -> None:
    turns = [turn("She sobs, no sleep."), turn("We are sorry.", "staff"), turn("She still sobs, no sleep at all.")]
    learnt = table(sob=1, sleep=1)
    assert {one.message for one in learnt.weigh(turns).evidence(TALK)} == {2}


def test_where_hardly_a_word_is_known_nothing_is_said() -> None:
    learnt = table(sob=9, sleep=9)
    assert learnt.weigh([turn("Sob sleep " + "lorem ipsum dolor sit amet " * 9)]).margin(TALK) < 0


def test_words_are_told_apart_by_who_wrote_them_and_whether_they_answer_school() -> None:
    texts = [("parent", "The coat is lost."), ("staff", "Found it."), ("parent", "Thank you.")]
    found = in_conversation(texts, [Known(None).of(read(text)) for _, text in texts])
    assert {"coat", "school: found", "last: thank", "thank", "#rounds 1"} <= found
    assert not found & {"last: coat", "found"}


def test_no_pair_goes_over_the_end_of_a_sentence() -> None:
    found = Known(None).of(read("He is home. Late bus today."))
    assert "late bus" in found
    assert not any(term.startswith("home ") or "." in term for term in found)


@pytest.mark.parametrize(
    ("word", "kind"), [("bruises", "mark"), ("goraczke", "sick"), ("grandad", "family"), ("snapchat", "net")]
)
def test_words_for_one_thing_are_of_one_kind(word: str, kind: str) -> None:
    assert f"<{kind}>" in Known(None).of(read(word))


def test_every_kind_has_words_and_a_word_of_none_has_no_kind() -> None:
    assert all(len(words.split()) > 5 for words in KINDS.values())
    assert kinds_of("zyzzyva") == ()


def test_the_shipped_table_is_sorted_small_and_speaks_of_known_codes_alone() -> None:
    with weights.FILE.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    terms = [row[0] for row in rows[len(BARS) :]]
    assert terms == sorted(terms)
    assert len(terms) <= 2_400
    assert {*REASONS, TALK} <= set(head)
    assert weights.FILE.stat().st_size < 300_000


@pytest.mark.parametrize("half", ["learnt", "unseen"])
def test_of_a_hundred_everyday_notes_the_words_alone_raise_at_most_one_alert_and_two_talks(half: str) -> None:
    lines = NOTES.with_name(f"{half}.txt").read_text("utf-8").splitlines()
    notes = [line.split("|", 2)[2] for line in lines if line and not line.startswith("#")]
    said = {screen: 0, look: 0}
    for note in notes:
        turns = [turn(text, ("parent", "staff")[place % 2]) for place, text in enumerate(note.split(" || "))]
        said[screen] += bool(screen(turns)) and not screen(turns, weights=NOTHING)
        said[look] += bool(look(turns).flags) and not look(turns, weights=NOTHING).flags
    assert said[screen] <= len(notes) / 100
    assert said[look] <= len(notes) / 50


@pytest.mark.clause("C12")
@pytest.mark.parametrize(
    "text",
    [
        "The dinner lady grabbed her arm and it left a mark. She cries at night and hides the bruises, she is afraid.",
        "We practised the spellings. Her uncle touches her at night, she told me. Thank you so much, lovely day!",
    ],
)
def test_where_a_rule_speaks_words_add_no_code_and_take_none_away(text: str) -> None:
    assert screen([turn(text)]) == screen([turn(text)], weights=NOTHING) != ()


def test_an_allegation_is_never_raised_by_words_alone() -> None:
    learnt = weights.written_as(
        [
            ["", "any risk", "safeguarding", "threat", "missing_child", "online_bullying", "allegation_staff"],
            *([bar, *"0" * 6] for bar in BARS),
            ["teapot", "2", "0", "0", "0", "0", "2"],
            ["kettle", "2", "0", "0", "0", "0", "2"],
        ]
    )
    (finding,) = screen([turn("Teapot kettle.")], weights=learnt)
    assert finding.code == "safeguarding"
    assert len(finding.evidence) == 2


def test_what_the_rules_say_of_a_practical_fact_stands_beside_any_weights() -> None:
    text = "Ellie is not in today, she has a temperature."
    assert recognise(text, weights=NOTHING) == recognise(text)[:1] != ()
