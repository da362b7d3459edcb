"""What is known of countries, who spoke for institutions, and who is asked before a training.

Revision ID: c105
Revises: c102
"""

import sqlalchemy as sa
from alembic import op

revision = "c105"
down_revision = "c102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_register")),
        sa.UniqueConstraint("key", name=op.f("uq_need_register_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_register_public_id")),
    )
    op.create_table(
        "need_register_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "kind IN ('challenge', 'yesno', 'extended', 'sometimes', 'partial', 'reports', 'frequency', 'law')",
            name=op.f("ck_need_register_item_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["need_register.id"],
            name=op.f("fk_need_register_item_register_id_need_register"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_register_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_register_item_public_id")),
    )
    op.create_index(op.f("ix_need_register_item_register_id_place"), "need_register_item", ["register_id", "place"])
    op.create_table(
        "policy_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "state IN ('adopted', 'approval', 'revision', 'expired', 'none', 'unknown')",
            name=op.f("ck_policy_document_state"),
        ),
        sa.CheckConstraint(
            "first_year IS NULL OR last_year IS NULL OR first_year <= last_year", name=op.f("ck_policy_document_years")
        ),
        sa.ForeignKeyConstraint(
            ["country_code"], ["country.code"], name=op.f("fk_policy_document_country_code_country")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_policy_document_public_id")),
    )
    op.create_index(op.f("ix_policy_document_country_code"), "policy_document", ["country_code"])
    op.create_table(
        "lead_body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("since IS NULL OR until IS NULL OR since <= until", name=op.f("ck_lead_body_days")),
        sa.ForeignKeyConstraint(["country_code"], ["country.code"], name=op.f("fk_lead_body_country_code_country")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lead_body_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_body")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lead_body_public_id")),
    )
    op.create_index(op.f("ix_lead_body_country_code"), "lead_body", ["country_code"])
    op.create_index(op.f("ix_lead_body_organisation_id"), "lead_body", ["organisation_id"])
    op.create_table(
        "need_register_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("state <> ''", name=op.f("ck_need_register_entry_said")),
        sa.ForeignKeyConstraint(
            ["country_code"], ["country.code"], name=op.f("fk_need_register_entry_country_code_country")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["need_register_item.id"],
            name=op.f("fk_need_register_entry_item_id_need_register_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_register_entry")),
        sa.UniqueConstraint("item_id", "country_code", name=op.f("uq_need_register_entry_item_id_country_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_register_entry_public_id")),
    )
    op.create_index(op.f("ix_need_register_entry_country_code"), "need_register_entry", ["country_code"])
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_consultation_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_consultation_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultation_public_id")),
    )
    op.create_index(op.f("ix_consultation_session_id"), "consultation", ["session_id"])
    op.create_index(op.f("ix_consultation_wave_id"), "consultation", ["wave_id"])
    op.create_table(
        "need_contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_contributor_person_id_person")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["assessment_response.id"],
            name=op.f("fk_need_contributor_response_id_assessment_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_contributor")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_contributor_public_id")),
    )
    op.create_index(op.f("ix_need_contributor_person_id"), "need_contributor", ["person_id"])
    op.create_index(op.f("ix_need_contributor_response_id"), "need_contributor", ["response_id"])
    op.create_index(op.f("ix_need_contributor_until"), "need_contributor", ["until"])
    with op.batch_alter_table("need_finding") as batch:
        batch.add_column(sa.Column("centre_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("body", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("reusable", sa.String(length=10), nullable=False, server_default=""))
        batch.add_column(sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_foreign_key(op.f("fk_need_finding_centre_id_centre"), "centre", ["centre_id"], ["id"])
        batch.create_check_constraint(op.f("ck_need_finding_reusable"), "reusable IN ('', 'as_is', 'adapted', 'no')")
        batch.create_index(op.f("ix_need_finding_centre_id"), ["centre_id"])


def downgrade() -> None:
    with op.batch_alter_table("need_finding") as batch:
        batch.drop_index(op.f("ix_need_finding_centre_id"))
        batch.drop_constraint(op.f("ck_need_finding_reusable"), type_="check")
        batch.drop_constraint(op.f("fk_need_finding_centre_id_centre"), type_="foreignkey")
        for name in ("shared", "reusable", "body", "centre_id"):
            batch.drop_column(name)
    op.drop_table("need_contributor")
    op.drop_table("consultation")
    op.drop_table("need_register_entry")
    op.drop_table("lead_body")
    op.drop_table("policy_document")
    op.drop_table("need_register_item")
    op.drop_table("need_register")
