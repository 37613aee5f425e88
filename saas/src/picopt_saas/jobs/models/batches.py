from django.db import models

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models.jobs import Item


def question_id() -> str:
    """A new question's id, which the provider gives back with the answer."""
    return make_id("que")


class ModelBatch(models.Model):
    """A batch at the vision model's provider; not what a site calls its job (`Job.batch`)."""

    class State(models.TextChoices):
        """How far it is."""

        BEGUN = "begun"  # it may have been sent or not
        OPEN = "open"
        CLOSED = "closed"

    token = models.CharField(max_length=32, unique=True)  # ours, before the provider has named it
    name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    requests = models.PositiveIntegerField()
    cancelled_at = models.DateTimeField(null=True, blank=True)  # the provider was asked to end it
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=["name"], condition=~models.Q(name=""), name="model_batches_by_name"),)

    def __str__(self) -> str:
        return self.name or self.token


class BatchQuestion(models.Model):
    """What is asked about an item in a batch. The request itself, with its image, is an object in the store."""

    class State(models.TextChoices):
        """How far it is; the vision library's words."""

        NOTED = "noted"
        SENT = "sent"
        ANSWERED = "answered"
        FAILED = "failed"  # the image is described at once

    id = models.CharField(primary_key=True, max_length=40, default=question_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="question")
    group = models.CharField(max_length=110)  # questions of one order, of one site's own job, share a batch
    key = models.CharField(max_length=64)  # what is asked, to the letter
    state = models.CharField(max_length=10, choices=State.choices, default=State.NOTED)
    batch = models.ForeignKey(ModelBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)  # a chat completion as JSON, or the failure
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["created_at"], condition=models.Q(state__in=["noted", "sent"]), name="batch_questions_open"
            ),
        )

    def __str__(self) -> str:
        return self.id
