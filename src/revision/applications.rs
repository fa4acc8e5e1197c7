//! Applications and the rounds into which they fall.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::bom::{Columns, Context, Field, Profile, Rows, Stated};
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::law::{Round, RoundCalendar, first_day};
use crate::value::Position;
use crate::value::period::day_or_moment;

/// An application in its round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What the user calls it.
    pub id: String,
    /// When it is received, as written.
    pub received: String,
    /// The day of that in Hong Kong.
    pub day: NaiveDate,
    /// Its round.
    pub round: Round,
}

/// Applications with the days on which they are received.
#[derive(Clone, Debug, Default)]
pub struct Applications {
    /// Those that could be placed, in the order of the file.
    pub placed: Vec<Placed>,
    seen: BTreeMap<String, Position>,
}

impl Applications {
    /// Reads `id,received` and places every application.
    pub fn read(source: impl Read, file: &Arc<str>, rounds: &RoundCalendar, problems: &mut Problems) -> Self {
        let mut applications = Self::default();
        let required: &[&[Field]] = &[&[Field::Application], &[Field::Received]];
        let profile = Profile::default();
        let Some(mut rows) = Rows::open(Box::new(source), file, Context::Applications, required, &profile, problems) else {
            return applications;
        };
        let columns = Arc::clone(&rows.columns);
        while let Some(row) = rows.next(problems) {
            if !columns.fits(&row, problems) {
                continue;
            }
            let id = filled(&row, &columns, Field::Application, problems);
            let received = filled(&row, &columns, Field::Received, problems);
            if let (Some(id), Some(received)) = (id, received) {
                applications.take(id, &received, rounds, problems);
            }
        }
        applications
    }

    fn take(&mut self, id: Stated<String>, received: &Stated<String>, rounds: &RoundCalendar, problems: &mut Problems) {
        if let Some(first) = self.seen.get(&id.value) {
            problems.push(Diagnostic::at(Code::ApplicationTwice, &id.at).with("id", &id.value).with("other", first));
            return;
        }
        self.seen.insert(id.value.clone(), id.at);
        let day = day_or_moment(&received.value);
        let wrong = |code| Diagnostic::at(code, &received.at).with("value", &received.value);
        match day.and_then(|day| Some((day, rounds.of(day)?))) {
            Some((day, round)) => self.placed.push(Placed { id: id.value, received: received.value.clone(), day, round }),
            None if day.is_some_and(|day| day < first_day()) => problems.push(wrong(Code::BeforeRegime).with("first", first_day())),
            None => problems.push(wrong(Code::UsageDate)),
        }
    }
}

/// The text of a cell; a blank one is an error.
pub(super) fn filled(row: &Row, columns: &Columns, field: Field, problems: &mut Problems) -> Option<Stated<String>> {
    let (value, at) = (columns.text(row, field).to_owned(), columns.position(&row.at, field));
    if value.is_empty() {
        problems.push(Diagnostic::at(Code::BlankCell, &at).with("field", field.word()));
        return None;
    }
    Some(Stated { value, at })
}
