"""Published figures that the history reproduces. Each with its source's key in docs/decisions/0006-synthetic-caseload.md.

Anchors are cumulative counts on a day; between two anchors departures are spread over flights. Since = what is counted from.
"""

from datetime import date

# Returns since 1 January 2015. 2015 itself is what remains between 40,000 (21 Feb 2019, S12) and the sums of 2016 to 2018.
RETURNS: tuple[tuple[date, int], ...] = (
    (date(2014, 12, 31), 0),
    (date(2015, 12, 31), 700),  # derived
    (date(2016, 12, 31), 3_477),  # + 2,777 in 2016 (S2)
    (date(2017, 9, 30), 11_773),  # 19,370 in 2017, 11,074 of them in the last quarter (S29)
    (date(2017, 11, 27), 16_938),  # 16,561 by 14 Dec less 3,100 since 28 Nov (S98)
    (date(2017, 12, 14), 20_038),  # S98
    (date(2017, 12, 31), 22_847),  # S29
    (date(2018, 2, 23), 26_317),  # 9,379 since 28 Nov 2017 (S96)
    (date(2018, 3, 31), 26_779),  # 23,302 since 1 Jan 2017 (S102)
    (date(2018, 7, 31), 33_797),  # 10,950 from January to July 2018 (S103)
    (date(2018, 9, 25), 35_391),  # 12,544 in 2018 so far (S34)
    (date(2018, 12, 31), 39_600),  # 16,753 in 2018 (S34b)
    (date(2019, 2, 21), 40_000),  # S12
    (date(2019, 9, 25), 48_060),  # over 48,000 (S0)
)
# Evacuations since September 2017, by destination (UNHCR: S62, S70, S37, S40, S71, S41, S42, S55; last line over 4,000, S0).
EVACUATIONS: tuple[tuple[date, dict[str, int]], ...] = (
    (date(2017, 11, 10), {"NE": 0, "IT": 0, "RO": 0}),
    (date(2017, 11, 11), {"NE": 25, "IT": 0, "RO": 0}),
    (date(2018, 1, 26), {"NE": 361, "IT": 162, "RO": 0}),
    (date(2018, 3, 1), {"NE": 1_020, "IT": 312, "RO": 2}),
    (date(2018, 8, 31), {"NE": 1_536, "IT": 312, "RO": 10}),
    (date(2018, 12, 21), {"NE": 2_202, "IT": 415, "RO": 176}),
    (date(2018, 12, 31), {"NE": 2_202, "IT": 415, "RO": 262}),
    (date(2019, 5, 6), {"NE": 2_782, "IT": 561, "RO": 269}),
    (date(2019, 9, 25), {"NE": 2_912, "IT": 808, "RO": 290}),
)
HISTORY_ENDS = date(2019, 9, 25)

# Shares of returns by nationality: the order of the first four is published (S29, S34), the rest is invented for generation.
RETURN_NATIONALITIES = {
    "NG": 27, "ML": 12, "GN": 11, "NE": 10, "GM": 7, "CI": 7, "SN": 6, "GH": 3, "CM": 3, "BF": 3, "BD": 3, "SD": 3, "EG": 1, "other": 4,
}  # fmt: skip
EVACUATION_NATIONALITIES = {"ER": 46, "SO": 22, "SD": 18, "ET": 10, "SS": 2, "SY": 1, "YE": 1}
# Share of women among adults by nationality of return (flights of domain notes 1.5).
WOMEN = {"NG": 0.42, "GM": 0.03, "ML": 0.08, "CI": 0.14, "BF": 0.07, "GN": 0.05, "CM": 0.20}
CHILDREN = 0.07
UASC = 0.0105  # S107
TRAFFICKING = 0.034  # S107
MEDICAL = 0.064  # S107
DETENTION = 0.60  # share asked in detention; flights of 2017: 60 to 90 % (S25, S26)
NO_TRAVEL_DOCUMENT = 0.90  # S12
CHARTER = (120, 180)  # people on a charter, typical (table 1.5)

DESTINATIONS = {
    # nationality: (site code, city, country, IATA)
    "NG": ("LOS", "Lagos", "NG", "LOS"), "ML": ("BKO", "Bamako", "ML", "BKO"), "GN": ("CKY", "Conakry", "GN", "CKY"),
    "NE": ("NIM", "Niamey", "NE", "NIM"), "GM": ("BJL", "Banjul", "GM", "BJL"), "CI": ("ABJ", "Abidjan", "CI", "ABJ"),
    "SN": ("DSS", "Dakar", "SN", "DSS"), "GH": ("ACC", "Accra", "GH", "ACC"), "CM": ("DLA", "Douala", "CM", "DLA"),
    "BF": ("OUA", "Ouagadougou", "BF", "OUA"), "BD": ("DAC", "Dhaka", "BD", "DAC"), "SD": ("KRT", "Khartoum", "SD", "KRT"),
    "EG": ("CAI", "Cairo", "EG", "CAI"), "TG": ("LFW", "Lomé", "TG", "LFW"), "BJ": ("COO", "Cotonou", "BJ", "COO"),
    "SL": ("FNA", "Freetown", "SL", "FNA"), "GW": ("OXB", "Bissau", "GW", "OXB"), "LR": ("ROB", "Monrovia", "LR", "ROB"),
    "MR": ("NKC", "Nouakchott", "MR", "NKC"), "KE": ("NBO", "Nairobi", "KE", "NBO"), "PK": ("ISB", "Islamabad", "PK", "ISB"),
    "MA": ("CMN", "Casablanca", "MA", "CMN"), "CF": ("BGF", "Bangui", "CF", "BGF"), "TD": ("NDJ", "N’Djamena", "TD", "NDJ"),
}  # fmt: skip
AIRPORTS = (("MJI", "Tripoli Mitiga"), ("MRA", "Misrata"), ("BEN", "Benghazi Benina"), ("SEB", "Sabha Tamanhint"))
TRANSIT = {
    # country: (site code, name, IATA, dated capacities: from, persons, agreement)
    "NE": ("ETM-NE", "Emergency transit mechanism, Niamey", "NIM", ((date(2017, 11, 1), 1_500, "MoU of December 2017"),)),
    "RO": ("ETC-RO", "Emergency transit centre, Timișoara", "TSR", ((date(2017, 11, 1), 400, "Agreement with the host"),)),
    "IT": ("HE-IT", "Humanitarian evacuation, Italy", "FCO", ((date(2017, 11, 1), 5_000, "Humanitarian corridor"),)),
    "RW": (
        "ETM-RW",
        "Emergency transit mechanism, Gashora",
        "KGL",
        ((date(2019, 9, 10), 500, "MoU of 10 September 2019"), (date(2021, 10, 14), 700, "Addendum of 14 October 2021")),
    ),
}
# Detention centres and their spellings (domain notes 4.2); no coordinates anywhere.
CENTRES = (
    ("DC-SIKKA", "Tariq al-Sikka", "Tripoli", ("Trig al Seka", "Triq al-Sikka", "Tariq Al Sekka", "طريق السكة")),
    ("DC-MATAR", "Tariq al-Matar", "Tripoli", ("Triq al Matar", "طريق المطار")),
    ("DC-SALIM", "Abu Salim", "Tripoli", ("Abu Slim", "Abusliem", "Abu Sleem", "أبو سليم")),
    ("DC-TAJOURA", "Tajoura", "Tripoli", ("Tajura", "تاجوراء")),
    ("DC-GHASHIR", "Qasr bin Ghashir", "Tripoli", ("Qaser Ben Ghasheer", "قصر بن غشير")),
    ("DC-ZARA", "Ain Zara", "Tripoli", ("Ayn Zarah", "عين زارة")),
    ("DC-JANZUR", "Janzur", "Tripoli", ("Janzour", "Janzhour", "جنزور")),
    ("DC-SABAA", "Al-Sabaa", "Tripoli", ("Sabaa", "Al Saba", "السبعة")),
    ("DC-NASR", "Al-Nasr, Zawiya", "Zawiya", ("Azzawya", "النصر الزاوية")),
    ("DC-ZWARA", "Zwara", "Zwara", ("Zuwara", "زوارة")),
    ("DC-GHARYAN", "Gharyan al-Hamra", "Gharyan", ("Ghariyan", "Gheryan", "غريان الحمراء")),
    ("DC-ZINTAN", "Zintan (Dhahr al-Jabal)", "Zintan", ("Daher Al Jabel", "الزنتان")),
    ("DC-KHOMS", "Khoms", "Khoms", ("Al Khums", "الخمس")),
    ("DC-MISRATA", "Misrata (Karareem)", "Misrata", ("Kararim", "الكراريم")),
    ("DC-SABHA", "Sabha", "Sabha", ("Sebha", "سبها")),
    ("DC-GANFOUDA", "Benghazi Ganfouda", "Benghazi", ("Ganfuda", "قنفودة")),
    ("DC-SHAHAT", "Shahat", "Shahat", ("Shahhat", "شحات")),
)
URBAN = (("URB-TIP", "Tripoli"), ("URB-MRA", "Misrata"), ("URB-BEN", "Benghazi"), ("URB-SEB", "Sabha"), ("URB-ZWA", "Zwara"))
