//! Bodies named once over a list: in a heading, or in a line that ends with a colon.

use super::clause::{Prefix, prefix, supporters};
use super::record::{Doer, NAMED};
use super::unit::Place;
use crate::document::{Duty, TokenKind};
use crate::extract::bodies::{Body, Mode, Passage, Stop};
use crate::rules::{AskedRole, DutySense};
use std::ops::Range;

/// Names in headings are no longer than this.
const NAME_REACH: usize = 16;

/// The bodies whose duties the units below tell.
#[derive(Debug, Clone)]
pub struct Governor {
    pub doers: Vec<Doer>,
    /// Only the doers of the sentence above: whatever the units below say themselves counts more.
    pub weak: bool,
    /// Bodies with names of their own or described classes; a bare "các cơ quan" does not reach below other headings.
    pub firm: bool,
}

/// The bodies that the heading of a section names, if it names nothing else. `place`: what the section lets sentences
/// mean.
pub fn of_heading(passage: &mut Passage<'_>, heading: Range<usize>, place: Place) -> Option<Governor> {
    if matches!(place, Place::Closed | Place::Narrow) {
        return None;
    }
    passage.load(heading);
    if !passage.has_body {
        return None;
    }
    let end = passage.range.end;
    let mut at = passage.range.start;
    let mut asked = None;
    let mut subject = false;
    if let Some((sense, len, row)) = passage.duty(at) {
        match sense {
            DutySense::Ask => {
                asked = Some(row);
                at += len;
            }
            DutySense::Subject => {
                at += len;
                subject = true;
            }
            _ => return None,
        }
    }
    let mut list = passage.list(at, end, Mode::Sentence)?;
    let remark = list.end > at && passage.is(list.end - 1, TokenKind::Dash);
    let runs_on = matches!(list.stop, Stop::Small | Stop::Unknown) && end - at <= NAME_REACH;
    let runs_on = runs_on && !(subject && list.stop == Stop::Small);
    if runs_on && list.bodies.last().is_some_and(|body| body.proper) {
        // The name of a department in small letters: "Vụ Các vấn đề chung về …".
        list = passage.list(at, end, Mode::Whole)?;
    }
    if subject && list.stop == Stop::Duty && passage.duty(list.end).is_none() {
        // "Nhiệm vụ của Phòng đăng ký kinh doanh": nothing but a name stands behind these words, verbs and all.
        let name = (at + 1..end).find(|&at| passage.ends_list(at)).unwrap_or(end);
        list = passage.list(at, name, Mode::Whole)?;
    }
    // "Trách nhiệm của Sở Y tế trong phòng, chống dịch": what it is about.
    let about = subject && (list.stop == Stop::Small || list.end < end && passage.ends_list(list.end));
    if list.bodies.iter().all(|body| body.people) && place != Place::Implementation {
        return None;
    }
    let whole = match list.stop {
        Stop::End | Stop::Colon => about || list.end + 1 >= end,
        // A request in a heading: what follows the bodies describes them.
        Stop::Duty if remark || asked.is_some() => true,
        Stop::Duty => passage.duty(list.end).is_some(),
        _ if about => true,
        _ => false,
    };
    if !whole {
        return None;
    }
    // "Sở Y tế - cơ quan thường trực": the remark is no duty.
    let described = remark || about || asked.is_some() && passage.duty(list.end).is_none();
    let mut duty = prefix(passage, if described { end } else { list.end }, end);
    // "Các xã phối hợp với Sở Y tế" over a list of duties
    if let Some((DutySense::Support, len, _)) = passage.duty(duty.task)
        && let Some((bodies, behind)) = supporters(passage, duty.task + len, end)
        && behind >= end
    {
        duty.supporters.push((bodies, behind));
        duty.task = behind;
    }
    // "Phòng Nội vụ có nhiệm vụ sau"
    if duty.task + 2 < end && list.stop == Stop::Duty {
        return None;
    }
    let told = doers(passage, &list.bodies, asked, &duty);
    let firm = list.bodies.iter().any(|body| !body.plain);
    Some(Governor { firm, ..Governor::with_supporters(passage, told, &duty) })
}

impl Governor {
    /// The doers, and the supporters named before the task.
    pub fn with_supporters(passage: &Passage<'_>, mut doers: Vec<Doer>, duty: &Prefix) -> Governor {
        for (bodies, _) in &duty.supporters {
            let duty = Prefix { role: Some(Duty::Support), ..duty.clone() };
            doers.extend(self::doers(passage, bodies, None, &duty));
        }
        Governor { doers, weak: false, firm: true }
    }
}

/// The bodies of a clause with the role that its words give them.
pub fn doers(passage: &Passage<'_>, bodies: &[Body], asked: Option<u16>, duty: &Prefix) -> Vec<Doer> {
    let rules = &passage.context.rules.duties;
    let requested = asked
        .and_then(|row| rules.row(row)?.fields.role)
        .map(|role| match role {
            AskedRole::Requested => Duty::Requested,
            AskedRole::Responsible => Duty::Responsible,
        })
        .unwrap_or(Duty::Responsible);
    let rule = duty.row.or(asked).and_then(|row| rules.row(row)).map_or(NAMED, |row| row.id.0);
    bodies
        .iter()
        .map(|body| Doer { body: body.text(passage), role: duty.role.unwrap_or(requested), rule })
        .collect()
}
