//! What is counted: hits, false alarms and misses of each facet, shares of right attributes.

use super::mistake::Mistake;

/// A part of the record that is scored as a list of items.
///
/// A soft facet asks whether an item was found; its strict sister asks also for the attributes that decide
/// what the item means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Each field is an item.
    Header,
    /// Path of labels and heading.
    Sections,
    /// Quantitative targets: value, unit and indicator.
    Targets,
    /// As [`Facet::Targets`], with comparator and change.
    TargetsStrict,
    /// Qualitative targets.
    Qualitative,
    /// Cited documents: kind and number, or kind and name.
    References,
    /// As [`Facet::References`], with date and issuer.
    ReferencesStrict,
    /// Body and task.
    Assignments,
    /// As [`Facet::Assignments`], with the role.
    AssignmentsStrict,
    Recipients,
    /// Each field is an item.
    Signature,
}

impl Facet {
    /// In the order of reports.
    pub const ALL: [Self; 11] = [
        Self::Header,
        Self::Sections,
        Self::Targets,
        Self::TargetsStrict,
        Self::Qualitative,
        Self::References,
        Self::ReferencesStrict,
        Self::Assignments,
        Self::AssignmentsStrict,
        Self::Recipients,
        Self::Signature,
    ];

    /// The facets whose mean F1 is the overall figure.
    pub const STRICT: [Self; 7] = [
        Self::Header,
        Self::Sections,
        Self::TargetsStrict,
        Self::ReferencesStrict,
        Self::AssignmentsStrict,
        Self::Recipients,
        Self::Signature,
    ];

    /// The same with soft matching.
    pub const SOFT: [Self; 7] = [
        Self::Header,
        Self::Sections,
        Self::Targets,
        Self::References,
        Self::Assignments,
        Self::Recipients,
        Self::Signature,
    ];

    /// The stable name, as in reports and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Sections => "sections",
            Self::Targets => "targets",
            Self::TargetsStrict => "targets strict",
            Self::Qualitative => "qualitative",
            Self::References => "references",
            Self::ReferencesStrict => "references strict",
            Self::Assignments => "assignments",
            Self::AssignmentsStrict => "assignments strict",
            Self::Recipients => "recipients",
            Self::Signature => "signature",
        }
    }
}

/// A property of items that were found, scored as a share of right ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    SectionRoles,
    TargetComparator,
    TargetChange,
    TargetBaseline,
    TargetDeadline,
    TargetParent,
    ReferenceDate,
    ReferenceIssuer,
    ReferenceTitle,
    ReferenceRelation,
    AssignmentRole,
    RecipientNote,
}

impl Attribute {
    /// In the order of reports.
    pub const ALL: [Self; 12] = [
        Self::SectionRoles,
        Self::TargetComparator,
        Self::TargetChange,
        Self::TargetBaseline,
        Self::TargetDeadline,
        Self::TargetParent,
        Self::ReferenceDate,
        Self::ReferenceIssuer,
        Self::ReferenceTitle,
        Self::ReferenceRelation,
        Self::AssignmentRole,
        Self::RecipientNote,
    ];

    /// The stable name, as in reports and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::SectionRoles => "section roles",
            Self::TargetComparator => "target comparator",
            Self::TargetChange => "target change",
            Self::TargetBaseline => "target baseline",
            Self::TargetDeadline => "target deadline",
            Self::TargetParent => "target parent",
            Self::ReferenceDate => "reference date",
            Self::ReferenceIssuer => "reference issuer",
            Self::ReferenceTitle => "reference title",
            Self::ReferenceRelation => "reference relation",
            Self::AssignmentRole => "assignment role",
            Self::RecipientNote => "recipient note",
        }
    }
}

/// Counts of one facet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Items of the gold that were found.
    pub tp: usize,
    /// Items that are not in the gold.
    pub fp: usize,
    /// Items of the gold that were not found.
    pub fn_: usize,
}

impl Tally {
    /// Precision, 0 to 1; 1 where nothing was put out.
    pub fn precision(self) -> f64 {
        share(self.tp, self.tp + self.fp)
    }

    /// Recall, 0 to 1; 1 where there was nothing to find.
    pub fn recall(self) -> f64 {
        share(self.tp, self.tp + self.fn_)
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Whether there was nothing to find and nothing was put out.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// How many of the found items have an attribute right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub right: usize,
    pub of: usize,
}

impl Share {
    /// The share, 0 to 1; `None` where there was nothing to judge.
    pub fn figure(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }
}

/// The counts of one document, or of many pooled, with each single mistake.
#[derive(Debug, Clone, Default)]
pub struct Score {
    facets: [Tally; Facet::ALL.len()],
    attributes: [Share; Attribute::ALL.len()],
    /// In the order of the facets; empty in a pooled score.
    pub mistakes: Vec<Mistake>,
}

impl Score {
    /// The counts of a facet.
    pub fn facet(&self, facet: Facet) -> Tally {
        self.facets[facet as usize]
    }

    /// The counts of an attribute.
    pub fn attribute(&self, attribute: Attribute) -> Share {
        self.attributes[attribute as usize]
    }

    /// The mean F1 over `facets` ([`Facet::STRICT`] for the overall figure).
    pub fn overall(&self, facets: &[Facet]) -> f64 {
        facets.iter().map(|facet| self.facet(*facet).f1()).sum::<f64>() / facets.len() as f64
    }

    /// The counts of many documents added up; their mistakes stay where they are.
    pub fn pooled<'a>(scores: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut pool = Self::default();
        for score in scores {
            for facet in Facet::ALL {
                pool.add(facet, score.facet(facet));
            }
            for (sum, share) in pool.attributes.iter_mut().zip(score.attributes) {
                sum.right += share.right;
                sum.of += share.of;
            }
        }
        pool
    }

    pub(super) fn add(&mut self, facet: Facet, tally: Tally) {
        let sum = &mut self.facets[facet as usize];
        sum.tp += tally.tp;
        sum.fp += tally.fp;
        sum.fn_ += tally.fn_;
    }

    pub(super) fn judge(&mut self, attribute: Attribute, right: bool) {
        let share = &mut self.attributes[attribute as usize];
        share.right += usize::from(right);
        share.of += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_empty_and_mixed_counts() {
        for (tp, fp, fn_, p, r, f1) in [
            (0, 0, 0, 1.0, 1.0, 1.0),
            (0, 2, 0, 0.0, 1.0, 0.0),
            (0, 1, 1, 0.0, 0.0, 0.0),
            (3, 1, 3, 0.75, 0.5, 0.6),
        ] {
            let tally = Tally { tp, fp, fn_ };
            assert_eq!((tally.precision(), tally.recall()), (p, r));
            assert!((tally.f1() - f1).abs() < 1e-12, "{tally:?}");
        }
        assert_eq!(Share::default().figure(), None);
    }

    #[test]
    fn tables_are_in_the_order_of_their_indices() {
        assert!(Facet::ALL.iter().enumerate().all(|(index, facet)| *facet as usize == index));
        assert!(Attribute::ALL.iter().enumerate().all(|(index, attribute)| *attribute as usize == index));
    }

    #[test]
    fn pooling_adds_up() {
        let mut one = Score::default();
        one.add(Facet::Targets, Tally { tp: 1, fp: 2, fn_: 3 });
        one.judge(Attribute::TargetChange, true);
        let two = Score::pooled([&one, &one]);
        assert_eq!(two.facet(Facet::Targets), Tally { tp: 2, fp: 4, fn_: 6 });
        assert_eq!(two.attribute(Attribute::TargetChange), Share { right: 2, of: 2 });
    }
}
