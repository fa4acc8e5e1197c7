//! A draft of an application to revise a rule, as a document.

use super::document::{Block, Cell, Document, Section};
use super::layout::Page;
use super::rounds::{marked, told};
use super::text::{headline, room_lines};
use super::words::{dotted, sign};
use super::{Setting, tree};
use crate::bom::{Case, Lot, Place};
use crate::law::{Milestone, NoticeKind};
use crate::origin::{Assessment, Policy, RuleSource, Standing, Sum, clause_outcome};
use crate::revision::{Draft, Missing};
use crate::rule::{Method, Rule};
use crate::say::{Phrase, Word};
use crate::value::{Money, Share, Verdict};
use crate::wording::{Context, Party, Terms, write};

/// The draft as a document in the reader's language.
#[must_use]
pub fn draft(draft: &Draft<'_>, policy: &Policy, setting: &Setting<'_>) -> Document {
    let maker = Maker { draft, policy, setting };
    Document {
        lang: setting.lang,
        title: maker.get("draft.title"),
        notices: vec![maker.get("draft.notice.form"), maker.get("draft.notice.blanks")],
        sections: vec![
            maker.applicant(),
            maker.good(),
            maker.rule_of_today(),
            maker.requested(),
            maker.why(),
            maker.materials(),
            maker.figures(),
            maker.process(),
            maker.round(),
            maker.notices("draft.channels", NoticeKind::Channel),
            maker.notices("draft.duties", NoticeKind::Duty),
            maker.notices("draft.disclosure", NoticeKind::Disclosure),
            maker.checklist(),
        ],
        footer: vec![setting.say(&Phrase::new("draft.footer").with("digest", &setting.law.digest))],
    }
}

/// Where the draft is, and what is still missing.
#[must_use]
pub fn draft_summary(draft: &Draft<'_>, path: &str, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let missing = missing_lines(draft, setting);
    let round = marked(draft.round.name.clone(), draft.round.basis, setting);
    page.wrapped(&setting.say(&Phrase::new("draft.written").with("path", path).with("round", round).with("count", missing.len())));
    for line in &missing {
        page.hanging(0, "- ", line);
    }
    page.finish()
}

/// What is still missing, a sentence each.
fn missing_lines(draft: &Draft<'_>, setting: &Setting<'_>) -> Vec<String> {
    let said = |missing: &Missing| {
        let phrase = Phrase::new(format!("missing.{}", missing.word()));
        match missing {
            Missing::Applicant(key) => setting.say(&phrase.word("field", Phrase::new(format!("applicant.{key}")).into()).with("key", key)),
            Missing::MaterialCodes(count) | Missing::MaterialOrigins(count) | Missing::MaterialValues(count) => {
                setting.say(&phrase.with("count", count))
            }
            _ => setting.say(&phrase),
        }
    };
    draft.missing().iter().map(said).collect()
}

struct Maker<'a> {
    draft: &'a Draft<'a>,
    policy: &'a Policy,
    setting: &'a Setting<'a>,
}

impl Maker<'_> {
    fn get(&self, id: &str) -> String {
        self.setting.get(id)
    }

    fn say(&self, phrase: &Phrase) -> String {
        self.setting.say(phrase)
    }

    fn section(&self, id: &str, blocks: Vec<Block>) -> Section {
        Section { heading: self.get(id), blocks }
    }

    const fn case(&self) -> &Case {
        self.draft.today.0
    }

    const fn today(&self) -> &Assessment {
        self.draft.today.1
    }

    /// An amount in the good's own basis, as `check` gives it.
    fn amount(&self, amount: Option<Money>) -> Cell {
        amount.and_then(|amount| self.case().shown(amount)).map_or(Cell::Blank, |amount| Cell::Figure(amount.to_string()))
    }

    fn applicant(&self) -> Section {
        let fields = self.draft.applicant.fields();
        let fields = fields.into_iter().map(|(key, text)| (self.get(&format!("applicant.{key}")), Cell::or_blank(text)));
        self.section("draft.applicant", vec![Block::Fields(fields.collect())])
    }

    fn good(&self) -> Section {
        let case = self.case();
        let code = case.stated.hs.as_ref().map(|stated| stated.value);
        let mainland = code.filter(|code| code.digits() >= 8).map(|code| dotted(code.as_str()));
        let six = code.map(|code| dotted(code.prefix(6).as_str()));
        let fields = vec![
            (self.get("draft.good.id"), case.id.clone().into()),
            (self.get("draft.good.description"), Cell::or_blank(self.draft.description)),
            (self.get("draft.good.hs"), Cell::or_blank(six.as_deref())),
            (self.get("draft.good.mainland-code"), Cell::or_blank(mainland.as_deref())),
            (self.get("draft.good.on"), case.on.to_string().into()),
            (self.get("draft.good.exports"), Cell::Blank),
        ];
        self.section("draft.good", vec![Block::Fields(fields)])
    }

    /// The rule, its wording, where it is written, and how well that is known.
    fn rule_of_today(&self) -> Section {
        let (case, applied) = (self.case(), &self.today().applied);
        let row = applied.row.as_ref();
        let code = row.map(|row| dotted(row.code.as_str())).unwrap_or_default();
        let source = Phrase::new(format!("rule.source.{}", applied.source.word())).with("day", case.on).with("code", code);
        let mut blocks = vec![Block::Text(self.say(&source))];
        if applied.source == RuleSource::Unknown {
            return self.section("draft.today", blocks);
        }
        let mut fields = vec![(self.get("label.rule"), Cell::Text(applied.rule.to_string()))];
        let unworded = row.is_none_or(|row| applied.source != RuleSource::List || row.wording.is_empty());
        let words = self.in_words(&applied.rule).filter(|_| unworded);
        fields.extend(words.map(|words| (self.get("draft.in-words"), words.into())));
        blocks.push(Block::Fields(fields));
        match applied.source {
            RuleSource::List => {
                if let Some(row) = row {
                    blocks.extend((!row.wording.is_empty()).then(|| Block::Quote(row.wording.clone())));
                    blocks.push(Block::Text(self.setting.since(row)));
                    blocks.push(Block::Text(self.get("rule.later-revisions")));
                }
            }
            RuleSource::General | RuleSource::TypedGeneral => {
                let provision = self.setting.law.provision(crate::law::ProvisionId::GeneralRule);
                let cites = provision.cites.iter().map(|cite| self.setting.cite(cite)).collect::<Vec<_>>().join("; ");
                blocks.push(Block::Text(format!("{cites}; {}", self.setting.basis(provision.basis))));
            }
            RuleSource::Typed | RuleSource::Unknown => blocks.push(Block::Text(self.get("draft.typed"))),
        }
        self.section("draft.today", blocks)
    }

    /// A rule in the words of the official list, where it has a form there.
    fn in_words(&self, rule: &Rule) -> Option<String> {
        let code = self.draft.code?;
        let terms = Terms::bundled();
        write(rule, self.setting.lang, &terms, Context { party: Party::HongKong, code })
    }

    /// The rule that is asked for, and what the good is under it.
    fn requested(&self) -> Section {
        let requested = &self.draft.requested;
        let code = self.draft.code.map(|code| dotted(code.as_str()));
        let own = Some(self.draft.wording.clone()).filter(|wording| !wording.is_empty());
        let label = if own.is_some() { "label.wording" } else { "draft.requested.wording" };
        let wording = own.or_else(|| self.in_words(requested));
        let fields = vec![
            (self.get("draft.requested.code"), Cell::or_blank(code.as_deref())),
            (self.get("label.rule"), requested.to_string().into()),
            (self.get(label), Cell::or_blank(wording.as_deref())),
        ];
        let mut blocks = vec![Block::Fields(fields)];
        if let Some(then) = &self.draft.then {
            let id = match then.verdict {
                Verdict::Originating => "draft.then.originating",
                Verdict::NotOriginating => "draft.then.not-originating",
                Verdict::Undetermined | Verdict::Rejected => "draft.then.undetermined",
            };
            blocks.push(Block::Text(self.say(&Phrase::new(id).with("good", &self.case().id))));
            blocks.push(self.steps(then));
        }
        self.section("draft.requested", blocks)
    }

    /// The steps that decided, each with its sign.
    fn steps(&self, assessment: &Assessment) -> Block {
        let mut steps = Vec::new();
        tree::deciding_steps(&assessment.proof, &mut |step, depth| {
            steps.push((depth, format!("{} {}", sign(step.outcome), self.setting.claim(&step.claim))));
        });
        Block::Steps(steps)
    }

    /// Where today's rule fails and by how much, and room for what only the applicant can say.
    fn why(&self) -> Section {
        let (case, today) = self.draft.today;
        let mut blocks = vec![Block::Text(headline(case, today, self.setting)), self.steps(today)];
        let room = room_lines(case, today, self.setting);
        if !room.is_empty() {
            blocks.push(Block::Text(self.get("draft.room")));
            blocks.push(Block::List(room));
        }
        blocks.push(Block::Text(self.get("draft.reason")));
        blocks.push(Block::Room);
        let heading = if today.verdict == Verdict::NotOriginating { "draft.why" } else { "draft.why-open" };
        self.section(heading, blocks)
    }

    /// The materials, grouped by how their origin counts.
    fn materials(&self) -> Section {
        let figures = &self.today().figures;
        let mut blocks = Vec::new();
        for (standing, lots) in self.draft.materials(self.policy) {
            let (id, sum) = match standing {
                Standing::HongKong => ("draft.materials.hong-kong", figures.hong_kong),
                Standing::Mainland => ("draft.materials.mainland", figures.mainland),
                Standing::Foreign => ("draft.materials.foreign", figures.foreign),
                Standing::Unproven => ("draft.materials.unproven", figures.unproven),
                Standing::UnprovenMainland => ("draft.materials.unproven-mainland", figures.unproven_mainland),
                Standing::Packing | Standing::OwnPacking | Standing::LeftOut => ("draft.materials.packing", Sum::default()),
            };
            blocks.push(Block::Text(self.group(id, sum, standing)));
            let heading = ["draft.material", "draft.good.hs", "draft.country", "draft.lines"].map(|id| self.get(id));
            blocks.push(Block::Table(heading.into(), lots.into_iter().map(|lot| self.lot(lot)).collect()));
        }
        if blocks.is_empty() {
            blocks.push(Block::Text(self.get("draft.materials.none")));
        }
        self.section("draft.materials", blocks)
    }

    /// The name of a group, with its value where `check` gives one.
    fn group(&self, id: &str, sum: Sum, standing: Standing) -> String {
        let name = self.get(id);
        // `check` gives one figure for all that is not proven; it stands in the table of figures.
        let told = matches!(standing, Standing::HongKong | Standing::Mainland | Standing::Foreign);
        let Some(amount) = self.case().shown(sum.stated).filter(|_| told) else { return name };
        let currency = self.case().currency.map(|currency| format!("{currency} ")).unwrap_or_default();
        let id = if sum.open { "draft.group-and-more" } else { "draft.group" };
        self.say(&Phrase::new(id).with("name", name).with("amount", format!("{currency}{amount}")))
    }

    fn lot(&self, lot: &Lot) -> Vec<Cell> {
        let mut names: Vec<&str> = lot.greatest.iter().map(|line| line.name.as_str()).collect();
        names.dedup();
        let mut names = names.join(&self.get("list.separator"));
        let told = u64::try_from(lot.greatest.len()).unwrap_or(u64::MAX);
        if lot.lines > told {
            names.push_str(&self.say(&Phrase::new("and-more").with("count", lot.lines.saturating_sub(told))));
        }
        let code = lot.hs.map(|code| dotted(code.as_str()));
        let country = lot.kind.origin.map(|country| country.to_string());
        vec![names.into(), Cell::or_blank(code.as_deref()), Cell::or_blank(country.as_deref()), lot.lines.to_string().into()]
    }

    /// FOB and its parts, and regional value content by both methods.
    fn figures(&self) -> Section {
        let (case, figures) = (self.case(), &self.today().figures);
        let pieces = Phrase::new("draft.pieces").with("per", case.per().plain()).with("bom_per", case.bom_per().plain());
        let currency = case.currency.map(|currency| currency.to_string());
        let unproven = figures.unproven.stated.plus(figures.unproven_mainland.stated);
        let fields = vec![
            (self.get("draft.currency"), Cell::or_blank(currency.as_deref())),
            (self.get("draft.fob"), self.amount(case.fob)),
            (self.get("draft.labour"), self.amount(case.labour)),
            (self.get("draft.development"), self.amount(case.development)),
            (self.get("draft.materials.hong-kong"), self.amount(Some(figures.hong_kong.stated))),
            (self.get("draft.materials.mainland"), self.amount(Some(figures.mainland.stated))),
            (self.get("draft.materials.foreign"), self.amount(Some(figures.foreign.stated))),
            (self.get("draft.materials.not-proven"), self.amount(unproven)),
        ];
        let heading = ["draft.method", "draft.hong-kong-only", "draft.with-mainland", "draft.at-least", "draft.outcome"];
        let rows = [Method::BuildUp, Method::BuildDown].map(|method| self.method(method));
        let table = Block::Table(heading.map(|id| self.get(id)).into(), rows.into());
        let blocks = vec![Block::Text(self.say(&pieces)), Block::Fields(fields), table, Block::Text(self.get("draft.shares"))];
        self.section("draft.figures", blocks)
    }

    /// A method: the share without and with Mainland materials, the threshold of today's rule, and what it comes to.
    fn method(&self, method: Method) -> Vec<Cell> {
        let (assessment, figures) = (self.today(), &self.today().figures);
        let share = |share: Option<Share>| share.map_or_else(|| self.get("unknown").into(), |share| Cell::Figure(format!("{share} %")));
        let content = figures.fob.zip(figures.of_method(method));
        let hong_kong = share(content.and_then(|(fob, content)| content.hong_kong.worst_share(fob)));
        let with_mainland = share(content.and_then(|(fob, content)| content.with_mainland.worst_share(fob)));
        let clause = assessment.clause(method);
        let at_least = clause.map_or_else(|| self.get("not-asked").into(), |clause| Cell::Figure(format!("{} %", clause.percent)));
        let outcome = clause.and_then(|clause| clause_outcome(figures, clause)).map(|outcome| self.setting.outcome(outcome));
        let name = self.get(if method == Method::BuildUp { "build-up" } else { "build-down" });
        vec![name.into(), hong_kong, with_mainland, at_least, outcome.unwrap_or_else(|| "—".to_owned()).into()]
    }

    fn process(&self) -> Section {
        let declared = self.case().stated.operations.as_ref().map(|stated| stated.value.as_slice()).unwrap_or_default();
        let mut rows = Vec::new();
        for (number, operation) in (1_usize..).zip(declared.iter().filter(|operation| operation.done)) {
            let name = operation.id.as_ref().map_or_else(|| Word::Plain(operation.name.clone()), |id| self.setting.operation(id));
            let name = self.say(&Phrase::new("same").word("share", name));
            let place = match operation.place {
                Place::HongKong => "draft.place.hk",
                Place::Mainland => "draft.place.cn",
                Place::Other => "draft.place.other",
            };
            rows.push(vec![number.to_string().into(), name.into(), self.get(place).into(), Cell::Blank]);
        }
        if rows.is_empty() {
            rows.push(vec!["1".to_owned().into(), Cell::Blank, Cell::Blank, Cell::Blank]);
        }
        let heading = ["draft.step", "draft.operation", "draft.place", "draft.equipment"].map(|id| self.get(id));
        self.section("draft.process", vec![Block::Table(heading.into(), rows)])
    }

    /// The round into which an application of that day falls, milestone by milestone.
    fn round(&self) -> Section {
        let round = &self.draft.round;
        let head = Phrase::new("draft.received").with("day", self.draft.received).with("round", &round.name);
        let label = |what| match what {
            Milestone::ToMainland => "round.label.mainland",
            Milestone::Consulted => "round.label.consultation",
            Milestone::Implemented => "round.label.implemented",
            Milestone::Opens | Milestone::Closes => "round.label.received",
        };
        let shown = round.milestones().into_iter().filter(|dated| dated.what != Milestone::Opens);
        let rows = shown.map(|dated| {
            let text = marked(told(&dated, round, self.setting), dated.basis, self.setting);
            (self.get(label(dated.what)), text.into())
        });
        let mut blocks = vec![Block::Text(marked(self.say(&head), round.basis, self.setting)), Block::Fields(rows.collect())];
        let note = super::rounds::note(round, self.setting);
        blocks.extend((!note.is_empty()).then_some(Block::Text(note)));
        blocks.push(Block::Text(super::rounds::cite(round, self.setting)));
        self.section("draft.round", blocks)
    }

    /// What the circular says of applications, in this program's words, each with its paragraph.
    fn notices(&self, id: &str, kind: NoticeKind) -> Section {
        let notices = self.setting.law.notices.iter().filter(|notice| notice.kind == kind);
        let points = notices.map(|notice| {
            let text = self.say(&Phrase::new(format!("notice.{}", notice.id)).with("value", &notice.value));
            let place = notice.cite.iter().map(|cite| cite.place.as_str()).collect::<Vec<_>>().join(", ");
            self.say(&Phrase::new("draft.paragraph").with("text", text).with("place", place))
        });
        let mut blocks = vec![Block::List(points.collect())];
        let cite = self.setting.law.notices.iter().find(|notice| notice.kind == kind).and_then(|notice| notice.cite.first());
        let source = cite.and_then(|cite| self.setting.law.sources.get(&cite.source));
        if let Some(source) = source {
            blocks.push(Block::Text(self.say(&Phrase::new("draft.from").with("source", self.setting.lang.pick(&source.titles)))));
        }
        self.section(id, blocks)
    }

    fn checklist(&self) -> Section {
        let mut blocks = vec![Block::Tasks(missing_lines(self.draft, self.setting))];
        let points: Vec<String> = self.today().blocking.iter().map(|point| self.setting.point(point)).collect();
        if !points.is_empty() {
            blocks.push(Block::Text(self.get("draft.points")));
            blocks.push(Block::Tasks(points));
        }
        let evidence = self.today().notes.iter().filter(|point| point.kind == crate::origin::PointKind::Evidence);
        let evidence: Vec<String> = evidence.map(|point| self.setting.point(point)).collect();
        if !evidence.is_empty() {
            blocks.push(Block::Text(self.get("draft.evidence")));
            blocks.push(Block::Tasks(evidence));
        }
        self.section("draft.checklist", blocks)
    }
}
