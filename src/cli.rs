//! The command line: types only.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::urls::{BaseUrl, Slug};

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
  career-directions preview                           show ./content while you write it
  career-directions check                             print what is wrong with ./content
  career-directions check --fix                       and mend what can be mended safely
  career-directions export public --base-url https://example.org
  career-directions new data-engineer --title 数据工程师
  career-directions schema role > role.schema.json";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the published site (the default)
    ///
    /// Exits with 0 after a graceful stop, 1 when the content has errors, 2 on wrong usage,
    /// 3 when the address cannot be bound.
    Serve(ServeOptions),
    /// Serve the site as it is being written: drafts included, browsers follow every save
    ///
    /// While the content has errors, the last good pages stay and an overlay lists the findings,
    /// which have a page of their own at /_preview/findings. Exits as `serve` does, but starts
    /// with broken content too.
    Preview(ListenOptions),
    /// Print everything that is wrong with the content
    ///
    /// Exits with 0 when there is no error (warnings allowed), 1 when there is one.
    Check(CheckOptions),
    /// Write the whole site as files, for hosts that run no program
    ///
    /// The folder is the root of the origin, and is replaced as a whole or not at all. Exits with 0
    /// when it was written, 1 when the content has errors, 2 when the folder is neither empty nor
    /// an earlier export, something cannot be written, or a signal ended it.
    Export(ExportOptions),
    /// Write a draft of a direction, with every key and section to fill in
    ///
    /// Exits with 0 when the file was written, 1 when there is one already or the content it
    /// depends on has errors, 2 on wrong usage.
    New(NewOptions),
    /// Print the JSON Schema of a kind of file, for completion and checking in editors
    Schema {
        /// The kind of file whose YAML is described
        #[arg(value_enum, default_value = "role")]
        kind: SchemaKind,
    },
}

/// How to check.
#[derive(Debug, Clone, Args)]
pub struct CheckOptions {
    /// Where the files are.
    #[command(flatten)]
    pub files: ContentOptions,
    /// How findings are printed
    #[arg(
        long,
        value_enum,
        env = "CAREER_DIRECTIONS_FORMAT",
        default_value = "human"
    )]
    pub format: Format,
    /// Exit with 1 when there is a warning, too
    #[arg(long, env = "CAREER_DIRECTIONS_DENY_WARNINGS")]
    pub deny_warnings: bool,
    /// Mend the typography of the files where that is safe, and say what was changed
    #[arg(long, env = "CAREER_DIRECTIONS_FIX")]
    pub fix: bool,
}

/// What to write, and where.
#[derive(Debug, Clone, Args)]
pub struct ExportOptions {
    /// Folder to write to; it must be empty, an earlier export, or not there yet
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Where the files are.
    #[command(flatten)]
    pub files: ContentOptions,
    /// Address readers will reach the site at; may carry a path. Files cannot know it, and links,
    /// feeds and cards name it
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_BASE_URL",
        value_parser = BaseUrl::parse,
        value_name = "URL"
    )]
    pub base_url: BaseUrl,
    /// Do not let browsers keep the site for times without a network; those that do are told to
    /// stop
    #[arg(long, env = "CAREER_DIRECTIONS_NO_OFFLINE")]
    pub no_offline: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the line of source and the fault underlined
    Human,
    /// One JSON object a line
    Json,
    /// Annotations for GitHub workflows
    Github,
}

/// A draft to write.
#[derive(Debug, Clone, Args)]
pub struct NewOptions {
    /// Name of the file without its ending, and of the page in addresses: a-z, 0-9 and hyphens
    #[arg(value_parser = parse_slug)]
    pub slug: Slug,
    /// Name of the direction
    #[arg(long, value_parser = parse_title)]
    pub title: String,
    /// Folder with the Markdown and YAML files
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_CONTENT",
        default_value = "content",
        value_name = "DIR"
    )]
    pub content: PathBuf,
}

/// A kind of file in the content folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// Front matter of roles/*.md
    Role,
    /// Front matter of index.md
    Index,
    /// groups.yml
    Groups,
    /// axes.yml
    Axes,
    /// match.yml
    Match,
    /// sections.yml
    Sections,
    /// Front matter of pages/*.md
    Page,
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

/// How to serve the published site.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Where to answer, and from what.
    #[command(flatten)]
    pub listen: ListenOptions,
    /// Do not follow changes of files; SIGHUP still reads them again
    #[arg(long, env = "CAREER_DIRECTIONS_NO_WATCH")]
    pub no_watch: bool,
    /// Do not let browsers keep the site for times without a network; those that do are told to
    /// stop
    #[arg(long, env = "CAREER_DIRECTIONS_NO_OFFLINE")]
    pub no_offline: bool,
    /// How it is operated.
    #[command(flatten)]
    pub operation: OperationOptions,
    /// What clients may take.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// What clients may take from each other.
#[derive(Debug, Clone, Args)]
pub struct LimitOptions {
    /// Connections open at once; more wait until one of them closes
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_MAX_CONNECTIONS",
        default_value_t = Self::default().max_connections,
        value_parser = clap::value_parser!(u32).range(1..),
        value_name = "N"
    )]
    pub max_connections: u32,
    /// A client may take so long to send the head of a request
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_REQUEST_TIMEOUT",
        default_value_t = Self::default().request_timeout,
        value_parser = clap::value_parser!(u16).range(1..),
        value_name = "SECONDS"
    )]
    pub request_timeout: u16,
    /// A connection without a request is kept for so long; more than a proxy in front keeps it
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_KEEP_ALIVE",
        default_value_t = Self::default().keep_alive,
        value_name = "SECONDS"
    )]
    pub keep_alive: u16,
}

impl Default for LimitOptions {
    fn default() -> Self {
        Self {
            max_connections: 20_000,
            request_timeout: 10,
            keep_alive: 75,
        }
    }
}

/// How the server is watched and ended.
#[derive(Debug, Clone, Args)]
pub struct OperationOptions {
    /// Address and port for the operator alone: /metrics, /healthz and /readyz [default: none]
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_ADMIN_BIND",
        value_name = "ADDRESS:PORT"
    )]
    pub admin_bind: Option<SocketAddr>,
    /// How the log is written
    #[arg(
        long,
        value_enum,
        env = "CAREER_DIRECTIONS_LOG_FORMAT",
        default_value = "text"
    )]
    pub log_format: LogFormat,
    /// After a signal to stop, keep answering for so long while /readyz says 503, so that
    /// balancers send nothing more by the time connections are refused
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_DRAIN_DELAY",
        default_value = "0",
        value_name = "SECONDS"
    )]
    pub drain_delay: u16,
    /// Then let requests in flight take so long; a second signal ends them at once
    #[arg(
        long,
        env = "CAREER_DIRECTIONS_DRAIN_TIMEOUT",
        default_value = "10",
        value_name = "SECONDS"
    )]
    pub drain_timeout: u16,
}

impl Default for OperationOptions {
    /// For a server somebody started to look at it.
    fn default() -> Self {
        Self {
            admin_bind: None,
            log_format: LogFormat::Text,
            drain_delay: 0,
            drain_timeout: 10,
        }
    }
}

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For programs: one JSON object a line, findings about the content included
    Json,
}

impl Cli {
    /// How the log of this run is written.
    #[must_use]
    pub fn log_format(&self) -> LogFormat {
        match &self.command {
            None => self.serve.operation.log_format,
            Some(Command::Serve(options)) => options.operation.log_format,
            Some(_) => LogFormat::Text,
        }
    }
}

/// Where to answer, and from what.
#[derive(Debug, Clone, Args)]
pub struct ListenOptions {
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
}

fn parse_slug(text: &str) -> Result<Slug, String> {
    Slug::new(text).ok_or_else(|| {
        format!(
            "it becomes an address: use a-z, 0-9 and single hyphens, beginning with a letter, \
             at most {} characters, such as `data-engineer`",
            Slug::MAX_BYTES
        )
    })
}

fn parse_title(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("it must not be blank".to_owned()),
        title if title.contains(char::is_control) => Err("it must be one line".to_owned()),
        title => Ok(title.to_owned()),
    }
}
