"""Single lines of an imported file mended on the page; trainings of others that are invented."""

import sqlalchemy as sa
from alembic import op

revision = "c092"
down_revision = "c096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_run", sa.Column("mended", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("other_training", sa.Column("invented", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("other_training", "invented")
    op.drop_column("import_run", "mended")
