"""evaluation: instruments, waves of sessions, who else is asked, values, themes, findings"""

import sqlalchemy as sa
from alembic import op

revision = "e001"
down_revision = None
branch_labels = ("evaluation",)
depends_on = "c022"


def upgrade() -> None:
    op.create_table(
        "evaluation_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_theme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_theme_public_id")),
    )
    op.create_table(
        "evaluation_instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("identity", sa.String(length=12), nullable=False),
        sa.Column("anchor", sa.String(length=5), nullable=False),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("anchor IN ('start', 'end')", name=op.f("ck_evaluation_instrument_anchor")),
        sa.CheckConstraint(
            "identity IN ('anonymous', 'pseudonymous', 'named')", name=op.f("ck_evaluation_instrument_identity")
        ),
        sa.CheckConstraint("open_days >= 1", name=op.f("ck_evaluation_instrument_open_days")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_evaluation_instrument_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_instrument")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_instrument_public_id")),
    )
    op.create_index(
        op.f("ix_evaluation_instrument_questionnaire_id"), "evaluation_instrument", ["questionnaire_id"], unique=False
    )
    op.create_table(
        "evaluation_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_evaluation_contact_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evaluation_contact_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_contact")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_evaluation_contact_organisation_id")),
    )
    op.create_index(op.f("ix_evaluation_contact_person_id"), "evaluation_contact", ["person_id"], unique=False)
    op.create_table(
        "evaluation_coding",
        sa.Column("set_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["answer_set.id"], name=op.f("fk_evaluation_coding_set_id_answer_set"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["evaluation_theme.id"], name=op.f("fk_evaluation_coding_theme_id_evaluation_theme")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_evaluation_coding_wave_id_wave")),
        sa.PrimaryKeyConstraint("set_id", "item", "block", "theme_id", name=op.f("pk_evaluation_coding")),
    )
    op.create_index(op.f("ix_evaluation_coding_theme_id"), "evaluation_coding", ["theme_id"], unique=False)
    op.create_index(op.f("ix_evaluation_coding_wave_id"), "evaluation_coding", ["wave_id"], unique=False)
    op.create_table(
        "evaluation_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.CheckConstraint("state IN ('open', 'decided', 'done', 'dropped')", name=op.f("ck_evaluation_finding_state")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_evaluation_finding_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_evaluation_finding_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["evaluation_theme.id"], name=op.f("fk_evaluation_finding_theme_id_evaluation_theme")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_evaluation_finding_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_finding_public_id")),
    )
    op.create_index(op.f("ix_evaluation_finding_owner_id"), "evaluation_finding", ["owner_id"], unique=False)
    op.create_index(op.f("ix_evaluation_finding_session_id"), "evaluation_finding", ["session_id"], unique=False)
    op.create_index(op.f("ix_evaluation_finding_state_due"), "evaluation_finding", ["state", "due"], unique=False)
    op.create_index(op.f("ix_evaluation_finding_wave_id"), "evaluation_finding", ["wave_id"], unique=False)
    op.create_table(
        "evaluation_measured",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_evaluation_measured_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_evaluation_measured_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_measured")),
    )
    op.create_index(
        op.f("ix_evaluation_measured_measure_session_id"),
        "evaluation_measured",
        ["measure", "session_id"],
        unique=False,
    )
    op.create_index(op.f("ix_evaluation_measured_wave_id"), "evaluation_measured", ["wave_id"], unique=False)
    op.create_table(
        "evaluation_session_wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["evaluation_instrument.id"],
            name=op.f("fk_evaluation_session_wave_instrument_id_evaluation_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_evaluation_session_wave_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_evaluation_session_wave_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_session_wave")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evaluation_session_wave_public_id")),
        sa.UniqueConstraint(
            "session_id", "instrument_id", name=op.f("uq_evaluation_session_wave_session_id_instrument_id")
        ),
        sa.UniqueConstraint("wave_id", name=op.f("uq_evaluation_session_wave_wave_id")),
    )
    op.create_index(
        op.f("ix_evaluation_session_wave_instrument_id"), "evaluation_session_wave", ["instrument_id"], unique=False
    )
    op.create_table(
        "evaluation_supervisor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evaluation_supervisor_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_evaluation_supervisor_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_evaluation_supervisor_supervisor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_supervisor")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_evaluation_supervisor_registration_id")),
    )
    op.create_index(op.f("ix_evaluation_supervisor_person_id"), "evaluation_supervisor", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_evaluation_supervisor_supervisor_id"), "evaluation_supervisor", ["supervisor_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("evaluation_supervisor")
    op.drop_table("evaluation_session_wave")
    op.drop_table("evaluation_measured")
    op.drop_table("evaluation_finding")
    op.drop_table("evaluation_coding")
    op.drop_table("evaluation_contact")
    op.drop_table("evaluation_instrument")
    op.drop_table("evaluation_theme")
