"""holidays: public holidays of countries, and decisions about them"""

import sqlalchemy as sa
from alembic import op

revision = "c095"
down_revision = "c091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_year")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["country_code"], ["country.code"], name=op.f("fk_holiday_country_code_country")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("country_code", "day", name=op.f("uq_holiday_country_code_day")),
    )
    op.create_table(
        "holiday_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("(kind = 'moved') = (moved_to IS NOT NULL)", name=op.f("ck_holiday_decision_moved")),
        sa.CheckConstraint("kind IN ('added', 'moved', 'cancelled')", name=op.f("ck_holiday_decision_kind")),
        sa.ForeignKeyConstraint(
            ["country_code"], ["country.code"], name=op.f("fk_holiday_decision_country_code_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_decision")),
        sa.UniqueConstraint("country_code", "day", name=op.f("uq_holiday_decision_country_code_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_holiday_decision_public_id")),
    )


def downgrade() -> None:
    op.drop_table("holiday_decision")
    op.drop_table("holiday")
    op.drop_table("holiday_year")
