//! The program: parse, run, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cepa::cli::run(std::env::args_os()))
}
