"""Every setting of the product in one file; what an operator may change comes from the environment."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from rafeeq.config import environ

try:  # The system's SQLite may carry a corruption bug; the packaged one is recent and has full-text search.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
except ImportError:  # no wheel on this platform: the system's SQLite then
    pass

CODE = Path(__file__).resolve().parent.parent

# Where things lie
RAFEEQ_DATA = Path(environ.text("RAFEEQ_DATA", "var")).resolve()
RAFEEQ_DATA.mkdir(parents=True, exist_ok=True)
RAFEEQ_HOST = environ.text("RAFEEQ_HOST", "127.0.0.1")
RAFEEQ_PORT = environ.number("RAFEEQ_PORT", 8000)
RAFEEQ_URL = environ.text("RAFEEQ_URL", f"http://127.0.0.1:{RAFEEQ_PORT}").rstrip("/")
PUBLIC = urlsplit(RAFEEQ_URL)
if PUBLIC.scheme not in {"http", "https"} or not PUBLIC.hostname:
    raise environ.BadSetting(f"RAFEEQ_URL must be an address such as https://help.example.com, not “{RAFEEQ_URL}”")

# Who may talk to us
SECRET_KEY = environ.secret_key(RAFEEQ_DATA)
DEBUG = environ.flag("RAFEEQ_DEBUG")
ALLOWED_HOSTS = [PUBLIC.hostname, RAFEEQ_HOST, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC.scheme}://{PUBLIC.netloc}"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PUBLIC.scheme == "https"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "rafeeq_session"
SESSION_ENGINE = "rafeeq.system.sessions"
LANGUAGE_COOKIE_NAME = "rafeeq_language"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PUBLIC.scheme == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 180
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

OUR_APPS = [
    "ui",
    "system",
    "staff",
    "customers",
    "tickets",
    "routing",
    "sla",
    "knowledge",
    "flows",
    "automation",
    "insights",
    "inbox",
    "portal",
    "channels",
    "api",
    "setup",
    "library",
]
INSTALLED_APPS = [
    *(f"rafeeq.{name}" for name in OUR_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rafeeq.ui.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rafeeq.ui.middleware.Language",
    "rafeeq.staff.middleware.SignIns",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "rafeeq.config.urls"
WSGI_APPLICATION = "rafeeq.config.asgi.pages"
TEMPLATES = [
    {  # Our pages. They come first, so that they also replace the pages of third-party parts.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [CODE / name / "templates" for name in OUR_APPS],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "rafeeq.ui.environment.environment",
            "context_processors": ["rafeeq.ui.environment.page_context", "rafeeq.inbox.live.page.context"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Inputs by Jinja2 as well: the same HTML for a third of the time.
FORM_RENDERER = "django.forms.renderers.Jinja2"

# The database: SQLite beside the data, or PostgreSQL for more than one machine. Never ATOMIC_REQUESTS: every page
# would then take SQLite's write lock.
DATABASES = {"default": environ.database(RAFEEQ_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "rafeeq.system.backend.LeaseBackend", "QUEUES": ["default", "outside"]}}

# Files: raw mail and attachments
STORAGES = {
    "default": {"BACKEND": "rafeeq.system.storage.SafeStorage", "OPTIONS": {"location": str(RAFEEQ_DATA / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = RAFEEQ_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)

# Mail
RAFEEQ_EMAIL = environ.email(environ.text("EMAIL_URL"))
RAFEEQ_FROM = environ.text("RAFEEQ_FROM", environ.support_address(PUBLIC.hostname))
# Django's mail, by which letters to our own people leave, goes the same way.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = RAFEEQ_FROM
EMAIL_BACKEND = f"django.core.mail.backends.{environ.BACKENDS[RAFEEQ_EMAIL['kind']]}.EmailBackend"
EMAIL_FILE_PATH = RAFEEQ_EMAIL.get("path")
EMAIL_HOST, EMAIL_PORT = RAFEEQ_EMAIL.get("host", "localhost"), RAFEEQ_EMAIL.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = RAFEEQ_EMAIL.get("user", ""), RAFEEQ_EMAIL.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = (RAFEEQ_EMAIL.get("security") == kind for kind in ("starttls", "tls"))
EMAIL_TIMEOUT = 30  # seconds
# Where mail servers may hand mail over directly, as host:port; nowhere unless asked for.
RAFEEQ_LMTP = environ.listening("RAFEEQ_LMTP")
RAFEEQ_SMTP = environ.listening("RAFEEQ_SMTP")
# Whether administrators may name mail servers inside this machine's own network (channels/email/reach.py).
RAFEEQ_PRIVATE_MAIL = environ.flag("RAFEEQ_PRIVATE_MAIL")

# What outgoing requests may reach although it is not public (rafeeq/lib/fetch.py).
RAFEEQ_FETCH_ALLOWED = environ.reachable("RAFEEQ_FETCH_ALLOWED")

# Who makes vectors of sentences: e5, use, endpoint or none (rafeeq/lib/embed). To an endpoint, sentences leave.
RAFEEQ_VECTORS = environ.one_of("RAFEEQ_VECTORS", "e5", "use", "endpoint", "none")
RAFEEQ_VECTORS_ENDPOINT = environ.vectors()

# People
AUTH_USER_MODEL = "staff.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "rafeeq.staff.backend.Backend",
    "allauth.account.auth_backends.AuthenticationBackend",  # for who signed in before there was one of our own
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique without regard to capital letters
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox/"
ACCOUNT_ADAPTER = "rafeeq.staff.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# How often: by address of the network (ip), and by account (key, user). "10/h" is ten in an hour.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,30/h/ip,5/h/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds in which the second factor can be changed after proving oneself
MFA_ADAPTER = "rafeeq.staff.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account is made by an administrator, or by a link that was mailed
MFA_FORMS = {
    "authenticate": "rafeeq.staff.forms.second_factor.CodeForm",
    "reauthenticate": "rafeeq.staff.forms.second_factor.ProofForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC.scheme != "https"
# It counts attempts: a flood of others must not push out the count that stops one.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Language and time
USE_I18N = USE_TZ = True
LANGUAGE_CODE = environ.text("RAFEEQ_LANGUAGE", "ar")
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [CODE / "locale"]
TIME_ZONE = environ.text("RAFEEQ_TIME_ZONE", "Asia/Riyadh")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environ.text("RAFEEQ_LOG", "WARNING")},
}
