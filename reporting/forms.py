"""The forms a document is written in: what writes each, and what browsers and mail call it."""

from collections.abc import Callable, Mapping

from domain.handed_out import Form
from reporting import docx, html, pdf, workbook
from reporting.document import Document

_WRITE: Mapping[Form, Callable[[Document], bytes]] = {
    Form.PDF: pdf.write,
    Form.DOCX: docx.write,
    Form.XLSX: workbook.write,
    Form.HTML: html.write,
}
MIME: Mapping[Form, str] = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.HTML: "text/html",
}


def write(document: Document, form: Form) -> bytes:
    """The document as a file of that form."""
    return _WRITE[form](document)


def file_name(document: Document, form: Form) -> str:
    """What its file is called: plain letters, so that it can lie in any folder."""
    return f"{document.name}.{form.value}"
