"""Imported by the worker, and by nothing else: registers all tasks."""

from picopt_saas.worker import closing, housekeeping, mail, payments, recovery, tasks

__all__ = ["closing", "housekeeping", "mail", "payments", "recovery", "tasks"]
