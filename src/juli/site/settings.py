"""Django settings, all from the environment; what is not set suits a single machine.

==================== =======================================================================================
JULI_DEBUG           1 shows tracebacks in the browser; never in production
JULI_DEMO            1 fills the site with fictional examples, and lets office posts in without a second factor;
                     it changes nothing else
JULI_SECRET_KEY      signs cookies; without it, the key in ``var/secret-key`` that set-up made
JULI_HOSTS           host names served, separated by commas; without it, this machine alone
JULI_HTTPS           0 or 1; without it, 1 as soon as a host beyond this machine is served
JULI_ADDRESS         how the site is reached, for links in letters and codes on paper, e.g. ``https://juli.example.org``;
                     without it, the first of JULI_HOSTS
JULI_BEHIND_PROXY    1 trusts the proxy's ``X-Forwarded-Proto`` and the last address in ``X-Forwarded-For``
JULI_STATIC_ROOT     where ``collectstatic`` puts the static files; without it they are served where they lie
JULI_ROOT            where ``programmes``, ``locale`` and ``node_modules`` lie; without it, the source tree
JULI_VAR             where the local database and key lie; without it, ``var`` under JULI_ROOT
DATABASE_URL         e.g. ``postgres://user:password@host/name``; without it, SQLite in JULI_VAR
JULI_CACHE           where failed sign-ins are counted, e.g. ``filecache:///var/tmp/juli`` or ``redis://host:6379/0``;
                     without it, in each process: name one as soon as more than one process serves the site
JULI_IDENTITY_KEYS   keys that seal the experts' ID and bank numbers, separated by commas, 32 characters or more each;
                     the first one seals, the others open; without it, one key in JULI_VAR/identity-key
JULI_REST_MINUTES    minutes without a request after which a visitor is signed out; without it, 120
JULI_ROOTS_DIR       where the journal's roots are written, best on another disk; without it, ``roots`` in JULI_VAR
JULI_FILES_DIR       where uploads arrive and files are kept; without it, ``files`` in JULI_VAR
JULI_FILES_STORE     a Django storage class that keeps the files, e.g. an S3 one; without it, JULI_FILES_DIR does
JULI_FILES_OPTIONS   that class's options, as JSON
JULI_FILES_MAX_PDF   the largest PDF taken, in MB; without it, 20
JULI_FILES_MAX       the largest of all other files, in MB; without it, 10
JULI_FILES_ACCEL     the internal location under which nginx reaches JULI_FILES_DIR; without it, Juli sends them
JULI_CLAMD           the virus scanner, ``unix:/run/clamav/clamd.ctl`` or ``tcp://host:3310``; else files say 未查毒
JULI_SMTP            e.g. ``smtp+tls://user:password@host:587``; without it, mail is written to JULI_OUTBOX_DIR
JULI_MAIL_FROM       the sender of mail; without it, ``juli@localhost``
JULI_OUTBOX_DIR      a folder of readable mail; without it, ``outbox`` in JULI_VAR
JULI_SMS             the dotted name of a text-message gateway; without it, none are sent
==================== =======================================================================================
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

ROOT = Path(env.str("JULI_ROOT", default=str(Path(__file__).parents[3])))
VAR = Path(env.str("JULI_VAR", default=str(ROOT / "var")))
#: One folder per programme, and the vocabulary.
PROGRAMMES = ROOT / "programmes"

DEBUG = env.bool("JULI_DEBUG", default=False)
DEMO = env.bool("JULI_DEMO", default=False)
#: What time it is. In the demonstration days can be let pass; how many is noted in a file.
JULI_CLOCK = "juli.demo.clock.now" if DEMO else "django.utils.timezone.now"
JULI_DEMO_DAYS = VAR / "demo-days"
#: A folder of fictional dossiers to try the rules on; none unless the examples are asked for.
SAMPLES = Path(__file__).parents[1] / "demo" / "dossiers" if DEMO else None
#: Generated populations and what came out over them; it can be emptied at any time.
WHAT_IF = VAR / "what-if"


def _secret_key() -> str:
    given: str = env.str("JULI_SECRET_KEY", default="")
    if given:
        return given
    kept = VAR / "secret-key"
    if not kept.is_file():
        raise ImproperlyConfigured(
            "There is no key to sign cookies with: set JULI_SECRET_KEY, "
            f"or run `make setup`, which keeps one in {kept}."
        )
    return kept.read_text().strip()


SECRET_KEY = _secret_key()

_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("JULI_HOSTS", default=_THIS_MACHINE)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "juli.registry.journal",
    "juli.registry.files",
    "juli.registry.messages",
    # Before allauth, so that its pages are found in Juli's own folder first.
    "juli.site",
    "juli.stages.accounts",
    "juli.stages.organisations",
    "juli.stages.calls",
    "juli.stages.ledger",
    "juli.stages.applications",
    "juli.stages.screening",
    "juli.stages.review",
    "juli.stages.awards",
    # Answers to nobody unless JULI_DEMO is set.
    "juli.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "juli.site.instant.InstantMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "juli.site.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "juli.site.characters.CharactersMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "juli.stages.accounts.rest.RestMiddleware",
    "juli.stages.accounts.second_factor.SecondFactorMiddleware",
    "juli.stages.accounts.gate.GateMiddleware",
]

ROOT_URLCONF = "juli.site.urls"
WSGI_APPLICATION = "juli.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "juli.site.context.frame",
            ],
        },
    },
]

# ------------------------------------------------------------------------------------------------------------- database

# Readers do not wait for the writer; a writer takes its lock at the start, so that it never has to give up half-way;
# what is committed survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    # Seconds that a writer waits for its turn before it gives up: the last minute before a deadline is crowded.
    "timeout": 30,
}
DATABASES: dict[str, dict[str, Any]] = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'juli.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# Failed sign-ins are counted here; a cache of its own for each process counts each process's alone.
CACHES = {"default": env.cache_url("JULI_CACHE", default="locmemcache://")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What a visitor brings along stays for the visit: it is kept on the server, and goes when the browser closes or rests.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
#: Seconds from the last request of somebody who has signed in.
SESSION_COOKIE_AGE = env.int("JULI_REST_MINUTES", default=120) * 60
SESSION_COOKIE_NAME = "juli_session"

# ------------------------------------------------------------------------------------------------------------- accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "juli.stages.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "juli.stages.accounts.forms.SignupForm"
ACCOUNT_CHANGE_EMAIL = True
# Whoever has none is told so by nobody: neither by the page nor by a letter.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A session ends when the browser closes or rests; there is nothing to remember.
ACCOUNT_SESSION_REMEMBER = False
# Locked out: ten failures in a minute from one address, or five in fifteen minutes for one account.
# Objections, and looking one up, come from people who have no account.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/15m/key",
    "objection": "10/h/ip",
    "objection_status": "20/m/ip",
}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
MFA_ADAPTER = "juli.stages.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "juli.stages.accounts.forms.CodeForm"}
MFA_TOTP_ISSUER = "Juli"
# A telephone whose clock is half a minute off still gets in (RFC 6238 §5.2); a code that was used never does again.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

#: Apart from the database and its backups, or sealing would be for nobody.
JULI_IDENTITY_KEYS = env.list("JULI_IDENTITY_KEYS", default=[])
JULI_IDENTITY_FILE = VAR / "identity-key"

# ------------------------------------------------------------------------------------------------------------- registry

#: Outside the database, so that a database somebody changed contradicts it.
JULI_ROOTS_DIR = Path(env.str("JULI_ROOTS_DIR", default=str(VAR / "roots")))
JULI_FILES_DIR = Path(env.str("JULI_FILES_DIR", default=str(VAR / "files")))
#: Bytes.
JULI_FILES_MAX_PDF = env.int("JULI_FILES_MAX_PDF", default=20) * 1024 * 1024
JULI_FILES_MAX = env.int("JULI_FILES_MAX", default=10) * 1024 * 1024
JULI_FILES_ACCEL = env.str("JULI_FILES_ACCEL", default="")
JULI_CLAMD = env.str("JULI_CLAMD", default="")
JULI_OUTBOX_DIR = Path(env.str("JULI_OUTBOX_DIR", default=str(VAR / "outbox")))
JULI_SMS = env.str("JULI_SMS", default="")
JULI_SMTP = env.str("JULI_SMTP", default="")
DEFAULT_FROM_EMAIL = env.str("JULI_MAIL_FROM", default="juli@localhost")
if JULI_SMTP:
    globals().update(env.email_url_config(JULI_SMTP))
EMAIL_TIMEOUT = 20

# ------------------------------------------------------------------------------------------------------------- language

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "juli_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "locale"]

# --------------------------------------------------------------------------------------------------------- static files

NODE_MODULES = ROOT / "node_modules"
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "juli.site.vendor.VendorFinder",
]
_STATIC_ROOT = env.str("JULI_STATIC_ROOT", default="")
if _STATIC_ROOT:
    STATIC_ROOT = _STATIC_ROOT
    # A page names a file by its digest alone; the plain copies would only be compressed for nobody.
    WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    _STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
else:
    WHITENOISE_USE_FINDERS = True
    # Looked up anew each time: files change under a server that runs from the source tree.
    WHITENOISE_AUTOREFRESH = True
    WHITENOISE_MAX_AGE = 0
    _STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
_FILES_STORE = env.str("JULI_FILES_STORE", default="")
if _FILES_STORE:
    STORAGES["files"] = {"BACKEND": _FILES_STORE, "OPTIONS": env.json("JULI_FILES_OPTIONS", default={})}

# ------------------------------------------------------------------------------------------------------------- security

HTTPS = env.bool("JULI_HTTPS", default=not set(ALLOWED_HOSTS) <= set(_THIS_MACHINE))
_HOST = next((host for host in ALLOWED_HOSTS if host[0] not in ".*"), _THIS_MACHINE[0])
#: Where the site is reached from outside: printed in codes to scan, written in letters.
JULI_ADDRESS = env.str("JULI_ADDRESS", default=f"https://{_HOST}" if HTTPS else f"http://{_HOST}:8000")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
if env.bool("JULI_BEHIND_PROXY", default=False):
    # Failures are counted by visitor, not for all of them together as the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_COOKIE_NAME = "juli_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "juli.site.views.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# Nothing from elsewhere, nothing inline: neither a script nor a style attribute gets in with a text.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --------------------------------------------------------------------------------------------------------------- errors

# Whoever runs the process keeps what it says.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
