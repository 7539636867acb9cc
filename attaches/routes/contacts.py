from django.urls import path

from attaches.views import contact_changes, contact_form, contacts

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/export.csv", contacts.contacts_export, {"form": "csv"}, name="contacts_csv"),
    path("contacts/export.xlsx", contacts.contacts_export, {"form": "xlsx"}, name="contacts_xlsx"),
    path("contacts/filter/", contacts.contacts_filter, name="contacts_filter"),
    path("contacts/new/", contact_form.new, name="contact_new"),
    path("contacts/new/draft/<uuid:key>/", contact_form.draft, name="contact_draft"),
    path("contacts/new/people/", contact_form.people, name="contact_people"),
    path("contacts/new/readers/", contact_form.readers, name="contact_readers"),
    path("contacts/new/twins/<int:row>/", contact_form.twin_check, name="contact_twins"),
    path("contacts/new/check/<uuid:key>/", contact_form.check, name="contact_check"),
    path("contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacts/<uuid:pk>/edit/", contact_changes.edit, name="contact_edit"),
    path("contacts/<uuid:pk>/handling/", contact_changes.handling, name="contact_handling"),
    path("contacts/<uuid:pk>/history/", contacts.history, name="contact_history"),
    path("contacts/<uuid:pk>/logged/", contact_form.logged, name="contact_logged"),
    path("contacts/<uuid:pk>/restore/", contact_changes.restore, name="contact_restore"),
    path("contacts/<uuid:pk>/withdraw/", contact_changes.withdraw, name="contact_withdraw"),
]
