from django.db import models

from picopt_saas.accounts.models import Account, Site


class SiteImage(models.Model):
    """An image that a site has from us, once however often it was processed: what the dashboard's figures add up.

    Bytes are of all files that pages can show, as the site counts them; None where only text was made.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    reference = models.CharField(max_length=100)
    item_id = models.CharField(max_length=40)  # the latest
    bytes_before = models.BigIntegerField(null=True)
    bytes_after = models.BigIntegerField(null=True)
    first_at = models.DateTimeField()
    files_at = models.DateTimeField(null=True)  # when it first had files of ours
    alt_at = models.DateTimeField(null=True)  # when it first had an alt text

    class Meta:
        constraints = (models.UniqueConstraint(fields=["site", "reference"], name="site_image_once"),)
        indexes = (
            models.Index(fields=["account", "first_at"], name="site_images_by_day"),
            models.Index(fields=["item_id"], name="site_images_by_item"),
        )

    def __str__(self) -> str:
        return f"{self.reference} of {self.site_id}"
