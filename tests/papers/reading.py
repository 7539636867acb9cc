"""What a reader finds in a PDF or a DOCX."""

import io
import re

from docx import Document
from pypdf import PdfReader


def pdf_pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def pdf_text(content: bytes) -> str:
    return "\n".join(pdf_pages(content))


def docx_text(content: bytes) -> str:
    """Body, tables and the head of the page, in one."""
    document = Document(io.BytesIO(content))
    body = "\n".join(text.text or "" for text in document.element.body.iter() if text.tag.endswith(("}t", "}br")))
    head = "\n".join(line.text for line in document.sections[0].header.paragraphs)
    return f"{head}\n{body}"


def squeezed(text: str) -> str:
    """Without the gaps and line breaks that come of setting the text."""
    return re.sub(r"\s", "", text)


READERS = {"pdf": pdf_text, "docx": docx_text}
