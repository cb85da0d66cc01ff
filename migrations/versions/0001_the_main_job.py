"""The first tables: people, conversations, the queue with its promises, the outbox, alerts and the record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _guard_record() -> None:
    """Refuse updates and deletes of the record below every program that might try."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_links_refuse_{verb.lower()} BEFORE {verb} ON audit_links "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )
        # INSERT OR REPLACE takes a row away without asking the trigger on DELETE.
        op.execute(
            "CREATE TRIGGER audit_links_refuse_replace BEFORE INSERT ON audit_links WHEN EXISTS "
            "(SELECT 1 FROM audit_links WHERE school_id = NEW.school_id AND seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_links_refuse_change BEFORE UPDATE OR DELETE ON audit_links "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_links_refuse_truncate BEFORE TRUNCATE ON audit_links "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _make_search() -> None:
    """The words of messages, in each database's own full-text index; the text itself stays in messages."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE message_words USING fts5"
            "(words, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        return
    op.execute(
        "CREATE TABLE message_words (school_id bigint NOT NULL, message_id bigint NOT NULL, words tsvector NOT NULL,"
        " CONSTRAINT pk_message_words PRIMARY KEY (school_id, message_id))"
    )
    op.execute("CREATE INDEX ix_message_words_words ON message_words USING gin (words)")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("school_id", "email", name=op.f("uq_accounts_school_id_email")),
    )
    op.create_index(op.f("ix_accounts_email"), "accounts", ["email"], unique=False)
    op.create_table(
        "acknowledgements",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stretch", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "address", "thread_id", "stretch", name=op.f("pk_acknowledgements")),
    )
    op.create_table(
        "arrivals",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arrival_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("vendor_id", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "arrival_id", name=op.f("pk_arrivals")),
        sa.UniqueConstraint(
            "school_id", "endpoint", "vendor_id", name=op.f("uq_arrivals_school_id_endpoint_vendor_id")
        ),
    )
    op.create_index(op.f("ix_arrivals_school_id_fingerprint"), "arrivals", ["school_id", "fingerprint"], unique=False)
    op.create_index(
        op.f("ix_arrivals_school_id_state_arrival_id"), "arrivals", ["school_id", "state", "arrival_id"], unique=False
    )
    op.create_table(
        "audit_heads",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "audit_links",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "seq", name=op.f("pk_audit_links")),
    )
    op.create_index(
        op.f("ix_audit_links_school_id_thread_id_seq"), "audit_links", ["school_id", "thread_id", "seq"], unique=False
    )
    op.create_table(
        "calendar_days",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("calendar_day_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "calendar_day_id", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "classes",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("class_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year_groups", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "class_id", name=op.f("pk_classes")),
    )
    op.create_table(
        "contacts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "contact_id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "drafts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "thread_id", "staff_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "job", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "mail_ids",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rfc_id", sa.String(length=255), nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "rfc_id", "message_id", name=op.f("pk_mail_ids")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("last_uid", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "endpoint", name=op.f("pk_mailboxes")),
    )
    op.create_table(
        "outbox",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("letter", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("rfc_id", sa.String(length=255), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("vendor_id", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("override", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "outbox_id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("school_id", "rfc_id", name=op.f("uq_outbox_school_id_rfc_id")),
    )
    op.create_index(op.f("ix_outbox_school_id_message_id"), "outbox", ["school_id", "message_id"], unique=False)
    op.create_index(
        op.f("ix_outbox_school_id_state_send_after"), "outbox", ["school_id", "state", "send_after"], unique=False
    )
    op.create_index(op.f("ix_outbox_school_id_thread_id"), "outbox", ["school_id", "thread_id"], unique=False)
    op.create_table(
        "pupils",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("preferred_name", sa.Text(), nullable=False),
        sa.Column("class_id", sa.String(length=64), nullable=False),
        sa.Column("consent_twitter", sa.Boolean(), nullable=False),
        sa.Column("consent_youtube", sa.Boolean(), nullable=False),
        sa.Column("consent_document", sa.Text(), nullable=False),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "pupil_id", name=op.f("pk_pupils")),
    )
    op.create_table(
        "schools",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("division", sa.String(length=64), nullable=False),
        sa.Column("email_domains", sa.JSON(), nullable=False),
        sa.Column("office_address", sa.Text(), nullable=False),
        sa.Column("office_hours", sa.Text(), nullable=False),
        sa.Column("staff_hours", sa.Text(), nullable=False),
        sa.Column("courtesy_hours", sa.Text(), nullable=False),
        sa.Column("reply_within_days", sa.BigInteger(), nullable=False),
        sa.Column("authentication_server", sa.Text(), nullable=False),
        sa.Column("emergency", sa.JSON(), nullable=False),
        sa.Column("embargoes", sa.JSON(), nullable=False),
        sa.Column("people_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_schools")),
    )
    op.create_table(
        "sessions",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_kind", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_off_duty_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(
        op.f("ix_sessions_school_id_person_kind_person_id"),
        "sessions",
        ["school_id", "person_kind", "person_id"],
        unique=False,
    )
    op.create_table(
        "sign_in_links",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("goes_to", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "token_hash", name=op.f("pk_sign_in_links")),
    )
    op.create_table(
        "staff",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("works_inset", sa.Boolean(), nullable=False),
        sa.Column("covered_by", sa.Text(), nullable=False),
        sa.Column("year_round", sa.Boolean(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "threads",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("base_subject", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_by", sa.String(length=64), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("sealed_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "thread_id", name=op.f("pk_threads")),
        sa.UniqueConstraint("school_id", "token", name=op.f("uq_threads_school_id_token")),
    )
    op.create_index(
        op.f("ix_threads_school_id_contact_id_last_at"), "threads", ["school_id", "contact_id", "last_at"], unique=False
    )
    op.create_index(op.f("ix_threads_school_id_last_at"), "threads", ["school_id", "last_at"], unique=False)
    op.create_table(
        "absences",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("absence_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("covered_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.staff_id"],
            name=op.f("fk_absences_school_id_staff_id_staff"),
        ),
        sa.PrimaryKeyConstraint("school_id", "absence_id", name=op.f("pk_absences")),
    )
    op.create_table(
        "addresses",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "contact_id"],
            ["contacts.school_id", "contacts.contact_id"],
            name=op.f("fk_addresses_school_id_contact_id_contacts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "contact_id", "kind", "address", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_school_id_address"), "addresses", ["school_id", "address"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unread", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_inbox_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "reader", "thread_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        op.f("ix_inbox_school_id_reader_state_rung_at"),
        "inbox",
        ["school_id", "reader", "state", "rung_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inbox_school_id_reader_unread"),
        "inbox",
        ["school_id", "reader", "unread"],
        unique=False,
        sqlite_where=sa.text("unread > 0"),
        postgresql_where=sa.text("unread > 0"),
    )
    op.create_table(
        "messages",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("disposition", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("arrival_id", sa.BigInteger(), nullable=True),
        sa.Column("rfc_id", sa.Text(), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_messages_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "message_id", name=op.f("pk_messages")),
    )
    op.create_index(
        op.f("ix_messages_school_id_thread_id_message_id"),
        "messages",
        ["school_id", "thread_id", "message_id"],
        unique=False,
    )
    op.create_table(
        "suggestions",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_suggestions_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "thread_id", name=op.f("pk_suggestions")),
    )
    op.create_index(
        op.f("ix_suggestions_school_id_state_raised_at"),
        "suggestions",
        ["school_id", "state", "raised_at"],
        unique=False,
    )
    op.create_table(
        "thread_pupils",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_thread_pupils_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "thread_id", "pupil_id", name=op.f("pk_thread_pupils")),
    )
    op.create_index(
        op.f("ix_thread_pupils_school_id_pupil_id"), "thread_pupils", ["school_id", "pupil_id"], unique=False
    )
    op.create_table(
        "ties",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("relationship", sa.Text(), nullable=False),
        sa.Column("parental_responsibility", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("lives_with", sa.Boolean(), nullable=False),
        sa.Column("may_contact", sa.Boolean(), nullable=False),
        sa.Column("restriction", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "contact_id"],
            ["contacts.school_id", "contacts.contact_id"],
            name=op.f("fk_ties_school_id_contact_id_contacts"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupils.school_id", "pupils.pupil_id"],
            name=op.f("fk_ties_school_id_pupil_id_pupils"),
        ),
        sa.PrimaryKeyConstraint("school_id", "pupil_id", "contact_id", name=op.f("pk_ties")),
    )
    op.create_index(op.f("ix_ties_school_id_contact_id"), "ties", ["school_id", "contact_id"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_alerts_school_id_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "alert_id", name=op.f("pk_alerts")),
    )
    op.create_index(
        op.f("ix_alerts_school_id_acknowledged_at"), "alerts", ["school_id", "acknowledged_at"], unique=False
    )
    op.create_index(op.f("ix_alerts_school_id_thread_id"), "alerts", ["school_id", "thread_id"], unique=False)
    op.create_table(
        "looks",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "record", "staff_id", name=op.f("pk_looks")),
    )
    op.create_index(
        op.f("ix_looks_school_id_staff_id_told_at"), "looks", ["school_id", "staff_id", "told_at"], unique=False
    )
    op.create_table(
        "attachments",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_attachments_school_id_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "message_id", "part", name=op.f("pk_attachments")),
    )
    op.create_table(
        "queue_entries",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("addressed", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_queue_entries_school_id_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "message_id", "reader", name=op.f("pk_queue_entries")),
    )
    op.create_index(
        op.f("ix_queue_entries_school_id_state_visible_at"),
        "queue_entries",
        ["school_id", "state", "visible_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_queue_entries_school_id_thread_id"), "queue_entries", ["school_id", "thread_id"], unique=False
    )
    _guard_record()
    _make_search()


def downgrade() -> None:
    op.execute("DROP TABLE message_words")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_links_refuse_update")
        op.execute("DROP TRIGGER audit_links_refuse_delete")
        op.execute("DROP TRIGGER audit_links_refuse_replace")
    else:
        op.execute("DROP FUNCTION refuse_change() CASCADE")
    op.drop_index(op.f("ix_queue_entries_school_id_thread_id"), table_name="queue_entries")
    op.drop_index(op.f("ix_queue_entries_school_id_state_visible_at"), table_name="queue_entries")
    op.drop_table("queue_entries")
    op.drop_index(op.f("ix_looks_school_id_staff_id_told_at"), table_name="looks")
    op.drop_table("looks")
    op.drop_table("attachments")
    op.drop_index(op.f("ix_alerts_school_id_thread_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_school_id_acknowledged_at"), table_name="alerts")
    op.drop_table("alerts")
    op.drop_index(op.f("ix_ties_school_id_contact_id"), table_name="ties")
    op.drop_table("ties")
    op.drop_index(op.f("ix_thread_pupils_school_id_pupil_id"), table_name="thread_pupils")
    op.drop_table("thread_pupils")
    op.drop_index(op.f("ix_suggestions_school_id_state_raised_at"), table_name="suggestions")
    op.drop_table("suggestions")
    op.drop_index(op.f("ix_messages_school_id_thread_id_message_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_inbox_school_id_reader_unread"), table_name="inbox")
    op.drop_index(op.f("ix_inbox_school_id_reader_state_rung_at"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_index(op.f("ix_addresses_school_id_address"), table_name="addresses")
    op.drop_table("addresses")
    op.drop_table("absences")
    op.drop_index(op.f("ix_threads_school_id_last_at"), table_name="threads")
    op.drop_index(op.f("ix_threads_school_id_contact_id_last_at"), table_name="threads")
    op.drop_table("threads")
    op.drop_table("staff")
    op.drop_table("sign_in_links")
    op.drop_index(op.f("ix_sessions_school_id_person_kind_person_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("schools")
    op.drop_table("pupils")
    op.drop_index(op.f("ix_outbox_school_id_thread_id"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_school_id_state_send_after"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_school_id_message_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("mailboxes")
    op.drop_table("mail_ids")
    op.drop_table("heartbeats")
    op.drop_table("drafts")
    op.drop_table("contacts")
    op.drop_table("classes")
    op.drop_table("calendar_days")
    op.drop_index(op.f("ix_audit_links_school_id_thread_id_seq"), table_name="audit_links")
    op.drop_table("audit_links")
    op.drop_table("audit_heads")
    op.drop_index(op.f("ix_arrivals_school_id_state_arrival_id"), table_name="arrivals")
    op.drop_index(op.f("ix_arrivals_school_id_fingerprint"), table_name="arrivals")
    op.drop_table("arrivals")
    op.drop_table("acknowledgements")
    op.drop_index(op.f("ix_accounts_email"), table_name="accounts")
    op.drop_table("accounts")
