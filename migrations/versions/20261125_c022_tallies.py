"""questionnaires: what was counted when a wave closed"""

import sqlalchemy as sa
from alembic import op

revision = 'c022'
down_revision = 'c021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answer_tally',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=40), nullable=False),
    sa.Column('block', sa.String(length=40), nullable=False),
    sa.Column('row', sa.String(length=40), nullable=False),
    sa.Column('choice', sa.String(length=40), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_answer_tally_wave_id_wave')),
    sa.PrimaryKeyConstraint('wave_id', 'item', 'block', 'row', 'choice', name=op.f('pk_answer_tally'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_item_set_id'))  # planners took it where the wave narrows more


def downgrade() -> None:
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_item_set_id'), ['item', 'set_id'], unique=False)
    op.drop_table('answer_tally')
