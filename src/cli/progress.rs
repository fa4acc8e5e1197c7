//! How far the reading has come, on standard error, while somebody looks at it.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::Setting;
use crate::say::Phrase;

/// How often the line is drawn.
const BETWEEN: Duration = Duration::from_millis(100);

/// The reading of files: how many, how much, how fast.
pub struct Progress<'a> {
    bar: ProgressBar,
    setting: Option<Setting<'a>>,
    files: usize,
    began: Instant,
    done: Mutex<Done>,
}

/// What was read so far, and when that was drawn.
#[derive(Clone, Copy, Default)]
struct Done {
    files: usize,
    lines: u64,
    drawn: Option<Instant>,
}

impl<'a> Progress<'a> {
    /// Nothing is shown.
    pub fn silent() -> Self {
        Self::of(ProgressBar::hidden(), None, 0)
    }

    /// Shown where standard error is a terminal, unless `quiet`. `bytes` gives 0 where the size is not known.
    pub fn shown(files: usize, bytes: impl FnOnce() -> u64, quiet: bool, setting: Setting<'a>) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self::silent();
        }
        let bytes = bytes();
        let bar = ProgressBar::with_draw_target((bytes > 0).then_some(bytes), ProgressDrawTarget::stderr());
        let form = if bytes > 0 { "{bar:24} {percent:>3} %  {msg}" } else { "{spinner}  {msg}" };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        Self::of(bar, Some(setting), files)
    }

    fn of(bar: ProgressBar, setting: Option<Setting<'a>>, files: usize) -> Self {
        Self { bar, setting, files, began: Instant::now(), done: Mutex::default() }
    }

    /// Whether anybody looks.
    pub const fn is_shown(&self) -> bool {
        self.setting.is_some()
    }

    /// So many bytes and lines more.
    pub fn advance(&self, bytes: u64, lines: u64) {
        let Some(setting) = &self.setting else { return };
        self.bar.inc(bytes);
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.lines = done.lines.saturating_add(lines);
        let now = Instant::now();
        if done.drawn.is_none_or(|drawn| now.duration_since(drawn) >= BETWEEN) {
            done.drawn = Some(now);
            self.bar.set_message(setting.say(&self.phrase(*done, now)));
        }
    }

    /// A file was read to its end.
    pub fn file(&self) {
        if self.is_shown() {
            let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            done.files = done.files.saturating_add(1);
        }
    }

    /// The reading is over: the line goes away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn phrase(&self, done: Done, now: Instant) -> Phrase {
        let seconds = now.duration_since(self.began).as_secs().max(1);
        let rate = done.lines.checked_div(seconds).unwrap_or(0);
        let left = self.bar.eta().as_secs();
        let left = format!("{}:{:02}", left.checked_div(60).unwrap_or(0), left.checked_rem(60).unwrap_or(0));
        let phrase = Phrase::new("progress").with("read", done.files).with("files", self.files);
        phrase.with("lines", done.lines).with("rate", rate).with("left", left)
    }
}
