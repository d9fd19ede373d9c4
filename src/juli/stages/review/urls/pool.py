"""The addresses of the pool."""

from django.urls import path, register_converter

from juli.stages.review.models import Intake
from juli.stages.review.views import intakes, pool

_ONE = "office/experts/<int:expert>/"


class _Of:
    """What a list is of."""

    regex = "|".join(Intake.Of.values)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return str(value)


register_converter(_Of, "review_list")

urlpatterns = [
    path("office/experts/", pool.pool, name="pool"),
    path("office/experts/add/", pool.add, name="add_expert"),
    path("office/experts/template.xlsx", pool.template, name="expert_template"),
    path("office/experts/experts.xlsx", pool.export, name="expert_export"),
    path("office/experts/lists/<review_list:of>/", intakes.bring, name="bring"),
    path("office/experts/lists/<int:intake>/", intakes.intake, name="intake"),
    path("office/experts/lists/<int:intake>/put-aside/", intakes.put_aside, name="put_aside"),
    path(_ONE, pool.expert, name="expert"),
    path(f"{_ONE}edit/", pool.edit, name="edit_expert"),
    path(f"{_ONE}ties/", pool.add_tie, name="add_tie"),
    path(f"{_ONE}ties/<int:tie>/remove/", pool.remove_tie, name="remove_tie"),
    path(f"{_ONE}away/", pool.add_absence, name="add_absence"),
    path(f"{_ONE}away/<int:away>/remove/", pool.remove_absence, name="remove_absence"),
    path(f"{_ONE}remove/", pool.remove, name="remove_expert"),
    path(f"{_ONE}restore/", pool.restore, name="restore_expert"),
    path(f"{_ONE}invite/", pool.invite, name="invite"),
]
