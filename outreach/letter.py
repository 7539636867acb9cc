"""The letter that invites an expert, as DOCX to be finished by hand and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from accounts.handling import Handling
from diplomacy.papers import WRITERS, Paper, on_paper
from diplomacy.papers.model import Facts, Paragraph
from diplomacy.papers.naming import file_name
from diplomacy.papers.prose import prose
from outreach.models import Dispatch, Expert


@dataclass(frozen=True)
class Made:
    name: str
    content: bytes
    media_type: str


def letter_file(dispatch: Dispatch, expert: Expert, form: str, *, actor: Any, now: datetime) -> Made:
    paper = letter(dispatch, expert, actor=actor, now=now)
    write, media_type = WRITERS[form]
    return Made(file_name(paper.title, paper.marking, form), write(paper), media_type)


def letter(dispatch: Dispatch, expert: Expert, *, actor: Any, now: datetime) -> Paper:
    """In Japanese: its reader is a Japanese researcher. It tells what was approved and nothing of the choice.

    What is for those inside government in general goes out to its addressee without that word on it; what is kept to
    a list of people says so here too.
    """
    restricted = dispatch.handling == Handling.RESTRICTED
    with translation.override("ja"):
        return Paper(
            title="科学技術外交推進専門家交流事業への御協力について（依頼）",
            marking=str(Handling(dispatch.handling).label) if restricted else "",
            second=_addressee(expert),
            date_line=on_paper(timezone.localtime(now).date()),
            author=actor.organisation.name_ja if actor.organisation else "",
            blocks=[
                Paragraph(
                    "時下ますます御清祥のこととお慶び申し上げます。このたび下記のとおり、海外での講演等をお願いしたく、"
                    "御多用のところ恐縮ですが、御検討くださいますようお願い申し上げます。"
                ),
                Paragraph("記", place="center"),
                Facts(_terms(dispatch)),
                *prose(dispatch.purpose_ja, label="目的"),
                Paragraph("以上", place="right"),
                Paragraph(
                    f"（担当）{actor.organisation.name_ja if actor.organisation else ''}　{actor.get_full_name()}"
                ),
            ],
            notes=["見本です。実際の依頼ではありません。"] if dispatch.is_sample else [],
            is_letter=True,
        )


def _addressee(expert: Expert) -> str:
    institution = expert.institution.name_ja if expert.institution else ""
    place = "　".join(part for part in (institution, expert.post_ja) if part)
    return "\n".join(line for line in (place, f"{expert.name_ja or expert.name_en}　様") if line)


def _terms(dispatch: Dispatch) -> list[tuple[str, str]]:
    return [
        ("件名", dispatch.title_ja),
        ("期間", on_paper(dispatch.starts_on, dispatch.ends_on)),
        ("派遣先", "　".join(part for part in (dispatch.partner.name_ja, dispatch.city) if part)),
        ("テーマ", dispatch.theme.name_ja),
        ("講演の言語", str(dispatch.get_language_display())),
        ("想定する聞き手", dispatch.audience or "調整中"),
    ]
