"""What the closed channels add: where they call us, and whom their ids of people stand for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _add_endpoints() -> None:
    """Where closed channels call us, and whom their ids of people stand for."""
    op.create_table(
        "endpoints",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("school_id", "endpoint", name=op.f("pk_endpoints")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_endpoints_endpoint")),
        sa.UniqueConstraint("school_id", "channel", name=op.f("uq_endpoints_school_id_channel")),
    )
    op.create_table(
        "callers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=320), nullable=False),
        sa.Column("contact_id", sa.String(length=64), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learnt_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "contact_id"],
            ["contacts.school_id", "contacts.contact_id"],
            name=op.f("fk_callers_school_id_contact_id_contacts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "channel", "person_id", name=op.f("pk_callers")),
    )


def _drop_endpoints() -> None:
    op.drop_table("callers")
    op.drop_table("endpoints")


def _add_reports() -> None:
    """What families and staff report from a page or a message."""
    op.create_table(
        "reports",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("reporter", sa.String(length=80), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("about_message_id", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_reports_school_id_message_id_messages"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "about_message_id"],
            ["messages.school_id", "messages.message_id"],
            name=op.f("fk_reports_school_id_about_message_id_messages"),
        ),
        sa.PrimaryKeyConstraint("school_id", "message_id", name=op.f("pk_reports")),
        sa.UniqueConstraint("school_id", "reporter", "form", name=op.f("uq_reports_school_id_reporter_form")),
    )
    op.create_index(
        op.f("ix_reports_school_id_about_message_id"), "reports", ["school_id", "about_message_id"], unique=False
    )


def _drop_reports() -> None:
    op.drop_index(op.f("ix_reports_school_id_about_message_id"), table_name="reports")
    op.drop_table("reports")


def _add_folder_hours() -> None:
    """What the folder said of hours when a page changed them, so that only its news undoes that."""
    for table in ("schools", "staff"):
        op.add_column(table, sa.Column("folder_hours", sa.Text(), nullable=False, server_default=""))


def _drop_folder_hours() -> None:
    for table in ("schools", "staff"):
        op.drop_column(table, "folder_hours")


def _add_pointers() -> None:
    """Where concerns are kept outside Handbell; and no alert, nor the words it is about, is ever deleted here."""
    op.create_table(
        "pointers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("alert_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_by", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "alert_id"],
            ["alerts.school_id", "alerts.alert_id"],
            name=op.f("fk_pointers_school_id_alert_id_alerts"),
        ),
        sa.PrimaryKeyConstraint("school_id", "alert_id", name=op.f("pk_pointers")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER alerts_refuse_delete BEFORE DELETE ON alerts "
            "BEGIN SELECT RAISE(ABORT, 'an alert is never deleted'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_alert_delete() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'an alert is never deleted'; END $$"
    )
    op.execute(
        "CREATE TRIGGER alerts_refuse_delete BEFORE DELETE ON alerts "
        "FOR EACH ROW EXECUTE FUNCTION refuse_alert_delete()"
    )


def _drop_pointers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER alerts_refuse_delete")
    else:
        op.execute("DROP FUNCTION refuse_alert_delete() CASCADE")
    op.drop_table("pointers")


def _add_text_numbers() -> None:
    """The school's own number for texts, and the addresses that nothing of ours reaches."""
    op.create_table(
        "text_numbers",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_text_numbers")),
    )
    op.create_table(
        "unreachable",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "channel", "address", name=op.f("pk_unreachable")),
    )


def _drop_text_numbers() -> None:
    op.drop_table("unreachable")
    op.drop_table("text_numbers")


def _add_channel_tests() -> None:
    """Whether a mailbox or way out is paused, and what its last test found."""
    for name in ("paused_at", "tested_at"):
        op.add_column("mailboxes", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("mailboxes", sa.Column("test_failure", sa.Text(), nullable=False, server_default=""))
    op.add_column("mailboxes", sa.Column("fence", sa.String(length=64), nullable=False, server_default=""))


def _drop_channel_tests() -> None:
    for name in ("fence", "test_failure", "tested_at", "paused_at"):
        op.drop_column("mailboxes", name)


def _add_contacts_checks() -> None:
    """When the numbers for danger were confirmed, by whom, and what they were."""
    op.create_table(
        "contacts_checks",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("check_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(length=64), nullable=False),
        sa.Column("emergency", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "check_id", name=op.f("pk_contacts_checks")),
    )


def _drop_contacts_checks() -> None:
    op.drop_table("contacts_checks")


def _add_channel_lists() -> None:
    """Lists that SchoolComms exports, and the columns by which a school reads them."""
    op.create_table(
        "channel_lists",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("list_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "list_id", name=op.f("pk_channel_lists")),
    )
    op.create_table(
        "list_columns",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "kind", name=op.f("pk_list_columns")),
    )


def _drop_channel_lists() -> None:
    op.drop_table("list_columns")
    op.drop_table("channel_lists")


def _add_notices() -> None:
    """What the apps tell of messages that wait there, how their mail is known, and where each app is opened."""
    op.create_table(
        "notices",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("notice_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("tells", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "thread_id"],
            ["threads.school_id", "threads.thread_id"],
            name=op.f("fk_notices_school_id_thread_id_threads"),
        ),
        sa.PrimaryKeyConstraint("school_id", "notice_id", name=op.f("pk_notices")),
        sa.UniqueConstraint("school_id", "mark", name=op.f("uq_notices_school_id_mark")),
    )
    op.create_index(
        op.f("ix_notices_school_id_state_due_at"), "notices", ["school_id", "state", "due_at"], unique=False
    )
    op.create_table(
        "notice_sources",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("tells", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "source_id", name=op.f("pk_notice_sources")),
    )
    op.create_table(
        "app_pages",
        sa.Column("school_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "channel", name=op.f("pk_app_pages")),
    )


def _drop_notices() -> None:
    op.drop_table("app_pages")
    op.drop_table("notice_sources")
    op.drop_index(op.f("ix_notices_school_id_state_due_at"), table_name="notices")
    op.drop_table("notices")


def upgrade() -> None:
    _add_notices()
    _add_channel_lists()
    _add_channel_tests()
    _add_folder_hours()
    _add_endpoints()
    _add_text_numbers()
    _add_reports()
    _add_pointers()
    _add_contacts_checks()


def downgrade() -> None:
    _drop_notices()
    _drop_channel_tests()
    _drop_contacts_checks()
    _drop_pointers()
    _drop_reports()
    _drop_text_numbers()
    _drop_endpoints()
    _drop_folder_hours()
    _drop_channel_lists()
