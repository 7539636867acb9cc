"""The sets of contacts (people, themes, readers), with their history: proxies of the tables that Django makes."""

from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from attaches.models.contacts import Contact


@tracked()
class ContactPerson(Contact.people.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("面談の相手")


@tracked()
class ContactTheme(Contact.themes.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("面談のテーマ")


@tracked()
class ContactSharedWith(Contact.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("面談の共有先")
