"""Imported by the worker, and by nothing else: registers all tasks."""

from picopt_saas.worker import housekeeping, mail, payments, recovery, tasks

__all__ = ["housekeeping", "mail", "payments", "recovery", "tasks"]
