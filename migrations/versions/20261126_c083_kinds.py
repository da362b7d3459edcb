"""certificates: kinds, what formats and sessions give of them, certificates of trainers"""

import sqlalchemy as sa
from alembic import op

revision = 'c083'
down_revision = 'c085'
branch_labels = None
depends_on = None

ONE_GROUND = '(registration_id IS NULL) <> (assignment_id IS NULL)'
PARTICIPATION = {
    '': 'en', 'en': 'Participation', 'az': 'İştirak', 'ru': 'Участие', 'tk': 'Gatnaşmak',
}


def upgrade() -> None:
    op.create_table('certificate_kind',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('basis', sa.String(length=12), nullable=False),
    sa.Column('share', sa.Double(), nullable=True),
    sa.Column('needs', sa.JSON(), nullable=False),
    sa.Column('valid_months', sa.Integer(), nullable=True),
    sa.Column('remind_days', sa.Integer(), nullable=False),
    sa.Column('order', sa.Integer(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("basis IN ('place', 'assignment')", name=op.f('ck_certificate_kind_basis')),
    sa.CheckConstraint('share IS NULL OR (share > 0 AND share <= 1)', name=op.f('ck_certificate_kind_share')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_kind')),
    sa.UniqueConstraint('key', name=op.f('uq_certificate_kind_key'))
    )
    op.create_table('format_certificate_kind',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('format_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['format_id'], ['format.id'], name=op.f('fk_format_certificate_kind_format_id_format'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['kind_id'], ['certificate_kind.id'],
        name=op.f('fk_format_certificate_kind_kind_id_certificate_kind'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_format_certificate_kind')),
    sa.UniqueConstraint('format_id', 'kind_id', name=op.f('uq_format_certificate_kind_format_id_kind_id'))
    )
    op.create_table('session_kind_left_out',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_session_kind_left_out_session_id_training_session'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['kind_id'], ['certificate_kind.id'],
        name=op.f('fk_session_kind_left_out_kind_id_certificate_kind'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_kind_left_out')),
    sa.UniqueConstraint('session_id', 'kind_id', name=op.f('uq_session_kind_left_out_session_id_kind_id'))
    )
    _participation()
    _certificates()
    _holds()


def _participation() -> None:
    """Name the kind that every certificate so far has; a new installation gets it with the others."""
    kinds = sa.table('certificate_kind', sa.column('key'), sa.column('title', sa.JSON), sa.column('basis'),
        sa.column('needs', sa.JSON), sa.column('remind_days'), sa.column('order'))
    if op.get_bind().scalar(sa.text('SELECT count(*) FROM format')):
        op.bulk_insert(kinds, [{'key': 'participation', 'title': PARTICIPATION, 'basis': 'place', 'needs': [],
            'remind_days': 60, 'order': 0}])


def _certificates() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('session_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('assignment_id', sa.Integer(), nullable=True))
    op.execute(sa.text('UPDATE certificate SET session_id = (SELECT session_id FROM registration'
        ' WHERE registration.id = certificate.registration_id)'))
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.alter_column('session_id', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('registration_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_certificate_session_id_training_session'), 'training_session',
            ['session_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_assignment_id_assignment'), 'assignment',
            ['assignment_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_kind_certificate_kind'), 'certificate_kind',
            ['kind'], ['key'])
        batch_op.create_check_constraint(batch_op.f('ck_certificate_one_ground'), ONE_GROUND)
        batch_op.create_index(batch_op.f('ix_certificate_session_id'), ['session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_registration_id_kind'), ['registration_id', 'kind'],
            unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_assignment_id_kind'), ['assignment_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index('uq_certificate_taught', ['assignment_id', 'kind'], unique=True,
            sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))


def _holds() -> None:
    """Make the table anew: why something waits is worked out again by the next look."""
    op.drop_table('certificate_hold')
    op.create_table('certificate_hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('assignment_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint(ONE_GROUND, name=op.f('ck_certificate_hold_one_ground')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_certificate_hold_registration_id_registration')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'],
        name=op.f('fk_certificate_hold_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['kind'], ['certificate_kind.key'],
        name=op.f('fk_certificate_hold_kind_certificate_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_hold')),
    sa.UniqueConstraint('registration_id', 'kind', name=op.f('uq_certificate_hold_registration_id_kind')),
    sa.UniqueConstraint('assignment_id', 'kind', name=op.f('uq_certificate_hold_assignment_id_kind'))
    )


def downgrade() -> None:
    op.drop_table('certificate_hold')
    op.create_table('certificate_hold',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_certificate_hold_registration_id_registration')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_certificate_hold'))
    )
    op.execute(sa.text("DELETE FROM certificate WHERE registration_id IS NULL OR kind <> 'participation'"))
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_taught', sqlite_where=sa.text('revoked_at IS NULL'),
            postgresql_where=sa.text('revoked_at IS NULL'))
        for name in ('expires_on', 'assignment_id_kind', 'registration_id_kind', 'session_id'):
            batch_op.drop_index(batch_op.f(f'ix_certificate_{name}'))
        batch_op.drop_constraint(batch_op.f('ck_certificate_one_ground'), type_='check')
        for name in ('kind_certificate_kind', 'assignment_id_assignment', 'session_id_training_session'):
            batch_op.drop_constraint(batch_op.f(f'fk_certificate_{name}'), type_='foreignkey')
        batch_op.alter_column('registration_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('assignment_id')
        batch_op.drop_column('session_id')
    op.drop_table('session_kind_left_out')
    op.drop_table('format_certificate_kind')
    op.drop_table('certificate_kind')
