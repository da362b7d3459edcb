"""jobs: what whoever watches one should know when it is done"""

import sqlalchemy as sa
from alembic import op

revision = 'c072'
down_revision = 'c060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('said', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_column('said')
