"""Writes cases.jsonl, the goods on which the program and the oracle must agree. `--check` writes nothing and exits 1
if the file differs from what would be written. Seeded: the same bytes every time. It refuses to write a lopsided set."""
import json
import random
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True  # leave no folder beside the cases
from oracle import FOREIGN, HONG_KONG, MAINLAND, UNPROVEN, judge

CASES = Path(__file__).with_name("cases.jsonl")
HAIR = Fraction(1, 100000)  # of a percentage point
FOBS = "100 19.40 3 1.8 5.6 300 15 0.07 1410.75 12.345678 33.333333 987654.321 1000000".split()
DAYS = "2026-11-22 2026-01-01 2025-03-01 2024-02-29 2023-07-01 2022-05-16".split()
ACCUMULATION = ["accumulation.floor", "accumulation.conditions"]
POINTS = ACCUMULATION + ["mainland-in-shift", "mainland-in-wp", "scrap-wp", "psr.unlisted.847130"]
THIRD = "JP DE US VN TH KR MO IT".split()
SUBSTANTIAL = "injection-moulding plating machining stamping tea-blending".split()
MINIMAL = "simple-mixing simple-packaging".split()
FACTS = "contains-sugar from-sugar from-tea-leaves".split()
# A good and its kin: the same subheading, the same heading, the same chapter. None is in the bundled list.
KIN = {"392690": ["392690", "392640", "392350", "390210"], "210690": ["210690", "210610", "210120", "210112"],
       "330499": ["330499", "330410", "330210", "330590"], "732690": ["732690", "732620", "731815", "731816"],
       "850440": ["850440", "850450", "853400", "850760"], "851779": ["851779", "851713", "853400", "850440"],
       "701090": ["701090", "701010", "701912", "701990"], "711319": ["711319", "711311", "711320", "710812"],
       "847130": ["847130", "847170", "847330", "844399"]}
LISTED, LISTED_RULE = "701990", "CTH or RVC(BD 40 | BU 30)"  # its row of 2025-01-01, typed word for word
FAR = "170199 170113 170230 290545 390799 391990 481910 720851 740811 760611 090240 330290 854231 853400".split()
EXCEPTED = ["1701-1703", "17", "8534", "8501-8542", "170191-170199", "392350-392390", "390210", "7208", "72-76", "3902-3914", "290545"]
NEAR = "170199 170191 170113 170310 170490 853400 850110 854231 854390 392350 392390 392410 720851 760611 390210 390799 290545 1701 3923 3902 2905 8534".split()
TEXTS = ["born and bred in one side", "从天然物质或化学原料经化学反应制得", "assembled (see serial 12) and tested"]


class Dice(random.Random):
    """Only random() is promised to repeat from one Python to the next, so all is drawn from it."""

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def chance(self, share):
        return self.random() < share

    def some(self, items, share):
        return [item for item in items if self.chance(share)]

    def split(self, total, count):
        """`count` amounts that add up to the total exactly."""
        amounts = []
        for left in range(count, 1, -1):
            share = Fraction(int(self.random() * 2000), 1000) / left
            amounts.append(min(total, Fraction(int(total * share * 10 ** self.pick([2, 4, 6])), 10 ** 6)))
            total -= amounts[-1]
        return amounts + [total]


dice = Dice(20261122)


def decimal(value):
    """A Fraction that ends, in full."""
    places = next(places for places in range(40) if (value * 10 ** places).denominator == 1)
    digits = str(abs(int(value * 10 ** places))).rjust(places + 1, "0")
    point = len(digits) - places
    return "-" * (value < 0) + digits[:point] + ("." + digits[point:] if places else "")


# The rule language

def percent():
    return dice.pick(["30", "40", "30", "40", "35", "45.5", "20", "15", "60"])


def rvc():
    clauses = [f"{method} {percent()}" for method in dice.pick([["BD"], ["BU"], ["BD", "BU"], ["BU", "BD"], ["BU", "BD", "BU"]])]
    return f"RVC({' | '.join(clauses)})"


def shift():
    excepted = dice.some(EXCEPTED, 0.15) if dice.chance(0.4) else []
    return dice.pick(["CC", "CTH", "CTH", "CTSH"]) + (f" except {', '.join(excepted)}" if excepted else "")


def process():
    steps = ["|".join(dice.some(SUBSTANTIAL, 0.25) or [dice.pick(SUBSTANTIAL)]) for _ in range(dice.pick([1, 1, 2, 3]))]
    return f"process({dice.pick(['', '', 'from sugar: ', 'from tea-leaves: '])}{', '.join(steps)})"


def leaf():
    return dice.pick([shift, shift, rvc, rvc, rvc, process, process, lambda: "WO", lambda: f"fact({dice.pick(FACTS)})",
                      lambda: f'text("{dice.pick(TEXTS)}")'])()


def tree(depth, parent=""):
    """A rule in its one spelling: parentheses only where they are needed, never around the parent's own operator."""
    kind = dice.pick([kind for kind in ("or", "and", "if", "leaf") if kind != parent]) if depth else "leaf"
    if kind == "leaf":
        return leaf()
    if kind == "if":
        return f"if {dice.pick(FACTS)} then {tree(depth - 1, 'then')} else {tree(depth - 1, 'else')}"
    text = f" {kind} ".join(tree(depth - 1, kind) for _ in range(dice.pick([2, 2, 3])))
    return f"({text})" if parent in ("then", "else") or (parent, kind) == ("and", "or") else text


def around(clause):
    """A rule in which the clause often decides."""
    return dice.pick([clause] * 4 + [
        f"CTH or {clause}", f"CTH and {clause}", f"process(injection-moulding) and {clause}", f"(CC or CTSH except 8534) and {clause}",
        f"if contains-sugar then {clause} else CTH", f"if contains-sugar then (CTH and {clause}) else {clause}",
        f"{clause} and fact(contains-sugar) or WO", f'text("{TEXTS[0]}") or {clause}'])


# Goods and materials

def code(hs, far):
    """A material's HS code: from far away or kin of the good; 6, 4, 8 or 10 digits, or blank."""
    digits = dice.pick(far + KIN.get(hs[:6], KIN["701090"]))
    if len(digits) == 4:
        return digits
    return dice.pick([digits] * 6 + [digits[:4], digits + "00", digits + "90", digits + "0010"] + ([""] if dice.chance(0.5) else []))


def material(party, amount, hs, on, trust, unproven, far):
    """One line of that party, said in one of the ways in which it can be said."""
    proof = lambda country: dice.pick([[country, "", ""], [country, "CO-2417", ""], [country, "CO-2417", on], [country, "CO-2417", "2031-12-31"]])
    foreign = [[dice.pick(THIRD), ""]] * 4 + [[dice.pick(THIRD + ["HK", "CN", ""]), "non-originating"]] * 2
    expired = [dice.pick(["HK", "CN", ""]), "originating", "CO-2388", dice.pick(["2022-05-15", "2019-12-31"])]
    unsaid = [["", ""], expired] + ([] if trust else [["HK", ""], ["CN", ""], ["HK", "", "CO-2417"]])
    if unproven and party in (FOREIGN, UNPROVEN):
        said = dice.pick(foreign + unsaid)
    elif party in (FOREIGN, UNPROVEN):
        said = dice.pick(foreign if party == FOREIGN else unsaid)
    else:
        country = "CN" if party == MAINLAND else dice.pick(["HK", "HK", ""])
        place, *papers = proof(country)
        said = [country, ""] if trust and country and dice.chance(0.5) else [place, "originating", *papers]
    origin, status, number, until = (said + ["", ""])[:4]
    return [code(hs, far), origin, status, "" if amount is None else decimal(amount), number, until]


def operations():
    substantial, minimal = dice.pick(SUBSTANTIAL), dice.pick(MINIMAL)
    return dice.pick(["injection-moulding", f"{substantial}@HK", ";".join(dice.some(SUBSTANTIAL, 0.5)), f"{substantial};{minimal}",
                      f"{substantial}@HK;{dice.pick(SUBSTANTIAL)}@CN", f"{substantial};{dice.pick(SUBSTANTIAL)}@other"] * 3
                     + [minimal, f"{minimal}@HK;{substantial}@CN", f"{substantial}@other", f"{minimal}@CN", ""])


def make(fob, parts, labour, development, rule, hs=None, facts="", confirm=(), flags=None, doing=None, far=FAR + FAR):
    """A case. `parts`: (party, amount) of each line. None: not stated."""
    trust, unproven = flags or (dice.chance(0.25), dice.chance(0.2))
    hs = hs or {"": "847130", LISTED_RULE: LISTED}.get(rule) or dice.pick([hs for hs in KIN if hs != "847130"]) + dice.pick(["", "", "", "00", "9000"])
    on = dice.pick(DAYS[:3] if hs == LISTED else DAYS)
    said = lambda value: "" if value is None else decimal(Fraction(value))
    good = {"hs": hs, "fob": fob or "", "labour": said(labour), "development": said(development), "operations": operations() if doing is None else doing,
            "facts": facts, "rule": rule, "on": on}
    case = {"id": "", "trust": trust, "unproven": unproven, "confirm": [point for point in POINTS if point in confirm], "good": good,
            "materials": [material(party, amount, hs, on, trust, unproven, far) for party, amount in parts]}
    return case | {"want": judge(case)}


def lines(party, total):
    return [(party, amount) for amount in dice.split(total, dice.pick([1, 1, 2, 3]))]


def edge(method, goal, offset, fob, end):
    """A good of which one end of the interval sits on the goal, or a hair beside it."""
    whole, on_goal = Fraction(fob), (Fraction(goal) + offset) / 100
    floor = Fraction(15 if method == "BU" else 20) / 100
    labour = development = 0
    share = lambda low, high: whole * (low + (high - low) * Fraction(int(dice.random() * 1000), 1000))
    if method == "BD":
        missing = whole * (1 - on_goal)  # what must not be originating
        parts = {"worst": lambda: lines(FOREIGN, missing) + lines(HONG_KONG, share(0, on_goal)),
                 "against": lambda: lines(FOREIGN, missing / 2) + lines(dice.pick([UNPROVEN, MAINLAND]), missing / 2),
                 "unproven": lambda: lines(FOREIGN, missing) + lines(UNPROVEN, share(0, on_goal)),
                 "mainland": lambda: lines(FOREIGN, missing) + lines(MAINLAND, share(0, max(0, on_goal - floor))),
                 "floor": lambda: lines(FOREIGN, missing * Fraction(3, 8)) + lines(MAINLAND, missing * Fraction(5, 8)),
                 "best floor": lambda: lines(FOREIGN, missing * Fraction(3, 8)) + lines(MAINLAND, missing * Fraction(5, 8)) + lines(UNPROVEN, share(0, floor))}
        labour, development = dice.pick([(0, 0), (None, 0), (None, None), (share(0, Fraction(1, 4)), None)])
        return parts[end](), labour, development
    fill = lines(FOREIGN, whole * (1 - on_goal) * dice.pick([Fraction(1), Fraction(9, 10), Fraction(99, 100)]))
    own, labour, development = dice.split(whole * on_goal, 3)
    if end == "best":  # labour or development not stated: what foreign materials leave of FOB
        stated = share(0, Fraction(1, 10))
        return lines(FOREIGN, whole * (1 - on_goal)) + [(HONG_KONG, share(0, Fraction(1, 10)))], *dice.pick([(None, None), (None, stated), (stated, None)])
    if end == "mainland":
        own, labour, development = dice.split(share(floor, max(floor, on_goal)), 3)
        return lines(HONG_KONG, own) + lines(MAINLAND, max(0, whole * on_goal - own - labour - development)) + fill, labour, development
    if end == "against":
        fill = lines(dice.pick([UNPROVEN, MAINLAND]), share(0, Fraction(1, 10))) + lines(FOREIGN, whole * (1 - on_goal) * Fraction(4, 5))
    if end in ("floor", "best floor"):
        fill = lines(MAINLAND, share(Fraction(1, 5), Fraction(2, 5))) + lines(FOREIGN, whole * Fraction(3, 5))
    return lines(UNPROVEN if end in ("unproven", "best floor") else HONG_KONG, own) + fill, labour, development


def edges():
    for method, default, floor in (("BU", "30", "15"), ("BD", "40", "20")):
        for goal in ["30", "40", "35", "45.5", "floor"]:
            ends = ["floor", "best floor"] if goal == "floor" else ["worst", "against", "unproven", "mainland"] + ["best"] * (method == "BU")
            for end in ends:
                for fob in FOBS:
                    for offset in (-HAIR, 0, HAIR):
                        for _ in range(3 if goal in (default, "floor") else 1):
                            parts, labour, development = edge(method, floor if goal == "floor" else goal, offset, fob, end)
                            clause = f"RVC({method} {default if goal == 'floor' else goal})"
                            both = dice.pick(["general", "general", "", LISTED_RULE, "RVC(BD 40 | BU 30)"])
                            rule = both if goal in (default, "floor") and dice.chance(0.4) else around(clause)
                            confirm = dice.pick([ACCUMULATION, ACCUMULATION, ACCUMULATION[:1], ACCUMULATION[1:], []]) if "floor" in end or end == "mainland" else []
                            facts = dice.pick(["", "contains-sugar", "!contains-sugar"]) if "contains-sugar" in rule else ""
                            yield make(fob, parts, labour, development, rule, facts=facts, confirm=confirm + dice.some(POINTS[2:], 0.3),
                                       flags=(dice.chance(0.2), end not in ("against", "unproven", "best floor") and dice.chance(0.2)),
                                       doing=None if dice.chance(0.2) else dice.pick(["injection-moulding", "injection-moulding@HK;plating@CN"]))


def anything(rule):
    """Any good under that rule: values in every proportion to FOB, beyond it too, with blanks."""
    fob = dice.pick(FOBS)
    crowd = dice.pick([[FOREIGN], [FOREIGN], [FOREIGN], [FOREIGN, HONG_KONG], [FOREIGN, HONG_KONG], [HONG_KONG, MAINLAND], [FOREIGN, MAINLAND], [HONG_KONG],
                       [FOREIGN, FOREIGN, HONG_KONG, MAINLAND, UNPROVEN], [HONG_KONG, UNPROVEN]])
    amounts = dice.split(Fraction(fob) * dice.pick([20, 40, 55, 65, 75, 95, 130]) / 100, dice.pick([1, 2, 3, 4, 5]))
    parts = [(dice.pick(crowd), None if dice.chance(0.03) else amount) for amount in amounts]
    cost = lambda: dice.pick([None, 0, 0, Fraction(int(Fraction(fob) * int(dice.random() * 2500)), 10000)])
    facts = [dice.pick(["", "", "!"]) + fact for fact in dice.some(FACTS, 0.6)]
    facts += dice.pick([["wholly-obtained"], ["!wholly-obtained"]] + [[]] * 28) + dice.some(["!waste-or-scrap"], 0.03)
    return make(None if dice.chance(0.03) else fob, parts, cost(), cost(), rule, facts=";".join(facts), confirm=dice.some(POINTS, 0.5))


def shifting():
    """A tariff shift alone, over materials near the good and near what is excepted."""
    hs = dice.pick([hs for hs in KIN if hs != "847130"])
    excepted = dice.some(EXCEPTED, 0.3) + dice.some([hs[:4], KIN[hs][2], KIN[hs][3][:4]], 0.1)
    rule = dice.pick(["CC", "CTH", "CTSH"]) + (f" except {', '.join(excepted)}" if excepted and dice.chance(0.8) else "")
    crowd = dice.pick([[FOREIGN], [MAINLAND], [MAINLAND], [FOREIGN, HONG_KONG], [FOREIGN, UNPROVEN]])
    parts = [(FOREIGN, Fraction(61))] + [(dice.pick(crowd), Fraction(2)) for _ in range(dice.pick([0, 0, 1, 2]))]
    return make("100", parts, 0, 0, rule, hs + dice.pick(["", "", "00"]), confirm=dice.some(POINTS, 0.4), doing="machining", far=NEAR)


def waste():
    parts = [(dice.pick([HONG_KONG, HONG_KONG, MAINLAND, UNPROVEN, FOREIGN]), Fraction(dice.pick([1, 5, 9]))) for _ in range(dice.pick([1, 2]))]
    facts = dice.pick(["waste-or-scrap", "waste-or-scrap", "waste-or-scrap;wholly-obtained", "wholly-obtained", "waste-or-scrap;!wholly-obtained"])
    rule, hs = dice.pick([("general", "740400"), ("CTH", "391510"), ("WO", "740400"), ("RVC(BD 40)", "392690"), ("", "847130")])
    return make("100", parts, 0, None, rule, hs if "waste" in facts else None if rule else hs, facts=facts, confirm=dice.some(POINTS, 0.5))


# The vectors at the end of section 15 of the rulebook, then those of its table: rule, FOB, (party, value) of each line, labour, development,
# confirmed, and the worst figures and outcomes that stand there. FOB 0 is no case: such a good is rejected.
O, M, N, U = HONG_KONG, MAINLAND, FOREIGN, UNPROVEN
VECTORS = [
    ("general", "100", [(N, "60")], "0", "0", [], {"bd": "40.00", "bd_outcome": "met"}),
    ("general", "100", [(N, "60.01")], "0", "0", [], {"bd": "39.99", "bd_outcome": "not-met"}),
    ("general", "100", [(O, "10"), (N, "65")], "15", "5", [], {"bu": "30.00", "bu_outcome": "met"}),
    ("general", "100", [(O, "10"), (N, "65")], "15", "4.99", [], {"bu": "29.99", "bu_outcome": "not-met"}),
    ("general", "300", [(N, "180")], "0", "0", [], {"bd": "40.00", "bd_outcome": "met"}),
    ("general", "3", [(N, "1.8")], "0", "0", [], {"bd": "40.00", "bd_outcome": "met"}),
    ("general", "100", [(N, "0")], "0", "0", [], {"bd": "100.00", "bd_outcome": "met"}),
    ("RVC(BU 30)", "100", [(O, "5"), (M, "20"), (N, "62")], "9.9", "0", [], {"bu": "14.90", "bu_outcome": "unknown"}),
    ("RVC(BU 30)", "100", [(O, "5"), (M, "20"), (N, "62")], "9.9", "0", ACCUMULATION, {"bu": "14.90", "bu_outcome": "not-met"}),
    ("RVC(BU 30)", "100", [(O, "5"), (M, "20"), (N, "62")], "10", "0", ACCUMULATION, {"bu": "35.00", "bu_outcome": "met"}),
    ("general", "1000", [(N, "500"), (O, "500")], "0", "0", [], {"bd": "50.00", "bd_outcome": "met", "bu": "50.00", "bu_outcome": "met"}),
    ("general", "5.6", [(N, "3.5"), (O, "1.2")], "0.9", "0", [], {"bd": "37.50", "bd_outcome": "not-met", "bu": "37.50", "bu_outcome": "met"}),
    ("general", "5.6", [(N, "2"), (M, "1.5"), (O, "1.2")], "0.9", "0", ACCUMULATION, {"bd": "64.28", "bd_outcome": "met", "bu": "64.28", "bu_outcome": "met"}),
    ("general", "1410.75", [(O, "800"), (N, "125.50")], "100", "0", [], {"bd": "91.10", "bd_outcome": "met", "bu": "63.79", "bu_outcome": "met"}),
    ("general", "1000", [(O, "120"), (N, "610")], "250", "0", [], {"bd": "39.00", "bd_outcome": "not-met", "bu": "37.00", "bu_outcome": "met"}),
    ("general", "15", [(N, "2.5")], "0", "0", [], {"bd": "83.33", "bd_outcome": "met"}),
    ("general", "40", [(U, "20")], "0", "0", [], {"bd": "50.00", "bd_outcome": "met"}),
    ("general", "400", [(N, "180")], "0", "0", [], {"bd": "55.00", "bd_outcome": "met"})]


def vectors():
    for rule, fob, parts, labour, development, confirm, printed in VECTORS:
        case = make(fob, [(party, Fraction(value)) for party, value in parts], labour, development, rule, confirm=confirm, flags=(False, False), doing="machining")
        want = case["want"] | {"bu": case["want"]["bu"][0], "bd": case["want"]["bd"][0]}
        assert printed.items() <= want.items(), (printed, want)
        yield case


def generate():
    cases = list(edges())
    for form in (shift, rvc, process, leaf):
        cases += [anything(form()) for _ in range(300)]
    cases += [anything(tree(depth)) for depth in (1, 2, 3) for _ in range(500)]
    cases += [anything(rule) for rule in ("", "", "general", LISTED_RULE) for _ in range(150)]
    cases += [shifting() for _ in range(700)]
    cases += [waste() for _ in range(300)]
    named = [("c%05d" % number, case) for number, case in enumerate(cases, 1)]
    named = [("v%02d" % number, case) for number, case in enumerate(vectors(), 1)] + named
    return [case | {"id": id} for id, case in named]


def survey(cases):
    """Counts, and refuses a set that leans too far or leaves a form, a figure or a kind of line out."""
    verdicts = Counter(case["want"]["verdict"] for case in cases)
    rules, lines = [case["good"]["rule"] for case in cases], [line for case in cases for line in case["materials"]]
    assert len(cases) >= 6000 and min(verdicts[v] for v in ("originating", "not-originating", "undetermined")) >= 0.15 * len(cases), verdicts
    assert {case["id"] for case in cases} >= {f"v{number:02}" for number in range(1, len(VECTORS) + 1)}
    for form in ("CC", "CTH", "CTSH", "WO", "RVC(", "process(", "fact(", "text(", "if "):
        assert any(rule.startswith(form) and " or " not in rule and " and " not in rule for rule in rules), form
        assert any((" and " in rule or " or " in rule) and form in rule for rule in rules), form
    assert {len(line[0]) for line in lines} == {0, 4, 6, 8, 10} and any(line[3] == "" for line in lines)
    for key in ("if_confirmed", "criterion", "bu_outcome", "bd_outcome", "rule"):
        few = [value for value, count in Counter(case["want"][key] for case in cases).items() if count < 20]
        assert not few, (key, few)
    pairs = Counter((case["want"]["verdict"], case["want"]["if_confirmed"]) for case in cases)
    return [f"{len(cases)} cases"] + [f"{count:5} {count * 100 // len(cases):2} %  {verdict}" for verdict, count in sorted(verdicts.items())] + [
        f"{pairs['undetermined', 'not-originating']:5}       undetermined, and not-originating if confirmed"]


def main():
    cases = generate()
    print("\n".join(survey(cases)))
    text = "".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) + "\n" for case in cases)
    if "--check" not in sys.argv[1:]:
        CASES.write_text(text, encoding="utf-8")
    elif not CASES.exists() or CASES.read_text(encoding="utf-8") != text:
        sys.exit("cases.jsonl differs from what generate.py writes")


if __name__ == "__main__":
    main()
