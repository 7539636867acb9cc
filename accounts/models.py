import hashlib
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import rules
from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.querysets import REVIEW_TERM, REVIEW_UNSEEN, ApiTokenQuerySet, UserManager
from accounts.records import Identified, Timestamped, tracked
from diplomacy.append_only import REFUSE_CHANGES, REFUSE_TRUNCATE
from diplomacy.text import LineField
from diplomacy.zones import known_zone


class Role(models.TextChoices):
    STAFF = "staff", _("府省担当官")
    COUNCIL = "council", _("総合科学技術・イノベーション会議議員")
    OFFICER = "officer", _("在外公館科学技術担当官")
    ATTACHE = "attache", _("在日大使館科学技術アタッシェ")
    ADMIN = "admin", _("システム管理者")


GOVERNMENT_ROLES = {Role.STAFF, Role.COUNCIL, Role.OFFICER}


@tracked(exclude=["password", "last_login", "last_seen_at", "seen_before_at", "sessions_ended_at"])
class User(Identified, AbstractBaseUser):
    """A person with one role, acting for one organisation during a term; signs in by e-mail address.

    `seen_before_at` is the end of the visit before the one under way: what changed since then is news. A new
    `sessions_ended_at` ends every session there is, because each carries a hash over it.
    """

    email = models.EmailField(_("メールアドレス"), unique=True)
    name_ja = LineField(_("氏名"), max_length=100, blank=True)
    name_en = LineField(_("氏名（英語）"), max_length=100, blank=True)
    role = models.CharField(_("役割"), max_length=10, choices=Role)
    organisation = models.ForeignKey(
        "partners.Organisation",
        models.PROTECT,
        verbose_name=_("所属"),
        null=True,
        blank=True,
        related_name="+",
    )
    is_secretariat = models.BooleanField(_("会議事務局"), default=False)
    term_start = models.DateField(_("任期の始まり"), null=True, blank=True)
    term_end = models.DateField(_("任期の終わり"), null=True, blank=True)
    language = models.CharField(_("言語"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja")
    time_zone = models.CharField(_("時間帯"), max_length=50, default="Asia/Tokyo", validators=[known_zone])
    daily_digest = models.BooleanField(_("通知を1日1通にまとめる"), default=False)
    is_active = models.BooleanField(_("有効"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(null=True, editable=False)
    seen_before_at = models.DateTimeField(null=True, editable=False)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = _("アカウント")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_secretariat=False) | Q(role=Role.STAFF), name="user_secretariat_is_staff"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.ADMIN) | Q(role=Role.COUNCIL) | Q(organisation__isnull=False),
                name="user_acts_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        names = (self.name_en, self.name_ja) if get_language() == "en" else (self.name_ja, self.name_en)
        return next((name for name in names if name), self.email)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        if self.term_start and self.term_end and self.term_end < self.term_start:
            raise ValidationError({"term_end": _("任期の終わりが始まりより前です。")})
        if self.is_secretariat and self.role != Role.STAFF:
            raise ValidationError({"is_secretariat": _("会議事務局になれるのは府省担当官だけです。")})
        self._clean_organisation()

    def _clean_organisation(self) -> None:
        """An attaché acts for an embassy in Tokyo, an officer for a mission abroad, staff for neither."""
        abroad = {Role.ATTACHE: "embassy", Role.OFFICER: "mission"}
        if self.organisation is None:
            if self.role not in {Role.ADMIN, Role.COUNCIL}:
                raise ValidationError({"organisation": _("この役割には所属が必要です。")})
            return
        kind = self.organisation.kind
        if kind != abroad.get(self.role, kind) or (self.role == Role.STAFF and kind in abroad.values()):
            raise ValidationError({"organisation": _("役割に合う所属を選んでください。")})

    def may_sign_in(self, today: date) -> bool:
        """The same as the queryset's `in_term`, for a row at hand."""
        started = self.term_start is None or self.term_start <= today
        return self.is_active and started and (self.term_end is None or self.term_end >= today)

    @property
    def state(self) -> str:
        """Today's state in a word, as the querysets' `in_state` names it."""
        if not self.is_active:
            return "disabled"
        if not self.may_sign_in(timezone.localdate()):
            return "out_of_term"
        return "active" if self.has_usable_password() else "invited"

    def review_reasons(self, now: datetime) -> list[str]:
        """Why the account is on the review list; the row comes from `needing_review`."""
        seen = self.last_seen_at or self.date_joined
        reasons = {
            "term_ends": self.term_end is not None and self.term_end <= timezone.localdate(now) + REVIEW_TERM,
            "unseen": seen < now - REVIEW_UNSEEN,
            "no_second_factor": not self.has_second_factor,
        }
        return [reason for reason, holds in reasons.items() if holds]

    def audit_trail(self) -> models.QuerySet:
        """The audit entries about the account, newest first."""
        return AuditEntry.objects.filter(kind="accounts.user", record_id=str(self.pk)).select_related("actor")

    def get_session_auth_hash(self) -> str:
        return self._hash_over_endings(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._hash_over_endings(each) for each in super().get_session_auth_fallback_hash())

    def _hash_over_endings(self, of_password: str) -> str:
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return hashlib.sha256(f"{of_password} {ended}".encode()).hexdigest()

    @property
    def is_staff(self) -> bool:
        """Django's word for who may open the admin site, which is the administrator alone."""
        return self.role == Role.ADMIN

    def has_perm(self, permission: str, record: Any = None) -> bool:
        """Asks the apps' permission tables; there are no stored grants."""
        return self.is_active and rules.has_perm(permission, self, record)

    @property
    def is_government(self) -> bool:
        return self.role in GOVERNMENT_ROLES


@tracked()
class AccessGroup(Identified, Timestamped):
    """A need-to-know list: who may read a restricted record. Its last name stays on it."""

    name = LineField(_("名簿の名称"))
    members = models.ManyToManyField(User, through="AccessGroupMember", related_name="access_groups")

    class Meta:
        verbose_name = _("閲覧者名簿")

    def __str__(self) -> str:
        return self.name


@tracked()
class AccessGroupMember(Identified, Timestamped):
    group = models.ForeignKey(AccessGroup, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")

    class Meta:
        verbose_name = _("閲覧者名簿の記載")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="access_group_member_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.group}"


class Act(models.TextChoices):
    """What the audit keeps. Changes of records are in the history tables; these are the rest."""

    SIGNED_IN = "signed_in", _("サインイン")
    SIGN_IN_FAILED = "sign_in_failed", _("サインイン失敗")
    SIGNED_OUT = "signed_out", _("サインアウト")
    PASSWORD_CHANGED = "password_changed", _("パスワードの変更")
    MFA_CHANGED = "mfa_changed", _("多要素認証の変更")
    DENIED = "denied", _("拒否")
    EXPORTED = "exported", _("書き出し")
    IMPORTED = "imported", _("取込み")
    ROLE_CHANGED = "role_changed", _("役割・所属の変更")
    ACCOUNT_DISABLED = "account_disabled", _("アカウントの停止")
    ACCOUNT_ENABLED = "account_enabled", _("アカウントの再開")
    INVITED = "invited", _("招待")
    INVITATION_ACCEPTED = "invitation_accepted", _("招待の承諾")
    MFA_RESET = "mfa_reset", _("多要素認証の再設定")
    HANDLING_CHANGED = "handling_changed", _("取扱区分の変更")
    RESTRICTED_READ = "restricted_read", _("関係者限りの閲覧")
    TOKEN_ISSUED = "token_issued", _("トークンの発行")
    TOKEN_REVOKED = "token_revoked", _("トークンの失効")
    RESENT = "resent", _("通知の再送")


class AuditEntry(models.Model):
    """Append-only: a trigger refuses update and delete. Holds identifiers, never texts or tokens.

    `actor` is kept as an identifier without a database constraint: the entry outlives the account.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    act = models.CharField(max_length=20, choices=Act)
    actor = models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name="audit_entries")
    kind = models.CharField(max_length=60, blank=True)
    record_id = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("監査記録")
        triggers = [REFUSE_CHANGES, REFUSE_TRUNCATE]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%SZ} {self.act} {self.kind} {self.record_id}"

    @property
    def kind_name(self) -> str:
        """What kind of record, in the reader's language; the kind as written where it names no model (any more)."""
        try:
            return str(apps.get_model(self.kind)._meta.verbose_name)
        except (LookupError, ValueError):
            return self.kind


@tracked(exclude=["last_used_at"])
class ApiToken(Identified, Timestamped):
    """A personal, revocable key to the API; only its SHA-256 is kept, so it is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = LineField(_("用途"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("有効期限"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("APIトークン")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, user: User, name: str, **fields: Any) -> tuple["ApiToken", str]:
        """A new token and its text, which cannot be read again. 256 random bits."""
        text = secrets.token_urlsafe(32)
        return cls.objects.create(user=user, name=name, digest=cls.digest_of(text), **fields), text


class SavedFilter(Identified, Timestamped):
    """A list's filter kept under a name by one person; `query` is the address's query string."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=60)
    name = LineField(_("名称"), max_length=100)
    query = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name
