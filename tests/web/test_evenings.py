"""Parents' evenings in the browser: a teacher sets one up, the head lets families know, a parent chooses by link, staff print."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.directory import directory
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.evenings import NOW, THURSDAY, link_of, opened, takes, wren
from tests.mail.calendars import google
from tests.schools import SCHOOL, come_in, parcels, submit
from tests.talks import answers

FORM = {
    "class": "robin",
    "day": "2026-12-03",
    "from": "15:30",
    "to": "17:30",
    "minutes": "10",
    "each": "1",
    "how": "in_person",
    "break-0-from": "16:30",
    "break-0-to": "16:50",
    "room": "Robin classroom",
    "words": "Choose your ten minutes.",
}


@pytest.fixture
def app(sqlite_school: Flask, clock: SetClock) -> Flask:
    """The school on Monday morning."""
    clock.now = NOW
    return sqlite_school


def text(client: FlaskClient, path: str, code: int = 200) -> str:
    """A page."""
    answer = client.get(path)
    assert answer.status_code == code
    return answer.get_data(as_text=True)


def test_set_up_let_known_chosen_and_on_the_sheet(app: Flask) -> None:
    nair, head = come_in(app, "nair"), come_in(app, "ashdown")
    path = submit(nair, "/evenings", **FORM).headers["Location"]
    page = text(nair, path)
    assert "Families do not know of it yet. It lies outside Miss Nair’s hours." in page
    assert "Let 2 families know" not in page
    assert "Break, 20 minutes" in page
    assert "Let 2 families know" in text(head, path)
    assert submit(nair, path, f"{path}/open").status_code == 400
    assert submit(head, path, f"{path}/open").status_code == 302
    family, link = app.test_client(), link_of(app)
    page = text(family, link)
    assert "Parents’ evening with Miss Nair" in page
    assert page.count('name="when"') == 10
    chosen = {
        "child": "zofia",
        "do": "take",
        "how": "in_person",
        "when": (THURSDAY + timedelta(minutes=10)).isoformat(),
    }
    assert submit(family, link, **chosen).status_code == 302
    page = text(family, link)
    assert "Thursday 3 December, 3:40pm" in page
    assert "Cancel 3:40pm" in page
    sheet = text(nair, path)
    assert re.search(r"3:40pm.*?Zofia.N.*?Agnieszka, mother.*?At school", sheet, re.S)
    assert "1 of 2 children have a time. 1 of 10 times are taken." in sheet
    assert "Maisie R" in sheet
    assert "For your hand, not for the door" in sheet


def test_a_slower_parent_is_told_and_sees_the_next_and_can_wait(app: Flask) -> None:
    evening = opened()
    takes(evening, "tom", "maisie", 0)
    family, link = app.test_client(), link_of(app)
    late = submit(family, link, child="zofia", do="take", how="in_person", when=THURSDAY.isoformat())
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "Thursday 3 December, 3:30pm has just been taken. Please choose another time." in page
    assert page.count('name="when"') == 9
    assert submit(family, link, child="zofia", do="wait", latest=THURSDAY.isoformat()).status_code == 302
    assert "You wait for a time not after 3:30pm." in text(family, link)
    assert "Would like a time not after 3:30pm" in text(come_in(app, "nair"), f"/evenings/{evening.evening_id}")
    assert submit(family, link, child="zofia", do="stop").status_code == 302
    assert "You wait for a time" not in text(family, link)


def test_the_page_and_its_letter_say_every_step_in_polish_too_to_whoever_reads_it_and_to_nobody_else(
    app: Flask,
) -> None:
    opened()
    said = text(app.test_client(), link_of(app, to="agnieszka@mail.example"))
    assert "w czwartek 3 grudnia o 15:30" in said
    for words in (
        "Umów ten termin",
        "Jak chcą Państwo rozmawiać?",
        "Chcę poczekać na inny termin",
        "Nie wcześniej niż",
    ):
        assert words in said, words
    other = text(app.test_client(), link_of(app, to="reeds@mail.example"))
    assert 'lang="pl"' not in other
    sent = {one.to_address: one for one in parcels(app, "evening_invite")}
    people = app.extensions["handbell.equipment"]
    with reading():
        known = directory(SCHOOL)
    polish, english = (people.letters.compose(known, sent[f"{one}@mail.example"]) for one in ("agnieszka", "reeds"))
    assert "w czwartek 3 grudnia o 15:30. Rozmowa trwa 10 minut." in polish.text
    assert 'lang="pl"' in polish.html
    assert "Po polsku" not in english.text + english.html


def test_a_sisters_time_next_door_is_marked(app: Flask) -> None:
    robin = opened()
    takes(robin, "tom", "maisie", 20)
    wren()
    page = text(app.test_client(), link_of(app, to="reeds@mail.example"))
    assert page.count("<small>next to 3:50pm</small>") == 3
    assert "Your family is also with another teacher at 3:50pm. We leave five minutes to walk." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"child": "zofia", "do": "take", "how": "in_person", "when": "rubbish"},
        {"child": "zofia", "do": "take", "how": "in_person", "when": "2026-12-03T15:30:00"},
        {"child": "zofia", "do": "take", "how": "in_person"},
        {"child": "zofia", "do": "take", "how": "carrier pigeon", "when": THURSDAY.isoformat()},
        {"child": "zofia", "do": "wait", "earliest": "x"},
    ],
)
def test_rubbish_is_refused_with_a_sentence_and_books_nothing(app: Flask, sent: dict[str, str]) -> None:
    opened()
    answer = submit(app.test_client(), link_of(app), **sent)
    assert answer.status_code == 400
    assert "Choose" in answer.get_data(as_text=True)
    assert parcels(app, "meeting_booked") == ()


def test_another_child_or_a_wrong_link_opens_nothing(app: Flask) -> None:
    opened()
    family, link = app.test_client(), link_of(app)
    taken = submit(family, link, child="maisie", do="take", how="in_person", when=THURSDAY.isoformat())
    assert taken.status_code == 410
    for wrong in ("/meet/evening/wrong", f"{link}x"):
        assert "This link has ended" in text(family, wrong, 410)


@pytest.mark.parametrize(
    ("field", "typed"), [("day", "soon"), ("from", "x"), ("to", ""), ("minutes", "x"), ("break-0-to", "")]
)
def test_a_form_that_cannot_be_read_keeps_what_was_typed(app: Flask, field: str, typed: str) -> None:
    answer = submit(come_in(app, "nair"), "/evenings", **FORM | {field: typed})
    assert answer.status_code == 400
    assert 'value="Robin classroom"' in answer.get_data(as_text=True)


def test_breaks_are_changed_and_an_evening_called_off_from_its_page(app: Flask) -> None:
    evening = opened()
    path, nair = f"/evenings/{evening.evening_id}", come_in(app, "nair")
    fields = {"break-0-from": "16:00", "break-0-to": "16:10"}
    assert submit(nair, path, f"{path}/breaks", **fields).status_code == 302
    assert "Break, 10 minutes" in text(nair, path)
    takes(evening, "agnieszka", "zofia", 0)
    assert submit(nair, path, f"{path}/breaks", **{"break-0-from": "15:30", "break-0-to": "15:50"}).status_code == 400
    assert submit(nair, path, f"{path}/call-off", words="Snow.").status_code == 302
    assert "Called off" in text(nair, "/evenings")
    assert "This evening is called off" in text(app.test_client(), link_of(app))
    assert text(come_in(app, "garrod"), path, 404)


@pytest.mark.clause("C2")
def test_several_teachers_hold_one_evening_of_which_each_adult_hears_once_and_chooses_on_one_page(app: Flask) -> None:
    head = come_in(app, "ashdown")
    several = {**FORM, "room": "", "with": ["nair:robin", "garrod:wren"]}
    assert submit(head, "/evenings", **several).status_code == 302
    assert submit(head, "/evenings", **{**several, "with": ["nair:robin"]}).status_code == 400, "she has one then"
    assert submit(head, "/evenings", **{**several, "with": ["castellan:owl"]}).status_code == 400
    assert submit(come_in(app, "garrod"), "/evenings", **several).status_code == 400, "nobody plans for another"
    assert "Let families of Thursday 3 December know" in text(head, "/evenings")
    day = {"day": "2026-12-03"}
    assert submit(come_in(app, "nair"), "/evenings", "/evenings/open", **day).status_code == 400
    for _ in range(2):
        assert submit(head, "/evenings", "/evenings/open", **day).status_code == 302
    to_tom = [one for one in parcels(app, "evening_invite") if one.to_name == "Tom Reed"]
    assert [(one.facts["staff_id"], one.facts["pupils"], one.facts["also"]) for one in to_tom] == [
        ("nair", ["maisie"], [["garrod", ["leo"]]])
    ]
    family, link = app.test_client(), f"/meet/{to_tom[0].facts['link']}"
    page = text(family, link)
    assert "Parents’ evening with Miss Nair" in page
    assert "And with Mr Garrod" in page
    evenings = re.findall(r'name="evening" value="(\d+)"><input type="hidden" name="child" value="(\w+)"', page)
    (nairs, _), (garrods, _) = dict.fromkeys(evenings)
    take = {"do": "take", "how": "in_person"}
    first = {"evening": nairs, "child": "maisie", "when": THURSDAY.isoformat()}
    assert submit(family, link, **take, **first).status_code == 302
    page = text(family, link)
    assert "<small>next to 3:30pm</small>" in page
    too_near = {"evening": garrods, "child": "leo", "when": (THURSDAY + timedelta(minutes=10)).isoformat()}
    assert submit(family, link, **take, **too_near).status_code == 409, "there is no time to walk"
    beside = {**too_near, "when": (THURSDAY + timedelta(minutes=20)).isoformat()}
    assert submit(family, link, **take, **beside).status_code == 302
    assert submit(family, link, **take, **{**beside, "evening": "7"}).status_code == 410
    assert "Maisie R: Miss Nair at 3:30pm" in text(head, f"/evenings/{garrods}")


def test_the_sheet_says_what_the_familys_calendar_answered(app: Flask) -> None:
    evening = opened()
    meeting = takes(evening, "agnieszka", "zofia", 0)
    sheet = f"/evenings/{evening.evening_id}"
    nair = come_in(app, "nair")
    for said, shown in (("ACCEPTED", "Their calendar said yes"), ("DECLINED", "Their calendar said no")):
        answers(app, google(said, uid=meeting.uid), at=NOW + timedelta(minutes=5))
        assert shown in text(nair, sheet)
    takes(evening, "agnieszka", "zofia", 20, now=NOW + timedelta(minutes=10))
    assert "Their calendar" not in text(nair, sheet), "it was said of the time before"
