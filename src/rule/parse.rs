//! From text to a rule, one function for each line of the grammar.

use super::{Clause, Level, Method, Process, Rule, Shift};
use crate::value::{Hs, HsRange, Id, Percent, number};

/// How deep parentheses and conditions may be nested.
const DEEPEST: usize = 32;

/// Where a rule's text stops making sense, and what would have made sense there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The character at which it stops, the first being 1.
    pub position: usize,
    /// What was expected there.
    pub expected: Expected,
}

/// What the grammar expects at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A word or sign of the language, such as `then` or `)`.
    Token(&'static str),
    /// The start of a part: `(`, `if`, `WO`, `CC`, `CTH`, `CTSH`, `RVC(`, `process(`, `fact(`, `text(`.
    Part,
    /// `BU` or `BD`.
    Method,
    /// A percentage from 0 to 100.
    Percent,
    /// A code of 2, 4, 6, 8 or 10 digits.
    Code,
    /// A last code that is as long as the first and not before it.
    RangeEnd,
    /// An identifier.
    Id,
    /// Text in straight double quotes.
    Quoted,
    /// `and`, `or`, or nothing more.
    End,
    /// Less nesting.
    Shallower,
}

/// Reads a rule.
///
/// # Errors
/// The place of the first thing that the grammar does not allow, and what it would allow.
pub fn parse(text: &str) -> Result<Rule, RuleError> {
    let mut cursor = Cursor { text, at: 0, depth: 0 };
    let rule = cursor.rule()?;
    cursor.skip_space();
    if cursor.rest().is_empty() { Ok(rule) } else { Err(cursor.expected(Expected::End)) }
}

/// A place in the text. `at` is a byte offset that always stands between two characters.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, expected: Expected) -> RuleError {
        let before = self.text.get(..self.at).unwrap_or_default();
        RuleError { position: before.chars().count().saturating_add(1), expected }
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.advance(rest.len().saturating_sub(rest.trim_start().len()));
    }

    /// Takes a sign, if it stands here.
    fn sign(&mut self, sign: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(sign);
        if found {
            self.advance(sign.len());
        }
        found
    }

    fn must(&mut self, sign: &'static str) -> Result<(), RuleError> {
        if self.sign(sign) { Ok(()) } else { Err(self.expected(Expected::Token(sign))) }
    }

    /// The run of characters here that satisfy `fits`, without taking it.
    fn run(&self, fits: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        rest.get(..rest.find(|c| !fits(c)).unwrap_or(rest.len())).unwrap_or_default()
    }

    /// Takes a word, if it stands here as a whole.
    fn word(&mut self, word: &str) -> bool {
        self.skip_space();
        let found = self.run(is_word) == word;
        if found {
            self.advance(word.len());
        }
        found
    }

    fn must_word(&mut self, word: &'static str) -> Result<(), RuleError> {
        if self.word(word) { Ok(()) } else { Err(self.expected(Expected::Token(word))) }
    }

    /// `rule = all ("or" all)*`
    fn rule(&mut self) -> Result<Rule, RuleError> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        Ok(gathered(parts, |part| if let Rule::Any(inner) = part { Ok(inner) } else { Err(part) }, Rule::Any))
    }

    /// `all = part ("and" part)*`
    fn all(&mut self) -> Result<Rule, RuleError> {
        let mut parts = vec![self.part()?];
        while self.word("and") {
            parts.push(self.part()?);
        }
        Ok(gathered(parts, |part| if let Rule::All(inner) = part { Ok(inner) } else { Err(part) }, Rule::All))
    }

    /// `part = "(" rule ")" | "if" … | "WO" | shift | rvc | process | "fact(" id ")" | "text(" quoted ")"`
    fn part(&mut self) -> Result<Rule, RuleError> {
        if self.depth >= DEEPEST {
            return Err(self.expected(Expected::Shallower));
        }
        self.depth = self.depth.saturating_add(1);
        let part = self.bare_part();
        self.depth = self.depth.saturating_sub(1);
        part
    }

    fn bare_part(&mut self) -> Result<Rule, RuleError> {
        if self.sign("(") {
            let rule = self.rule()?;
            self.must(")")?;
            return Ok(rule);
        }
        self.skip_space();
        let word = self.run(is_word);
        let start = self.at;
        self.advance(word.len());
        match word {
            "WO" => Ok(Rule::WhollyObtained),
            "CC" => self.shift(Level::Chapter),
            "CTH" => self.shift(Level::Heading),
            "CTSH" => self.shift(Level::Subheading),
            "if" => self.condition(),
            "RVC" => self.in_parentheses(Self::rvc),
            "process" => self.in_parentheses(Self::process),
            "fact" => self.in_parentheses(|cursor| cursor.id().map(Rule::Fact)),
            "text" => self.in_parentheses(|cursor| cursor.quoted().map(Rule::Text)),
            _ => {
                self.at = start;
                Err(self.expected(Expected::Part))
            }
        }
    }

    fn in_parentheses(&mut self, inner: impl FnOnce(&mut Self) -> Result<Rule, RuleError>) -> Result<Rule, RuleError> {
        self.must("(")?;
        let rule = inner(self)?;
        self.must(")")?;
        Ok(rule)
    }

    /// `"if" fact "then" part "else" part`
    fn condition(&mut self) -> Result<Rule, RuleError> {
        let fact = self.id()?;
        self.must_word("then")?;
        let then = Box::new(self.part()?);
        self.must_word("else")?;
        let otherwise = Box::new(self.part()?);
        Ok(Rule::If { fact, then, otherwise })
    }

    /// `shift = level [ "except" range ("," range)* ]`
    fn shift(&mut self, level: Level) -> Result<Rule, RuleError> {
        let mut except = Vec::new();
        if self.word("except") {
            except.push(self.range()?);
            while self.sign(",") {
                except.push(self.range()?);
            }
        }
        Ok(Rule::Shift(Shift { level, except }))
    }

    /// `range = code [ "-" code ]`
    fn range(&mut self) -> Result<HsRange, RuleError> {
        let first = self.code()?;
        let last = if self.sign("-") { self.code()? } else { first };
        HsRange::new(first, last).ok_or_else(|| self.expected(Expected::RangeEnd))
    }

    fn code(&mut self) -> Result<Hs, RuleError> {
        self.skip_space();
        let digits = self.run(|c| c.is_ascii_digit());
        let code = Hs::from_digits(digits).ok_or_else(|| self.expected(Expected::Code))?;
        self.advance(digits.len());
        Ok(code)
    }

    /// `method percent ("|" method percent)*`
    fn rvc(&mut self) -> Result<Rule, RuleError> {
        let mut clauses = vec![self.clause()?];
        while self.sign("|") {
            clauses.push(self.clause()?);
        }
        Ok(Rule::Rvc(clauses))
    }

    fn clause(&mut self) -> Result<Clause, RuleError> {
        let method = if self.word("BU") {
            Method::BuildUp
        } else if self.word("BD") {
            Method::BuildDown
        } else {
            return Err(self.expected(Expected::Method));
        };
        self.skip_space();
        let digits = self.run(|c| c.is_ascii_digit() || c == '.');
        let value = number::parse(digits, number::Mark::Point).ok().and_then(Percent::new);
        let percent = value.ok_or_else(|| self.expected(Expected::Percent))?;
        self.advance(digits.len());
        Ok(Clause { method, percent })
    }

    /// `[ "from" material ":" ] step ("," step)*`
    fn process(&mut self) -> Result<Rule, RuleError> {
        let from = if self.word("from") {
            let material = self.id()?;
            self.must(":")?;
            Some(material)
        } else {
            None
        };
        let mut steps = vec![self.step()?];
        while self.sign(",") {
            steps.push(self.step()?);
        }
        Ok(Rule::Process(Process { from, steps }))
    }

    /// `step = operation ("|" operation)*`
    fn step(&mut self) -> Result<Vec<Id>, RuleError> {
        let mut operations = vec![self.id()?];
        while self.sign("|") {
            operations.push(self.id()?);
        }
        Ok(operations)
    }

    fn id(&mut self) -> Result<Id, RuleError> {
        self.skip_space();
        let word = self.run(is_word);
        let id = Id::new(word).ok_or_else(|| self.expected(Expected::Id))?;
        self.advance(word.len());
        Ok(id)
    }

    /// `"` any characters, `\"` and `\\` for themselves, `"`
    fn quoted(&mut self) -> Result<String, RuleError> {
        if !self.sign("\"") {
            return Err(self.expected(Expected::Quoted));
        }
        let mut text = String::new();
        let mut escaped = false;
        for c in self.rest().chars() {
            self.advance(c.len_utf8());
            match (escaped, c) {
                (false, '"') => return Ok(text),
                (false, '\\') => escaped = true,
                (true, c) if c != '"' && c != '\\' => return Err(self.expected(Expected::Quoted)),
                (_, c) => {
                    escaped = false;
                    text.push(c);
                }
            }
        }
        Err(self.expected(Expected::Quoted))
    }
}

/// Letters, digits, `-` and `.`: what words, identifiers and codes are made of.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '.'
}

/// One part stays itself; several become one node, and a node of the same kind inside is opened,
/// so that `(A or B) or C` and `A or B or C` are the same tree.
fn gathered(parts: Vec<Rule>, open: fn(Rule) -> Result<Vec<Rule>, Rule>, node: fn(Vec<Rule>) -> Rule) -> Rule {
    let mut flat = Vec::new();
    let several = parts.len() > 1;
    for part in parts {
        match open(part) {
            Ok(inner) => flat.extend(inner),
            Err(part) => flat.push(part),
        }
    }
    match (several, flat.pop()) {
        (false, Some(only)) if flat.is_empty() => only,
        (_, last) => {
            flat.extend(last);
            node(flat)
        }
    }
}
