"""Plans know since when they are discussed, approvals why they were withdrawn, comments whether they were read;
countries' plans have money of their own, and parts that are shown.

Revision ID: c120
Revises: c107
"""

import sqlalchemy as sa
from alembic import op

revision = "c120"
down_revision = "c107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("discussed_at", sa.DateTime(), nullable=True))
    op.add_column("plan_approval", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
    op.add_column("plan_approval", sa.Column("withdrawn_for", sa.String(300), nullable=False, server_default=""))
    op.add_column("plan_comment", sa.Column("noted_at", sa.DateTime(), nullable=True))
    shown = '["modules", "themes", "note"]'
    op.add_column("country_plan", sa.Column("parts", sa.JSON(), nullable=False, server_default=shown))
    op.create_table(
        "country_plan_money",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=15), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("committed", sa.Double(), nullable=False),
        sa.Column("spent", sa.Double(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "amount >= 0 AND committed >= 0 AND spent >= 0", name=op.f("ck_country_plan_money_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["country_plan.id"], name=op.f("fk_country_plan_money_plan_id_country_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_plan_money")),
        sa.UniqueConstraint("public_id", name=op.f("uq_country_plan_money_public_id")),
    )
    op.create_index(op.f("ix_country_plan_money_plan_id"), "country_plan_money", ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_table("country_plan_money")
    op.drop_column("country_plan", "parts")
    op.drop_column("plan_comment", "noted_at")
    op.drop_column("plan_approval", "withdrawn_for")
    op.drop_column("plan_approval", "withdrawn_at")
    op.drop_column("plan", "discussed_at")
