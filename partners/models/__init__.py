"""With whom Japan works: themes, partners, organisations, agreements, projects, bases, figures, people, stances.

Reference facts are public, each with its source. What is inside government (priority, persons, stances, risks,
secondments) is `Handled`. Whatever people edit is `Versioned`.
"""

from partners.models.agreements import AcademicAgreement, Agreement
from partners.models.bases import Base
from partners.models.erasures import Erasure
from partners.models.figures import IndicatorValue, LoadedRow, ProgrammeStat
from partners.models.imports import ImportJob
from partners.models.named import DatePrecision, Named
from partners.models.organisations import FOREIGN_MINISTRY, Organisation
from partners.models.partner import Partner, Relation
from partners.models.people import ERASED, Person, Post, Secondment
from partners.models.projects import Project
from partners.models.stances import Risk, Stance
from partners.models.themes import Theme, ThemeOwner

import partners.models.sets  # isort: skip  # noqa: F401  (says which sets keep their history)

__all__ = [
    "ERASED",
    "FOREIGN_MINISTRY",
    "AcademicAgreement",
    "Agreement",
    "Base",
    "DatePrecision",
    "Erasure",
    "ImportJob",
    "IndicatorValue",
    "LoadedRow",
    "Named",
    "Organisation",
    "Partner",
    "Person",
    "Post",
    "ProgrammeStat",
    "Project",
    "Relation",
    "Risk",
    "Secondment",
    "Stance",
    "Theme",
    "ThemeOwner",
]
