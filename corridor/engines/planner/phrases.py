"""The table of phrases for `words.py`, one column a language."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr", "ar")

_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        "months",
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    ),
    ("comma", ", ", ", ", "، "),
    ("and", "; ", " ; ", "؛ "),
    ("or", "; or ", " ; ou ", "؛ أو "),
    ("more", " and {number} more", " et {number} autres", " و{number} أخرى"),
    ("about", "{options}: {because}.", "{options} : {because}.", "{options}: {because}."),
    (
        "WAITLISTED",
        "Waiting for a place.",
        "En attente d’une place.",
        "في انتظار مكان.",
    ),
    (
        "NOT_ELIGIBLE",
        "Cannot travel on any flight to the destination in this period.",
        "Ne peut prendre aucun vol vers la destination pendant cette période.",
        "لا يمكن السفر على أي رحلة إلى الوجهة في هذه الفترة.",
    ),
    (
        "NO_OPTION",
        "No flight to the destination is planned in this period. A flight to the destination would change it.",
        "Aucun vol vers la destination n’est prévu pendant cette période. Un vol vers la destination y remédierait.",
        "لا توجد رحلة مقررة إلى الوجهة في هذه الفترة. إضافة رحلة إلى الوجهة تغيّر ذلك.",
    ),
    (
        "rule",
        "Life-saving and time-critical cases go first, then higher priority per person, then earlier documents.",
        "Passent d’abord les cas vitaux et urgents, puis la priorité par personne la plus élevée, "
        "puis les documents prêts le plus tôt.",
        "تُقدَّم الحالات المنقذة للحياة والعاجلة، ثم الأولوية الأعلى لكل شخص، ثم الأسبق في جاهزية الوثائق.",
    ),
    (
        "behind",
        "Flight {option} carries a party with less priority in a place this party could take, because the "
        "plan as a whole does more that way; the planner can be asked to review it.",
        "Le vol {option} transporte un groupe moins prioritaire à une place que celui-ci pourrait prendre, "
        "car le plan dans son ensemble fait mieux ainsi ; une révision peut être demandée.",
        "تحمل الرحلة {option} مجموعة أقل أولوية في مكان يمكن لهذه المجموعة أن تشغله، لأن الخطة ككل "
        "تحقق أكثر بهذه الطريقة؛ ويمكن طلب مراجعة ذلك.",
    ),
    ("standby", "Stands by: {lines}.", "Sur liste de réserve : {lines}.", "على قائمة الاحتياط: {lines}."),
    ("standby one", "{option}, number {place}", "{option}, numéro {place}", "{option}، رقم {place}"),
    (
        "would change",
        "What would change it: {remedies}.",
        "Ce qui changerait cela : {remedies}.",
        "ما الذي يغيّر ذلك: {remedies}.",
    ),
    (
        "placed",
        "Travels on {option} on {day} from {airport}.",
        "Voyage sur {option} le {day} au départ de {airport}.",
        "السفر على {option} يوم {day} من {airport}.",
    ),
    (
        "departed",
        "Departed on {option} on {day} from {airport}.",
        "Parti sur {option} le {day} de {airport}.",
        "غادر على {option} يوم {day} من {airport}.",
    ),
    (
        "same told",
        "This is the date that was promised.",
        "C’est la date promise.",
        "هذا هو التاريخ الموعود به.",
    ),
    (
        "same planned",
        "Unchanged since the last plan.",
        "Sans changement depuis le dernier plan.",
        "دون تغيير منذ الخطة السابقة.",
    ),
    (
        "moved",
        "In the last plan it was {option}.",
        "Dans le dernier plan, c’était {option}.",
        "في الخطة السابقة كانت {option}.",
    ),
    ("DESTINATION", "does not stop there", "n’y fait pas escale", "لا تتوقف هناك"),
    ("CANCELLED", "cancelled", "annulé", "أُلغيت"),
    ("CLOSED", "already over", "déjà passé", "انتهت"),
    (
        "ORIGIN",
        "leaves from an airport the party cannot use",
        "part d’un aéroport que le groupe ne peut utiliser",
        "تغادر من مطار لا يمكن للمجموعة استعماله",
    ),
    (
        "CARRIER",
        "flown by a carrier the party may not use",
        "assuré par un transporteur que le groupe ne peut prendre",
        "تشغّلها شركة نقل لا يُسمح للمجموعة بها",
    ),
    (
        "DOCUMENTS",
        "travel documents not ready by then",
        "documents de voyage pas encore prêts à cette date",
        "وثائق السفر غير جاهزة في ذلك التاريخ",
    ),
    (
        "EXIT_CLEARANCE",
        "no exit clearance valid on that day",
        "pas d’autorisation de sortie valable ce jour-là",
        "لا يوجد تصريح خروج صالح في ذلك اليوم",
    ),
    (
        "FIT_TO_TRAVEL",
        "no fitness-to-travel certificate valid on that day",
        "pas de certificat d’aptitude au voyage valable ce jour-là",
        "لا توجد شهادة لياقة للسفر صالحة في ذلك اليوم",
    ),
    (
        "CONSENT",
        "no consent to travel that holds on that day",
        "pas de consentement au voyage valable ce jour-là",
        "لا توجد موافقة على السفر سارية في ذلك اليوم",
    ),
    (
        "FUND",
        "its funding does not cover this destination or pathway",
        "son financement ne couvre pas cette destination ou cette voie",
        "تمويلها لا يشمل هذه الوجهة أو هذا المسار",
    ),
    ("NO_SHOW", "the party did not appear for it", "le groupe ne s’y est pas présenté", "لم تحضر المجموعة إليها"),
    (
        "TOO_LARGE",
        "the party needs more seats than it has ({seats})",
        "il faut au groupe plus de places qu’il n’en a ({seats})",
        "تحتاج المجموعة إلى مقاعد أكثر مما فيها ({seats})",
    ),
    ("NO_WHEELCHAIR", "has no wheelchair place", "n’a pas de place pour fauteuil roulant", "لا مكان فيها لكرسي متحرك"),
    ("NO_STRETCHER", "cannot take a stretcher", "ne peut prendre de civière", "لا تستطيع نقل نقالة"),
    (
        "NO_UASC_ESCORT",
        "has too few escorts for children travelling alone",
        "a trop peu d’accompagnateurs pour enfants voyageant seuls",
        "مرافقو الأطفال غير المصحوبين فيها غير كافين",
    ),
    (
        "NO_MEDICAL_ESCORT",
        "has too few medical escorts",
        "a trop peu d’accompagnateurs médicaux",
        "المرافقون الطبيون فيها غير كافين",
    ),
    ("NOT_COMMISSIONED", "this flight is not commissioned", "ce vol n’est pas affrété", "لم تُستأجر هذه الرحلة"),
    (
        "SEATS",
        "not enough seats left for {seats}",
        "pas assez de places libres pour {seats}",
        "المقاعد الباقية لا تكفي لـ{seats}",
    ),
    (
        "STOP_SEATS",
        "not enough seats left to this destination for {seats}",
        "pas assez de places libres vers cette destination pour {seats}",
        "المقاعد الباقية إلى هذه الوجهة لا تكفي لـ{seats}",
    ),
    ("WHEELCHAIR", "its wheelchair places are taken", "ses places pour fauteuil sont prises", "أماكن الكراسي المتحركة مشغولة"),
    ("STRETCHER", "its stretcher places are taken", "ses places pour civière sont prises", "أماكن النقالات مشغولة"),
    (
        "UASC_ESCORT",
        "its escorts for children travelling alone are taken",
        "ses accompagnateurs d’enfants sont pris",
        "مرافقو الأطفال غير المصحوبين مشغولون",
    ),
    ("MEDICAL_ESCORT", "its medical escorts are taken", "ses accompagnateurs médicaux sont pris", "المرافقون الطبيون مشغولون"),
    (
        "RECEPTION",
        "reception at the destination has no room for {persons}",
        "l’accueil à destination n’a pas de place pour {persons}",
        "الاستقبال في الوجهة لا يتسع لـ{persons}",
    ),
    (
        "TRANSIT",
        "the transit site has no room for {persons}",
        "le site de transit n’a pas de place pour {persons}",
        "موقع العبور لا يتسع لـ{persons}",
    ),
    (
        "AIRPORT",
        "the airport can process no further {persons} that day",
        "l’aéroport ne peut en traiter {persons} de plus ce jour-là",
        "لا يستطيع المطار معالجة {persons} إضافيين في ذلك اليوم",
    ),
    ("BUSES", "no vehicle left to the airport", "plus de véhicule vers l’aéroport", "لا مركبة متبقية إلى المطار"),
    ("BUDGET", "the fund is spent", "le fonds est épuisé", "الاعتماد المالي مستنفد"),
    ("change DESTINATION", "a flight there", "un vol vers cette destination", "رحلة إلى هناك"),
    ("change CANCELLED", "another flight to the destination", "un autre vol vers la destination", "رحلة أخرى إلى الوجهة"),
    ("change CLOSED", "another flight to the destination", "un autre vol vers la destination", "رحلة أخرى إلى الوجهة"),
    ("change ORIGIN", "a way to that airport", "un accès à cet aéroport", "وسيلة للوصول إلى ذلك المطار"),
    ("change CARRIER", "another carrier", "un autre transporteur", "شركة نقل أخرى"),
    ("change DOCUMENTS", "documents ready earlier", "des documents prêts plus tôt", "جاهزية الوثائق قبل ذلك"),
    ("change EXIT_CLEARANCE", "a new exit clearance", "une nouvelle autorisation de sortie", "تصريح خروج جديد"),
    ("change FIT_TO_TRAVEL", "a new fitness check", "un nouvel examen d’aptitude", "فحص لياقة جديد"),
    ("change CONSENT", "consent, if the person wishes", "un consentement, si la personne le souhaite", "الموافقة إن رغب الشخص"),
    ("change FUND", "funding that covers it", "un financement qui la couvre", "تمويل يشملها"),
    ("change NO_SHOW", "another flight to the destination", "un autre vol vers la destination", "رحلة أخرى إلى الوجهة"),
    ("change TOO_LARGE", "a larger aircraft or block", "un appareil ou un contingent plus grand", "طائرة أو حصة أكبر"),
    ("change NO_WHEELCHAIR", "a flight with a wheelchair place", "un vol avec place pour fauteuil", "رحلة فيها مكان لكرسي متحرك"),
    ("change NO_STRETCHER", "a flight that takes stretchers", "un vol qui prend les civières", "رحلة تنقل النقالات"),
    ("change NO_UASC_ESCORT", "more escorts for children", "plus d’accompagnateurs d’enfants", "مزيد من مرافقي الأطفال"),
    ("change NO_MEDICAL_ESCORT", "more medical escorts", "plus d’accompagnateurs médicaux", "مزيد من المرافقين الطبيين"),
    ("change NOT_COMMISSIONED", "commissioning the flight", "l’affrètement du vol", "استئجار الرحلة"),
    ("change SEATS", "a place given up or more seats", "une place libérée ou plus de sièges", "مكان يُتنازل عنه أو مقاعد إضافية"),
    (
        "change STOP_SEATS",
        "more seats to this destination",
        "plus de sièges vers cette destination",
        "مقاعد إضافية إلى هذه الوجهة",
    ),
    ("change WHEELCHAIR", "a wheelchair place given up", "une place pour fauteuil libérée", "مكان كرسي متحرك يُتنازل عنه"),
    ("change STRETCHER", "a stretcher place given up", "une place pour civière libérée", "مكان نقالة يُتنازل عنه"),
    ("change UASC_ESCORT", "more escorts for children", "plus d’accompagnateurs d’enfants", "مزيد من مرافقي الأطفال"),
    ("change MEDICAL_ESCORT", "more medical escorts", "plus d’accompagnateurs médicaux", "مزيد من المرافقين الطبيين"),
    ("change RECEPTION", "more reception places", "plus de places d’accueil", "أماكن استقبال إضافية"),
    ("change TRANSIT", "more room at the transit site", "plus de place au site de transit", "سعة إضافية في موقع العبور"),
    ("change AIRPORT", "more processing at the airport", "plus de capacité à l’aéroport", "قدرة أكبر في المطار"),
    ("change BUSES", "one more vehicle", "un véhicule de plus", "مركبة إضافية"),
    ("change BUDGET", "more money in the fund", "plus d’argent dans le fonds", "مال إضافي في الاعتماد"),
)

PHRASES: Mapping[str, Mapping[str, str]] = {
    language: {row[0]: row[column + 1] for row in _TABLE} for column, language in enumerate(LANGUAGES)
}
