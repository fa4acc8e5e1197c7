#!/usr/bin/env python3
"""Holds two tables of goods against each other, good by good: reports of cepa, of a rival, or one of each.

    agree.py A.csv B.csv        exit code 1 where a good differs or is in one of them alone

Compared are the verdict, both percentages and the number of lines; between two rivals also the sums and the shift.
"""
import csv
import sys

SHOWN = 5
WORDS = {"originating": "PASS", "not-originating": "FAIL"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["good"]: row for row in rows if row["good"] != "#end"}, set(rows.fieldnames)


def told(row, columns):
    return {column: WORDS.get(row[column], row[column]) for column in columns}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    (ours, our_columns), (theirs, their_columns) = map(read, sys.argv[1:])
    columns = [c for c in ["verdict", "build_up", "build_down", "lines", "originating", "non_originating", "shift"] if c in our_columns & their_columns]
    alone = sorted(ours.keys() ^ theirs.keys())
    differing = [good for good in ours if good in theirs and told(ours[good], columns) != told(theirs[good], columns)]
    for good in alone[:SHOWN]:
        print(f"{good}: only in {sys.argv[1 if good in ours else 2]}")
    for good in differing[:SHOWN]:
        print(f"{good}: {told(ours[good], columns)}\n{' ' * len(good)}  {told(theirs[good], columns)}")
    agreeing = len(ours.keys() & theirs.keys()) - len(differing)
    print(f"{agreeing} of {len(ours.keys() | theirs.keys())} goods agree in {', '.join(columns)}")
    sys.exit(1 if alone or differing or not agreeing else 0)


if __name__ == "__main__":
    main()
