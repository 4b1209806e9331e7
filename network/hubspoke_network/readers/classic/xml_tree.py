"""XML from strangers as a small tree with positions: no document type, no entities, nothing external, bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

from hubspoke_network.core import ReadError
from hubspoke_network.readers.classic.files import refuse_large

MAXIMUM_ELEMENTS = 100_000
MAXIMUM_DEPTH = 32
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """One element: local name, namespace, where it starts (1-based line), attributes by local name, stripped text."""

    name: str
    namespace: str
    line: int
    attributes: Mapping[str, str]
    children: "tuple[Element, ...]"
    text: str

    def all(self, name: str) -> "list[Element]":
        """The children of that name in this element's namespace, in order."""
        return [child for child in self.children if child.name == name and child.namespace == self.namespace]


@dataclass(slots=True)
class _Open:
    """An element whose end has not been seen."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Bound(SAXException):
    """The document has more elements, or nests deeper, than any configuration does."""


class _TreeBuilder(ContentHandler):
    """Builds `Element`s and stops at the bounds."""

    def __init__(self, parser: DefusedExpatParser) -> None:
        super().__init__()
        self._parser = parser
        self._open: list[_Open] = []
        self._count = 0
        self.root: Element | None = None

    def startElementNS(  # noqa: N802 - the name SAX calls
        self,
        name: tuple[str | None, str],
        qname: str | None,  # noqa: ARG002
        attrs: AttributesNSImpl,
    ) -> None:
        self._count += 1
        if self._count > MAXIMUM_ELEMENTS:
            raise _Bound(f"has more than {MAXIMUM_ELEMENTS:,} elements")
        if len(self._open) >= MAXIMUM_DEPTH:
            raise _Bound(f"nests deeper than {MAXIMUM_DEPTH} elements")
        attributes = {local: value for (_, local), value in attrs.items()}
        self._open.append(_Open(name[1], name[0] or "", self._parser.getLineNumber() or 0, attributes))

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].text.append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: ARG002, N802
        done = self._open.pop()
        element = Element(
            done.name, done.namespace, done.line, done.attributes, tuple(done.children), "".join(done.text).strip()
        )
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element


def parse_tree(data: bytes, subject: str) -> Element:
    """The root element of `data`.

    Raises `ReadError` with subject, line and column: too big, not XML, cut off, an encoding other than the declared
    one, a document type, an entity, an external reference.
    """
    refuse_large(data, subject)
    parser = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    builder = _TreeBuilder(parser)
    parser.setContentHandler(builder)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except DTDForbidden:
        raise _refused(subject, parser, "holds a document type (DOCTYPE); remove it") from None
    except DefusedXmlException:
        raise _refused(subject, parser, "holds an entity or an external reference; remove it") from None
    except SAXParseException as error:
        where = f"{subject}:{error.getLineNumber()}:{(error.getColumnNumber() or 0) + 1}"
        raise ReadError(f"{where}: not well-formed XML: {error.getMessage()}; export the file again") from None
    except _Bound as bound:
        raise _refused(subject, parser, f"{bound.getMessage()}; no network configuration does") from None
    except (LookupError, ValueError) as error:
        raise _refused(subject, parser, f"encoding cannot be read ({error}); save it as UTF-8") from None
    if builder.root is None:
        raise ReadError(f"{subject} is empty; export the file again")
    return builder.root


def _refused(subject: str, parser: DefusedExpatParser, what: str) -> ReadError:
    return ReadError(f"{subject}:{parser.getLineNumber()}:{(parser.getColumnNumber() or 0) + 1}: {what}")
