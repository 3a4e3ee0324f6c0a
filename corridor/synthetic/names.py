"""Name banks by nationality: given names and family names in wide use, combined at random. Nobody in particular is meant.

Latin spelling, and the script people themselves would write (Arabic, Ge'ez, Bengali) where that differs.
"""

from dataclasses import dataclass
from random import Random

PAIRS = dict[str, str]  # Latin -> own script, '' where Latin is the own script


def plain(words: str) -> PAIRS:
    return dict.fromkeys(words.split(), "")


def paired(text: str) -> PAIRS:
    return dict(item.split("=") for item in text.split())


@dataclass(frozen=True)
class Bank:
    """`patronymic`: given name, father's given name, grandfather's given name instead of a family name."""

    female: PAIRS
    male: PAIRS
    family: PAIRS
    script: str = "latn"
    language: str = "en"
    patronymic: bool = False


ARAB_M = paired(
    "Mohamed=محمد Ahmed=أحمد Ibrahim=إبراهيم Abdallah=عبدالله Omar=عمر Ali=علي Hassan=حسن Hussein=حسين Osman=عثمان Khalid=خالد"
    " Yousif=يوسف Mustafa=مصطفى Adam=آدم Ismail=إسماعيل Abdelrahman=عبدالرحمن Salih=صالح Bakri=بكري Tarig=طارق Hamid=حامد Idris=إدريس"
    " Mahmoud=محمود Said=سعيد Yassin=ياسين Bashir=بشير Musa=موسى Haroun=هارون Jamal=جمال Amir=أمير Nasir=ناصر Faisal=فيصل"
)
ARAB_F = paired(
    "Fatima=فاطمة Amina=آمنة Khadija=خديجة Maryam=مريم Zainab=زينب Aisha=عائشة Hawa=حواء Halima=حليمة Samira=سميرة Nadia=نادية"
    " Huda=هدى Salma=سلمى Rania=رانيا Ikhlas=إخلاص Asma=أسماء Safia=صفية Rashida=راشدة Manal=منال Hanan=حنان Layla=ليلى"
)
SOMALI_M = paired(
    "Abdi=عبدي Mohamud=محمود Abdullahi=عبدالله Hassan=حسن Farah=فرح Ahmed=أحمد Ali=علي Omar=عمر Ismail=إسماعيل Yusuf=يوسف Nur=نور"
    " Warsame=ورسمة Jama=جامع Bile=بيلي Liban=ليبان Abshir=أبشر Mahad=مهد Guled=جوليد Osman=عثمان Dahir=ظاهر"
)
SOMALI_F = paired(
    "Faduma=فاطمة Hodan=هودان Amina=أمينة Halimo=حليمة Sahra=زهرة Ayan=أيان Ifrah=إفراح Nasra=نصرة Hibo=هبة Fartun=فرتون Safiya=صفية Khadra=خضرة"
)
HABESHA_M = paired(
    "Yonas=ዮናስ Tekle=ተክለ Filmon=ፊልሞን Mehari=መሓሪ Samuel=ሳሙኤል Dawit=ዳዊት Berhane=ብርሃነ Kidane=ኪዳነ Habtom=ሃብቶም Tesfay=ተስፋይ Robel=ሮቤል"
    " Abraham=ኣብርሃም Haile=ሃይለ Gebre=ገብረ Amanuel=ኣማኑኤል Biniam=ቢንያም Mulugeta=ሙሉጌታ Solomon=ሰሎሞን Isaias=ኢሳይያስ Yohannes=ዮሃንስ Daniel=ዳንኤል Efrem=ኤፍሬም"
)
HABESHA_F = paired(
    "Selam=ሰላም Feven=ፌቨን Rahel=ራሄል Mihret=ምሕረት Hiwet=ሂወት Saba=ሳባ Letebrhan=ለተብርሃን Almaz=ኣልማዝ Tsega=ጸጋ Meron=ሜሮን Senait=ሰናይት Bethlehem=ቤተልሔም"
    " Eden=ኤደን Winta=ዊንታ Luwam=ልዋም"
)
BENGALI_M = paired(
    "Rahim=রহিম Karim=করিম Shahin=শাহীন Jahangir=জাহাঙ্গীর Rafiq=রফিক Sohel=সোহেল Masud=মাসুদ Belal=বেলাল Nazrul=নজরুল Faruk=ফারুক Ripon=রিপন Kamal=কামাল"
)
BENGALI_F = paired("Rokeya=রোকেয়া Sultana=সুলতানা Nasrin=নাসরিন Shirin=শিরিন Taslima=তসলিমা Jahanara=জাহানারা")
MANDE_M = plain(
    "Mamadou Amadou Ousmane Ibrahima Moussa Seydou Bakary Lamine Boubacar Issa Souleymane Abdoulaye Modibo Drissa Adama Cheick Alassane Salif Sekou"
    " Aboubacar Youssouf Fode Alpha Thierno Oumar Karim Mamady Bangaly Lansana Facinet"
)
MANDE_F = plain(
    "Fatoumata Aminata Mariam Kadiatou Oumou Awa Djeneba Aissata Hawa Rokia Safiatou Bintou Assetou Ramatoulaye Mariama Hadja Nene Salimata Korotoumou Maimouna"
)

BANKS: dict[str, Bank] = {
    "NG": Bank(
        plain(
            "Blessing Joy Precious Faith Grace Patience Mercy Esther Osasu Itohan Efe Omotola Funmilayo Ngozi Chioma Amaka Adaeze Aisha Hauwa Rukayat Zainab Kemi"
        ),
        plain(
            "Emeka Chidi Sunday Osaro Ehis Efosa Osagie Ibrahim Sani Musa Yusuf Tunde Segun Femi Kelechi Obinna Uche Godwin Lucky Friday Monday Collins Austin"
        ),
        plain(
            "Osarugue Imasuen Aigbe Okojie Omorogbe Ehigie Okonkwo Eze Nwosu Adeyemi Adebayo Ogunleye Balogun Garba Bello Usman Danjuma Okafor Igbinedion Osagiede Idahosa Uwaifo"
        ),
    ),
    "ML": Bank(
        MANDE_F,
        MANDE_M,
        plain(
            "Traore Coulibaly Keita Diarra Sidibe Kone Sissoko Dembele Toure Cisse Sangare Doumbia Maiga Camara Konate Samake Bagayoko"
        ),
        language="fr",
    ),
    "GN": Bank(
        MANDE_F,
        MANDE_M,
        plain(
            "Diallo Barry Bah Balde Sow Camara Conde Sylla Bangoura Soumah Keita Toure Kaba Cisse Conte Doumbouya Kourouma Traore"
        ),
        language="fr",
    ),
    "NE": Bank(
        plain("Zeinabou Hadiza Mariama Rahila Aichatou Fati Habsatou Ramatou Balkissa Zara Nafissa Saadatou"),
        plain(
            "Issoufou Mahamadou Abdou Oumarou Moussa Hamidou Souley Ibrahim Maman Laouali Sani Yacouba Harouna Salissou Boubacar Adamou Mahaman"
        ),
        plain(
            "Mahamane Issaka Hassane Garba Maiga Soumana Abdoulaye Moumouni Amadou Saidou Ousmane Harouna Idrissa Boukari Zakari"
        ),
        language="fr",
    ),
    "GM": Bank(
        MANDE_F,
        plain(
            "Lamin Ebrima Modou Ousman Alieu Bakary Sulayman Musa Yankuba Kebba Buba Saikou Momodou Foday Ansumana Omar Pa Abdoulie"
        ),
        plain(
            "Jallow Ceesay Touray Darboe Camara Sanneh Bojang Jammeh Njie Sowe Bah Fofana Drammeh Manneh Sillah Jobe Badjie Colley"
        ),
    ),
    "CI": Bank(
        plain("Affoue Adjoua Akissi Aminata Mariam Awa Fanta Amenan Ahou Nadege Clarisse Salimata"),
        plain("Kouassi Konan Yao Koffi Kouame Moussa Adama Ibrahim Lacina Siaka Bakary Serge Arsene Drissa Issouf Brou"),
        plain("Kone Ouattara Coulibaly Toure Bamba Diomande Kouadio Kouame Nguessan Yao Soro Fofana Dosso Cisse Doumbia"),
        language="fr",
    ),
    "SN": Bank(
        plain("Aissatou Fatou Mame Khady Ndeye Awa Coumba Adama Astou Penda Rama Sokhna"),
        plain("Mamadou Moussa Cheikh Ibrahima Ousmane Modou Abdou Alioune Pape Samba Babacar Serigne Demba Malick"),
        plain("Diop Ndiaye Fall Ba Diallo Sow Gueye Sarr Seck Faye Cisse Diouf Mbaye Thiam Sy Kane Niang"),
        language="fr",
    ),
    "GH": Bank(
        plain("Akosua Ama Abena Adwoa Efua Esi Yaa Gifty Comfort Rashida Memuna"),
        plain("Kwame Kofi Kwaku Yaw Kojo Kwabena Emmanuel Ibrahim Rashid Abdul Mumuni Issah Francis Prince"),
        plain("Mensah Owusu Boateng Asante Appiah Osei Adjei Iddrisu Alhassan Yakubu Mohammed Agyeman Ofori Amoah Sulemana"),
    ),
    "CM": Bank(
        plain("Solange Carine Mireille Brenda Vanessa Aicha Hawaou Blanche Clementine Edith"),
        plain("Jean Pierre Rodrigue Serge Achille Patrick Franck Oumarou Ibrahim Blaise Christian Herve Emmanuel"),
        plain("Nkeng Fotso Kamga Mbarga Tchoumi Ngassa Ateba Njoya Abena Talla Mbah Ngono Essomba Bello Hamadou"),
        language="fr",
    ),
    "BF": Bank(
        plain("Aminata Mariam Fati Awa Salimata Alimata Rasmata Adjara Kadidia Zenabou"),
        plain("Issa Moumouni Ousseni Adama Boukary Souleymane Salif Idrissa Hamidou Seydou Abdoul Rasmane Yacouba"),
        plain("Ouedraogo Sawadogo Kabore Zongo Compaore Ilboudo Traore Sana Kinda Nikiema Barry Sankara Tapsoba"),
        language="fr",
    ),
    "BD": Bank(
        BENGALI_F,
        BENGALI_M,
        paired("Hossain=হোসেন Miah=মিয়া Islam=ইসলাম Rahman=রহমান Uddin=উদ্দিন Ali=আলী Khan=খান Sarkar=সরকার Mollah=মোল্লা Sheikh=শেখ"),
        script="beng",
        language="bn",
    ),
    "SD": Bank(ARAB_F, ARAB_M, ARAB_M, script="arab", language="ar", patronymic=True),
    "EG": Bank(ARAB_F, ARAB_M, ARAB_M, script="arab", language="ar", patronymic=True),
    "TD": Bank(
        ARAB_F,
        paired(
            "Mahamat=محمد Abakar=أبكر Brahim=إبراهيم Ousmane=عثمان Hassan=حسن Idriss=إدريس Ali=علي Moussa=موسى Adoum=آدم Saleh=صالح Abderaman=عبدالرحمن Khamis=خميس"
        ),
        paired(
            "Mahamat=محمد Abakar=أبكر Brahim=إبراهيم Issa=عيسى Hassan=حسن Adoum=آدم Ahmat=أحمد Tahir=طاهر Youssouf=يوسف Djibrine=جبرين"
        ),
        script="arab",
        language="ar",
    ),
    "ER": Bank(HABESHA_F, HABESHA_M, HABESHA_M, script="ethi", language="ti", patronymic=True),
    "ET": Bank(HABESHA_F, HABESHA_M, HABESHA_M, script="ethi", language="am", patronymic=True),
    "SO": Bank(SOMALI_F, SOMALI_M, SOMALI_M, script="arab", language="so", patronymic=True),
    "SS": Bank(
        plain("Nyakim Achol Ayen Nyandeng Adut Abuk Akuol Nyabol"),
        plain("Deng Garang Majok Bol Akol Chol Gatluak Makuei Kuol Lual Riek Thon"),
        plain("Deng Garang Majok Bol Akol Chol Gatluak Makuei Kuol Lual Mabior Atem"),
    ),
    "SY": Bank(
        ARAB_F,
        ARAB_M,
        paired(
            "Alhalabi=الحلبي Alahmad=الأحمد Khalil=خليل Darwish=درويش Alshami=الشامي Haddad=حداد Masri=المصري Qasim=قاسم Saleh=صالح Alali=العلي"
        ),
        script="arab",
        language="ar",
    ),
    "IQ": Bank(
        ARAB_F,
        ARAB_M,
        paired(
            "Aljubouri=الجبوري Alobaidi=العبيدي Aldulaimi=الدليمي Alsamarrai=السامرائي Albayati=البياتي Hamid=حامد Jassim=جاسم"
        ),
        script="arab",
        language="ar",
    ),
    "PS": Bank(
        ARAB_F,
        ARAB_M,
        paired("Abusalem=أبوسالم Odeh=عودة Nassar=نصار Hamdan=حمدان Barakat=بركات Shahin=شاهين Zaqout=زقوت"),
        script="arab",
        language="ar",
    ),
    "YE": Bank(
        ARAB_F,
        ARAB_M,
        paired("Alhamdi=الحمدي Alsanani=الصنعاني Saleh=صالح Alqadri=القادري Nasser=ناصر Almaqtari=المقطري"),
        script="arab",
        language="ar",
    ),
}
OTHERS = ("TG", "BJ", "SL", "GW", "LR", "MR", "KE", "PK", "MA", "CF")
_LIKE = {"TG": "GH", "BJ": "CI", "SL": "GM", "GW": "SN", "LR": "GH", "MR": "SN", "KE": "SS", "PK": "EG", "MA": "EG", "CF": "CM"}


@dataclass(frozen=True)
class Name:
    latin: str
    given: str
    father: str
    family: str
    own: str  # in the person's own script; empty when that is Latin
    script: str
    language: str


def bank_of(nationality: str) -> Bank:
    return BANKS.get(nationality) or BANKS[_LIKE[nationality]]


def make(random: Random, nationality: str, female: bool, family: str = "") -> Name:
    """A name of that nationality; `family` keeps a family's shared last part."""
    bank = bank_of(nationality)
    firsts = bank.female if female else bank.male
    given = random.choice(list(firsts))
    if bank.patronymic:
        father = family or random.choice(list(bank.male))
        last = random.choice(list(bank.family))
        own = " ".join((firsts[given], bank.male.get(father, ""), bank.family[last])) if firsts[given] else ""
        return Name(f"{given} {father} {last}", given, father, last, own, bank.script, bank.language)
    last = family or random.choice(list(bank.family))
    middle = random.choice(list(firsts)) if random.random() < 0.35 else ""
    middle = "" if middle == given else middle
    latin = " ".join(part for part in (given, middle, last) if part)
    own = (
        " ".join(part for part in (firsts[given], firsts.get(middle, ""), bank.family.get(last, "")) if part)
        if firsts[given]
        else ""
    )
    return Name(latin, given, "", last, own, bank.script, bank.language)
