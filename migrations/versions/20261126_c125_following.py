"""Rooms closed for a time, languages of typed titles; lines of plans stand where their sessions stand.

Revision ID: c125
Revises: c113
"""

from datetime import time

import sqlalchemy as sa
from alembic import op

revision = "c125"
down_revision = "c113"
branch_labels = None
depends_on = None

LINE = sa.table(
    "plan_line",
    *map(sa.column, ("id", "plan_id", "session_id", "start_half", "room_id")),
    sa.column("starts_on", sa.Date),
    sa.column("pinned", sa.Boolean),
    sa.column("public", sa.Boolean),
    sa.column("why", sa.JSON),
)
PLAN = sa.table("plan", sa.column("id"), sa.column("state"))
SESSION = sa.table("training_session", sa.column("id"), sa.column("state"))
SLOT = sa.table(
    "slot",
    *map(sa.column, ("session_id", "utc_start", "cancelled_at", "room_id")),
    sa.column("local_date", sa.Date),
    sa.column("local_start", sa.Time),
)


def upgrade() -> None:
    op.create_table(
        "room_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_room_closing_order")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_closing_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_closing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_closing_public_id")),
    )
    op.create_index(op.f("ix_room_closing_room_id_until"), "room_closing", ["room_id", "until"])
    for table in ("plan_line_part", "holiday_decision"):
        op.add_column(table, sa.Column("language", sa.String(length=3), nullable=False, server_default="en"))
    _free()
    _follow()


def _free() -> None:
    """Give lines whose session was cancelled back to planning."""
    open_plans = sa.select(PLAN.c.id).where(PLAN.c.state != "closed")
    cancelled = sa.select(SESSION.c.id).where(SESSION.c.state == "cancelled")
    freed = {"session_id": None, "starts_on": None, "pinned": False, "public": False, "why": ["cancelled", {}]}
    op.execute(LINE.update().where(LINE.c.plan_id.in_(open_plans), LINE.c.session_id.in_(cancelled)).values(freed))


def _follow() -> None:
    """Let the other lines with a session stand where its first slot stands."""
    found = (
        sa.select(LINE.c.id, SLOT.c.local_date, SLOT.c.local_start, SLOT.c.room_id)
        .select_from(LINE.join(PLAN, PLAN.c.id == LINE.c.plan_id).join(SLOT, SLOT.c.session_id == LINE.c.session_id))
        .where(PLAN.c.state != "closed", SLOT.c.cancelled_at.is_(None))
        .order_by(LINE.c.id, SLOT.c.utc_start)
    )
    first = {}
    for row in op.get_bind().execute(found):
        first.setdefault(row.id, row)
    for row in first.values():
        place = {"starts_on": row.local_date, "start_half": int(row.local_start >= time(13)), "room_id": row.room_id}
        op.execute(LINE.update().where(LINE.c.id == row.id).values(place))


def downgrade() -> None:
    for table in ("plan_line_part", "holiday_decision"):
        op.drop_column(table, "language")
    op.drop_table("room_closing")
