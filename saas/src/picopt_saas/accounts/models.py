"""People, the accounts they share, the accounts' sites and the sites' keys."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy

from picopt_contract.values import Scope
from picopt_saas.accounts.ids import make_id


def account_id() -> str:
    """A new account's id."""
    return make_id("acc")


def site_id() -> str:
    """A new site's id."""
    return make_id("sit")


def key_id() -> str:
    """A new key's id; public, unlike the key."""
    return make_id("key")


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, *, is_staff: bool = False) -> "User":
        """A saved user. Without a password nobody can log in as them by password."""
        user = self.model(email=self.normalize_email(email).lower(), is_staff=is_staff)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None) -> "User":
        """A saved staff user who may do everything in /staff/."""
        user = self.create_user(email, password, is_staff=True)
        user.is_superuser = True
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    # Of pages and mail; empty: as the browser asks.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    # Of `mail.letter.Topic`.
    muted_mail = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.email


class Account(models.Model):
    """Who pays: one or more people, their sites, one balance of credits."""

    id = models.CharField(primary_key=True, max_length=40, default=account_id, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    previews_made = models.PositiveIntegerField(default=0, db_default=0)  # free samples so far, for the first steps

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an account."""

    class Role(models.TextChoices):
        OWNER = "owner", gettext_lazy("Owner")
        MEMBER = "member", gettext_lazy("Member")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "user"], name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} in {self.account}"


class Site(models.Model):
    """A WordPress site, known by its `home_url()` as written by `normalize_url`."""

    id = models.CharField(primary_key=True, max_length=40, default=site_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sites")
    url = models.CharField(max_length=500)
    monthly_budget = models.PositiveIntegerField(null=True, blank=True)  # credits; read by `billing_reserve`
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "url"], name="site_once_an_account"),)

    def __str__(self) -> str:
        return self.url


def all_scopes() -> list[str]:
    """What a site's key may do unless somebody says otherwise."""
    return [scope.value for scope in Scope]


class ApiKey(models.Model):
    """A site's key. The key itself is shown once and not kept; its SHA-256 finds it again."""

    id = models.CharField(primary_key=True, max_length=40, default=key_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_keys")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100, blank=True)
    prefix = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20), default=all_scopes)
    daily_spend_cap = models.PositiveIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)
    test = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}…"


class ConnectWish(models.Model):
    """A site's attempt to get a key (RFC 8628): begun by the site, decided by a person, collected by the site once.

    Only the SHA-256 of the device code is kept. `account` and `user` are whose key it becomes; decided without them is
    declined.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    user_code = models.CharField(max_length=9, unique=True)
    site_url = models.CharField(max_length=500)
    challenge = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    wanted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_code} for {self.site_url}"


class GuessCount(models.Model):
    """How many tries at a short code are taken, by whom or at which; see `guesses`."""

    name = models.CharField(primary_key=True, max_length=100)
    taken = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.taken} of {self.name}"


class OutgoingMail(models.Model):
    """A mail that the mail server has not taken yet; see `outgoing`."""

    sender = models.CharField(max_length=320)
    recipients = ArrayField(models.CharField(max_length=320))
    message = models.BinaryField()  # RFC 5322
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"


class SentMail(models.Model):
    """A letter about this event was sent: it is sent once. See `mail.once`."""

    event = models.CharField(primary_key=True, max_length=300)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.event


class AuditEntry(models.Model):
    """One thing that somebody did with keys, members or money. Never changed; see `audit.record`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="audit_entries")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=50)
    subject = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["account", "-created_at"], name="audit_by_account"),)

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
