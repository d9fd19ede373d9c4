"""For processes that tests start: the site's settings, with passwords that are quickly kept."""

from juli.site.settings import *  # noqa: F403  # It is the site's settings.

# Slow on purpose in production.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
