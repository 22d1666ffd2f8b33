//! Properties of runs and paragraphs, as elements of `rPr` and `pPr` state them (ECMA-376, part 1, 17.3.1 and 17.3.2).

use super::super::flow::{Fonts, Look};
use super::super::xml::Tag;
use rustc_hash::FxHashMap;

/// Names of styles, each a number.
#[derive(Debug, Default)]
pub(super) struct Ids {
    known: FxHashMap<String, u32>,
}

impl Ids {
    pub fn of(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.known.get(name) {
            return id;
        }
        let id = self.known.len() as u32;
        self.known.insert(name.to_owned(), id);
        id
    }
}

/// The fonts that the theme names.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Theme {
    pub major: Option<u16>,
    pub minor: Option<u16>,
}

/// What properties refer to.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub fonts: Fonts,
    pub styles: Ids,
    pub theme: Theme,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunProps {
    pub style: Option<u32>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub capitals: Option<bool>,
    pub small_capitals: Option<bool>,
    pub hidden: Option<bool>,
    pub raised: Option<bool>,
    /// In tenths of a point.
    pub size: Option<u16>,
    /// The font of ASCII, and of the other letters of alphabets.
    pub ascii: Option<u16>,
    pub high: Option<u16>,
}

/// Whether an element that switches something on does: `<w:b/>`, `<w:b w:val="1"/>`.
pub(super) fn is_on(tag: &Tag) -> bool {
    tag.get("val").is_none_or(|value| !matches!(value.as_ref(), "0" | "false" | "off" | "none"))
}

impl RunProps {
    pub fn apply(&mut self, tag: &Tag, names: &mut Names) {
        match tag.name {
            "rStyle" => self.style = tag.get("val").map(|id| names.styles.of(&id)),
            "b" => self.bold = Some(is_on(tag)),
            "i" => self.italic = Some(is_on(tag)),
            "caps" => self.capitals = Some(is_on(tag)),
            "smallCaps" => self.small_capitals = Some(is_on(tag)),
            "vanish" => self.hidden = Some(is_on(tag)),
            "vertAlign" => self.raised = Some(tag.get("val").as_deref() == Some("superscript")),
            // In half points; a mark that was raised by hand.
            "position" if tag.number::<i32>("val").is_some_and(|raise| raise >= 4) => {
                self.raised = Some(true)
            }
            "sz" => {
                let half_points = tag.number::<u16>("val");
                self.size = half_points.map(|size| size.saturating_mul(5)).or(self.size);
            }
            "rFonts" => self.fonts(tag, names),
            _ => {}
        }
    }

    fn fonts(&mut self, tag: &Tag, names: &mut Names) {
        let theme = names.theme;
        let mut font = |attribute: &str, themed: &str| {
            if let Some(themed) = tag.get(themed) {
                let of_theme = if themed.starts_with("major") { theme.major } else { theme.minor };
                if of_theme.is_some() {
                    return of_theme;
                }
            }
            tag.get(attribute).and_then(|name| names.fonts.of(&name))
        };
        self.ascii = font("ascii", "asciiTheme").or(self.ascii);
        self.high = font("hAnsi", "hAnsiTheme").or(self.high);
    }

    /// These properties where they are stated, else those of `base`.
    pub fn over(self, base: RunProps) -> RunProps {
        RunProps {
            style: self.style.or(base.style),
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            capitals: self.capitals.or(base.capitals),
            small_capitals: self.small_capitals.or(base.small_capitals),
            hidden: self.hidden.or(base.hidden),
            raised: self.raised.or(base.raised),
            size: self.size.or(base.size),
            ascii: self.ascii.or(base.ascii),
            high: self.high.or(base.high),
        }
    }

    /// These properties, stated by a run, over those of its character style and of its paragraph's style. What both
    /// styles switch on is off (ECMA-376, part 1, 17.7.3).
    pub fn settled(self, character: RunProps, paragraph: RunProps) -> RunProps {
        let toggle = |direct: Option<bool>, character: Option<bool>, paragraph: Option<bool>| {
            direct.or(match (character, paragraph) {
                (Some(one), Some(other)) => Some(one ^ other),
                (one, other) => one.or(other),
            })
        };
        RunProps {
            bold: toggle(self.bold, character.bold, paragraph.bold),
            italic: toggle(self.italic, character.italic, paragraph.italic),
            capitals: toggle(self.capitals, character.capitals, paragraph.capitals),
            small_capitals: toggle(self.small_capitals, character.small_capitals, paragraph.small_capitals),
            hidden: toggle(self.hidden, character.hidden, paragraph.hidden),
            ..self.over(character).over(paragraph)
        }
    }

    /// The look of a text. A text with letters beyond ASCII stands in the font of those.
    pub fn look(&self, text: &str) -> Look {
        let font = if text.is_ascii() { self.ascii.or(self.high) } else { self.high.or(self.ascii) };
        Look {
            bold: self.bold.unwrap_or(false),
            italic: self.italic.unwrap_or(false),
            superscript: self.raised.unwrap_or(false),
            font,
            size: self.size,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ParagraphProps {
    pub style: Option<u32>,
    /// The list, 0 for none.
    pub list: Option<u32>,
    /// Its level, from 0.
    pub level: Option<u8>,
    /// Level in the outline, from 0; 9 is body text.
    pub outline: Option<u8>,
    pub begins_page: Option<bool>,
}

impl ParagraphProps {
    pub fn apply(&mut self, tag: &Tag, names: &mut Names) {
        match tag.name {
            "pStyle" => self.style = tag.get("val").map(|id| names.styles.of(&id)),
            "numId" => self.list = tag.number("val").or(self.list),
            "ilvl" => self.level = tag.number("val").or(self.level),
            "outlineLvl" => self.outline = tag.number("val").or(self.outline),
            "pageBreakBefore" => self.begins_page = Some(is_on(tag)),
            _ => {}
        }
    }

    pub fn over(self, base: ParagraphProps) -> ParagraphProps {
        ParagraphProps {
            style: self.style.or(base.style),
            list: self.list.or(base.list),
            level: self.level.or(base.level),
            outline: self.outline.or(base.outline),
            begins_page: self.begins_page.or(base.begins_page),
        }
    }
}
