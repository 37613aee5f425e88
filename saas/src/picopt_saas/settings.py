"""Django's settings, made from the typed `Config`. Code asks `django.conf.settings.PICOPT` for the latter."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from picopt_saas.config import load_config
from picopt_saas.database import database_settings
from picopt_saas.logs import configure_logging
from picopt_saas.pipeline.config import pipeline_config

PICOPT = load_config()
PACKAGE = Path(__file__).parent


def _email(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "folder":  # read at /mail
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    port = {"smtps": 465, "smtp": 587, "smtp+plain": 25}[parts.scheme]
    return {
        "EMAIL_BACKEND": "picopt_saas.accounts.outgoing.QueuedMail",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",  # STARTTLS
        "EMAIL_TIMEOUT": 20,
    }


SECRET_KEY, *SECRET_KEY_FALLBACKS = PICOPT.secret_keys
DEBUG = False
ALLOWED_HOSTS = PICOPT.hosts
CSRF_TRUSTED_ORIGINS = PICOPT.origins
DATABASES = {"default": database_settings(str(PICOPT.database_url))}
# Shared by all processes, so that a limit is one limit; it holds little and may be lost.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "picopt_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("ja", "日本語")]
LOCALE_PATHS = [PACKAGE / "locale"]
ROOT_URLCONF = "picopt_saas.urls"
WSGI_APPLICATION = "picopt_saas.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "picopt_saas.accounts",
    "picopt_saas.billing",
    "picopt_saas.storage",
    "picopt_saas.jobs",
    "picopt_saas.pipeline",
    "picopt_saas.worker",
    "picopt_saas.api",
    "picopt_saas.dashboard",
]

MIDDLEWARE = [
    "picopt_saas.middleware.plain_for_the_gateway",
    "picopt_saas.middleware.request_context",
    "picopt_saas.addresses.at_the_public_address",
    "picopt_saas.middleware.refuse_long_forms",
    "django.middleware.security.SecurityMiddleware",
    "picopt_saas.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "picopt_saas.middleware.keep_private",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "picopt_saas.middleware.refuse_zero_bytes",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "picopt_saas.languages.in_the_readers_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own field template
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "dashboard" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "picopt_saas.dashboard.context.everywhere",
            ],
        },
    },
]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the packages: no collectstatic, no build step

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# A code from the mail is typed into the browser that signed up: no link that signs in whoever opens it, wherever.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "picopt_saas.accounts.signing_in.Adapter"
ACCOUNT_RATE_LIMITS = {  # see the adapter
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "login": "60/m/ip",
    "mailed_code": "5/h/user",  # in the place of a password, for somebody who is signed in
    "confirm_email": "5/10m/key",  # mails with a code to one address: signing in elsewhere sends another
    "reset_password": "20/m/ip,5/10m/key",  # mails with a link to one address, whoever asks for them
}
# What matters (keys, members, the account's end) asks for password, passkey or mailed code after a quarter of an hour;
# so do email addresses, since a code or a link that is mailed opens everything else.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# The mailed code is ours, not allauth's ("code"), which whoever has a second factor could ask for too, at any of their
# addresses.
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa", "mailed_code"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(PICOPT.public_url).scheme
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers give passkeys to http only on localhost; so does allauth, when told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PICOPT.in_production

globals().update(_email(PICOPT.email_url))
DEFAULT_FROM_EMAIL = PICOPT.email_from
SERVER_EMAIL = parseaddr(PICOPT.email_from)[1]

_HTTPS = PICOPT.public_url.startswith("https://")
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
CSRF_FAILURE_VIEW = "picopt_saas.dashboard.views.public.stale"
SESSION_COOKIE_HTTPONLY = True
# Only what a proxy of ours says is believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PICOPT.trusted_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Items in hand: enough to keep the children busy, and room for the service's own tasks and for what waits for a model.
WORKER_PLACES = pipeline_config().processes + 4
# What a dead worker held is noticed after two missed heartbeats. Workers hear of new entries and of what comes back
# (`queueing`); what they ask for by the clock is what somebody died before he could tell them of.
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": PICOPT.worker_heartbeat_seconds,
    "stalled_worker_timeout": 2 * PICOPT.worker_heartbeat_seconds,
    "fetch_job_polling_interval": 3 * PICOPT.worker_heartbeat_seconds,
    "abort_job_polling_interval": 3600,  # nothing of ours aborts entries
    "shutdown_graceful_timeout": 5,
    "concurrency": WORKER_PLACES,
    "delete_jobs": "successful",
}
PROCRASTINATE_ON_APP_READY = "picopt_saas.queueing.prepare"
# Only the worker loads the tasks: they bring the native libraries with them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["picopt_saas.worker.all_tasks"]

# 100 pictures with 40 sizes and all their texts are about 5 MB of JSON; uploads are streamed and not counted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LOGGING_CONFIG = None
configure_logging(level=PICOPT.log_level, as_json=PICOPT.log_format == "json")
