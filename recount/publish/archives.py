"""Archives with the same bytes every time: fixed dates, fixed order, fixed permissions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

#: The earliest date that a zip archive can hold; a real one would change the bytes from day to day.
DATE = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes], programs: Collection[str] = ()) -> bytes:
    """Return a zip archive of some files.

    Parameters
    ----------
    files : mapping of str to bytes
        Path inside the archive, with forward slashes, and content; kept in this order.
    programs : collection of str
        Paths of those that can be run.

    Returns
    -------
    bytes
        The archive; the same files in the same order give the same bytes.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip archive by path, in the archive's order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
