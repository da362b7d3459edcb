"""Searches for timetables, and the rules they keep to.

Revision ID: c100
Revises: c092
"""

import sqlalchemy as sa
from alembic import op

from trainhub.kernel.types import UTCDateTime

revision = "c100"
down_revision = "c092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("occasion", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.Column("job", sa.String(length=12), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.Column("applied_by", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("kind IN ('solve', 'again')", name=op.f("ck_plan_run_kind")),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'stuck', 'failed')", name=op.f("ck_plan_run_state")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_run_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_run_public_id")),
    )
    op.create_index(op.f("ix_plan_run_plan_id"), "plan_run", ["plan_id"], unique=False)
    op.create_table(
        "timetable_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_timetable_wishes_centre_id_centre")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_wishes")),
        sa.UniqueConstraint("centre_id", name=op.f("uq_timetable_wishes_centre_id")),
    )


def downgrade() -> None:
    op.drop_table("timetable_wishes")
    op.drop_table("plan_run")
