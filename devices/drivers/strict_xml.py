"""A device's XML, read as a stranger's: no document types, no entities of its own, nothing endless."""

import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass, field

from devices.troubles import AnswerUnreadable

MOST_BYTES = 512 * 1024  # the longest real ScannerCapabilities seen have 60 kB
MOST_ELEMENTS = 20_000
DEEPEST = 32
LONGEST_TEXT = 4096


@dataclass(slots=True)
class Element:
    """`name` without its prefix: firmware is careless about namespaces and never ambiguous about names."""

    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Element"]:
        """Every element of that name below this one, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def find(self, *path: str) -> "Element | None":
        """The first element at the end of a path of children."""
        found = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None)
            if found is None:
                return None
        return found

    def word(self, *path: str) -> str:
        """The text at the end of a path, "" where there is none."""
        found = self.find(*path)
        return found.text.strip() if found else ""

    def count(self, *path: str, most: int = 1_000_000) -> int | None:
        """The whole number at the end of a path. Raises AnswerUnreadable for anything else that stands there."""
        word = self.word(*path)
        if not word:
            return None
        if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word) <= most):
            raise AnswerUnreadable(f"{'/'.join(path)} is no sensible number")
        return int(word)


def read_xml(content: bytes, root: str) -> Element:
    """The element `root` that the document consists of. Raises AnswerUnreadable for everything that is not that."""
    if len(content) > MOST_BYTES:
        raise AnswerUnreadable(f"{len(content)} bytes of XML")
    top = Element("")
    open_elements, elements = [top], 0

    def begin(name: str, _attributes) -> None:
        nonlocal elements
        elements += 1
        if elements > MOST_ELEMENTS or len(open_elements) > DEEPEST:
            raise AnswerUnreadable("XML without end")
        element = Element(name.rpartition(":")[2])
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        open_elements.pop()

    def say(text: str) -> None:
        element = open_elements[-1]
        if len(element.text) > LONGEST_TEXT:
            raise AnswerUnreadable("XML with an endless text")
        element.text += text

    def refuse(*_) -> None:
        raise AnswerUnreadable("XML with a document type of its own")

    # The encoding is given and not asked of the document: eSCL is UTF-8, and a stranger names no codec here.
    parser = xml.parsers.expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, say
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except xml.parsers.expat.ExpatError as error:
        raise AnswerUnreadable(f"no XML: {error}") from error
    if top.children[0].name != root:
        raise AnswerUnreadable(f"expected {root}")
    return top.children[0]
