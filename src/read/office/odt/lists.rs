//! Lists that are open, and how far all have counted (OpenDocument 1.3, part 3, 5.3).

use super::super::numbers::{Counters, LEVELS, Level};
use super::super::xml::Tag;
use super::styles::Styles;
use rustc_hash::FxHashMap;

#[derive(Debug, Default)]
struct Open {
    style: String,
    /// The item has its label already, or is to have none.
    labelled: bool,
}

/// The lists that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<Open>,
    /// Of the outermost list.
    counters: Counters,
    id: Option<String>,
    by_style: FxHashMap<String, Counters>,
    by_id: FxHashMap<String, Counters>,
    outline: Counters,
}

impl Lists {
    pub fn begin(&mut self, tag: &Tag) {
        let outer = self.open.last().map(|list| list.style.clone());
        let style = tag.get("style-name").map(|name| name.into_owned()).or(outer).unwrap_or_default();
        if self.open.is_empty() {
            let continued = tag.get("continue-list").and_then(|id| self.by_id.get(id.as_ref()));
            let goes_on = tag.get("continue-numbering").is_some_and(|on| on == "true");
            self.counters = match continued {
                Some(counters) => counters.clone(),
                None if goes_on => self.by_style.get(&style).cloned().unwrap_or_default(),
                None => Counters::default(),
            };
            self.id = tag.get("id").map(|id| id.into_owned());
        }
        // An item inside has no label before it begins.
        self.open.push(Open { style, labelled: true });
    }

    pub fn end(&mut self) {
        if let Some(list) = self.open.pop()
            && self.open.is_empty()
        {
            if let Some(id) = self.id.take() {
                self.by_id.insert(id, self.counters.clone());
            }
            self.by_style.insert(list.style, self.counters.clone());
        }
    }

    pub fn begin_item(&mut self, tag: &Tag) {
        let level = self.open.len().saturating_sub(1);
        if let Some(list) = self.open.last_mut() {
            list.labelled = tag.name == "list-header";
        }
        if let Some(start) = tag.number("start-value") {
            self.counters.set(level, start);
        }
    }

    /// The label of the paragraph that begins, with its level.
    pub fn label(&mut self, styles: &Styles) -> Option<(String, Level)> {
        let level = self.open.len().checked_sub(1)?.min(LEVELS - 1);
        let list = self.open.last_mut()?;
        if std::mem::replace(&mut list.labelled, true) {
            return None;
        }
        let levels = styles.list(&list.style)?;
        self.counters.next(levels, level);
        Some((self.counters.label(levels, level), levels.get(level)?.clone()))
    }

    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The label of a heading that stands in no list.
    pub fn heading(&mut self, level: usize, styles: &Styles) -> Option<(String, Level)> {
        let levels = &styles.outline;
        let here = levels.get(level)?.clone();
        self.outline.next(levels, level);
        Some((self.outline.label(levels, level), here))
    }
}
