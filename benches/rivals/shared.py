"""What the rivals share: their arguments, the files of a portfolio, its rates."""
import argparse
import csv
import pathlib

# Decimals of the columns: of quantity, unit cost and rate; of a value, which is their product; of FOB, labour and development.
QUANTITY, COST, RATE, MONEY = 3, 6, 4, 6
VALUE = QUANTITY + COST + RATE
HEADER = ["good", "lines", "originating", "non_originating", "build_up", "build_down", "shift", "verdict"]
COLUMNS = "good_id,good_hs,fob,labour,development,line,part,description,hs_code,origin,quantity,unit_cost,currency".split(",")


def arguments(description, extra):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=pathlib.Path, help="a folder that make.py has filled")
    parser.add_argument("--out", default="/dev/stdout")
    if extra == "threads":
        parser.add_argument("--threads", type=int, default=2)
    else:
        parser.add_argument(f"--{extra}", action="store_true")
    return parser.parse_args()


def pattern(folder):
    """What names all bills of materials of a portfolio."""
    return str(folder / "bills" / "*.csv" if (folder / "bills").is_dir() else folder / "bill.csv")


def rates(folder):
    with open(folder / "rates.csv", encoding="utf-8", newline="") as file:
        return {row["currency"]: row["rate"] for row in csv.DictReader(file)}


def units(text, places):
    """A decimal in units of its last place: units("1.5", 3) is 1500."""
    whole, _, part = text.partition(".")
    assert len(part) <= places, f"{text} has more than {places} decimals"
    return int(whole + part.ljust(places, "0"))
