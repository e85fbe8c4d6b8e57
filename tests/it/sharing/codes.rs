//! Codes are read back by a decoder that is not ours, at the size at which they are shown.

use career_directions::query::params::Params;
use career_directions::site::Site;
use career_directions::site::made::{Made, Picture, Text};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::support::{TestSite, nameless, shipped_site, text_of};

/// As small as a page shows them.
const PIXELS: u32 = 120;

/// Reads the codes in a picture.
fn decode(picture: &Pixmap) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        picture.pixels()[y * width + x].demultiply().green()
    });
    let grids = prepared.detect_grids();
    let contents = grids
        .iter()
        .map(|grid| grid.decode().expect("a readable code").1);
    contents.collect()
}

/// Draws a code on a ground as dark as a page at night.
fn drawn(svg: &str) -> Pixmap {
    let tree = Tree::from_str(svg, &Options::default()).expect("SVG");
    let mut picture = Pixmap::new(PIXELS, PIXELS).expect("a picture");
    picture.fill(Color::BLACK);
    let scale = PIXELS as f32 / tree.size().width();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture
}

fn code(site: &Site, text: &Text, query: &str) -> String {
    let params = Params::parse(query).expect("a query");
    let document = site.text(text, &params).expect("a code");
    assert_eq!(document.content_type, "image/svg+xml");
    text_of(&document)
}

#[test]
fn every_code_leads_to_its_page() {
    let site = shipped_site();
    let mut count = 0;
    for (path, made) in site.made() {
        let Made::Text(text @ (Text::RoleCode(_) | Text::CompareCode | Text::MatchCode)) = made
        else {
            continue;
        };
        let page = path
            .as_str()
            .strip_suffix("/qr.svg")
            .expect("the address of a code");
        let svg = code(site, &text, "");
        // The margin stays white, whatever is around the picture.
        let corner = drawn(&svg).pixel(1, 1).expect("a pixel");
        assert_eq!(corner.demultiply().red(), 255, "{path}");
        assert_eq!(decode(&drawn(&svg)), [format!("https://example.org{page}")]);
        count += 1;
    }
    assert!(count > 13, "{count} codes");
}

#[test]
fn a_code_holds_what_is_compared_unless_that_is_too_much() {
    let site = shipped_site();
    let two = "r=devops-engineer&r=cloud-architect";
    let shown = decode(&drawn(&code(site, &Text::CompareCode, two)));
    assert_eq!(
        shown,
        ["https://example.org/compare?r=cloud-architect&r=devops-engineer"]
    );
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let all: Vec<String> = catalogue
        .roles()
        .map(|role| format!("r={}", role.slug))
        .collect();
    let shown = decode(&drawn(&code(site, &Text::CompareCode, &all.join("&"))));
    assert_eq!(shown, ["https://example.org/compare"]);
}

#[test]
fn a_code_holds_the_answers_of_a_self_assessment() {
    let (catalogue, _) = TestSite::shipped().load();
    let catalogue = catalogue.expect("a catalogue");
    let questions = catalogue.assessment.questions.iter().take(2);
    let query: Vec<String> = questions
        .map(|question| format!("{}={}", question.id, question.answers[0].id))
        .collect();
    let query = query.join("&");
    let shown = decode(&drawn(&code(shipped_site(), &Text::MatchCode, &query)));
    assert_eq!(shown, [format!("https://example.org/match?{query}")]);
}

#[test]
fn the_longest_address_of_a_role_still_fits() {
    let slug = format!("a{}", "-bcdefghi".repeat(8));
    let site = TestSite::minimal().under("https://careers.example.org/back-end/directions");
    let text = site.read("roles/plum.md");
    site.write(
        &format!("roles/{slug}.md"),
        nameless(&text)
            .replace("title: 梅", "title: 腊梅")
            .replace("order: 2", "order: 3"),
    );
    let site = site.build();
    let path = format!("/roles/{slug}/qr.svg");
    let (_, made) = site
        .made()
        .find(|(known, _)| known.as_str() == path)
        .expect("a code");
    let Made::Text(text) = made else {
        panic!("{made:?}")
    };
    let shown = decode(&drawn(&code(&site, &text, "")));
    assert_eq!(
        shown,
        [format!(
            "https://careers.example.org/back-end/directions/roles/{slug}"
        )]
    );
}

#[test]
fn a_poster_leads_back_to_its_page() {
    let site = shipped_site();
    let posters = site.made().filter_map(|(path, made)| match made {
        Made::Picture(picture @ Picture::RolePoster(_)) => Some((path, picture)),
        _ => None,
    });
    let (path, picture) = posters.last().expect("a poster");
    let drawing = site.drawing(&picture).expect("a drawing");
    let document = site.draw(&picture, &drawing).expect("a poster");
    let picture = Pixmap::decode_png(&document.identity().bytes).expect("a PNG");
    assert_eq!(picture.width(), 1080);
    let page = path
        .as_str()
        .strip_suffix("/poster.png")
        .expect("an address");
    assert_eq!(decode(&picture), [format!("https://example.org{page}")]);
}
