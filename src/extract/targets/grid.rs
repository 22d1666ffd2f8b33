//! Tables of targets.

use super::accept::Mode;
use super::context::Governor;
use crate::document::{SectionId, Target};
use crate::extract::Context;
use std::ops::Range;

pub fn read(
    _context: Context<'_>,
    _blocks: Range<usize>,
    _section: Option<SectionId>,
    _mode: Mode,
    _governor: Option<&Governor>,
    _targets: &mut Vec<Target>,
) {
}
