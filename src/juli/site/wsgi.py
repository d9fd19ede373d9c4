"""What an application server starts: ``gunicorn juli.site.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juli.site.settings")

application = get_wsgi_application()

from juli.site.warming import warm_beside  # noqa: E402  # It reads models, which are there only now.

warm_beside()
