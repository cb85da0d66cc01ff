"""Every door of Handbell in one table: what stands behind it, who passes, and what they get; and a school with all roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from flask import Flask

from gateway.actions.accounts import Visitor
from gateway.actions.channel_lists import bring as bring_list
from gateway.actions.mailboxes import save_mailbox
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.reports import report
from gateway.domain.roster import STAFF_ROLES, Roster, StaffMember
from gateway.domain.scope import Actor, one_school
from gateway.store import concerns, notices, threads
from gateway.store.transaction import reading
from tests.schools import SCHOOL, a_roster, a_school, arrives, mail, shelve

NOBODY = "nobody"
FAMILIES = ("agnieszka", "marek", "helen")
"""The parent whose things the school holds, the other parent of the same child, and a parent of another family."""
VISITORS = (*sorted(STAFF_ROLES), *FAMILIES, NOBODY)
"""Staff are known by the one role that they have."""
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
_SUNDAY_NIGHT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
SHELVED = 9
LAST_NAMES = ("Castell", "Dale", "Doyle", "Finch", "Ashdown", "Frayn", "Okafor", "Nair", "Lowe")
"""Of the staff, in the order of their roles' names."""
WORDS = "Zofia cried again tonight."
HELEN = "Helen Tate <helen@mail.example>"

DOORS: dict[str, frozenset[str]] = {
    "public": frozenset(VISITORS),
    "staff": STAFF_ROLES,
    "parent": frozenset(FAMILIES),
    "signed_in": STAFF_ROLES | frozenset(FAMILIES),
    "holding_work_office": frozenset({"office", "headteacher", "deputy_head"}),
    "holding_see_today": frozenset({"headteacher", "deputy_head"}),
    "holding_audit": frozenset({"headteacher", "deputy_head"}),
    "holding_lift_restrictions": frozenset({"headteacher"}),
    "holding_confirm_contacts": frozenset({"headteacher"}),
    "holding_send_out_of_hours": frozenset({"headteacher", "deputy_head", "dsl", "deputy_dsl"}),
    "holding_set_channels": frozenset({"headteacher", "deputy_head", "office"}),
    "holding_set_hours": frozenset({"headteacher", "deputy_head", "office"}),
}
"""Guard → who passes it, written down here once more by hand, as the school's policy says it."""

_OFFICE = frozenset({"office", "headteacher", "deputy_head"})
_TEACHER, _AGNIESZKA = frozenset({"teacher"}), frozenset({"agnieszka"})
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


_THE_TEACHER = Visitor(
    token_hash="",
    kind="staff",
    key="teacher",
    name="Mrs Nair",
    roles=_TEACHER,
    scope=one_school(1, Actor("staff", "teacher")),
    ends_at=NIGHT,
    opened_off_duty_until=None,
)
_STRANGER = {"thread_id": "stranger"}
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
    "POST alerts.pass_it_on": Row(302, _ALERTED),
    "POST alerts.export": Row(200, _ALERTED, form={"form": "page"}),
    "POST alerts.point": Row(302, _ALERTED, form={"system": "cpoms", "reference": "4711"}),
    "POST alerts.take": Row(302, _ALERTED),
    "GET restrictions.show": Row(200),
    "GET restrictions.family": Row(200, place=_LIMITED),
    "POST restrictions.lift": Row(400, form={"reason": "It is over"}, place=_LIMITED),
    "POST restrictions.put_back": Row(409, form={"reason": "It is not over"}, place=_LIMITED),
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
    "GET office.shelved": Row(200, closed_off_duty=True),
    "POST office.clear": Row(302),
    "GET settings.mine": Row(200),
    "GET settings.looks": Row(200),
    "POST settings.week": Row(200),
    "POST settings.ask": Row(302),
    "POST settings.take_back": Row(302),
    "GET school_times.school": Row(200),
    "GET school_times.calendar": Row(200),
    "GET school_times.staff_list": Row(200),
    "GET school_times.week": Row(200),
    "POST school_times.decline": Row(302),
    "POST school_times.change": Row(200, form={"staff_id": "teacher"}),
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
    "POST channels.confirm_texts": Row(400),
    "POST channels.withdraw_texts": Row(400),
    "GET turned_back.show": Row(200),
    "POST turned_back.change": Row(302, form={"words": "Please write to us on Tapestry. Thank you."}),
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
    "GET handovers.show": Row(200, closed_off_duty=True),
    "POST handovers.confirm": Row(400),
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
    "token": "no-such-token",
    "caller": "no-such-endpoint",
    "list_id": "list",
    "notice_id": "notice",
    "source_id": "1",
    "mailbox": "school_email",
    "channel": "tapestry",
    "kind": "imap",
    "report_id": "report",
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


def roster_of_roles() -> Roster:
    """Elmswick with one member of staff for each role, named by it; the teacher and the assistant are in Robin Class."""
    names = dict(zip(sorted(STAFF_ROLES), LAST_NAMES, strict=True))
    return replace(
        a_roster(),
        staff=tuple(
            StaffMember(
                role,
                "Mrs",
                "Jo",
                name,
                f"{role}@elmswick.example",
                frozenset({role}),
                ("robin",) if role.startswith("teach") else (),
                "Mo-Fr 08:15-16:30",
            )
            for role, name in names.items()
        ),
    )


def a_world(app: Flask) -> dict[str, str]:
    """The school with one of everything that an address can name: thing → what names it."""
    a_school(app, roster_of_roles())
    taken = arrives(app, with_a_file(mail(text=WORDS, to="teacher@elmswick.example")))
    stranger = arrives(app, mail("G T <g@else.example>", "Poppy has left her kit.", to="office@elmswick.example"))
    worry = arrives(app, mail(HELEN, "Poppy says her uncle hit her with a belt.", to="office@elmswick.example"))
    arrives(app, told_by_tapestry())
    release_due(SCHOOL, now=NINE)
    assert taken.thread_id is not None
    sent = send_reply(
        one_school(1, Actor("staff", "teacher")),
        taken.thread_id,
        staff_id="teacher",
        text="I will sit with her.",
        now=_SUNDAY_NIGHT,
    )
    shelve(SHELVED, b"\x00 no mail", at=NINE)
    _connect(app)
    reported = report(
        _THE_TEACHER,
        kind="threat",
        about="",
        text="Somebody shouted at the gate.",
        message_id=None,
        page="/inbox",
        form="one",
        now=NINE,
    )
    with reading():
        (file,) = threads.files_of(SCHOOL, taken.thread_id)
        (alert,) = concerns.alerts_of(SCHOOL, worry.thread_id or 0)
        (notice,) = notices.waiting(SCHOOL, limit=2)
    brought = bring_list(SCHOOL, "sent", name="sent.csv", raw=b"When,Who\nx,y\n", staff_id="office", now=NINE)
    return {
        "list": str(brought),
        "notice": str(notice.notice_id),
        "thread": str(taken.thread_id),
        "message": str(file.message_id),
        "part": str(file.part),
        "reply": str(sent.outbox_id),
        "alert": str(alert.alert_id),
        "stranger": str(stranger.thread_id),
        "shelved": str(SHELVED),
        "report": str(reported),
    }


def told_by_tapestry() -> bytes:
    """Mail by which Tapestry tells that something waits there, as the school's mail server has checked it."""
    proof = ("Authentication-Results", "mx.elmswick.example; dmarc=pass header.from=tapestryjournal.com")
    return mail(
        "Tapestry <noreply@tapestryjournal.com>",
        "A new message. Open it: https://tapestryjournal.com/s/elmswick",
        subject="Elmswick Nursery Notification",
        to="office@elmswick.example",
        headers=(proof,),
    )


def _connect(app: Flask) -> None:
    """A way out that keeps letters in a folder."""
    key = app.extensions["handbell.equipment"].settings_key
    way_out = {"folder": str(app.config["HANDBELL"].instance / "letters"), "address": "office@elmswick.example"}
    save_mailbox(SCHOOL, endpoint="school_email", kind="simulator", settings=way_out, key=key, now=NINE)


def with_a_file(raw: bytes) -> bytes:
    """A mail with a letter from the doctor attached."""
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"%PDF-1.4 letter", maintype="application", subtype="pdf", filename="letter.pdf")
    return message.as_bytes()
