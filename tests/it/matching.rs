//! The self-assessment: who answers what is told which directions, and why.
//!
//! `tests/fixtures/match` holds readers one can imagine: their answers, and what they must be told.

use std::fs;

use career_directions::catalogue::Catalogue;
use career_directions::query::matching::{Answers, Outcome, Place, Verdict, assess};
use career_directions::query::params::Params;
use career_directions::site::Site;
use scraper::Html;

use crate::support::{PageView, TestSite, nameless, plain, repository, shipped_site, text_at};

fn shipped() -> Catalogue {
    let (catalogue, diagnostics) = TestSite::shipped().load();
    catalogue.unwrap_or_else(|| panic!("{}", plain(&diagnostics)))
}

fn outcome_of<'a>(catalogue: &'a Catalogue, query: &str) -> Outcome<'a> {
    let params = Params::parse(query).expect("a query");
    assess(catalogue, &Answers::read(&catalogue.assessment, &params))
}

fn answered(site: &Site, query: &str) -> PageView {
    let params = Params::parse(query).expect("a query");
    let document = site.answer("/match", &params);
    let document = document
        .expect("a template that renders")
        .expect("an answer");
    let bytes = &document.identity().bytes;
    let source = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    PageView {
        path: format!("/match?{query}"),
        html: Html::parse_document(&source),
        source,
    }
}

/// A reader one can imagine.
struct Persona {
    who: String,
    query: String,
    /// What must be said: the label and the words after it.
    told: Vec<(String, String)>,
}

fn personas() -> Vec<Persona> {
    let folder = repository().join("tests/fixtures/match");
    let entries = fs::read_dir(folder).expect("personas");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a persona");
            let (answers, told) = text.split_once("\n\n").expect("answers and a result");
            let mut lines = answers.lines();
            let who = lines.next().expect("a name").trim_start_matches("# ");
            let pairs: Vec<String> = lines.map(|line| line.replace(": ", "=")).collect();
            let told = told.lines().map(|line| {
                let (label, words) = line.split_once('：').unwrap_or((line, ""));
                (label.to_owned(), words.to_owned())
            });
            Persona {
                who: who.to_owned(),
                query: pairs.join("&"),
                told: told.collect(),
            }
        })
        .collect()
}

#[test]
fn every_persona_is_told_what_fits() {
    let catalogue = shipped();
    let personas = personas();
    assert!(personas.len() >= 12, "{} personas", personas.len());
    for Persona { who, query, told } in personas {
        let params = Params::parse(&query).expect("a query");
        let answers = Answers::read(&catalogue.assessment, &params);
        assert!(
            answers.unknown.is_empty() && answers.surplus.is_empty(),
            "{who}"
        );
        let outcome = assess(&catalogue, &answers);
        let front: Vec<&str> = outcome
            .named
            .iter()
            .filter(|named| matches!(named.place, Place::First | Place::Tied))
            .map(|named| named.role.slug.as_str())
            .collect();
        for (label, words) in told {
            let slugs: Vec<&str> = words.split('、').collect();
            match label.as_str() {
                "最前" => {
                    assert_eq!(front, slugs, "{who}");
                    assert_eq!(outcome.named[0].place, Place::First, "{who}");
                }
                "并列" => {
                    let (mut front, mut slugs) = (front.clone(), slugs);
                    front.sort_unstable();
                    slugs.sort_unstable();
                    assert_eq!(front, slugs, "{who}");
                    assert_eq!(outcome.named[0].place, Place::Tied, "{who}");
                }
                "没有明显倾向" => assert_ne!(outcome.verdict, Verdict::Clear, "{who}"),
                "提醒" => {
                    let mut raised = outcome.cautions.iter();
                    assert!(
                        raised.any(|raised| raised.caution.text.contains(&words)),
                        "{who}"
                    );
                }
                "挡下" => {
                    let lost = outcome
                        .excluded
                        .iter()
                        .filter(|excluded| excluded.lost_its_place);
                    let lost: Vec<&str> = lost.map(|e| e.role.slug.as_str()).collect();
                    assert_eq!(lost, slugs, "{who}");
                }
                other => panic!("{who}: {other} means nothing"),
            }
        }
    }
}

#[test]
fn people_without_a_pay_cut_are_warned_and_not_sent_where_pay_falls() {
    let catalogue = shipped();
    let outcome = outcome_of(&catalogue, "draw=people&people=most&pay=keep&coding=rarely");
    assert!(!outcome.cautions.is_empty());
    let front = outcome
        .named
        .iter()
        .filter(|named| named.place != Place::Far);
    for named in front.filter(|named| matches!(named.place, Place::First | Place::Tied)) {
        let pay = catalogue
            .axes
            .iter()
            .find(|axis| axis.id.as_str() == "pay-risk");
        let score = named.role.score(pay.expect("the axis"));
        assert!(score <= Some(3), "{} was named first", named.role.title);
    }
}

#[test]
fn answers_in_the_middle_or_none_give_no_result() {
    let catalogue = shipped();
    for query in [
        "",
        "policy=accept",
        "people=most",
        "pay=keep",
        "draw=nothing",
    ] {
        let outcome = outcome_of(&catalogue, query);
        assert_ne!(outcome.verdict, Verdict::Clear, "{query}");
        assert!(outcome.named.is_empty(), "{query}");
    }
    let verdict = |query: &str| outcome_of(&catalogue, query).verdict;
    assert_eq!(verdict("policy=accept"), Verdict::NothingSaid);
    assert!(matches!(verdict("people=most"), Verdict::TooManyTied(4..)));
    assert_eq!(verdict("pay=keep"), Verdict::Faint);
}

#[test]
fn what_cost_a_direction_its_place_is_told() {
    let site = shipped_site();
    let page = answered(site, "draw=protocols&coding=mostly&policy=avoid");
    let text = page.text("main");
    assert!(text.contains("它会排进来"), "{text}");
    let first = &page.select(".out > li")[0];
    let text: String = first.text().collect();
    assert!(text.contains("不碰政策说停就停的行业"), "{text}");
    assert_eq!(first.attr("data-r"), Some("blockchain-engineer"));
}

#[test]
fn an_interest_keeps_a_direction_in_that_a_limit_would_rule_out() {
    let catalogue = shipped();
    let ruled_out = |query: &str| -> Vec<&str> {
        let outcome = outcome_of(&catalogue, query);
        outcome
            .excluded
            .iter()
            .map(|excluded| excluded.role.slug.as_str())
            .collect()
    };
    assert!(ruled_out("pay=keep").contains(&"hr-specialist"));
    assert!(!ruled_out("pay=keep&draw=people").contains(&"hr-specialist"));
}

#[test]
fn the_result_names_directions_reasons_and_a_trial_and_no_percentage() {
    let site = shipped_site();
    for persona in personas() {
        let page = answered(site, &persona.query);
        let text = page.text("main");
        for word in ["%", "％", "最适合", "契合度", "命中率", "匹配度"] {
            assert!(!text.contains(word), "{}: {word}", persona.who);
        }
        for named in page.select(".named > li") {
            let slug = named.attr("data-r").expect("a direction");
            let trial = format!("/roles/{slug}#trial");
            let html = named.html();
            assert!(html.contains(&trial), "{}: {trial}", persona.who);
            assert!(html.contains("class=\"pros\"") && html.contains("class=\"cons\""));
        }
    }
    let page = answered(site, &personas()[0].query);
    assert!(page.text(".named .cons").contains("半年之内要换完"));
    assert!(page.text(".named .pros").contains("收入不能降"));
    assert_eq!(page.select(".named .trial li").len(), 4);
}

#[test]
fn ties_are_called_ties() {
    let site = shipped_site();
    let page = answered(site, &personas()[0].query);
    let places: Vec<String> = page
        .select(".place")
        .iter()
        .map(|place| place.text().collect())
        .collect();
    assert_eq!(places, ["并列最前", "并列最前"]);
}

#[test]
fn directions_the_answers_do_not_tell_apart_are_not_picked_from() {
    let catalogue = shipped();
    let query = "draw=protocols&coding=mostly&people=little&math=lookup&time=one-year&pay=dip\
                 &on-call=none&experience=under-five&policy=accept";
    let outcome = outcome_of(&catalogue, query);
    assert_eq!(outcome.named.len(), 1);
    assert!(outcome.level.len() > 2, "{}", outcome.level.len());
}

#[test]
fn the_form_is_filled_in_with_the_answers_and_nothing_else() {
    let site = shipped_site();
    let page = answered(site, "draw=data&draw=models&pay=dip");
    let checked: Vec<(Option<&str>, Option<&str>)> = page
        .select("input[checked]:not([value=''])")
        .iter()
        .map(|input| (input.attr("name"), input.attr("value")))
        .collect();
    let expected = [("draw", "data"), ("draw", "models"), ("pay", "dip")];
    assert_eq!(
        checked,
        expected.map(|(name, value)| (Some(name), Some(value)))
    );
    let empty = PageView::of(site, "/match");
    assert!(empty.select("input[checked]:not([value=''])").is_empty());
    assert!(empty.select(".named").is_empty());
}

#[test]
fn the_same_answers_give_the_same_page_in_whatever_order() {
    let site = shipped_site();
    let one = answered(site, "draw=data&draw=models&pay=dip&people=&x=1");
    let other = answered(site, "pay=dip&draw=models&people=&draw=data&draw=data");
    assert_eq!(one.source, other.source);
    let address = "https://example.org/match?draw=data&draw=models&pay=dip";
    assert_eq!(one.select(".share input")[0].attr("value"), Some(address));
    assert_eq!(
        one.select("link[rel=canonical]")[0].attr("href"),
        Some(address)
    );
    assert_eq!(one.select("meta[name=robots]").len(), 1);
}

#[test]
fn a_shared_address_lives_under_the_base_path() {
    let site = TestSite::shipped()
        .under("https://example.org/careers")
        .build();
    let page = answered(&site, "draw=data");
    let address = page.select(".share input")[0].attr("value");
    assert_eq!(address, Some("https://example.org/careers/match?draw=data"));
    assert_eq!(
        page.select("form.quiz")[0].attr("action"),
        Some("/careers/match")
    );
    let compare = "/careers/compare?r=data-scientist&r=ai-engineer";
    assert_eq!(page.select(".share a")[0].attr("href"), Some(compare));
}

#[test]
fn answers_nobody_knows_are_named_and_left_out() {
    let site = shipped_site();
    let page = answered(
        site,
        "pay=%3Cb%3Efree%3C%2Fb%3E&draw=data&draw=models&draw=media",
    );
    let notices = page.text(".notices");
    assert!(notices.contains("“<b>free</b>”这个回答"), "{notices}");
    assert!(notices.contains("最多选 2 项，“追一次卡顿"), "{notices}");
    assert!(!page.source.contains("<b>free"));
    let address = page.select(".share input")[0].attr("value");
    assert_eq!(
        address,
        Some("https://example.org/match?draw=data&draw=models")
    );
}

#[test]
fn the_largest_questions_are_answered() {
    let site = shipped_site();
    let longest = format!("pay={}", "长".repeat(400));
    let page = answered(site, &longest);
    assert!(page.text(".notices").chars().count() < 200);
    let most = format!("{}pay=dip", "draw=x&pay=y&".repeat(90));
    answered(site, &most);
}

#[test]
fn every_question_can_be_left_unanswered_again() {
    let page = PageView::of(shipped_site(), "/match");
    for field in page.select("form.quiz fieldset") {
        let html = field.html();
        let can_be_cleared = html.contains("type=\"checkbox\"") || html.contains("value=\"\"");
        assert!(can_be_cleared, "{html}");
    }
}

#[test]
fn every_direction_can_be_named() {
    let (_, diagnostics) = TestSite::shipped().load();
    assert!(diagnostics.is_empty(), "{}", plain(&diagnostics));
}

#[test]
fn a_direction_that_is_always_behind_is_found() {
    let site = TestSite::shipped();
    // Nothing tells it from one that stands before it in the series.
    let twin = nameless(&site.read("roles/devops-engineer.md"))
        .replace("title: DevOps", "title: 数据库")
        .replace("order: 7", "order: 13");
    site.write("roles/database-engineer.md", twin);
    site.replace("match.yml", "named: 3 ", "named: 1 ");
    let (catalogue, diagnostics) = site.load();
    assert!(catalogue.is_some());
    let found = plain(&diagnostics);
    assert!(found.contains("warning[unreachable-role]"), "{found}");
    assert!(found.contains("database-engineer.md"), "{found}");
    assert!(!found.contains("devops-engineer.md"), "{found}");
}

#[test]
fn questions_and_directions_are_only_in_content() {
    let text = TestSite::shipped().read("match.yml");
    for role in shipped().roles() {
        assert!(
            !text.contains(&role.title),
            "match.yml names {}",
            role.title
        );
        assert!(
            !text.contains(role.slug.as_str()),
            "match.yml names {}",
            role.slug
        );
    }
    let page = answered(&TestSite::minimal().build(), "nose=very");
    assert!(page.text("main").contains("很在乎"));
}

#[test]
fn a_new_direction_takes_part_by_itself() {
    let site = TestSite::shipped();
    let text = nameless(&site.read("roles/devops-engineer.md"))
        .replace("order: 7", "order: 13")
        .replacen("title: DevOps工程师", "title: 数据库内核工程师", 1);
    site.write("roles/database-engineer.md", text);
    let page = answered(&site.build(), &personas()[0].query);
    assert!(page.text(".named").contains("数据库内核工程师"));
}

#[test]
fn a_site_without_directions_or_questions_has_the_page() {
    let site = TestSite::minimal();
    site.remove("roles/plum.md").remove("roles/mint.md");
    let page = answered(&site.build(), "nose=very");
    assert_eq!(page.select("h1").len(), 1);
    site.write(
        "match.yml",
        "interests: []\nscoring: { named: 3, tie: 5, near: 15, clear: 14, places: [] }\nquestions: []\n",
    );
    let built = site.build();
    let page = PageView::of(&built, "/match");
    assert!(page.text("main").contains("还没有题目"));
    // Nothing leads there, nor to a comparison of nothing.
    let index = PageView::of(&built, "/");
    for path in ["/match", "/compare"] {
        let links = index.select(&format!("a[href='{path}']"));
        assert!(links.is_empty(), "{path}");
        let sitemap = text_at(&built, "/sitemap.xml");
        assert!(!sitemap.contains(&format!("{path}</loc>")), "{path}");
        let overview = text_at(&built, "/llms.txt");
        assert!(!overview.contains(path), "{path}");
    }
    // By what the page of the tool says it would be found.
    let params = Params::parse("q=还没有题目").expect("a query");
    let hits = built.answer("/search", &params).expect("an answer");
    let hits = hits.expect("a page of hits");
    let hits = String::from_utf8_lossy(&hits.identity().bytes).into_owned();
    assert!(!hits.contains("/match"), "{hits}");
}
