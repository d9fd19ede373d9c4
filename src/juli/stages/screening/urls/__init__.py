"""The addresses of the stage, a file for each part of it."""

from django.urls import URLPattern

app_name = "screening"

urlpatterns: list[URLPattern] = []
