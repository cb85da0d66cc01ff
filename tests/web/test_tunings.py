"""Tuning what suggests a talk: what a reason does, what a replay counts, that a put-away matter stays away, and no names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import suggestions, talks, tunings
from gateway.actions.release import release_due
from gateway.actions.tunings import NotYet
from gateway.domain import flags as rules
from gateway.domain.errors import InputProblem
from gateway.domain.flags.looking import hear
from gateway.domain.meetings.talks import Agreed
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.scope import Actor, Scope, one_school
from gateway.domain.tuning import MODES, NEVER, REASONS, WITH_ANOTHER, checked, heard
from gateway.store import audit, flags
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail, sign_in_as, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
UNSAID = "There is something going on at home that I would rather not put in writing. When are you free?"
HERE = "/settings/suggestions"


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


def seen(*codes: str) -> tuple[Finding, ...]:
    """What the rules would have seen, resting on the first letters of the last message."""
    return tuple(Finding(code, f"For {code}", (Evidence(0, 0, 3),)) for code in codes)


@pytest.fixture
def by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the words of a conversation name their own reasons, so that these tests rest on no rule of words."""

    def look(turns: tuple[Turn, ...]) -> rules.Seen:
        said = [(place, code) for place, one in enumerate(turns) for code in REASONS if code in one.text]
        found = {code: Finding(code, f"For {code}", (Evidence(place, 0, 3),)) for place, code in said}
        return rules.Seen(tuple(found.values()), 0.9 if found else 0.1)

    monkeypatch.setattr(suggestions, "look", look)


@pytest.fixture
def come_in(sqlite_school: Flask, clock: SetClock) -> Callable[[str], FlaskClient]:
    """Signs a member of staff in, in a browser of their own, at nine on Monday."""
    clock.now = NINE

    def sign_in(staff_id: str) -> FlaskClient:
        client = sqlite_school.test_client()
        sign_in_as(client, staff_id)
        return client

    return sign_in


def write(app: Flask, text: str, subject: str, *, minutes: int = 0, reply_to: str = "", own: str = "") -> int:
    """A mail of Agnieszka's that begins a conversation, or goes on with one; the conversation."""
    raw = mail(text=text, subject=subject, message_id=own, in_reply_to=reply_to)
    taken = arrives(app, raw, NINE + timedelta(minutes=minutes))
    assert taken.thread_id is not None
    return taken.thread_id


def standing(thread_id: int) -> tuple[str, list[str]]:
    """The state of a conversation's suggestion and the codes on its card."""
    with reading():
        held = flags.suggestion(SCHOOL, thread_id)
    return (held.state, [one["code"] for one in held.findings]) if held else ("", [])


def test_a_reason_counts_as_it_is_only_with_another_or_never() -> None:
    both = seen("distress", "complaint")
    assert heard(both, {}) == both
    assert heard(both, {"distress": NEVER}) == both[1:]
    assert heard(both, {"distress": WITH_ANOTHER}) == both
    assert heard(both[:1], {"distress": WITH_ANOTHER}) == ()
    assert heard(both, {"distress": WITH_ANOTHER, "complaint": NEVER}) == (), "what is put off is no sign"
    assert heard(both, {"distress": WITH_ANOTHER, "complaint": WITH_ANOTHER}) == both, "two weak signs are another each"


def test_a_tuning_names_reasons_and_modes_that_there_are_and_leaves_one_reason() -> None:
    assert checked({"distress": "as_it_is", "hostile": NEVER}) == {"hostile": NEVER}
    for wrong in ({"weather": NEVER}, {"distress": "often"}, dict.fromkeys(REASONS, NEVER)):
        with pytest.raises(InputProblem):
            checked(wrong)


@pytest.mark.clause("C22")
def test_a_matter_that_was_put_away_stays_away_also_beside_a_new_one(sqlite_school: Flask, by_words: None) -> None:
    thread_id = write(sqlite_school, "distress", "Lunch", own="<one@mail.example>")
    release_due(SCHOOL, now=NINE)
    suggestions.dismiss(of("nair"), thread_id, staff_id="nair", answer="wrong", now=NINE)
    write(sqlite_school, "distress again", "Re: Lunch", minutes=1, reply_to="<one@mail.example>")
    assert standing(thread_id)[0] == "dismissed"
    write(sqlite_school, "distress and a complaint", "Re: Lunch", minutes=2, reply_to="<one@mail.example>")
    assert standing(thread_id) == ("open", ["complaint"]), "the new matter alone is on the card"
    write(sqlite_school, "distress", "Re: Lunch", minutes=3, reply_to="<one@mail.example>")
    assert standing(thread_id) == ("open", ["complaint"])
    suggestions.dismiss(of("nair"), thread_id, staff_id="nair", answer="settled", now=NINE)
    suggestions.restore(of("nair"), thread_id, staff_id="nair", now=NINE)
    assert standing(thread_id) == ("open", ["complaint"])
    other = write(sqlite_school, "distress", "Shoes", minutes=4)
    assert standing(other) == ("open", ["distress"]), "another conversation is another matter"


@pytest.mark.clause("C22")
def test_words_that_come_after_a_talk_may_suggest_another(sqlite_school: Flask, by_words: None) -> None:
    thread_id = write(sqlite_school, "distress", "Lunch", own="<one@mail.example>")
    release_due(SCHOOL, now=NINE)
    talks.note_outcome(of("nair"), thread_id, staff_id="nair", outcome="spoke", now=NINE + timedelta(minutes=10))
    write(sqlite_school, "Thank you.", "Re: Lunch", minutes=20, reply_to="<one@mail.example>")
    assert standing(thread_id)[0] == "closed"
    write(sqlite_school, "distress again", "Re: Lunch", minutes=30, reply_to="<one@mail.example>")
    assert standing(thread_id)[0] == "open"


@pytest.mark.clause("C22")
def test_a_replay_counts_before_and_after_and_only_then_can_it_be_kept(
    sqlite_school: Flask, by_words: None, come_in: Callable[[str], FlaskClient], clock: SetClock
) -> None:
    for number, text in enumerate(("distress", "distress complaint", "complaint", "Where is the book?")):
        write(sqlite_school, text, f"Matter {number}", minutes=number)
    client = come_in("ashdown")
    clock.forward(timedelta(minutes=5))
    modes = dict.fromkeys(REASONS, "as_it_is")
    assert submit(client, HERE, **modes).status_code == 400, "nothing is different"
    answer = submit(client, HERE, **(modes | {"distress": WITH_ANOTHER, "complaint": NEVER}))
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "4 conversations were looked at" in page
    counts = re.findall(r'rowheader">([^<]+)</th><td[^>]*>(\d+)</td><td[^>]*>(?:<strong>)?(\d+)', page)
    told = {name: (int(was), int(will)) for name, was, will in counts}
    assert told["Any reason"] == (3, 0)
    assert told[REASONS["distress"]] == (2, 0)
    assert told[REASONS["complaint"]] == (2, 0)
    assert told[REASONS["hostile"]] == (0, 0)
    assert write(sqlite_school, "distress", "Before it holds", minutes=9)
    submit(client, answer.headers["Location"])
    assert standing(write(sqlite_school, "distress", "After", minutes=10)) == ("", [])
    page = client.get(HERE).get_data(as_text=True)
    assert "Somebody is very upset: only with another sign; Dissatisfaction with what school did: never" in page
    assert submit(client, answer.headers["Location"]).status_code == 409, "it holds already"
    submit(client, HERE, f"{HERE}/0/back")
    assert standing(write(sqlite_school, "distress", "Undone", minutes=11)) == ("open", ["distress"])
    with reading():
        found = [one.detail for one in audit.latest(SCHOOL, ("suggestions.tuned",), limit=5)]
    assert [one["is_now"] for one in found] == [{}, {"distress": WITH_ANOTHER, "complaint": NEVER}]


def test_a_replay_counts_what_rules_and_weights_see_on_arrival_and_filters_after_both(sqlite_school: Flask) -> None:
    thread_id = write(sqlite_school, UNSAID, "Home")
    _, codes = standing(thread_id)
    weighed = set(codes) - {one.code for one in hear((Turn("parent", "", UNSAID, NINE),)) if one.weight > 0}
    assert weighed, "choose words for which the weights give a reason that no rule gives"
    ruled = dict.fromkeys(set(codes) - weighed, NEVER)
    tuning_id = tunings.ask(of("ashdown"), ruled, staff_id="ashdown", now=NINE + timedelta(hours=1))
    held = tunings.asked(SCHOOL, tuning_id)
    assert held.before == {"*": 1, **dict.fromkeys(codes, 1)}
    assert held.after == {"*": 1, **dict.fromkeys(weighed, 1)}
    tunings.keep(of("ashdown"), tuning_id, staff_id="ashdown", now=NINE + timedelta(hours=1))
    assert set(standing(write(sqlite_school, UNSAID, "Home again", minutes=90))[1]) == weighed


def test_a_replay_leaves_out_the_note_of_a_talk_as_the_live_look_does(sqlite_school: Flask, by_words: None) -> None:
    thread_id = write(sqlite_school, "Where is the book?", "Book")
    release_due(SCHOOL, now=NINE)
    agreed = Agreed("phone", NINE.date(), "distress was talked of", "", None)
    talks.write_note(of("nair"), thread_id, agreed, staff_id="nair", now=NINE + timedelta(minutes=1))
    tuning_id = tunings.ask(of("ashdown"), {"hostile": NEVER}, staff_id="ashdown", now=NINE + timedelta(hours=1))
    assert tunings.asked(SCHOOL, tuning_id).before == {}


def test_a_long_replay_goes_on_step_by_step_and_cannot_be_kept_half_way(
    sqlite_school: Flask, by_words: None, come_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tunings, "AT_ONCE", 2)
    for number in range(5):
        write(sqlite_school, "distress", f"Matter {number}", minutes=number)
    tuning_id = tunings.ask(of("ashdown"), {"distress": NEVER}, staff_id="ashdown", now=NINE + timedelta(hours=1))
    client, here = come_in("ashdown"), f"{HERE}/{tuning_id}"
    page = client.get(here).get_data(as_text=True)
    assert "2 of 5 conversations looked at" in page
    assert "Yes, change it" not in page
    with pytest.raises(NotYet):
        tunings.keep(of("ashdown"), tuning_id, staff_id="ashdown", now=NINE)
    for _ in range(3):
        submit(client, here, f"{here}/on")
    held = tunings.asked(SCHOOL, tuning_id)
    assert (held.looked, held.before, held.after) == (5, {"*": 5, "distress": 5}, {})
    assert "Yes, change it" in client.get(here).get_data(as_text=True)
    assert tunings.go_on(SCHOOL, tuning_id).before == held.before, "once more counts nothing twice"


def test_a_replay_looks_at_most_at_so_many_conversations_the_newest(
    sqlite_school: Flask, by_words: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tunings, "MOST", 2)
    for number, text in enumerate(("complaint", "distress", "distress")):
        write(sqlite_school, text, f"Matter {number}", minutes=number)
    tuning_id = tunings.ask(of("ashdown"), {"distress": NEVER}, staff_id="ashdown", now=NINE + timedelta(hours=1))
    assert tunings.asked(SCHOOL, tuning_id).before == {"*": 2, "distress": 2}


def test_the_last_whole_term_is_replayed_where_somebody_wrote_in_it(sqlite_school: Flask, by_words: None) -> None:
    write(sqlite_school, "distress", "In autumn")
    spring = NINE.replace(year=2027, month=2)
    tuning_id = tunings.ask(of("ashdown"), {"distress": NEVER}, staff_id="ashdown", now=spring)
    held = tunings.asked(SCHOOL, tuning_id)
    assert (held.since.date(), held.until.date()) == (date(2026, 8, 31), date(2027, 1, 4))
    assert held.before == {"*": 1, "distress": 1}


@pytest.mark.clause("C22")
def test_the_head_sees_counts_by_reason_and_nobody_by_name(
    sqlite_school: Flask, by_words: None, come_in: Callable[[str], FlaskClient]
) -> None:
    threads = [write(sqlite_school, "distress", f"Matter {number}", minutes=number) for number in range(4)]
    release_due(SCHOOL, now=NINE)
    suggestions.dismiss(of("nair"), threads[0], staff_id="nair", answer="writing", now=NINE)
    suggestions.take_up(of("nair"), threads[1], staff_id="nair", answer="phone", now=NINE)
    talks.note_outcome(of("nair"), threads[2], staff_id="nair", outcome="spoke", now=NINE)
    client = come_in("ashdown")
    for path in ("/today", HERE):
        page = client.get(path).get_data(as_text=True)
        said = {head: int(count) for head, count in re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page)}
        assert said["Suggested this term"] == 4
        assert said["Talked"] == said["About to talk"] == said["Of these still open"] == 1
        assert said["Put away: writing works better here"] == 1
    with writing():
        held = flags.suggestion(SCHOOL, threads[3])
        assert held is not None
        flags.save_suggestion(SCHOOL, replace(held, raised_at=NINE.replace(month=6)))
    assert "better held in person, 1 of them since before this term." in client.get("/today").get_data(as_text=True)
    assert "Nair" not in client.get(HERE).get_data(as_text=True)
    assert "Nowak" not in client.get(HERE).get_data(as_text=True)
    assert come_in("nair").get(HERE).status_code == 403


def test_a_form_of_rubbish_changes_nothing(sqlite_school: Flask, come_in: Callable[[str], FlaskClient]) -> None:
    client = come_in("ashdown")
    assert submit(client, HERE, distress="often").status_code == 400
    assert submit(client, HERE, **dict.fromkeys(REASONS, NEVER)).status_code == 400
    for path in (f"{HERE}/77", f"{HERE}/77/on", f"{HERE}/77/back"):
        assert submit(client, HERE, path).status_code == 400
    assert tunings.in_force(SCHOOL) == {}
    assert set(MODES) == {"as_it_is", WITH_ANOTHER, NEVER}


def test_on_both_databases_a_tuning_is_counted_kept_and_undone(sample_school: Flask, by_words: None) -> None:
    thread_id = write(sample_school, "distress", "Lunch")
    tuning_id = tunings.ask(of("ashdown"), {"distress": NEVER}, staff_id="ashdown", now=NINE + timedelta(hours=1))
    tunings.keep(of("ashdown"), tuning_id, staff_id="ashdown", now=NINE + timedelta(hours=1))
    assert tunings.in_force(SCHOOL) == {"distress": NEVER}
    assert standing(thread_id) == ("open", ["distress"]), "a card that stands stays"
    tunings.bring_back(of("ashdown"), 0, staff_id="ashdown", now=NINE + timedelta(hours=2))
    assert tunings.in_force(SCHOOL) == {}
