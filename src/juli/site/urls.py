"""The addresses of the site."""

from django.urls import include, path
from django.views.i18n import set_language

from juli.site import inbox, landing, text_size
from juli.stages.calls import views as calls

handler400 = "juli.site.views.bad_request"
handler403 = "juli.site.views.permission_denied"
handler404 = "juli.site.views.page_not_found"
handler500 = "juli.site.views.server_error"

urlpatterns = [
    path("", calls.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("text-size/", text_size.choose, name="text_size"),
    path("accounts/", include("allauth.urls")),
    path("welcome/", landing.landing, name="landing"),
    path("demo/", include("juli.demo.switching")),
    path("messages/", inbox.letters, name="inbox"),
    path("messages/read/", inbox.read_all, name="messages_read"),
    path("messages/ways/", inbox.ways, name="message_ways"),
    path("messages/<uuid:letter>/", inbox.open_letter, name="open_message"),
    path("", include("juli.stages.accounts.urls")),
    path("", include("juli.stages.organisations.urls")),
    path("", include("juli.stages.calls.urls")),
    path("", include("juli.stages.calls.notices.urls")),
    path("", include("juli.stages.ledger.urls")),
    path("", include("juli.stages.applications.urls")),
    path("", include("juli.stages.screening.urls")),
    path("", include("juli.stages.review.urls")),
    path("", include("juli.stages.awards.urls")),
]
