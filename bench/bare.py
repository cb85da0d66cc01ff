"""The bare route that pages are compared with: Flask and SQLAlchemy Core reading the same rows, and nothing else."""

from __future__ import annotations

import os

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, select, text

from bench.pages import WORD
from gateway.store.inbox import _line_columns
from gateway.store.queue import InboxRow
from gateway.store.threads import MessageRow, ThreadRow


def create_bare() -> Flask:
    """An application with the two lists as bare routes over ``DATABASE_URL``."""
    app = Flask("bare")
    engine = create_engine(os.environ["DATABASE_URL"])
    reader = os.environ["BENCH_READER"]
    postgresql = engine.dialect.name == "postgresql"

    @app.get("/inbox")
    def inbox() -> ResponseReturnValue:
        found = (
            select(*_line_columns)
            .join(ThreadRow, (ThreadRow.school_id == InboxRow.school_id) & (ThreadRow.thread_id == InboxRow.thread_id))
            .where(InboxRow.school_id == 1, InboxRow.reader == reader, InboxRow.state == "open")
            .order_by(InboxRow.rung_at.desc())
            .limit(26)
        )
        with engine.connect() as connection:
            return jsonify([dict(row) for row in connection.execute(found).mappings()])

    @app.get("/search")
    def search() -> ResponseReturnValue:
        ids = text(
            "SELECT message_id FROM message_words WHERE school_id = 1 AND words @@ to_tsquery('simple', :q)"
            " ORDER BY message_id DESC LIMIT 25"
            if postgresql
            else "SELECT rowid FROM message_words WHERE message_words MATCH :q ORDER BY rowid DESC LIMIT 25"
        )
        with engine.connect() as connection:
            found = list(connection.execute(ids, {"q": WORD}).scalars())
            rows = connection.execute(
                select(MessageRow.message_id, MessageRow.thread_id, MessageRow.author_name, MessageRow.text).where(
                    MessageRow.school_id == 1, MessageRow.message_id.in_(found)
                )
            )
            return jsonify([dict(row) for row in rows.mappings()])

    return app
