"""What tests of housekeeping that gets stuck share."""

from datetime import timedelta

from django.utils import timezone

AT_ONCE = 2
"""Rows in a batch, and how many accounts are broken: they fill a whole one."""


def ago(**time):
    return timezone.now() - timedelta(**time)


def told(logs, event):
    return [entry for entry in logs if entry["event"] == event]
