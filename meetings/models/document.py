import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField
from diplomacy.ui.titles import local
from diplomacy.uploads.naming import LONGEST_NAME
from diplomacy.versioned.models import Versioned
from meetings.document_querysets import DocumentQuerySet, DocumentVersionQuerySet
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting


@tracked(exclude=["search"])
class Document(Identified, Timestamped, Versioned, Handled):
    """A paper (資料) of a meeting or of one of its agenda items; the files themselves are its versions.

    Read where its own level, the meeting's and the item's all allow it. A deleted one keeps its row and files for 30
    days (`deleted_at`), as a deleted item does.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("受領資料")
        OURS = "ours", _("我が方資料")
        JOINT = "joint", _("共同文書")

    class Language(models.TextChoices):
        JAPANESE = "ja", _("日本語")
        ENGLISH = "en", _("英語")
        BOTH = "both", _("日英併記")
        OTHER = "other", _("その他の言語")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, verbose_name=_("議題"), null=True, blank=True, related_name="documents"
    )
    title_ja = LineField(_("資料名"), blank=True)
    title_en = LineField(_("資料名（英語）"), blank=True)
    kind = models.CharField(_("区分"), max_length=8, choices=Kind, default=Kind.OURS)
    language = models.CharField(_("言語"), max_length=5, choices=Language, default=Language.JAPANESE)
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    search = bigram_column("title_ja", "title_en")
    SEARCH_COLUMNS = ("title_ja", "title_en")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "created_at", "id"]
        verbose_name = _("資料")
        indexes = [
            GinIndex(fields=["search"], name="document_search"),
            models.Index(fields=["meeting", "created_at"], name="document_by_meeting"),
        ]
        constraints = [Handled.handling_constraint("document_handling")]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if not (self.title_ja or self.title_en):
            raise ValidationError({"title_ja": _("日本語か英語の資料名を入力してください。")})
        if self.item is not None and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": _("この会合の議題から選んでください。")})


@tracked(exclude=["search"])
class DocumentVersion(Identified):
    """One file of a document: 第n版, which supersedes the versions with lower numbers.

    The file lies under the row's id (`diplomacy.uploads.store`). Made once and never changed; a trigger says so too.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版"))
    file_name = LineField(_("ファイル名"), max_length=LONGEST_NAME)
    media_type = models.CharField(_("種類"), max_length=100)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField("SHA-256", max_length=64)
    scanner = models.CharField(_("ウイルス検査"), max_length=40, blank=True)
    note = LineField(_("変更点"), blank=True)
    uploaded_at = models.DateTimeField(_("登録日時"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name=_("登録者"), related_name="+")
    search = bigram_column("file_name")
    SEARCH_COLUMNS = ("file_name",)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = _("資料の版")
        indexes = [GinIndex(fields=["search"], name="document_version_search")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_version_number_from_one"),
            models.CheckConstraint(condition=Q(size__gte=1), name="document_version_not_empty"),
        ]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.file_name
