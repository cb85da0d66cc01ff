"""The register of doors: each blueprint with the guard that stands before all of its routes."""

from __future__ import annotations

from flask import Blueprint, Flask

from gateway.domain import hours, moments, moments_pl
from gateway.settings import Settings
from gateway.web import (
    alerts,
    approaches,
    audit,
    bank_holidays,
    calendar_answers,
    calendar_feeds,
    channel_lists,
    channels,
    compose,
    contacts_check,
    corrections,
    councils,
    deadlines,
    evening_places,
    evenings,
    families,
    handovers,
    health,
    hooks,
    inbox,
    limits,
    meeting_answers,
    meeting_rules,
    meetings,
    notice_sources,
    notices,
    office,
    on_call,
    paper_list,
    play,
    reports,
    restrictions,
    school_addresses,
    school_times,
    settings,
    signin,
    social,
    social_accounts,
    social_drafts,
    social_publishing,
    talks,
    term_dates,
    text_hooks,
    threads,
    today,
    tunings,
    turned_back,
    waiting_replies,
    way_orders,
)
from gateway.web.errors import show_errors
from gateway.web.frame import furnish
from gateway.web.guards import Guard, holding, login_manager, parent, public, signed_in, staff
from gateway.web.rules import LateRule
from gateway.web.security import protect

REGISTER: tuple[tuple[Blueprint, Guard], ...] = (
    (health.pages, public),
    (hooks.pages, public),
    (text_hooks.pages, public),
    (signin.pages, public),
    (calendar_feeds.feeds, public),
    (meeting_answers.links, public),
    (evening_places.pages, public),
    (families.pages, parent),
    (meeting_answers.pages, parent),
    (inbox.pages, staff),
    (threads.pages, staff),
    (calendar_answers.pages, staff),
    (meetings.pages, staff),
    (talks.pages, staff),
    (compose.pages, staff),
    (approaches.pages, staff),
    (notices.pages, staff),
    (handovers.pages, staff),
    (office.pages, holding("work_office")),
    (paper_list.pages, holding("work_office")),
    (corrections.pages, holding("work_office")),
    (deadlines.pages, holding("work_office")),
    (today.pages, holding("see_today")),
    (audit.pages, holding("audit")),
    (alerts.pages, staff),
    (reports.pages, signed_in),
    (waiting_replies.pages, holding("send_out_of_hours")),
    (restrictions.pages, holding("lift_restrictions")),
    (limits.pages, holding("note_limits")),
    (settings.pages, staff),
    (calendar_feeds.pages, staff),
    (evenings.pages, staff),
    (school_times.pages, holding("set_hours")),
    (tunings.pages, holding("tune_suggestions")),
    (bank_holidays.pages, holding("set_hours")),
    (term_dates.pages, holding("set_hours")),
    (meeting_rules.pages, holding("set_hours")),
    (on_call.pages, holding("set_hours")),
    (councils.pages, holding("set_hours")),
    (contacts_check.pages, holding("confirm_contacts")),
    (turned_back.pages, holding("set_channels")),
    (channel_lists.pages, holding("set_channels")),
    (channels.pages, holding("set_channels")),
    (notice_sources.pages, holding("set_channels")),
    (school_addresses.pages, holding("set_channels")),
    (social.pages, holding("carry_posts")),
    (social_drafts.pages, holding("write_posts")),
    (social_publishing.pages, holding("publish_posts")),
    (social_accounts.pages, holding("set_channels")),
    (way_orders.pages, holding("set_channels")),
)
"""Blueprint → guard. A page group that is not in here cannot be reached."""

OF_A_DEMO: tuple[tuple[Blueprint, Guard], ...] = ((play.pages, public),)
"""Page groups that only a demo has."""

SAID = (
    moments.say_moment,
    moments.say_day,
    moments.say_dates,
    moments.say_day_of,
    moments.say_time,
    moments.say_short,
    moments.say_near,
    moments.say_weekday,
    moments.say_soon,
    moments.say_span,
    moments.say_wait,
    moments.say_number,
    moments_pl.po_polsku,
    moments_pl.w_dniu,
    moments_pl.do_kiedy,
    moments_pl.od_kiedy,
    moments_pl.jak,
    hours.say_week,
    hours.say_rota,
)
"""How templates say times, numbers and weeks: each a filter under its own name, ``{{ at|say_moment(zone) }}``."""


def open_doors(app: Flask, settings: Settings) -> None:
    """Register every blueprint behind its guard, and note which guard each endpoint has."""
    protect(app, settings)
    show_errors(app)
    login_manager.init_app(
        app, add_context_processor=False
    )  # it would ask the database on the page that says it is gone
    furnish(app)
    app.jinja_env.filters.update({one.__name__: one for one in SAID})
    app.url_rule_class = LateRule
    guards: dict[str, str] = {}
    for blueprint, guard in (*REGISTER, *(OF_A_DEMO if settings.environment == "demo" else ())):
        app.before_request_funcs.setdefault(blueprint.name, []).append(guard)
        app.register_blueprint(blueprint)
        guards[blueprint.name] = guard.__name__
    app.extensions["handbell.guards"] = {"static": public.__name__} | {
        endpoint: guards[name] for endpoint in app.view_functions if (name := endpoint.partition(".")[0]) in guards
    }
