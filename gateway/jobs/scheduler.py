"""The ticking: runs each job of the table for each school, notes its heartbeat, and never lets one failure stop another."""

from __future__ import annotations

import logging
import signal

import click
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from flask.cli import AppGroup

from gateway.actions.contacts_check import unconfirmed_schools
from gateway.actions.database import refuse_unready
from gateway.actions.equipment import Equipment
from gateway.actions.schools import beat
from gateway.domain.errors import HandbellError
from gateway.domain.scope import Scope
from gateway.jobs.live import live_schools
from gateway.jobs.table import JOBS, Job
from gateway.jobs.watch import REFRESH_EVERY, Watchers

log = logging.getLogger(__name__)

commands = AppGroup("jobs", help="The timed jobs.")


def run_job(job: Job, scope: Scope, kit: Equipment) -> None:
    """Run one job for one school; a failure is logged, shown on Today, and tried again at the next beat."""
    failure = ""
    try:
        job.run(scope, kit)
    except Exception as problem:  # shown to the headteacher through the heartbeat; the next beat tries again
        log.exception("job failed", extra={"job": job.name, "school": scope.school_ids})
        failure = f"{job.name}: {type(problem).__name__}"
    beat(scope, job.name, now=kit.clock(), failure=failure)


def run_everywhere(app: Flask, job: Job) -> None:
    """Run one job for every school of this database."""
    with app.app_context():
        kit: Equipment = app.extensions["handbell.equipment"]
        for scope in live_schools(app):
            run_job(job, scope, kit)


def scheduler_for(app: Flask) -> BlockingScheduler:
    """A scheduler with the whole table; APScheduler only ticks, the claiming is done in the database."""
    scheduler = BlockingScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(len(JOBS))})
    for job in JOBS:
        scheduler.add_job(
            run_everywhere,
            "interval",
            seconds=job.every.total_seconds(),
            args=(app, job),
            id=job.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return scheduler


def run_forever(app: Flask) -> None:
    """Run every job once now, then each at its beat and mail as it comes, until the process is told to end."""
    signal.signal(signal.SIGTERM, _end)
    for job in JOBS:
        run_everywhere(app, job)
    scheduler, watchers = scheduler_for(app), Watchers(app)
    scheduler.add_job(watchers.refresh, "interval", seconds=REFRESH_EVERY.total_seconds(), id="watch", max_instances=1)
    try:
        watchers.refresh()
        scheduler.start()
    except KeyboardInterrupt:
        log.info("jobs end")
    finally:
        watchers.stop()
        if scheduler.running:
            scheduler.shutdown(wait=True)


def _end(*_: object) -> None:
    raise KeyboardInterrupt


@commands.command("run")
@click.pass_context
def run(context: click.Context) -> None:
    """Run the timed jobs: reads mailboxes, releases, delivers, escalates."""
    app = context.find_root().obj.load_app()
    try:
        with app.app_context():
            refuse_unready()
            unconfirmed = unconfirmed_schools()
    except HandbellError as problem:
        click.echo(str(problem), err=True)
        context.exit(2)
    for name in unconfirmed:
        click.echo(f"{name}: the headteacher has not declared the out-of-hours plan (Today, Contacts check).", err=True)
        click.echo("A new school goes live when that is done; until then its jobs do not run in production.", err=True)
    click.echo("Jobs are running. Press Ctrl+C to stop.", err=True)
    run_forever(app)
