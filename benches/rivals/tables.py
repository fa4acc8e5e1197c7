#!/usr/bin/env python3
"""Measures the tables of docs/performance.md and prints them in Markdown.

    tables.py DATA [TABLE ...] [--cepa PROGRAM] [--scan PROGRAM] [-n ROUNDS]

Tables: agreement, side-by-side, side-by-side-large, growth, order, order-large, files, start-up, law; all of them where none is named. Portfolios are made in
DATA as they are needed (some 9 GB for all tables) and used again. Rivals whose package is not installed are left out, and that is told.
"""
import argparse
import importlib.util
import pathlib
import subprocess
import sys

import run

HERE = pathlib.Path(__file__).resolve().parent
RULE = "CTH and RVC(BU 30 | BD 40)"
LINES_OF_A_GOOD = 20
SIDE_BY_SIDE = 2_000_000
GROWTH = [100_000, 1_000_000, 10_000_000, 20_000_000]
SMALL_FILES, EDGE_GOODS = 10_000, 20_000
SHORT_ROUNDS = 8  # times as many rounds for runs of milliseconds


class Bench:
    def __init__(self, options):
        self.data, self.cepa, self.scan, self.rounds = options.data, options.cepa, options.scan, options.n
        self.rivals = []
        for rival, package in [("duck", "duckdb"), ("polar", "polars")]:
            if importlib.util.find_spec(package):
                self.rivals.append(rival)
            else:
                print(f"{package} is not installed: its rows are left out\n")

    # Portfolios.

    def portfolio(self, name, *flags):
        """The folder of a portfolio, made where it is not there."""
        folder = self.data / name
        if not (folder / "bill.csv").exists() and not (folder / "bills").exists():
            subprocess.run([sys.executable, HERE / "make.py", folder, *map(str, flags)], check=True)
        return folder

    def lines(self, count, order="grouped"):
        return self.portfolio(f"{order}-{count}", "--goods", count // LINES_OF_A_GOOD, "--lines", LINES_OF_A_GOOD, "--order", order)

    # Commands.

    def check(self, folder, threads, rule=RULE, settings="cepa.toml"):
        bills = folder / "bills" if (folder / "bills").exists() else folder / "bill.csv"
        command = [self.cepa, "check", bills, "--format", "csv", "--quiet", "--threads", threads, "--on", "2026-11-22", "--rates", folder / "rates.csv"]
        command += ["--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding", "--config", folder / settings]
        return list(map(str, command + ["--rule", rule] if rule else command))

    def rival(self, name, folder, *flags):
        return [sys.executable, *map(str, [HERE / f"{name}.py", folder, *flags])]

    # Printing.

    def measured(self, title, commands, rounds=None):
        print(f"### {title}\n", flush=True)
        results = run.measure(commands, rounds or self.rounds, self.outputs())
        print("\n".join(run.table(results)) + "\n", flush=True)

    def outputs(self):
        folder = self.data / "out"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    # Tables.

    def agreement(self):
        print("### Agreement with exact decimals\n\n| portfolio | program | |\n|---|---|---|", flush=True)
        grouped, shuffled = self.lines(SIDE_BY_SIDE), self.lines(SIDE_BY_SIDE, "shuffled")
        for name, folder in {"2M lines": grouped, "2M lines shuffled": shuffled, "at the thresholds": self.edge(), "10,000 files": self.small_files()}.items():
            self.agree(name, folder, {"cepa": self.check(folder, 2)} | {rival: self.rival(rival, folder) for rival in self.rivals})
        self.agree("2M lines, General Rule", grouped, {"cepa": self.check(grouped, 2, None, "general.toml")}, "--general")
        print(flush=True)

    def edge(self):
        return self.portfolio("edge", "--goods", EDGE_GOODS, "--lines", 12, "--edge")

    def small_files(self):
        return self.portfolio("files", "--goods", SMALL_FILES, "--lines", LINES_OF_A_GOOD, "--folder")

    def agree(self, title, folder, commands, *flags):
        referee = self.printed("referee", self.rival("decimals", folder, *flags))
        for name, command in commands.items():
            told = subprocess.run([sys.executable, HERE / "agree.py", self.printed(name, command), referee], capture_output=True, text=True)
            print(f"| {title} | {name} | {' / '.join(told.stdout.splitlines()) or told.stderr} |", flush=True)

    def printed(self, name, command):
        path = self.outputs() / f"{name}.csv"
        with open(path, "wb") as file:
            code = subprocess.run(command, stdout=file).returncode
        if code not in (0, 1):
            sys.exit(f"exit code {code}: {command}")
        return path

    def side_by_side(self, lines=SIDE_BY_SIDE, of_rivals=(1, 2)):
        folder = self.lines(lines)
        commands = {"csv scan": [self.scan, str(folder / "bill.csv")]}
        commands |= {f"cepa, {threads}": self.check(folder, threads) for threads in (1, 2)}
        commands |= {f"{rival}, {threads}": self.rival(rival, folder, "--threads", threads) for rival in self.rivals for threads in of_rivals}
        self.measured(f"Side by side, {lines} lines; behind the comma, threads", commands)

    def side_by_side_large(self):
        self.side_by_side(GROWTH[-1], (2,))

    def growth(self):
        for count in GROWTH:
            folder = self.lines(count)
            self.measured(f"Growth, {count} lines", {f"cepa, {threads}": self.check(folder, threads) for threads in (1, 2)})

    def order(self, lines=SIDE_BY_SIDE):
        folders = {order: self.lines(lines, order) for order in ("grouped", "shuffled")}
        commands = {f"cepa {order}, {threads}": self.check(folder, threads) for threads in (1, 2) for order, folder in folders.items()}
        commands |= {f"{rival} shuffled, 2": self.rival(rival, folders["shuffled"]) for rival in self.rivals}
        self.measured(f"Order of lines, {lines} lines", commands)

    def order_large(self):
        self.order(GROWTH[-1])

    def files(self):
        folder = self.small_files()
        commands = {"tar": ["tar", "cf", "-", "-C", str(folder), "bills"]}
        commands |= {f"cepa, {threads}": self.check(folder, threads) for threads in (1, 2)}
        self.measured("10,000 files of 20 lines", commands)

    def start_up(self):
        folder = self.portfolio("ten", "--goods", 1, "--lines", 10)
        self.measured("Start-up, ten lines", {"true": ["true"], "cepa": self.check(folder, 2)}, self.rounds * SHORT_ROUNDS)

    def law(self):
        """The bundled list has no row for these codes: whether the official one has is left open, or confirmed chapter by chapter."""
        folder = self.lines(SIDE_BY_SIDE)
        ways = {"typed rule": (RULE, "cepa.toml"), "by HS code, open": (None, "cepa.toml"), "by HS code, confirmed": (None, "general.toml")}
        commands = {f"{name}, {threads}": self.check(folder, threads, *way) for threads in (1, 2) for name, way in ways.items()}
        self.measured("The rule looked up by each good's own HS code, 2M lines", commands)


TABLES = ["agreement", "side-by-side", "side-by-side-large", "growth", "order", "order-large", "files", "start-up", "law"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("tables", nargs="*", metavar="TABLE")
    parser.add_argument("--cepa", default=str(HERE.parents[1] / "target/release/cepa"))
    parser.add_argument("--scan", default=str(HERE.parents[1] / "target/release/examples/csv_scan"))
    parser.add_argument("-n", type=int, default=5, metavar="ROUNDS")
    options = parser.parse_args()
    unknown = set(options.tables) - set(TABLES)
    if unknown:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    bench = Bench(options)
    for name in options.tables or TABLES:
        getattr(bench, name.replace("-", "_"))()


if __name__ == "__main__":
    main()
