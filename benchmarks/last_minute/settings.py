"""The site as it is, with one more address: a bare INSERT of as many bytes as a submission writes."""

from juli.site.settings import *  # noqa: F403  # It is the site's settings.

ROOT_URLCONF = "bare"
