"""The sets of contacts whose history is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.tracked_sets import track_set
from attaches.models.contacts import Contact

track_set("ContactPerson", Contact.people, _("面談の相手"))
track_set("ContactTheme", Contact.themes, _("面談のテーマ"))
track_set("ContactSharedWith", Contact.shared_with, _("面談の共有先"))
