"""Every page that is visited in a real browser for its looks, by visitor; and a served school in which each shows something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import tunings
from gateway.actions.evenings import open_evening
from gateway.app import create_app
from gateway.cli.rehearse import command
from gateway.domain.roster import STAFF_ROLES
from gateway.domain.scope import Actor, one_school
from gateway.store.base import db
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.databases import settings_for
from tests.mailboxes import a_term, write_mbox, write_school
from tests.pages import ReadingClient
from tests.schools import a_roster, link_in_as, parcels, sign_in_as, submit
from tests.web.access import NOBODY
from tests.web.world import NINE, a_world

CLOSE_SCHOOL = "form:has(input[name=kind][value=closed])"


@dataclass(frozen=True, slots=True)
class Visit:
    """One page: its endpoint, its address with the things of the school in braces, the code it is answered with, and the
    form (a CSS selector) that is sent from it to come to the page that is meant.
    """

    endpoint: str
    path: str
    code: int = 200
    sends: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The school as served: its address, a demo's address, the file of a rehearsal, what names each thing, and the
    session of each visitor.
    """

    address: str
    demo: str
    report: str
    things: dict[str, str]
    sessions: dict[str, str]

    def url(self, group: str, visit: Visit) -> str:
        """Where a page is."""
        root = {"play": self.demo, "report": self.report}.get(group, self.address)
        return root + visit.path.format(**self.things)


GROUPS: dict[str, tuple[str, tuple[Visit, ...]]] = {
    "signing in": (
        NOBODY,
        (
            Visit("signin.sign_in", "/sign-in"),
            Visit("signin.link_sent", "/sign-in/link-sent"),
            Visit("signin.link", "/sign-in/link/{link}"),
            Visit("signin.link", "/sign-in/link/no-such-link", 410),
            Visit("signin.signed_out", "/signed-out"),
            Visit("meeting_links.show", "/meet/{offered}"),
            Visit("meeting_links.show_time", "/meet/{offered}/1"),
            Visit("meeting_links.show", "/meet/no-such-link", 410),
            Visit("evening_places.show", "/meet/{evening_link}"),
            Visit("error", "/nowhere", 404),
        ),
    ),
    "headteacher": (
        "headteacher",
        (
            Visit("today.show", "/today"),
            Visit("alerts.show", "/alerts"),
            Visit("alerts.one", "/alerts/{alert}"),
            Visit("audit.search", "/audit"),
            Visit("audit.thread", "/audit/{stranger}"),
            Visit("audit.thread", "/audit/{thread}"),
            Visit("waiting_replies.show", "/waiting"),
            Visit("contacts_check.show", "/settings/contacts"),
            Visit("channels.show", "/settings/channels"),
            Visit("paper_list.show", "/office/paper"),
            Visit("corrections.show", "/office/addresses/agnieszka"),
            Visit("channels.connect_form", "/settings/channels/connect/graph"),
            Visit("social.show", "/posts"),
            Visit("social.one", "/posts/{post}"),
            Visit("social_publishing.confirm", "/posts/{post}/publish/twitter"),
            Visit("social_publishing.confirm", "/posts/{post}/publish/youtube"),
            Visit("social_accounts.connect_form", "/settings/channels/accounts/youtube/connect"),
            Visit("social_drafts.new", "/posts/new"),
            Visit("social_drafts.edit", "/posts/{draft}/edit"),
            Visit("restrictions.show", "/restrictions"),
            Visit("restrictions.family", "/restrictions/poppy"),
            Visit("tunings.show", "/settings/suggestions"),
            Visit("tunings.preview", "/settings/suggestions/{tuning}"),
            Visit("limits.show", "/limits"),
            Visit("limits.of_thread", "/limits/of/{thread}"),
            Visit("audit.record", "/audit/record"),
            Visit("audit.record", "/audit/record?check=now"),
        ),
    ),
    "teacher": (
        "teacher",
        (
            Visit("inbox.lines", "/inbox"),
            Visit("inbox.lines", "/inbox?show=kept"),
            Visit("inbox.search", "/search"),
            Visit("threads.conversation", "/threads/{thread}"),
            Visit("threads.conversation", "/threads/{upset}"),
            Visit("compose.pick_child", "/write"),
            Visit("compose.pick_person", "/write/zofia"),
            Visit("compose.words", "/write/zofia/marek"),
            Visit("settings.mine", "/settings/hours"),
            Visit("settings.looks", "/settings/looks"),
            Visit("evenings.lines", "/evenings"),
            Visit("evenings.sheet", "/evenings/{evening}"),
            Visit("my_calendar.show", "/settings/my-calendar"),
            Visit("my_calendar.renew", "/settings/my-calendar", sends="form[action='/settings/my-calendar/new']"),
            Visit("threads.change", "/replies/{reply}"),
            Visit("talks.note", "/threads/{thread}/talk"),
            Visit("meetings.show", "/meetings"),
            Visit("meetings.offer_form", "/threads/{thread}/meeting"),
            Visit("meetings.one", "/meetings/{meeting}"),
            Visit("approaches.show", "/elsewhere"),
            Visit("notices.ask", "/notices/copy"),
            Visit("handovers.show", "/handovers"),
            Visit("reports.ask", "/report"),
            Visit("reports.show_kept", "/report/{report}"),
            Visit("error", "/settings/school", 403),
            Visit("error", "/nowhere", 404),
        ),
    ),
    "office": (
        "office",
        (
            Visit("school_times.school", "/settings/school"),
            Visit("school_times.calendar", "/settings/calendar"),
            Visit("meeting_rules.show", "/settings/meetings"),
            Visit("school_times.change", "/settings/calendar", sends=CLOSE_SCHOOL),
            Visit("term_dates.show", "/settings/term-dates"),
            Visit("bank_holidays.show", "/settings/bank-holidays"),
            Visit("school_times.staff_list", "/settings/staff"),
            Visit("school_times.week", "/settings/staff/teacher"),
            Visit("turned_back.show", "/settings/turned-back"),
            Visit("way_orders.show", "/settings/order"),
            Visit("way_orders.family", "/settings/order/family/agnieszka"),
            Visit("channel_lists.show", "/settings/lists"),
            Visit("channel_lists.one", "/settings/lists/{list}"),
            Visit("notice_sources.show", "/settings/notices"),
            Visit("school_addresses.show", "/settings/addresses"),
            Visit("notices.show", "/notices"),
            Visit("notices.ask_about", "/notices/{notice}"),
            Visit("office.show", "/office"),
            Visit("on_call.show", "/settings/on-call"),
            Visit("councils.show", "/settings/councils"),
            Visit("deadlines.show", "/deadlines"),
            Visit("deadlines.one", "/deadlines/{deadline}"),
            Visit("office.who", "/office/who/{stranger}"),
            Visit("error", "/settings/staff/nobody", 400),
        ),
    ),
    "parent": (
        "agnieszka",
        (
            Visit("families.home", "/messages"),
            Visit("meeting_answers.show_own", "/messages/meetings/{offer}"),
            Visit("meeting_answers.show_own", "/messages/meetings/{offer}?say=none"),
            Visit("families.talk", "/messages/{thread}"),
            Visit("families.choose", "/messages/new"),
            Visit("families.new", "/messages/new/office"),
            Visit("reports.ask", "/report?message={message}"),
            Visit("error", "/messages/1", 404),
        ),
    ),
    "play": (
        NOBODY,
        (Visit("play.parts", "/play"), Visit("play.desk", "/play/agnieszka"), Visit("signin.sign_in", "/sign-in")),
    ),
    "report": (NOBODY, (Visit("report", "", 0),)),
}
"""Group → who visits, and the pages."""

ELSEWHERE = {
    "signin.door": "only leads on",
    "channels.ask_disconnect": "a question of two buttons, read in tests/web/test_channels.py",
    "channels.ask_close": "a question of two buttons, read in tests/web/test_channels.py",
    "social_accounts.ask_disconnect": "a question of two buttons, read in tests/web/test_social_accounts.py",
    "social_drafts.ask_discard": "a question of two buttons, read in tests/web/test_social.py",
    "way_orders.choose": "only leads on",
    "calendar_feeds.feed": "no page but a calendar for a program",
    "social.picture": "no page but a picture",
    "health.alive": "no page but a word for a machine",
    "health.ready": "no page but a word for a machine",
    "health.metrics": "no page but figures for a machine",
    "hooks.outbox": "no page but JSON for a bridge",
    "hooks.schema": "no page but a schema for a bridge",
    "static": "no page but files",
    "threads.file": "no page but a file",
    "alerts.file": "no page but a file",
    "office.shelved": "no page but a file",
}
"""Endpoint that answers GET → why no page of it is in the groups."""


@contextmanager
def a_site(database_url: str, folder: Path) -> Iterator[Site]:
    """Serve the school, and a demo over the same database, while the block runs. ``database_url`` is migrated."""
    clock = SetClock(NINE)
    app, demo = (
        create_app(replace(settings_for(database_url, folder), environment=name), clock=clock)
        for name in ("test", "demo")
    )
    app.testing = demo.testing = True
    app.test_client_class = ReadingClient
    with app.app_context():
        things, head = a_world(app), one_school(1, Actor("staff", "headteacher"))
        open_evening(head, int(things["evening"]), now=NINE)
        things["tuning"] = str(tunings.ask(head, {"hostile": "never"}, staff_id="headteacher", now=NINE))
    clients = {who: _come_in(app, who) for who, _ in GROUPS.values() if who != NOBODY}
    submit(
        clients["headteacher"],
        f"/audit/{things['thread']}",
        f"/audit/{things['thread']}/look",
        purpose="concern",
        reason="Mrs Nowak asked me to",
    )
    submit(app.test_client(), "/sign-in", "/sign-in/link", email="marek@mail.example")
    things["evening_link"] = str(parcels(app, "evening_invite")[-1].facts["link"])
    things["offered"] = str(parcels(app, "meeting_offer")[-1].facts["link"])
    things["link"] = str(parcels(app, "sign_in_link")[-1].facts["token"])
    with ExitStack() as served:
        yield Site(
            served.enter_context(live_server(app)),
            served.enter_context(live_server(demo)),
            _report(app, folder),
            things,
            {who: _session_of(client) for who, client in clients.items()},
        )
    for one in (app, demo):
        with one.app_context():
            db.engine.dispose()


def _come_in(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    if who in STAFF_ROLES:
        sign_in_as(client, who)
    else:
        link_in_as(client, who)
    return client


def _session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("handbell")
    assert cookie is not None
    return cookie.value


def _report(app: Flask, folder: Path) -> str:
    """The address of the file that a rehearsal of a small term leaves."""
    school = write_school(folder / "school", a_roster())
    term = write_mbox(folder / "term.mbox", a_term(a_roster(), count=80))
    arguments = [str(term), "--school", str(school), "--html", str(folder / "report.html")]
    done = app.test_cli_runner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    return (folder / "report.html").as_uri()
