"""reports: facts of registrations and their mark, head-counts"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = 'c011'
down_revision = 'c013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    version = op.create_table('facts_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=16), nullable=False),
    sa.Column('checked_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facts_version'))
    )
    op.bulk_insert(version, [{'id': 1, 'mark': '', 'checked_at': datetime(2000, 1, 1)}])
    op.create_table('headcount',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('heads', sa.String(length=20), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reported_by', sa.String(length=200), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_headcount_number')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_headcount_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_headcount')),
    sa.UniqueConstraint('public_id', name=op.f('uq_headcount_public_id'))
    )
    with op.batch_alter_table('headcount', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_headcount_session_id'), ['session_id'], unique=False)

    op.create_table('participation',
    sa.Column('registration_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=40), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('age_band', sa.String(length=10), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('module', sa.String(length=60), nullable=False),
    sa.Column('invited', sa.Boolean(), nullable=False),
    sa.Column('nominated', sa.Boolean(), nullable=False),
    sa.Column('applied', sa.Boolean(), nullable=False),
    sa.Column('selected', sa.Boolean(), nullable=False),
    sa.Column('attended', sa.Boolean(), nullable=False),
    sa.Column('completed', sa.Boolean(), nullable=False),
    sa.Column('certified', sa.Boolean(), nullable=False),
    sa.Column('final', sa.Boolean(), nullable=False),
    sa.Column('slots', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_participation_centre_id_centre')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participation_person_id_person')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_participation_registration_id_registration'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_participation_session_id_training_session')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_participation'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index('ix_participation_covering', ['gender', 'country', 'module', 'day', 'counts', 'centre_id', 'person_id', 'minutes', 'invited', 'nominated', 'applied', 'selected', 'attended', 'completed', 'certified', 'final'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_participation_session_id'), ['session_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participation_session_id'))
        batch_op.drop_index(batch_op.f('ix_participation_person_id'))
        batch_op.drop_index('ix_participation_covering')

    op.drop_table('participation')
    with op.batch_alter_table('headcount', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_headcount_session_id'))

    op.drop_table('headcount')
    op.drop_table('facts_version')
