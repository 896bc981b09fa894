"""Pictures from phones: no position leaves the phone, evidence keeps its pixels, photographs of sessions are small."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.attachments import pictures, service, storage
from tracker.attachments.models import Attachment
from tracker.attachments.refusals import RefusedFile
from tracker.organizations.models import Council

pytestmark = pytest.mark.unit

GPS, MAKE = 0x8825, 0x010F
SECRET = (b"Phone", b"Hai Phong", b"xap/1.0", b"MOTION")


def photograph(size: tuple[int, int] = (3000, 2000), orientation: int = 6) -> bytes:
    """As a phone takes it: lying on its side, with position, maker, XMP, a comment and a film behind it."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[MAKE] = "Phone"
    exif[pictures.ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (20.0, 51.0, 53.0), 3: "E", 4: (106.0, 41.0, 2.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"Hai Phong", xmp=b"<x:xmpmeta>Hai Phong</x:xmpmeta>", quality=90)
    return out.getvalue() + b"MOTION" + b"\0" * 100


def screenshot() -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("Location", "Hai Phong")
    exif = Image.Exif()
    exif[MAKE] = "Phone"
    out = io.BytesIO()
    Image.effect_noise((60, 40), 60).save(out, "PNG", pnginfo=about, exif=exif)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_the_photograph_of_the_tests_knows_where_it_was_taken() -> None:
    assert opened(photograph()).getexif().get_ifd(GPS)[2] == (20.0, 51.0, 53.0)


def test_position_and_everything_else_a_camera_tells_is_removed_and_no_pixel_is_touched() -> None:
    before = photograph()
    after = pictures.without_data(before, pictures.JPEG)
    assert not [word for word in SECRET if word in after]
    assert dict(opened(after).getexif().get_ifd(GPS)) == {}
    assert opened(after).tobytes() == opened(before).tobytes()
    assert dict(opened(after).getexif()) == {pictures.ORIENTATION: 6}


def test_a_progressive_picture_in_several_scans_stays_whole() -> None:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(out, "JPEG", progressive=True, comment=b"Hai Phong")
    after = pictures.without_data(out.getvalue(), pictures.JPEG)
    assert opened(after).tobytes() == opened(out.getvalue()).tobytes()
    assert b"Hai Phong" not in after


def test_what_says_nothing_stays_as_it_came() -> None:
    for kind, mime in (("JPEG", pictures.JPEG), ("PNG", pictures.PNG)):
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, kind)
        assert pictures.without_data(out.getvalue(), mime) == out.getvalue()


def test_words_in_a_png_are_removed_too() -> None:
    before = screenshot()
    after = pictures.without_data(before, pictures.PNG)
    assert [word for word in SECRET if word in before]
    assert not [word for word in SECRET if word in after]
    assert opened(after).tobytes() == opened(before).tobytes()


def test_a_photograph_is_scaled_down_and_stands_upright() -> None:
    after = opened(small := pictures.scaled(photograph(), pictures.JPEG))
    assert after.size == (1333, 2000)
    assert dict(after.getexif()) == {}
    assert not [word for word in SECRET if word in small]


def test_a_png_stays_a_png() -> None:
    out = io.BytesIO()
    Image.new("RGB", (4000, 1000)).save(out, "PNG")
    after = opened(pictures.scaled(out.getvalue(), pictures.PNG))
    assert (after.format, after.size) == ("PNG", (2000, 500))


def test_what_no_picture_follows_is_broken() -> None:
    with pytest.raises((pictures.Broken, OSError)):
        pictures.without_data(b"\xff\xd8\xff\xe1", pictures.JPEG)
    with pytest.raises(pictures.Broken):
        pictures.without_data(b"not a picture", pictures.PNG)


@pytest.fixture
def owner(db_session: Session) -> tuple[int, int]:
    user, council = User(username="ai", full_name="Ai", sort_key=b""), Council(code="C", name="C", level="province")
    db_session.add_all([user, council])
    db_session.flush()
    return user.id, council.id


def kept(file: Attachment) -> bytes:
    with storage.current().open(file.sha256) as content:
        return content.read()


def test_evidence_is_kept_without_its_position(owner: tuple[int, int]) -> None:
    file = service.store(io.BytesIO(photograph()), "minh-chung.jpg", *owner)
    assert not [word for word in SECRET if word in kept(file)]
    assert opened(kept(file)).size == (3000, 2000)
    assert file.size == len(kept(file))


def test_the_original_of_a_photograph_is_kept_nowhere(owner: tuple[int, int]) -> None:
    before = set(storage.current().hashes())
    file = service.store(io.BytesIO(photograph()), "anh.jpg", *owner, is_photograph=True)
    assert set(storage.current().hashes()) - before == {file.sha256}
    assert max(opened(kept(file)).size) == pictures.LONGEST_SIDE


def test_a_picture_handed_in_before_becomes_a_photograph(owner: tuple[int, int]) -> None:
    file = service.store(io.BytesIO(photograph()), "anh.jpg", *owner)
    service.scale_down(file)
    assert max(opened(kept(file)).size) == pictures.LONGEST_SIDE


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "anh.heif", "doi-ten.jpg"])
def test_the_iphones_own_format_is_refused_with_what_to_do(owner: tuple[int, int], name: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="Tương thích nhất"):
        service.store(io.BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 40), name, *owner)
