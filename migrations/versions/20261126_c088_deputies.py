"""deputies: focal points name who speaks for them for a time"""

import sqlalchemy as sa
from alembic import op

revision = "c088"
down_revision = "c080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role_grant", sa.Column("deputy_of", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("role_grant") as batch:
        batch.drop_column("deputy_of")
