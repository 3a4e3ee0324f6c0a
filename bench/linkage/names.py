"""Names for invented people, by nationality: native script first, then the ways clerks write it in Latin letters.

Own compilation from general knowledge, made apart from the alias table of the name engine so that it can test it.
Arabic names get many more spellings from the CC0 index of the package arabic-name-romanizer where that is installed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ARAB_M = """محمد Mohamed Mohammed Muhammad Mohammad|احمد Ahmed Ahmad Ahmet|علي Ali Aly|حسن Hassan Hasan|حسين Hussein Hussain Hossein|عمر Omar Omer Umar
عثمان Osman Othman Uthman|ابراهيم Ibrahim Ibraheem Brahim|اسماعيل Ismail Ismael Esmail|يوسف Yousif Youssef Yusuf Yousef|ادم Adam Adem|عبدالله Abdalla Abdullah Abdallah
عبدالرحمن Abdelrahman Abdulrahman Abdurahman|خالد Khalid Khaled|مصطفي Mustafa Mostafa Moustapha|صالح Salih Saleh Salah|حامد Hamid Hamed|بشير Bashir Basheer Bechir
موسي Musa Mousa Moussa|عيسي Issa Isa Eissa|ادريس Idris Idriss Edris|هارون Haroun Harun|سليمان Suleiman Sulaiman Soliman|يعقوب Yagoub Yaqub Yacoub|اسحاق Ishag Ishaq Eshag
طارق Tarig Tariq Tarek|ياسر Yasir Yasser|عبدالكريم Abdelkarim Abdulkarim Abdelkrim|عبدالعزيز Abdelaziz Abdulaziz|جمعه Gumaa Juma Jumaa|بخيت Bakhit Bakheit|كمال Kamal Kamel
جمال Jamal Gamal Djamal|معتصم Mutasim Moatasim|النور Elnour Alnur Nour|الطيب Eltayeb Altayib|زكريا Zakaria Zakariya|محمود Mahmoud Mahmud|سعيد Said Saeed|فيصل Faisal Faysal
حيدر Haydar Haidar|عادل Adil Adel|منصور Mansour Mansur|ابوبكر Abubakr Abubaker Aboubakar|نصرالدين Nasreldin Nasraddin|صلاح Salah Salaheldin|مختار Mukhtar Mokhtar|مبارك Mubarak Mbarak"""
ARAB_F = """فاطمه Fatima Fatma Fatmah|عائشه Aisha Aicha Asha|مريم Mariam Maryam Meriem|خديجه Khadija Khadiga Hadija|زينب Zainab Zeinab Zaynab|حليمه Halima Haleema|امنه Amna Amina Aamna
سعاد Suad Souad|هدي Huda Hoda|اميره Amira Ameera|ساره Sara Sarah|حواء Hawa Hawaa|رقيه Rugaya Ruqayya Rokia|سلمي Salma Selma|نعيمه Naima Naeema|كلثوم Kaltoum Kulthum|نور Nour Nur
اسماء Asma Asmaa|هاجر Hajar Hager|منال Manal Menal|ايمان Iman Eman|زهره Zahra Zohra|رحمه Rahma Rahmah|سميه Sumaya Somaya|جميله Jamila Gamila"""
WEST_M = """محمد Mamadou Mohamed Mamadu Momodou|ابراهيم Ibrahima Ibrahim Ibra Brahima|عبدالله Abdoulaye Abdoulai Abdulai|عثمان Ousmane Ousman Usman|عمر Oumar Umar Omar|ابوبكر Boubacar Aboubacar Boubakar
موسي Moussa Musa Mousa|عيسي Issa Isa Issah|يعقوب Yacouba Yakuba Yacoub|الحسن Alassane Alhassane Lassana|الحسين Alhousseiny Ousseynou Houssein|سليمان Souleymane Sulayman Souleman|ادم Adama Adamou
هارون Harouna Arouna|سيدو Seydou Saidou Saydou|امادو Amadou Ahmadou Amadu|عليو Aliou Aliu Alieu|لمين Lamine Lamin|شيخ Cheick Cheikh Sheikh|بكري Bakary Bakari|ادريسا Idrissa Drissa Idrisa
كريم Karim Kareem|صالح Salif Saliou|تيجان Tidiane Tijan Tidjane|يوسف Youssouf Yusuf Isouf|مودي Mody Modi|سكو Sekou Seku Sékou|ديمبا Demba Dembah|سامبا Samba Sambah|موديبو Modibo Modibbo|عبدو Abdou Abdu
ساليسو Salissou Salisu|مهمن Mahaman Mahamane|هامدو Hamidou Hamidu|زكري Zakari Zakary|رابيو Rabiou Rabiu|نوهو Nouhou Nuhu|لوالي Laouali Lawali|ايدي Idi Iddi|سانوسي Sanoussi Sanusi"""
WEST_F = """فاطمه Fatoumata Fatou Fatima Fatimata|امينه Aminata Amina Aminatou|عائشه Aissatou Aissata Aicha|مريم Mariama Mariam Mariame|خديجه Kadiatou Khadija Kadidia|حواء Hawa Awa Hawaou|رقيه Rokia Roukaya
زينب Zeinabou Zainabou Zenab|حليمه Halimatou Halima Alima|رماته Ramatou Ramata Ramatoulaye|سلاماته Salamatou Salamata|بنته Binta Bintou|ندي Nene Nènè|اومو Oumou Umu|تيني Tenin Tening|جنيبا Djeneba Jeneba Djenaba
عدا Adama Adamatou|ماريتو Mariatou Mariatu|سكينه Sakina Sakinatou|هاديزا Hadiza Hadizatou"""
WEST_FAMILY = """ديالو Diallo Jallow Diallow Dialo|باه Bah Ba|باري Barry Bary|سو Sow So|كامارا Camara Kamara|كوندي Conde Condé Kondeh|توري Toure Touré Touray|تراوري Traore Traoré Trawally|كوليبالي Coulibaly Koulibaly
كيتا Keita Kéita|سيسي Cisse Cissé Ceesay|ديارا Diarra Jarra|كوني Kone Koné Konneh|دومبيا Doumbia Doumbouya|سيلا Sylla Silla|فوفانا Fofana Fofanah|سيديبي Sidibe Sidibé|سنغاري Sangare Sangaré|بانغورا Bangoura Bangura
سوماه Soumah Suma|كانتي Kante Kanté|دراما Drame Dramé Drammeh|كوناتي Konate Konaté|مايغا Maiga Maïga|سيسوكو Sissoko Cissoko|دابو Dabo Daboh|بالدي Balde Baldé|داف Daffe Daffé|كابا Kaba Kabba|ماغاسا Magassa Magassouba"""
NIGER_FAMILY = """ادامو Adamou Adamu|هاما Hama Hamma|عيسوفو Issoufou Isufu|ماماني Mamane Mamman|غاربا Garba Garbah|موسي Moussa Musa|يعقوب Yacouba Yakouba|ابدو Abdou Abdu|سيني Seyni Seini|بوكاري Boukari Bukari|هاميدو Hamidou Amidou
ايده Idé Ide|مايداوا Maidawa Maïdawa|سوماىلا Soumaila Soumana|زكو Zakou Zaku|عمرو Oumarou Umaru|الي Ali Aly|ابراهيم Ibrahim Ibrahima|مونكيلا Mounkaila Munkaila|دجيبو Djibo Jibo|ساني Sani Sanni|لاوان Laouan Lawan|كاكا Kaka Kakka"""
NG_M = """- Emeka Chukwuemeka|- Chinedu Chinedum|- Osaze Osas|- Efosa Effosa|- Kelvin Kelvyn Calvin|- Godwin Goodwin|- Sunday Sundey|- Festus Festos|- Kingsley Kingsly|- Emmanuel Emanuel|- Samuel Samuell|- Blessing Blesing
- Tunde Babatunde|- Segun Olusegun|- Femi Olufemi|محمد Mohammed Muhammad Muhammed|- Abubakar Abubaka|- Sani Sanni|- Usman Osman|- Ibrahim Ibraheem|- Friday Fryday|- Monday Mondey|- Collins Colins|- Victor Viktor|- Peter Pita|- John Jon
- Michael Micheal Michel|- Daniel Danial|- David Davide|- Joseph Josef|- Nosa Nosakhare|- Uche Uchenna|- Ikenna Ike|- Lucky Luckie|- Desmond Desmon|- Felix Felics|- Anthony Antony|- Stanley Stanly"""
NG_F = """- Blessing Blesing Blessin|- Joy Joi|- Faith Fait|- Gift Gifty|- Mercy Mersy|- Precious Presious|- Favour Favor|- Happiness Happyness|- Patience Pacience|- Rita Reeta|- Osarugue Osarugwe|- Ifeoma Ify|- Chioma Chiomah|- Grace Gracy
- Stella Stela|- Success Sucess|- Loveth Lovet|- Queen Quen|- Sandra Sandrah|- Vivian Vivien|- Glory Glorie|- Esther Ester|- Juliet Juliette|- Amaka Chiamaka|- Sarah Sara|- Endurance Endurans"""
NG_FAMILY = """- Osagie Osagi|- Okafor Okafo|- Eze Ezeh|- Igbinedion Igbinidion|- Omoregie Omoregbe Omorege|- Ehigie Ehigiator|- Nwosu Nwosou|- Adeyemi Adeyemo|- Balogun Ballogun|- Uwadiae Uwadia|- Okonkwo Okonkwor|- Idahosa Idahossa
- Aigbe Aigbeh|- Ogbebor Ogbeibo|- Oghenekaro Oghenekaru|- Obi Obie|- Odion Odiom|- Erhabor Erhabo|- Osayande Osayamde|- Ighodaro Ighodalo|- Musa Moussa|- Bello Belo|- Yusuf Yusufu|- Lawal Lawan|- Ojo Ojoh|- Johnson Jonson|- Williams William"""
BD_M = """মোহাম্মদ Mohammad Md Mohammed|রহিম Rahim Rohim|করিম Karim Korim|রফিকুল Rafiqul Rofiqul|শফিকুল Shafiqul Shofiqul|জাহাঙ্গীর Jahangir Jahangeer|আলমগীর Alamgir Alomgir|সোহেল Sohel Shohel Sohail|রুবেল Rubel Robel|মাসুদ Masud Masood
সাইফুল Saiful Shaiful|নজরুল Nazrul Nozrul|কামাল Kamal Kamaal|জসিম Jasim Joshim|ফারুক Faruk Farooq Faruque|মিজানুর Mizanur Mijanur|হাবিবুর Habibur Hobibur|আব্দুল Abdul Abdool|শাহিন Shahin Shaheen|রাসেল Rasel Rassel|আরিফ Arif Areef|মোস্তফা Mostafa Mustafa"""
BD_F = """ফাতেমা Fatema Fatima|রহিমা Rahima Rohima|খাদিজা Khadija Khodeja|আয়েশা Ayesha Aysha|সালমা Salma Shalma|নাজমা Nazma Najma|শিরিন Shirin Shireen|রুবিনা Rubina Robina"""
BD_FAMILY = """ইসলাম Islam Eslam|হোসেন Hossain Hosen Hossen|মিয়া Miah Mia Miya|উদ্দিন Uddin Uddeen|আহমেদ Ahmed Ahamed|খান Khan Kan|রহমান Rahman Rahaman|আলী Ali Aly|হাওলাদার Howlader Hawlader|শেখ Sheikh Sk Shekh|সরকার Sarkar Sarker|মোল্লা Mollah Molla
বেপারী Bepari Bapari|আকন্দ Akond Akand|হক Haque Hoque Haq|চৌধুরী Chowdhury Choudhury|মাতুব্বর Matubbar Matabbar|শিকদার Sikder Sikdar|আলম Alam Alom|ভূঁইয়া Bhuiyan Bhuyan"""
HORN_M = """ተስፋይ Tesfay Tesfai Tesfaye|መሓሪ Mehari Mehary|ዮናስ Yonas Yonatan|ሚካኤል Mikael Michael|ዳዊት Dawit Dawid David|ሃይለ Haile Hayle|ክብሮም Kibrom Kbrom Kibrem|ፍጹም Fitsum Ftsum|ሳሙኤል Samuel Samiel|ሰመረ Semere Semera|ኣማኑኤል Amanuel Emanuel
ገብረመድህን Gebremedhin Ghebremedhin Gebremedin|ወልደማርያም Woldemariam Weldemariam|ሃብቶም Habtom Habtum|በረከት Bereket Berket|ዮሴፍ Yosief Yosef Joseph|ኪዳነ Kidane Kidan|ብርሃነ Berhane Birhane|ተክለ Tekle Tekla|ሮቤል Robel Robiel|ናትናኤል Natnael Nathanael
ሄኖክ Henok Henock|ፍሬው Frew Firew|ኣብርሃም Abraham Abrham|ሙሴ Muse Mussie|ግርማይ Girmay Ghirmay Germay|ኣስመሮም Asmerom Asmarom|ዓንዶም Andom Amdom|መብራህቱ Mebrahtu Mebrhatu|ኣለም Alem Aalem"""
HORN_F = """ሰላም Selam Salem|ሳባ Saba Sabba|ለተብርሃን Letebrhan Letebirhan|ኣበባ Abeba Ababa|ሄለን Helen Hellen|ትርሓስ Tirhas Trhas|ኪሮስ Kiros Kirros|ሉላ Lula Luula|ምሕረት Mihret Mehret|ብርክቲ Birikti Brkti|ራሄል Rahel Rachel|ሩታ Ruta Ruth|ሳራ Sara Sarah|ፍርወይኒ Firweyni Frweini|ዘውዲ Zewdi Zeudi"""
SOM_M = """محمد Maxamed Mohamed Mahamed|علي Cali Ali|عبدالرحمن Cabdiraxmaan Abdirahman Abdirahmaan|حسن Xasan Hassan|احمد Axmed Ahmed|عمر Cumar Omar|يوسف Yuusuf Yusuf|ابراهيم Ibraahim Ibrahim|عبدي Cabdi Abdi|اسماعيل Ismaaciil Ismail|جامع Jaamac Jama|فارح Faarax Farah
ورسمه Warsame Warsama|نور Nuur Nur Noor|عبدالله Cabdullaahi Abdullahi Abdulahi|مهد Mahad Mahaad|آدن Aadan Adan Aden|عبدالقادر Cabdulqaadir Abdulkadir Abdiqadir|حسين Xuseen Hussein|ليبان Liibaan Liban|عبدالعزيز Cabdicasiis Abdiaziz"""
SOM_F = """فاطمه Faadumo Fadumo Fatima|عائشه Caasha Asha Aisha|حليمه Xaliimo Halimo Halima|خديجه Khadiijo Khadija|مريم Maryan Maryam Mariam|صفيه Safiyo Safia|هودان Hodan Hoodan|نعيمه Nacimo Naima|ساهره Sahra Zahra|ايفراح Ifrah Ifraah"""
CHAIN = {"SDN", "EGY", "SYR", "TCD", "ERI", "ETH", "SOM"}

Choice = tuple[str, tuple[str, ...], tuple[float, ...]]


def _list(text: str) -> list[Choice]:
    found = []
    for entry in text.replace("\n", "|").split("|"):
        native, *latin = entry.split()
        weights = tuple(1.0 / (rank + 1) for rank in range(len(latin)))
        found.append(("" if native == "-" else native, tuple(latin), weights))
    return found


@cache
def index_names() -> list[Choice]:
    """Arabic names with their Latin spellings as used, most frequent first; [] where the package is not installed."""
    package = find_spec("arabic_name_romanizer")
    if package is None or not package.submodule_search_locations:
        return []
    path = Path(package.submodule_search_locations[0]) / "resources" / "names.sqlite3"
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    with sqlite3.connect(path) as index:
        rows = index.execute(
            "select arabic_key, latin, sum(count) from units where country in ('SD','EG','SY','LY','TD','MR','TN','DZ') group by 1, 2"
        )
        for native, latin, count in rows:
            if " " not in native and " " not in latin:
                spellings[native][latin.capitalize()] += count
    found = []
    for native, latin in sorted(spellings.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        used = [(text, count) for text, count in latin.most_common(6) if count >= 2]
        if used and sum(latin.values()) >= 6:
            found.append((native, tuple(text for text, _ in used), tuple(float(count) for _, count in used)))
    return found[:1500]


@cache
def pool(nationality: str, role: str) -> list[Choice]:
    """The names of a role (M, F given names; family = father's or family names) in one nationality."""
    arab_m = _list(ARAB_M) + index_names()
    table = {
        "SDN": (arab_m, _list(ARAB_F), arab_m), "EGY": (arab_m, _list(ARAB_F), arab_m), "SYR": (arab_m, _list(ARAB_F), arab_m),
        "TCD": (arab_m[:400], _list(ARAB_F), arab_m[:400]),
        "NER": (_list(WEST_M), _list(WEST_F), _list(NIGER_FAMILY)), "MLI": (_list(WEST_M), _list(WEST_F), _list(WEST_FAMILY)),
        "GIN": (_list(WEST_M), _list(WEST_F), _list(WEST_FAMILY)), "NGA": (_list(NG_M), _list(NG_F), _list(NG_FAMILY)),
        "BGD": (_list(BD_M), _list(BD_F), _list(BD_FAMILY)), "ERI": (_list(HORN_M), _list(HORN_F), _list(HORN_M)),
        "ETH": (_list(HORN_M), _list(HORN_F), _list(HORN_M)), "SOM": (_list(SOM_M), _list(SOM_F), _list(SOM_M)),
    }  # fmt: skip
    return table[nationality][("M", "F", "family").index(role)]
