"""curriculum: the centre whose staff edit and approve it"""

import sqlalchemy as sa
from alembic import op

revision = 'c021'
down_revision = 'c020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('curriculum', schema=None) as batch_op:
        batch_op.add_column(sa.Column('centre_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_curriculum_centre_id_centre'), 'centre', ['centre_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('curriculum', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_curriculum_centre_id_centre'), type_='foreignkey')
        batch_op.drop_column('centre_id')
