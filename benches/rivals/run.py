#!/usr/bin/env python3
"""Runs commands in turn (A B C A B C ...) and tells medians: time, processor time, peak memory, and time as a share of the first one's.

    run.py [-n ROUNDS] [--out DIR] NAME='COMMAND' NAME='COMMAND' ...

A command is no shell line. What it prints goes to a file in DIR, or to one that is thrown away; not to /dev/null, since some programs
(tar is one) leave out the work when they see it there. Exit codes 0 and 1 are answers. Linux only.
"""
import argparse
import ctypes
import os
import pathlib
import shlex
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field

PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Measured:
    """What was measured of a command."""

    peak: float  # MiB
    walls: list = field(default_factory=list)
    cpus: list = field(default_factory=list)

    @property
    def wall(self):
        return statistics.median(self.walls)

    @property
    def cpu(self):
        return statistics.median(self.cpus)


def measure(commands, rounds, folder):
    """Measures commands (a name and its arguments); what NAME printed is then in folder/NAME.csv.

    One run of each goes before, which warms the files and finds the peak. Rounds follow.
    """
    outputs = {name: pathlib.Path(folder) / f"{name.replace(' ', '-')}.csv" for name in commands}
    results = {name: Measured(peak(argv, outputs[name])) for name, argv in commands.items()}
    for _ in range(rounds):
        for name, argv in commands.items():
            outputs[name].unlink(missing_ok=True)  # or the shortening of an old file would be measured too
            begun = time.perf_counter()
            _, status, usage = os.wait4(spawned(argv, outputs[name]), 0)
            results[name].walls.append(time.perf_counter() - begun)
            results[name].cpus.append(usage.ru_utime + usage.ru_stime)
            answered(argv, status)
    return results


def spawned(argv, output):
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, str(output), flags, 0o644)]
    return os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions)


def peak(argv, output):
    """The peak memory of a command in MiB.

    The kernel counts the memory of the process that a program was started from as the program's own: here some 15 MiB of Python. So a
    shell starts it, which is small, and ends; its orphan becomes a child of this process, which can then ask for its peak.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("this kernel does not hand orphans over (PR_SET_CHILD_SUBREAPER)")
    shell = spawned(["sh", "-c", '"$@" &', "sh", *argv], output)
    os.waitpid(shell, 0)
    _, status, usage = os.wait4(-1, 0)
    answered(argv, status)
    return usage.ru_maxrss / 1024


def answered(argv, status):
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"exit code {code}: {shlex.join(argv)}")


def table(results):
    """The results in Markdown; the ratio is the median of the rounds' ratios, so that a busy minute weighs on both sides of it."""
    first = next(iter(results))
    yield f"| what | seconds | least–most | cpu s | peak MiB | against {first} |"
    yield "|---|---|---|---|---|---|"
    for name, result in results.items():
        share = statistics.median(own / base for own, base in zip(result.walls, results[first].walls))
        yield f"| {name} | {result.wall:.3f} | {min(result.walls):.3f}–{max(result.walls):.3f} | {result.cpu:.3f} | {result.peak:.1f} | {share:.2f}× |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=5, metavar="ROUNDS")
    parser.add_argument("--out", type=pathlib.Path, metavar="DIR")
    parser.add_argument("commands", nargs="+", metavar="NAME=COMMAND")
    options = parser.parse_args()
    pairs = (command.split("=", 1) for command in options.commands)
    commands = {name: shlex.split(command) for name, command in pairs}
    with tempfile.TemporaryDirectory(dir=options.out) as scratch:
        print("\n".join(table(measure(commands, options.n, options.out or scratch))))


if __name__ == "__main__":
    main()
