"""The five programme files and the shapes of what may stand in them."""

from functools import cache

from django.conf import settings

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.json_schema import programme_schema
from juli.stages.calls.editing.shapes import Shapes

FIVE = sorted(p.parent.name for p in settings.PROGRAMMES.glob("*/programme.yaml"))


@cache
def text(name):
    return (settings.PROGRAMMES / name / "programme.yaml").read_text(encoding="utf-8")


@cache
def shapes():
    return Shapes(programme_schema(open_catalogue(settings.PROGRAMMES).vocabulary, "zh"))


def form(sheet):
    """What a browser sends back of a form that nobody touched."""
    out = {}
    for field in (*sheet.fields, *sheet.more):
        if field.kind == "label":
            out |= {f"{field.control}.zh": field.shown, f"{field.control}.en": field.other}
        else:
            out[field.control] = field.shown.replace("\n", "\r\n")
    return out
