"""Self check-in."""

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


def downgrade() -> None:
    op.drop_table("self_check_in")
