#!/usr/bin/env python3
"""Makes a portfolio of made-up goods: the same arguments, the same bytes.

    make.py DIR --goods 100000 --lines 20                    DIR/bill.csv, the lines of a good together
    make.py DIR --goods 100000 --lines 20 --order shuffled   the same lines in any order
    make.py DIR --goods 10000 --lines 20 --folder            DIR/bills/, one file a good
    make.py DIR --goods 20000 --lines 12 --edge              goods at 30 % and 40 %, and a millionth beside

Beside it stand DIR/rates.csv; DIR/cepa.toml, which confirms what keeps Mainland materials from counting; and DIR/general.toml,
which also confirms that no good is in the product list. A file has its name when it is whole.
What a line holds is drawn from tables made once, so that twenty million lines take a minute and little memory.
"""
import argparse
import itertools
import pathlib
import random
import shutil
import sys
import tempfile
from array import array

DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
HEADER = "good_id,good_hs,fob,labour,development,line,part,description,hs_code,origin,quantity,unit_cost,currency\n"
RATES = {"HKD": "1.0000", "CNY": "1.0912", "USD": "7.7835", "EUR": "8.9146", "JPY": "0.0503"}
CURRENCIES = ["HKD"] * 6 + ["CNY"] * 5 + ["USD"] * 3 + ["EUR", "JPY"]
ABROAD = ["JP"] * 5 + ["KR"] * 4 + ["TW"] * 4 + ["US"] * 3 + ["DE", "VN", "MY", "TH"]
CONFIRMED = {"accumulation.floor": "none", "accumulation.conditions": "yes", "mainland-in-shift": "yes"}

# A quarter of the table of values each: how many in a hundred of its materials are of Hong Kong or the Mainland.
HOME_SHARES = [8, 30, 55, 80]
POOL, QUARTER, NAMES = 1 << 16, 1 << 14, 1 << 14
BUCKETS = 64

ENGLISH = (
    "drawn,cast,pressed,plated,woven,laminated,anodised,hardened,moulded,braided,matt,clear".split(","),
    "hinge,rivet,shaft,grommet,thermistor,inductor,panel,ribbon cable,bushing,clip,valve,rotor,film,insert,knob,tray".split(","),
    "8 mm,22 uF,M4 x 12,no. 3,IP65,grey,left-hand,rev. B,1.5 kW,type 2,A4".split(","),
)
CHINESE = (
    "冷轧,注塑,镀镍,阳极氧化,耐高温,印刷,双面,加厚,软质,高精度".split(","),
    "铰链,铆钉,电机轴,热敏电阻,电感,面板,排线,衬套,卡扣,阀门,转子,薄膜,旋钮,托盘,纸盒".split(","),
    "8毫米,22微法,三号,灰色,左,右,乙型,1.5千瓦".split(","),
)


def main():
    options = arguments()
    options.dir.mkdir(parents=True, exist_ok=True)
    write_settings(options.dir)
    rng = random.Random(options.seed)
    tables = Tables(rng)
    make = edge_good if options.edge else plain_good
    goods = (make(tables, rng, number, options.lines) for number in range(1, options.goods + 1))
    if options.folder:
        write_folder(options.dir / "bills", goods)
    else:
        lines = goods if options.order == "grouped" else shuffled(goods, random.Random(options.seed + 1), options.dir)
        write_file(options.dir / "bill.csv", lines)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--goods", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=20, help="lines of a good")
    parser.add_argument("--order", choices=["grouped", "shuffled"], default="grouped")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", action="store_true", help="one file a good")
    parser.add_argument("--edge", action="store_true", help="goods at the thresholds; at least two lines each")
    options = parser.parse_args()
    if options.edge and options.lines < 2:
        parser.error("--edge needs at least two lines")
    if options.folder and options.order == "shuffled":
        parser.error("--folder has no order of lines")
    return options


# What is drawn from.


class Tables:
    """All that a line or a good can hold, in tables whose sizes are powers of two."""

    def __init__(self, rng):
        codes = subheadings()
        goods = [code for code in codes if code >= "28" and not code.startswith(no_goods())]
        self.good_codes = rng.choices(goods, k=4096)
        self.codes = [written(rng, code) for code in rng.choices([code for code in codes if code >= "25"], k=POOL)]
        names = [description(rng) for _ in range(NAMES)]
        self.parts = [f"P{rng.randrange(10**7):07d},{names[i % NAMES]}" for i in range(POOL)]
        self.relatives = relatives(codes)
        self.values, self.home, self.abroad = [], [], []
        for share in HOME_SHARES:
            for _ in range(QUARTER):
                self.add_value(*value(rng, share))

    def add_value(self, origin, quantity, cost, currency):
        amount = units(quantity, 3) * units(cost, 6) * units(RATES[currency], 4)
        counts = origin in ("HK", "CN")
        self.values.append(f"{origin},{quantity},{cost},{currency}\n")
        self.home.append(amount if counts else 0)
        self.abroad.append(0 if counts else amount)


def subheadings():
    """All six-digit codes of HS 2022."""
    rows = (row.split(":") for row in (DATA / "hs2022.txt").read_text().splitlines() if row[:1].isdigit())
    return [heading + ending for heading, endings in rows for ending in endings.split()]


def no_goods():
    """Codes that the made goods keep away from: waste is asked about, and a loaded rule may differ from the typed one."""
    rows = [row for name in ("waste.csv", "psr/hk.csv") for row in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return tuple(row.split(",")[0] for row in rows if row[:1].isdigit())


def relatives(codes):
    """For each chapter and heading the codes that stand under it."""
    under = {}
    for code in codes:
        for digits in (2, 4, 6):
            under.setdefault(code[:digits], []).append(code)
    return under


def written(rng, code):
    """A code in one of the ways in which files write it: with 6, 8 or 10 digits, with or without dots."""
    more = f"{rng.randrange(100):02d}"
    dotted = f"{code[:4]}.{code[4:]}"
    return rng.choice([code, code, dotted, dotted, code + more, f"{dotted}.{more}", f"{code}{more}00", f"{dotted}.{more}00"])


def description(rng):
    chinese = rng.random() < 0.20
    text = " ".join(map(rng.choice, ENGLISH)) if not chinese else "".join(map(rng.choice, CHINESE))
    kind = rng.random()
    if kind < 0.001:
        return f'"{text}\n{"见附图" if chinese else "see sheet"} {rng.randrange(1, 30)}"'
    if kind < 0.020:
        return f'"{text} ""{rng.choice("ABC")}"""'
    if kind < 0.050:
        return f'"{text}{"，" if chinese else ""}, {rng.choice(["A1", "B2", "C3"])}"'
    return text


def value(rng, home_share):
    """Origin, quantity, unit cost and currency of a material."""
    kind = rng.random()
    if kind < 0.03:
        origin = ""
    else:
        origin = rng.choice(["HK", "CN", "CN"]) if rng.randrange(100) < home_share else rng.choice(ABROAD)
    quantity = rng.choice([str(rng.randrange(1, 30)), str(rng.randrange(1, 30)), f"{rng.randrange(1, 120) / 10:.1f}", f"0.{rng.randrange(1, 1000):03d}"])
    cost = rng.choice([f"{rng.randrange(1, 2000) / 100:.2f}", f"{rng.randrange(1, 60000) / 10000:.4f}", f"{rng.randrange(1, 900)}"])
    return origin, quantity, cost, rng.choice(CURRENCIES)


def units(text, places):
    """A decimal in units of its last place: units("1.5", 3) is 1500."""
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(places, "0"))


def decimal(amount, places):
    """Units as a decimal without needless zeros: decimal(1500, 3) is 1.5."""
    whole, part = divmod(amount, 10**places)
    return f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")


def draws(rng, count):
    """So many numbers below 65536."""
    numbers = array("H", rng.randbytes(2 * count))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def cents(amount):
    return f"{amount // 100}.{amount % 100:02d}"


# Goods. Amounts are counted in units of 10^-13 HKD, the last place of quantity x unit cost x rate.


def plain_good(tables, rng, number, count):
    """The lines of a good whose shares lie on both sides of the thresholds."""
    numbers = draws(rng, 3 * count + 6)
    own, *turns = numbers[-6:]
    quarter = turns[0] % len(HOME_SHARES) * QUARTER
    parts, codes, values = numbers[:count], numbers[count : 2 * count], [quarter + drawn % QUARTER for drawn in numbers[2 * count : 3 * count]]
    total = sum(map(tables.home.__getitem__, values)) + sum(map(tables.abroad.__getitem__, values))
    permille = 950 + turns[1] % 700 if turns[1] % 100 else 700
    fob = total * permille // 10**14 + 1
    labour, development = fob * (turns[2] % 160) // 1000, fob * (turns[3] % 50) // 1000
    code = tables.good_codes[own % 4096]
    hs = list(map(tables.codes.__getitem__, codes))
    if turns[4] % 8 < 3:  # a material of its own chapter, heading or subheading
        under = tables.relatives[code[: 2 + 2 * (turns[4] % 8)]]
        hs[turns[4] % count] = under[turns[2] % len(under)]
    head = f"FG-{number:08d},{written(rng, code)},{cents(fob)},{cents(labour)},{cents(development)}"
    return bill(tables, head, parts, hs, map(tables.values.__getitem__, values))


def bill(tables, head, parts, codes, values):
    texts = map(tables.parts.__getitem__, parts)
    return [f"{head},{line},{part},{code},{value}" for line, part, code, value in zip(itertools.count(1), texts, codes, values)]


def edge_good(tables, rng, number, count):
    """The lines of a good with one method at its threshold, a millionth below or a millionth above; the other is far below."""
    build_up, step = number % 2 == 0, number // 2 % 3 - 1
    code = rng.choice(tables.good_codes)
    while True:
        values, home, abroad = edge_values(rng, count - 1)
        if abroad > 0 and home * 5 < abroad * 2:
            break
    if build_up:
        # 30 % of FOB is what originates: FOB is its ten thirds, in millionths a third of its ten-millionths.
        costs = (abroad * 5 // 11 - home) // 10 * 10
        balance = rng.randrange(1, 10**6)
        balance += -(home + costs + balance) % 3
        fob = (home + costs + balance) // 3 - step
    else:
        # 60 % of FOB is what does not originate: FOB is its five thirds, in millionths a sixth of its ten-millionths.
        balance = rng.randrange(1, 10**6)
        balance += -(abroad + balance) % 6
        costs = max(0, (abroad + balance) // 3 - home) // 10 * 10
        fob = (abroad + balance) // 6 + step
    values.insert(rng.randrange(count), f"{'HK' if build_up else 'KR'},0.1,{decimal(balance, 6)},HKD\n")
    development = rng.randrange(costs // 50 + 1) // 10 * 10
    head = f"EG-{number:08d},{written(rng, code)},{decimal(fob, 6)},{decimal(costs - development, 7)},{decimal(development, 7)}"
    codes = [other_heading(tables, rng, code) for _ in range(count)]
    return bill(tables, head, draws(rng, count), codes, values)


def edge_values(rng, count):
    """Values with at most seven decimals, and what of them originates and does not, in ten-millionths."""
    texts, sums = [], [0, 0]
    for _ in range(count):
        origin = rng.choice(["HK", "CN", ""] + ABROAD)
        quantity, cost = rng.choice([str(rng.randrange(1, 30)), f"{rng.randrange(1, 120) / 10:.1f}"]), f"{rng.randrange(1, 5000) / 100:.2f}"
        currency = rng.choice(CURRENCIES)
        texts.append(f"{origin},{quantity},{cost},{currency}\n")
        sums[origin not in ("HK", "CN")] += units(quantity, 1) * units(cost, 2) * units(RATES[currency], 4)
    return texts, *sums


def other_heading(tables, rng, code):
    while True:
        drawn = rng.choice(tables.codes)
        if drawn[:4] != code[:4]:
            return drawn


# Files.


def write_settings(folder):
    rates = "".join(f"{currency},{rate}\n" for currency, rate in RATES.items())
    (folder / "rates.csv").write_text("currency,rate\n" + rates)
    settings = '[defaults]\ncurrency = "HKD"\n' + "".join(map(confirmation, CONFIRMED, CONFIRMED.values()))
    (folder / "cepa.toml").write_text(settings)
    unlisted = (confirmation(f"psr.unlisted.{chapter}", "yes") for chapter in range(28, 98) if chapter != 77)
    (folder / "general.toml").write_text(settings + "".join(unlisted))


def confirmation(point, answer):
    return f'\n[[confirm]]\npoint = "{point}"\nis = "{answer}"\nby = "benches/rivals"\non = "2026-01-01"\nsource = "made up, to measure with"\n'


def write_file(path, pieces):
    part = path.with_suffix(".part")
    with open(part, "w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        file.write(HEADER)
        for lines in pieces:
            file.writelines(lines)
    part.rename(path)


def write_folder(folder, goods):
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for lines in goods:
        write_file(part / f"{lines[0].partition(',')[0]}.csv", [lines])
    part.rename(folder)


def shuffled(goods, rng, folder):
    """The lines in any order, each order as likely: every line goes to one of some files at random, and each file is shuffled."""
    buckets = [tempfile.TemporaryFile("w+", encoding="utf-8", newline="", buffering=1 << 18, dir=folder) for _ in range(BUCKETS)]
    for lines in goods:
        for line, drawn in zip(lines, rng.randbytes(len(lines))):
            buckets[drawn % BUCKETS].write(line + "\0")
    for bucket in buckets:
        bucket.seek(0)
        lines = bucket.read().split("\0")[:-1]
        bucket.close()
        rng.shuffle(lines)
        yield lines


if __name__ == "__main__":
    main()
