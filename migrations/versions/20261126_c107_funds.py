"""Budget lines say which countries and modules they may pay for.

Revision ID: c107
Revises: c105
"""

import sqlalchemy as sa
from alembic import op

revision = "c107"
down_revision = "c105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("budget_line", sa.Column("countries", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("budget_line", sa.Column("modules", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("budget_line", "modules")
    op.drop_column("budget_line", "countries")
