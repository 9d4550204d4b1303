"""One settings file, fed by environment variables; docs/settings.md lists them.

Two ways to run: embedded (``EMBEDDED=1``: SQLite, filesystem broker, everything under ``PORTAL_DATA_DIR``) and
installed (``DATABASE_URL`` and ``CELERY_BROKER_URL`` name services). Outside the embedded mode there is no default
secret, no default host and no DEBUG.
"""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from emulation_portal.data_dir import FILE_MODE, FOLDER_MODE, own_secret, private_folder
from emulation_portal.secret_values import secret

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

EMBEDDED = env.bool("EMBEDDED", default=TESTING)
DEMO_MODE = env.bool("DEMO_MODE", default=False)
DATA_DIR = Path(env("PORTAL_DATA_DIR", default=str(BASE_DIR / "var")))
DEBUG = EMBEDDED and env.bool("DEBUG", default=False)


SECRET_KEY = secret("SECRET_KEY")
if not SECRET_KEY:
    if not EMBEDDED:
        raise ImproperlyConfigured("cần đặt SECRET_KEY khi không chạy với EMBEDDED=1.")
    SECRET_KEY = "only-for-the-test-suite" if TESTING else own_secret(DATA_DIR / "secret_key")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "emulation_portal",
    "accounts",
    "notices",
    "clusters",
    "pledges",
    "results",
    "awards",
    "setup",
    "reports",
    "dashboards",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "emulation_portal.middleware.KeptFormsMiddleware",
    "emulation_portal.middleware.PlainAnswersMiddleware",
    "accounts.middleware.OneTimePasswordMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "emulation_portal.urls"
WSGI_APPLICATION = "emulation_portal.wsgi.application"
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
                "accounts.context.demo",
                "emulation_portal.context.release",
                "dashboards.workspace.navigation.navigation",
            ],
        },
    }
]

# -- database --
DATABASES = {"default": env.db_url_config(secret("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at BEGIN, so two writers queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": env.int("DB_LOCK_SECONDS", default=20),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    private_folder(Path(DATABASES["default"]["NAME"]).parent)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _limits = {
        "lock_timeout": env.int("DB_LOCK_SECONDS", default=10),
        # A migration may rewrite a table for as long as it takes.
        "statement_timeout": 0 if "migrate" in sys.argv else env.int("DB_STATEMENT_SECONDS", default=60),
        "idle_in_transaction_session_timeout": env.int("DB_IDLE_SECONDS", default=300),
    }
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": env.int("DB_CONNECT_SECONDS", default=5),
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in _limits.items()),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- people and sign-in --
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.sign_in.validators.UnlikeTheAccount"},
    {"NAME": "accounts.sign_in.validators.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.sign_in.validators.NotWidelyUsed"},
    {"NAME": "accounts.sign_in.validators.NotTheDemonstrationPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.SignInForm",
    "change_password": "accounts.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "accounts.sign_in.forms.ReauthenticateForm",
}
ACCOUNT_ADAPTER = "accounts.sign_in.adapter.PortalAdapter"
ACCOUNT_LOGOUT_ON_GET = False
# How long a password counts as shown lately, before sealing, releasing and deciding ask for it again. 0: every time.
PASSWORD_FRESH_SECONDS = env.int("PASSWORD_FRESH_SECONDS", default=1800)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # axes locks out; one mechanism, one message
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.sign_in.names.name_of_attempt"
AXES_CLIENT_IP_CALLABLE = "accounts.sign_in.addresses.client_address"
AXES_LOCKOUT_TEMPLATE = "429.html"
CSRF_FAILURE_VIEW = "emulation_portal.errors.csrf_failure"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLED = not TESTING or env.bool("AXES_ENABLED", default=False)
AXES_VERBOSE = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.PBKDF2PasswordHasher"
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = env.bool("HTTPS", default=not EMBEDDED)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# -- language, dates --
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "emulation_portal" / "locale"]
FORMAT_MODULE_PATH = ["emulation_portal.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # figures are printed by emulation_portal.lib.numbers, never by localisation
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# -- static files and built files --
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
private_folder(STATIC_ROOT)  # whitenoise looks for it at start
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = FILE_MODE, FOLDER_MODE
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "emulation_portal.assets.PackageAssetsFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
MEDIA_ROOT = DATA_DIR / "media"
RUNS_DIR = Path(env("RUNS_DIR", default=str(DATA_DIR / "runs")))
# Originals of signed pledges: where they lie, how large one may be, which roots are trusted when one is looked into.
ORIGINALS_DIR = Path(env("ORIGINALS_DIR", default=str(DATA_DIR / "originals")))
ORIGINAL_MAX_MB = env.int("ORIGINAL_MAX_MB", default=25)
ORIGINAL_ROOTS_DIR = Path(env("ORIGINAL_ROOTS_DIR")) if env("ORIGINAL_ROOTS_DIR", default="") else None
# What goes beyond is not kept, however large the file is that somebody sends; workbooks are told to be smaller.
UPLOAD_KEPT_BYTES = max(ORIGINAL_MAX_MB, 5) << 20
FILE_UPLOAD_HANDLERS = [
    "emulation_portal.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
PAPER_FONTS_DIR = Path(env("PAPER_FONTS_DIR")) if env("PAPER_FONTS_DIR", default="") else None
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- long work --
CELERY_BROKER_URL = secret("CELERY_BROKER_URL", "filesystem://localhost//")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False  # a run stays queued and is swept up; a page never waits for a broker
CELERY_TASK_DEFAULT_QUEUE = env("CELERY_QUEUE", default="portal")
CELERY_LONG_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-long"  # a worker takes both unless it is told one of them
CELERY_TASK_QUEUES = [Queue(name) for name in (CELERY_TASK_DEFAULT_QUEUE, CELERY_LONG_QUEUE)]
if CELERY_BROKER_URL.startswith("filesystem"):
    BROKER_DIR = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
    for folder in (BROKER_DIR, BROKER_DIR / "queue", BROKER_DIR / "control"):
        private_folder(folder)
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2}
# How long a dashboard is kept while nothing changes; tests write past the services, so they keep nothing.
PAGES_KEPT_SECONDS = env.int("PAGES_KEPT_SECONDS", default=0 if TESTING else 600)
RUN_HEARTBEAT_SECONDS = env.int("RUN_HEARTBEAT_SECONDS", default=5)
RUN_STALE_SECONDS = env.int("RUN_STALE_SECONDS", default=30)
RUN_MAX_ATTEMPTS = env.int("RUN_MAX_ATTEMPTS", default=5)
RUN_EXPIRY_DAYS = env.int("RUN_EXPIRY_DAYS", default=0)
RUN_SWEEP_SECONDS = env.int("RUN_SWEEP_SECONDS", default=10)
# How long before the end of a term officers are reminded; unofficial: no rule names such a day. 0: never.
DUE_SOON_WORKING_DAYS = env.int("DUE_SOON_WORKING_DAYS", default=3)

# -- e-mail: the server that takes it, and the address of the portal that stands in it --
EMAIL_URL = secret("EMAIL_URL")
MAILS = EMBEDDED or bool(EMAIL_URL)  # without a server nobody is written to
if EMAIL_URL:
    _mail = env.email_url_config(EMAIL_URL)
    EMAIL_BACKEND, EMAIL_FILE_PATH = _mail["EMAIL_BACKEND"], _mail["EMAIL_FILE_PATH"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
    EMAIL_HOST = _mail["EMAIL_HOST"] or "localhost"
    EMAIL_PORT = _mail["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
else:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(DATA_DIR / "mail")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="thidua@localhost")
MAIL_MAX_TRIES = env.int("MAIL_MAX_TRIES", default=6)
_own_host = next((host for host in ALLOWED_HOSTS if not host.startswith(("*", "."))), "localhost")
_own_address = f"{'https' if HTTPS else 'http'}://{_own_host}{':8000' if EMBEDDED else ''}"
PORTAL_URL = env("PORTAL_URL", default=_own_address).rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"refusals": {"()": "emulation_portal.errors.WithoutRefusals"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
