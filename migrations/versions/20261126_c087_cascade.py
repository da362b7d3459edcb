"""cascade: trainings that graduates of a training of trainers hold, and who was in them"""

import sqlalchemy as sa
from alembic import op

revision = 'c087'
down_revision = 'c084'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rollout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('counted', sa.String(length=8), nullable=False),
    sa.Column('trains_trainers', sa.Boolean(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('reported_at', sa.DateTime(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('reported', 'confirmed', 'returned')", name=op.f('ck_rollout_state')),
    sa.CheckConstraint("counted IN ('numbers', 'persons')", name=op.f('ck_rollout_counted')),
    sa.CheckConstraint('generation >= 1 AND (generation = 1) = (parent_id IS NULL)',
        name=op.f('ck_rollout_generation')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_rollout_session_id_training_session')),
    sa.ForeignKeyConstraint(['parent_id'], ['rollout.id'], name=op.f('fk_rollout_parent_id_rollout')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rollout_person_id_person')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_rollout_country_code_country')),
    sa.ForeignKeyConstraint(['evidence_id'], ['file.id'], name=op.f('fk_rollout_evidence_id_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rollout')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rollout_public_id'))
    )
    for column in ('session_id', 'parent_id', 'person_id', 'country_code', 'state'):
        op.create_index(op.f(f'ix_rollout_{column}'), 'rollout', [column])
    op.create_table('rollout_module',
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_rollout_module_rollout_id_rollout'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_rollout_module_module_id_module')),
    sa.PrimaryKeyConstraint('rollout_id', 'module_id', name=op.f('pk_rollout_module'))
    )
    op.create_table('rollout_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('category_code', sa.String(length=40), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_rollout_count_number')),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_rollout_count_rollout_id_rollout'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'],
        name=op.f('fk_rollout_count_category_code_category')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rollout_count'))
    )
    op.create_index(op.f('ix_rollout_count_rollout_id'), 'rollout_count', ['rollout_id'])
    op.create_table('rollout_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('organisation', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_rollout_person_rollout_id_rollout'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_rollout_person_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rollout_person')),
    sa.UniqueConstraint('public_id', name=op.f('uq_rollout_person_public_id'))
    )
    for column in ('rollout_id', 'person_id'):
        op.create_index(op.f(f'ix_rollout_person_{column}'), 'rollout_person', [column])


def downgrade() -> None:
    for table in ('rollout_person', 'rollout_count', 'rollout_module', 'rollout'):
        op.drop_table(table)
