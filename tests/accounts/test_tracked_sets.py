"""A record whose history is kept keeps that of its sets too: the apps are walked, so a new set is asked as well."""

from django.apps import apps

from accounts.tracked_sets import keeps_history

WITHOUT = {
    "accounts.AccessGroup.members": "the row between is a record of its own, with its own history",
    "meetings.ActionItem.followed_up_in": "only grows, with a session made of an earlier one, whose making tells",
}


def is_tracked(model):
    return hasattr(model, "pgh_event_model")


def test_no_set_of_a_tracked_record_is_without_history():
    models = [model for model in apps.get_models() if is_tracked(model) and not model._meta.proxy]
    columns = [column for model in models for column in model._meta.local_many_to_many]
    assert len(columns) > 30
    assert {str(column) for column in columns if not keeps_history(column)} == WITHOUT.keys()


def test_the_list_of_readers_keeps_its_history_row_by_row():
    assert is_tracked(apps.get_model("accounts", "AccessGroup").members.through)
