"""attendance: own statuses, versions of marks, what devices brought that were away, and what they disagree on"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = 'c080'
down_revision = 'c082'
branch_labels = None
depends_on = None

STATUSES = {
    'present': {'en': 'Present', 'az': 'İştirak edir', 'ru': 'Присутствует', 'tk': 'Geldi'},
    'late': {'en': 'Late', 'az': 'Gecikib', 'ru': 'Опоздание', 'tk': 'Giç geldi'},
    'left_early': {'en': 'Left early', 'az': 'Tez gedib', 'ru': 'Ранний уход', 'tk': 'Ir gitdi'},
    'excused': {'en': 'Excused', 'az': 'Üzrlü', 'ru': 'Уважительная причина', 'tk': 'Sebäpli gelmedi'},
    'absent': {'en': 'Absent', 'az': 'Yoxdur', 'ru': 'Отсутствует', 'tk': 'Gelmedi'},
}


def _title(titles: dict[str, str]) -> dict[str, object]:
    """Return a text as the column keeps it: each translation with the mark of the source it was made from."""
    mark = hashlib.sha256(titles['en'].encode()).hexdigest()[:12]
    return {'': 'en', **{code: text if code == 'en' else [text, mark] for code, text in titles.items()}}


def upgrade() -> None:
    status = op.create_table('attendance_status',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=12), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('counts', sa.String(length=12), nullable=False),
    sa.Column('order', sa.Integer(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("counts IN ('present', 'late', 'left_early', 'excused', 'absent')",
        name=op.f('ck_attendance_status_counts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_status')),
    sa.UniqueConstraint('key', name=op.f('uq_attendance_status_key'))
    )
    op.bulk_insert(status, [
        {'key': key, 'title': _title(titles), 'counts': key, 'order': order}
        for order, (key, titles) in enumerate(STATUSES.items())
    ])
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_attendance_status'), type_='check')
        batch_op.add_column(sa.Column('made_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_foreign_key(batch_op.f('fk_attendance_status_attendance_status'), 'attendance_status',
            ['status'], ['key'])
    op.create_table('attendance_conflict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('held_status', sa.String(length=12), nullable=False),
    sa.Column('held_minutes', sa.Integer(), nullable=False),
    sa.Column('held_comment', sa.String(length=300), nullable=False),
    sa.Column('held_by', sa.Integer(), nullable=True),
    sa.Column('held_at', sa.DateTime(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('missed', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(length=300), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('open', 'kept', 'taken')", name=op.f('ck_attendance_conflict_state')),
    sa.ForeignKeyConstraint(['held_status'], ['attendance_status.key'],
        name=op.f('fk_attendance_conflict_held_status_attendance_status')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_attendance_conflict_registration_id_registration')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_attendance_conflict_slot_id_slot')),
    sa.ForeignKeyConstraint(['status'], ['attendance_status.key'],
        name=op.f('fk_attendance_conflict_status_attendance_status')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_conflict')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attendance_conflict_public_id'))
    )
    op.create_index(op.f('ix_attendance_conflict_registration_id'), 'attendance_conflict', ['registration_id'])
    op.create_index(op.f('ix_attendance_conflict_slot_id_state'), 'attendance_conflict', ['slot_id', 'state'])
    op.create_table('attendance_sync',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('conflict_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("outcome IN ('applied', 'same', 'conflict')", name=op.f('ck_attendance_sync_outcome')),
    sa.ForeignKeyConstraint(['conflict_id'], ['attendance_conflict.id'],
        name=op.f('fk_attendance_sync_conflict_id_attendance_conflict')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'],
        name=op.f('fk_attendance_sync_registration_id_registration')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_attendance_sync_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_sync')),
    sa.UniqueConstraint('uuid', name=op.f('uq_attendance_sync_uuid'))
    )
    for column in ('at', 'registration_id', 'slot_id'):
        op.create_index(op.f(f'ix_attendance_sync_{column}'), 'attendance_sync', [column])


def downgrade() -> None:
    op.drop_table('attendance_sync')
    op.drop_table('attendance_conflict')
    op.execute(sa.text("""UPDATE attendance SET status =
        (SELECT counts FROM attendance_status WHERE attendance_status.key = attendance.status)"""))
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_attendance_status_attendance_status'), type_='foreignkey')
        batch_op.drop_column('version')
        batch_op.drop_column('made_at')
        batch_op.create_check_constraint(batch_op.f('ck_attendance_status'),
            "status IN ('present', 'late', 'left_early', 'excused', 'absent')")
    op.drop_table('attendance_status')
