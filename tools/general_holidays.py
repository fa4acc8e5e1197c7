#!/usr/bin/env python3
"""Writes data/holidays.csv: the general holidays of Hong Kong, from the Python package holidays (MIT licence).

    pip install holidays && python3 tools/general_holidays.py > data/holidays.csv

Dates are facts; the package computes them from the Lunar calendar, Easter and the law, and carries what the Gazette
decided otherwise. COMPARED are the years whose days agree, one by one, with a copy of the Government's own list; every
other year is `inferred`: compare it with the Gazette, and then add it here. Sundays are not listed.
"""
import csv
import sys

import holidays

YEARS = range(2019, 2031)
COMPARED = range(2024, 2027)
LANGUAGES = ("en_HK", "zh_HK", "zh_CN")

days = {}
for language in LANGUAGES:
    # The category "optional" is the general holidays; "public" is the statutory ones.
    table = holidays.country_holidays("HK", categories=("optional",), years=YEARS, language=language)
    for day, name in table.items():
        days.setdefault(day, []).append(name)

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["date", "en", "zh_hant", "zh_hans", "basis"])
for day in sorted(days):
    out.writerow([day, *days[day], "verified" if day.year in COMPARED else "inferred"])
