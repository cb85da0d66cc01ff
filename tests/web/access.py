"""Every door of Handbell in one table: what stands behind it, who passes, and what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Flask

from gateway.domain.roster import STAFF_ROLES

NOBODY = "nobody"
FAMILIES = ("agnieszka", "marek", "helen")
"""The parent whose things the school holds, the other parent of the same child, and a parent of another family."""
VISITORS = (*sorted(STAFF_ROLES), *FAMILIES, NOBODY)
"""Staff are known by the one role that they have."""
NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

DOORS: dict[str, frozenset[str]] = {
    "public": frozenset(VISITORS),
    "staff": STAFF_ROLES,
    "parent": frozenset(FAMILIES),
    "signed_in": STAFF_ROLES | frozenset(FAMILIES),
    "holding_work_office": frozenset({"office", "headteacher", "deputy_head"}),
    "holding_see_today": frozenset({"headteacher", "deputy_head"}),
    "holding_audit": frozenset({"headteacher", "deputy_head"}),
    "holding_lift_restrictions": frozenset({"headteacher"}),
    "holding_tune_suggestions": frozenset({"headteacher", "deputy_head"}),
    "holding_note_limits": frozenset({"office", "headteacher", "deputy_head", "dsl", "deputy_dsl"}),
    "holding_confirm_contacts": frozenset({"headteacher"}),
    "holding_send_out_of_hours": frozenset({"headteacher", "deputy_head", "dsl", "deputy_dsl"}),
    "holding_set_channels": frozenset({"headteacher", "deputy_head", "office"}),
    "holding_carry_posts": frozenset({"office", "headteacher", "deputy_head"}),
    "holding_write_posts": frozenset({"headteacher", "deputy_head"}),
    "holding_publish_posts": frozenset({"headteacher"}),
    "holding_set_hours": frozenset({"headteacher", "deputy_head", "office"}),
}
"""Guard → who passes it, written down here once more by hand, as the school's policy says it."""

_OFFICE = frozenset({"office", "headteacher", "deputy_head"})
_TEACHER, _AGNIESZKA = frozenset({"teacher"}), frozenset({"agnieszka"})
_LEADS = frozenset({"headteacher", "deputy_head", "dsl", "deputy_dsl"})
_ALERTED = frozenset({"headteacher", "dsl", "deputy_dsl"})


@dataclass(frozen=True, slots=True)
class Row:
    """One route: the code for whoever gets through, whose the thing behind it is (blank: everybody's who passes the
    guard), whether it shows messages and is therefore closed off duty, the form that is sent, and what stands in its
    address instead of the usual.
    """

    code: int
    whose: frozenset[str] = frozenset()
    closed_off_duty: bool = False
    form: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)


_STRANGER = {"thread_id": "stranger"}
_A_DRAFT = {"post_id": "draft"}
_WAY_OUT = {"mailbox": "school_email"}
_LIMITED = {"pupil_id": "poppy", "contact_id": "gareth"}
TABLE: dict[str, Row] = {
    "GET signin.door": Row(302),
    "GET signin.sign_in": Row(200),
    "POST signin.with_password": Row(401, form={"email": "a@b.example", "password": "wrong"}),
    "POST signin.ask_for_link": Row(302, form={"email": "somebody@else.example"}),
    "GET signin.link_sent": Row(200),
    "GET signin.link": Row(410),
    "POST signin.use_link": Row(410),
    "GET signin.signed_out": Row(200),
    "GET health.alive": Row(200),
    "GET health.ready": Row(503),
    "GET health.metrics": Row(200),
    "GET static": Row(200),
    "GET hooks.schema": Row(200, place={"name": "message.v1.schema.json"}),
    "GET hooks.outbox": Row(401),
    "POST hooks.call": Row(401),
    "POST text_hooks.text": Row(403),
    "POST text_hooks.status": Row(403),
    "GET alerts.show": Row(200),
    "GET alerts.one": Row(200, _ALERTED),
    "GET alerts.file": Row(200, _ALERTED),
    "POST alerts.pass_it_on": Row(302, _ALERTED),
    "POST alerts.export": Row(200, _ALERTED, form={"form": "page"}),
    "POST alerts.point": Row(302, _ALERTED, form={"system": "cpoms", "reference": "4711"}),
    "POST alerts.take": Row(302, _ALERTED),
    "POST alerts.clear": Row(302, _ALERTED, form={"for": "leaders"}),
    "GET restrictions.show": Row(200),
    "GET restrictions.family": Row(200, place=_LIMITED),
    "POST restrictions.lift": Row(400, form={"reason": "It is over"}, place=_LIMITED),
    "POST restrictions.put_back": Row(409, form={"reason": "It is not over"}, place=_LIMITED),
    "GET tunings.show": Row(200),
    "POST tunings.ask": Row(400),
    "GET tunings.preview": Row(400),
    "POST tunings.go_on": Row(400),
    "POST tunings.keep": Row(400),
    "POST tunings.bring_back": Row(400),
    "GET limits.show": Row(200),
    "GET limits.of_thread": Row(200, _LEADS),
    "POST limits.note": Row(400, _LEADS, form={"kind": "no such kind"}),
    "POST limits.end": Row(404),
    "POST limits.back": Row(404),
    "GET waiting_replies.show": Row(200),
    "POST waiting_replies.sooner": Row(302, form={"reason": "The gate is flooded"}),
    "GET audit.search": Row(200),
    "POST audit.find": Row(200, form={"who": "nowak"}),
    "GET audit.thread": Row(200),
    "POST audit.look": Row(302, form={"purpose": "concern", "reason": "Mrs Nowak asked me to"}),
    "POST audit.pack": Row(200, form={"reason": "Stage 2 complaint"}),
    "GET audit.record": Row(200),
    "GET inbox.lines": Row(200, closed_off_duty=True),
    "POST inbox.find": Row(302, form={"q": "zofia"}),
    "GET inbox.search": Row(200, closed_off_duty=True),
    "GET office.show": Row(200, closed_off_duty=True),
    "GET paper_list.show": Row(200),
    "GET office.who": Row(200, closed_off_duty=True, place=_STRANGER),
    "POST office.match": Row(400, form={"contact": "no such person"}, place=_STRANGER),
    "POST office.done": Row(302, place=_STRANGER),
    "POST office.remind": Row(409),
    "POST office.hand_on": Row(409, form={"to": "teacher"}),
    "POST office.answer_here": Row(409),
    "GET office.shelved": Row(200, closed_off_duty=True),
    "POST office.clear": Row(302),
    "GET deadlines.show": Row(200),
    "GET deadlines.one": Row(200, closed_off_duty=True),
    "POST deadlines.decide": Row(400, form={"do": "nothing"}),
    "POST deadlines.write_down": Row(400, form={"kind": "no such kind"}),
    "POST deadlines.procedure": Row(302, form={"acknowledge": "5", "answer": "20"}),
    "POST threads.told": Row(409, _OFFICE | _TEACHER),
    "GET corrections.show": Row(200),
    "POST corrections.ask": Row(400, form={"was": "agnieszka@mail.example"}),
    "POST corrections.code": Row(400, form={"code": "123456"}),
    "POST corrections.withdraw": Row(400),
    "GET way_orders.show": Row(200),
    "POST way_orders.change": Row(400, form={"purpose": "notice"}),
    "GET way_orders.choose": Row(302),
    "GET way_orders.family": Row(200),
    "POST way_orders.change_family": Row(302, form={"purpose": "notice", "usual": "yes"}),
    "GET settings.mine": Row(200),
    "GET settings.looks": Row(200),
    "POST settings.week": Row(200),
    "POST settings.ask": Row(302),
    "POST settings.take_back": Row(302),
    "POST calendar_answers.leave": Row(404, place={"meeting_id": "7"}),
    "GET evening_places.show": Row(410),
    "POST evening_places.answer": Row(410),
    "GET evenings.lines": Row(200),
    "POST evenings.plan": Row(400, form={"class": "robin"}),
    "POST evenings.let_day_know": Row(400, form={"day": "soon"}),
    "GET evenings.sheet": Row(200, _OFFICE | _TEACHER),
    "POST evenings.let_know": Row(404, place={"evening_id": "7"}),
    "POST evenings.breaks": Row(302, _OFFICE | _TEACHER),
    "POST evenings.call_off": Row(302, _OFFICE | _TEACHER),
    "GET calendar_feeds.feed": Row(404),
    "GET my_calendar.show": Row(200),
    "POST my_calendar.renew": Row(200),
    "POST my_calendar.end": Row(302),
    "GET school_times.school": Row(200),
    "GET school_times.calendar": Row(200),
    "GET school_times.staff_list": Row(200),
    "GET school_times.week": Row(200),
    "POST school_times.decline": Row(302),
    "POST school_times.change": Row(200, form={"staff_id": "teacher"}),
    "GET bank_holidays.show": Row(200),
    "POST bank_holidays.bring": Row(400),
    "GET term_dates.show": Row(200),
    "POST term_dates.bring": Row(400),
    "POST term_dates.take": Row(200, form={"line": "2027-02-15 2027-02-19 Half-term", "kind": "holiday"}),
    "POST term_dates.take_back": Row(400),
    "GET channels.show": Row(200),
    "GET channels.connect_form": Row(200, place={"kind": "imap"}),
    "POST channels.connect": Row(400, place={"kind": "imap"}),
    "POST channels.test": Row(302, place=_WAY_OUT),
    "POST channels.pause": Row(302, place=_WAY_OUT),
    "POST channels.resume": Row(302, place=_WAY_OUT),
    "GET channels.ask_disconnect": Row(200, place=_WAY_OUT),
    "POST channels.disconnect": Row(400, place={"mailbox": "nowhere"}),
    "POST channels.open_bridge": Row(400, place={"channel": "pigeon"}),
    "POST channels.rotate": Row(400, place={"channel": "pigeon"}),
    "GET channels.ask_close": Row(400, place={"channel": "pigeon"}),
    "POST channels.close": Row(400, place={"channel": "pigeon"}),
    "POST channels.test_bridge": Row(400, place={"channel": "pigeon"}),
    "POST channels.test_texts": Row(400),
    "POST channels.confirm_texts": Row(400),
    "POST channels.withdraw_texts": Row(400),
    "GET turned_back.show": Row(200),
    "POST turned_back.change": Row(302, form={"words": "Please write to us on Tapestry. Thank you."}),
    "GET on_call.show": Row(200),
    "POST on_call.add": Row(400, form={"staff_id": "teacher", "first_on": "2026-11-23", "last_on": "2026-11-23"}),
    "POST on_call.remove": Row(302),
    "POST on_call.set_number": Row(400, form={"staff_id": "teacher", "mobile": "07700 900123"}),
    "GET councils.show": Row(200),
    "POST councils.add": Row(400, form={"name": "Northvale"}),
    "POST councils.change": Row(400, form={"do": "remove"}),
    "GET contacts_check.show": Row(200),
    "POST contacts_check.confirm": Row(400, form={"mode": "no such plan"}),
    "GET today.show": Row(200),
    "GET compose.pick_child": Row(200),
    "GET compose.pick_person": Row(200),
    "GET compose.words": Row(200, place={"contact_id": "marek"}),
    "POST compose.send": Row(302, form={"text": "I will", "do": "keep"}, place={"contact_id": "marek"}),
    "POST compose.checks": Row(200, form={"text": "I will"}, place={"contact_id": "marek"}),
    "GET channel_lists.show": Row(200),
    "POST channel_lists.bring": Row(400),
    "POST channel_lists.unblock": Row(302),
    "GET channel_lists.one": Row(200),
    "POST channel_lists.take": Row(400, form={"do": "take"}),
    "GET notice_sources.show": Row(200),
    "POST notice_sources.add": Row(400),
    "POST notice_sources.remove": Row(302),
    "POST notice_sources.open_at": Row(400, form={"address": "no address"}),
    "GET school_addresses.show": Row(200),
    "POST school_addresses.save": Row(400),
    "POST school_addresses.remove": Row(302),
    "GET handovers.show": Row(200, closed_off_duty=True),
    "POST handovers.confirm": Row(400),
    "GET social.show": Row(200),
    "GET social.one": Row(200),
    "GET social.picture": Row(200),
    "POST social.pack": Row(200),
    "POST social.posted": Row(400, form={"address": "somewhere"}),
    "POST social.not_posted": Row(400),
    "GET social_drafts.new": Row(200),
    "POST social_drafts.begin": Row(302, form={"text": "Bulbs"}),
    "POST social_drafts.count": Row(200, form={"text": "Bulbs"}),
    "GET social_drafts.edit": Row(200, place=_A_DRAFT),
    "POST social_drafts.save": Row(302, form={"text": "Bulbs"}, place=_A_DRAFT),
    "POST social_drafts.change": Row(302, place=_A_DRAFT),
    "GET social_drafts.ask_discard": Row(200, place=_A_DRAFT),
    "POST social_drafts.discard": Row(400),
    "GET social_publishing.confirm": Row(200),
    "POST social_publishing.publish": Row(400),
    "POST social_publishing.film": Row(400),
    "POST social_publishing.stop": Row(400),
    "POST social_publishing.look": Row(400),
    "POST social_publishing.not_there": Row(400),
    "POST social_publishing.turn_on": Row(400),
    "POST social_publishing.turn_off": Row(400),
    "GET social_accounts.connect_form": Row(200),
    "POST social_accounts.connect": Row(400),
    "POST social_accounts.test": Row(400),
    "GET social_accounts.ask_disconnect": Row(200),
    "POST social_accounts.disconnect": Row(400),
    "GET notices.show": Row(200, closed_off_duty=True),
    "GET notices.ask": Row(200, closed_off_duty=True),
    "POST notices.copy": Row(400, form={"who": "nobody"}),
    "GET notices.ask_about": Row(200, _OFFICE, closed_off_duty=True),
    "POST notices.copy_of": Row(400, _OFFICE, form={"who": "nobody"}),
    "POST notices.nothing": Row(302, _OFFICE),
    "GET approaches.show": Row(200),
    "POST approaches.record": Row(400, form={"who": "nobody"}),
    "GET threads.conversation": Row(200, _TEACHER, closed_off_duty=True),
    "GET threads.file": Row(200, _TEACHER, closed_off_duty=True),
    "POST threads.checks": Row(200, _TEACHER, form={"text": "I will"}),
    "POST threads.reply": Row(302, _TEACHER, form={"text": "I will", "do": "keep"}),
    "POST threads.suggestion": Row(302, _TEACHER, form={"answer": "restore"}),
    "POST threads.claim": Row(302, _TEACHER),
    "POST talks.call": Row(302, _TEACHER, form={"outcome": "no_answer"}),
    "GET talks.note": Row(200, _TEACHER),
    "POST talks.write": Row(400, _TEACHER, form={"do": "send"}),
    "POST talks.nobody_came": Row(404, place={"meeting_id": "7"}),
    "POST talks.take_back": Row(404),
    "POST talks.settle": Row(404, form={"state": "kept"}),
    "GET meetings.show": Row(200, closed_off_duty=True),
    "GET meetings.offer_form": Row(200, _TEACHER, closed_off_duty=True),
    "POST meetings.offer": Row(400, _TEACHER, form={"do": "send"}),
    "GET meetings.one": Row(200, _TEACHER, closed_off_duty=True),
    "POST meetings.change": Row(400, _TEACHER, form={"do": "nothing"}),
    "GET meeting_links.show": Row(410),
    "GET meeting_links.show_time": Row(410),
    "POST meeting_links.answer": Row(410),
    "GET meeting_answers.show_own": Row(200, _AGNIESZKA),
    "POST meeting_answers.answer_own": Row(400, _AGNIESZKA, form={"how": "pigeon"}),
    "POST meetings.withdraw": Row(302, _TEACHER),
    "GET meeting_rules.show": Row(200),
    "POST meeting_rules.change": Row(302, form={"rooms": "The Nest", "lessons": "off", "gap": "10"}),
    "POST threads.hand_to_leader": Row(302, _TEACHER),
    "POST threads.state": Row(302, _TEACHER, form={"state": "open"}),
    "GET threads.change": Row(200, _TEACHER),
    "POST threads.save_change": Row(302, _TEACHER, form={"text": "I shall sit with her."}),
    "POST threads.again": Row(409, _TEACHER),
    "POST threads.take_back": Row(302, _TEACHER),
    "GET families.home": Row(200),
    "GET families.choose": Row(200),
    "GET families.new": Row(200),
    "GET families.talk": Row(200, _AGNIESZKA),
    "POST families.keep_draft": Row(200, form={"text": "I will"}),
    "POST families.keep_draft of a conversation": Row(200, _AGNIESZKA, form={"text": "I will"}),
    "POST families.begin": Row(302, form={"text": "Where is the trip?"}),
    "POST families.write": Row(302, _AGNIESZKA, form={"text": "Thank you."}),
    "POST families.take_back": Row(302, _AGNIESZKA),
    "POST families.ask_office": Row(302, _AGNIESZKA),
    "GET reports.ask": Row(200),
    "POST reports.send": Row(400, form={"kind": "no such kind"}),
    "GET reports.show_kept": Row(200, _TEACHER),
    "POST inbox.open_anyway": Row(302, form={"why": "other"}),
    "POST inbox.finish_early": Row(302),
    "POST inbox.come_back": Row(302),
    "POST signin.sign_out": Row(302),
}
"""Method and endpoint → row, in the order in which they are tried: what ends something comes last."""


@dataclass(frozen=True, slots=True)
class Door:
    """A route of the application with its row: how to knock, and which guard stands before it."""

    name: str
    method: str
    endpoint: str
    arguments: frozenset[str]
    guard: str
    row: Row


def doors(app: Flask) -> tuple[Door, ...]:
    """Every route in the order of the table. Raises AssertionError for a route without a row, a row without a route, a
    guard that the table of guards does not know, and an argument of an address that no builder fills in.
    """
    guards = app.extensions["handbell.guards"]
    found = {}
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            arguments = frozenset(rule.arguments) - frozenset(rule.defaults or ())
            name = f"{method} {rule.endpoint}" + (
                " of a conversation" if rule.endpoint == TWO_WAYS and arguments else ""
            )
            assert name in TABLE, f"{name} ({rule.rule}) is new: give it a row in TABLE of tests/web/access.py"
            assert guards[rule.endpoint] in DOORS, f"{name}: write down in DOORS who passes {guards[rule.endpoint]}"
            assert arguments <= USUAL.keys() | TABLE[name].place.keys(), f"{name}: say in USUAL what fills {arguments}"
            found[name] = Door(name, method, rule.endpoint, arguments, guards[rule.endpoint], TABLE[name])
    assert found.keys() == TABLE.keys(), f"rows of no route: {TABLE.keys() - found.keys()}"
    return tuple(found[name] for name in TABLE)


TWO_WAYS = "families.keep_draft"
"""The one endpoint that has two addresses."""
SIGNED = frozenset({"POST hooks.call", "POST text_hooks.text", "POST text_hooks.status"})
"""Doors that ask for a signature in the place of a form's token."""
USUAL = {
    "name": "office",
    "thread_id": "thread",
    "message_id": "message",
    "part": "part",
    "outbox_id": "reply",
    "alert_id": "alert",
    "arrival_id": "shelved",
    "pupil_id": "zofia",
    "contact_id": "agnieszka",
    "staff_id": "teacher",
    "what": "week",
    "key": "office",
    "secret": "no-such-secret",
    "evening_id": "evening",
    "token": "no-such-token",
    "caller": "no-such-endpoint",
    "list_id": "list",
    "notice_id": "notice",
    "source_id": "1",
    "limit_id": "1",
    "talk_id": "1",
    "tuning_id": "1",
    "offer_id": "offer",
    "meeting_id": "meeting",
    "number": "1",
    "correction_id": "1",
    "follow_up_id": "1",
    "mailbox": "school_email",
    "channel": "tapestry",
    "kind": "imap",
    "report_id": "report",
    "deadline_id": "deadline",
    "turn_id": "1",
    "council_id": "1",
    "post_id": "post",
    "picture_id": "picture",
    "network": "twitter",
    "filename": "tokens.css",
}
"""Argument of an address → the thing of the school that fills it in, or the word itself."""


def expected(door: Door, visitor: str) -> int:
    """What a visitor is answered: the row's code, 302 or 401 to sign in, 403 at the guard, or 404 for what is another's."""
    if visitor not in DOORS[door.guard]:
        return {"GET": 302, "POST": 401}[door.method] if visitor == NOBODY else 403
    if door.row.whose and visitor not in door.row.whose:
        return 404
    return door.row.code
