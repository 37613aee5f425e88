"""How often somebody may still guess at a short code: counted in the database, one by one, before it is looked at.

A count that is read first and written afterwards forgets whatever is guessed at the same moment. These tries are taken
by one statement, and the row's lock puts them in a line.
"""

from typing import Final

from django.db import connection

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
_GIVE_BACK: Final = "UPDATE accounts_guesscount SET taken = taken - 1 WHERE name = %s AND taken > 0"


def take_guess(name: str, *, at_most: int, seconds: int) -> int:
    """Take one more try: its number, from 1; 0 when there is none left. They come back `seconds` after the last one."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name, "at_most": at_most, "seconds": seconds})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def give_back(name: str) -> None:
    """The try was right, and is not counted."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [name])
