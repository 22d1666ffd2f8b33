//! `styles.xml` and the theme: what styles make of runs and paragraphs (ECMA-376, part 1, 17.7).

use super::super::xml::{Space, Tag, Visitor};
use super::props::{Names, ParagraphProps, RunProps};
use rustc_hash::FxHashMap;

#[derive(Debug, Clone, Copy, Default)]
struct Style {
    based_on: Option<u32>,
    run: RunProps,
    paragraph: ParagraphProps,
}

/// A style with all that it is based on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Resolved {
    pub run: RunProps,
    pub paragraph: ParagraphProps,
    /// The style that names the list.
    pub list_style: Option<u32>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Style,
    styles: FxHashMap<u32, Style>,
    default_paragraph: Option<u32>,
    resolved: FxHashMap<u32, Resolved>,
}

/// Styles are based on each other at most so deep.
const MAX_CHAIN: usize = 40;

impl Styles {
    /// A paragraph's style, or the style of paragraphs that name none; with the defaults of the document.
    pub fn paragraph(&mut self, style: Option<u32>) -> Resolved {
        let style = style.filter(|style| self.styles.contains_key(style)).or(self.default_paragraph);
        let of_style = style.map(|style| self.resolve(style)).unwrap_or_default();
        Resolved {
            run: of_style.run.over(self.defaults.run),
            paragraph: of_style.paragraph.over(self.defaults.paragraph),
            list_style: of_style.list_style,
        }
    }

    pub fn character(&mut self, style: Option<u32>) -> RunProps {
        style.map(|style| self.resolve(style).run).unwrap_or_default()
    }

    /// The list that a style of numbering names.
    pub fn list_of(&mut self, style: u32) -> Option<u32> {
        self.resolve(style).paragraph.list
    }

    fn resolve(&mut self, style: u32) -> Resolved {
        if let Some(resolved) = self.resolved.get(&style) {
            return *resolved;
        }
        let mut resolved = Resolved::default();
        let mut next = Some(style);
        for _ in 0..MAX_CHAIN {
            let Some((id, own)) = next.and_then(|id| Some((id, self.styles.get(&id)?))) else { break };
            if resolved.paragraph.list.is_none() && own.paragraph.list.is_some() {
                resolved.list_style = Some(id);
            }
            resolved.run = resolved.run.over(own.run);
            resolved.paragraph = resolved.paragraph.over(own.paragraph);
            next = own.based_on;
        }
        self.resolved.insert(style, resolved);
        resolved
    }
}

/// Reads `styles.xml`.
pub(super) struct StylesReader<'n> {
    pub styles: Styles,
    names: &'n mut Names,
    open: Vec<Within>,
    style: Option<(u32, Style)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Other,
    Defaults,
    Style,
    Run,
    Paragraph,
    Skipped,
}

impl<'n> StylesReader<'n> {
    pub fn new(names: &'n mut Names) -> Self {
        StylesReader { styles: Styles::default(), names, open: Vec::new(), style: None }
    }

    fn target(&mut self) -> &mut Style {
        match &mut self.style {
            Some((_, style)) => style,
            None => &mut self.styles.defaults,
        }
    }
}

impl Visitor for StylesReader<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        let parent = self.open.last().copied().unwrap_or(Within::Other);
        let within = match (tag.space, tag.name, parent) {
            (_, _, Within::Skipped) => Within::Skipped,
            (Space::Word, "docDefaults", _) => Within::Defaults,
            (Space::Word, "rPrDefault" | "pPrDefault", Within::Defaults) => Within::Defaults,
            (Space::Word, "style", Within::Other) => {
                let id = tag.get("styleId").map(|id| self.names.styles.of(&id));
                let paragraph = tag.get("type").is_none_or(|kind| kind == "paragraph");
                if paragraph
                    && tag.get("default").is_some_and(|on| matches!(on.as_ref(), "1" | "true" | "on"))
                {
                    self.styles.default_paragraph = id;
                }
                self.style = id.map(|id| (id, Style::default()));
                Within::Style
            }
            (Space::Word, "basedOn", Within::Style) => {
                let base = tag.get("val").map(|id| self.names.styles.of(&id));
                self.target().based_on = base;
                Within::Other
            }
            (Space::Word, "rPr", Within::Style | Within::Defaults) => Within::Run,
            (Space::Word, "pPr", Within::Style | Within::Defaults) => Within::Paragraph,
            (Space::Word, "numPr", Within::Paragraph) => Within::Paragraph,
            // Formats of parts of tables, and what was before a tracked change.
            (Space::Word, "tblStylePr" | "rPrChange" | "pPrChange", _) => Within::Skipped,
            (Space::Word, _, Within::Run) => {
                let mut run = self.target().run;
                run.apply(tag, self.names);
                self.target().run = run;
                Within::Other
            }
            (Space::Word, _, Within::Paragraph) => {
                let mut paragraph = self.target().paragraph;
                paragraph.apply(tag, self.names);
                self.target().paragraph = paragraph;
                Within::Other
            }
            _ => Within::Other,
        };
        self.open.push(within);
    }

    fn end(&mut self, space: Space, name: &str) {
        let within = self.open.pop();
        if (space, name, within) == (Space::Word, "style", Some(Within::Style))
            && let Some((id, style)) = self.style.take()
        {
            self.styles.styles.insert(id, style);
        }
    }

    fn text(&mut self, _: &str) {}
}

/// Reads the fonts of the theme.
pub(super) struct ThemeReader<'n> {
    names: &'n mut Names,
    major: Option<bool>,
}

impl<'n> ThemeReader<'n> {
    pub fn new(names: &'n mut Names) -> Self {
        ThemeReader { names, major: None }
    }
}

impl Visitor for ThemeReader<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        match (tag.space, tag.name) {
            (Space::Drawing, "majorFont") => self.major = Some(true),
            (Space::Drawing, "minorFont") => self.major = Some(false),
            (Space::Drawing, "latin") => {
                let font = tag.get("typeface").and_then(|name| self.names.fonts.of(&name));
                match self.major {
                    Some(true) => self.names.theme.major = font,
                    Some(false) => self.names.theme.minor = font,
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, space: Space, name: &str) {
        if space == Space::Drawing && matches!(name, "majorFont" | "minorFont") {
            self.major = None;
        }
    }

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::office::xml::visit;

    #[test]
    fn styles_are_based_on_each_other_and_switches_cancel() {
        let xml = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:rFonts w:ascii="A" w:hAnsi="B"/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:type="character" w:styleId="S"><w:rPr><w:b/><w:i/></w:rPr></w:style>
            <w:style w:styleId="R"><w:basedOn w:val="R"/></w:style></w:styles>"#;
        let mut names = Names::default();
        let mut reader = StylesReader::new(&mut names);
        assert!(visit(xml.as_bytes(), &mut reader));
        let mut styles = reader.styles;
        let heading = styles.paragraph(Some(names.styles.of("H")));
        assert_eq!(
            (heading.run.size, heading.run.bold, heading.paragraph.outline),
            (Some(130), Some(true), Some(0))
        );
        let strong = styles.character(Some(names.styles.of("S")));
        let run = RunProps::default().settled(strong, heading.run);
        assert_eq!((run.bold, run.italic), (Some(false), Some(true)));
        assert_eq!((names.fonts.name(run.look("a").font), names.fonts.name(run.look("ế").font)), ("A", "B"));
        assert_eq!(styles.paragraph(Some(names.styles.of("R"))).run.bold, None, "a style based on itself");
    }
}
