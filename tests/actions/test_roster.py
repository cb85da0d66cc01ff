"""Importing a school: all of it or nothing, twice is once, and every promise is planned again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import calendars
from gateway.actions.arrivals import take_in
from gateway.actions.demo import SAMPLE
from gateway.actions.record import first_break
from gateway.actions.release import release_due
from gateway.actions.roster import held_roster, import_roster, preview_import, refuse_removals
from gateway.domain.roster import Absence, CalendarDay, Roster, SchoolClass, Tie
from gateway.domain.roster_changes import Change, CollapseRefused, Limit
from gateway.domain.scope import one_school
from gateway.ports.channels import RawHook
from gateway.store import audit, queue
from gateway.store.transaction import reading
from integrations.roster.csv_folder import read_school_folder
from tests.journeys.killed import SCHOOL, a_small_school, mail

NOW = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


def bring(roster: Roster, *, accept_removals: bool = False) -> None:
    import_roster(SCHOOL, roster, accept_removals=accept_removals, now=NOW)


def imports() -> list[dict[str, object]]:
    """The details of every import on the record, the newest first."""
    with reading():
        return [link.detail for link in audit.latest(SCHOOL, ("roster.imported",), limit=50)]


def with_father(restriction: str, *, may_contact: bool) -> Roster:
    """The small school, the first pupil's contact under a restriction."""
    roster = a_small_school()
    tie = Tie("P0", "C0", "father", True, 1, False, may_contact, restriction)
    return replace(roster, ties=(tie, *roster.ties[1:]))


def without(roster: Roster, contact_id: str) -> Roster:
    """The same school once a contact has gone from its folder."""
    return replace(
        roster,
        contacts=tuple(one for one in roster.contacts if one.contact_id != contact_id),
        ties=tuple(one for one in roster.ties if one.contact_id != contact_id),
    )


def tie_of(roster: Roster | None, contact_id: str) -> Tie:
    assert roster is not None
    (found,) = (tie for tie in roster.ties if tie.contact_id == contact_id)
    return found


def test_the_sample_school_comes_back_as_it_was_read_and_a_second_import_changes_nothing(app: Flask) -> None:
    with app.app_context():
        sample = read_school_folder(SAMPLE)
        bring(sample)
        assert preview_import(SCHOOL, sample).is_empty
        assert import_roster(SCHOOL, sample, accept_removals=False, now=NOW).is_empty
        assert imports()[0]["changes"] == {}
        assert first_break(SCHOOL)[0] is None


def test_a_preview_changes_nothing(app: Flask) -> None:
    with app.app_context():
        assert not preview_import(SCHOOL, a_small_school()).is_empty
        assert held_roster(SCHOOL) is None
        bring(a_small_school())
        changed = replace(a_small_school(), classes=(SchoolClass("robin", "Wren Class", ("1",)),))
        assert preview_import(SCHOOL, changed).counts() == {"class": {"added": 0, "changed": 1, "removed": 0}}
        assert preview_import(SCHOOL, a_small_school()).is_empty


def test_a_class_that_is_gone_from_the_folder_is_gone(app: Flask) -> None:
    with app.app_context():
        two = replace(a_small_school(), classes=(*a_small_school().classes, SchoolClass("owl", "Owl Class", ("6",))))
        bring(two)
        bring(a_small_school())
        held = held_roster(SCHOOL)
        assert held is not None
        assert [one.class_id for one in held.classes] == ["robin"]
        assert preview_import(SCHOOL, a_small_school()).is_empty


@pytest.mark.clause("C4")
def test_a_restriction_outlives_every_import_even_of_somebody_who_went_and_came_back(app: Flask) -> None:
    with app.app_context():
        bring(with_father("court_order", may_contact=False))
        assert tie_of(held_roster(SCHOOL), "C0").restriction == "court_order"
        changes = import_roster(SCHOOL, a_small_school(), accept_removals=False, now=NOW)
        assert changes.kept == (Limit("P0", "C0", "court_order", ""),)
        assert imports()[0]["not_loosened"] == [{"pupil": "P0", "contact": "C0", "held": "court_order", "asked": ""}]
        bring(without(a_small_school(), "C0"))
        held = held_roster(SCHOOL)
        assert held is not None
        assert "C0" not in {tie.contact_id for tie in held.ties}
        bring(a_small_school())
        assert tie_of(held_roster(SCHOOL), "C0") == Tie("P0", "C0", "mother", True, 1, True, False, "court_order")


@pytest.mark.clause("C4")
def test_a_restriction_outlives_a_pupil_who_left_and_came_back(app: Flask) -> None:
    with app.app_context():
        bring(with_father("no_contact", may_contact=False))
        roster = a_small_school()
        bring(replace(without(roster, "C0"), pupils=roster.pupils[1:]))
        assert preview_import(SCHOOL, replace(without(roster, "C0"), pupils=roster.pupils[1:])).is_empty
        bring(roster)
        assert tie_of(held_roster(SCHOOL), "C0").restriction == "no_contact"


@pytest.mark.clause("C4")
def test_a_restriction_about_a_pupil_who_left_is_remembered_and_not_shown(app: Flask) -> None:
    with app.app_context():
        roster = with_father("no_contact", may_contact=False)
        both = replace(roster, ties=(*roster.ties, Tie("P1", "C0", "uncle", False, 3, False, True)))
        bring(both)
        rest = replace(both, pupils=both.pupils[1:], ties=tuple(tie for tie in both.ties if tie.pupil_id != "P0"))
        bring(rest)
        assert tie_of(held_roster(SCHOOL), "C0").pupil_id == "P1"
        bring(replace(both, ties=(Tie("P0", "C0", "father", True, 1, True, True), *both.ties[1:])))
        held = held_roster(SCHOOL)
        assert held is not None
        assert {tie.restriction for tie in held.ties if (tie.pupil_id, tie.contact_id) == ("P0", "C0")} == {
            "no_contact"
        }


def test_a_collapse_is_refused_and_leaves_everything_as_it_was(app: Flask) -> None:
    with app.app_context():
        bring(a_small_school())
        few = replace(a_small_school(), contacts=a_small_school().contacts[:2], ties=a_small_school().ties[:2])
        with pytest.raises(CollapseRefused):
            refuse_removals(SCHOOL, few)
        with pytest.raises(CollapseRefused):
            bring(few)
        assert preview_import(SCHOOL, a_small_school()).is_empty
        assert len(imports()) == 1
        bring(few, accept_removals=True)
        assert preview_import(SCHOOL, few).is_empty
        assert imports()[0]["removals_accepted"] is True


@pytest.mark.clause("C3")
def test_an_import_that_changes_hours_plans_every_promise_again(app: Flask) -> None:
    with app.app_context():
        bring(a_small_school())
        taken = take_in(SCHOOL, RawHook("test", "1", mail(1), NOW), now=NOW)
        assert taken.visible_at == MONDAY
        away = Absence("S1", date(2026, 11, 23), date(2026, 11, 24), covered_by="H")
        import_roster(SCHOOL, replace(a_small_school(), absences=(away,)), accept_removals=False, now=NOW)
        with reading():
            waiting = {one.reader: one.visible_at for one in queue.waiting(SCHOOL)}
        assert waiting["H"] == MONDAY + timedelta(minutes=15)
        assert "S1" not in waiting


@pytest.mark.clause("C3")
def test_a_closure_and_an_absence_of_the_pages_outlive_an_import_and_keep_moving_promises(app: Flask) -> None:
    with app.app_context():
        bring(a_small_school())
        snow = CalendarDay("closed", MONDAY.date(), MONDAY.date(), "Snow")
        away = Absence("S1", date(2026, 11, 24), date(2026, 11, 24))
        calendars.close_school(SCHOOL, snow, now=NOW)
        calendars.add_absence(SCHOOL, away, now=NOW)
        taken = take_in(SCHOOL, RawHook("test", "1", mail(1), NOW), now=NOW)
        later = replace(a_small_school(), school=replace(a_small_school().school, reply_within_days=5))
        changes = import_roster(SCHOOL, later, accept_removals=False, now=NOW)
        assert [one.kind for one in changes.stays] == ["calendar", "absence"]
        assert imports()[0]["kept_from_pages"] == [
            "calendar closed 2026-11-23 2026-11-23 Snow",
            "absence S1 2026-11-24 2026-11-24",
        ]
        held = held_roster(SCHOOL)
        assert held is not None
        assert snow in held.calendar
        assert held.absences == (away,)
        with reading():
            assert {one.visible_at for one in queue.waiting(SCHOOL) if one.reader == "S1"} == {taken.visible_at}
        calendars.remove_day(SCHOOL, snow, now=NOW)
        assert import_roster(SCHOOL, later, accept_removals=False, now=NOW).stays == (
            Change("absence", "kept", "S1 2026-11-24 2026-11-24"),
        )


@pytest.mark.clause("C3")
def test_hours_of_the_pages_outlive_an_import_until_the_folder_has_news_of_them(app: Flask) -> None:
    with app.app_context():
        folder = a_small_school()
        bring(folder)
        with_cover = calendars.Week("Tu 09:00-12:00", covered_by="H")
        rules = calendars.Rules(
            "Mo-Fr 08:00-16:00", "Mo-Fr 09:00-15:00", "Mo-Fr 08:00-18:00", 2, own_rule="Absence by phone only."
        )
        calendars.set_hours(SCHOOL, "S1", with_cover, now=NOW)
        calendars.set_rules(SCHOOL, rules, now=NOW)
        for _ in range(2):
            bring(folder)
            assert hours_of("S1") == "Tu 09:00-12:00"
            assert calendars.times(SCHOOL).school.reply_within_days == 2
            assert imports()[0]["kept_from_pages"] == ["hours school", "hours S1"]
        news = replace(folder, staff=tuple(replace(one, hours="Mo 08:00-10:00") for one in folder.staff))
        bring(news)
        assert hours_of("S1") == "Mo 08:00-10:00"
        assert calendars.times(SCHOOL).school.reply_within_days == 2, "of the school's own hours it has none"
        bring(folder)
        assert hours_of("S1") == folder.staff[0].hours, "the page's hours do not come back"
        assert calendars.times(SCHOOL).school.own_rule == "Absence by phone only.", "no folder says it"
        assert imports()[0]["kept_from_pages"] == ["hours school"]


def test_hours_set_back_to_what_the_folder_says_are_the_folders_again(app: Flask) -> None:
    with app.app_context():
        folder = a_small_school()
        bring(folder)
        before = folder.staff[0]
        calendars.set_hours(SCHOOL, "S1", calendars.Week("Tu 09:00-12:00"), now=NOW)
        same = calendars.Week(before.hours, before.works_inset, before.year_round, before.covered_by)
        calendars.set_hours(SCHOOL, "S1", same, now=NOW)
        bring(folder)
        assert imports()[0]["kept_from_pages"] == []


def test_a_cover_who_has_left_is_not_kept_with_the_hours_of_a_page(app: Flask) -> None:
    with app.app_context():
        folder = a_small_school()
        bring(folder)
        calendars.set_hours(SCHOOL, "S1", calendars.Week("Tu 09:00-12:00", covered_by="S2"), now=NOW)
        bring(replace(folder, staff=tuple(one for one in folder.staff if one.staff_id != "S2")))
        assert hours_of("S1") == folder.staff[0].hours


def hours_of(staff_id: str) -> str:
    """What school holds of somebody's hours."""
    return next(one for one in calendars.times(SCHOOL).staff if one.staff_id == staff_id).hours


def test_what_waits_for_somebody_who_has_left_goes_to_the_office(app: Flask) -> None:
    with app.app_context():
        bring(a_small_school())
        take_in(SCHOOL, RawHook("test", "1", mail(1), NOW), now=NOW)
        import_roster(
            SCHOOL,
            replace(a_small_school(), staff=tuple(one for one in a_small_school().staff if one.staff_id != "S1")),
            accept_removals=False,
            now=NOW,
        )
        with reading():
            assert {one.reader for one in queue.waiting(SCHOOL)} == {"office", "S2"}
        assert release_due(SCHOOL, now=MONDAY + timedelta(days=3, hours=1)).released == 2


def test_an_import_touches_one_school_only(app: Flask) -> None:
    with app.app_context():
        bring(with_father("court_order", may_contact=False))
        other = one_school(2)
        import_roster(other, a_small_school(), accept_removals=False, now=NOW)
        held = held_roster(other)
        assert held is not None
        assert {tie.restriction for tie in held.ties} == {""}
        assert tie_of(held_roster(SCHOOL), "C0").restriction == "court_order"
