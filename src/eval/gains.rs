//! Gains and losses against a committed record, item by item.
//!
//! A figure that stays can hide a gain and a loss; both are listed. An item is a loss when something about it
//! went wrong that was right in the record, a gain the other way round. An item that was missed and is now found
//! with a wrong attribute is a gain; what is wrong about it is no loss, since it was not right before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};

use super::labels;
use super::mistake::{Kind, Mark, Mistake};
use super::record::{Document, Record};
use super::report::{Judged, Report};
use super::tally::Facet;
use crate::diagnostic::Lang;

/// A report beside an earlier record.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Date and version of the record.
    pub date: String,
    pub version: String,
    /// Whether gold and documents are the same; where not, figures are of different things.
    pub same_corpus: bool,
    /// Stems that cannot be compared: in one of the two alone, or changed since the record.
    pub apart: Vec<String>,
    /// Name, then the figure in the record and in the report, 0 to 1 (micro F1, or share of right attributes).
    pub figures: Vec<(String, f64, f64)>,
    pub gains: Vec<Change>,
    pub losses: Vec<Change>,
}

/// A mistake that was made good, or a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Stem of the document.
    pub document: String,
    /// A record has no words: of a mistake made good, `want` is the annotator's line and `got` is empty.
    pub mistake: Mistake,
}

/// The mistakes of one document by what identifies them; the line of a false alarm does not.
type Known = BTreeMap<(Facet, Kind, String, Option<usize>), Mark>;

impl Report {
    /// What was gained and lost since `record`, over the documents that have not changed.
    pub fn compare(&self, record: &Record) -> Comparison {
        let before: BTreeMap<&str, &Document> =
            record.documents.iter().map(|d| (d.stem.as_str(), d)).collect();
        let mut apart: BTreeSet<&str> = before.keys().copied().collect();
        let (mut gains, mut losses) = (Vec::new(), Vec::new());
        for document in &self.documents {
            match before.get(document.stem.as_str()).filter(|earlier| earlier.hash == document.hash) {
                None => drop(apart.insert(&document.stem)),
                Some(earlier) => {
                    apart.remove(document.stem.as_str());
                    let (then, now) = (recorded(earlier), found(document));
                    gains.extend(
                        appeared(&now, &then).map(|(facet, kind, mark)| change(document, facet, kind, mark)),
                    );
                    losses.extend(
                        appeared(&then, &now).map(|(facet, kind, mark)| change(document, facet, kind, mark)),
                    );
                }
            }
        }
        Comparison {
            date: record.date.clone(),
            version: record.version.clone(),
            same_corpus: record.corpus == self.corpus,
            apart: apart.into_iter().map(str::to_owned).collect(),
            figures: self.figures().into_iter().filter_map(|(name, now)| paired(record, name, now)).collect(),
            gains,
            losses,
        }
    }
}

fn paired(record: &Record, name: &str, now: f64) -> Option<(String, f64, f64)> {
    let before = match name {
        "overall" => record.overall.micro,
        "overall soft" => record.overall.micro_soft,
        "overall macro" => record.overall.mean,
        _ => match record.facets.get(name) {
            Some(figures) => figures.f1,
            None => record.attributes.get(name).map(|share| share.right as f64 / share.of.max(1) as f64)?,
        },
    };
    Some((name.to_owned(), before, now))
}

fn key(facet: Facet, kind: Kind, mark: &Mark) -> (Facet, Kind, String, Option<usize>) {
    (facet, kind, mark.name.clone(), mark.line.filter(|_| Mistake::is_in_gold(facet, kind)))
}

fn found(document: &Judged) -> Known {
    document.score.mistakes.iter().map(|m| (key(m.facet, m.kind, &m.mark), m.mark.clone())).collect()
}

/// A name that this version does not know is of a facet or attribute that is no longer scored.
fn recorded(document: &Document) -> Known {
    let mut known = Known::new();
    for (facet, kinds) in &document.mistakes {
        let Some(facet) = Facet::ALL.into_iter().find(|known| known.name() == facet) else { continue };
        for (kind, marks) in kinds {
            let Some(kind) = Kind::named(kind) else { continue };
            known.extend(marks.iter().map(|mark| (key(facet, kind, mark), mark.clone())));
        }
    }
    known
}

/// The mistakes of `to` about what was right in `from`.
fn appeared<'a>(from: &'a Known, to: &'a Known) -> impl Iterator<Item = (Facet, Kind, Mark)> + 'a {
    let same = |facet, kind, mark| from.contains_key(&key(facet, kind, mark));
    to.iter()
        .filter(move |((facet, kind, ..), mark)| {
            let lost = same(*facet, Kind::Missed, mark) || same(*facet, Kind::Different, mark);
            !(same(*facet, *kind, mark) || *kind != Kind::FalseAlarm && lost)
        })
        .map(|((facet, kind, ..), mark)| (*facet, *kind, mark.clone()))
}

fn change(document: &Judged, facet: Facet, kind: Kind, mark: Mark) -> Change {
    let same = |m: &&Mistake| (m.facet, m.kind, &m.mark) == (facet, kind, &mark);
    let mistake = document.score.mistakes.iter().find(same).cloned().unwrap_or_else(|| {
        let line = mark.line.filter(|_| Mistake::is_in_gold(facet, kind));
        let want = line.and_then(|line| document.gold.line(line)).unwrap_or_default().to_owned();
        Mistake { facet, kind, mark: mark.clone(), want, got: String::new() }
    });
    Change { document: document.stem.clone(), mistake }
}

impl Change {
    fn json(&self) -> Value {
        json!({ "document": self.document, "mistake": self.mistake.json() })
    }
}

impl Comparison {
    /// The comparison for people: figures that moved, then every gain and every loss.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write(&mut out, lang).expect("a string takes all that is written");
        out
    }

    fn write(&self, out: &mut String, lang: Lang) -> std::fmt::Result {
        let since = lang.pick("So với kết quả ngày", "Against the record of");
        writeln!(out, "{since} {} ({})", self.date, self.version)?;
        if !self.same_corpus {
            writeln!(
                out,
                "  {}",
                lang.pick("tài liệu hoặc chú giải đã thay đổi", "gold or documents have changed")
            )?;
        }
        if !self.apart.is_empty() {
            let head = lang.pick("không so sánh được", "not compared");
            writeln!(out, "  {head}: {}", self.apart.join(", "))?;
        }
        for (name, before, now) in &self.figures {
            // A record has four decimals.
            if (now - before).abs() > 5e-5 {
                let name = labels::figure(name, lang);
                writeln!(out, "  {name:22} {before:.3} -> {now:.3}  {:+.3}", now - before)?;
            }
        }
        let [gains, losses] = lang.pick(["Được thêm", "Mất đi"], ["Gains", "Losses"]);
        for (head, changes) in [(gains, &self.gains), (losses, &self.losses)] {
            writeln!(out, "{head}: {}", changes.len())?;
            for change in changes {
                let name: String = change.document.chars().take(24).collect();
                writeln!(out, "  {name:24} {}", change.mistake.line(lang))?;
            }
        }
        Ok(())
    }

    /// The comparison as JSON.
    pub fn json(&self) -> Value {
        let figures = self.figures.iter();
        json!({
            "record": { "date": self.date, "version": self.version },
            "same_corpus": self.same_corpus,
            "apart": self.apart,
            "figures": figures
                .map(|(name, before, now)| json!({ "name": name, "before": before, "now": now }))
                .collect::<Vec<_>>(),
            "gains": self.gains.iter().map(Change::json).collect::<Vec<_>>(),
            "losses": self.losses.iter().map(Change::json).collect::<Vec<_>>(),
        })
    }
}
