import factory
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "mat-khau-thu-nghiem"


class UserFactory(DjangoModelFactory):
    """An account that signs in with ``PASSWORD``; it has no right to anything until a person is appointed."""

    username = factory.Sequence(lambda n: f"taikhoan{n}")
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
