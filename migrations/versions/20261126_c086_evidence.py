"""Evidence packs."""

import sqlalchemy as sa
from alembic import op

revision = "c086"
down_revision = "c087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_evidence_pack_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_evidence_pack_file_id_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_pack")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_pack_public_id")),
    )
    op.create_index(op.f("ix_evidence_pack_session_id"), "evidence_pack", ["session_id"])
    op.create_index(op.f("ix_evidence_pack_file_id"), "evidence_pack", ["file_id"])


def downgrade() -> None:
    op.drop_table("evidence_pack")
