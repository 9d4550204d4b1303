"""Who you are: the account, and the append-only record of what was done."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .sign_in.names import account_name


class UserManager(DjangoUserManager["User"]):
    """Accounts without Django's staff and superuser flags: nobody is above appointments and leadership."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of a name as typed: invisible characters left out, capitals or not, as names are unique."""
        return self.get(username__iexact=account_name(username))

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        return self._create_user(username, email, password, **fields)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        """What ``manage.py createsuperuser`` makes: the first administrator, without a right to any figure."""
        return self._create_user(username, email, password, is_administrator=True, **fields)


class User(AbstractUser):
    """An account. What it may do follows from appointments and leadership, never from a flag here.

    ``is_administrator`` opens the pages of accounts, persons and appointments, and no figure and no vote.
    """

    is_superuser = None
    is_staff = None
    groups = None
    user_permissions = None
    password_is_one_time = models.BooleanField(default=False)
    language = models.CharField(
        _("language"), max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    is_administrator = models.BooleanField(_("administrator"), default=False)
    wants_mail = models.BooleanField(_("e-mail when a report I asked for is done or has failed"), default=True)

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("username"), name="accounts_one_name_one_account")]

    @property
    def takes_mail(self) -> bool:
        """Whether the portal may write to the person: an open account with an address whose owner wishes it."""
        return self.is_active and self.wants_mail and bool(self.email)

    @property
    def display_name(self) -> str:
        """The name as it stands in records, at most 200 characters."""
        return (self.get_full_name() or self.username)[:200]


class SentForm(models.Model):
    """A form that made something: its key, and where its sender was led. Whoever sends it again is led there too."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    answer = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_sent_form_once")]

    def __str__(self):
        return self.key


class AppendOnlyError(Exception):
    """A row that records history was about to be changed or removed."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added and read; nothing else."""

    def update(self, **kwargs):
        raise AppendOnlyError(self.model.__name__)

    def delete(self):
        raise AppendOnlyError(self.model.__name__)

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyError(self.model.__name__)


class AppendOnlyModel(models.Model):
    """A base for history: saving an existing row or deleting one raises ``AppendOnlyError``."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(type(self).__name__)


class AuditEntry(AppendOnlyModel):
    """One thing that was done, written in the act's own transaction.

    ``sequence``, ``previous_hash`` and ``entry_hash`` are filled by the one sealer that chains committed rows;
    they are columns from the first day so that history needs no rewriting.
    """

    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    actor_name = models.CharField(max_length=200, blank=True)
    action = models.CharField(_("action"), max_length=60, db_index=True)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    target_label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="accounts_audit_target")]
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_label}"
