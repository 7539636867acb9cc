"""One form for each kind of record on a partner. What is offered to choose comes from `visible_to`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput
from diplomacy.versioned.forms import VersionedForm
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
)

PUBLIC = _("公開の情報として載ります。内部の評価は書かないでください。")


class RecordForm(VersionedForm):
    """One record: rows are chosen by searching among those the person sees, days are picked."""

    def __init__(self, *args: Any, actor: Any, parent: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._searchable(field, ComboboxMultiple(), actor)
            elif isinstance(field, forms.ModelChoiceField):
                self._searchable(field, Combobox(), actor)
            elif isinstance(field, forms.DateField):
                field.widget = DateInput()
        self.narrow(actor, parent)

    @staticmethod
    def _searchable(field: Any, widget: forms.Select, actor: Any) -> None:
        field.widget = widget
        field.queryset = field.queryset.model._default_manager.visible_to(actor)

    def narrow(self, actor: Any, parent: Any) -> None:
        """Offer fewer rows, where the record's place says which make sense."""

    def keep(self, name: str, condition: Q) -> None:
        """Offer what fits the condition, and what stands there already."""
        if name not in self.fields:
            return
        field = self.fields[name]
        many = isinstance(field, forms.ModelMultipleChoiceField)
        standing = () if self.instance._state.adding else self._standing(name, many)
        field.queryset = field.queryset.filter(condition | Q(pk__in=standing))

    def _standing(self, name: str, many: bool) -> list[Any]:
        return (
            [one.pk for one in getattr(self.instance, name).all()] if many else [getattr(self.instance, f"{name}_id")]
        )


class PartnerForm(RecordForm):
    class Meta:
        model = Partner
        fields = ["desk"]
        help_texts = {"desk": _("この国・機関との関係を受け持つ府省です。外務省とともに記録を書けるようになります。")}

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("desk", Q(kind=Organisation.Kind.MINISTRY, country__slug="JP"))


class RelationForm(RecordForm):
    class Meta:
        model = Relation
        fields = ["priority", "reason_ja", "reason_en"]
        help_texts = {"reason_ja": _("なぜその優先度か。政府部内だけで読まれます。")}


class AgreementForm(RecordForm):
    class Meta:
        model = Agreement
        fields = [
            *("name_ja", "name_en", "status", "signed_on", "signed_precision", "in_force_on", "in_force_precision"),
            *("expires_on", "auto_renews", "renewal_years", "notice_months", "committees"),
            *("note_ja", "note_en", "source", "source_date"),
        ]
        help_texts = {
            "expires_on": _("期間の定めがないときは空欄にします。"),
            "notice_months": _("終了を通告できる最後の日を、満了日から数えて示します。"),
            "note_ja": PUBLIC,
        }

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("committees", Q(host_partner=parent))


class AcademicAgreementForm(RecordForm):
    class Meta:
        model = AcademicAgreement
        fields = [
            *("organisation", "counterpart_ja", "counterpart_en", "themes", "signed_on", "expires_on"),
            *("source", "source_date"),
        ]

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("organisation", Q(country__slug="JP"))


class ProjectForm(RecordForm):
    class Meta:
        model = Project
        fields = [
            *("title_ja", "title_en", "programme", "fiscal_year", "stage", "partners", "themes"),
            *("jp_institution", "partner_institution", "field", "period_start", "period_end"),
            *("japan_gives_ja", "japan_gives_en", "japan_gains_ja", "japan_gains_en"),
            *("partner_gives_ja", "partner_gives_en", "partner_gains_ja", "partner_gains_en"),
            *("source", "source_date"),
        ]
        help_texts = {"japan_gives_ja": PUBLIC, "period_start": _("例: 2026、2026-04")}

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("partners", ~Q(slug="JP"))


class OrganisationForm(RecordForm):
    class Meta:
        model = Organisation
        fields = [
            *("name_ja", "reading", "name_en", "abbreviation", "kind", "parent", "status", "successor"),
            *("note_ja", "note_en", "source", "source_date"),
        ]
        help_texts = {"reading": _("一覧はこの読みで並びます。"), "note_ja": PUBLIC}


class BaseForm(RecordForm):
    class Meta:
        model = Base
        fields = ["organisation", "kind", "name_ja", "name_en", "city", "since_year", "source", "source_date"]

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("organisation", Q(country__slug="JP"))


class PersonForm(RecordForm):
    class Meta:
        model = Person
        fields = [
            "name_ja",
            "reading",
            "name_en",
            "email",
            "phone",
            "note",
            "purpose",
            "kept_until",
            "source",
            "source_date",
        ]
        labels = {"name_ja": _("氏名（漢字・カタカナ）"), "name_en": _("氏名（ローマ字）")}
        help_texts = {
            "reading": _("一覧はこの読みで並びます。"),
            "email": _("業務上の連絡先だけを書いてください。"),
            "purpose": _("何のために持っているか。例: 合同委員会の連絡"),
            "kept_until": _("この日を過ぎると、担当に一度だけ知らせます。"),
        }


class PostForm(RecordForm):
    class Meta:
        model = Post
        fields = [
            *("organisation", "title_ja", "title_en", "starts_on", "ends_on", "successor"),
            *("source", "source_date"),
        ]
        help_texts = {"successor": _("同じ機関の役職から選びます。")}

    def narrow(self, actor: Any, parent: Any) -> None:
        self.leave_untold("successor")
        if "successor" in self.fields:
            same_body = Q(organisation=self.instance.organisation_id) & ~Q(pk=self.instance.pk)
            self.keep("successor", same_body if self.instance.organisation_id else Q(pk__in=[]))
            self.fields["successor"].queryset = self.fields["successor"].queryset.select_related("person")
            self.fields["successor"].label_from_instance = lambda post: f"{post.person} · {post}"


class SecondmentForm(RecordForm):
    class Meta:
        model = Secondment
        fields = [
            *("role_ja", "role_en", "from_organisation", "to_organisation", "person", "starts_on", "ends_on"),
            *("note", "source", "source_date"),
        ]

    def narrow(self, actor: Any, parent: Any) -> None:
        self.leave_untold("person")


class StanceForm(RecordForm):
    class Meta:
        model = Stance
        fields = ["theme", "kind", "reason_ja", "reason_en", "source", "source_date"]
        widgets = {"kind": forms.RadioSelect}


class RiskForm(RecordForm):
    class Meta:
        model = Risk
        fields = ["kind", "text_ja", "text_en", "source", "source_date"]
        help_texts = {"kind": _("はじめはご自身だけが読めます。保存したあとで読む人を加えられます。")}
