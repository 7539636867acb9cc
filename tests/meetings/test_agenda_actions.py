"""The agenda's writes by themselves: order, places, conflicts, what is hidden."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from diplomacy.versioned.editing import Conflict
from meetings.actions.agenda import add_item, delete_items, duplicate_item, edit_item, purge_bin, restore_item
from meetings.actions.arranging import move_item, reorder, step_item
from meetings.models import AgendaItem
from meetings.ordering import StaleOrder
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def items(meeting):
    return [AgendaItemFactory(meeting=meeting, title_ja=name) for name in "甲乙丙丁"]


@pytest.fixture
def hidden(meeting, items):
    """An item between 乙 and 丙 that nobody of the cast may see."""
    for item in items[2:]:
        item.position += 1
        item.save()
    return AgendaItemFactory(
        meeting=meeting, title_ja="秘", position=3, handling=Handling.RESTRICTED, access_group=AccessGroupFactory()
    )


def order(meeting, parent=None):
    rows = AgendaItem.objects.live().filter(meeting=meeting, parent=parent).order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return "".join(row.title_ja for row in rows)


def test_add_puts_the_item_where_it_was_asked(meeting, items, mofa_staff):
    add_item(meeting.pk, fields={"title_ja": "末"}, actor=mofa_staff)
    add_item(meeting.pk, fields={"title_ja": "先"}, actor=mofa_staff, after=None)
    add_item(meeting.pk, fields={"title_ja": "中"}, actor=mofa_staff, after=items[1].pk)
    assert order(meeting) == "先甲乙中丙丁末"


def test_add_first_stands_before_the_first_visible_row(meeting, hidden, items, mofa_staff):
    add_item(meeting.pk, fields={"title_ja": "中"}, actor=mofa_staff, after=items[1].pk)
    assert order(meeting) == "甲乙中秘丙丁"


def test_reorder_leaves_hidden_rows_in_their_place(meeting, items, hidden, mofa_staff):
    seen = [item.pk for item in items]
    reorder(meeting.pk, parent=None, order=seen[::-1], seen=seen, actor=mofa_staff)
    assert order(meeting) == "丁丙秘乙甲"


def test_reorder_refuses_an_order_that_is_no_longer_what_was_seen(meeting, items, mofa_staff):
    seen = [item.pk for item in items]
    add_item(meeting.pk, fields={"title_ja": "新"}, actor=mofa_staff)
    with pytest.raises(StaleOrder):
        reorder(meeting.pk, parent=None, order=seen[::-1], seen=seen, actor=mofa_staff)
    assert order(meeting) == "甲乙丙丁新"


def test_reorder_gives_a_new_version_to_the_rows_that_were_moved_only(meeting, items, mofa_staff):
    first, second, third, fourth = (item.pk for item in items)
    reorder(
        meeting.pk,
        parent=None,
        order=[second, third, first, fourth],
        seen=[first, second, third, fourth],
        actor=mofa_staff,
    )
    assert order(meeting) == "乙丙甲丁"
    assert list(AgendaItem.objects.filter(version=2).values_list("pk", flat=True)) == [first]


def test_reorder_refuses_rows_left_out(meeting, items, mofa_staff):
    seen = [item.pk for item in items]
    with pytest.raises(ValidationError):
        reorder(meeting.pk, parent=None, order=seen[:3], seen=seen, actor=mofa_staff)


@pytest.mark.parametrize(
    ("which", "step", "expected"), [(1, "up", "乙甲丙丁"), (1, "down", "甲丙乙丁"), (0, "up", "甲乙丙丁")]
)
def test_steps_move_among_siblings(meeting, items, mofa_staff, which, step, expected):
    step_item(items[which].pk, step=step, seen_version=1, actor=mofa_staff)
    assert order(meeting) == expected


def test_a_step_passes_over_hidden_rows(meeting, items, hidden, mofa_staff):
    step_item(items[1].pk, step="down", seen_version=1, actor=mofa_staff)
    assert order(meeting) == "甲丙秘乙丁"


def test_indent_and_outdent(meeting, items, mofa_staff):
    step_item(items[1].pk, step="indent", seen_version=1, actor=mofa_staff)
    assert (order(meeting), order(meeting, items[0])) == ("甲丙丁", "乙")
    moved = AgendaItem.objects.get(pk=items[1].pk)
    assert (moved.ancestors, moved.level) == ([items[0].pk], 2)
    step_item(moved.pk, step="outdent", seen_version=moved.version, actor=mofa_staff)
    assert order(meeting) == "甲乙丙丁"


def test_move_carries_what_is_below(meeting, items, mofa_staff):
    child = AgendaItemFactory(meeting=meeting, parent=items[0], title_ja="子")
    move_item(items[0].pk, parent=items[3].pk, after=None, seen_version=1, actor=mofa_staff)
    child.refresh_from_db()
    assert child.ancestors == [items[3].pk, items[0].pk]
    assert order(meeting) == "乙丙丁"


def test_move_under_itself_or_its_own_child_is_refused(meeting, items, mofa_staff):
    child = AgendaItemFactory(meeting=meeting, parent=items[0])
    for parent in (items[0], child):
        with pytest.raises(ValidationError) as refused:
            move_item(items[0].pk, parent=parent.pk, after=None, seen_version=1, actor=mofa_staff)
        assert "parent" in refused.value.message_dict


def test_a_sixth_level_is_refused(meeting, mofa_staff):
    item = None
    for _level in range(5):
        item = add_item(meeting.pk, fields={"title_ja": "段"}, actor=mofa_staff, parent=item.pk if item else None)
    with pytest.raises(ValidationError):
        add_item(meeting.pk, fields={"title_ja": "段"}, actor=mofa_staff, parent=item.pk)
    tall = AgendaItemFactory(meeting=meeting)
    AgendaItemFactory(meeting=meeting, parent=tall)
    with pytest.raises(ValidationError):
        move_item(tall.pk, parent=item.parent_id, after=None, seen_version=1, actor=mofa_staff)


@pytest.fixture
def ladder(meeting):
    """Five items, each below the one before."""
    rungs = []
    for number in range(1, 6):
        above = rungs[-1] if rungs else None
        rungs.append(AgendaItemFactory(meeting=meeting, parent=above, title_ja=f"{number}段"))
    return rungs


@pytest.mark.parametrize("why", ["hidden", "binned"])
def test_a_row_the_editor_does_not_see_is_no_reason_to_refuse_a_move(meeting, ladder, mofa_staff, why):
    """A refusal would tell that there is something below; the row goes along, deeper than anybody may put it."""
    unseen = {
        "hidden": {"handling": Handling.RESTRICTED, "access_group": AccessGroupFactory()},
        "binned": {"deleted_at": NOW, "deleted_by": mofa_staff},
    }
    moved = AgendaItemFactory(meeting=meeting, title_ja="動")
    below = AgendaItemFactory(meeting=meeting, parent=moved, title_ja="陰", **unseen[why])
    move_item(moved.pk, parent=ladder[3].pk, after=None, seen_version=1, actor=mofa_staff)
    below.refresh_from_db()
    assert (below.level, below.ancestors[-2:]) == (6, [ladder[3].pk, moved.pk])


def test_who_sees_the_deep_row_may_bring_it_up_but_not_further_down(meeting, ladder, mofa_staff, mext_staff):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mext_staff)
    moved = AgendaItemFactory(meeting=meeting, title_ja="動")
    deep = AgendaItemFactory(
        meeting=meeting, parent=moved, title_ja="陰", handling=Handling.RESTRICTED, access_group=group
    )
    moved = move_item(moved.pk, parent=ladder[3].pk, after=None, seen_version=1, actor=mofa_staff)
    beside = AgendaItemFactory(meeting=meeting).pk
    for refused in (
        lambda: add_item(meeting.pk, fields={"title_ja": "下"}, actor=mext_staff, parent=deep.pk),
        lambda: duplicate_item(deep.pk, actor=mext_staff),
        lambda: move_item(ladder[0].pk, parent=beside, after=None, seen_version=1, actor=mext_staff),
    ):
        with pytest.raises(ValidationError):
            refused()
    step_item(moved.pk, step="outdent", seen_version=moved.version, actor=mext_staff)
    deep.refresh_from_db()
    assert deep.level == 5


def test_a_deleted_row_comes_back_only_where_it_would_not_be_too_deep(meeting, ladder, mofa_staff):
    moved = AgendaItemFactory(meeting=meeting, title_ja="動")
    child = AgendaItemFactory(meeting=meeting, parent=moved, title_ja="子")
    (gone,) = delete_items(meeting.pk, versions={child.pk: 1}, actor=mofa_staff, now=NOW)
    moved = move_item(moved.pk, parent=ladder[3].pk, after=None, seen_version=1, actor=mofa_staff)
    with pytest.raises(ValidationError, match="5階層"):
        restore_item(child.pk, seen_version=gone.version, actor=mofa_staff)
    step_item(moved.pk, step="outdent", seen_version=moved.version, actor=mofa_staff)
    restore_item(child.pk, seen_version=gone.version, actor=mofa_staff)
    assert order(meeting, moved) == "子"


def test_a_hidden_row_below_comes_back_with_the_item_however_deep(meeting, ladder, mofa_staff):
    """Deleted and restored as one: the hidden row under the fifth level is no reason to keep the item in the bin."""
    AgendaItemFactory(
        meeting=meeting,
        parent=ladder[4],
        ancestors=[row.pk for row in ladder],
        handling=Handling.RESTRICTED,
        access_group=AccessGroupFactory(),
    )
    (gone,) = delete_items(meeting.pk, versions={ladder[4].pk: 1}, actor=mofa_staff, now=NOW)
    restore_item(gone.pk, seen_version=gone.version, actor=mofa_staff)
    assert AgendaItem.objects.live().filter(ancestors__contains=[gone.pk]).count() == 1


def test_move_refuses_when_somebody_moved_the_item_since(meeting, items, mofa_staff, mext_staff):
    move_item(items[0].pk, parent=None, after=items[2].pk, seen_version=1, actor=mext_staff)
    with pytest.raises(Conflict):
        move_item(items[0].pk, parent=None, after=items[1].pk, seen_version=1, actor=mofa_staff)
    assert order(meeting) == "乙丙甲丁"


def test_different_fields_of_one_item_are_both_saved(items, mofa_staff, mext_staff):
    edit_item(items[0].pk, changes={"title_ja": "量子"}, seen_version=1, actor=mofa_staff)
    edit_item(items[0].pk, changes={"duration_minutes": 30}, seen_version=1, actor=mext_staff)
    items[0].refresh_from_db()
    assert (items[0].title_ja, items[0].duration_minutes) == ("量子", 30)


def test_the_same_field_is_a_conflict_and_nothing_is_overwritten(items, mofa_staff, mext_staff):
    edit_item(items[0].pk, changes={"title_ja": "量子"}, seen_version=1, actor=mofa_staff)
    with pytest.raises(Conflict) as conflict:
        edit_item(items[0].pk, changes={"title_ja": "宇宙", "speaker": "局長"}, seen_version=1, actor=mext_staff)
    assert (conflict.value.mine, conflict.value.theirs) == ({"title_ja": "宇宙"}, {"title_ja": "量子"})
    items[0].refresh_from_db()
    assert (items[0].title_ja, items[0].speaker) == ("量子", "")


def test_sets_of_records_conflict_like_fields(items, mofa, mext, cao, mofa_staff, mext_staff):
    edit_item(items[0].pk, changes={"concerned": [mofa]}, seen_version=1, actor=mofa_staff)
    edit_item(items[0].pk, changes={"concerned": [mofa]}, seen_version=1, actor=mext_staff)
    with pytest.raises(Conflict):
        edit_item(items[0].pk, changes={"concerned": [cao]}, seen_version=1, actor=mext_staff)
    assert list(items[0].concerned.all()) == [mofa]


def test_handling_is_changed_by_the_lead_ministry_only_and_audited(items, mofa_staff, mext_staff, french_embassy):
    public = {"handling": Handling.PUBLIC}
    with pytest.raises(PermissionDenied):
        edit_item(items[0].pk, changes=public, seen_version=1, actor=mext_staff)
    edit_item(items[0].pk, changes=public, seen_version=1, actor=mofa_staff)
    entry = AuditEntry.objects.get(act=Act.HANDLING_CHANGED)
    assert (entry.actor, entry.detail) == (mofa_staff, {"before": "government", "after": "public"})
    shared = {"handling": Handling.SHARED, "shared_with": [french_embassy]}
    with pytest.raises(ValidationError):
        edit_item(items[1].pk, changes=shared, seen_version=1, actor=mofa_staff)
    group = AccessGroupFactory()
    with pytest.raises(ValidationError):
        edit_item(
            items[1].pk,
            changes={"handling": Handling.RESTRICTED, "access_group": group},
            seen_version=1,
            actor=mofa_staff,
        )


def test_who_is_not_named_on_the_meeting_may_not_write(meeting, items, secretariat):
    with pytest.raises(PermissionDenied):
        edit_item(items[0].pk, changes={"title_ja": "x"}, seen_version=1, actor=secretariat)
    with pytest.raises(PermissionDenied):
        add_item(meeting.pk, fields={"title_ja": "x"}, actor=secretariat)


def test_a_hidden_item_is_not_there_for_the_writer(hidden, mofa_staff):
    with pytest.raises(AgendaItem.DoesNotExist):
        edit_item(hidden.pk, changes={"title_ja": "x"}, seen_version=1, actor=mofa_staff)


def test_delete_takes_the_branch_and_undo_brings_it_back(meeting, items, mofa_staff):
    child = AgendaItemFactory(meeting=meeting, parent=items[1], title_ja="子")
    (gone,) = delete_items(meeting.pk, versions={items[1].pk: 1, child.pk: 1}, actor=mofa_staff, now=NOW)
    assert order(meeting) == "甲丙丁"
    restore_item(gone.pk, seen_version=gone.version, actor=mofa_staff)
    assert (order(meeting), order(meeting, items[1])) == ("甲乙丙丁", "子")


def test_undo_refuses_a_row_that_changed_since(meeting, items, mofa_staff):
    (gone,) = delete_items(meeting.pk, versions={items[1].pk: 1}, actor=mofa_staff, now=NOW)
    restore_item(gone.pk, seen_version=gone.version, actor=mofa_staff)
    delete_items(meeting.pk, versions={gone.pk: gone.version + 1}, actor=mofa_staff, now=NOW)
    with pytest.raises(Conflict):
        restore_item(gone.pk, seen_version=gone.version, actor=mofa_staff)


def test_delete_refuses_a_row_that_changed_since(meeting, items, mofa_staff, mext_staff):
    edit_item(items[1].pk, changes={"title_ja": "新"}, seen_version=1, actor=mext_staff)
    with pytest.raises(Conflict):
        delete_items(meeting.pk, versions={items[0].pk: 1, items[1].pk: 1}, actor=mofa_staff, now=NOW)
    assert order(meeting) == "甲新丙丁"


def test_the_bin_is_emptied_after_thirty_days(meeting, items, mofa_staff):
    delete_items(meeting.pk, versions={items[1].pk: 1}, actor=mofa_staff, now=NOW)
    assert purge_bin(now=NOW.replace(month=12, day=23)) == 0
    assert purge_bin(now=NOW.replace(month=12, day=25)) > 0
    assert not AgendaItem.objects.filter(pk=items[1].pk).exists()


def test_duplicate_copies_what_the_person_sees(meeting, items, mofa_staff, mext):
    AgendaItemFactory(meeting=meeting, parent=items[1], title_ja="子")
    AgendaItemFactory(
        meeting=meeting, parent=items[1], title_ja="秘", handling=Handling.RESTRICTED, access_group=AccessGroupFactory()
    )
    items[1].concerned.add(mext)
    copy = duplicate_item(items[1].pk, actor=mofa_staff)
    assert order(meeting) == "甲乙乙丙丁"
    assert (order(meeting, copy), list(copy.concerned.all())) == ("子", [mext])
