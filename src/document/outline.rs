//! The structure of a document: its zones and its tree of sections.

use crate::diagnostic::Diagnostic;
use crate::span::{Normalized, Span};
use serde::Deserialize;
use std::fmt;

/// What a block is for (thể thức văn bản, NĐ 30/2020/NĐ-CP, Annex I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Zone {
    /// Issuer, national title and motto, number, place and date, stamps of secrecy and urgency.
    Letterhead,
    /// The printed kind of document (tên loại).
    Kind,
    /// The abstract under the kind (trích yếu), or the "V/v" line of a letter.
    Title,
    /// Kính gửi.
    Addressee,
    /// Text before the first section: legal bases, recitals, the launching sentence.
    Preamble,
    #[default]
    Body,
    /// Nơi nhận and its lines.
    Recipients,
    Signature,
    /// The title block of an attached document or an appendix, with its "(Kèm theo …)" line.
    AttachmentTitle,
    /// A table of contents (mục lục).
    Contents,
    Footnote,
    /// Certificates of copies, portal remains and other matter that is not the document's.
    Outside,
}

/// The sense of a heading. A set of these is a [`Roles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Role {
    Purpose,
    Requirements,
    Objectives,
    Targets,
    Content,
    Tasks,
    Solutions,
    Situation,
    Scope,
    Timeline,
    Funding,
    Rewards,
    Implementation,
    Appendix,
}

impl Role {
    /// All roles in the order of the contract.
    pub const ALL: [Role; 14] = [
        Role::Purpose,
        Role::Requirements,
        Role::Objectives,
        Role::Targets,
        Role::Content,
        Role::Tasks,
        Role::Solutions,
        Role::Situation,
        Role::Scope,
        Role::Timeline,
        Role::Funding,
        Role::Rewards,
        Role::Implementation,
        Role::Appendix,
    ];

    /// The word in `roles`.
    pub fn code(self) -> &'static str {
        match self {
            Role::Purpose => "purpose",
            Role::Requirements => "requirements",
            Role::Objectives => "objectives",
            Role::Targets => "targets",
            Role::Content => "content",
            Role::Tasks => "tasks",
            Role::Solutions => "solutions",
            Role::Situation => "situation",
            Role::Scope => "scope",
            Role::Timeline => "timeline",
            Role::Funding => "funding",
            Role::Rewards => "rewards",
            Role::Implementation => "implementation",
            Role::Appendix => "appendix",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u16);

impl Roles {
    pub const fn of(roles: &[Role]) -> Roles {
        let mut set = Roles(0);
        let mut index = 0;
        while index < roles.len() {
            set.0 |= 1 << roles[index] as u16;
            index += 1;
        }
        set
    }

    pub fn insert(&mut self, role: Role) {
        self.0 |= 1 << role as u16;
    }

    pub fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a role is in both.
    pub fn meets(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.contains(role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<T: IntoIterator<Item = Role>>(roles: T) -> Self {
        let mut set = Roles::default();
        roles.into_iter().for_each(|role| set.insert(role));
        set
    }
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Index of a section in [`Outline::sections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

impl SectionId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A numbered or lettered division, an unnumbered heading, an appendix, or the text before the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub parent: Option<SectionId>,
    /// "I", "2.1", "a", "Điều 3"; `None` for the opening text and for unnumbered headings.
    pub label: Option<String>,
    pub heading: Option<Span<Normalized>>,
    pub roles: Roles,
    /// 1 for the top sections.
    pub level: u8,
    /// From the label to the end of the last child: blocks as a half-open range.
    pub blocks: (u32, u32),
    /// From the label to the end of the last child.
    pub span: Span<Normalized>,
    /// Own text: behind the heading up to the first child. It may hold matter of other zones only at the end of a part.
    pub text: Span<Normalized>,
}

/// Zones of all blocks and the tree of sections, parents before children, in document order.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// One for each block of the layout.
    pub zones: Vec<Zone>,
    pub sections: Vec<Section>,
    /// For each block the innermost section that it begins in.
    pub section_of: Vec<Option<SectionId>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Outline {
    pub fn zone(&self, block: usize) -> Zone {
        self.zones.get(block).copied().unwrap_or_default()
    }

    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.index())
    }

    /// The innermost section that holds a block's start.
    pub fn section_of(&self, block: usize) -> Option<SectionId> {
        self.section_of.get(block).copied().flatten()
    }

    /// A section and its ancestors, innermost first.
    pub fn ancestors(&self, id: Option<SectionId>) -> impl Iterator<Item = SectionId> {
        std::iter::successors(id, |&id| self.section(id).and_then(|section| section.parent))
    }

    /// Labels from the root; unnumbered headings are left out.
    pub fn path(&self, id: Option<SectionId>) -> Vec<String> {
        let mut labels: Vec<String> =
            self.ancestors(id).filter_map(|id| self.section(id)?.label.clone()).collect();
        labels.reverse();
        labels
    }
}
