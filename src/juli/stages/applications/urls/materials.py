"""Documents of an application: brought in pieces, used again, looked at."""

from django.urls import path

from juli.stages.applications.views import materials

_DOCUMENTS = "organisations/<int:organisation>/applications/<int:application>/documents/"
_UPLOADS = f"{_DOCUMENTS}uploads/<str:place>/"

urlpatterns = [
    path(f"{_DOCUMENTS}list/", materials.listed, name="documents"),
    path(f"{_DOCUMENTS}reuse/", materials.reuse, name="reuse_document"),
    path(f"{_DOCUMENTS}<int:material>/pages/<int:page>/", materials.preview, name="document_preview"),
    *(
        path(f"{_UPLOADS}{pattern.pattern}", materials.of_place(pattern), name=pattern.name)
        for pattern in materials.uploads.urls
    ),
]
