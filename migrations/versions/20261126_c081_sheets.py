"""attendance: sign-in sheets as they were printed, and the scans of the signed ones"""

import sqlalchemy as sa
from alembic import op

revision = 'c081'
down_revision = 'c086'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sign_in_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('slots', sa.JSON(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_sign_in_sheet_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_sheet')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sign_in_sheet_public_id'))
    )
    op.create_index(op.f('ix_sign_in_sheet_session_id'), 'sign_in_sheet', ['session_id'])
    op.create_table('sheet_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=True),
    sa.Column('slot_id', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('sheet_id IS NOT NULL OR slot_id IS NOT NULL', name=op.f('ck_sheet_scan_of_something')),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_sheet_scan_file_id_file')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'],
        name=op.f('fk_sheet_scan_session_id_training_session')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sign_in_sheet.id'], name=op.f('fk_sheet_scan_sheet_id_sign_in_sheet')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_sheet_scan_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_scan')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sheet_scan_public_id'))
    )
    op.create_index(op.f('ix_sheet_scan_session_id'), 'sheet_scan', ['session_id'])
    op.create_index(op.f('ix_sheet_scan_slot_id'), 'sheet_scan', ['slot_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_sheet_scan_slot_id'), table_name='sheet_scan')
    op.drop_index(op.f('ix_sheet_scan_session_id'), table_name='sheet_scan')
    op.drop_table('sheet_scan')
    op.drop_index(op.f('ix_sign_in_sheet_session_id'), table_name='sign_in_sheet')
    op.drop_table('sign_in_sheet')
