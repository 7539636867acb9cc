"""The sets of agreements, projects and of what is kept from some readers, whose history is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.tracked_sets import track_set
from partners.models.agreements import AcademicAgreement, Agreement
from partners.models.partner import Relation
from partners.models.people import Person, Secondment
from partners.models.projects import Project
from partners.models.stances import Risk, Stance

track_set("AgreementCommittee", Agreement.committees, _("協定の合同委員会"))
track_set("AcademicAgreementTheme", AcademicAgreement.themes, _("学術交流協定の分野"))
track_set("ProjectPartner", Project.partners, _("案件の相手"))
track_set("ProjectTheme", Project.themes, _("案件のテーマ"))
track_set("RelationSharedWith", Relation.shared_with, _("優先度の共有先"))
track_set("PersonSharedWith", Person.shared_with, _("人の共有先"))
track_set("SecondmentSharedWith", Secondment.shared_with, _("職員派遣の共有先"))
track_set("StanceSharedWith", Stance.shared_with, _("スタンスの共有先"))
track_set("RiskSharedWith", Risk.shared_with, _("リスクの共有先"))
