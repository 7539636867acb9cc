"""国・機関, 組織, 海外拠点."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handling
from accounts.reading import note_restricted_rows
from diplomacy.export.sheets import highest
from diplomacy.listing.filters import SortFilter
from diplomacy.listing.orders import by_reading, local_column, rank
from diplomacy.paging.keys import Key
from partners import encounters
from partners.filters import BaseFilter, OrganisationFilter, PartnerFilter
from partners.lists.listing import Column, PartnerListing, Row, chosen, named, plain, routes_of
from partners.models import Agreement, Base, Organisation, Partner, Project, Relation
from partners.regions import REGIONS

BY_NAME = {"name": (Key("sort_name"), Key("id"))}


class PartnerListFilter(PartnerFilter):
    sort = SortFilter(("name", _("名称")), ("kind", _("種別")), ("region", _("地域")))


class Partners(PartnerListing):
    model = Partner
    filter_class = PartnerListFilter
    orders = {
        **BY_NAME,
        "kind": (Key("kind_rank"), Key("sort_name"), Key("id")),
        "region": (Key("region_rank"), Key("sort_name"), Key("id")),
    }
    sort_columns = {
        "sort_name": by_reading,
        "kind_rank": lambda: rank("kind", Partner.Kind.values),
        "region_rank": lambda: rank("region", REGIONS),
    }
    saved_page = "partners"
    routes = routes_of("partners", "list")
    route = ("detail",)
    title = _("国・機関")
    subtitle = _("日本が科学技術で協力する国・地域・国際機関を、五十音順に並べます。")
    filter_title = _("国・機関を絞り込む")
    search_hint = _("国・機関の名前")
    head = _("名称")
    fields = ("kind", "region", "desk__name_ja", "desk__name_en")
    columns = (
        Column(_("種別"), chosen("kind", Partner.Kind), sort="kind"),
        Column(_("地域"), lambda row, wording: str(REGIONS.get(row["region"], row["region"])), sort="region"),
        Column(_("優先度"), plain("priority"), inside=True),
        Column(_("担当府省"), named("desk__name"), inside=True),
        Column(pgettext_lazy("list", "協定"), plain("agreements"), number=True),
        Column(pgettext_lazy("list", "案件"), plain("projects"), number=True),
        Column(_("前回の会合"), plain("last")),
    )

    def visible(self) -> Any:
        return super().visible().counterparts()

    def add_facts(self, rows: list[Row]) -> None:
        found = [row["id"] for row in rows]
        agreements = _counts(Agreement.objects.visible_to(self.user).standing().filter(partner__in=found), "partner")
        projects = _counts(Project.objects.visible_to(self.user).filter(partners__in=found), "partners")
        relations = self._relations(found)
        met: dict[Any, Any] = {}
        for source in encounters.registered:
            met |= source.last_and_next(found, self.user, timezone.localdate())
        for row in rows:
            relation = relations.get(row["id"])
            row["agreements"] = agreements.get(row["id"], 0)
            row["projects"] = projects.get(row["id"], 0)
            row["priority"] = relation.get_priority_display() if relation else ""
            row["last"] = met.get(row["id"], {}).get("last", {}).get("text", "")
            if self.user.is_government:
                levels = [Handling.GOVERNMENT, *([relation.handling] if relation else [])]
                row["handling"] = highest(levels, Handling.values)

    def _relations(self, partners: list[Any]) -> dict[Any, Relation]:
        """The latest of each partner that the reader sees."""
        found = Relation.objects.visible_to(self.user).filter(partner__in=partners).order_by("updated_at")
        shown = {one.partner_id: one for one in found}
        note_restricted_rows(self.user, Relation, [(one.pk, one.handling) for one in shown.values()])
        return shown


def _counts(rows: Any, partner: str) -> dict[Any, int]:
    return dict(rows.order_by().values(partner).annotate(found=Count("pk")).values_list(partner, "found"))


class OrganisationListFilter(OrganisationFilter):
    sort = SortFilter(("name", _("名称")), ("kind", _("種別")), ("country", _("国")))


class Organisations(PartnerListing):
    model = Organisation
    filter_class = OrganisationListFilter
    orders = {
        **BY_NAME,
        "kind": (Key("kind_rank"), Key("sort_name"), Key("id")),
        "country": (Key("sort_country"), Key("sort_name"), Key("id")),
    }
    sort_columns = {
        "sort_name": by_reading,
        "kind_rank": lambda: rank("kind", Organisation.Kind.values),
        "sort_country": lambda: by_reading("country__"),
    }
    saved_page = "organisations"
    routes = routes_of("organisations")
    route = ("organisation",)
    title = _("組織")
    subtitle = _("府省、大学・研究機関、大使館、相手国の機関を、五十音順に並べます。")
    filter_title = _("組織を絞り込む")
    search_hint = _("組織の名前・略称")
    head = _("名称")
    fields = (
        "kind",
        "abbreviation",
        "country__name_ja",
        "country__name_en",
        "parent__name_ja",
        "parent__name_en",
        "status",
    )
    columns = (
        Column(_("種別"), chosen("kind", Organisation.Kind), sort="kind"),
        Column(_("略称"), plain("abbreviation")),
        Column(_("国"), named("country__name"), sort="country"),
        Column(_("上位の機関"), named("parent__name")),
        Column(_("状態"), chosen("status", Organisation.Status)),
    )


class BaseListFilter(BaseFilter):
    sort = SortFilter(("name", _("名称")), ("country", _("国")), ("organisation", _("設置機関")))


class Bases(PartnerListing):
    model = Base
    filter_class = BaseListFilter
    orders = {
        **BY_NAME,
        "country": (Key("sort_country"), Key("sort_name"), Key("id")),
        "organisation": (Key("sort_organisation"), Key("sort_name"), Key("id")),
    }
    sort_columns = {
        "sort_name": lambda: local_column("name"),
        "sort_country": lambda: by_reading("country__"),
        "sort_organisation": lambda: by_reading("organisation__"),
    }
    default_sort = "country"
    saved_page = "bases"
    routes = routes_of("bases")
    route = ("record", "base")
    title = pgettext_lazy("list", "海外拠点")
    subtitle = _("日本の大学・研究機関が海外に置く事務所・連絡拠点・研究拠点です。")
    filter_title = _("海外拠点を絞り込む")
    search_hint = ""
    head = _("名称")
    fields = (
        *("kind", "city", "since_year", "country__name_ja", "country__name_en"),
        *("organisation__name_ja", "organisation__name_en"),
    )
    columns = (
        Column(_("国"), named("country__name"), sort="country"),
        Column(_("都市"), plain("city")),
        Column(_("種別"), chosen("kind", Base.Kind)),
        Column(_("設置機関"), named("organisation__name"), sort="organisation"),
        Column(_("開設年"), plain("since_year"), number=True),
    )
