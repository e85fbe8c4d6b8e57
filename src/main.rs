//! Parses the command line, starts the log, dispatches, prints the error chain.

use std::io::IsTerminal;
use std::process::ExitCode;

use career_directions::cli::{Cli, Command};
use career_directions::commands::{self, Failure};
use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let result = match cli.command {
        None => commands::serve::run(&cli.serve),
        Some(Command::Serve(options)) => commands::serve::run(&options),
        Some(Command::Preview(options)) => commands::preview::run(&options),
        Some(Command::Check(options)) => commands::check::run(&options),
        Some(Command::Export(options)) => commands::export::run(&options),
        Some(Command::New(options)) => commands::new::run(&options),
        Some(Command::Schema { kind }) => commands::schema::run(kind),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&failure);
            failure.exit_code()
        }
    }
}

fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(std::io::stderr)
        .init();
}

#[expect(
    clippy::print_stderr,
    reason = "the last words of the program are for the operator"
)]
fn report(failure: &Failure) {
    if let Some(error) = &failure.error {
        eprintln!("error: {error:#}");
    }
}
