"""imports: the headers of a file, so that its page can say which columns were passed over"""

import sqlalchemy as sa
from alembic import op

revision = 'c066'
down_revision = 'c065'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('headers', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_column('headers')
