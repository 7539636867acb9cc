"""Papers people hand around: one description, a PDF and a DOCX of it. Knows no domain.

    paper = Paper(
        title="第18回 合同委員会 議題", second="Joint Committee, 18th session: agenda", marking="政府部内限り",
        language="ja", date_line=on_paper(meeting.start_date), author="外務省",
        blocks=[Heading("1　開会", note="09:30  10分"), *prose(item.note, label="メモ"), Table([...], [...])],
        notes=["書き出した人: …"],
    )
    write, media_type = WRITERS["pdf"]        # or "docx"
    content = write(paper)

The caller cuts the rows to its reader's rights, says the highest level inside as `marking`, and writes the audit.
Every text is shown as it is: nothing in it is markup, code or a field, in neither format. Only `prose()` reads
Markdown, the portal's own.
"""

from diplomacy.papers.eras import on_paper
from diplomacy.papers.model import Bullets, Facts, Heading, Paper, Paragraph, Run, Space, Table
from diplomacy.papers.pdf import PDF_TYPE, pages_used, pdf_file
from diplomacy.papers.prose import prose
from diplomacy.papers.word import DOCX_TYPE, docx_file

WRITERS = {"pdf": (pdf_file, PDF_TYPE), "docx": (docx_file, DOCX_TYPE)}

__all__ = [
    "WRITERS",
    "Bullets",
    "Facts",
    "Heading",
    "Paper",
    "Paragraph",
    "Run",
    "Space",
    "Table",
    "docx_file",
    "on_paper",
    "pages_used",
    "pdf_file",
    "prose",
]
