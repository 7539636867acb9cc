"""The parts of the world, as the reference file names them, in the words that readers see."""

from django.utils.translation import gettext_lazy as _

REGIONS = {
    "Asia": _("アジア"),
    "Oceania": _("大洋州"),
    "North America": _("北米"),
    "Latin America": _("中南米"),
    "Europe": _("欧州"),
    "Middle East": _("中東"),
    "Africa": _("アフリカ"),
}
