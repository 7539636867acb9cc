"""What the lists of agenda items, documents and links between series can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Document, DocumentVersion, Position, PositionVersion, SeriesLink


class AgendaItemFilter(django_filters.FilterSet):
    meeting = django_filters.UUIDFilter(label=_("会合"))
    parent = django_filters.UUIDFilter(label=_("上位の議題"))
    theme = django_filters.UUIDFilter(label=_("テーマ"), field_name="themes")
    lead = django_filters.UUIDFilter(label=_("主担当"), field_name="lead_ministry")
    kind = django_filters.MultipleChoiceFilter(label=_("種別"), choices=AgendaItem.Kind.choices)
    fate = django_filters.MultipleChoiceFilter(label=_("扱い"), choices=AgendaItem.Fate.choices)

    class Meta:
        model = AgendaItem
        fields: list[str] = []


class SeriesLinkFilter(django_filters.FilterSet):
    from_series = django_filters.UUIDFilter(label=_("系列から"))
    to_series = django_filters.UUIDFilter(label=_("系列へ"))
    relation = django_filters.ChoiceFilter(label=_("関係"), choices=SeriesLink.Relation.choices)

    class Meta:
        model = SeriesLink
        fields: list[str] = []


class PositionFilter(django_filters.FilterSet):
    meeting = django_filters.UUIDFilter(label=_("会合"), field_name="item__meeting")
    item = django_filters.UUIDFilter(label=_("議題"))
    state = django_filters.MultipleChoiceFilter(label=_("状態"), choices=Position.State.choices)

    class Meta:
        model = Position
        fields: list[str] = []


class PositionVersionFilter(django_filters.FilterSet):
    position = django_filters.UUIDFilter(label=_("対処方針"))

    class Meta:
        model = PositionVersion
        fields: list[str] = []


class DocumentFilter(django_filters.FilterSet):
    meeting = django_filters.UUIDFilter(label=_("会合"))
    item = django_filters.UUIDFilter(label=_("議題"))
    kind = django_filters.MultipleChoiceFilter(label=_("区分"), choices=Document.Kind.choices)
    language = django_filters.MultipleChoiceFilter(label=_("言語"), choices=Document.Language.choices)

    class Meta:
        model = Document
        fields: list[str] = []


class DocumentVersionFilter(django_filters.FilterSet):
    document = django_filters.UUIDFilter(label=_("資料"))

    class Meta:
        model = DocumentVersion
        fields: list[str] = []
