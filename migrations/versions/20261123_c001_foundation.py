"""foundation"""

import sqlalchemy as sa
from alembic import op

revision = 'c001'
down_revision = None
branch_labels = ('core',)
depends_on = None


def upgrade() -> None:
    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity')),
    sa.UniqueConstraint('key', name=op.f('uq_activity_key'))
    )
    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_key'), ['key'], unique=False)

    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=300), nullable=False),
    sa.Column('subject_kind', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_subject_kind_subject_id'), ['subject_kind', 'subject_id'], unique=False)

    op.create_table('category',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('parent_code', sa.String(length=40), nullable=True),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('order', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['parent_code'], ['category.code'], name=op.f('fk_category_parent_code_category')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_category'))
    )
    op.create_table('country',
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('weekend', sa.JSON(), nullable=False),
    sa.Column('member', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_country'))
    )
    op.create_table('country_group',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_country_group'))
    )
    op.create_table('curriculum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum')),
    sa.UniqueConstraint('slug', name=op.f('uq_curriculum_slug'))
    )
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('fanned_out', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_fanned_out'), ['fanned_out'], unique=False)

    op.create_table('file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('policy', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_file_public_id'))
    )
    with op.batch_alter_table('file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_file_sha256'), ['sha256'], unique=False)

    op.create_table('format',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('counts_as_trainees', sa.Boolean(), nullable=False),
    sa.Column('certifies', sa.Boolean(), nullable=False),
    sa.Column('certificate_share', sa.Double(), nullable=True),
    sa.Column('default_hours', sa.Double(), nullable=True),
    sa.Column('default_levels', sa.JSON(), nullable=False),
    sa.Column('order', sa.Integer(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_format')),
    sa.UniqueConstraint('key', name=op.f('uq_format_key'))
    )
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('run_at', sa.DateTime(), nullable=False),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('token', sa.String(length=32), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_job_public_id'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_state_run_at'), ['state', 'run_at'], unique=False)

    op.create_table('module',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module')),
    sa.UniqueConstraint('number', name=op.f('uq_module_number'))
    )
    op.create_table('person_column',
    sa.Column('table', sa.String(length=60), nullable=False),
    sa.Column('column', sa.String(length=60), nullable=False),
    sa.Column('policy', sa.String(length=10), nullable=False),
    sa.CheckConstraint("policy IN ('erase', 'anonymise', 'move', 'keep')", name=op.f('ck_person_column_policy')),
    sa.PrimaryKeyConstraint('table', 'column', name=op.f('pk_person_column'))
    )
    op.create_table('privacy_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_notice')),
    sa.UniqueConstraint('version', name=op.f('uq_privacy_notice_version'))
    )
    op.create_table('centre',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('short', sa.JSON(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('city', sa.JSON(), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('prefix', sa.String(length=12), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('signatories', sa.JSON(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_centre_country_code_country')),
    sa.ForeignKeyConstraint(['parent_id'], ['centre.id'], name=op.f('fk_centre_parent_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_centre')),
    sa.UniqueConstraint('prefix', name=op.f('uq_centre_prefix')),
    sa.UniqueConstraint('public_id', name=op.f('uq_centre_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_centre_slug'))
    )
    op.create_table('country_group_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_code', sa.String(length=40), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_country_group_member_country_code_country')),
    sa.ForeignKeyConstraint(['group_code'], ['country_group.code'], name=op.f('fk_country_group_member_group_code_country_group'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_country_group_member')),
    sa.UniqueConstraint('group_code', 'country_code', 'since', name=op.f('uq_country_group_member_group_code_country_code_since'))
    )
    op.create_table('curriculum_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('curriculum_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=True),
    sa.Column('effective_until', sa.Date(), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('notice', sa.JSON(), nullable=True),
    sa.Column('files_of', sa.String(length=20), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'approved', 'retired')", name=op.f('ck_curriculum_version_state')),
    sa.ForeignKeyConstraint(['curriculum_id'], ['curriculum.id'], name=op.f('fk_curriculum_version_curriculum_id_curriculum')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum_version')),
    sa.UniqueConstraint('curriculum_id', 'label', name=op.f('uq_curriculum_version_curriculum_id_label'))
    )
    with op.batch_alter_table('curriculum_version', schema=None) as batch_op:
        batch_op.create_index('uq_curriculum_version_in_force', ['curriculum_id'], unique=True, sqlite_where=sa.text("state = 'approved'"), postgresql_where=sa.text("state = 'approved'"))

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('plugin', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_delivery_event_id_event'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('event_id', 'plugin', name=op.f('uq_delivery_event_id_plugin'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_state_next_at'), ['state', 'next_at'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('country_code', sa.String(length=2), nullable=True),
    sa.Column('category_code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('short', sa.String(length=40), nullable=False),
    sa.Column('native', sa.String(length=300), nullable=False),
    sa.Column('native_lang', sa.String(length=10), nullable=False),
    sa.Column('logo_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(), nullable=True),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.Column('search', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_organisation_category_code_category')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_organisation_country_code_country')),
    sa.ForeignKeyConstraint(['logo_id'], ['file.id'], name=op.f('fk_organisation_logo_id_file')),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('slug', name=op.f('uq_organisation_slug'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_category_code'), ['category_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_country_code'), ['country_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_organisation_parent_id'), ['parent_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('native', sa.String(length=200), nullable=False),
    sa.Column('native_lang', sa.String(length=10), nullable=False),
    sa.Column('latin', sa.String(length=200), nullable=False),
    sa.Column('display', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=True),
    sa.Column('zone', sa.String(length=40), nullable=True),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('erased_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_person_country_code_country')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['person.id'], name=op.f('fk_person_merged_into_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_country_code'), ['country_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_email'), ['email'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=254), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('disabled_at', sa.DateTime(), nullable=True),
    sa.Column('stamp', sa.String(length=12), nullable=False),
    sa.Column('calendar_hash', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('calendar_hash', name=op.f('uq_account_calendar_hash')),
    sa.UniqueConstraint('login', name=op.f('uq_account_login')),
    sa.UniqueConstraint('person_id', name=op.f('uq_account_person_id'))
    )
    op.create_table('affiliation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_affiliation_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_affiliation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_affiliation_public_id'))
    )
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_affiliation_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_affiliation_person_id'), ['person_id'], unique=False)

    op.create_table('certificate_counter',
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_certificate_counter_centre_id_centre')),
    sa.PrimaryKeyConstraint('centre_id', 'year', name=op.f('pk_certificate_counter'))
    )
    op.create_table('confidential',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_confidential_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confidential')),
    sa.UniqueConstraint('person_id', 'attribute', name=op.f('uq_confidential_person_id_attribute'))
    )
    with op.batch_alter_table('confidential', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confidential_expires_on'), ['expires_on'], unique=False)

    op.create_table('confidential_access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('attribute', sa.String(length=30), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_confidential_access_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confidential_access'))
    )
    with op.batch_alter_table('confidential_access', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confidential_access_person_id'), ['person_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['notice_id'], ['privacy_notice.id'], name=op.f('fk_consent_notice_id_privacy_notice')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)

    op.create_table('curriculum_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_curriculum_part_version_id_curriculum_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum_part')),
    sa.UniqueConstraint('version_id', 'number', name=op.f('uq_curriculum_part_version_id_number'))
    )
    op.create_table('curriculum_principle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_curriculum_principle_version_id_curriculum_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum_principle')),
    sa.UniqueConstraint('version_id', 'key', name=op.f('uq_curriculum_principle_version_id_key'))
    )
    op.create_table('donor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_donor_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_donor')),
    sa.UniqueConstraint('public_id', name=op.f('uq_donor_public_id'))
    )
    op.create_table('expert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_expert_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert')),
    sa.UniqueConstraint('person_id', name=op.f('uq_expert_person_id'))
    )
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('centre_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('send_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_message_centre_id_centre')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('key', name=op.f('uq_message_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_message_public_id'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_state_send_at'), ['state', 'send_at'], unique=False)

    op.create_table('organisation_slug',
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_slug_organisation_id_organisation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_organisation_slug'))
    )
    op.create_table('person_statistic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('age_band', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_statistic_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_statistic')),
    sa.UniqueConstraint('person_id', name=op.f('uq_person_statistic_person_id'))
    )
    op.create_table('project',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('budget', sa.Double(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('predecessor_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_project_centre_id_centre')),
    sa.ForeignKeyConstraint(['predecessor_id'], ['project.id'], name=op.f('fk_project_predecessor_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project')),
    sa.UniqueConstraint('public_id', name=op.f('uq_project_public_id'))
    )
    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('equipment', sa.String(length=300), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_room_centre_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('public_id', name=op.f('uq_room_public_id'))
    )
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_centre_id'), ['centre_id'], unique=False)

    op.create_table('training_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('format_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('short_title', sa.JSON(), nullable=True),
    sa.Column('description', sa.JSON(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('min_seats', sa.Integer(), nullable=False),
    sa.Column('approval', sa.Boolean(), nullable=True),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('interpretation', sa.JSON(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('join_url', sa.String(length=500), nullable=False),
    sa.Column('register_until', sa.Date(), nullable=True),
    sa.Column('cancel_reason', sa.String(length=500), nullable=False),
    sa.Column('contact', sa.String(length=254), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("mode IN ('room', 'online', 'hybrid')", name=op.f('ck_training_session_mode')),
    sa.CheckConstraint("state IN ('draft', 'published', 'completed', 'cancelled')", name=op.f('ck_training_session_state')),
    sa.CheckConstraint('min_seats >= 0 AND min_seats <= seats', name=op.f('ck_training_session_min_seats')),
    sa.CheckConstraint('taken >= 0 AND taken <= seats', name=op.f('ck_training_session_seats_held')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_training_session_centre_id_centre')),
    sa.ForeignKeyConstraint(['format_id'], ['format.id'], name=op.f('fk_training_session_format_id_format')),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_training_session_version_id_curriculum_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_training_session_public_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_training_session_slug'))
    )
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_training_session_centre_id_first_day'), ['centre_id', 'first_day'], unique=False)
        batch_op.create_index(batch_op.f('ix_training_session_state_first_day'), ['state', 'first_day'], unique=False)

    op.create_table('account_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_token_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_token')),
    sa.UniqueConstraint('hash', name=op.f('uq_account_token_hash'))
    )
    with op.batch_alter_table('account_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_token_account_id'), ['account_id'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("role IN ('trainer', 'facilitator', 'interpreter')", name=op.f('ck_assignment_role')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_assignment_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('session_id', 'person_id', 'role', name=op.f('uq_assignment_session_id_person_id_role'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_person_id'), ['person_id'], unique=False)

    op.create_table('expertise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('expert_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('evidence', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['expert_id'], ['expert.id'], name=op.f('fk_expertise_expert_id_expert'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_expertise_module_id_module')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expertise')),
    sa.UniqueConstraint('expert_id', 'module_id', name=op.f('uq_expertise_expert_id_module_id'))
    )
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expertise_module_id'), ['module_id'], unique=False)

    op.create_table('material',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('visibility', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('archived_at', sa.DateTime(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("visibility IN ('registered', 'trainers', 'everybody')", name=op.f('ck_material_visibility')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_material_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material')),
    sa.UniqueConstraint('public_id', name=op.f('uq_material_public_id'))
    )
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_session_id'), ['session_id'], unique=False)

    op.create_table('module_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=True),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.Column('source_needs', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_module_text_module_id_module')),
    sa.ForeignKeyConstraint(['part_id'], ['curriculum_part.id'], name=op.f('fk_module_text_part_id_curriculum_part')),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_module_text_version_id_curriculum_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module_text')),
    sa.UniqueConstraint('version_id', 'module_id', name=op.f('uq_module_text_version_id_module_id'))
    )
    op.create_table('project_donor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('donor_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['donor_id'], ['donor.id'], name=op.f('fk_project_donor_donor_id_donor')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_project_donor_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project_donor')),
    sa.UniqueConstraint('project_id', 'donor_id', name=op.f('uq_project_donor_project_id_donor_id'))
    )
    op.create_table('registration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('offered_until', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('invited','nominated','applied','waiting','offered','confirmed','declined','withdrawn')", name=op.f('ck_registration_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_registration_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_public_id')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_registration_session_id_person_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_session_id_state_created_at'), ['session_id', 'state', 'created_at'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('scope_kind', sa.String(length=20), nullable=False),
    sa.Column('scope_id', sa.String(length=40), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint("scope_kind IN ('', 'centre', 'country', 'organisation')", name=op.f('ck_role_grant_scope_kind')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_grant_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_account_id'), ['account_id'], unique=False)

    op.create_table('session_activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_session_activity_activity_id_activity')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_activity_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_activity')),
    sa.UniqueConstraint('session_id', 'activity_id', name=op.f('uq_session_activity_session_id_activity_id'))
    )
    with op.batch_alter_table('session_activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_activity_activity_id'), ['activity_id'], unique=False)

    op.create_table('session_audience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('category_code', sa.String(length=40), nullable=False),
    sa.Column('rule', sa.String(length=10), nullable=False),
    sa.Column('group_code', sa.String(length=40), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("rule IN ('in', 'priority', 'out')", name=op.f('ck_session_audience_rule')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_session_audience_category_code_category')),
    sa.ForeignKeyConstraint(['group_code'], ['country_group.code'], name=op.f('fk_session_audience_group_code_country_group')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_session_audience_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_audience_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_audience'))
    )
    with op.batch_alter_table('session_audience', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_audience_session_id'), ['session_id'], unique=False)

    op.create_table('session_organiser',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_session_organiser_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_organiser_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_organiser')),
    sa.UniqueConstraint('session_id', 'organisation_id', name=op.f('uq_session_organiser_session_id_organisation_id'))
    )
    op.create_table('session_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=True),
    sa.Column('recommendation', sa.String(length=20), nullable=False),
    sa.Column('lead', sa.String(length=200), nullable=False),
    sa.Column('outcome', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_session_part_activity_id_activity')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_part_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_part')),
    sa.UniqueConstraint('session_id', 'no', name=op.f('uq_session_part_session_id_no'))
    )
    op.create_table('session_project',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('share', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_session_project_project_id_project')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_project_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_project')),
    sa.UniqueConstraint('session_id', 'project_id', name=op.f('uq_session_project_session_id_project_id'))
    )
    op.create_table('session_slug',
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_slug_session_id_training_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_session_slug'))
    )
    op.create_table('activity_reference',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('module_text_id', sa.Integer(), nullable=False),
    sa.Column('entry', sa.String(length=20), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=True),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_reference_activity_id_activity')),
    sa.ForeignKeyConstraint(['module_text_id'], ['module_text.id'], name=op.f('fk_activity_reference_module_text_id_module_text'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_activity_reference_version_id_curriculum_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_reference')),
    sa.UniqueConstraint('version_id', 'entry', name=op.f('uq_activity_reference_version_id_entry'))
    )
    op.create_table('activity_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Integer(), nullable=False),
    sa.Column('module_text_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=True),
    sa.Column('format', sa.String(length=40), nullable=True),
    sa.Column('formats_mentioned', sa.JSON(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('levels_provisional', sa.Boolean(), nullable=False),
    sa.Column('lead', sa.String(length=40), nullable=True),
    sa.Column('components', sa.JSON(), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('gender', sa.JSON(), nullable=True),
    sa.Column('sdg', sa.JSON(), nullable=False),
    sa.Column('gcm', sa.JSON(), nullable=False),
    sa.Column('conventions', sa.JSON(), nullable=False),
    sa.Column('outside_region', sa.Boolean(), nullable=False),
    sa.Column('resource_countries', sa.JSON(), nullable=False),
    sa.Column('providers', sa.JSON(), nullable=False),
    sa.Column('hours', sa.Double(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('condition', sa.JSON(), nullable=True),
    sa.Column('not_before', sa.Date(), nullable=True),
    sa.Column('best_before', sa.Date(), nullable=True),
    sa.Column('title_reconstructed', sa.Boolean(), nullable=False),
    sa.Column('recommendations', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['activity_id'], ['activity.id'], name=op.f('fk_activity_text_activity_id_activity')),
    sa.ForeignKeyConstraint(['module_text_id'], ['module_text.id'], name=op.f('fk_activity_text_module_text_id_module_text'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['curriculum_version.id'], name=op.f('fk_activity_text_version_id_curriculum_version'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_text')),
    sa.UniqueConstraint('version_id', 'activity_id', name=op.f('uq_activity_text_version_id_activity_id')),
    sa.UniqueConstraint('version_id', 'key', name=op.f('uq_activity_text_version_id_key'))
    )
    with op.batch_alter_table('activity_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_text_activity_id'), ['activity_id'], unique=False)

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_reason', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_certificate_centre_id_centre')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_certificate_person_id_person')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_certificate_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_certificate_public_id'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_certificate_valid', ['registration_id', 'kind'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('certificate_hold',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_certificate_hold_registration_id_registration')),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_certificate_hold'))
    )
    op.create_table('material_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('material_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('url', sa.String(length=500), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('(file_id IS NULL) <> (url IS NULL)', name=op.f('ck_material_version_file_or_url')),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_material_version_file_id_file')),
    sa.ForeignKeyConstraint(['material_id'], ['material.id'], name=op.f('fk_material_version_material_id_material'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material_version')),
    sa.UniqueConstraint('public_id', name=op.f('uq_material_version_public_id'))
    )
    with op.batch_alter_table('material_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_version_material_id'), ['material_id'], unique=False)

    op.create_table('module_component',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('module_text_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['module_text_id'], ['module_text.id'], name=op.f('fk_module_component_module_text_id_module_text'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module_component')),
    sa.UniqueConstraint('module_text_id', 'key', name=op.f('uq_module_component_module_text_id_key'))
    )
    op.create_table('registration_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.String(length=12), nullable=False),
    sa.Column('after', sa.String(length=12), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_event_registration_id_registration'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_event'))
    )
    with op.batch_alter_table('registration_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_event_registration_id'), ['registration_id'], unique=False)

    op.create_table('registration_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('gender', sa.String(length=20), nullable=False),
    sa.Column('age_band', sa.String(length=10), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=True),
    sa.Column('category_code', sa.String(length=40), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('first_timer', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_registration_fact_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_fact_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_fact')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_registration_fact_registration_id'))
    )
    op.create_table('slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('local_date', sa.Date(), nullable=False),
    sa.Column('local_start', sa.Time(), nullable=False),
    sa.Column('local_end', sa.Time(), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('utc_start', sa.DateTime(), nullable=False),
    sa.Column('utc_end', sa.DateTime(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('topic', sa.JSON(), nullable=True),
    sa.Column('part_id', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('modified_at', sa.DateTime(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.Column('vevent', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('local_end > local_start', name=op.f('ck_slot_ends_after_start')),
    sa.ForeignKeyConstraint(['part_id'], ['session_part.id'], name=op.f('fk_slot_part_id_session_part'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_slot_room_id_room')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_slot_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slot')),
    sa.UniqueConstraint('public_id', name=op.f('uq_slot_public_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_slot_uid'))
    )
    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slot_room_id_utc_start'), ['room_id', 'utc_start'], unique=False)
        batch_op.create_index(batch_op.f('ix_slot_session_id_utc_start'), ['session_id', 'utc_start'], unique=False)
        batch_op.create_index(batch_op.f('ix_slot_utc_start'), ['utc_start'], unique=False)

    op.create_table('activity_audience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_text_id', sa.Integer(), nullable=False),
    sa.Column('category_code', sa.String(length=40), nullable=False),
    sa.Column('rule', sa.String(length=10), nullable=False),
    sa.Column('group_code', sa.String(length=40), nullable=True),
    sa.CheckConstraint("rule IN ('in', 'priority', 'out')", name=op.f('ck_activity_audience_rule')),
    sa.ForeignKeyConstraint(['activity_text_id'], ['activity_text.id'], name=op.f('fk_activity_audience_activity_text_id_activity_text'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_activity_audience_category_code_category')),
    sa.ForeignKeyConstraint(['group_code'], ['country_group.code'], name=op.f('fk_activity_audience_group_code_country_group')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_audience'))
    )
    with op.batch_alter_table('activity_audience', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_audience_activity_text_id'), ['activity_text_id'], unique=False)

    op.create_table('activity_prerequisite',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_text_id', sa.Integer(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['activity_text_id'], ['activity_text.id'], name=op.f('fk_activity_prerequisite_activity_text_id_activity_text'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['before_id'], ['activity.id'], name=op.f('fk_activity_prerequisite_before_id_activity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_prerequisite')),
    sa.UniqueConstraint('activity_text_id', 'before_id', name=op.f('uq_activity_prerequisite_activity_text_id_before_id'))
    )
    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('comment', sa.String(length=300), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("status IN ('present', 'late', 'left_early', 'excused', 'absent')", name=op.f('ck_attendance_status')),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_attendance_minutes')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_attendance_registration_id_registration')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_attendance_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('registration_id', 'slot_id', name=op.f('uq_attendance_registration_id_slot_id'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_slot_id'), ['slot_id'], unique=False)

    op.create_table('attendance_register',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_attendance_register_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_register')),
    sa.UniqueConstraint('slot_id', name=op.f('uq_attendance_register_slot_id'))
    )
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('activity_text_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=10), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('proposed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['activity_text_id'], ['activity_text.id'], name=op.f('fk_outcome_activity_text_id_activity_text'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sa.UniqueConstraint('activity_text_id', 'key', name=op.f('uq_outcome_activity_text_id_key'))
    )


def downgrade() -> None:
    op.drop_table('outcome')
    op.drop_table('attendance_register')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_slot_id'))

    op.drop_table('attendance')
    op.drop_table('activity_prerequisite')
    with op.batch_alter_table('activity_audience', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_audience_activity_text_id'))

    op.drop_table('activity_audience')
    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slot_utc_start'))
        batch_op.drop_index(batch_op.f('ix_slot_session_id_utc_start'))
        batch_op.drop_index(batch_op.f('ix_slot_room_id_utc_start'))

    op.drop_table('slot')
    op.drop_table('registration_fact')
    with op.batch_alter_table('registration_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_event_registration_id'))

    op.drop_table('registration_event')
    op.drop_table('module_component')
    with op.batch_alter_table('material_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_version_material_id'))

    op.drop_table('material_version')
    op.drop_table('certificate_hold')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_valid', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_certificate_person_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_centre_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('activity_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_text_activity_id'))

    op.drop_table('activity_text')
    op.drop_table('activity_reference')
    op.drop_table('session_slug')
    op.drop_table('session_project')
    op.drop_table('session_part')
    op.drop_table('session_organiser')
    with op.batch_alter_table('session_audience', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_audience_session_id'))

    op.drop_table('session_audience')
    with op.batch_alter_table('session_activity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_activity_activity_id'))

    op.drop_table('session_activity')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_account_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_session_id_state_created_at'))
        batch_op.drop_index(batch_op.f('ix_registration_person_id'))

    op.drop_table('registration')
    op.drop_table('project_donor')
    op.drop_table('module_text')
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_session_id'))

    op.drop_table('material')
    with op.batch_alter_table('expertise', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_expertise_module_id'))

    op.drop_table('expertise')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_person_id'))

    op.drop_table('assignment')
    with op.batch_alter_table('account_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_token_account_id'))

    op.drop_table('account_token')
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_training_session_state_first_day'))
        batch_op.drop_index(batch_op.f('ix_training_session_centre_id_first_day'))

    op.drop_table('training_session')
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_centre_id'))

    op.drop_table('room')
    op.drop_table('project')
    op.drop_table('person_statistic')
    op.drop_table('organisation_slug')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_state_send_at'))
        batch_op.drop_index(batch_op.f('ix_message_person_id'))
        batch_op.drop_index(batch_op.f('ix_message_kind'))
        batch_op.drop_index(batch_op.f('ix_message_centre_id'))

    op.drop_table('message')
    op.drop_table('expert')
    op.drop_table('donor')
    op.drop_table('curriculum_principle')
    op.drop_table('curriculum_part')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))

    op.drop_table('consent')
    with op.batch_alter_table('confidential_access', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confidential_access_person_id'))

    op.drop_table('confidential_access')
    with op.batch_alter_table('confidential', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confidential_expires_on'))

    op.drop_table('confidential')
    op.drop_table('certificate_counter')
    with op.batch_alter_table('affiliation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_affiliation_person_id'))
        batch_op.drop_index(batch_op.f('ix_affiliation_organisation_id'))

    op.drop_table('affiliation')
    op.drop_table('account')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_email'))
        batch_op.drop_index(batch_op.f('ix_person_country_code'))

    op.drop_table('person')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_parent_id'))
        batch_op.drop_index(batch_op.f('ix_organisation_country_code'))
        batch_op.drop_index(batch_op.f('ix_organisation_category_code'))

    op.drop_table('organisation')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_state_next_at'))

    op.drop_table('delivery')
    with op.batch_alter_table('curriculum_version', schema=None) as batch_op:
        batch_op.drop_index('uq_curriculum_version_in_force', sqlite_where=sa.text("state = 'approved'"), postgresql_where=sa.text("state = 'approved'"))

    op.drop_table('curriculum_version')
    op.drop_table('country_group_member')
    op.drop_table('centre')
    op.drop_table('privacy_notice')
    op.drop_table('person_column')
    op.drop_table('module')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_job_state_run_at'))

    op.drop_table('job')
    op.drop_table('format')
    with op.batch_alter_table('file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_file_sha256'))

    op.drop_table('file')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_fanned_out'))

    op.drop_table('event')
    op.drop_table('curriculum')
    op.drop_table('country_group')
    op.drop_table('country')
    op.drop_table('category')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_subject_kind_subject_id'))
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_key'))

    op.drop_table('attempt')
    op.drop_table('activity')
