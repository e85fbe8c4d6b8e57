//! The command line: types only.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::urls::BaseUrl;

/// Serves and checks a site about career directions, written as Markdown files
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; without it, `serve`.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of `serve`.
    #[command(flatten)]
    pub serve: ServeOptions,
}

const EXAMPLES: &str = "\
Examples:
  career-directions                                   serve ./content at http://127.0.0.1:8080
  career-directions serve --bind 0.0.0.0:80 --base-url https://example.org/careers
  career-directions check                             print what is wrong with ./content";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the published site (the default)
    ///
    /// Exits with 0 after a graceful stop, 1 when the content has errors, 2 on wrong usage,
    /// 3 when the address cannot be bound.
    Serve(ServeOptions),
    /// Print everything that is wrong with the content
    ///
    /// Exits with 0 when there is no error (warnings allowed), 1 when there is one.
    Check(ContentOptions),
}

/// Where the files are.
#[derive(Debug, Clone, Args)]
pub struct ContentOptions {
    /// Folder with the Markdown and YAML files
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_CONTENT",
        default_value = "content",
        value_name = "DIR"
    )]
    pub content: PathBuf,
    /// Folder with styles, scripts, icons and fonts
    #[arg(
        long = "static",
        env = "CAREER_DIRECTIONS_STATIC",
        default_value = "static",
        value_name = "DIR"
    )]
    pub static_files: PathBuf,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Where the files are.
    #[command(flatten)]
    pub files: ContentOptions,
    /// Address and port to listen on
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT"
    )]
    pub bind: SocketAddr,
    /// Address readers reach the site at; may carry a path [default: http:// and the bound address]
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_BASE_URL",
        value_parser = BaseUrl::parse,
        value_name = "URL"
    )]
    pub base_url: Option<BaseUrl>,
    /// Threads that answer requests [default: one per core]
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_WORKERS",
        value_parser = clap::value_parser!(u16).range(1..=1024),
        value_name = "N"
    )]
    pub workers: Option<u16>,
    /// Do not let browsers keep the site for times without a network; those that do are told to
    /// stop
    #[arg(long, env = "CAREER_DIRECTIONS_NO_OFFLINE")]
    pub no_offline: bool,
}
