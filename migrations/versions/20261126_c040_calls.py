"""registration: calls with quotas and comments, nominations, approval by the institution, documents"""

import sqlalchemy as sa
from alembic import op

revision = 'c040'
down_revision = 'c031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('agreement', sa.String(length=10), nullable=False),
    sa.Column('nominate', sa.Boolean(), nullable=False),
    sa.Column('apply', sa.Boolean(), nullable=False),
    sa.Column('endorse', sa.Boolean(), nullable=False),
    sa.Column('select', sa.Boolean(), nullable=False),
    sa.Column('confirm', sa.Boolean(), nullable=False),
    sa.Column('deadline', sa.DateTime(), nullable=True),
    sa.Column('confirm_hours', sa.Integer(), nullable=False),
    sa.Column('cancel_days', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=10), nullable=False),
    sa.Column('decide_on', sa.Date(), nullable=True),
    sa.Column('women_target', sa.Double(), nullable=True),
    sa.Column('note', sa.JSON(), nullable=True),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('needs', sa.JSON(), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_call_state')),
    sa.CheckConstraint("agreement IN ('', 'proposed', 'consulted', 'agreed')", name=op.f('ck_call_agreement')),
    sa.CheckConstraint("rule IN ('order', 'ranking')", name=op.f('ck_call_rule')),
    sa.CheckConstraint('women_target IS NULL OR (women_target >= 0 AND women_target <= 1)',
        name=op.f('ck_call_women_target')),
    sa.CheckConstraint('confirm_hours >= 1 AND cancel_days >= 0', name=op.f('ck_call_times')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_call_session_id_training_session'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_call_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_public_id')),
    sa.UniqueConstraint('session_id', name=op.f('uq_call_session_id'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_state'), ['state'], unique=False)

    op.create_table('quota',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('dimension', sa.String(length=12), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('reserve', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('taken >= 0 AND taken <= seats', name=op.f('ck_quota_seats_held')),
    sa.CheckConstraint('reserve >= 0', name=op.f('ck_quota_reserve')),
    sa.CheckConstraint("dimension IN ('country', 'organisation', 'category')", name=op.f('ck_quota_dimension')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_quota_call_id_call'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quota')),
    sa.UniqueConstraint('call_id', 'dimension', 'value', name=op.f('uq_quota_call_id_dimension_value')),
    sa.UniqueConstraint('public_id', name=op.f('uq_quota_public_id'))
    )
    op.create_table('quota_place',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('quota_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['quota_id'], ['quota.id'], name=op.f('fk_quota_place_quota_id_quota'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_quota_place_registration_id_registration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'quota_id', name=op.f('pk_quota_place'))
    )
    with op.batch_alter_table('quota_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quota_place_quota_id'), ['quota_id'], unique=False)

    op.create_table('call_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_event_call_id_call'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_event'))
    )
    with op.batch_alter_table('call_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_event_call_id'), ['call_id'], unique=False)

    op.create_table('call_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('country_code', sa.String(length=2), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_comment_call_id_call'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'],
        name=op.f('fk_call_comment_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_call_comment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_comment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_comment_public_id'))
    )
    with op.batch_alter_table('call_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_comment_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_comment_person_id'), ['person_id'], unique=False)

    op.create_table('registration_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_registration_document_file_id_file')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_registration_document_registration_id_registration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_document')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_document_public_id')),
    sa.UniqueConstraint('registration_id', 'key', name=op.f('uq_registration_document_registration_id_key'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nominated_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('nominee_rank', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('rank', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('endorsement', sa.String(length=10), server_default='', nullable=False))
        batch_op.add_column(sa.Column('substitutes_id', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_registration_endorsement'), "endorsement IN ('', 'asked', 'given', 'refused')"
        )
        batch_op.create_foreign_key(
            batch_op.f('fk_registration_substitutes_id_registration'), 'registration', ['substitutes_id'], ['id']
        )


def downgrade() -> None:
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registration_substitutes_id_registration'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_registration_endorsement'), type_='check')
        for name in ('substitutes_id', 'endorsement', 'rank', 'nominee_rank', 'nominated_by'):
            batch_op.drop_column(name)
    for table in ('registration_document', 'call_comment', 'call_event', 'quota_place', 'quota', 'call'):
        op.drop_table(table)
