"""Every setting of a Byline site, in one file, read from the environment through env.py.

With no environment at all this is a site on one machine: SQLite, files under `var/`, no other process. The same code
grows by environment alone: DATABASE_URL, REDIS_URL and BYLINE_S3_BUCKET move the data elsewhere. The README lists
every variable.
"""

from pathlib import Path
from urllib.parse import unquote

import dj_database_url

from config import env, providers
from config.formats.en import formats as house_style

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("BYLINE_DATA") or BASE_DIR / "var").resolve()

# --- Where the site is -------------------------------------------------------------------------------------------

ORIGIN = env.url("BYLINE_ORIGIN", "http://127.0.0.1:8000")
SITE_ADDRESS = f"{ORIGIN.scheme}://{ORIGIN.netloc}"
SITE_HOST = ORIGIN.hostname
IS_SECURE = ORIGIN.scheme == "https"
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DEBUG = env.flag("BYLINE_DEBUG")
SECRET_KEY = env.secret("BYLINE_SECRET_KEY", kept_in=DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.csv("BYLINE_OLD_SECRET_KEYS")
ALLOWED_HOSTS = [ORIGIN.hostname, *env.csv("BYLINE_OTHER_HOSTS"), *([] if IS_SECURE else LOOPBACK_HOSTS)]
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

NEWSROOM_NAME = env.text("BYLINE_NAME", "Beegeagle’s Blog")
SITE_ID = 1

# --- What it is made of ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "blog",
    "comments.apps.CommentsConfig",
    "comments.apps.QuietXtdConfig",
    "django_comments",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    # Sign-in
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *(service.app for service in providers.EVERY_SERVICE),
    "comments.readers",
    "comments.rules",
    # End of sign-in
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.compression.AcceptedEncodingsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.caching.AskAgainMiddleware",
    "config.compression.CompressionMiddleware",
    "blog.saved_pages.SavedPagesMiddleware",
    "config.csp.ContentSecurityPolicyMiddleware",
    "config.methods.KnownMethodsMiddleware",
    "config.caching.ConditionalMiddleware",
    "blog.lite.LiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Sign-in
    "comments.sign_in.middleware.PersonalAnswersMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # End of sign-in
    "django.contrib.messages.middleware.MessageMiddleware",
    "blog.lockdown.middleware.DeskLockMiddleware",
    "blog.desk_login.DeskLoginMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.nul.NulNamesNothingMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.templates.Unindented", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context.newsroom",
            ],
        },
    },
]

# --- Where the words are kept ------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(f"sqlite:///{DATA_DIR / 'byline.sqlite3'}")}
if address := env.url("DATABASE_URL", schemes=("postgres", "postgresql", "sqlite")):
    DATABASES["default"] = dj_database_url.parse(address.geturl(), conn_max_age=60, conn_health_checks=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; to open the file anew costs as much as a third of a page
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers read while one writes; IMMEDIATE takes the write lock at the start of a transaction, where
        # waiting is possible, instead of half-way through, where SQLite can only fail.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",  # 8 MB
    }
    # Django's own choice is a database in memory, which all threads of a test's server would share by one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.url("REDIS_URL", schemes=("redis", "rediss", "unix")):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("REDIS_URL")}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SAVE_PAGES = env.flag("BYLINE_SAVE_PAGES", True)  # no: every page is made anew for every reader

# --- Where the pictures are kept ---------------------------------------------------------------------------------

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What authors upload, untouched: it may carry places and serial numbers, so no address leads to it.
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "originals", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "config.static.FlatStylesheets"},
}
if bucket := env.text("BYLINE_S3_BUCKET"):
    s3 = {
        "endpoint_url": env.text("BYLINE_S3_ENDPOINT") or None,
        "region_name": env.text("BYLINE_S3_REGION") or None,
        "querystring_auth": False,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**s3, "bucket_name": bucket, "custom_domain": env.text("BYLINE_S3_PUBLIC_HOST") or None},
    }
    STORAGES["originals"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**s3, "bucket_name": env.required("BYLINE_S3_PRIVATE_BUCKET", beside="BYLINE_S3_BUCKET")},
    }

# --- Who may come in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "blog.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BYLINE_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing of anybody else's, and nothing written into the page itself, ever runs. The same name and shape as Django 6's
# own setting, so that upgrading deletes config/csp.py and changes nothing here.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
if public_host := env.text("BYLINE_S3_PUBLIC_HOST"):
    SECURE_CSP["img-src"].append(f"https://{public_host}")

# --- How long a picture and a comment may be ---------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20  # a book-length story is 1 MB; pictures are counted apart
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# --- The conversation (django-comments-xtd reads these once, at import) ------------------------------------------

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "comments.models.Comment"
COMMENTS_XTD_FORM_CLASS = "comments.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = env.number("BYLINE_COMMENT_DEPTH", 4, least=1, most=10) - 1  # theirs counts from zero
COMMENTS_XTD_CONFIRM_EMAIL = False  # a comment is a row from the first moment, never only a link in a letter
COMMENTS_XTD_SALT = b"byline"
COMMENT_NAME_REQUIRED = env.flag("BYLINE_COMMENT_NAME_REQUIRED", True)
COMMENT_PAGE_SIZE = env.number("BYLINE_COMMENT_PAGE_SIZE", 50, least=1, most=500)
COMMENT_ORDER = env.choice("BYLINE_COMMENT_ORDER", "oldest", among=("oldest", "newest", "recommended"))
COMMENT_SIGN_IN_REQUIRED = env.flag("BYLINE_COMMENT_SIGN_IN_REQUIRED")
COMMENT_EDIT_MINUTES = env.number("BYLINE_COMMENT_EDIT_MINUTES", 15, most=24 * 60)  # 0: nobody changes a comment
COMMENT_REPORTS_TO_HOLD = env.number("BYLINE_COMMENT_REPORTS_TO_HOLD", 3, most=100)  # 0: reports only tell
COMMENTS_CLOSE_AFTER_DAYS = env.number("BYLINE_COMMENTS_CLOSE_AFTER_DAYS", 0, most=36_500)  # 0: never
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Sign-in for readers (the desk keeps Django's own login) ------------------------------------------------------

STAND_IN_SIGN_IN = providers.stand_in_is_on(is_secure=IS_SECURE)
STAND_IN_ADDRESS = "/stand-in"  # where a browser finds it in the demo
SIGN_IN_SERVICES = providers.services(stand_in=STAND_IN_SIGN_IN)
SIGN_IN_BY_EMAIL = bool(env.text("BYLINE_MAIL_SERVER")) or STAND_IN_SIGN_IN
SESSION_COOKIE_SAMESITE = "Lax"  # it comes back with a reader whom a service sends here, and with no other site's form
SECURE_CSP["form-action"] += providers.form_targets(SIGN_IN_SERVICES)

ACCOUNT_ADAPTER = "comments.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is known from a service that confirmed it, or from our own letter
ACCOUNT_PREVENT_ENUMERATION = False  # comments/adapters.py tells the owner of an address alone
SOCIALACCOUNT_ADAPTER = "comments.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {service.provider: service.options for service in providers.EVERY_SERVICE}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address of another site's account opens no account here
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False  # allauth's own page has no address; ours asks first when a link leads to it
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds of silence; comments/transport.py bounds the whole

# --- Letters -----------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("BYLINE_MAIL_FROM", f"newsroom@{ORIGIN.hostname}")
if mail := env.url("BYLINE_MAIL_SERVER", schemes=("smtp", "smtps")):
    EMAIL_HOST, EMAIL_PORT = mail.hostname, mail.port or (465 if mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = mail.scheme == "smtps", mail.scheme == "smtp"
    EMAIL_TIMEOUT = 20
    EMAIL_BACKEND = "blog.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "letters"
SWEEP = env.flag("BYLINE_SWEEP", True)  # no: letters leave by `manage.py send_letters` alone, run every minute

# --- Who is told of news besides: nobody, unless it is configured ---------------------------------------------------

WEBSUB_HUB = hub.geturl() if (hub := env.url("BYLINE_WEBSUB_HUB")) else ""  # tells those who follow a feed
INDEXNOW_KEY = env.matching("BYLINE_INDEXNOW_KEY", r"[A-Za-z0-9-]{8,128}", "8 to 128 letters, digits and hyphens")

# --- Links to other sites' films, posts and songs ----------------------------------------------------------------

EMBEDS = env.flag("BYLINE_EMBEDS", True)  # no: their services are never asked for titles

# --- Words and hours ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.language("BYLINE_LANGUAGE", "en")  # of all pages, for all readers
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"  # how a date is written, where Django's way is not the newsroom's
DATE_FORMAT, TIME_FORMAT = house_style.DATE_FORMAT, house_style.TIME_FORMAT  # and where Django has no way, as for sw
DATETIME_FORMAT, MONTH_DAY_FORMAT = house_style.DATETIME_FORMAT, house_style.MONTH_DAY_FORMAT
TIME_ZONE = env.time_zone("BYLINE_TIME_ZONE", "UTC")
USE_I18N = USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("BYLINE_LOG_LEVEL", "WARNING").upper()},
}
