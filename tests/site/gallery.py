"""Every part in every state, as one page for tests; and views that go wrong."""

from decimal import Decimal

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from juli.site import urls
from juli.stages.accounts.gate import public

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500

GALLERY = """
{% extends "juli/base.html" %}{% load parts static %}
{% block title %}Parts{% endblock %}
{% block scripts %}
  <script src="{% static "vendor/@alpinejs/csp/dist/cdn.min.js" %}" defer></script>
  <script src="{% static "vendor/echarts/dist/echarts.common.min.js" %}" defer></script>
{% endblock %}
{% block content %}
  <div class="top"><h1>Parts</h1><div class="end"><button class="button">Act</button>
  <button class="button quiet">Wait</button> <button class="button seal small">Seal</button></div></div>
  <div class="columns"><div>
    {% card "Marks" %}<p>{% mark "met" %} {% mark "open" %} {% mark "unmet" %}</p>
      <p>{% tag "met" %} {% tag "open" %} {% tag "unmet" %} {% tag "open" "在办" %}</p>
      <p>{% moons statuses "七类能力" %}</p>{% endcard %}
    {% card "Gauges" %}
      {% gauge 3 3 required=2 status="met" unit="项" %}
      {% gauge 0 1 required=1 status="open" unit="场" %}
      {% gauge 1 1 required=2 shortfall=1 status="unmet" unit="项" %}
      {% gauge 4 6 required=5 planned=3 status="open" unit="家" %}
      {% gauge 2 None required=3 status="open" unit="家" %}
      {% gauge 1 1 required=0 at_most=True shortfall=1 status="unmet" unit="次" %}
      {% gauge amount amount unit="元" %}
    {% endcard %}
  </div><aside>
    {% card "Words" %}
      <blockquote class="quote">A passage with <mark>its clause</mark>.</blockquote>{% endcard %}
    {% card "Form" %}<form method="post">
      <div class="problems"><h2>One thing is missing</h2><ul><li><a href="#name">Name</a></li></ul></div>
      <label for="name">Name <small>in full</small></label><input id="name" aria-invalid="true" aria-describedby="why">
      <p class="field-error" id="why">Enter a name.</p><label for="file">File</label><input id="file" type="file">
    </form>{% endcard %}
    {% empty "Nothing here" %}<p>Bring a dossier, and its verdict appears here.</p>{% endempty %}
  </aside></div>
  <div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
  <thead><tr><th>Name</th><th class="number">Points</th></tr></thead>
  <tbody><tr><td>样例协会</td><td class="number">{{ amount|quantity }}</td></tr></tbody></table></div>
{% endblock %}
"""

HOSTILE = """
{% extends "juli/base.html" %}
{% block title %}Hostile{% endblock %}
{% block content %}<h1 style="color: rgb(1, 2, 3)">Hostile</h1><script>document.title = "taken"</script>{% endblock %}
"""


def _page(request: HttpRequest, text: str) -> HttpResponse:
    context = {"statuses": ["met", "met", "open", "unmet"], "amount": Decimal("1234567.50")}
    return HttpResponse(Template(text).render(RequestContext(request, context)))


@public
def gallery(request: HttpRequest) -> HttpResponse:
    return _page(request, GALLERY)


@public
def hostile(request: HttpRequest) -> HttpResponse:
    return _page(request, HOSTILE)


@public
def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise {
        "forbidden": PermissionDenied("这个批次只对推荐单位开放。"),
        "unreadable": BadRequest("第 3 行不是日期。"),
        "suspicious": SuspiciousOperation("/etc/passwd"),
        "broken": ZeroDivisionError("internal detail"),
    }[how]


urlpatterns = [
    *urls.urlpatterns,
    path("gallery/", gallery, name="gallery"),
    path("hostile/", hostile),
    path("fail/<str:how>/", fail),
]
