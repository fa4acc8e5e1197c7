//! Data to standard output, talk to standard error.

use std::io::{ErrorKind, Write};

use crate::diag::Diagnostic;
use crate::law::Law;
use crate::report::{Setting, Told, diagnostics};
use crate::say::{Lang, Words};

/// The two streams, and the language to speak.
pub struct Output {
    words: Words,
    lang: Lang,
    quiet: bool,
}

impl Output {
    pub fn new(lang: Lang, quiet: bool) -> Self {
        Self { words: Words::bundled(), lang, quiet }
    }

    /// What a report needs to be put into words.
    pub const fn setting<'a>(&'a self, law: &'a Law) -> Setting<'a> {
        Setting { law, words: &self.words, lang: self.lang }
    }

    /// Writes data. A reader that has gone away is no error; any other failure is.
    pub fn data(text: &str) -> Result<(), Diagnostic> {
        let mut stream = std::io::stdout().lock();
        match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Diagnostic::general(crate::diag::Code::CannotWrite).with("why", error))
            }
            _ => Ok(()),
        }
    }

    /// Whether warnings are left out.
    pub const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Tells of what is wrong. With `--quiet` only errors are told.
    pub fn talk(&self, found: &[Diagnostic], law: &Law) {
        let told: Vec<Diagnostic> = found.iter().filter(|diagnostic| !self.quiet || diagnostic.is_error()).cloned().collect();
        let text = diagnostics(&told, &self.setting(law));
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Tells what was gathered of a run. With `--quiet` only errors are told.
    pub fn tell(&self, told: &Told, law: &Law) {
        let _ = std::io::stderr().lock().write_all(told.text(self.quiet, &self.setting(law)).as_bytes());
    }

    /// Tells why a command cannot be carried out.
    pub fn fail(&self, found: &[Diagnostic], law: &Law) -> u8 {
        self.talk(found, law);
        2
    }

    /// Writes what a command says, or tells why it cannot be carried out.
    pub fn done(&self, done: Result<(String, u8), Vec<Diagnostic>>, law: &Law) -> u8 {
        match done.and_then(|(text, code)| Self::data(&text).map(|()| code).map_err(|problem| vec![problem])) {
            Ok(code) => code,
            Err(problems) => self.fail(&problems, law),
        }
    }

    /// Tells what is wrong with law data that cannot be used. The bundled law lends its words.
    pub fn law_is_unsound(&self, found: &[Diagnostic]) -> u8 {
        if let Ok(bundled) = Law::load(&crate::law::Files::bundled()) {
            self.talk(found, &bundled);
        }
        2
    }
}
