"""curriculum: places of components, who leads an activity, what it follows and reads"""

import sqlalchemy as sa
from alembic import op

revision = 'c030'
down_revision = 'c012'
branch_labels = None
depends_on = None

LISTS = ('co_leads', 'principles', 'reference_material')


def upgrade() -> None:
    with op.batch_alter_table('module_component', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('number', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('version_id', sa.Integer(), nullable=True))
    for name in ('number', 'version_id'):
        of_module = f'SELECT {name} FROM module_text WHERE module_text.id = module_component.module_text_id'
        op.execute(f'UPDATE module_component SET {name} = ({of_module})')
    with op.batch_alter_table('module_component', schema=None) as batch_op:
        batch_op.alter_column('version_id', existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f('fk_module_component_version_id_curriculum_version'),
            'curriculum_version',
            ['version_id'],
            ['id'],
            ondelete='CASCADE',
        )
    with op.batch_alter_table('activity_text', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lead_organisation', sa.String(length=200), nullable=True))
        for name in LISTS:
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('activity_text', schema=None) as batch_op:
        for name in reversed(LISTS):
            batch_op.drop_column(name)
        batch_op.drop_column('lead_organisation')
    with op.batch_alter_table('module_component', schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f('fk_module_component_version_id_curriculum_version'), type_='foreignkey'
        )
        for name in ('version_id', 'number', 'place'):
            batch_op.drop_column(name)
