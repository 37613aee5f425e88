"""Months, each named by its first day, in UTC."""

from datetime import UTC, date, datetime


def month_of(moment: datetime) -> date:
    """The month in which a moment lies."""
    return moment.astimezone(UTC).date().replace(day=1)


def later(month: date, by: int) -> date:
    """The month so many months after (or, negative, before) another."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def begin_of(month: date) -> datetime:
    """Its first moment."""
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def read_month(text: str) -> date:
    """`2025-08`. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
