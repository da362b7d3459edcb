"""Places by category in lines of plans; scenarios know what their lines were copied from, and when they were taken over.

Revision ID: c101
Revises: c100
"""

import sqlalchemy as sa
from alembic import op

from trainhub.kernel.types import UTCDateTime

revision = "c101"
down_revision = "c100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_line", sa.Column("quotas", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("plan_line", sa.Column("copy_of", sa.String(length=12), nullable=True))
    op.add_column("plan", sa.Column("taken_at", UTCDateTime(), nullable=True))
    op.add_column("plan", sa.Column("taken_by", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("plan", "taken_by")
    op.drop_column("plan", "taken_at")
    op.drop_column("plan_line", "copy_of")
    op.drop_column("plan_line", "quotas")
