from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.records import Identified, Timestamped, tracked
from outreach.querysets import PortraitQuerySet


@tracked()
class Portrait(Identified, Timestamped):
    """The face of an expert, as the portal drew it anew; its file is kept under its key.

    What was sent is not kept. A new picture is a new portrait: a file never changes under its address.
    """

    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()

    objects = PortraitQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("顔写真")

    def __str__(self) -> str:
        return _("顔写真（%(width)s×%(height)s画素）") % {"width": self.width, "height": self.height}
