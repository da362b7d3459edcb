"""What can be done with evidence packs."""

from .packs import JOB, KEPT_DAYS, POLICY, find, forget_person, job_of, make, purge, queue, table_of

__all__ = ["JOB", "KEPT_DAYS", "POLICY", "find", "forget_person", "job_of", "make", "purge", "queue", "table_of"]
