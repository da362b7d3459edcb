"""needs: what is told in confidence for one training; letters that were made"""

import sqlalchemy as sa
from alembic import op

revision = 'c070'
down_revision = 'c066'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('confidential', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject', sa.String(length=40), nullable=False, server_default=''))
        batch_op.drop_constraint(batch_op.f('uq_confidential_person_id_attribute'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_confidential_person_id_attribute_subject'),
            ['person_id', 'attribute', 'subject'])
        batch_op.create_index(batch_op.f('ix_confidential_subject'), ['subject'], unique=False)
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('costs', sa.JSON(), nullable=True),
    sa.Column('print', sa.String(length=64), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("kind IN ('invitation', 'visa')", name=op.f('ck_letter_kind')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_letter_registration_id_registration'),
        ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('number', name=op.f('uq_letter_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_letter_public_id'))
    )
    op.create_index(op.f('ix_letter_registration_id'), 'letter', ['registration_id'])
    op.create_table('letter_counter',
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_letter_counter_centre_id_centre')),
    sa.PrimaryKeyConstraint('centre_id', 'year', name=op.f('pk_letter_counter'))
    )


def downgrade() -> None:
    op.drop_table('letter_counter')
    op.drop_index(op.f('ix_letter_registration_id'), table_name='letter')
    op.drop_table('letter')
    op.execute(sa.text("DELETE FROM confidential WHERE subject != ''"))
    with op.batch_alter_table('confidential', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confidential_subject'))
        batch_op.drop_constraint(batch_op.f('uq_confidential_person_id_attribute_subject'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_confidential_person_id_attribute'), ['person_id', 'attribute'])
        batch_op.drop_column('subject')
