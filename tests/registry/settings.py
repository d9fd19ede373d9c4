"""For processes that tests start: the site's settings, with the records office alone."""

from juli.site.settings import *  # noqa: F403  # It is the site's settings with fewer rooms.
from juli.site.settings import MIDDLEWARE as SITE_MIDDLEWARE

INSTALLED_APPS = ["juli.registry.journal", "juli.registry.files", "juli.registry.messages"]
ROOT_URLCONF = "tests.registry.urls"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
#: What asks for rooms that are not there.
_OTHERS = ("session", "language", "auth", "messages", "stages", "juli.site")
MIDDLEWARE = [name for name in SITE_MIDDLEWARE if not any(word in name for word in _OTHERS)]
