"""A concern on its way to the child protection file: whole, recorded, pointed to, and kept here for good."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from gateway.actions.accounts import Visitor
from gateway.actions.alerts import CALLS_AFTER, NotYoursToTake, escalate_due, pass_on, take_alert
from gateway.actions.calendars import close_school
from gateway.actions.concerns import Exported, export_concern, kept_of, point_to
from gateway.actions.desk import looks_at_mine
from gateway.actions.family_messages import begin_talk, take_back
from gateway.actions.open_alerts import AlertPage, open_alert
from gateway.actions.own_threads import NotYourThread
from gateway.actions.reports import report
from gateway.actions.roster import import_roster
from gateway.domain.concerns import as_csv
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, queue
from gateway.store import concerns as alerts
from gateway.store.base import db
from gateway.store.concerns import Alert
from gateway.store.transaction import reading
from tests.schools import SCHOOL, a_roster, a_school, arrives, mail, parcels

NIGHT = datetime(2026, 11, 18, 21, 26, tzinfo=UTC)
LATER = NIGHT + timedelta(minutes=3)
OPENS = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
"""When the office does, the next morning."""
HELEN = "Helen Tate <helen@mail.example>"
WORDS = '=Probably nothing, but her uncle hit Poppy with a belt.\nShe has a mark on her arm. Żółw, "quoted"; بنت'
AS_HELEN = Visitor(
    "", "contact", "helen", "Helen Tate", frozenset(), one_school(1, Actor("contact", "helen")), NIGHT, None
)


def school(app: Flask, mode: str = "on_call") -> None:
    """Elmswick with a deputy safeguarding lead."""
    roster = a_roster(mode=mode)
    staff = tuple(
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "pettit" else one for one in roster.staff
    )
    a_school(app, replace(roster, staff=staff))


@pytest.fixture
def worry(app: Flask) -> Alert:
    """A worry of Helen's about Poppy that comes on a Wednesday night, with the application's context open to it."""
    school(app)
    arrives(app, mail(HELEN, WORDS, to="garrod@elmswick.example", subject="Poppy"), NIGHT)
    with app.app_context():
        return newest()


def newest() -> Alert:
    with reading():
        return alerts.latest_alerts(SCHOOL, limit=1)[0]


def as_staff(staff_id: str) -> Scope:
    return one_school(1, Actor("staff", staff_id))


def export(alert: Alert, staff_id: str = "castellan", form: str = "csv", at: datetime = LATER) -> Exported:
    return export_concern(as_staff(staff_id), alert.alert_id, staff_id=staff_id, form=form, now=at)


def links(*events: str) -> tuple[audit.Link, ...]:
    with reading():
        return audit.latest(SCHOOL, events, limit=20)


def the_page(alert: Alert, staff_id: str = "castellan") -> AlertPage:
    return open_alert(as_staff(staff_id), alert.alert_id, staff_id=staff_id, now=LATER)


def test_the_file_holds_the_words_as_they_were_written_and_no_cell_that_would_be_computed(
    app: Flask, worry: Alert
) -> None:
    with app.app_context():
        body = as_csv(export(worry).rows)
    assert body.startswith(b"\xef\xbb\xbf"), "a spreadsheet reads it as UTF-8"
    heads, row = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    said = dict(zip(heads, row, strict=True))
    assert (said["Pupil"], said["Class"], said["Other pupils"]) == ("Poppy Tate", "Wren Class", "")
    assert (said["Date"], said["Time"]) == ("18/11/2026", "21:26")
    assert said["Incident"] == f"Poppy\n\n{WORDS}"
    assert said["Written by"] == "Helen Tate"
    assert said["Told"] == "Mrs Castellan; Mrs Ashdown"
    assert "Safeguarding" in said["Category"]
    assert str(worry.alert_id) in said["Source"]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@x", "\t=1", " =1"])
def test_words_that_look_like_a_formula_are_shown_and_not_computed(app: Flask, worry: Alert, cell: str) -> None:
    with app.app_context():
        row = replace(export(worry).rows[0], written_by=cell)
    assert list(csv.reader(io.StringIO(as_csv([row]).decode("utf-8-sig"), newline="")))[1][7] == f"'{cell}"


def test_a_concern_about_two_children_is_two_rows_that_name_each_other(app: Flask) -> None:
    with app.app_context():
        roster = a_roster()
        second = next(one for one in roster.ties if one.contact_id == "helen")
        a_school(app, replace(roster, ties=(*roster.ties, replace(second, pupil_id="zofia"))))
        begin_talk(AS_HELEN, "office", subject="Tonight", text=WORDS, form="1", now=NIGHT)
        first, other = export(newest()).rows
    assert {first.pupil, other.pupil} == {"Poppy Tate", "Zofia Nowak"}
    assert (first.other_pupils, other.other_pupils) == (other.pupil, first.pupil)
    assert first.words == other.words


@pytest.mark.clause("C15")
def test_an_export_is_in_the_record_on_the_alert_and_told_to_the_others_of_its_route_alone(
    app: Flask, worry: Alert
) -> None:
    with app.app_context():
        found = export(worry)
        (link,) = links("concern.exported")
        assert (link.seq, link.actor, link.detail["form"]) == (found.record, "staff:castellan", "csv")
        assert set(link.detail["told"]) == {"ashdown"}
        said = [one.words for one in the_page(worry).steps]
        assert "Mrs Castellan exported it as a file for the child protection file." in said
        letters = parcels(app, "looked_at")
        assert [one.to_address for one in letters] == ["ashdown@elmswick.example"]
        told_by = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
        assert len(looks_at_mine(SCHOOL, "ashdown", now=told_by)) == 1
        assert looks_at_mine(SCHOOL, "garrod", now=told_by) == (), "the class teacher does not learn why"


@pytest.mark.clause("C4")
@pytest.mark.parametrize("staff_id", ["garrod", "nair", "bell"])
def test_somebody_who_was_not_told_can_neither_export_nor_point(app: Flask, worry: Alert, staff_id: str) -> None:
    with app.app_context():
        with pytest.raises(NotYourThread):
            export(worry, staff_id)
        with pytest.raises(NotYourThread):
            point_to(as_staff(staff_id), worry.alert_id, staff_id=staff_id, system="cpoms", reference="1", now=LATER)
        assert links("concern.exported", "concern.pointed") == ()
        assert kept_of(SCHOOL, worry.alert_id) is None


def test_the_pointer_says_who_exported_it_when_and_its_number_there(app: Flask, worry: Alert) -> None:
    with app.app_context():
        export(worry)
        for number in ("  471 1 ", "471 1", "4712"):
            point_to(
                as_staff("ashdown"), worry.alert_id, staff_id="ashdown", system="cpoms", reference=number, now=LATER
            )
        kept = kept_of(SCHOOL, worry.alert_id)
        assert kept is not None
        assert (kept.exported_by, kept.pointer.exported_at) == ("Mrs Castellan", LATER)
        assert (kept.system, kept.pointer.reference, kept.noted_by) == ("CPOMS", "4712", "Mrs Ashdown")
        assert [one.detail["reference"] for one in links("concern.pointed")] == ["4712", "471 1"], (
            "the same is noted once"
        )


@pytest.mark.parametrize(
    ("system", "reference"), [("cpoms", "  "), ("cpoms", "x" * 65), ("paper", "1"), ("cpoms", "\x07")]
)
def test_a_number_that_is_none_is_refused(app: Flask, worry: Alert, system: str, reference: str) -> None:
    with app.app_context():
        with pytest.raises(InputProblem):
            point_to(SCHOOL, worry.alert_id, staff_id="castellan", system=system, reference=reference, now=LATER)
        with pytest.raises(InputProblem):
            export(worry, form="fax")


def test_the_export_of_a_report_holds_the_message_that_was_reported(app: Flask) -> None:
    with app.app_context():
        school(app)
        taken = arrives(app, mail(HELEN, "Poppy has new shoes.", to="garrod@elmswick.example"), NIGHT)
        report(
            AS_HELEN, kind="child", about="", text="Look.", message_id=taken.message_id, page="", form="1", now=NIGHT
        )
        (row,) = export(newest()).rows
    assert "Look." in row.words
    assert "The message that was reported, by Helen Tate:\nPoppy has new shoes." in row.words


@pytest.mark.clause("C12")
@pytest.mark.parametrize("table", ["alerts", "messages", "threads"])
def test_the_database_itself_refuses_to_delete_an_alert_its_words_and_its_conversation(
    app: Flask, worry: Alert, table: str
) -> None:
    key = {"alerts": "alert_id", "messages": "message_id", "threads": "thread_id"}[table]
    with app.app_context():
        with pytest.raises(DatabaseError), db.engine.connect() as connection, connection.begin():
            connection.execute(text(f"DELETE FROM {table} WHERE {key} = {getattr(worry, key)}"))
        assert newest() == worry


@pytest.mark.clause("C12")
def test_nothing_that_a_family_the_office_or_a_leader_does_takes_the_words_away_or_puts_the_alert_off(
    app: Flask, worry: Alert
) -> None:
    with app.app_context():
        before = the_page(worry)
        take_back(AS_HELEN, worry.thread_id, worry.message_id, now=LATER)
        closed = CalendarDay("closed", date(2026, 11, 19), date(2026, 11, 27), "Flood")
        close_school(as_staff("ashdown"), closed, now=LATER)
        roster = a_roster(mode="on_call")
        left = replace(
            roster,
            pupils=tuple(one for one in roster.pupils if one.pupil_id != "poppy"),
            contacts=tuple(one for one in roster.contacts if one.contact_id != "helen"),
            ties=tuple(one for one in roster.ties if one.pupil_id != "poppy" and one.contact_id != "helen"),
        )
        import_roster(SCHOOL, left, accept_removals=True, now=LATER)
        after = the_page(worry)
        assert after.message == before.message
        assert after.alert == before.alert == worry, "nobody has put it off"
        assert export(worry).message.text == WORDS
        assert escalate_due(SCHOOL, now=NIGHT + CALLS_AFTER) == 1, "it calls on at its own time, whatever was closed"
        with reading():
            assert set(queue.readers_of(SCHOOL, worry.thread_id)) >= {"castellan", "ashdown"}


@pytest.mark.clause("C12")
@pytest.mark.parametrize("mode", ["on_call", "signpost"])
def test_i_cannot_tells_the_next_in_line_at_once(app: Flask, mode: str) -> None:
    with app.app_context():
        school(app, mode)
        arrives(app, mail(HELEN, WORDS, to="garrod@elmswick.example"), NIGHT)
        alert = newest()
        assert the_page(alert).next_name == "Mrs Pettit"
        lead = as_staff("castellan")
        assert pass_on(lead, alert.alert_id, staff_id="castellan", now=LATER) == "Mrs Pettit"
        held = newest()
        assert held.told == ["castellan", "ashdown", "pettit"]
        assert held.next_call_at == (LATER + CALLS_AFTER if mode == "on_call" else OPENS + CALLS_AFTER)
        assert parcels(app, "alert")[-1].to_address == "pettit@elmswick.example"
        said = [one.words for one in the_page(alert).steps]
        assert "Mrs Castellan could not take it. Told next: Mrs Pettit." in said


def test_only_who_was_told_can_pass_an_alert_on_and_only_while_nobody_has_it(app: Flask, worry: Alert) -> None:
    with app.app_context():
        with pytest.raises(NotYoursToTake):
            pass_on(as_staff("pettit"), worry.alert_id, staff_id="pettit", now=LATER)
        take_alert(as_staff("ashdown"), worry.alert_id, staff_id="ashdown", now=LATER)
        with pytest.raises(NotYoursToTake):
            pass_on(as_staff("castellan"), worry.alert_id, staff_id="castellan", now=LATER)
        assert newest().told == worry.told


@pytest.mark.clause("C12")
def test_while_the_rules_are_broken_every_message_is_read_by_the_lead_and_the_family_is_told_what_everyone_is(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = arrives(sample_school, mail(text="Where is her coat?"))

    def broken(*_: object) -> None:
        raise RuntimeError("a rule broke")

    monkeypatch.setattr("gateway.actions.reading.risk.screen", broken)
    unread = arrives(sample_school, mail(HELEN, "Where is her hat?", to="garrod@elmswick.example"))
    assert (plain.disposition, unread.disposition, unread.acknowledged) == ("queue", "risk", True)
    alert = newest()
    assert (alert.message_id, alert.told) == (unread.message_id, ["castellan", "ashdown"])
    assert "nobody has looked at it yet" in str(alert.findings[0]["reason"])
    first, second = parcels(sample_school, "acknowledgement")
    assert first.facts.keys() == second.facts.keys()
