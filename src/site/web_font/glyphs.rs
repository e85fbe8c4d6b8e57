//! Cubic outlines to quadratic ones, and their widths.

use anyhow::Context as _;
use kurbo::{BezPath, CubicBez, Point};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use write_fonts::FontBuilder;
use write_fonts::tables::glyf::{GlyfLocaBuilder, Glyph, SimpleGlyph};
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::loca::LocaFormat;
use write_fonts::tables::maxp::Maxp;

use super::{on_grid, whole};

/// How far an outline may be from the source's, in units of the result.
const TOLERANCE: f64 = 1.5;

/// The glyphs of a font that is being made, in the order in which they were added.
pub struct Glyphs<'a> {
    outlines: OutlineGlyphCollection<'a>,
    widths: GlyphMetrics<'a>,
    drawn: GlyfLocaBuilder,
    metrics: Vec<LongMetric>,
    most_points: usize,
    most_contours: usize,
}

impl<'a> Glyphs<'a> {
    /// None yet of those of a source.
    pub fn of(source: &FontRef<'a>) -> Self {
        Self {
            outlines: source.outline_glyphs(),
            widths: source.glyph_metrics(Size::unscaled(), LocationRef::default()),
            drawn: GlyfLocaBuilder::new(),
            metrics: Vec::new(),
            most_points: 0,
            most_contours: 0,
        }
    }

    /// How many there are, which is the id of the next.
    pub fn count(&self) -> anyhow::Result<u16> {
        u16::try_from(self.metrics.len()).context("too many glyphs")
    }

    /// Adds a glyph of the source.
    pub fn add(&mut self, id: GlyphId) -> anyhow::Result<()> {
        let outline = self.outlines.get(id).context("a glyph has no outline")?;
        let unhinted = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let mut pen = Pen::default();
        let drawn = outline.draw(unhinted, &mut pen);
        drawn.ok().context("cannot read an outline")?;
        let width = whole(self.widths.advance_width(id).unwrap_or_default());
        let mut left = 0;
        if pen.path.is_empty() {
            self.drawn.add_glyph(&Glyph::Empty)?;
        } else {
            // Cubic outlines run around what is filled to the left, quadratic ones to the right.
            let glyph = SimpleGlyph::from_bezpath(&pen.path.reverse_subpaths());
            let glyph = glyph.ok().context("cannot draw an outline")?;
            let points = glyph.contours.iter().map(|contour| contour.len()).sum();
            self.most_points = self.most_points.max(points);
            self.most_contours = self.most_contours.max(glyph.contours.len());
            left = glyph.bbox.x_min;
            self.drawn.add_glyph(&glyph)?;
        }
        let width = u16::try_from(width).context("a glyph has no width")?;
        self.metrics.push(LongMetric::new(width, left));
        Ok(())
    }

    /// Writes their tables; how far apart the offsets to them are is for the head to say.
    pub fn write(self, font: &mut FontBuilder) -> anyhow::Result<(LocaFormat, u16)> {
        let count = self.count()?;
        let (glyf, loca, format) = self.drawn.build();
        // No composites and no instructions, so nothing of what these need.
        let most = Maxp {
            num_glyphs: count,
            max_points: Some(u16::try_from(self.most_points)?),
            max_contours: Some(u16::try_from(self.most_contours)?),
            max_composite_points: Some(0),
            max_composite_contours: Some(0),
            max_zones: Some(1),
            max_twilight_points: Some(0),
            max_storage: Some(0),
            max_function_defs: Some(0),
            max_instruction_defs: Some(0),
            max_stack_elements: Some(0),
            max_size_of_instructions: Some(0),
            max_component_elements: Some(0),
            max_component_depth: Some(0),
        };
        font.add_table(&glyf)?
            .add_table(&loca)?
            .add_table(&Hmtx::new(self.metrics, Vec::new()))?
            .add_table(&most)?;
        Ok((format, count))
    }
}

/// Draws with quadratic curves what it is told in cubic ones.
#[derive(Default)]
struct Pen {
    path: BezPath,
    at: Point,
}

impl Pen {
    fn go(&mut self, x: f32, y: f32) -> Point {
        self.at = point(x, y);
        self.at
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.go(x, y);
        self.path.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.go(x, y);
        self.path.line_to(to);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let to = self.go(x, y);
        self.path.quad_to(point(cx, cy), to);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let from = self.at;
        let to = self.go(x, y);
        let cubic = CubicBez::new(from, point(ax, ay), point(bx, by), to);
        match cubic.approx_spline(TOLERANCE) {
            Some(spline) => {
                for quadratic in spline.to_quads() {
                    self.path.quad_to(quadratic.p1, quadratic.p2);
                }
            }
            // As a spline its points between curves need not be told; where none is near enough,
            // curves for themselves are.
            None => {
                for (_, _, quadratic) in cubic.to_quads(TOLERANCE) {
                    self.path.quad_to(quadratic.p1, quadratic.p2);
                }
            }
        }
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(on_grid(x), on_grid(y))
}
