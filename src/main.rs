//! Parses the command line, starts the log, dispatches, prints the error chain.

use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;

use career_directions::cli::{Cli, Command, LogFormat};
use career_directions::commands::{self, Failure};
use career_directions::server::LOG_FILTER;
use clap::Parser;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let log_format = cli.log_format();
    start_log(log_format);
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
            report(&failure, log_format);
            failure.exit_code()
        }
    }
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| EnvFilter::new(LOG_FILTER));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(std::io::stderr)
        // Where a line cannot be written, as on a full disk, no further one can: the site goes on.
        .log_internal_errors(false);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    // A panic is an event like any other, on one line, with its place.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}

fn report(failure: &Failure, format: LogFormat) {
    match (&failure.error, format) {
        (None, _) => {}
        (Some(error), LogFormat::Text) => {
            // Nobody is left to be told where these cannot be written.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
        }
        (Some(error), LogFormat::Json) => tracing::error!("{error:#}"),
    }
}
