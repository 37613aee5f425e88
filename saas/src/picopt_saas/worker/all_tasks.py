"""Imported by the worker, and by nothing else: registers all tasks."""

from picopt_saas.worker import batches, closing, housekeeping, mail, payments, recovery, tasks

__all__ = ["batches", "closing", "housekeeping", "mail", "payments", "recovery", "tasks"]
