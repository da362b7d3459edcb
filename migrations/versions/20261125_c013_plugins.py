"""plugins: what is known of each, settings, failures"""

import sqlalchemy as sa
from alembic import op

revision = 'c013'
down_revision = 'c010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plugin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('revisions', sa.JSON(), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plugin')),
    sa.UniqueConstraint('name', name=op.f('uq_plugin_name'))
    )
    op.create_table('plugin_failure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plugin', sa.String(length=60), nullable=False),
    sa.Column('hook', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=16), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(), nullable=False),
    sa.Column('last_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plugin_failure')),
    sa.UniqueConstraint('plugin', 'hook', 'mark', name=op.f('uq_plugin_failure_plugin_hook_mark'))
    )
    with op.batch_alter_table('plugin_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plugin_failure_last_at'), ['last_at'], unique=False)

    op.create_table('plugin_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plugin_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['plugin_id'], ['plugin.id'], name=op.f('fk_plugin_setting_plugin_id_plugin'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_plugin_setting_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plugin_setting'))
    )
    with op.batch_alter_table('plugin_setting', schema=None) as batch_op:
        batch_op.create_index('uq_plugin_setting_session', ['session_id', 'plugin_id', 'key'], unique=True)
        batch_op.create_index('uq_plugin_setting_whole', ['plugin_id', 'key'], unique=True, sqlite_where=sa.text('session_id IS NULL'), postgresql_where=sa.text('session_id IS NULL'))


def downgrade() -> None:
    op.drop_table('plugin_setting')
    op.drop_table('plugin_failure')
    op.drop_table('plugin')
