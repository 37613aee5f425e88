from django.db import models


class ArchiveObject(models.Model):
    """Rows of one month that left the database for the object `key`; written in the transaction that deleted them."""

    key = models.CharField(max_length=200, unique=True)
    month = models.DateField(db_index=True)  # the first day of the one in which the jobs were ordered
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    rows = models.JSONField()  # {"jobs_job": 20, …}
    made_at = models.DateTimeField(auto_now_add=True)
    restored_at = models.DateTimeField(null=True, blank=True)  # its rows are in the database again

    def __str__(self) -> str:
        return self.key
