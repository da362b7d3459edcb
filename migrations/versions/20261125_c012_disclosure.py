"""disclosure: the ledger of published figures"""

import sqlalchemy as sa
from alembic import op

revision = 'c012'
down_revision = 'c022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('published_release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('audience', sa.String(length=10), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('policy', sa.JSON(), nullable=False),
    sa.Column('refusal', sa.String(length=20), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('ledger_mark', sa.String(length=64), nullable=False),
    sa.Column('computed_at', sa.DateTime(), nullable=True),
    sa.Column('published_at', sa.DateTime(), nullable=True),
    sa.Column('published_by', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_published_release_centre_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_release')),
    sa.UniqueConstraint('public_id', name=op.f('uq_published_release_public_id'))
    )
    with op.batch_alter_table('published_release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_published_release_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index('uq_published_release_mark', ['ledger_mark'], unique=True,
            sqlite_where=sa.text('published_at IS NOT NULL'), postgresql_where=sa.text('published_at IS NOT NULL'))

    op.create_table('published_table',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('indicator', sa.String(length=80), nullable=False),
    sa.Column('by', sa.JSON(), nullable=False),
    sa.Column('scope', sa.JSON(), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('axes', sa.JSON(), nullable=False),
    sa.Column('veiled', sa.Boolean(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['release_id'], ['published_release.id'], name=op.f('fk_published_table_release_id_published_release'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_table')),
    sa.UniqueConstraint('release_id', 'key', name=op.f('uq_published_table_release_id_key'))
    )
    op.create_table('published_cell',
    sa.Column('table_id', sa.Integer(), nullable=False),
    sa.Column('codes', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=15), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.CheckConstraint("status = 'shown' OR value IS NULL", name=op.f('ck_published_cell_hidden')),
    sa.ForeignKeyConstraint(['table_id'], ['published_table.id'], name=op.f('fk_published_cell_table_id_published_table'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('table_id', 'codes', name=op.f('pk_published_cell'))
    )


def downgrade() -> None:
    op.drop_table('published_cell')
    op.drop_table('published_table')
    with op.batch_alter_table('published_release', schema=None) as batch_op:
        batch_op.drop_index('uq_published_release_mark')
        batch_op.drop_index(batch_op.f('ix_published_release_centre_id'))

    op.drop_table('published_release')
