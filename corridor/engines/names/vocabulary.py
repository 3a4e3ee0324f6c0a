"""The small vocabularies tokens are made with: what is not a name, what belongs to the name beside it.

Folded spellings, one set per role. Kept apart from the rules so that people who know a language can read and correct them.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Son of, daughter of, the: heard between names, never a name.
PARTICLES = _set(
    """
    bin ben ibn ould wuld weld wold bint bent mint ag wa al el ul il as es ess ash ech esh ach ad ed ar er err
    at et ez ezz az en an de la le da di du van von der den dos ou ait بن ابن بنت ولد ال
    """
)
# Forms of address.
TITLES = _set(
    """
    mr mrs ms mme mlle miss monsieur madame dr prof sir mst most mosammat musammat mosamat ato wro weizero
    woizero ustaz mallam malam engr shri sri السيد السيده الدكتور دكتور الاستاذ استاذ استاذه
    """
)
# Honoured words that are also given names: dropped only when two other tokens remain.
HONOURS = _set(
    """
    hadj haj hajj elhadj elhaj alhaj alhaji alhadji hajia hajja alhaja sheikh cheikh sheik shaikh الحاج حاج
    الحاجه الشيخ شيخ
    """
)
# Servant of …: never stands alone.
ABD = _set(
    """
    abd abdel abdul abdal abdoul abdil abdur abder abdir abdu cabd cabdi cabdul cabdil عبد
    """
)
# Also names of their own: joined only to a name of God.
ABD_LOOSE = _set(
    """
    abdou abdi abdo عبده
    """
)
# Names of God that follow Abd.
DIVINE = _set(
    """
    rahman rahim aziz kader karim salam malik nasser nasir hamid majid latif wahab wahid razak razzaq hakim
    halim jabar jalil ghani basit fattah samad hadi rashid rauf raouf shakur khalik khaliq kadir wadud hafiz
    hafid moumin mumin sabur aleem alim bari basir qayum
    """
)
# Father of, mother of.
FATHER_OF = _set(
    """
    abu abou aboul abul umm um oum ابو ام
    """
)
# … of the faith.
FAITH = _set(
    """
    eddine eddin eldin aldin uddin uddine ddin addin adin din deen eldeen aldeen udeen الدين دين উদ্দিন উদ্দীন
    """
)
# Ge'ez: servant, son, plant, wealth of …
SERVANT_OF = _set(
    """
    gebre gebra ghebre gabre wolde welde woldu tekle takle habte ገብረ ወልደ ተክለ ሀብተ ሃብተ
    """
)
# … whom Ge'ez compounds name.
SAINTS = _set(
    """
    mariam maryam medhin kidan selassie sellassie sillasie silassie michael mikael mikel gabriel giorgis
    georgis yesus eyesus amlak hiwot haimanot haymanot tsadik tsadkan meskel mesqel egziabher egziabiher
    yohannes kristos cristos abezgi tinsae tensae leul anenia mikiel ab ማርያም መድህን መድኅን ኪዳን ስላሴ ሥላሴ ሚካኤል ገብርኤል
    ጊዮርጊስ ኢየሱስ እየሱስ አምላክ ህይወት ሃይማኖት ጻድቅ መስቀል እግዚአብሄር እግዚአብሔር ዮሐንስ ዮሃንስ ክርስቶስ
    """
)
# … of Allah.
ALLAH = _set(
    """
    allah ullah ollah ellah alla الله لله
    """
)
