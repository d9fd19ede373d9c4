"""The addresses of the accounts, beside those of allauth."""

from django.urls import path

from juli.stages.accounts import views

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("office/posts/", views.posts, name="posts"),
    path("office/posts/<int:post>/end/", views.end_post, name="end_post"),
]
