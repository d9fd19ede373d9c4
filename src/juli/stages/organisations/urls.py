"""The addresses of the organisations."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from juli.registry.files.tus import Endpoint
from juli.stages.organisations.views import (
    changes,
    joining,
    office,
    people,
    record,
    registration,
    roster,
    rows,
    standing,
    uploads,
)

app_name = "organisations"
_ONE = "organisations/<int:organisation>/"
_OFFICE = "office/organisations/"


def _uploads(
    below: str, endpoint: Endpoint, view: Callable[[URLPattern], Callable[..., HttpResponseBase]]
) -> list[URLPattern]:
    return [path(f"{below}{pattern.pattern}", view(pattern), name=pattern.name) for pattern in endpoint.urls]


urlpatterns = [
    path("organisations/", joining.start, name="start"),
    path("organisations/register/", joining.register, name="register"),
    path("invitations/<str:token>/", joining.accept, name="accept"),
    path("invitations/<str:token>/join/", joining.accept_as_me, name="accept_as_me"),
    path(_ONE, record.page, name="record"),
    path(f"{_ONE}edit/<slug:part>/", record.edit, name="edit"),
    path(f"{_ONE}papers/", record.add_paper, name="add_paper"),
    *_uploads(f"{_ONE}uploads/<slug:tag>/", uploads.papers, uploads.of_papers),
    path(f"{_ONE}files/<int:link>/", record.file, name="file"),
    path(f"{_ONE}files/<int:link>/remove/", record.remove_file, name="remove_file"),
    path(f"{_ONE}activities/", rows.add_activity, name="add_activity"),
    path(f"{_ONE}officers/", rows.add_officer, name="add_officer"),
    path(f"{_ONE}types/", registration.add_type, name="add_type"),
    path(f"{_ONE}rows/<slug:kind>/<int:row>/end/", rows.end_row, name="end_row"),
    path(f"{_ONE}rows/<slug:kind>/<int:row>/strike/", rows.strike_row, name="strike_row"),
    path(f"{_ONE}registration/", registration.page, name="registration"),
    path(f"{_ONE}registration/sheet.pdf", registration.sheet, name="sheet"),
    *_uploads(f"{_ONE}registration/uploads/", uploads.sheet, uploads.of_sheet),
    path(f"{_ONE}registration/hand-in/", registration.hand_in, name="hand_in"),
    path(f"{_ONE}registration/take-back/", registration.take_back, name="take_back"),
    path(f"{_ONE}people/", people.page, name="people"),
    path(f"{_ONE}people/leave/", people.leave, name="leave"),
    path(f"{_ONE}people/<int:place>/hand-over/", people.hand_over, name="hand_over"),
    path(f"{_ONE}people/<int:place>/remove/", people.remove, name="remove_member"),
    path(f"{_ONE}invitations/<int:invitation>/withdraw/", people.withdraw, name="withdraw_invitation"),
    path(f"{_ONE}standing/", standing.page, name="standing"),
    path(f"{_ONE}standing/<slug:kind>/add/", standing.add, name="add_standing"),
    path(f"{_ONE}standing/<slug:kind>/complete/", standing.declare, name="declare_complete"),
    path(f"{_ONE}standing/<int:row>/remove/", standing.remove, name="remove_standing"),
    path(f"{_ONE}standing/<int:row>/files/", standing.prove, name="prove_standing"),
    *_uploads(f"{_ONE}standing/<int:row>/uploads/", uploads.proofs, uploads.of_row),
    path(f"{_ONE}change/", changes.page, name="change"),
    path(f"{_ONE}change/<int:change>/withdraw/", changes.withdraw, name="withdraw_change"),
    path(_OFFICE, office.queue, name="office"),
    path("office/standing/", roster.bring, name="lists"),
    path("office/standing/template.xlsx", roster.template, name="list_template"),
    path("office/standing/<int:link>/", roster.preview, name="list"),
    path(f"{_OFFICE}<int:organisation>/", office.page, name="office_page"),
    path(f"{_OFFICE}<int:organisation>/accept/", office.accept, name="accept_registration"),
    path(f"{_OFFICE}<int:organisation>/refuse/", office.refuse, name="refuse_registration"),
    path(f"{_OFFICE}<int:organisation>/contacts/", office.bring_together, name="bring_together"),
    path(f"{_OFFICE}<int:organisation>/contacts/<int:liaison>/end/", office.part, name="part"),
    path(f"{_OFFICE}<int:organisation>/people/<int:place>/install/", office.install, name="install"),
    path("office/changes/<int:change>/accept/", office.accept_change, name="accept_change"),
    path("office/changes/<int:change>/refuse/", office.refuse_change, name="refuse_change"),
]
