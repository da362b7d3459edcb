"""evaluation: the centre whose staff change a theme"""

import sqlalchemy as sa
from alembic import op

revision = "e002"
down_revision = "e001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evaluation_theme") as batch_op:
        batch_op.add_column(sa.Column("centre_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_evaluation_theme_centre_id_centre"), "centre", ["centre_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("evaluation_theme") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evaluation_theme_centre_id_centre"), type_="foreignkey")
        batch_op.drop_column("centre_id")
