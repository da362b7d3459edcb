"""people: names across scripts, who is not the same, requests to be erased, nationality, terms, texts in the register"""

import sqlalchemy as sa
from alembic import op

revision = 'c050'
down_revision = 'c040'
branch_labels = None
depends_on = None

KNOWN = ('table', 'column', 'policy')  # of what plugins that are off declared, too


def upgrade() -> None:
    op.create_table('person_key',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_key_person_id_person'),
        ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'key', name=op.f('pk_person_key'))
    )
    op.create_index(op.f('ix_person_key_key'), 'person_key', ['key'])
    op.create_table('person_not_same',
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['one_id'], ['person.id'], name=op.f('fk_person_not_same_one_id_person'),
        ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_person_not_same_other_id_person'),
        ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('one_id', 'other_id', name=op.f('pk_person_not_same'))
    )
    op.create_index(op.f('ix_person_not_same_other_id'), 'person_not_same', ['other_id'])
    op.create_table('erasure_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('asked', 'accepted', 'refused', 'done')", name=op.f('ck_erasure_request_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_erasure_request_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_erasure_request_public_id'))
    )
    op.create_index(op.f('ix_erasure_request_person_id'), 'erasure_request', ['person_id'])
    op.create_index(op.f('ix_erasure_request_state'), 'erasure_request', ['state'])
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nationality_code', sa.String(length=2), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_person_nationality_code_country'), 'country', ['nationality_code'],
            ['code'])
    with op.batch_alter_table('privacy_notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=10), nullable=False, server_default='privacy'))
        batch_op.drop_constraint(batch_op.f('uq_privacy_notice_version'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_privacy_notice_kind_version'), ['kind', 'version'])
        batch_op.create_check_constraint(batch_op.f('ck_privacy_notice_kind'), "kind IN ('privacy', 'terms')")
    with op.batch_alter_table('privacy_notice', schema=None) as batch_op:
        batch_op.alter_column('kind', server_default=None)
    known = op.get_bind().execute(sa.select(*map(sa.column, KNOWN)).select_from(sa.table('person_column'))).all()
    op.drop_table('person_column')
    op.create_table('person_column',
    sa.Column('table', sa.String(length=60), nullable=False),
    sa.Column('column', sa.String(length=60), nullable=False),
    sa.Column('via', sa.String(length=200), nullable=False),
    sa.Column('policy', sa.String(length=10), nullable=False),
    sa.Column('blank', sa.String(length=200), nullable=False),
    sa.CheckConstraint("policy IN ('erase', 'anonymise', 'move', 'keep', 'blank', 'log')",
        name=op.f('ck_person_column_policy')),
    sa.PrimaryKeyConstraint('table', 'column', 'via', name=op.f('pk_person_column'))
    )
    fresh = sa.table('person_column', *map(sa.column, (*KNOWN, 'via', 'blank')))
    op.bulk_insert(fresh, [dict(zip(KNOWN, row), via='', blank='') for row in known])


def downgrade() -> None:
    op.drop_table('person_column')
    op.create_table('person_column',
    sa.Column('table', sa.String(length=60), nullable=False),
    sa.Column('column', sa.String(length=60), nullable=False),
    sa.Column('policy', sa.String(length=10), nullable=False),
    sa.CheckConstraint("policy IN ('erase', 'anonymise', 'move', 'keep')", name=op.f('ck_person_column_policy')),
    sa.PrimaryKeyConstraint('table', 'column', name=op.f('pk_person_column'))
    )
    op.execute("DELETE FROM consent WHERE notice_id IN (SELECT id FROM privacy_notice WHERE kind = 'terms')")
    op.execute("DELETE FROM privacy_notice WHERE kind = 'terms'")
    with op.batch_alter_table('privacy_notice', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_privacy_notice_kind'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_privacy_notice_kind_version'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_privacy_notice_version'), ['version'])
        batch_op.drop_column('kind')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_person_nationality_code_country'), type_='foreignkey')
        batch_op.drop_column('nationality_code')
    op.drop_table('erasure_request')
    op.drop_table('person_not_same')
    op.drop_table('person_key')
