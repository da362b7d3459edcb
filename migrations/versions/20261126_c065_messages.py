"""messages: the centre's own words, holding, checks, calendars, answers and bounces"""

import sqlalchemy as sa
from alembic import op

revision = 'c065'
down_revision = 'c055'
branch_labels = None
depends_on = None

WORDS = {'topic': 60, 'check': 120, 'invite': 10, 'dropped_because': 300, 'bounce': 500}


def upgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        for name, length in WORDS.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('data', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('edited_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('edited_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('bounced_at', sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_message_topic_person_id'), ['topic', 'person_id'], unique=False)

    op.create_table('mail_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_text')),
    sa.UniqueConstraint('kind', 'language', name=op.f('uq_mail_text_kind_language'))
    )
    op.create_table('mail_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.CheckConstraint("mode IN ('send', 'hold', 'off')", name=op.f('ck_mail_rule_mode')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_rule')),
    sa.UniqueConstraint('kind', name=op.f('uq_mail_rule_kind'))
    )
    op.create_table('reply_address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reply_address_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_address')),
    sa.UniqueConstraint('token', name=op.f('uq_reply_address_token')),
    sa.UniqueConstraint('person_id', 'topic', name=op.f('uq_reply_address_person_id_topic'))
    )
    op.create_table('calendar_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('of_slot', sa.Integer(), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('tentative', sa.Boolean(), nullable=False),
    sa.Column('stamp', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.String(length=20), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_entry_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_entry')),
    sa.UniqueConstraint('person_id', 'uid', name=op.f('uq_calendar_entry_person_id_uid'))
    )
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_entry_topic'), ['topic'], unique=False)

    op.create_table('received_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=True),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=300), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_received_mail_centre_id_centre')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_received_mail_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_mail')),
    sa.UniqueConstraint('mark', name=op.f('uq_received_mail_mark')),
    sa.UniqueConstraint('public_id', name=op.f('uq_received_mail_public_id'))
    )
    with op.batch_alter_table('received_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_received_mail_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_received_mail_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    for table in ('received_mail', 'calendar_entry', 'reply_address', 'mail_rule', 'mail_text'):
        op.drop_table(table)
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_topic_person_id'))
        for name in ('bounced_at', 'edited_by', 'edited_at', 'data', *reversed(WORDS)):
            batch_op.drop_column(name)
