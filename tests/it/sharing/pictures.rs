//! Share cards, posters and icons.

use career_directions::site::Site;
use career_directions::site::made::{Made, Picture};
use resvg::tiny_skia::Pixmap;

use crate::support::{TestSite, shipped_site, typeface};

const MOST_BYTES: usize = 100_000;

fn pictures(site: &Site) -> Vec<(String, Picture)> {
    let made = site.made();
    made.filter_map(|(path, made)| match made {
        Made::Picture(picture) => Some((path.to_string(), picture)),
        Made::Text(_) => None,
    })
    .collect()
}

fn svg(site: &Site, picture: &Picture) -> String {
    site.drawing(picture).expect("a drawing").svg
}

#[test]
fn cards_have_the_size_previews_ask_for() {
    let site = shipped_site();
    let mut cards = 0;
    for (path, picture) in pictures(site) {
        let drawing = site.drawing(&picture).expect("a drawing");
        let document = site.draw(&picture, &drawing).expect("a picture");
        let bytes = &document.identity().bytes;
        assert!(bytes.len() < MOST_BYTES, "{path}: {} bytes", bytes.len());
        if path.ends_with("card.png") {
            let picture = Pixmap::decode_png(bytes).expect("a PNG");
            assert_eq!((picture.width(), picture.height()), (1200, 630), "{path}");
            cards += 1;
        }
    }
    assert!(cards > 14, "{cards} cards");
}

#[test]
fn building_a_site_draws_nothing() {
    let site = TestSite::minimal().build();
    for (path, picture) in pictures(&site) {
        let version = site.drawing(&picture).expect("a drawing").version;
        assert!(site.pictures().get(&version).is_none(), "{path} was drawn");
    }
}

#[test]
fn only_what_changed_is_drawn_again() {
    let before = TestSite::minimal().build();
    let drawings = |site: &Site| {
        let pictures = pictures(site);
        let drawing = |picture: &Picture| site.drawing(picture).expect("a drawing");
        let drawings = pictures
            .iter()
            .map(|(path, picture)| (path.clone(), drawing(picture)));
        drawings.collect::<Vec<_>>()
    };
    for (_, picture) in pictures(&before) {
        let drawing = before.drawing(&picture).expect("a drawing");
        before.draw(&picture, &drawing).expect("a picture");
    }
    let after = TestSite::minimal();
    after.replace(
        "roles/mint.md",
        "summary: 薄荷，好养。",
        "summary: 薄荷，难养。",
    );
    let after = after.build_after(&before);
    let missing: Vec<String> = drawings(&after)
        .into_iter()
        .filter(|(_, drawing)| after.pictures().get(&drawing.version).is_none())
        .map(|(path, _)| path)
        .collect();
    assert_eq!(missing, ["/roles/mint/card.png", "/roles/mint/poster.png"]);
}

/// Every text of a drawing: how far it reaches to the right, its foot, and itself.
fn texts(svg: &str) -> Vec<(f32, f32, String)> {
    let document = scraper::Html::parse_fragment(svg);
    let selector = scraper::Selector::parse("text").expect("a selector");
    let texts = document.select(&selector);
    texts
        .map(|text| {
            let number = |name: &str| {
                text.attr(name)
                    .map_or(0.0, |n| n.parse().expect("a number"))
            };
            let content: String = text.text().collect();
            let width = typeface().width_of(&content) * number("font-size");
            let right = match text.attr("text-anchor") {
                Some("end") => number("x"),
                Some(_) => number("x") + width / 2.0,
                None => number("x") + width,
            };
            (right, number("y"), content)
        })
        .collect()
}

#[test]
fn the_longest_texts_stay_on_the_sign() {
    let long =
        "嵌入式设备与物联网平台开发工程师兼技术负责人以及其他一切相关工作的总负责人员甲乙丙丁";
    let summary = "让几家互不隶属的机构共用一本改不了的账，工程底子多半能用；代价是岗位窄、政策红线多，第一年收入会降，三年之内不容易再回。";
    let latin = "Infrastructure-as-Code-and-Everything-Else-Engineer-without-a-single-blank";
    for title in [
        long,
        latin,
        "人",
        "Infrastructure-as-Code-Engineer",
        "DevOps 工程师与站点可靠性工程师（SRE）",
    ] {
        let site = TestSite::minimal();
        site.replace("roles/mint.md", "title: 薄荷", &format!("title: {title}"));
        site.replace(
            "roles/mint.md",
            "summary: 薄荷，好养。",
            &format!("summary: {summary}"),
        );
        let site = site.build();
        for (path, picture) in pictures(&site) {
            if !matches!(picture, Picture::RoleCard(_) | Picture::RolePoster(_)) {
                continue;
            }
            // The inner border of the sign: right, and foot of what stands above the facts.
            let (right, foot, facts) = match picture {
                Picture::RoleCard(_) => (868.0, 452.0, 500.0),
                _ => (1000.0, 560.0, 570.0),
            };
            let mut on_the_sign = 0;
            for (reached, y, text) in texts(&svg(&site, &picture)) {
                if y > 100.0 && y < facts {
                    on_the_sign += 1;
                    assert!(reached <= right, "{path}: {text} reaches {reached}");
                    assert!(y <= foot, "{path}: {text} stands at {y}");
                }
                assert!(reached <= 1180.0, "{path}: {text} reaches {reached}");
            }
            assert!(on_the_sign > 0, "{path}");
        }
    }
}

#[test]
fn the_font_has_every_character_of_every_drawing() {
    let mut seen = 0;
    for (path, picture) in pictures(shipped_site()) {
        for (_, _, text) in texts(&svg(shipped_site(), &picture)) {
            for character in text.chars() {
                assert!(
                    typeface().characters().contains(&character),
                    "{path}: {character}"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "{seen} characters");
    // What the shipped content does not bring about.
    for character in "不写很少大部分约个月看涨平稳不确定看跌暂无可靠数据容易可以难".chars()
    {
        assert!(typeface().characters().contains(&character), "{character}");
    }
}

#[test]
fn another_version_of_a_card_has_another_address() {
    let card = |site: &Site| {
        let page = crate::support::PageView::of(site, "/roles/mint");
        page.attributes("meta[property='og:image']", "content")[0].to_owned()
    };
    let before = card(&TestSite::minimal().build());
    let changed = TestSite::minimal();
    changed.replace("roles/mint.md", "coding: little", "coding: most");
    let after = card(&changed.build());
    assert_ne!(before, after);
    assert_eq!(before.split('?').next(), after.split('?').next());
}
