"""Imported by the worker, and by nothing else: registers all tasks."""

from picopt_saas.worker import recovery, tasks

__all__ = ["recovery", "tasks"]
