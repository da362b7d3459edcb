"""roster: what the roster says of experts, requests, days one cannot teach, proposals, calls for experts"""

import sqlalchemy as sa
from alembic import op

revision = 'c060'
down_revision = 'c070'
branch_labels = None
depends_on = None

LISTS = {'roles': '["trainer"]', 'formats': '[]', 'regions': '[]', 'skills': '[]', 'language_levels': '{}'}
TEXTS = {'education': 300, 'public_name': 200, 'travel': 1000, 'conduct_version': 20}
ASKED = {'note': 1000, 'reason': 500}


def upgrade() -> None:
    with op.batch_alter_table('expert', schema=None) as batch_op:
        for name, value in LISTS.items():
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text(f"'{value}'")))
        for name, length in TEXTS.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('share_contact', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('conduct_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('cv_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_expert_cv_id_file'), 'file', ['cv_id'], ['id'])
    with op.batch_alter_table('expert', schema=None) as batch_op:
        for name in (*LISTS, *TEXTS, 'share_contact'):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(length=10), nullable=False, server_default='accepted'))
        for name, length in ASKED.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(batch_op.f('ck_assignment_state'),
            "state IN ('asked', 'accepted', 'declined')")
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        for name in ('state', *ASKED):
            batch_op.alter_column(name, server_default=None)
    op.create_table('unavailability',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('since <= until', name=op.f('ck_unavailability_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unavailability_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unavailability')),
    sa.UniqueConstraint('public_id', name=op.f('uq_unavailability_public_id'))
    )
    op.create_index(op.f('ix_unavailability_person_id_until'), 'unavailability', ['person_id', 'until'])
    op.create_table('roster_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('modules', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'declined', 'taken', 'refused')",
        name=op.f('ck_roster_proposal_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_roster_proposal_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_roster_proposal_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_proposal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_roster_proposal_public_id')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_roster_proposal_session_id_person_id'))
    )
    op.create_index(op.f('ix_roster_proposal_person_id'), 'roster_proposal', ['person_id'])
    op.create_index(op.f('ix_roster_proposal_state'), 'roster_proposal', ['state'])
    op.create_table('expert_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('modules', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('deadline', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f('ck_expert_call_state')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_expert_call_centre_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert_call')),
    sa.UniqueConstraint('public_id', name=op.f('uq_expert_call_public_id'))
    )
    op.create_table('expert_application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('modules', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('sent', 'taken', 'declined', 'withdrawn')",
        name=op.f('ck_expert_application_state')),
    sa.ForeignKeyConstraint(['call_id'], ['expert_call.id'], name=op.f('fk_expert_application_call_id_expert_call'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_expert_application_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert_application')),
    sa.UniqueConstraint('public_id', name=op.f('uq_expert_application_public_id')),
    sa.UniqueConstraint('call_id', 'person_id', name=op.f('uq_expert_application_call_id_person_id'))
    )
    op.create_index(op.f('ix_expert_application_person_id'), 'expert_application', ['person_id'])
    op.create_table('expert_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['expert_application.id'],
        name=op.f('fk_expert_document_application_id_expert_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_expert_document_file_id_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert_document')),
    sa.UniqueConstraint('application_id', 'kind', name=op.f('uq_expert_document_application_id_kind'))
    )


def downgrade() -> None:
    for table in ('expert_document', 'expert_application', 'expert_call', 'roster_proposal', 'unavailability'):
        op.drop_table(table)
    op.execute("DELETE FROM assignment WHERE state <> 'accepted'")
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_assignment_state'), type_='check')
        for name in ('state', *ASKED, 'asked_at', 'account_id', 'answered_at'):
            batch_op.drop_column(name)
    with op.batch_alter_table('expert', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_expert_cv_id_file'), type_='foreignkey')
        for name in (*LISTS, *TEXTS, 'share_contact', 'conduct_at', 'cv_id'):
            batch_op.drop_column(name)
