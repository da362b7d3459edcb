"""notes"""

import sqlalchemy as sa
from alembic import op

revision = "s001"
down_revision = None
branch_labels = ("sample",)
depends_on = "c001"


def upgrade() -> None:
    op.create_table(
        "sample_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hook", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sample_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_note")),
    )


def downgrade() -> None:
    op.drop_table("sample_note")
