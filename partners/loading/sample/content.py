"""What is inside government about a few partners, as marked samples: people are invented, stances are examples.

Each list holds rows by partner; slugs name records of the reference files.
"""

from partners.models import Project, Relation, Risk, Stance

Priority, Kind = Relation.Priority, Stance.Kind
# Who keeps the relation in the demo; the foreign ministry may write everywhere.
DESKS = {"FR": "mofa", "DE": "mofa", "US": "mofa", "GB": "mofa", "eu": "cao", "KR": "mext", "IN": "mext"}

RELATIONS = [
    (
        "US",
        Priority.HIGH,
        "協定の期間が満了に近く、延長の協議を控えているため（見本）",
        "The agreement's term is near its end and its extension is to be talked about (sample)",
    ),
    (
        "FR",
        Priority.HIGH,
        "量子と極域で共同公募を準備しているため（見本）",
        "A joint call on quantum and polar research is being prepared (sample)",
    ),
    (
        "DE",
        Priority.HIGH,
        "水素と電池で産学の実証が進んでいるため（見本）",
        "Demonstrations on hydrogen and batteries are under way (sample)",
    ),
    ("GB", Priority.MEDIUM, "合同委員会が近く開かれるため（見本）", "The joint committee meets soon (sample)"),
    (
        "eu",
        Priority.HIGH,
        "枠組計画への参加の形を検討しているため（見本）",
        "The form of taking part in the framework programme is being considered (sample)",
    ),
    ("KR", Priority.MEDIUM, "局長級の会合を再開したため（見本）", "The directors-general meet again (sample)"),
    (
        "IN",
        Priority.MEDIUM,
        "人材交流の拡大を検討しているため（見本）",
        "More exchange of people is being considered (sample)",
    ),
]

# slug, partner, body, names (kanji or katakana, kana, romaji), title in both languages, since, until (years from today)
PEOPLE = [
    (
        "fr-1",
        "FR",
        "fr-cnrs",
        ("エロイーズ・マルタン（見本）", "えろいーず まるたん", "Eloise Martin (sample)"),
        ("国際協力部長", "Head of international co-operation"),
        -3,
        None,
    ),
    (
        "fr-2",
        "FR",
        "fr-anr",
        ("バスチアン・ルコント（見本）", "ばすちあん るこんと", "Bastien Lecomte (sample)"),
        ("共同公募担当課長", "Head of joint calls"),
        -5,
        -1,
    ),
    (
        "fr-3",
        "FR",
        "fr-anr",
        ("マエル・デュボワ（見本）", "まえる でゅぼわ", "Maelle Dubois (sample)"),
        ("共同公募担当課長", "Head of joint calls"),
        -1,
        None,
    ),
    (
        "de-1",
        "DE",
        "de-bmbf",
        ("クララ・ホフマン（見本）", "くらら ほふまん", "Clara Hofmann (sample)"),
        ("アジア課長", "Head of division, Asia"),
        -2,
        None,
    ),
    (
        "de-2",
        "DE",
        "de-dfg",
        ("マルテ・ヴェーバー（見本）", "まるて ゔぇーばー", "Malte Weber (sample)"),
        ("国際部長", "Director, international affairs"),
        -4,
        None,
    ),
    (
        "us-1",
        "US",
        "us-ostp",
        ("ヘレン・カーター（見本）", "へれん かーたー", "Helen Carter (sample)"),
        ("国際担当次長", "Assistant director, international"),
        -1,
        None,
    ),
    (
        "gb-1",
        "GB",
        "gb-dsit",
        ("オリバー・ヒューズ（見本）", "おりばー ひゅーず", "Oliver Hughes (sample)"),
        ("国際科学課長", "Head of international science"),
        -2,
        None,
    ),
    ("kr-1", "KR", None, ("韓 志勲（見本）", "はん じふん", "Han Jihun (sample)"), None, None, None),
    (
        "cn-1",
        "CN",
        "cn-most",
        ("林 雪（見本）", "りん せつ", "Lin Xue (sample)"),
        ("国際協力司副司長", "Deputy director, international co-operation"),
        -2,
        None,
    ),
]
SUCCESSIONS = [("fr-2", "fr-3")]

# partner, theme, kind, reason in both languages
STANCES = [
    (
        "FR",
        "quantum",
        Kind.COOPERATE,
        "双方の拠点が補い合う（見本）",
        "The two sides' centres complete each other (sample)",
    ),
    ("FR", "arctic", Kind.COOPERATE, "観測網を共用できる（見本）", "Observation networks can be shared (sample)"),
    ("FR", "nuclear-energy", Kind.COMPETE, "第三国市場で競合する（見本）", "Rivals in third markets (sample)"),
    ("FR", "space", Kind.COOPERATE, "探査計画で分担がある（見本）", "Exploration is shared out (sample)"),
    ("DE", "hydrogen", Kind.COOPERATE, "供給網を共に作る（見本）", "A supply chain is built together (sample)"),
    ("DE", "batteries", Kind.COMPETE, "産業の中心が重なる（見本）", "Industries overlap (sample)"),
    ("DE", "semiconductors", Kind.PROTECT, "共同開発の範囲を限る（見本）", "Joint development is kept narrow (sample)"),
    ("US", "ai", Kind.COOPERATE, "安全性の評価を共に行う（見本）", "Safety is evaluated together (sample)"),
    ("US", "semiconductors", Kind.PROTECT, "輸出管理を前提に進める（見本）", "Within export control (sample)"),
    ("GB", "quantum", Kind.COOPERATE, "標準づくりで組む（見本）", "Partners in standards (sample)"),
    (
        "KR",
        "materials",
        Kind.COMPETE,
        "市場で競合し、標準では組める（見本）",
        "Rivals in markets, partners in standards (sample)",
    ),
    (
        "IN",
        "researcher-mobility",
        Kind.COOPERATE,
        "若手の受入れを広げる（見本）",
        "More young researchers are received (sample)",
    ),
]
RISKS = [
    (
        "FR",
        "quantum",
        Risk.Kind.PROPERTY,
        "共同成果の帰属を公募要領で定める必要がある（見本）",
        "The call must say who owns joint results (sample)",
    ),
    (
        "DE",
        "semiconductors",
        Risk.Kind.LEAKAGE,
        "第三国からの参加者の確認手順が要る（見本）",
        "Participants from third countries need a check (sample)",
    ),
]

# partner, from, to, role in both languages, since, until (years from today), who (a slug of PEOPLE)
SECONDMENTS = [
    ("oecd", "mext", "oecd", "政策分析官（見本）", "Policy analyst (sample)", -2, 1, None),
    ("FR", "jst", "fr-cnrs", "連携調整官（見本）", "Liaison officer (sample)", -1, 1, None),
    ("DE", "de-dfg", "jsps", "交流研究員（見本）", "Visiting officer (sample)", -3, -1, "de-2"),
]

# partner, university, institution abroad in both languages, themes, concluded, ends (years from today)
ACADEMIC = [
    (
        "FR",
        "kyoto-u",
        "架空リヨン理工大学（見本）",
        "Fictitious Lyon Institute of Technology (sample)",
        ("quantum",),
        -4,
        1,
    ),
    (
        "FR",
        "hokkaido-u",
        "架空ブレスト海洋大学（見本）",
        "Fictitious Brest Ocean University (sample)",
        ("arctic",),
        -2,
        3,
    ),
    (
        "DE",
        "tohoku-u",
        "架空ドレスデン材料大学（見本）",
        "Fictitious Dresden University of Materials (sample)",
        ("materials",),
        -6,
        None,
    ),
]

# slug, partner, names, signed (years from today), ends (months from today), renews every, notice months before
AGREEMENTS = [
    (
        "memo-fr",
        "FR",
        "日仏研究交流覚書（見本）",
        "Japan-France memorandum on research exchange (sample)",
        -4,
        10,
        None,
        6,
    ),
    ("memo-de", "DE", "日独共同公募取決め（見本）", "Japan-Germany arrangement on joint calls (sample)", -3, 14, 5, 6),
    (
        "memo-gb",
        "GB",
        "日英人材交流覚書（見本）",
        "Japan-UK memorandum on exchange of people (sample)",
        -5,
        3,
        None,
        None,
    ),
]

# slug, partners, themes, stage, titles, institutions, what Japan gives and gains, what the partner gives and gains
PROJECTS = [
    (
        "quantum-fr",
        ("FR",),
        ("quantum",),
        Project.Stage.RESEARCH,
        ("量子計測の共同研究（見本）", "Joint research on quantum sensing (sample)"),
        ("理化学研究所", "CNRS"),
        (
            ("低温装置", "Cryogenic equipment"),
            ("理論の人材", "Theorists"),
            ("理論と算法", "Theory and algorithms"),
            ("測定の時間", "Time on instruments"),
        ),
    ),
    (
        "hydrogen-de",
        ("DE",),
        ("hydrogen",),
        Project.Stage.DEMONSTRATION,
        ("水素貯蔵の実証（見本）", "Demonstration of hydrogen storage (sample)"),
        ("産業技術総合研究所", "Fraunhofer"),
        (
            ("実証の場", "A site"),
            ("運転データ", "Operating data"),
            ("装置", "Equipment"),
            ("日本の規格の知見", "Knowledge of Japanese standards"),
        ),
    ),
    (
        "mobility-in",
        ("IN",),
        ("researcher-mobility", "human-resources"),
        Project.Stage.TRAINING,
        ("若手研究者の受入れ（見本）", "Receiving young researchers (sample)"),
        ("筑波大学", "DST"),
        (
            ("研修の場", "Training"),
            ("将来の共同研究者", "Future partners"),
            ("人材", "Talent"),
            ("技術の習得", "Skills"),
        ),
    ),
    (
        "water-eg",
        ("EG",),
        ("water",),
        Project.Stage.IMPLEMENTATION,
        ("灌漑技術の現地導入（見本）", "Bringing irrigation into use (sample)"),
        ("鳥取大学", "E-JUST"),
        (("設計", "Design"), ("乾燥地の実績", "A record in dry lands"), ("農地", "Fields"), ("節水", "Water saved")),
    ),
]
