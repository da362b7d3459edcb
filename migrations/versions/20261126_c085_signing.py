"""certificates: keys that sign, places in the status list, what QR codes say offline"""

import sqlalchemy as sa
from alembic import op

revision = 'c085'
down_revision = 'c072'
branch_labels = None
depends_on = None

# certificates of before get the places of their order of issue; the counter of year 0 goes on behind them
PLACES = """
UPDATE certificate SET status_index = (
    SELECT COUNT(*) FROM certificate AS earlier
    WHERE earlier.centre_id = certificate.centre_id AND earlier.id < certificate.id
)
"""
COUNTERS = """
INSERT INTO certificate_counter (centre_id, year, last)
SELECT centre_id, 0, COUNT(*) FROM certificate GROUP BY centre_id
"""


def upgrade() -> None:
    op.create_table('signing_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('use', sa.String(length=10), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('x509', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('retired_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("use IN ('code', 'badge', 'pdf')", name=op.f('ck_signing_key_use')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_signing_key_centre_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('key_id', name=op.f('uq_signing_key_key_id'))
    )
    op.create_index('uq_signing_key_use', 'signing_key', ['centre_id', 'use'], unique=True,
        sqlite_where=sa.text('retired_at IS NULL'), postgresql_where=sa.text('retired_at IS NULL'))
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('status_index', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('payload', sa.LargeBinary(), nullable=True))
    op.execute(PLACES)
    op.execute(COUNTERS)
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_certificate_centre_id_status_index'), ['centre_id', 'status_index'])


def downgrade() -> None:
    op.execute('DELETE FROM certificate_counter WHERE year = 0')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_certificate_centre_id_status_index'), type_='unique')
        batch_op.drop_column('payload')
        batch_op.drop_column('status_index')
    op.drop_table('signing_key')
