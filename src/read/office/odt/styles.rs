//! Styles, fonts and lists (OpenDocument 1.3, part 3, 16.2 to 16.31).

use super::super::flow::{Fonts, Look};
use super::super::numbers::{LEVELS, Level, LevelLook, MAX_TEMPLATE, NumberFormat};
use super::super::xml::{Space, Tag};
use rustc_hash::FxHashMap;

/// What a style says of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Props {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
    pub raised: Option<bool>,
    /// In tenths of a point.
    pub size: Option<u16>,
    pub font: Option<u16>,
}

impl Props {
    pub fn over(self, base: Props) -> Props {
        Props {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            capitals: self.capitals.or(base.capitals),
            hidden: self.hidden.or(base.hidden),
            raised: self.raised.or(base.raised),
            size: self.size.or(base.size),
            font: self.font.or(base.font),
        }
    }

    pub fn look(&self) -> Look {
        Look {
            bold: self.bold.unwrap_or(false),
            italic: self.italic.unwrap_or(false),
            superscript: self.raised.unwrap_or(false),
            font: self.font,
            size: self.size,
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    text: Props,
    begins_page: Option<bool>,
}

/// What a style and those above it come to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Resolved {
    pub text: Props,
    pub begins_page: bool,
}

/// The families of styles that bear on text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Paragraph,
    Text,
}

/// Styles have parents at most so deep.
const MAX_CHAIN: usize = 40;

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: FxHashMap<(Family, String), Style>,
    defaults: Props,
    faces: FxHashMap<String, u16>,
    lists: FxHashMap<String, Vec<Level>>,
    /// The numbering of headings.
    pub outline: Vec<Level>,
    known: FxHashMap<(Family, String), Resolved>,
    open: Option<Open>,
}

/// The definition that is read.
#[derive(Debug)]
enum Open {
    Style((Family, String), Style),
    Defaults,
    /// A list by its name, or the numbering of headings; and the level that was begun.
    List(Option<String>, Vec<Level>, usize),
}

impl Styles {
    pub fn list(&self, name: &str) -> Option<&Vec<Level>> {
        self.lists.get(name)
    }

    pub fn resolve(&mut self, family: Family, name: &str) -> Resolved {
        let key = (family, name.to_owned());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let mut resolved = Resolved::default();
        let mut next = Some(name);
        let mut page = None;
        for _ in 0..MAX_CHAIN {
            let Some(style) = next.and_then(|name| self.styles.get(&(family, name.to_owned()))) else {
                break;
            };
            resolved.text = resolved.text.over(style.text);
            page = page.or(style.begins_page);
            next = style.parent.as_deref();
        }
        resolved.begins_page = page.unwrap_or(false);
        if family == Family::Paragraph {
            resolved.text = resolved.text.over(self.defaults);
        }
        self.known.insert(key, resolved);
        resolved
    }

    /// An element of the definitions.
    pub fn start(&mut self, tag: &Tag, fonts: &mut Fonts) {
        match (tag.space, tag.name) {
            (Space::Style, "font-face") => {
                let family = tag.get("font-family").unwrap_or_default();
                let font = fonts.of(family.trim_matches(['\'', '"', ' ']));
                if let (Some(name), Some(font)) = (tag.get("name"), font) {
                    self.faces.insert(name.into_owned(), font);
                }
            }
            (Space::Style, "style") => {
                let family = match tag.get("family").as_deref() {
                    Some("paragraph") => Family::Paragraph,
                    Some("text") => Family::Text,
                    _ => return self.open = None,
                };
                let style = Style {
                    parent: tag.get("parent-style-name").map(|name| name.into_owned()),
                    ..Style::default()
                };
                self.open = tag.get("name").map(|name| Open::Style((family, name.into_owned()), style));
            }
            (Space::Style, "default-style") => {
                let paragraph = tag.get("family").is_some_and(|family| family == "paragraph");
                self.open = paragraph.then_some(Open::Defaults);
            }
            (Space::Style, "text-properties") => self.text_properties(tag, fonts),
            (Space::Style, "paragraph-properties") => {
                if let (Some(Open::Style(_, style)), Some(before)) = (&mut self.open, tag.get("break-before"))
                {
                    style.begins_page = Some(before == "page");
                }
            }
            (Space::Text, "list-style") => {
                let name = tag.get("name").map(|name| name.into_owned());
                self.open = name.map(|name| Open::List(Some(name), Vec::new(), 0));
            }
            (Space::Text, "outline-style") => self.open = Some(Open::List(None, Vec::new(), 0)),
            (
                Space::Text,
                "list-level-style-number"
                | "list-level-style-bullet"
                | "list-level-style-image"
                | "outline-level-style",
            ) => {
                if let Some(Open::List(_, levels, level)) = &mut self.open {
                    *level = tag.number("level").unwrap_or(1usize).clamp(1, LEVELS) - 1;
                    while levels.len() <= *level {
                        levels.push(Level { format: NumberFormat::None, ..Level::plain(levels.len()) });
                    }
                    levels[*level] = list_level(tag, *level);
                }
            }
            _ => {}
        }
    }

    fn text_properties(&mut self, tag: &Tag, fonts: &mut Fonts) {
        let props = self.props(tag, fonts);
        match &mut self.open {
            Some(Open::Style(_, style)) => style.text = props.over(style.text),
            Some(Open::Defaults) => self.defaults = props.over(self.defaults),
            Some(Open::List(_, levels, level)) => {
                if let Some(level) = levels.get_mut(*level) {
                    level.look = LevelLook {
                        bold: props.bold,
                        italic: props.italic,
                        font: props.font,
                        size: props.size,
                    };
                }
            }
            None => {}
        }
    }

    fn props(&self, tag: &Tag, fonts: &mut Fonts) -> Props {
        let face = tag.get("font-name").and_then(|name| self.faces.get(name.as_ref()).copied());
        let named = || tag.get("font-family").and_then(|name| fonts.of(name.trim_matches(['\'', '"', ' '])));
        let is = |name: &str, value: &str| tag.get(name).map(|stated| stated == value);
        let capitals = match (tag.get("text-transform").as_deref(), tag.get("font-variant").as_deref()) {
            (Some(transform), _) => Some(transform == "uppercase"),
            (_, Some(variant)) => Some(variant == "small-caps"),
            _ => None,
        };
        Props {
            bold: tag
                .get("font-weight")
                .map(|weight| weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600)),
            italic: tag.get("font-style").map(|style| style == "italic" || style == "oblique"),
            capitals,
            hidden: is("display", "none"),
            raised: tag.get("text-position").map(|position| is_raised(&position)),
            size: tag
                .get("font-size")
                .and_then(|size| size.strip_suffix("pt")?.trim().parse::<f32>().ok())
                .map(|points| (points * 10.0).round().clamp(0.0, 65535.0) as u16),
            font: face.or_else(named),
        }
    }

    /// The end of an element of the definitions.
    pub fn end(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Style, "style" | "default-style") => {
                if let Some(Open::Style(key, style)) = self.open.take() {
                    self.styles.insert(key, style);
                }
            }
            (Space::Text, "list-style" | "outline-style") => match self.open.take() {
                Some(Open::List(Some(name), levels, _)) => drop(self.lists.insert(name, levels)),
                Some(Open::List(None, levels, _)) => self.outline = levels,
                other => self.open = other,
            },
            _ => {}
        }
    }
}

/// "super 58%", or a percentage by which text is raised.
fn is_raised(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    first == "super" || first.trim_end_matches('%').parse::<f32>().is_ok_and(|raise| raise > 10.0)
}

fn list_level(tag: &Tag, index: usize) -> Level {
    let mut level = Level::plain(index);
    if tag.name == "list-level-style-image" {
        level.format = NumberFormat::Bullet;
        "•".clone_into(&mut level.template);
        return level;
    }
    let prefix = tag.get("num-prefix").unwrap_or_default();
    let suffix = tag.get("num-suffix").unwrap_or_default();
    if let Some(bullet) = tag.get("bullet-char") {
        level.format = NumberFormat::Bullet;
        level.template = format!("{prefix}{bullet}{suffix}").chars().take(MAX_TEMPLATE).collect();
        return level;
    }
    level.format = match tag.get("num-format").as_deref() {
        Some("1") => NumberFormat::Decimal,
        Some("01") => NumberFormat::Padded,
        Some("I") => NumberFormat::UpperRoman,
        Some("i") => NumberFormat::LowerRoman,
        Some("A") => NumberFormat::UpperLetter,
        Some("a") => NumberFormat::LowerLetter,
        None | Some("") => NumberFormat::None,
        Some(_) => NumberFormat::Decimal,
    };
    level.start = tag.number("start-value").unwrap_or(1);
    if level.format == NumberFormat::None {
        level.template = format!("{prefix}{suffix}").trim().chars().take(MAX_TEMPLATE).collect();
        return level;
    }
    let shown = tag.number("display-levels").unwrap_or(1usize).clamp(1, index + 1);
    let numbers: Vec<String> =
        (index + 1 - shown..=index).map(|level| format!("%{}", char::from(b'1' + level as u8))).collect();
    let prefix: String = prefix.chars().take(40).collect();
    let suffix: String = suffix.chars().take(40).collect();
    level.template = format!("{prefix}{}{suffix}", numbers.join("."));
    level
}
