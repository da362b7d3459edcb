"""What can be done with evidence packs."""

from .packs import JOB, KEPT_DAYS, find, forget_person, job_of, make, of_session, purge, queue, table_of

__all__ = ["JOB", "KEPT_DAYS", "find", "forget_person", "job_of", "make", "of_session", "purge", "queue", "table_of"]
