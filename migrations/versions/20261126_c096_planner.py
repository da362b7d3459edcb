"""planner: plans, their lines, money, approvals; plans of the countries"""

import sqlalchemy as sa
from alembic import op

revision = "c096"
down_revision = "c095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cost_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=True),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("travel", sa.Double(), nullable=False),
        sa.Column("daily", sa.Double(), nullable=False),
        sa.Column("fixed", sa.Double(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_cost_rate_centre_id_centre")),
        sa.ForeignKeyConstraint(["country_code"], ["country.code"], name=op.f("fk_cost_rate_country_code_country")),
        sa.ForeignKeyConstraint(["format_id"], ["format.id"], name=op.f("fk_cost_rate_format_id_format")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_rate")),
        sa.UniqueConstraint(
            "centre_id", "country_code", "format_id", name=op.f("uq_cost_rate_centre_id_country_code_format_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_cost_rate_public_id")),
    )
    op.create_index(op.f("ix_cost_rate_centre_id"), "cost_rate", ["centre_id"], unique=False)
    op.create_table(
        "country_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("human_rights", sa.Boolean(), nullable=False),
        sa.Column("gender", sa.Boolean(), nullable=False),
        sa.Column("has_budget", sa.Boolean(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_country_plan_period")),
        sa.ForeignKeyConstraint(["country_code"], ["country.code"], name=op.f("fk_country_plan_country_code_country")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_country_plan_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_country_plan_public_id")),
    )
    op.create_index(op.f("ix_country_plan_country_code"), "country_plan", ["country_code"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("scenario_of_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("month_load", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("frozen_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("kind IN ('perspective', 'annual', 'action')", name=op.f("ck_plan_kind")),
        sa.CheckConstraint("state IN ('draft', 'discussed', 'approved', 'closed')", name=op.f("ck_plan_state")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_plan_period")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_plan_centre_id_centre")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan.id"], name=op.f("fk_plan_parent_id_plan")),
        sa.ForeignKeyConstraint(["scenario_of_id"], ["plan.id"], name=op.f("fk_plan_scenario_of_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_public_id")),
    )
    op.create_index(op.f("ix_plan_centre_id"), "plan", ["centre_id"], unique=False)
    op.create_index(op.f("ix_plan_scenario_of_id"), "plan", ["scenario_of_id"], unique=False)
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=15), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_line_amount")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_budget_line_window")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_budget_line_centre_id_centre")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_budget_line_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_budget_line_public_id")),
    )
    op.create_index(op.f("ix_budget_line_centre_id"), "budget_line", ["centre_id"], unique=False)
    op.create_table(
        "plan_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_approval_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_approval")),
        sa.UniqueConstraint("plan_id", "party", name=op.f("uq_plan_approval_plan_id_party")),
    )
    op.create_table(
        "plan_baseline_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("line_key", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_baseline_line_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_baseline_line")),
    )
    op.create_index(op.f("ix_plan_baseline_line_plan_id"), "plan_baseline_line", ["plan_id"], unique=False)
    op.create_table(
        "plan_rank_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("calculated", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_plan_rank_override_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_rank_override_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_rank_override")),
        sa.UniqueConstraint("plan_id", "activity_id", name=op.f("uq_plan_rank_override_plan_id_activity_id")),
    )
    op.create_table(
        "plan_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("up_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("trainers_wanted", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("audience_state", sa.String(length=12), nullable=False),
        sa.Column("audience_at", sa.DateTime(), nullable=True),
        sa.Column("audience_by", sa.String(length=200), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("condition", sa.String(length=300), nullable=False),
        sa.Column("condition_met", sa.Boolean(), nullable=False),
        sa.Column("times_a_year", sa.Integer(), nullable=False),
        sa.Column("umbrella", sa.Boolean(), nullable=False),
        sa.Column("fast_reason", sa.String(length=500), nullable=False),
        sa.Column("fast_by", sa.String(length=200), nullable=False),
        sa.Column("in_kind", sa.String(length=300), nullable=False),
        sa.Column("support", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("start_half", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "audience_state IN ('proposal', 'consultation', 'agreed')", name=op.f("ck_plan_line_audience_state")
        ),
        sa.CheckConstraint("mode IN ('room', 'online', 'hybrid')", name=op.f("ck_plan_line_mode")),
        sa.CheckConstraint("half_days > 0 AND half_days <= 60", name=op.f("ck_plan_line_half_days")),
        sa.CheckConstraint("start_half IN (0, 1)", name=op.f("ck_plan_line_start_half")),
        sa.CheckConstraint(
            "window_from IS NULL OR window_to IS NULL OR window_from <= window_to", name=op.f("ck_plan_line_window")
        ),
        sa.ForeignKeyConstraint(["format_id"], ["format.id"], name=op.f("fk_plan_line_format_id_format")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_line_plan_id_plan"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_plan_line_room_id_room")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_plan_line_session_id_training_session"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["up_id"], ["plan_line.id"], name=op.f("fk_plan_line_up_id_plan_line"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_line_public_id")),
    )
    op.create_index(op.f("ix_plan_line_plan_id_starts_on"), "plan_line", ["plan_id", "starts_on"], unique=False)
    op.create_index(op.f("ix_plan_line_session_id"), "plan_line", ["session_id"], unique=False)
    op.create_table(
        "plan_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["country_code"], ["country.code"], name=op.f("fk_plan_comment_country_code_country")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_comment_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_comment")),
    )
    op.create_index(op.f("ix_plan_comment_line_id"), "plan_comment", ["line_id"], unique=False)
    op.create_table(
        "plan_line_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_plan_line_activity_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_line_activity_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line_activity")),
        sa.UniqueConstraint("line_id", "activity_id", name=op.f("uq_plan_line_activity_line_id_activity_id")),
    )
    op.create_index(op.f("ix_plan_line_activity_activity_id"), "plan_line_activity", ["activity_id"], unique=False)
    op.create_table(
        "plan_line_fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("budget_line_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("committed", sa.Double(), nullable=False),
        sa.Column("spent", sa.Double(), nullable=False),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_plan_line_fund_share")),
        sa.ForeignKeyConstraint(
            ["budget_line_id"], ["budget_line.id"], name=op.f("fk_plan_line_fund_budget_line_id_budget_line")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_line_fund_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line_fund")),
        sa.UniqueConstraint("line_id", "budget_line_id", name=op.f("uq_plan_line_fund_line_id_budget_line_id")),
    )
    op.create_index(op.f("ix_plan_line_fund_budget_line_id"), "plan_line_fund", ["budget_line_id"], unique=False)
    op.create_table(
        "plan_line_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("recommendation", sa.String(length=20), nullable=False),
        sa.Column("lead", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_line_part_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line_part")),
    )
    op.create_index(op.f("ix_plan_line_part_line_id"), "plan_line_part", ["line_id"], unique=False)
    op.create_table(
        "plan_line_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_line_trainer_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_line_trainer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line_trainer")),
        sa.UniqueConstraint("line_id", "person_id", name=op.f("uq_plan_line_trainer_line_id_person_id")),
    )
    op.create_index(op.f("ix_plan_line_trainer_person_id"), "plan_line_trainer", ["person_id"], unique=False)
    op.create_table(
        "plan_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_plan_move_line_id_plan_line"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_move_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_move")),
    )
    op.create_index(op.f("ix_plan_move_plan_id"), "plan_move", ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_table("plan_move")
    op.drop_table("plan_line_trainer")
    op.drop_table("plan_line_part")
    op.drop_table("plan_line_fund")
    op.drop_table("plan_line_activity")
    op.drop_table("plan_comment")
    op.drop_table("plan_line")
    op.drop_table("plan_rank_override")
    op.drop_table("plan_baseline_line")
    op.drop_table("plan_approval")
    op.drop_table("budget_line")
    op.drop_table("plan")
    op.drop_table("country_plan")
    op.drop_table("cost_rate")
