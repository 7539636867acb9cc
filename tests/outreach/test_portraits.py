"""The portrait of an expert: drawn anew, refused where it is no picture or too much, read with the entry alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from PIL import Image

from accounts.handling import Handling
from accounts.models import AccessGroup, Act, AuditEntry
from diplomacy.uploads import keepers, store
from outreach.models import Portrait
from tests.factories.accounts import UserFactory
from tests.factories.outreach import ExpertFactory
from tests.outreach.test_pictures import PLACE, jpeg, png_of_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(mext):
    return ExpertFactory(owner=mext, name_ja="熊田 澄香", name_en="Sumika Kumada")


@pytest.fixture
def editor(client, mext_staff):
    client.force_login(mext_staff)
    return client


def send(editor, expert, content=None, name="顔.jpg", version=None):
    expert.refresh_from_db()
    body = {"version": version or expert.version}
    if content is not None:
        body["file"] = SimpleUploadedFile(name, content)
    return editor.post(reverse("outreach:portrait", args=[expert.pk]), body)


def face_of(expert):
    expert.refresh_from_db()
    return expert.portrait


def kept_files():
    folder = store.path_of(Portrait().pk).parent.parent
    return {path.name for path in folder.glob("??/*")}


def test_a_portrait_is_drawn_anew_and_stands_on_the_page_under_the_name(editor, expert):
    assert send(editor, expert, jpeg(width=1000, height=1250)).status_code == 302
    face = face_of(expert)
    assert (face.width, face.height, face.media_type) == (640, 800, "image/webp")
    answer = editor.get(reverse("outreach:portrait_file", args=[face.pk]))
    content = answer.getvalue()
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    drawn = Image.open(io.BytesIO(content))
    assert (drawn.size, len(content)) == ((640, 800), face.size)
    assert PLACE not in content
    assert not drawn.getexif()


@pytest.mark.parametrize(("language", "alt"), [("ja", "熊田 澄香"), ("en", "Sumika Kumada")])
def test_a_portrait_is_told_by_the_name(editor, expert, mext_staff, language, alt):
    send(editor, expert, jpeg(width=1000, height=1250))
    mext_staff.language = language
    mext_staff.save()
    page = editor.get(reverse("outreach:expert", args=[expert.pk])).content.decode()
    address = reverse("outreach:portrait_file", args=[face_of(expert).pk])
    assert f'src="{address}" width="640" height="800" alt="{alt}"' in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (png_of_size(10_000, 10_000), "a.png", "写真が大きすぎます（10000×10000画素）"),
        (png_of_size(10_001, 10_001), "a.png", "4000万画素までに縮めてください"),
        (jpeg(width=300, height=300), "a.jpg", "写真が小さすぎます"),
        (jpeg(width=640, height=17_000), "a.jpg", "写真が細長すぎます"),
        (jpeg()[:2000], "a.jpg", "壊れている"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "JPEGかPNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "中身がPNGではありません"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "JPEGかPNG"),
        (b"", "a.jpg", "ファイル"),
        (None, "", "必須"),
    ],
)
def test_what_is_no_picture_or_too_much_is_refused_and_nothing_kept(editor, expert, content, name, words):
    files = kept_files()
    answer = send(editor, expert, content, name=name)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert face_of(expert) is None
    assert not Portrait.objects.exists()
    assert kept_files() == files


def test_what_is_too_much_is_told_in_english(editor, expert, mext_staff):
    mext_staff.language = "en"
    mext_staff.save()
    page = send(editor, expert, png_of_size(10_000, 10_000), name="a.png").content.decode()
    assert "10000" in page
    assert "Portrait" in page
    assert "写真" not in page


def test_a_new_portrait_takes_the_place_of_the_old_and_one_taken_away_leaves_its_file_to_the_sweep(editor, expert):
    send(editor, expert, jpeg())
    first = face_of(expert).pk
    send(editor, expert, jpeg(width=900, height=900))
    second = face_of(expert).pk
    assert set(Portrait.objects.values_list("pk", flat=True)) == {second}
    assert editor.get(reverse("outreach:portrait_file", args=[first])).status_code == 404
    assert keepers.known([first, second]) == {second}
    editor.post(reverse("outreach:portrait_remove", args=[expert.pk]), {"version": expert.version})
    assert (face_of(expert), Portrait.objects.count(), keepers.known([second])) == (None, 0, set())
    history = editor.get(reverse("outreach:expert_history", args=[expert.pk])).content.decode()
    assert history.count("顔写真") >= 3


def test_of_two_who_replace_it_at_once_the_second_is_told(editor, expert):
    seen = expert.version
    send(editor, expert, jpeg())
    first = face_of(expert)
    files = kept_files()
    assert send(editor, expert, jpeg(width=900, height=900), version=seen).status_code == 409
    gone = editor.post(reverse("outreach:portrait_remove", args=[expert.pk]), {"version": seen})
    assert gone.status_code == 409
    assert (face_of(expert), kept_files(), Portrait.objects.count()) == (first, files, 1)


def test_who_may_not_change_the_entry_may_not_change_its_face(client, expert, cao):
    client.force_login(UserFactory(organisation=cao))
    assert send(client, expert, jpeg()).status_code == 403
    assert face_of(expert) is None
    assert (
        reverse("outreach:portrait", args=[expert.pk])
        not in client.get(reverse("outreach:expert", args=[expert.pk])).content.decode()
    )


def test_a_face_goes_where_its_entry_goes(client, editor, expert, cao, mext_staff, french_attache):
    send(editor, expert, jpeg())
    address = reverse("outreach:portrait_file", args=[face_of(expert).pk])
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(french_attache)
    assert client.get(address).status_code in (403, 404)
    client.force_login(UserFactory(organisation=cao))
    assert client.get(address).status_code == 200
    expert.handling, expert.access_group = Handling.RESTRICTED, AccessGroup.objects.create(name="名簿")
    expert.save()
    assert client.get(address).status_code == 404
    expert.access_group.members.add(mext_staff)
    client.force_login(mext_staff)
    assert client.get(address).status_code == 200
    noted = AuditEntry.objects.get(act=Act.RESTRICTED_READ)
    assert (noted.actor, noted.record_id) == (mext_staff, str(expert.pk))


def test_programs_read_replace_and_take_away_a_portrait(editor, expert, cao, client):
    entry = f"/api/v1/experts/{expert.pk}/"
    address = f"{entry}portrait/"
    assert editor.get(address).status_code == 404
    assert editor.get(entry).json()["portrait"] is None

    def put(content, **headers):
        body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("顔.jpg", content)})
        return editor.put(address, body, content_type=MULTIPART_CONTENT, headers=headers)

    etag = editor.get(entry)["ETag"]
    assert put(jpeg()).status_code == 428
    assert put(b"no picture", **{"If-Match": etag}).status_code == 400
    answer = put(jpeg(), **{"If-Match": etag})
    assert answer.status_code == 200
    assert answer.json()["portrait"] == str(face_of(expert).pk)
    assert put(jpeg(), **{"If-Match": etag}).status_code == 412
    shown = editor.get(address)
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/webp", "private, no-store")
    client.force_login(UserFactory(organisation=cao))
    assert client.delete(address, headers={"If-Match": answer["ETag"]}).status_code == 403
    client.force_login(UserFactory(organisation=expert.owner))
    assert client.delete(address, headers={"If-Match": client.get(entry)["ETag"]}).status_code == 200
    assert face_of(expert) is None
