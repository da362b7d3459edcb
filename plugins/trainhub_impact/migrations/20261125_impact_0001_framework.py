"""framework"""

import sqlalchemy as sa
from alembic import op

revision = "impact_0001"
down_revision = None
branch_labels = ("impact",)
depends_on = "c012"


def upgrade() -> None:
    op.create_table(
        "impact_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_impact_lock_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_lock")),
        sa.UniqueConstraint("centre_id", "first", "until", name=op.f("uq_impact_lock_centre_id_first_until")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_lock_public_id")),
    )
    op.create_table(
        "impact_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_impact_result_centre_id_centre")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["impact_result.id"], name=op.f("fk_impact_result_parent_id_impact_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_result")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_result_public_id")),
    )
    op.create_index(op.f("ix_impact_result_centre_id"), "impact_result", ["centre_id"])
    op.create_index(op.f("ix_impact_result_parent_id"), "impact_result", ["parent_id"])

    op.create_table(
        "impact_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_impact_indicator_centre_id_centre")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_impact_indicator_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["impact_result.id"], name=op.f("fk_impact_indicator_result_id_impact_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_indicator")),
        sa.UniqueConstraint("centre_id", "key", name=op.f("uq_impact_indicator_centre_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_indicator_public_id")),
    )
    op.create_index(op.f("ix_impact_indicator_centre_id"), "impact_indicator", ["centre_id"])
    op.create_index(op.f("ix_impact_indicator_owner_id"), "impact_indicator", ["owner_id"])
    op.create_index(op.f("ix_impact_indicator_result_id"), "impact_indicator", ["result_id"])

    op.create_table(
        "impact_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_impact_report_project_id_project")),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["published_release.id"],
            name=op.f("fk_impact_report_release_id_published_release"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_report_public_id")),
    )
    op.create_index(op.f("ix_impact_report_project_id"), "impact_report", ["project_id"])
    op.create_index(op.f("ix_impact_report_release_id"), "impact_report", ["release_id"])

    op.create_table(
        "impact_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["impact_indicator.id"],
            name=op.f("fk_impact_entry_indicator_id_impact_indicator"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_impact_entry_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_impact_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_entry")),
        sa.UniqueConstraint(
            "indicator_id",
            "first",
            "until",
            "organisation_id",
            "no",
            name=op.f("uq_impact_entry_indicator_id_first_until_organisation_id_no"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_entry_public_id")),
    )
    op.create_index(op.f("ix_impact_entry_organisation_id"), "impact_entry", ["organisation_id"])
    op.create_index(op.f("ix_impact_entry_person_id"), "impact_entry", ["person_id"])

    op.create_table(
        "impact_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_impact_evidence_file_id_file")),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["impact_indicator.id"],
            name=op.f("fk_impact_evidence_indicator_id_impact_indicator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_evidence_public_id")),
    )
    op.create_index(op.f("ix_impact_evidence_indicator_id"), "impact_evidence", ["indicator_id"])

    op.create_table(
        "impact_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("numerator", sa.String(length=80), nullable=False),
        sa.Column("numerator_filters", sa.JSON(), nullable=False),
        sa.Column("denominator", sa.String(length=80), nullable=False),
        sa.Column("denominator_filters", sa.JSON(), nullable=False),
        sa.Column("gather", sa.String(length=8), nullable=False),
        sa.Column("shape", sa.String(length=8), nullable=False),
        sa.Column("unit", sa.JSON(), nullable=False),
        sa.Column("people", sa.Boolean(), nullable=False),
        sa.Column("direction", sa.String(length=6), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.Column("verification", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("sdg", sa.JSON(), nullable=False),
        sa.Column("gcm", sa.JSON(), nullable=False),
        sa.Column("modules", sa.JSON(), nullable=False),
        sa.Column("drawn_from", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["impact_indicator.id"],
            name=op.f("fk_impact_sheet_indicator_id_impact_indicator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_sheet")),
        sa.UniqueConstraint("indicator_id", "no", name=op.f("uq_impact_sheet_indicator_id_no")),
    )
    op.create_table(
        "impact_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["impact_indicator.id"],
            name=op.f("fk_impact_target_indicator_id_impact_indicator"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_impact_target_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_target")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_target_public_id")),
    )
    op.create_index(op.f("ix_impact_target_indicator_id_first"), "impact_target", ["indicator_id", "first"])

    op.create_table(
        "impact_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["impact_indicator.id"],
            name=op.f("fk_impact_value_indicator_id_impact_indicator"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lock_id"], ["impact_lock.id"], name=op.f("fk_impact_value_lock_id_impact_lock"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["impact_sheet.id"], name=op.f("fk_impact_value_sheet_id_impact_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_value")),
        sa.UniqueConstraint("lock_id", "indicator_id", "no", name=op.f("uq_impact_value_lock_id_indicator_id_no")),
        sa.UniqueConstraint("public_id", name=op.f("uq_impact_value_public_id")),
    )
    op.create_index(op.f("ix_impact_value_indicator_id"), "impact_value", ["indicator_id"])


def downgrade() -> None:
    for name in (
        "impact_value",
        "impact_target",
        "impact_sheet",
        "impact_evidence",
        "impact_entry",
        "impact_report",
        "impact_indicator",
        "impact_result",
        "impact_lock",
    ):
        op.drop_table(name)
