"""Does a good originate in Hong Kong under CEPA? A second evaluator, written from the specification alone.

Cases on standard input, one JSON object a line; on standard output what each one wants: the verdict and the figures.
"""
import json
import re
from fractions import Fraction

MET, NOT_MET, UNKNOWN = "met", "not-met", "unknown"
HONG_KONG, MAINLAND, FOREIGN = "Hong Kong", "Mainland", "non-originating"
UNPROVEN, UNPROVEN_MAINLAND = "unproven", "unproven, the Mainland's if it originates"
PARTIES = HONG_KONG, MAINLAND, FOREIGN, UNPROVEN, UNPROVEN_MAINLAND
GENERAL_RULE = "RVC(BU 30 | BD 40)"
FLOOR = {"BU": 15, "BD": 20}  # accumulation: what must be there without the Mainland's share
DIGITS = {"CC": 2, "CTH": 4, "CTSH": 6}
SUBSTANTIAL = {"injection-moulding", "plating", "machining", "stamping", "tea-blending"}
SILENCE_IS_NO = {"wholly-obtained", "waste-or-scrap"}
NAMED_WASTE = {"391510", "740400"}  # codes that the HS names as waste or scrap: there silence asks
BOUNDLESS = float("inf")  # the only float: where an interval has no end


def every(steps):
    return next((outcome for outcome in (NOT_MET, UNKNOWN) if outcome in steps), MET)


def some(steps):
    return next((outcome for outcome in (MET, UNKNOWN) if outcome in steps), NOT_MET)


class Rule:
    """Reads the rule language; `tree` is nested tuples, the kind of step first."""

    def __init__(self, text):
        self.tokens = re.findall(r'"[^"]*"|[\w.-]+|[(),:|]', text) + ["end"]
        self.tree = self.either()
        self.take("end")

    def take(self, *expected):
        token = self.tokens.pop(0)
        assert not expected or token in expected, f"expected {expected}, found {token}"
        return token

    def row(self, separator, item):
        items = [item()]
        while self.tokens[0] == separator:
            self.take()
            items.append(item())
        return items

    def either(self):  # `or` binds looser than `and`
        return some, self.row("or", lambda: (every, self.row("and", self.part)))

    def part(self):
        kind, inside = self.take(), None
        if kind == "WO":
            return "fact", "wholly-obtained"
        if kind in DIGITS:
            excepted = self.tokens[0] == "except" and self.take()
            return "shift", DIGITS[kind], self.row(",", self.codes) if excepted else []
        if kind == "if":
            return kind, self.take(), self.take("then") and self.part(), self.take("else") and self.part()
        if kind != "(":
            self.take("(")
        if kind == "(":
            inside = self.either()
        elif kind == "RVC":
            inside = kind, self.row("|", lambda: (self.take("BU", "BD"), Fraction(self.take())))
        elif kind == "process":
            material = self.tokens[0] == "from" and self.take() and (self.take(), self.take(":"))[0]
            inside = kind, material, self.row(",", lambda: self.row("|", self.take))
        elif kind in ("fact", "text"):
            inside = kind, self.take()
        self.take(")")
        return inside

    def codes(self):
        first, _, last = self.take().partition("-")
        return first, last or first


def party(origin, status, proof_until, on, trust, unproven):
    """Whose a material is. `trust` fills a blank status, then `unproven` settles what is still open."""
    found = UNPROVEN_MAINLAND if origin == "CN" else UNPROVEN
    if status == "originating" and not (proof_until and proof_until < on):
        found = MAINLAND if origin == "CN" else HONG_KONG
    elif status == "non-originating" or origin not in ("HK", "CN", ""):
        found = FOREIGN
    elif status == "" and trust:
        found = {"HK": HONG_KONG, "CN": MAINLAND}.get(origin, UNPROVEN)
    return FOREIGN if found in (UNPROVEN, UNPROVEN_MAINLAND) and unproven else found


class Good:
    def __init__(self, case):
        good, self.confirmed = case["good"], set(case["confirm"])
        self.hs, self.clauses = good["hs"], []
        self.facts = {fact.lstrip("!"): not fact.startswith("!") for fact in good["facts"].split(";") if fact}
        # A place that is left out is Hong Kong.
        self.operations = {(id, place or "HK") for id, _, place in (o.partition("@") for o in good["operations"].split(";"))}
        self.lines = [(hs, party(origin, status, until, good["on"], case["trust"], case["unproven"]), amount)
                      for hs, origin, status, amount, _, until in case["materials"]]
        self.fob = Fraction(good["fob"]) if good["fob"] else None
        stated = [Fraction(cost) for cost in (good["labour"], good["development"]) if cost]
        self.stated, self.room = sum(stated), 0
        if len(stated) < 2 and self.fob is not None:
            # What is not stated of the two lies, together, between 0 and what FOB leaves beside the known
            # materials (the stated values of all lines, whatever their origin) and the stated one.
            self.room = max(0, self.fob - self.value(PARTIES, 0) - self.stated)

    def value(self, parties, blank):  # a blank amount is anything from 0 on
        return sum(Fraction(amount) if amount else blank for _, party, amount in self.lines if party in parties)

    def fact(self, id):
        asked = id == "waste-or-scrap" and self.hs in NAMED_WASTE
        if id not in self.facts and (asked or id not in SILENCE_IS_NO):
            return UNKNOWN
        return MET if self.facts.get(id) else NOT_MET

    def percents(self, method, counted):
        """Worst and best percentage with the materials of the `counted` parties, and at best the unproven ones, originating."""
        others = {*PARTIES} - counted
        hopes = {UNPROVEN, UNPROVEN_MAINLAND} if MAINLAND in counted else {UNPROVEN}
        if method == "BU":
            worst = self.value(counted, 0) + self.stated
            best = self.value(counted | hopes, BOUNDLESS) + self.stated + self.room
        else:  # so the Mainland's materials, when not counted, are non-originating
            worst = self.fob - self.value(others, BOUNDLESS)
            best = self.fob - self.value(others - hopes, 0)
        return worst * 100 / self.fob, best * 100 / self.fob

    def interval(self, method):
        alone, together = self.percents(method, {HONG_KONG}), self.percents(method, {HONG_KONG, MAINLAND})
        worst, best = alone[0], together[1]  # unconfirmed, the best counts the Mainland's whatever the floor
        if {"accumulation.floor", "accumulation.conditions"} <= self.confirmed:
            worst = together[0] if alone[0] >= FLOOR[method] else worst  # the floor is surely reached: it counts
        if "accumulation.floor" in self.confirmed:
            best = alone[1] if alone[1] < FLOOR[method] else best  # it surely is not: the Mainland's way is closed
        return worst, best

    def clause(self, method, percent):
        if self.fob is None:
            return UNKNOWN  # without a FOB both figures are unknown, whatever else is stated
        worst, best = self.interval(method)
        # Reached exactly is reached; a build-down below nothing is compared like any other.
        return MET if worst >= percent else NOT_MET if best < percent else UNKNOWN

    def shift(self, line, digits, excepted):
        hs, party, _ = line
        if party == HONG_KONG or party == MAINLAND and "mainland-in-shift" in self.confirmed:
            return MET  # only non-originating materials are tested
        offends = hs[:digits] == self.hs[:digits] or any(len(hs) >= len(a) and a <= hs[:len(a)] <= b for a, b in excepted)
        doubtful = any(len(hs) < len(a) and a[:len(hs)] <= hs <= b[:len(hs)] for a, b in excepted)
        # A code shorter than the level is Unknown, even if the digits that are known already differ or are excepted.
        outcome = UNKNOWN if len(hs) < digits else NOT_MET if offends else UNKNOWN if doubtful else MET
        # Whether an unproven or an unconfirmed Mainland material is tested at all is open: fine only if it shifts anyway.
        return outcome if party == FOREIGN or outcome == MET else UNKNOWN

    def step(self, operations):
        places = [{place for id, place in self.operations if id == operation} for operation in operations]
        # Declared only elsewhere is not met; a step is as good as the best of its alternatives, and one not declared is open.
        return some([MET if "HK" in found else NOT_MET if found else UNKNOWN for found in places])

    def meets(self, tree):
        kind, *rest = tree
        if kind in (some, every):
            return kind([self.meets(part) for part in rest[0]])
        if kind == "if":
            fact, then, other = self.fact(rest[0]), self.meets(rest[1]), self.meets(rest[2])
            return then if fact == MET or then == other else other if fact == NOT_MET else UNKNOWN
        if kind == "shift":
            return every([self.shift(line, *rest) for line in self.lines])
        if kind == "RVC":
            outcomes = [(method, self.clause(method, percent)) for method, percent in rest[0]]
            self.clauses += outcomes  # both branches of an `if` are judged, so they stand in text order
            return some([outcome for _, outcome in outcomes])
        if kind == "process":
            material, steps = rest
            return every(([self.fact("from-" + material)] if material else []) + [self.step(step) for step in steps])
        return self.fact(rest[0]) if kind == "fact" else UNKNOWN  # text("...") is shown, never guessed

    def exclusively_originating(self):
        parties = {party for _, party, _ in self.lines}
        doubts = [UNPROVEN in parties, UNPROVEN_MAINLAND in parties,
                  MAINLAND in parties and "mainland-in-wp" not in self.confirmed,
                  self.fact("waste-or-scrap") != NOT_MET and "scrap-wp" not in self.confirmed]
        return NOT_MET if FOREIGN in parties else UNKNOWN if any(doubts) else MET


def judge(case):
    good, rule = Good(case), case["good"]["rule"]
    general = rule in ("", "general")  # blank: outside the incomplete list; `general`: the user's word that it is not listed
    product = hoped = good.meets(Rule(GENERAL_RULE if general else rule).tree)
    if good.fact("waste-or-scrap") == MET:
        product = hoped = NOT_MET  # headnote 1, "whether specified or not": judged by WO
    elif rule == "" and f"psr.unlisted.{good.hs}" not in good.confirmed:
        product = UNKNOWN  # whatever the figures say; `hoped` keeps what they say
    if good.fact("waste-or-scrap") == UNKNOWN and product == MET:
        product = UNKNOWN  # the code names waste: if the good is that, this route is closed
    routes = {"WO": good.fact("wholly-obtained"), "WP": good.exclusively_originating(), "GR" if general else "PSR": product}
    # The bar: only minimal operations, or none stated, leave it open, for a wholly obtained good too. It is never NotMet.
    bar = MET if any(id in SUBSTANTIAL and place == "HK" for id, place in good.operations) else UNKNOWN
    passed = some(routes.values())
    verdict = ("not-originating" if passed == NOT_MET else "originating" if every([bar, passed]) == MET else "undetermined")
    hopeless = some([routes["WO"], routes["WP"], hoped]) == NOT_MET  # with every other open step in the good's favour
    first = dict(reversed(good.clauses))  # of each method, the first clause of the text; waste or an open listing does not touch it
    return {"verdict": verdict,
            "if_confirmed": verdict if verdict != "undetermined" else "not-originating" if hopeless else "originating",
            "criterion": next(route for route in routes if routes[route] == MET) if verdict == "originating" else None,
            "bu": shown(good, "BU"), "bd": shown(good, "BD"),
            "bu_outcome": first.get("BU"), "bd_outcome": first.get("BD"), "rule": product}


def shown(good, method):
    interval = good.interval(method) if good.fob is not None else [BOUNDLESS, BOUNDLESS]
    return [None if abs(percent) == BOUNDLESS else truncated(percent) for percent in interval]


def truncated(percent):
    hundredths = int(percent * 100)  # toward zero: 39.996 is never shown as 40.00
    return f"{'-' * (hundredths < 0)}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


if __name__ == "__main__":
    for text in open(0, encoding="utf-8"):
        print(json.dumps(judge(json.loads(text)), separators=(",", ":")))
