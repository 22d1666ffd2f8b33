//! `numbering.xml`: the lists that Word numbers itself (ECMA-376, part 1, 17.9).

use super::super::numbers::{Counters, LEVELS, Level, LevelLook, MAX_TEMPLATE, NumberFormat};
use super::super::xml::{Space, Tag, Visitor};
use super::props::{Names, RunProps, is_on};
use super::styles::Styles;
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Debug, Clone, Default)]
struct Abstract {
    levels: Vec<Level>,
    /// The paragraph style of each level.
    styles: Vec<Option<u32>>,
    /// The list is that of a style of numbering.
    link: Option<u32>,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    of: u32,
    /// Levels that this list begins with a number of its own.
    starts: Vec<(usize, u32)>,
    /// Levels that this list defines anew.
    levels: Vec<(usize, Level)>,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: FxHashMap<u32, Abstract>,
    instances: FxHashMap<u32, Instance>,
    counters: FxHashMap<u32, Counters>,
    begun: FxHashSet<u32>,
}

/// A label and how it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub text: String,
    pub glued: bool,
    pub look: LevelLook,
}

impl Numbering {
    /// Counts a paragraph of a list and gives its label. `style` is the paragraph style that names the list.
    pub fn next(
        &mut self,
        list: u32,
        level: Option<u8>,
        style: Option<u32>,
        styles: &mut Styles,
    ) -> Option<Label> {
        let instance = self.instances.get(&list)?;
        let mut of = instance.of;
        if let Some(link) = self.abstracts.get(&of).and_then(|list| list.link)
            && let Some(linked) = styles.list_of(link).and_then(|list| self.instances.get(&list))
        {
            of = linked.of;
        }
        let defined = self.abstracts.get(&of)?;
        let by_style = style.and_then(|style| defined.styles.iter().position(|of| *of == Some(style)));
        let level = by_style.or(level.map(usize::from)).unwrap_or(0).min(LEVELS - 1);
        let mut own;
        let levels = if instance.levels.is_empty() {
            &defined.levels
        } else {
            own = defined.levels.clone();
            for (index, level) in &instance.levels {
                fill(&mut own, *index);
                own[*index] = level.clone();
            }
            &own
        };
        let here = levels.get(level)?;
        let counters = self.counters.entry(of).or_default();
        if self.begun.insert(list) {
            for (level, start) in &instance.starts {
                counters.set(*level, *start);
            }
        }
        counters.next(levels, level);
        Some(Label { text: counters.label(levels, level), glued: here.glued, look: here.look })
    }
}

fn fill(levels: &mut Vec<Level>, index: usize) {
    while levels.len() <= index {
        levels.push(Level::plain(levels.len()));
    }
}

/// Reads `numbering.xml`.
pub(super) struct NumberingReader<'n> {
    pub numbering: Numbering,
    names: &'n mut Names,
    open: Vec<Within>,
    defined: Option<(u32, Abstract)>,
    instance: Option<(u32, Instance)>,
    /// The level of the override.
    overridden: usize,
    /// The level that is read, and what its runs look like.
    level: Option<(usize, Level, Option<u32>, RunProps)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Other,
    Abstract,
    Instance,
    Level,
    Run,
    Skipped,
}

impl<'n> NumberingReader<'n> {
    pub fn new(names: &'n mut Names) -> Self {
        NumberingReader {
            numbering: Numbering::default(),
            names,
            open: Vec::new(),
            defined: None,
            instance: None,
            overridden: 0,
            level: None,
        }
    }

    fn level_start(&mut self, tag: &Tag) -> Within {
        let index = tag.number("ilvl").unwrap_or(0usize).min(LEVELS - 1);
        self.level = Some((index, Level::plain(index), None, RunProps::default()));
        Within::Level
    }

    fn level_part(&mut self, tag: &Tag) {
        let Some((_, level, style, _)) = &mut self.level else { return };
        match tag.name {
            "start" => level.start = tag.number("val").unwrap_or(level.start),
            "numFmt" => level.format = tag.get("val").map_or(NumberFormat::Decimal, |name| format(&name)),
            "lvlText" => {
                level.template =
                    tag.get("val").map(|text| text.chars().take(MAX_TEMPLATE).collect()).unwrap_or_default();
            }
            // The number of the level below which this one begins anew, from 1; 0 for never.
            "lvlRestart" => {
                level.restarts_below = tag.number::<usize>("val").and_then(|below| below.checked_sub(1));
            }
            "isLgl" => level.legal = is_on(tag),
            "suff" => level.glued = tag.get("val").as_deref() == Some("nothing"),
            "pStyle" => *style = tag.get("val").map(|id| self.names.styles.of(&id)),
            _ => {}
        }
    }

    fn level_end(&mut self) {
        let Some((index, mut level, style, run)) = self.level.take() else { return };
        level.look =
            LevelLook { bold: run.bold, italic: run.italic, font: run.high.or(run.ascii), size: run.size };
        if let Some((_, instance)) = &mut self.instance {
            instance.levels.push((index, level));
        } else if let Some((_, defined)) = &mut self.defined {
            fill(&mut defined.levels, index);
            defined.levels[index] = level;
            defined.styles.resize(defined.levels.len(), None);
            defined.styles[index] = style;
        }
    }
}

impl Visitor for NumberingReader<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        let parent = self.open.last().copied().unwrap_or(Within::Other);
        let within = match (tag.name, parent) {
            _ if tag.space != Space::Word || parent == Within::Skipped => Within::Skipped,
            ("numPicBullet" | "rPrChange", _) => Within::Skipped,
            ("abstractNum", Within::Other) => {
                self.defined = tag.number("abstractNumId").map(|id| (id, Abstract::default()));
                Within::Abstract
            }
            ("numStyleLink", Within::Abstract) => {
                let link = tag.get("val").map(|id| self.names.styles.of(&id));
                if let Some((_, defined)) = &mut self.defined {
                    defined.link = link;
                }
                Within::Other
            }
            ("num", Within::Other) => {
                self.instance = tag.number("numId").map(|id| (id, Instance::default()));
                Within::Instance
            }
            ("abstractNumId", Within::Instance) => {
                if let (Some((_, instance)), Some(of)) = (&mut self.instance, tag.number("val")) {
                    instance.of = of;
                }
                Within::Other
            }
            ("lvlOverride", Within::Instance) => {
                self.overridden = tag.number("ilvl").unwrap_or(0usize).min(LEVELS - 1);
                Within::Instance
            }
            ("startOverride", Within::Instance) => {
                if let (Some((_, instance)), Some(start)) = (&mut self.instance, tag.number("val")) {
                    instance.starts.push((self.overridden, start));
                }
                Within::Other
            }
            ("lvl", Within::Abstract | Within::Instance) => self.level_start(tag),
            ("rPr", Within::Level) => Within::Run,
            ("pPr", Within::Level) => Within::Skipped,
            (_, Within::Level) => {
                self.level_part(tag);
                Within::Other
            }
            (_, Within::Run) => {
                if let Some((_, _, _, run)) = &mut self.level {
                    run.apply(tag, self.names);
                }
                Within::Other
            }
            _ => Within::Other,
        };
        self.open.push(within);
    }

    fn end(&mut self, _: Space, name: &str) {
        match (self.open.pop(), name) {
            (Some(Within::Level), "lvl") => self.level_end(),
            (Some(Within::Abstract), "abstractNum") => {
                self.numbering.abstracts.extend(self.defined.take());
            }
            (Some(Within::Instance), "num") => {
                self.numbering.instances.extend(self.instance.take());
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

/// ECMA-376, part 1, 17.18.59. Formats of other scripts are written in digits.
fn format(name: &str) -> NumberFormat {
    match name {
        "decimalZero" => NumberFormat::Padded,
        "upperRoman" => NumberFormat::UpperRoman,
        "lowerRoman" => NumberFormat::LowerRoman,
        "upperLetter" => NumberFormat::UpperLetter,
        "lowerLetter" => NumberFormat::LowerLetter,
        "bullet" => NumberFormat::Bullet,
        "none" => NumberFormat::None,
        _ => NumberFormat::Decimal,
    }
}
