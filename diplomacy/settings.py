"""Settings of the portal: one file, driven by environment variables.

`PORTAL_MODE=demo` (set by `make run` and `make test`) is the only way to embedded servers, demo people and
relaxed rules. Unset means production, where a missing variable refuses to start. `.env.example` explains each.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_MODE = env("PORTAL_MODE", default="production")
if PORTAL_MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is {PORTAL_MODE!r}: it is 'demo' or unset (production).")
DEMO = PORTAL_MODE == "demo"


def required(name: str, demo: str) -> str:
    """The variable's value; in demo mode `demo` where it is unset, in production a refusal that names it."""
    value = env(name, default="")
    if value:
        return value
    if DEMO:
        return demo
    raise ImproperlyConfigured(f"{name} is not set. Production needs it; see .env.example.")


PORTAL_DATA = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", default=8000)

SECRET_KEY = required("SECRET_KEY", "demo-only-key-that-protects-nothing-outside-this-machine-0123456789")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SITE_URL = required("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "rules",
    "pgtrigger",
    "pghistory",
    "diplomacy.ui",
    "diplomacy.search",
    "accounts",
    "reminders",
    "partners",
    "meetings",
    "attaches",
    "outreach",
    "dashboard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PersonMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "diplomacy.urls"
WSGI_APPLICATION = "diplomacy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "diplomacy.ui.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "diplomacy.ui.templatetags.ui",
                "diplomacy.ui.templatetags.words",
            ],
        },
    }
]
FORM_RENDERER = "diplomacy.ui.forms.PortalRenderer"

# --- Database, cache, queue -------------------------------------------------------------------------------------


def embedded_url(kind: str) -> str:
    from diplomacy.embedded import servers

    return servers.url(kind, PORTAL_DATA)


DATABASE_URL = env("DATABASE_URL", default="") or (embedded_url("database") if DEMO else required("DATABASE_URL", ""))
REDIS_URL = env("REDIS_URL", default="") or (embedded_url("redis") if DEMO else required("REDIS_URL", ""))

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# Choices of forms are read whole: a cursor on the server would cost three round trips instead of one.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"]["application_name"] = env("PORTAL_PROCESS", default="command")
if env("PORTAL_PROCESS", default="") == "web":
    # Web processes share a small pool; workers and commands open one connection each (fork-shared pools time out).
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
    },
    # What a process need not ask the shared one again for a moment; nothing may depend on it.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# kombu names a unix socket differently from the redis client.
CELERY_BROKER_URL = re.sub(r"^unix://([^?]*).*$", r"redis+socket://\1", REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
REMINDER_TICK_SECONDS = env.int("REMINDER_TICK_SECONDS", default=60)
CELERY_BEAT_SCHEDULER = "diplomacy.beat:MemoryScheduler"
CELERY_BEAT_SCHEDULE = {
    "reminders-sweep": {
        "task": "reminders.sweep",
        "schedule": timedelta(seconds=REMINDER_TICK_SECONDS),
        # While no worker runs, ticks must not pile up: one sweep does the work of all that were missed.
        "options": {"expires": REMINDER_TICK_SECONDS * 5},
    },
    "accounts-clear-sessions": {"task": "accounts.clear_sessions", "schedule": timedelta(hours=6)},
    "partners-expire-imports": {"task": "partners.expire_imports", "schedule": timedelta(hours=1)},
    "partners-resume-imports": {"task": "partners.resume_imports", "schedule": timedelta(minutes=1)},
    "meetings-empty-bin": {"task": "meetings.empty_bin", "schedule": timedelta(hours=6)},
    "attaches-note-quiet": {"task": "attaches.note_quiet", "schedule": timedelta(hours=6)},
}
# How many tasks send side by side after a sweep, and for how long each looks for more.
REMINDER_LANES = env.int("REMINDER_LANES", default=2)
REMINDER_LANE_SECONDS = 25
# A claimed row is free again after the lease; one that was under way to the server goes again after the other.
REMINDER_LEASE_SECONDS = env.int("REMINDER_LEASE_SECONDS", default=120)
REMINDER_STUCK_SECONDS = env.int("REMINDER_STUCK_SECONDS", default=120)

# --- People, sign-in, sessions ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.PortalBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The session ends by its own rules (idle, absolute); a box on the form would promise more.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,10/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
USERSESSIONS_ADAPTER = "accounts.adapter.PortalSessionsAdapter"
MFA_ADAPTER = "accounts.adapter.PortalMFAAdapter"
# Addresses are proved by the invitation that went to them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "科学技術外交ポータル"
MFA_REQUIRED = not DEMO
# The list shows when each session was last active; accounts.sessions keeps it, once a minute.
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_ENGINE = "accounts.session_store"
SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_WARNING = timedelta(minutes=5)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Cookies ignore ports: two demo portals on one machine would sign each other out under one name.
SESSION_COOKIE_NAME = f"portal-session-{PORT}" if DEMO else "__Host-portal-session"
CSRF_COOKIE_NAME = f"portal-csrf-{PORT}" if DEMO else "__Host-portal-csrf"
LANGUAGE_COOKIE_NAME = f"portal-language-{PORT}" if DEMO else "__Host-portal-language"

# --- Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "diplomacy" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static" / "collected"
STATICFILES_DIRS = [("", BASE_DIR / "static" / "portal"), ("vendor", BASE_DIR / "static" / "vendor")]
# Outside everything that is served: files are handed out by views that ask who is reading.
UPLOADS_FOLDER = PORTAL_DATA / "uploads"
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MEGABYTES", default=50) * 1024 * 1024
# Where a reverse proxy hands files out in the portal's place (deploy/nginx.conf), its inner address of the folder.
UPLOADS_INNER_ADDRESS = env("UPLOADS_INNER_ADDRESS", default="")
# unix:/run/clamav/clamd.sock or tcp://host:3310; empty: no scanner.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")
FILE_UPLOAD_HANDLERS = [
    "diplomacy.uploads.handlers.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(UPLOADS_FOLDER)},
    },
    "staticfiles": {"BACKEND": "diplomacy.ui.stylesheets.StaticStorage"},
}

# --- Mail -------------------------------------------------------------------------------------------------------

EMAIL_URL = env("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
    EMAIL_TIMEOUT = 20
    if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821  (set by the address above)
        EMAIL_BACKEND = "reminders.smtp.EmailBackend"
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(PORTAL_DATA / "mail")
else:
    required("EMAIL_URL", "")
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "科学技術外交ポータル <portal@portal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security headers -------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb")}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMO
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if not DEMO:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- History ----------------------------------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True

# --- API --------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "accounts.authentication.PortalSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.access.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["diplomacy.api.wire.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["diplomacy.api.wire.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "diplomacy.paging.api.KeyPagination",
    "DEFAULT_FILTER_BACKENDS": ["diplomacy.api.asked.AskedFilters"],
    "DEFAULT_SCHEMA_CLASS": "diplomacy.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "diplomacy.api.errors.exception_handler",
    "DEFAULT_VERSIONING_CLASS": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    # Folded: with every operation open at once the page stopped drawing after the first few.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none"},
    "TITLE": "科学技術外交ポータル API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "DatePrecisionEnum": "partners.models.DatePrecision",
        "SeriesKindEnum": "meetings.models.MeetingSeries.Kind",
        "ItemKindEnum": "meetings.models.AgendaItem.Kind",
        "DocumentKindEnum": "meetings.models.Document.Kind",
        "ReplyKindEnum": "meetings.models.ClearanceReply.Kind",
        "FeedKindEnum": "meetings.models.CalendarFeed.Kind",
        "PartnerKindEnum": "partners.models.Partner.Kind",
        "OrganisationKindEnum": "partners.models.Organisation.Kind",
        "StanceKindEnum": "partners.models.Stance.Kind",
        "BaseKindEnum": "partners.models.Base.Kind",
        "RiskKindEnum": "partners.models.Risk.Kind",
        "DocumentLanguageEnum": "meetings.models.Document.Language",
        "MeetingStatusEnum": "meetings.models.Meeting.Status",
        "OutcomeSideEnum": "meetings.models.outcomes.Side",
        "ParticipantSideEnum": "meetings.models.Participant.Side",
        "ParticipantRoleEnum": "meetings.models.Participant.Role",
        "ParticipantAttendanceEnum": "meetings.models.Participant.Attendance",
        "InvitationAttendanceEnum": "attaches.models.circle.Invitation.Attendance",
        "FollowUpStateEnum": "attaches.models.FollowUp.State",
        "CircleEventStateEnum": "attaches.models.circle.CircleEvent.State",
        "MeetingRequestStateEnum": "attaches.models.MeetingRequest.State",
        "MeetingRequestKindEnum": "attaches.models.MeetingRequest.Kind",
        "CoordinationStateEnum": "meetings.models.CoordinationCase.State",
        "DispatchStateEnum": "outreach.models.dispatches.Dispatch.State",
        "EditorialStateEnum": "outreach.models.editorial.Editorial.State",
        "TongueEnum": "outreach.models.experts.Tongue",
        "ImportStateEnum": "partners.models.ImportJob.State",
        "UserRoleEnum": "accounts.models.Role",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "diplomacy.redaction.SecretAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}

os.environ.setdefault("TZ", "UTC")
