//! Requests that went wrong can be found in the log.

use crate::support::{Server, TestSite, wait_until};

fn id_of(server: &Server, path: &str, sent: Option<&str>) -> Option<String> {
    let header = sent.map(|id| ("X-Request-Id", id));
    let answer = server.request("GET", path, header.as_slice());
    answer.header("x-request-id").map(str::to_owned)
}

#[test]
fn answers_that_went_wrong_have_a_name_of_their_own() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let ids: Vec<_> = ["/nothing", "/static/nothing.css", "/nothing"]
        .map(|path| id_of(&server, path, None).expect("a name"))
        .into();
    for id in &ids {
        assert!(id.len() > 16 && id.is_ascii(), "{id}");
    }
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    assert_eq!(id_of(&server, "/roles/mint", None), None);
}

#[test]
fn a_proxy_s_name_is_kept_unless_it_could_do_harm() {
    let site = TestSite::minimal();
    let server = site.serve(&[]);
    let given = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    assert_eq!(
        id_of(&server, "/nothing", Some(given)).as_deref(),
        Some(given)
    );
    for harmful in ["<b>", "a b", "{\"a\":1}", &"a".repeat(101)] {
        let id = id_of(&server, "/nothing", Some(harmful)).expect("a name");
        assert!(!id.contains(harmful), "{id}");
    }
}

#[test]
fn what_was_refused_is_in_the_log_of_those_who_want_to_know() {
    let site = TestSite::minimal();
    let mut command = site.command(&["serve", "--bind", "127.0.0.1:0", "--log-format", "json"]);
    command.env("RUST_LOG", "career_directions=debug");
    let server = Server::start(command);
    let id = id_of(&server, "/nothing", None).expect("a name");
    wait_until("the request in the log", || server.log().contains(&id));
    let log = server.log();
    let line = log.lines().find(|line| line.contains(&id)).expect("a line");
    let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(event["request_id"], id);
    assert_eq!(event["path"], "/nothing");
    assert_eq!(event["status"], 404);
    assert_eq!(event["method"], "GET");
}
