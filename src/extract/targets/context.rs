//! What the sections and introducing lines around a block say of its targets.

use super::accept::Mode;
use super::amount::amounts;
use super::moment::{baselines, moments, year};
use super::view::{LONGEST_PHRASE, View};
use crate::document::{Deadline, Role, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::rules::{Effect, FrameKind, LinkKind, Rules};
use std::ops::Range;

/// A deadline or baseline that holds for the items below it.
#[derive(Debug, Clone)]
pub struct Governor {
    pub deadline: Option<Deadline>,
    pub baseline: Option<String>,
    pub section: Option<SectionId>,
}

/// What is known of each section, worked out once.
pub struct Sections<'a> {
    context: Context<'a>,
    modes: Vec<Mode>,
    governors: Vec<Option<Governor>>,
    document_year: Option<u16>,
    /// The mode where no heading says anything.
    elsewhere: Mode,
}

impl<'a> Sections<'a> {
    pub fn new(context: Context<'a>) -> Self {
        let mut sections = Sections {
            context,
            modes: Vec::new(),
            governors: Vec::new(),
            document_year: document_year(context),
            elsewhere: elsewhere(context),
        };
        for index in 0..context.outline.sections.len() {
            let mode = sections.mode_of(index);
            let governor = sections.heading_governor(index);
            sections.modes.push(mode);
            sections.governors.push(governor);
        }
        sections
    }

    /// The year of the date in the letterhead.
    pub fn document_year(&self) -> Option<u16> {
        self.document_year
    }

    pub fn mode(&self, section: Option<SectionId>) -> Mode {
        section.and_then(|id| self.modes.get(id.index())).copied().unwrap_or(self.elsewhere)
    }

    /// The nearest section whose heading names a role decides; parents stand before their children.
    fn mode_of(&self, index: usize) -> Mode {
        let section = &self.context.outline.sections[index];
        let inherited =
            section.parent.and_then(|id| self.modes.get(id.index())).copied().unwrap_or(self.elsewhere);
        let has = |role| section.roles.contains(role);
        if has(Role::Targets) && !has(Role::Situation) {
            Mode::Targets
        } else if has(Role::Objectives) && !has(Role::Situation) {
            Mode::Objectives
        } else if has(Role::Situation) {
            Mode::Closed
        } else if has(Role::Funding) || has(Role::Rewards) || has(Role::Scope) {
            Mode::Guarded
        } else if section.roles.is_empty() && self.promises_goals(index) {
            Mode::Targets
        } else if section.roles.iter().all(|role| role == Role::Appendix) && !self.is_viewpoint(index) {
            inherited
        } else if self.elsewhere == Mode::Open && (has(Role::Purpose) || has(Role::Requirements)) {
            Mode::Hopeful
        } else {
            self.elsewhere
        }
    }

    fn heading_view(&self, index: usize) -> Option<View<'a>> {
        let Context { layout, tokens, rules, outline, .. } = self.context;
        let heading = self.context.heading(outline.sections.get(index)?)?;
        Some(View::new(layout, tokens, rules, heading))
    }

    fn is_viewpoint(&self, index: usize) -> bool {
        self.heading_view(index)
            .is_some_and(|view| matches!(view.frame_at(view.start), Some((_, FrameKind::Viewpoint))))
    }

    /// "1. Phấn đấu đến năm 2030 đạt các chỉ tiêu sau:" was taken for a heading.
    fn promises_goals(&self, index: usize) -> bool {
        self.heading_view(index).is_some_and(|view| {
            let commits = view.frames(view.start..view.end).any(|(_, kind)| kind == FrameKind::Commit);
            commits && ends_with_goals(&view, view.start..view.end)
        })
    }

    /// "Chỉ tiêu đến năm 2030", "Giai đoạn 2026 - 2030": one point in time, and not merely the year of the plan.
    fn heading_governor(&self, index: usize) -> Option<Governor> {
        let view = self.heading_view(index)?;
        let found = moments(&view, view.start..view.end);
        let [moment] = found.as_slice() else { return None };
        let whole = moment.tokens.start == view.start
            && (moment.tokens.end..view.end).all(|at| !view.is_word(at) && !view.is_number(at));
        let whole = whole && !amounts(&view, view.start..view.end).iter().any(|amount| amount.unit.is_some());
        (moment.is_firm() || whole).then(|| Governor {
            deadline: Some(moment.deadline(&view, true)),
            baseline: None,
            section: Some(SectionId(index as u32)),
        })
    }

    /// The innermost of the introducing line and the headings around a section.
    pub fn governor<'s>(
        &'s self,
        section: Option<SectionId>,
        intro: Option<&'s Governor>,
    ) -> Option<&'s Governor> {
        self.context.outline.ancestors(section).find_map(|id| {
            let heading = || self.governors.get(id.index()).and_then(Option::as_ref);
            intro.filter(|intro| intro.section == Some(id)).or_else(heading)
        })
    }

    /// The heading of the innermost section that has one, for figures that stand for their heading's subject.
    pub fn topic(&self, section: Option<SectionId>) -> Option<String> {
        let Context { layout, outline, .. } = self.context;
        let index = outline
            .ancestors(section)
            .map(SectionId::index)
            .find(|&index| outline.sections[index].heading.is_some())?;
        let view = self.heading_view(index)?;
        let start = match view.link_at(view.start) {
            Some((end, LinkKind::Edge)) => end,
            _ => view.start,
        };
        let text = view.text(start..view.end).trim_end_matches(['.', ':', ' ']);
        (!text.is_empty()).then(|| text.to_owned()).filter(|_| !layout.text.is_empty())
    }
}

/// Regulations set standards and no targets; a report tells what was reached, unless it commits to more.
fn elsewhere(context: Context<'_>) -> Mode {
    let Context { layout, tokens, rules, outline, .. } = context;
    let kind =
        (0..layout.blocks.len()).filter(|&block| outline.zone(block) == Zone::Kind).find_map(|block| {
            let cue = tokens.cues_of(Rules::KINDS, tokens.of_block(block)).next()?;
            Some(rules.kinds.row(cue.row)?.fields.code.as_str())
        });
    match kind {
        Some("QC" | "QyĐ" | "NĐ" | "TT" | "TTLT" | "L" | "PL" | "BL" | "HP") => Mode::Closed,
        Some("BC" | "TTr" | "BB") => Mode::Guarded,
        _ => Mode::Open,
    }
}

fn document_year(context: Context<'_>) -> Option<u16> {
    let Context { layout, outline, .. } = context;
    (0..layout.blocks.len())
        .filter(|&block| outline.zone(block) == Zone::Letterhead)
        .filter_map(|block| {
            let view = View::of_block(context, block);
            (view.start..view.end).rev().find_map(|at| year(&view, at))
        })
        .next()
        .or_else(|| cited_year(context))
}

/// The latest date of the documents that the recitals cite: this one is no older.
fn cited_year(context: Context<'_>) -> Option<u16> {
    let Context { layout, outline, .. } = context;
    (0..layout.blocks.len())
        .filter(|&block| outline.zone(block) == Zone::Preamble)
        .flat_map(|block| {
            let view = View::of_block(context, block);
            (view.start + 2..view.end).filter_map(move |at| {
                let day = view.is_number(at - 2)
                    && view.word(at - 2).len() <= 2
                    && (matches!(view.kind(at - 1), Some(TokenKind::Slash | TokenKind::Dash))
                        || view.is_word(at - 1));
                year(&view, at).filter(|_| day)
            })
        })
        .max()
}

/// "Căn cứ …", "Xét đề nghị …": what is cited there was promised elsewhere.
pub fn is_recital(view: &View<'_>) -> bool {
    let first = (view.start..view.end).find(|&at| view.is_word(at)).unwrap_or(view.start);
    let cue = view.tokens.cue_at(Rules::FLOW, first);
    let row = cue.and_then(|cue| view.rules.flow.row(cue.row));
    row.is_some_and(|row| row.fields.effect == Effect::Recital)
}

/// Whether a line leads over to those below it: with a colon, or "… như sau.".
fn leads_over(view: &View<'_>, start: usize) -> bool {
    let Some(last) = view.end.checked_sub(1).filter(|&last| last > start) else { return false };
    view.is(last, TokenKind::Colon) || view.is(last, TokenKind::Period) && view.points_below(last)
}

/// A line that leads over to what follows and gives a deadline or a baseline, but no figure: it governs what follows.
pub fn introduction(view: &View<'_>, start: usize, section: Option<SectionId>) -> Option<Governor> {
    if !leads_over(view, start) {
        return None;
    }
    let range = start..view.end - 1;
    if range.len() > LONGEST_INTRODUCTION || range.clone().any(|at| view.is(at, TokenKind::Semicolon)) {
        return None;
    }
    let found = moments(view, range.clone());
    let baseline = baselines(view, range.clone(), &found).into_iter().next();
    let moment = found.iter().find(|moment| {
        let whole = moment.tokens.start == range.start && moment.tokens.end == range.end;
        let in_baseline = baseline.as_ref().is_some_and(|known| known.tokens.contains(&moment.tokens.start));
        (moment.is_firm() || whole) && !in_baseline
    });
    let figures = amounts(view, range.clone()).into_iter().any(|amount| {
        amount.unit.is_some() && !found.iter().any(|moment| moment.tokens.contains(&amount.number))
    });
    if figures || moment.is_none() && baseline.is_none() {
        return None;
    }
    Some(Governor {
        deadline: moment.map(|moment| moment.deadline(view, true)),
        baseline: baseline
            .filter(|known| known.tokens.start == range.start)
            .map(|known| view.text(known.words).to_owned()),
        section,
    })
}

/// How a block that opens with "Chỉ tiêu …" stands to those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It only introduces a list.
    List,
    /// It is itself a statement of targets: "- Mục tiêu: đến năm 2030 …".
    Statement,
}

/// Whether a block inside another section opens with words for targets before a colon, or ends with them and a colon.
pub fn opening(view: &View<'_>, start: usize) -> Option<Opening> {
    let Some((end, FrameKind::Goal)) = view.frame_at(start) else {
        return closes_with_goals(view, start).then_some(Opening::List);
    };
    let colon = (end..view.end.min(end + LONGEST_INTRODUCTION)).find(|&at| view.is(at, TokenKind::Colon))?;
    let plain =
        (end..colon).all(|at| view.is_word(at) || view.is_number(at) || view.is(at, TokenKind::Comma));
    plain.then_some(if colon + 1 == view.end { Opening::List } else { Opening::Statement })
}

/// "Phấn đấu đến năm 2030 đạt các chỉ tiêu sau:", and not what was reached.
fn closes_with_goals(view: &View<'_>, start: usize) -> bool {
    leads_over(view, start) && ends_with_goals(view, start..view.end - 1)
}

/// Whether words for targets stand at the end, and no word of report before those of commitment.
fn ends_with_goals(view: &View<'_>, range: Range<usize>) -> bool {
    let near = range.end.saturating_sub(LONGEST_PHRASE).max(range.start);
    let goal = view.frames(near..range.end).any(|(_, kind)| kind == FrameKind::Goal);
    let said = view.frames(range).find(|(_, kind)| kind.reports() || *kind == FrameKind::Commit);
    goal && !said.is_some_and(|(_, kind)| kind.reports())
}

/// Words and marks: a line that is longer says more than when its items are due.
const LONGEST_INTRODUCTION: usize = 24;
