"""What was set on the pages and an import keeps: calendar lines, absences, and hours of which the folder has no news."""

from __future__ import annotations

from dataclasses import replace

from gateway.domain.roster import PAGE, Absence, CalendarDay, Roster, School, StaffMember


def days_of_pages(held: Roster | None, incoming: Roster) -> tuple[CalendarDay, ...]:
    """The lines of the calendar that were added on the pages and that the folder does not have."""
    days = held.calendar if held else ()
    return tuple(one for one in days if one.origin == PAGE and one not in incoming.calendar)


def hours_of_pages(held: Roster | None, incoming: Roster) -> dict[str, StaffMember]:
    """Staff whose hours a page has set and of whom the folder says what it said then; a cover who has left is not kept."""
    said = {one.staff_id: one.hours_said for one in incoming.staff}
    return {
        one.staff_id: one
        for one in (held.staff if held else ())
        if one.folder_hours and said.get(one.staff_id) == one.folder_hours and one.covered_by in {"", *said}
    }


def with_hours(incoming: StaffMember, held: StaffMember) -> StaffMember:
    """A member of staff of the folder with the hours that a page has set."""
    return replace(
        incoming,
        hours=held.hours,
        works_inset=held.works_inset,
        covered_by=held.covered_by,
        folder_hours=held.folder_hours,
    )


def with_own_marks(incoming: StaffMember, held: StaffMember | None) -> StaffMember:
    """A member of staff of the folder with what no folder says: whether they work in the holidays, and their lessons."""
    if held is None:
        return incoming
    year_round = incoming.year_round or held.year_round
    return replace(incoming, year_round=year_round, lessons=incoming.lessons or held.lessons)


def keeps_school_hours(held: School, incoming: School) -> bool:
    """Whether a page has set the school's hours and the folder says of them what it said then."""
    return bool(held.folder_hours) and held.folder_hours == incoming.hours_said


def school_of_pages(held: Roster | None, incoming: Roster) -> School:
    """The folder's school, with the hours that a page has set where the folder says of them what it said then."""
    if held is None:
        return incoming.school
    school = replace(
        incoming.school,
        lessons_hold=incoming.school.lessons_hold or held.school.lessons_hold,
        bank_holidays=incoming.school.bank_holidays or held.school.bank_holidays,
        own_rule=held.school.own_rule,
        register_closes=held.school.register_closes,
    )
    if not keeps_school_hours(held.school, incoming.school):
        return school
    return replace(
        school,
        office_hours=held.school.office_hours,
        staff_hours=held.school.staff_hours,
        courtesy_hours=held.school.courtesy_hours,
        reply_within_days=held.school.reply_within_days,
        folder_hours=held.school.folder_hours,
    )


def absences_of_pages(held: Roster | None, incoming: Roster) -> tuple[Absence, ...]:
    """The same of absences; a cover who has left is named no longer."""
    here = {one.staff_id for one in incoming.staff}
    added = (one for one in (held.absences if held else ()) if one.origin == PAGE and one.staff_id in here)
    named = (one if one.covered_by in here else replace(one, covered_by="") for one in added)
    return tuple(one for one in named if one not in incoming.absences)
