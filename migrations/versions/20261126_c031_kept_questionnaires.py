"""questionnaires and questions of the bank: the centre whose staff change them"""

import sqlalchemy as sa
from alembic import op

revision = 'c031'
down_revision = 'c030'
branch_labels = None
depends_on = None

KEPT = ('questionnaire', 'bank_item')


def upgrade() -> None:
    for table in KEPT:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('centre_id', sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_{table}_centre_id_centre'), 'centre', ['centre_id'], ['id'])


def downgrade() -> None:
    for table in reversed(KEPT):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f'fk_{table}_centre_id_centre'), type_='foreignkey')
            batch_op.drop_column('centre_id')
