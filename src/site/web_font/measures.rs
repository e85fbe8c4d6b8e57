//! What a font says of itself as a whole, taken over from its source.

use anyhow::Context as _;
use skrifa::FontRef;
use skrifa::raw::TableProvider as _;
use skrifa::raw::types::Tag;
use write_fonts::FontBuilder;
use write_fonts::from_obj::ToOwnedTable as _;
use write_fonts::tables::head::Head;
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::loca::LocaFormat;
use write_fonts::tables::os2::Os2;
use write_fonts::types::{FWord, UfWord};

use super::whole;

/// The name with its copyright, which the licence wants kept; and that glyphs have no names.
const AS_THEY_ARE: [Tag; 2] = [Tag::new(b"name"), Tag::new(b"post")];

/// Writes the tables that say how lines of the font are spaced.
pub fn write(
    source: &FontRef,
    (format, count): (LocaFormat, u16),
    font: &mut FontBuilder,
) -> anyhow::Result<()> {
    let mut head: Head = source.head()?.to_owned_table();
    head.units_per_em = u16::try_from(whole(head.units_per_em))?;
    [head.x_min, head.y_min, head.x_max, head.y_max] =
        [head.x_min, head.y_min, head.x_max, head.y_max].map(whole);
    head.index_to_loc_format = i16::from(format == LocaFormat::Long);
    let mut lines: Hhea = source.hhea()?.to_owned_table();
    for length in [
        &mut lines.ascender,
        &mut lines.descender,
        &mut lines.line_gap,
        &mut lines.min_left_side_bearing,
        &mut lines.min_right_side_bearing,
        &mut lines.x_max_extent,
    ] {
        *length = FWord::new(whole(length.to_i16()));
    }
    let widest = whole(lines.advance_width_max.to_u16());
    lines.advance_width_max = UfWord::new(u16::try_from(widest)?);
    lines.number_of_h_metrics = count;
    font.add_table(&head)?
        .add_table(&lines)?
        .add_table(&of_system(source)?)?;
    for tag in AS_THEY_ARE {
        let data = source.table_data(tag).context("a table is not there")?;
        font.add_raw(tag, data.as_bytes().to_vec());
    }
    Ok(())
}

/// The measures Windows goes by.
fn of_system(source: &FontRef) -> anyhow::Result<Os2> {
    let mut measures: Os2 = source.os2()?.to_owned_table();
    for length in [
        &mut measures.x_avg_char_width,
        &mut measures.y_subscript_x_size,
        &mut measures.y_subscript_y_size,
        &mut measures.y_subscript_x_offset,
        &mut measures.y_subscript_y_offset,
        &mut measures.y_superscript_x_size,
        &mut measures.y_superscript_y_size,
        &mut measures.y_superscript_x_offset,
        &mut measures.y_superscript_y_offset,
        &mut measures.y_strikeout_size,
        &mut measures.y_strikeout_position,
        &mut measures.s_typo_ascender,
        &mut measures.s_typo_descender,
        &mut measures.s_typo_line_gap,
    ] {
        *length = whole(*length);
    }
    for length in [&mut measures.us_win_ascent, &mut measures.us_win_descent] {
        *length = u16::try_from(whole(*length))?;
    }
    measures.sx_height = measures.sx_height.map(whole);
    measures.s_cap_height = measures.s_cap_height.map(whole);
    Ok(measures)
}
