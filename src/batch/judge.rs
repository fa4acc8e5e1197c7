//! Verdicts that were reached before.
//!
//! What a proof comes to depends on the good's class (its rule, its day, what is declared of it), on which materials there
//! are and how far they shift, and on what each threshold comes to: not on the figures themselves. So `origin::assess`
//! judges the first good of each such case, and its words are used for all others; only the figures are written anew.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::brief::{Words, near};
use super::by_code::{ByCode, OfCode};
use super::codes::CodeWord;
use super::days::Days;
use super::digits::Fixed;
use super::earlier::Compared;
use super::figures::{Accumulation, Amounts, Content, SCALE, Threshold, headroom, hundredths, margin, share};
use super::page;
use super::reason::{About, Reason, Said, Same, Written, about_code, own_digits};
use super::record::Record;
use super::setup::{File, Setup};
use super::table::{Entry, Table};
use crate::bom::{Case, GoodFacts, LineKind, Lot, Stated, Status};
use crate::diag::Problems;
use crate::law::{Lookup, first_day};
use crate::origin::{Assessment, Point, PointKind, assess};
use crate::rule::{Clause, Method, Rule};
use crate::value::{Country, Criterion, Currency, Hs, Money, Outcome, Position, Verdict};

/// Goods of one rule and day, of which the same is declared.
pub(super) struct Class {
    /// The plain road must judge them.
    pub slow: bool,
    /// The day and the currency, as an index into the rates.
    pub day: usize,
    /// What one unit of that currency is worth in the base of the rates.
    pub unit: Fixed,
    stated: GoodFacts,
    on: NaiveDate,
    currency: Option<Currency>,
    hs: Hs,
    accumulation: Accumulation,
    /// Every threshold that the proof may ask about.
    thresholds: Vec<Threshold>,
    first: [Option<Threshold>; 2],
    /// Each case that was met.
    keys: Vec<Key>,
    /// Its words; none where the plain road must judge it.
    templates: Vec<Option<Kind>>,
}

/// What the verdict depends on within a class: which materials there are and how far they shift, and two bits a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key(u128);

impl Key {
    fn of(facts: &Facts<'_>) -> Self {
        let parts = [u8::from(facts.hong_kong), facts.mainland, facts.foreign];
        Self(parts.into_iter().fold(0, |key, part| key.wrapping_shl(8) | u128::from(part)))
    }

    /// With what the next threshold comes to.
    fn with(self, outcome: Outcome) -> Self {
        Self(self.0.wrapping_shl(2) | u128::from(code_of(outcome)))
    }

    /// Whether one of the last `count` outcomes is unknown.
    fn is_open(self, count: usize) -> bool {
        let unknown = u128::from(code_of(Outcome::Unknown));
        (0..count).scan(self.0, |rest, _| Some(std::mem::replace(rest, rest.wrapping_shr(2)))).any(|rest| rest & 3 == unknown)
    }
}

/// What goods of one case share.
enum Kind {
    /// The words of their rows.
    Row(Box<Template>),
    /// Those of their briefs, and the verdict.
    Brief(Verdict, Words),
}

/// The words of a row.
struct Template {
    verdict: Verdict,
    criterion: Option<Criterion>,
    /// From the day to the currency.
    head: Vec<u8>,
    /// Threshold and outcome by each method.
    methods: [Vec<u8>; 2],
    open: Open,
    /// How many materials lack something, and how many points are open.
    counts: Vec<u8>,
    reason: Reason,
}

/// How many facts and points of law are open, the first open point, and the digest of the law.
enum Open {
    Words(Vec<u8>),
    /// The point names the good's own code, or its first six digits: what stands before it and behind it.
    OfCode(Box<Point>, usize, [Vec<u8>; 2]),
}

/// A good as the judge needs it.
pub(super) struct Facts<'g> {
    pub id: &'g [u8],
    pub hs: Hs,
    /// FOB in millionths.
    pub fob: u64,
    pub amounts: Amounts,
    /// The most decimals of any amount.
    pub decimals: u32,
    /// How many lines there are.
    pub lines: u64,
    pub hong_kong: bool,
    /// How near the nearest code stands: 0 same subheading, 1 same heading, 2 same chapter, 3 another; 4 no material.
    pub mainland: u8,
    pub foreign: u8,
}

/// What is wanted of a good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Its row.
    #[default]
    Row,
    /// Nothing, if it stands so; the plain road must judge it otherwise.
    Change(Option<Compared>),
}

/// All classes that were met.
pub(super) struct Judge {
    pub classes: Vec<Class>,
    /// What is wanted of the good that is judged next.
    pub wanted: Wanted,
    by_cells: BTreeMap<OfCode, BTreeMap<Vec<u8>, usize>>,
    by_code: ByCode,
    said: Said,
    key: Vec<u8>,
}

impl Judge {
    pub fn new(setup: &Setup<'_>) -> Self {
        Self {
            classes: Vec::new(),
            wanted: Wanted::Row,
            by_cells: BTreeMap::new(),
            by_code: ByCode::new(setup),
            said: Said::default(),
            key: Vec::new(),
        }
    }

    /// The class of the good of a record.
    pub fn class(
        &mut self,
        record: &Record<'_>,
        code: &CodeWord,
        entry: Option<Entry<'_>>,
        days: &mut Days,
        file: &File,
        setup: &Setup<'_>,
    ) -> usize {
        // Under other cells, such as a rule, goods of one code are of several classes.
        let alone = file.plan.others.is_empty() && file.plan.signed.is_empty() && !setup.table.is_some_and(Table::parts_codes);
        if let Some(class) = self.by_code.class(code).filter(|_| alone) {
            return class;
        }
        let class = self.look_up(record, &code.hs, entry, days, file, setup);
        if alone {
            self.by_code.keep(code, class);
        }
        class
    }

    fn look_up(
        &mut self,
        record: &Record<'_>,
        hs: &Hs,
        entry: Option<Entry<'_>>,
        days: &mut Days,
        file: &File,
        setup: &Setup<'_>,
    ) -> usize {
        let of_code = self.by_code.of(hs, file, setup);
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.push(file.plan.kinds);
        for place in &file.plan.others {
            key.push(0x1f);
            key.extend_from_slice(record.raw(*place));
        }
        // A heading names the currency of what stands below it.
        for (place, currency) in &file.plan.signed {
            key.extend_from_slice(currency.as_str().as_bytes());
            key.push(u8::from(record.raw(*place).is_empty()));
        }
        if let Some(entry) = entry {
            entry.add_to(&mut key);
        }
        let known = self.by_cells.get(&of_code).and_then(|known| known.get(&key)).copied();
        let found = known.unwrap_or_else(|| {
            let class = new_class(record, hs, entry, days, file, setup);
            self.classes.push(class);
            let index = self.classes.len().saturating_sub(1);
            self.by_cells.entry(of_code).or_default().insert(key.clone(), index);
            index
        });
        self.key = key;
        found
    }

    /// Writes the row of a good, and gives its verdict; `None` where the plain road must judge it. `find` looks for the
    /// materials that do not differ from the good in the digits of a mask.
    pub fn write(
        &mut self,
        class: usize,
        facts: &Facts<'_>,
        find: &mut dyn FnMut(u64) -> Option<Same>,
        file: &File,
        setup: &Setup<'_>,
        out: &mut Vec<u8>,
    ) -> Option<Verdict> {
        let number = class;
        let class = self.classes.get_mut(class)?;
        let amounts = &facts.amounts;
        if class.slow || !amounts.fit(facts.decimals, class.unit) {
            return None;
        }
        let up = amounts.content(Method::BuildUp, &class.accumulation)?;
        let down = amounts.content(Method::BuildDown, &class.accumulation)?;
        let content = |method| if method == Method::BuildUp { up } else { down };
        let outcome = |threshold: &Threshold| content(threshold.method).outcome(amounts.fob, threshold.share);
        let key = class.thresholds.iter().map(outcome).fold(Key::of(facts), Key::with);
        let place = class.keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            let kind = class.kind(facts, key, setup, file);
            class.keys.push(key);
            class.templates.push(kind);
            class.keys.len().saturating_sub(1)
        });
        let rooms = [(up, class.first[0]), (down, class.first[1])];
        let over = rooms.map(|(content, threshold)| threshold.map(|threshold| (content, threshold)));
        let margin = margin(over, amounts.fob)?;
        let template = match class.templates.get(place)?.as_ref()? {
            Kind::Row(template) => template,
            Kind::Brief(verdict, words) => {
                let near = match &margin {
                    Some(margin) => Some(near(margin, &content(margin.threshold.method), amounts.fob)?),
                    None => None,
                };
                words.write(*verdict, facts, near, (number, place), &mut self.said, setup, out)?;
                return Some(*verdict);
            }
        };
        let mut cents = [[None; 2]; 2];
        for (room, (content, threshold)) in cents.iter_mut().zip(&rooms) {
            if let Some(threshold) = threshold {
                *room = headroom(*threshold, amounts, content, &class.accumulation, class.unit)?;
            }
        }
        let ([up_worst, up_best], [down_worst, down_best]) = (shares(&up, amounts.fob)?, shares(&down, amounts.fob)?);
        if let Wanted::Change(was) = self.wanted {
            let margin = margin.map(|margin| margin.class);
            let now = Compared { verdict: template.verdict, criterion: template.criterion, margin };
            return (was == Some(now)).then_some(now.verdict);
        }
        let figures =
            Written { contents: [up, down], shares: [[up_worst, up_best], [down_worst, down_best]], cents, margin, unit: class.unit };
        let same = match template.reason.wants_same() {
            Some(digits) => Some(find(digits)?),
            None => None,
        };
        template.write(facts, &figures, same.as_ref(), &mut self.said, file, setup, out);
        Some(template.verdict)
    }
}

/// The class of a good whose record this is.
fn new_class(record: &Record<'_>, hs: &Hs, entry: Option<Entry<'_>>, days: &mut Days, file: &File, setup: &Setup<'_>) -> Class {
    let row = record.row(&file.layout, 1);
    let mut problems = Problems::default();
    let (mut stated, _) = crate::bom::read_row(&row, &file.layout.columns, setup.profile, setup.vocabulary, &mut problems);
    let signed = file.plan.signed.iter().map(|(place, _)| place);
    let cells: Vec<usize> = file.plan.others.iter().chain(signed).map(|place| place.wrapping_add(1)).collect();
    let at_fault = |at: &Position| usize::try_from(at.cell).is_ok_and(|cell| cells.contains(&cell));
    let mut slow = problems.into_sorted().iter().any(|problem| problem.at.as_ref().is_some_and(at_fault));
    if let Some((more, plain)) = entry.map(|entry| entry.facts(setup)) {
        let mut contradictions = Problems::default();
        stated.agree(more, &mut contradictions);
        slow |= !plain || contradictions.has_error();
    }
    stated.complete_from(setup.flags);
    let on = stated.on.as_ref().map_or(setup.defaults.on, |on| on.value);
    let currency = stated.currency.as_ref().map(|stated| stated.value).or(setup.defaults.currency);
    let day = days.number(on, currency, setup);
    let unit = days.unit(day).filter(|unit| unit.units > 0);
    slow |= on < first_day() || stated.per.is_some() || stated.bom_per.is_some() || unit.is_none();
    slow |= matches!(setup.law.products.lookup(hs, on), Lookup::TooShort(_));
    let mut class = Class {
        slow: slow || !setup.is_plain(),
        day,
        unit: unit.unwrap_or_default(),
        stated,
        on,
        currency,
        hs: *hs,
        accumulation: Accumulation::default(),
        thresholds: Vec::new(),
        first: [None; 2],
        keys: Vec::new(),
        templates: Vec::new(),
    };
    class.slow |= class.compile(setup, file).is_none();
    class
}

/// The worst case and the best in hundredths of a per cent.
fn shares(content: &Content, fob: i128) -> Option<[i128; 2]> {
    let worst = share(content.worst, fob)?;
    Some([worst, if content.best == content.worst { worst } else { share(content.best, fob)? }])
}

impl Template {
    /// Writes the row of a good with these words.
    #[expect(clippy::too_many_arguments, reason = "a row is written at once")]
    fn write(
        &self,
        facts: &Facts<'_>,
        figures: &Written,
        same: Option<&Same>,
        said: &mut Said,
        file: &File,
        setup: &Setup<'_>,
        out: &mut Vec<u8>,
    ) {
        page::cell(out, facts.id);
        out.extend_from_slice(&file.name);
        out.extend_from_slice(facts.hs.as_bytes());
        out.extend_from_slice(&self.head);
        page::millionths(out, facts.fob);
        for ([worst, best], words) in figures.shares.into_iter().zip(&self.methods) {
            out.push(b',');
            page::hundredths(out, worst);
            out.push(b',');
            page::hundredths(out, best);
            out.extend_from_slice(words);
        }
        let [[highest_fob, least_extra], [lowest_fob, highest_foreign]] = figures.cents;
        for amount in [lowest_fob, highest_foreign, highest_fob, least_extra] {
            out.push(b',');
            if let Some(amount) = amount {
                page::hundredths(out, amount);
            }
        }
        match &self.open {
            Open::Words(words) => out.extend_from_slice(words),
            Open::OfCode(point, digits, [before, behind]) => {
                let code = facts.hs.prefix(*digits);
                let say = || setup.referee.point(&about_code(point, &code));
                out.extend_from_slice(before);
                out.extend_from_slice(said.about(About::Point, point.family, code, say));
                out.extend_from_slice(behind);
            }
        }
        page::count(out, facts.lines);
        out.extend_from_slice(&self.counts);
        self.reason.write(facts, figures, same, said, setup, out);
        out.push(b',');
        if let Some(margin) = &figures.margin {
            page::hundredths(out, margin.points);
            out.push(b',');
            out.extend_from_slice(margin.class.word().as_bytes());
        } else {
            out.push(b',');
        }
        out.extend_from_slice(b",,");
        out.extend_from_slice(setup.run.as_bytes());
        out.push(b'\n');
    }
}

const fn code_of(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Met => 0,
        Outcome::NotMet => 1,
        Outcome::Unknown => 2,
    }
}

impl Class {
    /// Finds what the proof may ask about; `None` where it asks what the fast road does not know.
    fn compile(&mut self, setup: &Setup<'_>, file: &File) -> Option<()> {
        let confirmed = &setup.policy.confirmed;
        let floor = match confirmed.floor(setup.law.recalled_floor(self.on)) {
            Some(floor) => {
                let share = |method| floor.of(method).map(hundredths);
                let whole = |share: Option<Option<i128>>| match share {
                    Some(None) => None,
                    Some(Some(share)) => Some(Some(share)),
                    None => Some(None),
                };
                Some([whole(share(Method::BuildUp))?, whole(share(Method::BuildDown))?])
            }
            None => None,
        };
        self.accumulation = Accumulation { floor, conditions: confirmed.yes("accumulation.conditions") };
        let amounts = Amounts { fob: 1, ..Amounts::default() };
        let facts = Facts { id: b"", hs: self.hs, fob: 1, amounts, decimals: 18, lines: 3, hong_kong: true, mainland: 4, foreign: 4 };
        let assessment = self.assess(&facts, setup, file)?;
        let mut rules = vec![assessment.applied.rule.clone(), setup.law.general_rule(self.on)];
        rules.extend(assessment.applied.row.map(|row| row.rule));
        if let Lookup::Listed(row) = setup.law.products.lookup(&self.hs, self.on) {
            rules.push(row.rule.clone());
        }
        let mut clauses = Vec::new();
        for rule in &rules {
            gather(rule, &mut clauses)?;
        }
        for clause in clauses {
            let threshold = threshold(clause)?;
            if !self.thresholds.contains(&threshold) {
                self.thresholds.push(threshold);
            }
        }
        for (first, method) in self.first.iter_mut().zip([Method::BuildUp, Method::BuildDown]) {
            *first = match assessment.applied.rule.first_clause(method) {
                Some(clause) => Some(threshold(clause)?),
                None => None,
            };
        }
        (self.thresholds.len() <= 32).then_some(())
    }

    /// Judges a good of this class by `origin::assess`, with one lot for each standing.
    fn assess(&self, facts: &Facts<'_>, setup: &Setup<'_>, file: &File) -> Option<Assessment> {
        assess(&self.case(facts, file)?, setup.law, setup.policy).ok()
    }

    fn case(&self, facts: &Facts<'_>, file: &File) -> Option<Case> {
        let amounts = &facts.amounts;
        let mut lots = Vec::new();
        let mut lot = |status, origin, nearness: u8, sum| {
            let kind = LineKind { status: Some(status), origin: Some(origin), proof: true, valid_to: None, packing: false };
            lots.push(Lot {
                kind,
                hs: turned(&facts.hs.prefix(6), nearness),
                lines: 1,
                unvalued: 0,
                sum: money(sum)?,
                greatest: Vec::new(),
            });
            Some(())
        };
        if facts.hong_kong {
            lot(Status::Originating, Country::HONG_KONG, 3, amounts.hong_kong)?;
        }
        if facts.mainland < 4 {
            lot(Status::Originating, Country::MAINLAND, facts.mainland, amounts.mainland)?;
        }
        if facts.foreign < 4 {
            lot(Status::NonOriginating, Country::from_letters("JP")?, facts.foreign, amounts.foreign)?;
        }
        let at = file.layout.header.clone();
        let stated = |value| Some(Stated { value, at: at.clone() });
        let mut good = self.stated.clone();
        good.hs = Some(Stated { value: facts.hs, at: at.clone() });
        good.fob = stated(money(amounts.fob)?);
        good.labour = stated(money(amounts.added)?);
        good.development = stated(Money::ZERO);
        Some(Case::summed(&String::from_utf8_lossy(facts.id), good, self.on, self.currency, lots, &file.layout))
    }

    fn kind(&self, facts: &Facts<'_>, key: Key, setup: &Setup<'_>, file: &File) -> Option<Kind> {
        let case = self.case(facts, file)?;
        let assessment = assess(&case, setup.law, setup.policy).ok()?;
        let unknown = key.is_open(self.thresholds.len());
        let of_lines = |point: &Point| !point.about.is_empty() || point.family.starts_with("material") || point.kind == PointKind::Evidence;
        let depends = assessment.verdict == Verdict::Undetermined && (unknown || assessment.blocking.iter().any(of_lines));
        if depends || !assessment.remarks.is_empty() {
            return None;
        }
        if setup.in_brief {
            return Some(Kind::Brief(assessment.verdict, Words::of(&assessment, &facts.hs, setup)));
        }
        let reason = Reason::of(&assessment, facts, setup)?;
        let cells = setup.referee.cells(&case, &assessment);
        let joined = |cells: &[String]| {
            let mut out = Vec::new();
            for text in cells {
                out.push(b',');
                page::cell(&mut out, text.as_bytes());
            }
            out
        };
        let mut head = joined(cells.get(1..9)?);
        head.push(b',');
        let law = [joined(std::slice::from_ref(&setup.law.digest)), vec![b',']].concat();
        Some(Kind::Row(Box::new(Template {
            verdict: assessment.verdict,
            criterion: assessment.criterion,
            head,
            methods: [joined(cells.get(12..14)?), joined(cells.get(16..18)?)],
            open: match assessment.blocking.first().and_then(|point| Some((point, own_digits(point, &facts.hs)?))) {
                Some((point, digits)) => {
                    Open::OfCode(Box::new(point.clone()), digits, [[joined(cells.get(22..24)?), vec![b',']].concat(), law])
                }
                None => Open::Words([joined(cells.get(22..25)?), law].concat()),
            },
            // Every material has a value, a code and an origin: other goods are judged by the plain road.
            counts: format!(",0,0,0,{},", assessment.blocking.len()).into_bytes(),
            reason,
        })))
    }
}

fn money(amount: i128) -> Option<Money> {
    Money::from_units(amount, SCALE)
}

fn threshold(clause: Clause) -> Option<Threshold> {
    Some(Threshold { method: clause.method, share: hundredths(clause.percent)? })
}

/// A code that is as near to another as `nearness` says.
fn turned(code: &Hs, nearness: u8) -> Option<Hs> {
    let place = match nearness {
        0 => return Some(*code),
        1 => 5,
        2 => 3,
        _ => 1,
    };
    let turn = |(index, digit): (usize, char)| match digit.to_digit(10) {
        Some(digit) if index == place => char::from_digit(digit.wrapping_add(1) % 10, 10).unwrap_or('0'),
        _ => digit,
    };
    Hs::from_digits(&code.as_str().chars().enumerate().map(turn).collect::<String>())
}

/// Every clause of a rule; `None` where a shift has exceptions, which ask about single codes.
fn gather(rule: &Rule, clauses: &mut Vec<Clause>) -> Option<()> {
    match rule {
        Rule::Any(parts) | Rule::All(parts) => parts.iter().try_for_each(|part| gather(part, clauses)),
        Rule::If { then, otherwise, .. } => {
            gather(then, clauses)?;
            gather(otherwise, clauses)
        }
        Rule::Shift(shift) => shift.except.is_empty().then_some(()),
        Rule::Rvc(own) => {
            clauses.extend(own.iter().copied());
            Some(())
        }
        Rule::WhollyObtained | Rule::Process(_) | Rule::Fact(_) | Rule::Text(_) => Some(()),
    }
}
