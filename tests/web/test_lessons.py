"""Lessons on the page of somebody's week: two weeks in turn, and from a day on."""

from __future__ import annotations

from flask import Flask

from gateway.actions import calendars
from tests.schools import SCHOOL, come_in, submit


def test_lessons_of_two_weeks_begin_on_the_day_on_which_the_hours_do(sqlite_school: Flask) -> None:
    office = come_in(sqlite_school, "okafor")
    shown = office.get("/settings/staff/nair").text
    assert "A second week of lessons, in turn with this one" in shown
    week = {
        "staff_id": "nair",
        "own": "yes",
        "lessons": "yes",
        "lessons-two": "yes",
        "when": "from",
        "day": "2027-01-04",
    }
    week |= {
        f"{name}-1-{key}": value
        for name, starts, ends in (
            ("week", "08:15", "16:00"),
            ("lessons", "09:00", "11:00"),
            ("lessons-other", "09:00", "14:00"),
        )
        for key, value in (("on", "yes"), ("from", starts), ("to", ends))
    }
    asked = submit(office, "/settings/staff/nair", "/settings/change/week", **week).get_data(as_text=True)
    assert "Lessons from Monday 4 January 2027: In turn, 2 weeks. Week 1: Tuesday 9am to 11am." in asked
    assert submit(office, "/settings/staff/nair", "/settings/change/week", **week, sure="yes").status_code == 302
    nair = next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair")
    assert nair.lessons == "off | from 2027-01-04: Tu 09:00-11:00 / Tu 09:00-14:00"
    assert "Lessons from Monday 4 January 2027" in office.get("/settings/staff/nair").text, "agreed for later"
    out = {"staff_id": "nair", "lessons": "yes", "when": "now", "drop": "2027-01-04"}
    submit(office, "/settings/staff/nair", "/settings/change/week", **out, sure="yes")
    nair = next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair")
    assert (nair.hours, nair.lessons) == ("", "")
