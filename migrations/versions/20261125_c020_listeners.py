"""listeners: which plugin listens to what, so that events wait for one that is off"""

import sqlalchemy as sa
from alembic import op

revision = 'c020'
down_revision = 'c011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plugin_listener',
    sa.Column('plugin', sa.String(length=60), nullable=False),
    sa.Column('hook', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('plugin', 'hook', name=op.f('pk_plugin_listener'))
    )
    # those that have heard of something so far
    op.execute(
        'INSERT INTO plugin_listener (plugin, hook)'
        ' SELECT DISTINCT delivery.plugin, event.name FROM delivery JOIN event ON event.id = delivery.event_id'
    )


def downgrade() -> None:
    op.drop_table('plugin_listener')
