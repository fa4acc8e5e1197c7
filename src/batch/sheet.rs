//! A stretch of a file: its rows to goods, the whole ones to rows of the report.

use super::codes::{BySix, Codes, doubt_of_six, nearness};
use super::days::{Days, Worth};
use super::digits::{self, Places};
use super::earlier;
use super::example::{may_say_example, starts_like_an_example};
use super::figures::in_own_currency;
use super::found::{Found, print_of};
use super::good::Good;
use super::head;
use super::judge::Judge;
use super::machine::widest;
use super::plan::Plan;
use super::record::{Record, records};
use super::rows::Rows;
use super::same::Search;
use super::scan::Index;
use super::setup::{File, Setup};
use super::talk::{Talk, Told};
use super::words::{BLANK, Currencies, OPEN, Origins};
use crate::bom::{Field, Portfolio};
use crate::diag::{Code, Diagnostic};
use crate::value::{Money, Position, Verdict};

/// A stretch of a file: whole records.
#[derive(Clone, Copy)]
pub struct Stretch<'t> {
    /// The records.
    pub text: &'t [u8],
    /// Where they begin in the file.
    pub from: u64,
    /// The line on which they begin.
    pub line: u64,
    /// Their lines, where they do not follow one another in the file.
    pub lines: Option<&'t [u64]>,
    /// Whether no good of it goes on before or behind it.
    pub whole: bool,
}

/// A worker: what it has read before, and room that is used again.
pub struct Worker<'a> {
    pub(super) setup: Setup<'a>,
    pub(super) index: Index,
    codes: Codes,
    origins: Origins,
    currencies: Currencies,
    judge: Judge,
    days: Days,
    /// Where the next good is looked for in an earlier report.
    next: u32,
    good: Good,
    told_codes: BySix<Told>,
    told_blank: Told,
    talk: Talk,
}

/// Of a good of which longer texts are stated the plain road says what is kept of them.
const LONGEST_HEAD: usize = 64 * 1024;

/// More lines than this with something to tell of: the plain road tells it, since it does not keep all lines.
const TELLABLE: u64 = 100;

impl<'a> Worker<'a> {
    /// A worker that has read nothing.
    #[must_use]
    pub fn new(setup: Setup<'a>) -> Self {
        Self {
            setup,
            index: Index::default(),
            codes: Codes::new(setup.told),
            origins: Origins::new(),
            currencies: Currencies::new(),
            judge: Judge::new(&setup),
            days: Days::default(),
            next: 0,
            good: Good::default(),
            told_codes: BySix::default(),
            told_blank: Told::default(),
            talk: Talk::default(),
        }
    }

    /// What is to be told of the goods of a file; later files begin anew.
    pub fn take_talk(&mut self) -> Talk {
        self.talk.add_told(Code::BlankOrigin, &[], std::mem::take(&mut self.told_blank));
        self.tell_codes();
        std::mem::take(&mut self.talk)
    }

    /// Puts what is to be told of codes into words.
    fn tell_codes(&mut self) {
        for (code, told) in self.told_codes.take() {
            if let Some(doubt) = doubt_of_six(code) {
                self.talk.add_told(doubt.code, &doubt.args, told);
            }
        }
    }

    /// Forgets what was to be told of a file that needs the plain road.
    pub fn forget(&mut self) {
        self.talk = Talk::default();
        self.told_blank = Told::default();
        self.told_codes.take();
    }

    /// Looks where the cells of a stretch end, and says how many lines it has; `None` where it is not plain.
    pub fn scan(&mut self, text: &[u8], file: &File) -> Option<u64> {
        self.index.read(text, file.plan.separator);
        let cells = self.index.records.checked_mul(file.plan.width)?;
        let plain = !self.index.odd && cells.checked_add(1) == Some(self.index.ends().len()) && simdutf8::basic::from_utf8(text).is_ok();
        plain.then_some(self.index.lines)
    }

    /// Reads a stretch that was scanned just now.
    pub fn read(&mut self, stretch: Stretch<'_>, file: &File, found: &mut Found) {
        let index = std::mem::take(&mut self.index);
        widest(
            #[inline(always)]
            || self.read_records(stretch, &index, file, found),
        );
        self.index = index;
    }

    #[inline(always)]
    fn read_records(&mut self, stretch: Stretch<'_>, index: &Index, file: &File, found: &mut Found) {
        let plan = &file.plan;
        let mut before: Option<Record<'_>> = None;
        let mut lead: &[u8] = &[];
        for (count, record) in records(stretch.text, index.ends(), plan.width).enumerate() {
            if !record.is_whole() {
                found.odd = true;
                return;
            }
            let same = match &before {
                Some(before) => same_head(lead, before, &record, file),
                None => false,
            };
            if !same && !self.turn(before.as_ref(), &record, count, stretch, index, file, found) {
                return;
            }
            before = Some(record);
            if !same {
                lead = record.lead(plan.lead);
            }
            if !self.good.odd {
                self.line(&record, count, stretch, index, file);
            }
            self.good.sums.lines = self.good.sums.lines.wrapping_add(1);
        }
        self.good.until = stretch.from.saturating_add(u64::try_from(stretch.text.len()).unwrap_or(u64::MAX));
        found.odd |= index.breaks.iter().any(|at| holds_row(stretch.text, *at, index, plan.width, plan.separator));
        if before.is_some() {
            if found.first.is_none() && !stretch.whole {
                found.first = Some(std::mem::take(&mut self.good));
            } else if !stretch.whole {
                found.last = Some(std::mem::take(&mut self.good));
            } else {
                self.close(&Rows::Here(stretch, index, index.records), stretch.text.len(), file, found);
            }
        }
    }

    /// Comes to a record with another head. False where the file needs the plain road.
    #[expect(clippy::too_many_arguments, reason = "one step of the loop above")]
    fn turn(
        &mut self,
        before: Option<&Record<'_>>,
        record: &Record<'_>,
        count: usize,
        stretch: Stretch<'_>,
        index: &Index,
        file: &File,
        found: &mut Found,
    ) -> bool {
        let id = file.plan.id.map_or(Some(file.fallback_id.as_bytes()), |place| record.cell(place));
        let Some(id) = id.filter(|id| !id.is_empty() && is_trimmed(id)) else {
            found.odd = true;
            return false;
        };
        if before.is_some() && self.good.id == id {
            // The same good states something else: whether that is a contradiction is for the plain road to say.
            self.good.odd = true;
            return true;
        }
        if before.is_some() {
            self.good.until = stretch.from.saturating_add(u64::try_from(record.start()).unwrap_or(u64::MAX));
            if found.first.is_none() && !stretch.whole {
                found.first = Some(std::mem::take(&mut self.good));
            } else {
                self.close(&Rows::Here(stretch, index, count), record.start(), file, found);
                if found.odd {
                    return false;
                }
            }
        }
        self.open(id, record, count, stretch, index, file);
        true
    }

    /// What this worker knows of the class of a good that another one opened.
    fn reopen(&mut self, good: &mut Good, file: &File) {
        let mut index = Index::default();
        index.read(&good.head, file.plan.separator);
        let (Some(record), Some(code)) = (records(&good.head, index.ends(), file.plan.width).next(), good.code) else {
            good.odd = true;
            return;
        };
        let entry = self.setup.table.and_then(|table| table.entry(&good.id));
        good.class = self.judge.class(&record, &code, entry, &mut self.days, file, &self.setup);
        good.take_class(self.judge.classes.get(good.class));
    }

    fn open(&mut self, id: &[u8], record: &Record<'_>, count: usize, stretch: Stretch<'_>, index: &Index, file: &File) {
        let plan = &file.plan;
        let good = &mut self.good;
        good.id.clear();
        good.id.extend_from_slice(id);
        good.head.clear();
        good.head.extend_from_slice(record.lead(plan.lead));
        for place in plan.lead..plan.width {
            if place > 0 {
                good.head.push(plan.separator);
            }
            if plan.heads.contains(&place) {
                good.head.extend_from_slice(record.raw(place));
            }
        }
        good.head.push(b'\n');
        good.sums.clear();
        good.from = stretch.from.saturating_add(u64::try_from(record.start()).unwrap_or(u64::MAX));
        good.line = line_of(record, count, stretch, index);
        good.first = count;
        good.odd = good.head.len() > LONGEST_HEAD || (may_say_example(id) && crate::bom::is_example(&String::from_utf8_lossy(id)));
        good.code = None;
        let table = self.setup.table;
        let entry = table.and_then(|table| table.entry(id));
        good.entry = entry.map(|entry| entry.row);
        good.odd |= entry.is_some_and(|entry| entry.odd || !entry.describes_alike(record, file));
        good.fob_of_table = head::is_fob_of_table(record, entry.as_ref(), file);
        let amounts = head::amounts(record, entry.as_ref(), file, &self.setup);
        let code = head::own_code(record, entry.as_ref(), file, &mut self.codes);
        let (Some(code), Some(amounts)) = (code, amounts) else {
            good.odd = true;
            return;
        };
        (good.stated, good.decimals) = amounts;
        good.class = self.judge.class(record, &code, entry, &mut self.days, file, &self.setup);
        good.take_class(self.judge.classes.get(good.class));
        good.code = Some(code);
    }

    /// Adds a row to the good. What is not plain leaves the good to the plain road.
    #[inline(always)]
    fn line(&mut self, record: &Record<'_>, count: usize, stretch: Stretch<'_>, index: &Index, file: &File) {
        if self.add(record, count, stretch, index, file).is_none() {
            self.good.odd = true;
        }
    }

    #[inline(always)]
    fn add(&mut self, record: &Record<'_>, count: usize, stretch: Stretch<'_>, index: &Index, file: &File) -> Option<()> {
        let plan = &file.plan;
        let (six, doubted) = self.codes.six(record, plan.code)?;
        let origin = self.origins.find(record, file, &self.setup);
        let value = self.value(record, file)?;
        let good = &mut self.good;
        let standing = origin & 3;
        if standing == OPEN || !are_blank(record, &plan.blank) {
            return None;
        }
        let nearness = nearness(six, good.code?.six);
        let slot = good.sums.values.get_mut(usize::from(standing))?;
        *slot = slot.saturating_add(value);
        let slot = good.sums.nearest.get_mut(usize::from(standing))?;
        *slot = nearness.min(*slot);
        if !is_named(record, &plan.names) || starts_like_an_example(record, plan.id) {
            return None;
        }
        if self.setup.told && (origin & BLANK != 0 || doubted) {
            let line = line_of(record, count, stretch, index);
            if origin & BLANK != 0 {
                good.sums.blank_origins.push(line);
            }
            if doubted {
                good.sums.doubts.push((six, line));
            }
            (good.sums.doubts.len() <= 1000 && good.sums.blank_origins.len() <= 1000).then_some(())?;
        }
        Some(())
    }

    /// The value of a row, in the scale of the figures.
    #[inline(always)]
    fn value(&mut self, record: &Record<'_>, file: &File) -> Option<u128> {
        let worth = self.worth(record, file)?;
        let (value, decimals) = valued(record, &file.plan, worth)?;
        let told = &mut self.good.sums.decimals;
        *told = [told[0].max(decimals[0]), told[1].max(decimals[1]), told[2].max(decimals[2])];
        Some(value)
    }

    /// What the currency of a row is worth in the base of the rates.
    #[inline(always)]
    fn worth(&mut self, record: &Record<'_>, file: &File) -> Option<Worth> {
        Some(match self.currencies.of_row(record, file, &self.setup)? {
            Some(number) => self.days.worth(self.good.day, number, &self.currencies.known, &self.setup),
            None => self.good.unit.into(),
        })
    }

    /// Comes to the end of a good.
    fn close(&mut self, rows: &Rows<'_>, end: usize, file: &File, found: &mut Found) {
        let good = std::mem::take(&mut self.good);
        let told = self.tellable(&good);
        let (earlier, kept) = earlier::look_back(&self.setup, &good.id, &mut self.next, &mut self.judge.wanted);
        let begins = found.rows.len();
        let verdict = match good.facts().filter(|_| told) {
            Some(facts) => {
                let worths = self.days.worths(good.day);
                let mut find = |digits| {
                    let (codes, origins, currencies) = (&mut self.codes, &mut self.origins, &mut self.currencies);
                    Search { good: &good, digits, rows, codes, origins, currencies, worths, file, setup: &self.setup }.find()
                };
                self.judge.write(good.class, &facts, &mut find, file, &self.setup, &mut found.rows)
            }
            None => None,
        };
        let verdict = match verdict {
            Some(_) if kept.is_some() => {
                found.rows.truncate(begins);
                found.rows.extend(earlier.map(earlier::kept).into_iter().flatten());
                found.earlier.extend(earlier);
                kept
            }
            Some(verdict) => {
                self.tell(&good, file);
                found.earlier.extend(earlier);
                Some(verdict)
            }
            None if file.strict => None,
            None => self.plainly(&good, rows, end, file, found),
        };
        match verdict {
            Some(verdict) => found.verdicts.add(verdict),
            None => found.odd = true,
        }
        if let Some((table, row)) = self.setup.table.zip(good.entry) {
            table.meet(row);
        }
        found.prints.push(print_of(&good.id));
        found.ascending.add(&good.id);
        found.marks.push((good.line, found.rows.len()));
        self.good = good;
    }

    /// Comes to the end of a good that was put together of several stretches.
    pub(super) fn close_joined<'t>(
        &mut self,
        mut good: Good,
        rows: &dyn Fn(u64, u64) -> Box<dyn std::io::Read + 't>,
        file: &File,
        found: &mut Found,
    ) {
        let (from, until) = (good.from, good.until);
        self.reopen(&mut good, file);
        self.good = good;
        self.close(&Rows::Elsewhere(&|| rows(from, until)), 0, file, found);
    }

    /// Whether all that is to be told of a good can be told here.
    fn tellable(&self, good: &Good) -> bool {
        let some = !good.sums.doubts.is_empty() || !good.sums.blank_origins.is_empty();
        // Where a flag or the table states FOB, it may be that one that is told of, and not the row.
        let above = || good.facts().is_some_and(|facts| facts.amounts.materials() > facts.amounts.fob);
        !self.setup.told || ((!some || good.sums.lines <= TELLABLE) && ((self.setup.flags.fob.is_none() && !good.fob_of_table) || !above()))
    }

    /// Tells what is doubtful about a good that was judged here.
    fn tell(&mut self, good: &Good, file: &File) {
        if !self.setup.told {
            return;
        }
        let columns = &file.layout.columns;
        let at = |line: u64, field| columns.position(&Position::row(file.layout.file.clone(), line), field);
        for line in &good.sums.blank_origins {
            self.told_blank.add(good.line, || at(*line, Field::Origin));
        }
        if !self.told_codes.has_room(good.sums.doubts.len().saturating_add(1)) {
            self.tell_codes();
            self.talk.bound();
        }
        if let Some(told) = good.code.filter(|code| code.doubted).and_then(|code| self.told_codes.entry(code.six)) {
            told.add(good.line, || at(good.line, Field::GoodHs));
        }
        for (six, line) in &good.sums.doubts {
            if let Some(told) = self.told_codes.entry(*six) {
                told.add_once(good.line, || at(*line, Field::HsCode));
            }
        }
        if self.setup.table.is_some() && good.entry.is_none() {
            let told = Diagnostic::at(Code::GoodNotInTable, &at(good.line, Field::GoodId));
            self.talk.add(good.line, vec![told.with("good", String::from_utf8_lossy(&good.id))]);
        }
        self.tell_materials(good, file);
    }

    fn tell_materials(&mut self, good: &Good, file: &File) {
        let above = good.facts().map(|facts| (facts.amounts.materials(), facts)).filter(|(sum, facts)| *sum > facts.amounts.fob);
        let Some((materials, facts)) = above else { return };
        let at = file.layout.columns.position(&Position::row(file.layout.file.clone(), good.line), Field::Fob);
        let materials = Money::from_units(in_own_currency(materials, good.unit), 18);
        if let Some((materials, fob)) = materials.zip(Money::from_units(i128::from(facts.fob), 6)) {
            let told = Diagnostic::at(Code::MaterialsAboveFob, &at).with("materials", materials).with("fob", fob);
            self.talk.add(good.line, vec![told]);
        }
    }

    /// Judges a good by the plain road; `None` where its rows hold something that is of the file as a whole.
    fn plainly(&mut self, good: &Good, rows: &Rows<'_>, end: usize, file: &File, found: &mut Found) -> Option<Verdict> {
        let mut portfolio = Portfolio::new(self.setup.vocabulary, self.setup.profile);
        let mut read = |source: &mut dyn std::io::Read, lines: Option<&[u64]>| {
            portfolio.read_part(&file.layout, source, good.line, lines, &file.fallback_id)
        };
        let problems = match rows {
            Rows::Here(stretch, _, last) => {
                let from = usize::try_from(good.from.saturating_sub(stretch.from)).ok()?;
                read(&mut stretch.text.get(from..end)?, stretch.lines.and_then(|lines| lines.get(good.first..*last)))
            }
            Rows::Elsewhere(again) => read(&mut std::io::BufReader::with_capacity(64 * 1024, again()), None),
        };
        self.setup.table.iter().for_each(|table| table.join(&mut portfolio));
        let mut goods = portfolio.into_goods(self.setup.flags).into_iter();
        let (only, more) = (goods.next()?, goods.next());
        if more.is_some() || only.id.as_bytes() != good.id || !problems.into_sorted().is_empty() {
            return None;
        }
        let judged = self.setup.referee.judge(only);
        found.take_judged(&judged, &self.setup);
        self.talk.add(good.line, judged.diagnostics);
        Some(judged.verdict)
    }
}

/// Whether a record states of its good just what the one before stated, whose leading cells these are.
#[inline(always)]
fn same_head(lead: &[u8], before: &Record<'_>, record: &Record<'_>, file: &File) -> bool {
    let next = record.text.get(record.start()..).unwrap_or_default();
    let same = lead.is_empty() || (begins_with(next, lead) && next.get(lead.len()) == Some(&file.plan.separator));
    same && file.plan.heads.iter().all(|place| before.raw(*place) == record.raw(*place))
}

/// Whether a text begins with another, for texts of some forty bytes: without a call, which takes longer than that.
#[inline(always)]
fn begins_with(text: &[u8], lead: &[u8]) -> bool {
    let Some(text) = text.get(..lead.len()) else { return false };
    let pairs = text.as_chunks::<16>().0.iter().zip(lead.as_chunks::<16>().0);
    let mut apart = 0;
    for (ours, theirs) in pairs {
        apart |= u128::from_le_bytes(*ours) ^ u128::from_le_bytes(*theirs);
    }
    match (text.last_chunk::<16>(), lead.last_chunk::<16>()) {
        (Some(ours), Some(theirs)) => apart | (u128::from_le_bytes(*ours) ^ u128::from_le_bytes(*theirs)) == 0,
        _ => text == lead,
    }
}

pub(super) fn is_trimmed(id: &[u8]) -> bool {
    if let ([first, ..], [.., last]) = (id, id)
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return true;
    }
    std::str::from_utf8(id).is_ok_and(|id| id.trim() == id)
}

/// Whether nothing stands in these cells.
#[inline(always)]
fn are_blank(record: &Record<'_>, places: &[usize]) -> bool {
    for place in places {
        if !record.raw(*place).is_empty() {
            return false;
        }
    }
    true
}

/// Whether something stands in one of these cells.
#[inline(always)]
fn is_named(record: &Record<'_>, places: &[usize]) -> bool {
    for place in places {
        if is_filled(record, *place) {
            return true;
        }
    }
    false
}

/// Whether something stands in a cell.
#[inline(always)]
fn is_filled(record: &Record<'_>, place: usize) -> bool {
    if let Some((start, end)) = record.bounds(place)
        && start < end
        && let Some(first) = record.text.get(start)
        && first.is_ascii_graphic()
        && *first != b'"'
    {
        return true;
    }
    is_filled_oddly(record, place)
}

#[cold]
fn is_filled_oddly(record: &Record<'_>, place: usize) -> bool {
    match record.cell(place) {
        Some(cell) => !std::str::from_utf8(cell).unwrap_or_default().trim().is_empty(),
        // Only doubled quotes within quotes are left.
        None => true,
    }
}

/// What stands in a cell for a number.
#[derive(Clone, Copy)]
enum Cell {
    /// Nothing, or there is no such cell.
    Blank,
    Number(digits::Fixed),
}

/// What stands in a cell for a number; `None` where the plain road must read it.
#[inline(always)]
fn number(record: &Record<'_>, place: Option<usize>) -> Option<Cell> {
    let Some(place) = place else { return Some(Cell::Blank) };
    let (start, end) = record.bounds(place)?;
    if start == end {
        return Some(Cell::Blank);
    }
    match digits::read(record.text, start, end) {
        Some(number) => Some(Cell::Number(number)),
        None => quoted(record, place),
    }
}

/// The number of a cell in quotes.
#[cold]
fn quoted(record: &Record<'_>, place: usize) -> Option<Cell> {
    let (start, end) = record.content(place)?;
    digits::read(record.text, start, end).map(Cell::Number)
}

/// The value of a row in the scale of the figures, and the decimals of its quantity, its price and its rate.
#[inline(always)]
pub(super) fn valued(record: &Record<'_>, plan: &Plan, worth: Worth) -> Option<(u128, [Places; 3])> {
    let Worth::Known(worth, of_worth) = worth else { return None };
    let product = match (number(record, plan.quantity)?, number(record, plan.price)?) {
        (Cell::Number(quantity), Cell::Number(price)) => Some((quantity, price)),
        _ => None,
    };
    let Cell::Number(amount) = number(record, plan.amount)? else {
        let (quantity, price) = product?;
        let value = u128::from(quantity.units).wrapping_mul(u128::from(price.units.checked_mul(worth)?));
        return Some((value, [quantity.decimals, price.decimals, of_worth]));
    };
    if let Some((quantity, price)) = product {
        let product = u128::from(quantity.units).wrapping_mul(u128::from(price.units));
        let whole = u128::from(amount.units).wrapping_mul(1_000_000);
        (product.abs_diff(whole) <= 10_000_000_000).then_some(())?;
    }
    let value = u128::from(amount.units).checked_mul(u128::from(worth))?.checked_mul(1_000_000)?;
    Some((value, [amount.decimals, Places::None, of_worth]))
}

/// The line on which a record begins.
pub(super) fn line_of(record: &Record<'_>, count: usize, stretch: Stretch<'_>, index: &Index) -> u64 {
    if let Some(lines) = stretch.lines {
        return lines.get(count).copied().unwrap_or(0);
    }
    let start = u32::try_from(record.start()).unwrap_or(u32::MAX);
    let breaks = index.breaks.partition_point(|at| *at < start);
    stretch.line.saturating_add(u64::try_from(count.saturating_add(breaks)).unwrap_or(0))
}

/// Whether a cell with a line feed in it may hold another row.
fn holds_row(text: &[u8], at: u32, index: &Index, width: usize, separator: u8) -> bool {
    let ends = index.ends().get(1..).unwrap_or_default();
    let cell = ends.partition_point(|end| *end < at);
    let (Some(end), Ok(at)) = (ends.get(cell), usize::try_from(at)) else { return true };
    let rest = usize::try_from(*end).ok().and_then(|end| text.get(at..end)).unwrap_or_default();
    let found = memchr::memchr_iter(separator, rest).count();
    found >= width.saturating_sub(2).max(2)
}
