"""Recommendations are mapped to activities by hand, beside what the curriculum says.

Revision ID: c113
Revises: c120
"""

import sqlalchemy as sa
from alembic import op

revision = "c113"
down_revision = "c120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recommendation") as batch:
        batch.add_column(sa.Column("answered_by", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as batch:
        batch.drop_column("answered_by")
