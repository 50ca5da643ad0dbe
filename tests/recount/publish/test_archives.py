import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from recount.publish.archives import DATE, pack, unpack

NAMES = st.text("abcz/_.", min_size=1, max_size=12).filter(lambda name: not name.endswith("/"))


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_what_was_packed_comes_back_in_order_and_packs_to_the_same_bytes(files):
    packed = pack(files)
    assert list(unpack(packed).items()) == list(files.items())
    assert pack(unpack(packed)) == packed


def test_an_archive_carries_no_time_and_keeps_what_can_be_run():
    packed = pack({"a/run": b"1", "a/text": b"2"}, programs={"a/run"})
    entries = zipfile.ZipFile(io.BytesIO(packed)).infolist()
    assert [entry.date_time for entry in entries] == [DATE, DATE]
    assert [oct(entry.external_attr >> 16) for entry in entries] == ["0o100755", "0o100644"]
