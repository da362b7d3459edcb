"""Self check-in; excuses asked for in advance."""

import sqlalchemy as sa
from alembic import op

revision = "c082"
down_revision = "c081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.CheckConstraint("before >= 0 AND (after IS NULL OR after >= 0)", name=op.f("ck_self_check_in_window")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_self_check_in_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_check_in")),
        sa.UniqueConstraint("session_id", name=op.f("uq_self_check_in_session_id")),
    )
    op.create_table(
        "excuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused', 'withdrawn')", name=op.f("ck_excuse_state")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_excuse_registration_id_registration")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_excuse_file_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuse")),
        sa.UniqueConstraint("public_id", name=op.f("uq_excuse_public_id")),
    )
    op.create_index(op.f("ix_excuse_registration_id"), "excuse", ["registration_id"])
    op.create_table(
        "excuse_slot",
        sa.Column("excuse_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["excuse_id"], ["excuse.id"], name=op.f("fk_excuse_slot_excuse_id_excuse"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_excuse_slot_slot_id_slot"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("excuse_id", "slot_id", name=op.f("pk_excuse_slot")),
    )
    op.create_index(op.f("ix_excuse_slot_slot_id"), "excuse_slot", ["slot_id"])


def downgrade() -> None:
    op.drop_table("excuse_slot")
    op.drop_table("excuse")
    op.drop_table("self_check_in")
