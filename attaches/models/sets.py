"""The sets of contacts, bulletins, events of the circle and meeting requests whose history is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.tracked_sets import track_set
from attaches.models.bulletins import Bulletin
from attaches.models.circle import CircleEvent
from attaches.models.contacts import Contact
from attaches.models.requests import MeetingRequest

track_set("ContactPerson", Contact.people, _("面談の相手"))
track_set("ContactTheme", Contact.themes, _("面談のテーマ"))
track_set("ContactSharedWith", Contact.shared_with, _("面談の共有先"))
track_set("BulletinTheme", Bulletin.themes, _("お知らせのテーマ"))
track_set("BulletinToOrganisation", Bulletin.to_organisations, _("お知らせの送り先の大使館など"))
track_set("BulletinToPartner", Bulletin.to_partners, _("お知らせの送り先の国"))
track_set("BulletinSharedWith", Bulletin.shared_with, _("お知らせの共有先"))
track_set("CircleEventTheme", CircleEvent.themes, _("サークルの行事のテーマ"))
track_set("CircleEventSharedWith", CircleEvent.shared_with, _("サークルの行事の共有先"))
track_set("RequestTheme", MeetingRequest.themes, _("府省への依頼のテーマ"))
track_set("RequestSharedWith", MeetingRequest.shared_with, _("府省への依頼の共有先"))
