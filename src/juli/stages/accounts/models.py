"""The tables of the accounts: people, and the posts they hold for the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from juli.stages.accounts.roles import POSTS, Role


class UserManager(BaseUserManager["User"]):
    """Makes people; used by the actions and by sign-up alone."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with a password; without one, none that works until they set it."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """A person by e-mail address, however it is spelt."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in, by e-mail address. What they may do follows from posts and memberships, not from here."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    #: ``zh`` or ``en``: the language of their messages.
    language = models.CharField(max_length=2, default="zh")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        """What to call them on a screen."""
        return self.name or self.email

    @property
    def actor_id(self) -> str:
        """Their id in the journal and as a recipient of messages."""
        return f"user:{self.pk}"


class Post(models.Model):
    """A role somebody holds for the office, from one instant to another: never deleted, only ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in Role if r in POSTS])
    #: The department, agency, district or institution that they act for.
    unit = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(until__isnull=True), name="accounts_post_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(r.value for r in POSTS)), name="accounts_post_role_known"
            ),
        ]

    def __str__(self) -> str:
        """Who is what."""
        return f"{self.user_id} {self.role}"

    def held(self, at: datetime) -> bool:
        """Whether it is held at an instant."""
        return self.since <= at and (self.until is None or at < self.until)
