"""What columns of real lists are called in English, French and Arabic. The first of each language stands in the template."""
# ruff: noqa: E501

from collections.abc import Mapping

from corridor.exchange.words import Field

F = Field
HEADERS: Mapping[Field, Mapping[str, tuple[str, ...]]] = {
    F.EXTERNAL_ID: {
        "en": ("Your number", "ID", "Case number", "Case ID", "Case no", "Individual ID", "Individual no", "Individual number", "Person ID",
               "Registration number", "Registration no", "Registration ID", "Reg no", "Reg number", "Beneficiary ID", "MiMOSA number",
               "proGres ID", "UNHCR ID", "UNHCR number", "IOM ID", "IOM number", "Case reference", "Reference", "Ref", "Ref no", "File number",
               "External ID", "Unique ID", "UID", "Code", "ID number"),
        "fr": ("Votre numéro", "Identifiant", "Numéro de dossier", "N° de dossier", "No dossier", "Numéro d'enregistrement",
               "N° d'enregistrement", "Numéro individuel", "Référence", "Réf", "Matricule", "N° HCR", "N° OIM", "Code bénéficiaire"),
        "ar": ("رقمكم", "الرقم التعريفي", "رقم الملف", "رقم الحالة", "رقم التسجيل", "المعرف", "الرمز", "رقم القيد", "رقم المفوضية"),
    },
    F.NAME: {
        "en": ("Full name", "Name", "Names", "Complete name", "Name as given", "Name and surname", "Beneficiary name", "Name of person",
               "Name of migrant", "Person name", "Passenger name", "Name in English", "Name EN", "Migrant name", "Name of beneficiary"),
        "fr": ("Nom complet", "Nom et prénom", "Nom et prénoms", "Noms et prénoms", "Prénom et nom", "Nom du bénéficiaire", "Nom du migrant",
               "Noms"),
        "ar": ("الاسم الكامل", "الاسم", "الاسم الثلاثي", "الاسم الرباعي", "الاسم واللقب", "اسم المستفيد", "اسم الشخص", "اسم المهاجر"),
    },
    F.GIVEN_NAME: {
        "en": ("Given name", "First name", "Given names", "First names", "Forename", "Forenames", "Firstname", "Christian name"),
        "fr": ("Prénom", "Prénoms"),
        "ar": ("الاسم الأول", "الاسم الشخصي"),
    },
    F.FATHER_NAME: {
        "en": ("Father's name", "Father name", "Middle name", "Middle names", "Second name", "Name of father", "Fathers name"),
        "fr": ("Nom du père", "Prénom du père", "Deuxième prénom"),
        "ar": ("اسم الأب", "الاسم الثاني", "اسم الوالد"),
    },
    F.FAMILY_NAME: {
        "en": ("Family name", "Surname", "Last name", "Lastname", "Second names", "Family names"),
        "fr": ("Nom de famille", "Nom", "Patronyme"),
        "ar": ("اللقب", "اسم العائلة", "الكنية", "الاسم الأخير"),
    },
    F.OTHER_NAME: {
        "en": ("Name in another script", "Name in Arabic", "Arabic name", "Name AR", "Name in native language", "Full name Arabic",
               "Local name", "Name in Tigrinya"),
        "fr": ("Nom dans une autre écriture", "Nom en arabe", "Nom arabe"),
        "ar": ("الاسم بكتابة أخرى", "الاسم بالعربية", "الاسم بالإنجليزية", "الاسم باللاتينية", "الاسم بالانجليزي"),
    },
    F.ALIAS: {
        "en": ("Also known as", "Alias", "Nickname", "Other name", "Other names", "AKA"),
        "fr": ("Aussi connu comme", "Surnom", "Autre nom", "Pseudonyme", "Dit"),
        "ar": ("معروف أيضا باسم", "اسم الشهرة", "الاسم المستعار"),
    },
    F.SEX: {
        "en": ("Sex", "Gender", "M/F", "F/M", "Sex (M/F)", "Gender (M/F)"),
        "fr": ("Sexe", "Genre", "Sexe (H/F)", "Sexe (M/F)"),
        "ar": ("الجنس", "النوع", "النوع الاجتماعي", "ذكر/أنثى"),
    },
    F.BIRTH_DATE: {
        "en": ("Date of birth", "DOB", "D.O.B", "Birth date", "Birthdate", "Birthday", "Born", "Born on", "Date birth",
               "Date of birth (dd/mm/yyyy)", "Date of birth (yyyy-mm-dd)"),
        "fr": ("Date de naissance", "DDN", "Né le", "Né(e) le", "Date naissance", "Naissance", "D.D.N"),
        "ar": ("تاريخ الميلاد", "تاريخ الولادة", "ت. الميلاد", "مواليد"),
    },
    F.BIRTH_YEAR: {
        "en": ("Year of birth", "Birth year", "YOB", "Date of birth Year"),
        "fr": ("Année de naissance", "Date de naissance Année"),
        "ar": ("سنة الميلاد", "سنة الولادة", "عام الميلاد", "تاريخ الميلاد السنة"),
    },
    F.BIRTH_MONTH: {
        "en": ("Month of birth", "Birth month", "Date of birth Month"),
        "fr": ("Mois de naissance", "Date de naissance Mois"),
        "ar": ("شهر الميلاد", "شهر الولادة", "تاريخ الميلاد الشهر"),
    },
    F.BIRTH_DAY: {
        "en": ("Day of birth", "Birth day", "Date of birth Day"),
        "fr": ("Jour de naissance", "Date de naissance Jour"),
        "ar": ("يوم الميلاد", "يوم الولادة", "تاريخ الميلاد اليوم"),
    },
    F.AGE: {
        "en": ("Age", "Estimated age", "Age (years)", "Age in years", "Approximate age"),
        "fr": ("Âge", "Age estimé", "Âge approximatif", "Âge (ans)"),
        "ar": ("العمر", "السن", "العمر التقديري", "العمر بالسنوات"),
    },
    F.NATIONALITY: {
        "en": ("Nationality", "Country of origin", "COO", "Citizenship", "Nation", "Country of nationality", "CoO", "Origin", "Country"),
        "fr": ("Nationalité", "Pays d'origine", "Citoyenneté", "Pays", "Origine"),
        "ar": ("الجنسية", "بلد الأصل", "بلد المنشأ", "البلد الأصلي", "الدولة", "البلد"),
    },
    F.PHONE: {
        "en": ("Telephone", "Phone", "Phone number", "Mobile", "Mobile number", "Tel", "Contact number", "Cell", "Telephone number", "Contact",
               "WhatsApp", "Phone no", "Phone 1", "Contact no"),
        "fr": ("Téléphone", "Tél", "Numéro de téléphone", "N° de téléphone", "Portable", "Mobile", "Contact", "Téléphone 1"),
        "ar": ("الهاتف", "رقم الهاتف", "هاتف", "الجوال", "رقم الجوال", "المحمول", "رقم الموبايل", "رقم التواصل"),
    },
    F.PHONE_2: {
        "en": ("Second telephone", "Phone 2", "Other phone", "Alternative phone", "Mobile 2", "Second phone", "Alternate phone"),
        "fr": ("Deuxième téléphone", "Téléphone 2", "Autre téléphone"),
        "ar": ("هاتف ثان", "رقم هاتف آخر", "الهاتف 2"),
    },
    F.DOCUMENT_KIND: {
        "en": ("Kind of document", "Document type", "Type of document", "ID type", "Doc type", "Travel document type"),
        "fr": ("Type de document", "Nature du document", "Type de pièce"),
        "ar": ("نوع الوثيقة", "نوع المستند", "نوع وثيقة السفر"),
    },
    F.DOCUMENT_NUMBER: {
        "en": ("Document number", "Document no", "Doc no", "Travel document number", "Travel document", "Document Number of document",
               "ID document number"),
        "fr": ("Numéro du document", "N° du document", "N° de pièce", "Numéro de pièce"),
        "ar": ("رقم الوثيقة", "رقم المستند", "رقم وثيقة السفر"),
    },
    F.DOCUMENT_COUNTRY: {
        "en": ("Issued by", "Issuing country", "Issuing State", "Country of issue", "Place of issue"),
        "fr": ("Délivré par", "Pays de délivrance", "Pays émetteur"),
        "ar": ("جهة الإصدار", "بلد الإصدار", "الدولة المصدرة"),
    },
    F.DOCUMENT_EXPIRES: {
        "en": ("Document valid until", "Expiry date", "Expiry", "Valid until", "Expires", "Date of expiry", "Passport expiry", "Expiration date"),
        "fr": ("Document valable jusqu'au", "Date d'expiration", "Expire le", "Valable jusqu'au", "Expiration"),
        "ar": ("صالح حتى", "تاريخ الانتهاء", "تاريخ انتهاء الصلاحية", "تاريخ انتهاء الجواز"),
    },
    F.PASSPORT: {
        "en": ("Passport number", "Passport", "Passport no", "PP number", "Passport Number", "PP no"),
        "fr": ("Numéro de passeport", "Passeport", "N° de passeport"),
        "ar": ("رقم جواز السفر", "جواز السفر", "رقم الجواز", "رقم الجواز السفر"),
    },
    F.NATIONAL_ID: {
        "en": ("National identity number", "National ID", "NIN", "National ID number", "Identity card", "ID card number", "National number"),
        "fr": ("Numéro de carte d'identité", "Carte d'identité", "CIN", "N° CNI", "CNI"),
        "ar": ("رقم البطاقة الوطنية", "الرقم الوطني", "رقم الهوية", "بطاقة الهوية"),
    },
    F.LANGUAGES: {
        "en": ("Languages", "Language", "Spoken languages", "Languages spoken", "Mother tongue", "Preferred language"),
        "fr": ("Langues", "Langue", "Langues parlées", "Langue maternelle"),
        "ar": ("اللغات", "اللغة", "اللغة الأم", "لغات التحدث"),
    },
    F.LOCATION: {
        "en": ("Kind of place", "Location type", "Setting", "Place type", "Type of location"),
        "fr": ("Type de lieu", "Type d'endroit"),
        "ar": ("نوع المكان", "نوع الموقع"),
    },
    F.CHILD_ALONE: {
        "en": ("Child alone", "UASC", "UAM/SC", "UASC status", "Unaccompanied or separated", "UAC", "UAM"),
        "fr": ("Enfant seul", "ENA", "ENAS", "MNA", "Mineur non accompagné"),
        "ar": ("طفل بمفرده", "طفل غير مصحوب", "قاصر غير مصحوب"),
    },
    F.REGISTERED_ON: {
        "en": ("Registered on", "Registration date", "Date of registration", "Date registered", "Reg date"),
        "fr": ("Enregistré le", "Date d'enregistrement"),
        "ar": ("تاريخ التسجيل", "سجل في"),
    },
}  # fmt: skip

# Columns that are known and not taken: a running number says nothing about a person, and our own column of faults comes back.
LEFT_OUT = (
    "No", "No.", "N", "N°", "Nr", "#", "S/N", "SN", "S.No", "S No", "Sl No", "Serial", "Serial number", "Row", "Line", "Num", "Numéro", "N° d'ordre",
    "م", "ت", "ر.ت", "رقم", "الرقم", "العدد", "التسلسل", "الرقم التسلسلي", "مسلسل",
    "Remarks", "Remark", "Comments", "Comment", "Notes", "Note", "Observations", "Remarques", "Commentaires", "ملاحظات", "ملاحظة",
)  # fmt: skip
FAULTS_HEADER = {"en": "What to correct", "fr": "À corriger", "ar": "ما يجب تصحيحه"}
