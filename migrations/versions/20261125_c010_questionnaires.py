"""questionnaires: versions, bank, waves, members, sealed answers, answers"""

import sqlalchemy as sa
from alembic import op

revision = 'c010'
down_revision = 'c001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bank_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=False),
    sa.Column('item', sa.JSON(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_item')),
    sa.UniqueConstraint('key', name=op.f('uq_bank_item_key'))
    )
    with op.batch_alter_table('bank_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_item_theme'), ['theme'], unique=False)
    op.create_table('questionnaire',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("kind IN ('reaction', 'test', 'behaviour', 'trainer', 'scorecard', 'institution', 'other')", name=op.f('ck_questionnaire_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire')),
    sa.UniqueConstraint('key', name=op.f('uq_questionnaire_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_questionnaire_public_id'))
    )
    op.create_table('questionnaire_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('questionnaire_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('frozen_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'frozen')", name=op.f('ck_questionnaire_version_state')),
    sa.ForeignKeyConstraint(['questionnaire_id'], ['questionnaire.id'], name=op.f('fk_questionnaire_version_questionnaire_id_questionnaire')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire_version')),
    sa.UniqueConstraint('public_id', name=op.f('uq_questionnaire_version_public_id')),
    sa.UniqueConstraint('questionnaire_id', 'no', name=op.f('uq_questionnaire_version_questionnaire_id_no'))
    )
    with op.batch_alter_table('questionnaire_version', schema=None) as batch_op:
        batch_op.create_index('uq_questionnaire_version_draft', ['questionnaire_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.create_table('wave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('identity', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('opens_at', sa.DateTime(), nullable=False),
    sa.Column('closes_at', sa.DateTime(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=60), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('counted', sa.Integer(), nullable=True),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("identity IN ('anonymous', 'pseudonymous', 'named')", name=op.f('ck_wave_identity')),
    sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name=op.f('ck_wave_state')),
    sa.CheckConstraint('minimum >= 1', name=op.f('ck_wave_minimum')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_wave_centre_id_centre')),
    sa.ForeignKeyConstraint(['version_id'], ['questionnaire_version.id'], name=op.f('fk_wave_version_id_questionnaire_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wave')),
    sa.UniqueConstraint('public_id', name=op.f('uq_wave_public_id'))
    )
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wave_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wave_series'), ['series'], unique=False)
        batch_op.create_index(batch_op.f('ix_wave_state_closes_at'), ['state', 'closes_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_wave_version_id'), ['version_id'], unique=False)
    op.create_table('answer_set',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('pseudonym', sa.String(length=32), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=5), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_answer_set_person_id_person')),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_answer_set_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_set'))
    )
    with op.batch_alter_table('answer_set', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_set_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_answer_set_wave_id'), ['wave_id'], unique=False)
    op.create_table('sealed_answer',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_sealed_answer_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed_answer'))
    )
    with op.batch_alter_table('sealed_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sealed_answer_wave_id'), ['wave_id'], unique=False)
    op.create_table('wave_keeper',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_wave_keeper_person_id_person')),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_wave_keeper_wave_id_wave'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('wave_id', 'person_id', name=op.f('pk_wave_keeper'))
    )
    with op.batch_alter_table('wave_keeper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wave_keeper_person_id'), ['person_id'], unique=False)
    op.create_table('wave_member',
    sa.Column('id', sa.String(length=12), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=12), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('reminded', sa.Integer(), nullable=False),
    sa.CheckConstraint("role IN ('participant', 'supervisor', 'trainer', 'institution')", name=op.f('ck_wave_member_role')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_wave_member_person_id_person')),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_wave_member_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wave_member')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_wave_member_token_hash')),
    sa.UniqueConstraint('wave_id', 'person_id', name=op.f('uq_wave_member_wave_id_person_id'))
    )
    with op.batch_alter_table('wave_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wave_member_person_id'), ['person_id'], unique=False)
    op.create_table('answer',
    sa.Column('set_id', sa.String(length=12), nullable=False),
    sa.Column('item', sa.String(length=40), nullable=False),
    sa.Column('block', sa.String(length=40), nullable=False),
    sa.Column('row', sa.String(length=40), nullable=False),
    sa.Column('choice', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Double(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['set_id'], ['answer_set.id'], name=op.f('fk_answer_set_id_answer_set'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('set_id', 'item', 'block', 'row', 'choice', name=op.f('pk_answer'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_item_set_id'), ['item', 'set_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_item_set_id'))
    op.drop_table('answer')
    with op.batch_alter_table('wave_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wave_member_person_id'))
    op.drop_table('wave_member')
    with op.batch_alter_table('wave_keeper', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wave_keeper_person_id'))
    op.drop_table('wave_keeper')
    with op.batch_alter_table('sealed_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sealed_answer_wave_id'))
    op.drop_table('sealed_answer')
    with op.batch_alter_table('answer_set', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_set_wave_id'))
        batch_op.drop_index(batch_op.f('ix_answer_set_person_id'))
    op.drop_table('answer_set')
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wave_version_id'))
        batch_op.drop_index(batch_op.f('ix_wave_state_closes_at'))
        batch_op.drop_index(batch_op.f('ix_wave_series'))
        batch_op.drop_index(batch_op.f('ix_wave_centre_id'))
    op.drop_table('wave')
    with op.batch_alter_table('questionnaire_version', schema=None) as batch_op:
        batch_op.drop_index('uq_questionnaire_version_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.drop_table('questionnaire_version')
    op.drop_table('questionnaire')
    with op.batch_alter_table('bank_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_item_theme'))
    op.drop_table('bank_item')
