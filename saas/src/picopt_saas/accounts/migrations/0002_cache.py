"""The cache that all processes share: Django's database cache, as `createcachetable` makes it."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE picopt_cache (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamp with time zone NOT NULL
);
CREATE INDEX picopt_cache_expires ON picopt_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE picopt_cache")]
