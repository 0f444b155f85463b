"""What is in this Office file? The members of a Word or Excel package (ECMA-376), within the limits.

A member that unpacks to too much is never unpacked, and an XML member with a document type is refused: that is where
entities that grow without end are declared.
"""

import zipfile
import zlib
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element

from sitrep.errors import DocumentError
from sitrep.ingest import limits

LOCKED = 1
"""Bit of a member's flags (APPNOTE.TXT, 4.4.4)."""
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""What Word calls its elements in a "Strict Open XML Document", and what it calls them in all others."""
BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error)
"""What zipfile raises on members that are not where their list says."""


class Package:
    """The members of a package by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise DocumentError(f"damaged: {error}", "Download it again, or save it anew.") from None

    def names(self) -> list[str]:
        """The names of all members."""
        return self._zip.namelist()

    def check(self) -> None:
        """Raises DocumentError where any member is beyond a limit."""
        for info in self._zip.infolist():
            self._check(info)

    def read(self, name: str) -> bytes:
        """The bytes of a member; b"" where there is none. Raises DocumentError for one that is damaged or too large."""
        try:
            info = self._zip.getinfo(name)
            self._check(info)
            if info.flag_bits & LOCKED:
                raise DocumentError("locked with a password", "Give it without the password.")
            return self._zip.read(info)
        except KeyError:
            return b""
        except BROKEN as error:
            raise DocumentError(f"damaged: {name}: {error}", "Download it again, or save it anew.") from None

    def xml(self, name: str) -> Element | None:
        """The root of an XML member, None where there is none. Nothing outside of it is ever read."""
        data = self.read(name)
        if not data.strip():
            return None
        if b"<!DOCTYPE" in data[:4096]:
            raise DocumentError(f"{name} declares a document type, which no Office file does", "Save it anew.")
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise DocumentError(f"damaged: {name}: {error.msg}", "Download it again, or save it anew.") from None

    @staticmethod
    def _check(info: zipfile.ZipInfo) -> None:
        if info.file_size > limits.MEMBER_BYTES:
            most = limits.MEMBER_BYTES // 2**20
            raise DocumentError(f"{info.filename} unpacks to more than {most} MB, the limit of a member", "Split it.")
        if info.file_size > limits.MEMBER_RATIO * max(info.compress_size, 1) and info.file_size > 2**20:
            raise DocumentError(f"{info.filename} unpacks to more than {limits.MEMBER_RATIO} times its size, the limit")
