"""The picture of a story: drawn anew without what a camera wrote, sized, refused where it is too much."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from PIL import Image

from diplomacy.uploads import keepers, store
from outreach.models import Picture, Rendition, Story
from tests.factories.accounts import UserFactory
from tests.factories.outreach import StoryFactory

pytestmark = pytest.mark.django_db
PLACE = b"35.6895N139.6917E"


def jpeg(width=1800, height=1200, orientation=1):
    """A photograph that says where it was taken."""
    picture = Image.new("RGB", (width, height), (120, 160, 200))
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif[0x0112] = orientation
    exif[0x9286] = PLACE.decode()
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=exif.tobytes(), comment=PLACE)
    return target.getvalue()


def png_of_size(width, height):
    """A PNG whose header promises so many pixels, and holds none of them."""

    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.fixture
def story(mext, mext_staff):
    return StoryFactory(owner=mext, written_by=mext_staff)


@pytest.fixture
def editor(client, mext_staff):
    client.force_login(mext_staff)
    return client


def send(editor, story, content=None, name="写真.jpg", **fields):
    story.refresh_from_db()
    body = {"version": story.version, "alt_ja": "海と船", "alt_en": "Sea and ship", "credit": "", **fields}
    if content is not None:
        body["file"] = SimpleUploadedFile(name, content)
    return editor.post(reverse("outreach:picture", args=[story.pk]), body)


def test_a_picture_is_drawn_anew_in_each_size(editor, story):
    assert send(editor, story, jpeg()).status_code == 302
    sizes = [(one.width, one.height, one.media_type) for one in Rendition.objects.order_by("width", "media_type")]
    assert sizes == [
        (480, 320, "image/webp"),
        (960, 640, "image/webp"),
        (1600, 1067, "image/jpeg"),
        (1600, 1067, "image/webp"),
    ]
    for row in Rendition.objects.all():
        content = store.open_kept(row.pk).read()
        drawn = Image.open(io.BytesIO(content))
        assert (drawn.width, drawn.height, len(content)) == (row.width, row.height, row.size)
        assert PLACE not in content
        assert b"Camera" not in content
        assert not drawn.getexif()
        assert "icc_profile" not in drawn.info
    assert keepers.known([row.pk for row in Rendition.objects.all()]) == {r.pk for r in Rendition.objects.all()}


def test_a_picture_taken_on_its_side_stands_upright(editor, story):
    send(editor, story, jpeg(width=1200, height=800, orientation=6))
    assert {(one.width, one.height) for one in Rendition.objects.filter(width=800)} == {(800, 1200)}


def test_transparency_is_laid_on_white(editor, story):
    target = io.BytesIO()
    Image.new("RGBA", (700, 500), (0, 0, 0, 0)).save(target, "PNG")
    assert send(editor, story, target.getvalue(), name="a.png").status_code == 302
    drawn = Image.open(store.open_kept(Rendition.objects.filter(media_type="image/jpeg").get().pk))
    assert min(drawn.getpixel((350, 250))) > 250


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (png_of_size(10_000, 10_000), "a.png", "写真が大きすぎます"),
        (png_of_size(12_000, 12_000), "a.png", "写真が大きすぎます（12000×12000画素）"),
        (jpeg(width=300, height=300), "a.jpg", "写真が小さすぎます"),
        (png_of_size(1000, 1000), "a.png", "壊れている"),
        (jpeg()[:2000], "a.jpg", "壊れている"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "中身がPNGではありません"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "JPEGかPNG"),
        (b"", "a.jpg", ""),
        (None, "", "写真のファイルを選んでください"),
    ],
)
def test_what_is_no_picture_or_too_much_is_refused(editor, story, content, name, words):
    answer = send(editor, story, content, name=name)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Picture.objects.exists()
    assert not list(store.path_of(story.pk).parent.parent.glob("??/*"))


@pytest.mark.parametrize("missing", ["alt_ja", "alt_en"])
def test_a_picture_without_its_words_is_refused(editor, story, missing):
    assert send(editor, story, jpeg(), **{missing: " "}).status_code == 400
    assert not Picture.objects.exists()


def test_a_new_picture_takes_the_place_of_the_old_and_asks_for_a_new_check(editor, story, mofa_staff):
    send(editor, story, jpeg())
    first = set(Rendition.objects.values_list("pk", flat=True))
    Story.objects.update(state="translated", checked_by=mofa_staff)
    assert send(editor, story, jpeg(width=900, height=600)).status_code == 302
    story.refresh_from_db()
    assert (story.state, story.checked_by) == ("draft", None)
    assert not first & set(Rendition.objects.values_list("pk", flat=True))
    assert Picture.objects.count() == 1
    assert send(editor, story, alt_ja="別の言い方").status_code == 302
    assert Picture.objects.get().alt_ja == "別の言い方"
    gone = editor.post(reverse("outreach:picture_remove", args=[story.pk]), {"version": 99})
    assert (gone.status_code, Picture.objects.count()) == (409, 1)
    story.refresh_from_db()
    editor.post(reverse("outreach:picture_remove", args=[story.pk]), {"version": story.version})
    assert not Rendition.objects.exists()


def test_a_published_story_keeps_its_picture(editor, story):
    Story.objects.update(state="published", publish_at="2020-01-01T00:00Z")
    assert send(editor, story, jpeg()).status_code == 400


def test_a_picture_goes_where_its_story_goes(client, editor, story):
    send(editor, story, jpeg())
    address = reverse("outreach:picture_file", args=[Rendition.objects.first().pk])
    assert editor.get(address).status_code == 200
    client.logout()
    assert client.get(address).status_code == 404
    Story.objects.update(state="published", publish_at="2020-01-01T00:00Z")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")
    page = client.get(reverse("outreach:public_story", args=["en", story.pk])).content.decode()
    assert 'alt="Sea and ship"' in page
    assert 'width="1600" height="1067"' in page
    assert "480w" in page
    assert 'property="og:image"' in page


def put(client, story, content=None, etag="", **words):
    body = {"alt_ja": "海と船", "alt_en": "Sea and ship", **words}
    if content is not None:
        body["file"] = SimpleUploadedFile("写真.jpg", content)
    return client.put(
        f"/api/v1/stories/{story.pk}/picture/",
        encode_multipart(BOUNDARY, body),
        content_type=MULTIPART_CONTENT,
        headers={"If-Match": etag} if etag else {},
    )


def test_programs_put_a_picture_on_and_take_it_off(editor, client, story, mofa, mofa_staff):
    entry, address = f"/api/v1/stories/{story.pk}/", f"/api/v1/stories/{story.pk}/picture/"
    Story.objects.update(state="checked", checked_by=mofa_staff)
    etag = editor.get(entry)["ETag"]
    assert (editor.get(address).status_code, editor.get(entry).json()["picture"]) == (404, None)
    assert editor.delete(address, headers={"If-Match": etag}).json()["state"] == "checked"
    assert put(editor, story, jpeg()).status_code == 428
    assert put(editor, story, b"no picture", etag).status_code == 400
    assert [fault["field"] for fault in put(editor, story, None, etag).json()["errors"]] == ["file"]
    assert put(editor, story, jpeg(), etag, alt_en="").status_code == 400
    answer = put(editor, story, jpeg(), etag, credit="撮影者")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["picture"]) == ("draft", str(Picture.objects.get().pk))
    assert put(editor, story, jpeg(), etag).status_code == 412
    shown = editor.get(address).json()
    assert (shown["alt_en"], shown["credit"]) == ("Sea and ship", "撮影者")
    assert [(one["width"], one["media_type"]) for one in shown["sizes"]][:2] == [
        (480, "image/webp"),
        (960, "image/webp"),
    ]
    assert editor.get(shown["sizes"][0]["file"])["Content-Type"] == "image/webp"
    answer = put(editor, story, etag=answer["ETag"], alt_en="A ship at sea")
    assert (Picture.objects.get().alt_en, Rendition.objects.count()) == ("A ship at sea", 4)
    client.force_login(UserFactory(organisation=mofa))
    assert client.delete(address, headers={"If-Match": client.get(entry)["ETag"]}).status_code == 403
    client.force_login(UserFactory(organisation=story.owner))
    assert client.delete(address, headers={"If-Match": client.get(entry)["ETag"]}).json()["picture"] is None
    assert not Picture.objects.exists()


def test_programs_leave_a_published_story_its_picture(editor, client, story, french_attache):
    answer = put(editor, story, jpeg(), editor.get(f"/api/v1/stories/{story.pk}/")["ETag"])
    address = f"/api/v1/stories/{story.pk}/picture/"
    client.force_login(french_attache)
    assert client.get(address).status_code == 404
    Story.objects.update(state="published", publish_at="2020-01-01T00:00Z")
    assert client.get(address).json()["id"] == answer.json()["picture"]
    client.force_login(UserFactory(organisation=story.owner))
    etag = client.get(f"/api/v1/stories/{story.pk}/")["ETag"]
    assert put(client, story, jpeg(), etag).status_code == 400
    assert client.delete(address, headers={"If-Match": etag}).status_code == 400
