#!/usr/bin/env python3
"""Gathers the bills of materials of a folder with two processes, joins the parts, and looks at the report in SQL.

    tools/scale.py FOLDER [-- FLAGS OF cepa merge]

The program is $CEPA, or cepa on the path. DuckDB (pip install duckdb) is asked where it is installed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

CEPA = os.environ.get("CEPA", "cepa")
PROCESSES = 2


def cepa(*args):
    """Runs the program; 0 and 1 are answers, and 2 is one too where a good is rejected: its report is there."""
    run = subprocess.run([CEPA, *map(str, args)], stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1, 2):
        sys.exit(f"cepa {args[0]}: exit code {run.returncode}\n{run.stderr}")
    return run


def shares(files):
    """The files in runs of about equal size: a part keeps the order of its files, and the parts keep theirs."""
    sizes = [file.stat().st_size for file in files]
    half, sofar = sum(sizes) / PROCESSES, 0
    parts = [[] for _ in range(PROCESSES)]
    for file, size in zip(files, sizes):
        parts[min(int(sofar / half) if half else 0, PROCESSES - 1)].append(file)
        sofar += size
    return [part for part in parts if part]


def gathered(files, part):
    cepa("check", "--partial", *files, "-o", part, "--quiet")
    return part


def look(report):
    try:
        import duckdb
    except ImportError:
        print("duckdb is not installed: the report was not looked at in SQL")
        return
    goods = f"(SELECT * FROM read_json('{report}', format = 'newline_delimited', union_by_name = true, sample_size = -1) WHERE good IS NOT NULL)"
    ends = f"read_json('{report}', format = 'newline_delimited', union_by_name = true, sample_size = -1) WHERE \"schema\" = 'cepa/end/1'"
    whole, told = duckdb.sql(f"SELECT count(*), max(goods) FROM {ends}").fetchall()[0]
    rows = duckdb.sql(f"SELECT count(*), count(DISTINCT good) FROM {goods}").fetchall()[0]
    if (whole, told, told) != (1, *rows):
        sys.exit(f"the report is not whole: {whole} closing lines, {told} goods told, {rows} found")
    for verdict, count in duckdb.sql(f"SELECT verdict, count(*) FROM {goods} GROUP BY ALL ORDER BY ALL").fetchall():
        print(f"duckdb: {verdict} {count}")


def main():
    args, flags = sys.argv[1:], []
    if "--" in args:
        place = args.index("--")
        args, flags = args[:place], args[place + 1 :]
    if len(args) != 1:
        sys.exit(__doc__)
    files = sorted(pathlib.Path(args[0]).glob("*.csv"))
    flags = [*flags, "--format", "ndjson", "--quiet"]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        began = time.monotonic()
        with ThreadPoolExecutor(PROCESSES) as pool:
            jobs = [pool.submit(gathered, share, scratch / f"{i}.part") for i, share in enumerate(shares(files))]
            parts = [job.result() for job in jobs]
        between = time.monotonic()
        cepa("merge", *parts, *flags, "-o", scratch / "merged.ndjson")
        ended = time.monotonic()
        cepa("check", *files, *flags, "-o", scratch / "one.ndjson")
        alone = time.monotonic()
        merged, one = (scratch / "merged.ndjson").read_bytes(), (scratch / "one.ndjson").read_bytes()
        if merged != one:
            sys.exit("the parts do not join to the bytes of one run")
        print(f"{len(files)} files, {len(parts)} parts: the same {len(one)} bytes as one run")
        print(f"seconds: gathering {between - began:.2f}, merging {ended - between:.2f}; one run {alone - ended:.2f}", file=sys.stderr)
        look(scratch / "one.ndjson")


if __name__ == "__main__":
    main()
