#!/usr/bin/env python3
"""The referee: Python's csv and decimal, each good as a person would work it out. Whatever is not exact stops it.

    decimals.py DIR [--out FILE] [--general]      by the General Rule: content alone, no change of heading
"""
import csv
import decimal
import glob
from decimal import Decimal

import shared

SHIFTS = ["NONE", "CTSH", "CTH", "CC"]
HOME = {"HK", "CN"}
BUILD_UP, BUILD_DOWN = 30, 40


class Good:
    def __init__(self, row):
        self.hs = row["good_hs"].replace(".", "")
        self.fob, self.labour, self.development = Decimal(row["fob"]), Decimal(row["labour"]), Decimal(row["development"])
        self.lines, self.originating, self.non_originating = 0, Decimal(0), Decimal(0)
        self.shift = 3

    def add(self, row, rates):
        value = Decimal(row["quantity"]) * Decimal(row["unit_cost"]) * rates[row["currency"]]
        self.lines += 1
        if row["origin"] in HOME:
            self.originating += value
        else:
            self.non_originating += value
            self.shift = min(self.shift, shift(self.hs, row["hs_code"].replace(".", "")))

    def judged(self, general):
        up, down = self.originating + self.labour + self.development, self.fob - self.non_originating
        content = 100 * up >= BUILD_UP * self.fob or 100 * down >= BUILD_DOWN * self.fob
        verdict = "PASS" if content and (general or self.shift >= SHIFTS.index("CTH")) else "FAIL"
        sums = [f"{amount:.{shared.VALUE}f}" for amount in (self.originating, self.non_originating)]
        return [self.lines, *sums, percent(up, self.fob), percent(down, self.fob), SHIFTS[self.shift], verdict]


def shift(good, material):
    """How far the codes are apart: of another chapter 3, heading 2, subheading 1."""
    same = [good[:digits] == material[:digits] for digits in (2, 4, 6)]
    return 3 - sum(same)


def percent(part, whole):
    """Cut toward zero after two decimals; a zero has no sign."""
    hundredths = int(part * 10000 // whole)
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def main():
    options = shared.arguments(__doc__, "general")
    decimal.setcontext(decimal.Context(prec=60, traps=[decimal.Inexact, decimal.InvalidOperation, decimal.DivisionByZero]))
    rates = {currency: Decimal(rate) for currency, rate in shared.rates(options.dir).items()}
    goods = {}
    for path in sorted(glob.glob(shared.pattern(options.dir))):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = row["good_id"]
                if name not in goods:
                    goods[name] = Good(row)
                goods[name].add(row, rates)
    with open(options.out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(shared.HEADER)
        writer.writerows([name, *good.judged(options.general)] for name, good in goods.items())


if __name__ == "__main__":
    main()
