"""Needs assessments: rounds, answers, findings and recommendations."""

import sqlalchemy as sa
from alembic import op

revision = "c091"
down_revision = "c088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('need_pillar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_pillar')),
    sa.UniqueConstraint('no', name=op.f('uq_need_pillar_no'))
    )
    op.create_table('recommendation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('chapter', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=20), nullable=False),
    sa.Column('pillar_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('gender', sa.Boolean(), nullable=False),
    sa.Column('outside_region', sa.Boolean(), nullable=False),
    sa.Column('explicit', sa.Boolean(), nullable=False),
    sa.Column('closest', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('remark', sa.String(length=500), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'planned', 'done')", name=op.f('ck_recommendation_state')),
    sa.ForeignKeyConstraint(['pillar_id'], ['need_pillar.id'], name=op.f('fk_recommendation_pillar_id_need_pillar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendation')),
    sa.UniqueConstraint('code', name=op.f('uq_recommendation_code'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('invented', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_assessment_centre_id_centre')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_public_id'))
    )
    op.create_index(op.f('ix_assessment_centre_id'), 'assessment', ['centre_id'])
    op.create_table('other_training',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('provider', sa.String(length=200), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('centre_id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('people IS NULL OR people >= 0', name=op.f('ck_other_training_people')),
    sa.CheckConstraint('year >= 1990 AND year <= 2100', name=op.f('ck_other_training_year')),
    sa.ForeignKeyConstraint(['centre_id'], ['centre.id'], name=op.f('fk_other_training_centre_id_centre')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_other_training_country_code_country')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_other_training_module_id_module')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_training')),
    sa.UniqueConstraint('public_id', name=op.f('uq_other_training_public_id'))
    )
    op.create_index(op.f('ix_other_training_country_code_year'), 'other_training', ['country_code', 'year'])
    op.create_index(op.f('ix_other_training_module_id'), 'other_training', ['module_id'])
    op.create_table('recommendation_module',
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_recommendation_module_module_id_module')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_recommendation_module_recommendation_id_recommendation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('recommendation_id', 'module_id', name=op.f('pk_recommendation_module'))
    )
    op.create_table('assessment_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('lowest', sa.Integer(), nullable=False),
    sa.Column('highest', sa.Integer(), nullable=False),
    sa.Column('high_is_urgent', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.String(length=10), nullable=False),
    sa.Column('revalidate_by', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("rule IN ('median', 'highest', 'consensus')", name=op.f('ck_assessment_round_rule')),
    sa.CheckConstraint("state IN ('draft', 'running', 'closed')", name=op.f('ck_assessment_round_state')),
    sa.CheckConstraint('lowest >= 1 AND lowest < highest AND highest <= 9', name=op.f('ck_assessment_round_scale')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_assessment_round_assessment_id_assessment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_round')),
    sa.UniqueConstraint('assessment_id', 'no', name=op.f('uq_assessment_round_assessment_id_no')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_round_public_id'))
    )
    op.create_table('need_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=15), nullable=False),
    sa.Column('section', sa.String(length=20), nullable=False),
    sa.Column('pillar_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('countries', sa.JSON(), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('confidence', sa.String(length=12), nullable=False),
    sa.Column('revalidate_by', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("confidence IN ('firm', 'indicative')", name=op.f('ck_need_finding_confidence')),
    sa.CheckConstraint("kind IN ('gap', 'legislation', 'practice')", name=op.f('ck_need_finding_kind')),
    sa.CheckConstraint("severity IN ('high', 'medium', 'low')", name=op.f('ck_need_finding_severity')),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_need_finding_assessment_id_assessment')),
    sa.ForeignKeyConstraint(['pillar_id'], ['need_pillar.id'], name=op.f('fk_need_finding_pillar_id_need_pillar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_finding')),
    sa.UniqueConstraint('public_id', name=op.f('uq_need_finding_public_id'))
    )
    op.create_index(op.f('ix_need_finding_assessment_id'), 'need_finding', ['assessment_id'])
    op.create_table('assessment_annex',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('sight', sa.String(length=10), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("sight IN ('office', 'partners')", name=op.f('ck_assessment_annex_sight')),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_assessment_annex_file_id_file')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_annex_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_annex')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_annex_public_id'))
    )
    op.create_index(op.f('ix_assessment_annex_file_id'), 'assessment_annex', ['file_id'])
    op.create_index(op.f('ix_assessment_annex_round_id'), 'assessment_annex', ['round_id'])
    op.create_table('assessment_approval',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('approver', sa.String(length=200), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_approval_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_approval')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_approval_public_id'))
    )
    op.create_index(op.f('ix_assessment_approval_round_id'), 'assessment_approval', ['round_id'])
    op.create_table('assessment_country',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('participation', sa.String(length=10), nullable=False),
    sa.Column('reopened_until', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('revalidate_by', sa.Date(), nullable=True),
    sa.Column('revalidated_on', sa.Date(), nullable=True),
    sa.CheckConstraint("participation IN ('undecided', 'invited', 'answering', 'complete', 'desk')", name=op.f('ck_assessment_country_participation')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_assessment_country_country_code_country')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_country_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_country')),
    sa.UniqueConstraint('round_id', 'country_code', name=op.f('uq_assessment_country_round_id_country_code'))
    )
    op.create_table('assessment_milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=6), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("state IN ('open', 'done')", name=op.f('ck_assessment_milestone_state')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_milestone_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_milestone')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_milestone_public_id'))
    )
    op.create_index(op.f('ix_assessment_milestone_round_id'), 'assessment_milestone', ['round_id'])
    op.create_table('assessment_risk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('mitigation', sa.String(length=500), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("severity IN ('high', 'medium', 'low')", name=op.f('ck_assessment_risk_severity')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_risk_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_risk')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_risk_public_id'))
    )
    op.create_index(op.f('ix_assessment_risk_round_id'), 'assessment_risk', ['round_id'])
    op.create_table('need_finding_module',
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['need_finding.id'], name=op.f('fk_need_finding_module_finding_id_need_finding'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_need_finding_module_module_id_module')),
    sa.PrimaryKeyConstraint('finding_id', 'module_id', name=op.f('pk_need_finding_module'))
    )
    op.create_table('need_topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=True),
    sa.Column('commentary', sa.JSON(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint('module_id IS NULL OR parent_id IS NULL', name=op.f('ck_need_topic_one_place')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_need_topic_module_id_module')),
    sa.ForeignKeyConstraint(['parent_id'], ['need_topic.id'], name=op.f('fk_need_topic_parent_id_need_topic')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_need_topic_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_topic')),
    sa.UniqueConstraint('public_id', name=op.f('uq_need_topic_public_id')),
    sa.UniqueConstraint('round_id', 'module_id', name=op.f('uq_need_topic_round_id_module_id'))
    )
    op.create_index(op.f('ix_need_topic_module_id'), 'need_topic', ['module_id'])
    op.create_index(op.f('ix_need_topic_parent_id'), 'need_topic', ['parent_id'])
    op.create_table('assessment_instrument',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=15), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('category_code', sa.String(length=40), nullable=True),
    sa.Column('wave_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("kind IN ('questionnaire', 'interview', 'desk')", name=op.f('ck_assessment_instrument_kind')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_assessment_instrument_category_code_category')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_instrument_round_id_assessment_round'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('fk_assessment_instrument_wave_id_wave')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_instrument')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_instrument_public_id'))
    )
    op.create_index(op.f('ix_assessment_instrument_round_id'), 'assessment_instrument', ['round_id'])
    op.create_index(op.f('ix_assessment_instrument_wave_id'), 'assessment_instrument', ['wave_id'])
    op.create_table('assessment_milestone_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('milestone_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.Date(), nullable=False),
    sa.Column('after', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['milestone_id'], ['assessment_milestone.id'], name=op.f('fk_assessment_milestone_move_milestone_id_assessment_milestone'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_milestone_move'))
    )
    op.create_index(op.f('ix_assessment_milestone_move_milestone_id'), 'assessment_milestone_move', ['milestone_id'])
    op.create_table('need_cell',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("value IS NULL OR reason <> ''", name=op.f('ck_need_cell_reasoned')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_need_cell_country_code_country')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_need_cell_round_id_assessment_round'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['need_topic.id'], name=op.f('fk_need_cell_topic_id_need_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_cell')),
    sa.UniqueConstraint('round_id', 'country_code', 'topic_id', name=op.f('uq_need_cell_round_id_country_code_topic_id'))
    )
    op.create_index(op.f('ix_need_cell_topic_id'), 'need_cell', ['topic_id'])
    op.create_table('need_remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_need_remark_country_code_country')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_need_remark_person_id_person')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_need_remark_round_id_assessment_round'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['need_topic.id'], name=op.f('fk_need_remark_topic_id_need_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_remark')),
    sa.UniqueConstraint('public_id', name=op.f('uq_need_remark_public_id'))
    )
    op.create_index(op.f('ix_need_remark_person_id'), 'need_remark', ['person_id'])
    op.create_index(op.f('ix_need_remark_round_id_country_code'), 'need_remark', ['round_id', 'country_code'])
    op.create_index(op.f('ix_need_remark_topic_id'), 'need_remark', ['topic_id'])
    op.create_table('assessment_response',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('instrument_id', sa.Integer(), nullable=True),
    sa.Column('country_code', sa.String(length=2), nullable=False),
    sa.Column('category_code', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('behalf', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('source', sa.String(length=15), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('answer_set', sa.String(length=12), nullable=True),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.CheckConstraint("mode IN ('', 'online', 'room', 'paper')", name=op.f('ck_assessment_response_mode')),
    sa.CheckConstraint("source IN ('questionnaire', 'interview', 'desk')", name=op.f('ck_assessment_response_source')),
    sa.CheckConstraint("state IN ('invited', 'answered', 'declined')", name=op.f('ck_assessment_response_state')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_assessment_response_category_code_category')),
    sa.ForeignKeyConstraint(['country_code'], ['country.code'], name=op.f('fk_assessment_response_country_code_country')),
    sa.ForeignKeyConstraint(['instrument_id'], ['assessment_instrument.id'], name=op.f('fk_assessment_response_instrument_id_assessment_instrument')),
    sa.ForeignKeyConstraint(['round_id'], ['assessment_round.id'], name=op.f('fk_assessment_response_round_id_assessment_round'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_response')),
    sa.UniqueConstraint('answer_set', name=op.f('uq_assessment_response_answer_set')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_response_public_id'))
    )
    op.create_index(op.f('ix_assessment_response_instrument_id'), 'assessment_response', ['instrument_id'])
    op.create_index(op.f('ix_assessment_response_round_id_country_code'), 'assessment_response', ['round_id', 'country_code'])
    op.create_table('need_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=15), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.CheckConstraint("(state = 'value') = (value IS NOT NULL)", name=op.f('ck_need_answer_number')),
    sa.CheckConstraint("state IN ('value', 'zero', 'no', 'partial', 'not_available')", name=op.f('ck_need_answer_state')),
    sa.ForeignKeyConstraint(['response_id'], ['assessment_response.id'], name=op.f('fk_need_answer_response_id_assessment_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['topic_id'], ['need_topic.id'], name=op.f('fk_need_answer_topic_id_need_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_answer')),
    sa.UniqueConstraint('response_id', 'topic_id', name=op.f('uq_need_answer_response_id_topic_id'))
    )
    op.create_index(op.f('ix_need_answer_topic_id'), 'need_answer', ['topic_id'])


def downgrade() -> None:
    op.drop_table('need_answer')
    op.drop_table('assessment_response')
    op.drop_table('need_remark')
    op.drop_table('need_cell')
    op.drop_table('assessment_milestone_move')
    op.drop_table('assessment_instrument')
    op.drop_table('need_topic')
    op.drop_table('need_finding_module')
    op.drop_table('assessment_risk')
    op.drop_table('assessment_milestone')
    op.drop_table('assessment_country')
    op.drop_table('assessment_approval')
    op.drop_table('assessment_annex')
    op.drop_table('need_finding')
    op.drop_table('assessment_round')
    op.drop_table('recommendation_module')
    op.drop_table('other_training')
    op.drop_table('assessment')
    op.drop_table('recommendation')
    op.drop_table('need_pillar')
