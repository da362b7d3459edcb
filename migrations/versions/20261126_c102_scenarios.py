"""Scenarios know which budget lines they do without.

Revision ID: c102
Revises: c101
"""

import sqlalchemy as sa
from alembic import op

revision = "c102"
down_revision = "c101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("without", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("plan", "without")
