"""Titles and notes of a large made-up set: plain words put together by a seeded chance, in both languages."""

from random import Random

FIELDS = [
    ("量子科学技術", "quantum science and technology"),
    ("人工知能", "artificial intelligence"),
    ("半導体", "semiconductors"),
    ("水素エネルギー", "hydrogen energy"),
    ("フュージョンエネルギー", "fusion energy"),
    ("感染症対策", "infectious diseases"),
    ("再生医療", "regenerative medicine"),
    ("気候変動", "climate change"),
    ("生物多様性", "biodiversity"),
    ("北極域研究", "Arctic research"),
    ("海洋観測", "ocean observation"),
    ("宇宙開発", "space development"),
    ("防災・減災", "disaster risk reduction"),
    ("材料科学", "materials science"),
    ("バイオものづくり", "biomanufacturing"),
    ("食料生産", "food production"),
    ("サイバーセキュリティ", "cyber security"),
    ("次世代情報通信", "next-generation communications"),
    ("大型研究施設", "large research facilities"),
    ("研究データ", "research data"),
    ("研究セキュリティ", "research security"),
    ("若手研究者の育成", "training of young researchers"),
    ("産学連携", "industry-academia links"),
    ("科学的助言", "science advice"),
]
TURNS = [
    ("{}に関する共同研究の進捗", "Progress of joint research on {}"),
    ("{}分野の協力の方向性", "Directions of cooperation in {}"),
    ("{}をめぐる各国の政策動向", "National policies on {}"),
    ("{}に関する国際的な枠組み", "International frameworks for {}"),
    ("{}の人材交流", "Exchange of people in {}"),
    ("{}における標準化", "Standards in {}"),
    ("{}の社会実装", "Bringing {} into society"),
    ("{}の評価と指標", "Evaluation and indicators of {}"),
    ("{}への共同公募", "Joint calls on {}"),
    ("{}の安全と開放性", "Security and openness of {}"),
]
SENTENCES = [
    "前回会合での合意を踏まえ、進捗を確認する。",
    "関係府省庁と事前に調整した上で発言する。",
    "相手側から新たな提案が示される可能性がある。",
    "資料は会合の1週間前までに共有する。",
    "国内の検討状況を簡潔に紹介する。",
    "次回までの行動事項を明確にする。",
]
SPEAKERS = ["", "", "", "共同議長", "担当審議官", "参事官", "課長", "有識者"]
CITIES = [
    ("Tokyo", "JP", "Asia/Tokyo"),
    ("Paris", "FR", "Europe/Paris"),
    ("Brussels", "BE", "Europe/Brussels"),
    ("Berlin", "DE", "Europe/Berlin"),
    ("Washington, D.C.", "US", "America/New_York"),
    ("London", "GB", "Europe/London"),
    ("Jakarta", "ID", "Asia/Jakarta"),
    ("Singapore", "SG", "Asia/Singapore"),
    ("Canberra", "AU", "Australia/Sydney"),
    ("New Delhi", "IN", "Asia/Kolkata"),
]
FAMILY = [
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "松本",
    "井上",
]
GIVEN = ["葵", "蓮", "陽菜", "湊", "結衣", "大和", "美咲", "健太", "彩", "翔", "由美", "誠", "香織", "直樹"]


def topic(chance: Random) -> tuple[str, str]:
    field_ja, field_en = chance.choice(FIELDS)
    turn_ja, turn_en = chance.choice(TURNS)
    return turn_ja.format(field_ja), turn_en.format(field_en)


def note(chance: Random) -> str:
    return "\n\n".join(chance.sample(SENTENCES, chance.randint(1, 3)))


def person(chance: Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}（大量データ）"
