"""How often somebody has guessed at a password or a short code: counted in the database, one by one.

A count that is read first and written afterwards forgets whatever is guessed at the same moment. These tries are taken
by one statement, and the row's lock puts them in a line. Where there is an end to them, a try is taken before what was
guessed is looked at.
"""

from typing import Final

from django.db import connection
from django.utils import timezone

from picopt_saas.accounts.models import GuessCount

# Changes nothing, and so returns no row, when all tries of a window that has not ended are taken.
_TAKE: Final = """
INSERT INTO accounts_guesscount AS counted (name, taken, ends_at)
VALUES (%(name)s, 1, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (name) DO UPDATE SET
    taken = CASE WHEN counted.ends_at <= clock_timestamp() THEN 1 ELSE counted.taken + 1 END,
    ends_at = excluded.ends_at
WHERE counted.ends_at <= clock_timestamp() OR counted.taken < %(at_most)s
RETURNING taken
"""
_NO_END: Final = 2**31 - 1
_GIVE_BACK: Final = "UPDATE accounts_guesscount SET taken = taken - 1 WHERE name = %s AND taken > 0"


def take_guess(name: str, *, seconds: int, at_most: int = _NO_END) -> int:
    """Take one more try: its number, from 1; 0 when there is none left. They come back `seconds` after the last one."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name, "at_most": at_most, "seconds": seconds})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def guesses_taken(name: str) -> int:
    """How many tries are taken now."""
    counted = GuessCount.objects.filter(pk=name, ends_at__gt=timezone.now())
    return counted.values_list("taken", flat=True).first() or 0


def give_back(name: str) -> None:
    """The try was right, and is not counted."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [name])
