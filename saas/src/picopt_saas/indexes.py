"""For migrations: indexes that Django makes by itself, that nothing reads, and that every write pays for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import migrations, models

_DROP: Final = """
DO $$
DECLARE
  needless regclass;
BEGIN
  FOR needless IN
    SELECT index.indexrelid
    FROM pg_index index
    JOIN pg_class one ON one.oid = index.indrelid
    JOIN pg_attribute first ON first.attrelid = index.indrelid AND first.attnum = index.indkey[0]
    JOIN pg_opclass compares ON compares.oid = index.indclass[0]
    JOIN jsonb_each('%(columns)s') AS wanted (name, columns) ON wanted.name = one.relname
    WHERE index.indnatts = 1 AND NOT index.indisunique AND index.indpred IS NULL AND pg_table_is_visible(one.oid)
      AND (compares.opcname = 'varchar_pattern_ops' OR wanted.columns ? first.attname)
  LOOP
    EXECUTE format('DROP INDEX %%s', needless);
  END LOOP;
END $$
"""


def drop_needless_indexes(columns: Mapping[str, Sequence[str]]) -> migrations.RunSQL:
    """Drop of each table (name → columns) these columns' own indexes, and all that only serve `LIKE 'beginning%'`.

    The columns are the first of another index, or are never looked for. Going back brings nothing back: only speed is
    lost, and little.
    """
    return migrations.RunSQL(_DROP % {"columns": json.dumps(dict(columns))}, migrations.RunSQL.noop)


def without_own_index(model: str, name: str, to: str, **options: Any) -> migrations.AlterField:
    """The state of a foreign key whose own index has gone; `options` of its field where they are not the usual ones.

    On the database `AlterField` would make the key anew, and look at every row of the table for it.
    """
    usual: dict[str, Any] = {"on_delete": models.CASCADE, "related_name": "+"}
    field = models.ForeignKey(to=to, db_index=False, **usual | options)
    return migrations.AlterField(model_name=model, name=name, field=field)
