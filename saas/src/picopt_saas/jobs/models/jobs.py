from typing import ClassVar

from django.db import models

from picopt_contract.reasons import ReasonCode
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import ItemState, Pipeline
from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.jobs.models.quotes import Quote


def job_id() -> str:
    """A new job's id."""
    return make_id("job")


def item_id() -> str:
    """A new item's id."""
    return make_id("itm")


class Job(models.Model):
    """An order of up to 100 pictures. Its state follows from its items' (`states.job_state`)."""

    id = models.CharField(primary_key=True, max_length=40, default=job_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="jobs", db_index=False)
    api_key = models.ForeignKey(ApiKey, on_delete=models.SET_NULL, null=True, related_name="jobs")
    quote = models.OneToOneField(Quote, on_delete=models.SET_NULL, null=True, related_name="job")
    pipeline = models.CharField(max_length=20, choices=[(one, one) for one in Pipeline])
    settings = models.JSONField()
    review = models.BooleanField(default=False)
    accept_drafts = models.BooleanField(default=False, db_default=False)
    """Drafts of the embedded model go into files unseen."""
    batch = models.CharField(max_length=110, blank=True, default="", db_default="")
    """Of the site's own job: its id, and the site's name for it."""
    automatic = models.BooleanField(default=False, db_default=False)
    """The site asked by itself, for what was just uploaded."""
    may_wait = models.BooleanField(default=False, db_default=False)
    """For a batch of the vision model's."""
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "-created_at", "-id"], name="jobs_newest_first"),
            models.Index(fields=["created_at", "id"], name="jobs_oldest_first"),  # for the archive
            models.Index(fields=["account", "batch"], condition=~models.Q(batch=""), name="jobs_by_batch"),
        )

    def __str__(self) -> str:
        return self.id

    def read_settings(self) -> JobSettings:
        """The settings as the contract's model."""
        return JobSettings.model_validate(self.settings)

    @property
    def waits_for_review(self) -> bool:
        """Whether the export comes only after a person has read the text."""
        return self.review and self.pipeline == Pipeline.ANALYZE_EXPORT


class Item(models.Model):
    """One image of a job. Only `states.move` changes `state`."""

    id = models.CharField(primary_key=True, max_length=40, default=item_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    picture = models.JSONField()
    price = models.JSONField()  # of the quote: {"analysis": 1, "export": 1}; no line ever costs more
    state = models.CharField(max_length=20, choices=[(one, one) for one in ItemState], default=ItemState.QUEUED)
    reason_code = models.CharField(max_length=40, blank=True, choices=[(one, one) for one in ReasonCode])
    reason_message = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Made anew at every start. Whoever holds an older one (a worker that was frozen) can no longer change anything.
    attempt_token = models.UUIDField(null=True, blank=True)
    analysis = models.JSONField(null=True, blank=True)  # contract.Analysis
    analysis_engine = models.CharField(max_length=100, blank=True)
    analysis_usage = models.JSONField(null=True, blank=True)  # tokens, requests, cost in the prices' currency
    reviewed_text = models.JSONField(null=True, blank=True)  # contract.ReviewedText
    wish = models.CharField(max_length=500, blank=True)
    regenerated = models.PositiveSmallIntegerField(default=0)
    export = models.JSONField(null=True, blank=True)  # contract.ExportResult without its files
    expires_at = models.DateTimeField(null=True, blank=True)  # when results and text are deleted
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "position"], name="item_position_once_a_job"),)
        indexes: ClassVar = [
            models.Index(fields=["account", "state"], name="items_by_state"),
            models.Index(fields=["account", "sha256"], name="items_by_picture"),
            models.Index(fields=["expires_at"], name="items_to_expire", condition=models.Q(expires_at__isnull=False)),
            # What is open is little; /metrics counts it and revival looks through it.
            models.Index(
                fields=["state", "updated_at"],
                condition=models.Q(state__in=["queued", "analysing", "review", "exporting", "ready"]),
                name="items_open",
            ),
            models.Index(
                fields=["updated_at"], include=["reason_code"], condition=models.Q(state="failed"), name="items_failed"
            ),
            # What staff look for; most items have no reason, and of some there are few among millions.
            models.Index(fields=["reason_code", "id"], condition=~models.Q(reason_code=""), name="items_by_reason"),
        ]

    def __str__(self) -> str:
        return self.id

    def read_picture(self) -> PictureItem:
        """What was ordered, as the contract's model."""
        return PictureItem.model_validate(self.picture)
