//! Which item of the record stands for which item of the gold.

use super::gold::Annotated;
use super::tally::Tally;

/// A one-to-one assignment of gold items to record items, by their indices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    /// (gold index, record index), best agreement first.
    pub pairs: Vec<(usize, usize)>,
}

impl Pairing {
    /// Pairs greedily, best agreement first; of equal ones the earlier in the gold, then the earlier in the
    /// record. What agrees with 0 or less is never paired.
    pub fn greedy<G, P>(gold: &[G], seen: &[P], agreement: impl Fn(&G, &P) -> f64) -> Self {
        let mut candidates = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            for (j, p) in seen.iter().enumerate() {
                let score = agreement(g, p);
                if score > 0.0 {
                    candidates.push((score, i, j));
                }
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut taken_gold, mut taken_seen) = (vec![false; gold.len()], vec![false; seen.len()]);
        let mut pairs = Vec::new();
        for (_, i, j) in candidates {
            if !taken_gold[i] && !taken_seen[j] {
                taken_gold[i] = true;
                taken_seen[j] = true;
                pairs.push((i, j));
            }
        }
        Self { pairs }
    }

    /// Counts the pairs that are `right`; an optional gold item, and what is paired with it, counts neither way.
    pub fn tally<G>(
        &self,
        gold: &[Annotated<G>],
        seen: usize,
        right: impl Fn(usize, usize) -> bool,
    ) -> Tally {
        let required = |i: &usize| !gold[*i].optional;
        let hits: Vec<(usize, usize)> = self.pairs.iter().copied().filter(|(i, j)| right(*i, *j)).collect();
        let tp = hits.iter().filter(|(i, _)| required(i)).count();
        let excused = self.pairs.iter().filter(|(i, j)| !required(i) && !right(*i, *j)).count();
        let wanted = gold.iter().filter(|item| !item.optional).count();
        Tally { tp, fp: seen - hits.len() - excused, fn_: wanted - tp }
    }

    /// Gold items without a partner.
    pub fn lone_gold(&self, count: usize) -> impl Iterator<Item = usize> {
        (0..count).filter(|i| self.pairs.iter().all(|(gold, _)| gold != i))
    }

    /// Record items without a partner.
    pub fn lone_seen(&self, count: usize) -> impl Iterator<Item = usize> {
        (0..count).filter(|j| self.pairs.iter().all(|(_, seen)| seen != j))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(optional: &[bool]) -> Vec<Annotated<()>> {
        let one = |(line, optional): (usize, &bool)| Annotated {
            line,
            text: String::new(),
            optional: *optional,
            item: (),
        };
        optional.iter().enumerate().map(one).collect()
    }

    #[test]
    fn the_best_pair_goes_first_and_the_earlier_of_equals() {
        let by = |table: [[f64; 2]; 2]| Pairing::greedy(&[0, 1], &[0, 1], |g, p| table[*g][*p]).pairs;
        assert_eq!(by([[0.7, 0.9], [0.8, 1.0]]), [(1, 1), (0, 0)]);
        assert_eq!(by([[0.5, 0.5], [0.5, 0.5]]), [(0, 0), (1, 1)]);
        assert_eq!(by([[0.0, 0.9], [0.0, 1.0]]), [(1, 1)]);
    }

    #[test]
    fn optional_items_count_neither_way() {
        let gold = items(&[false, true, true, false]);
        let pairing = Pairing { pairs: vec![(0, 0), (1, 2)] };
        assert_eq!(pairing.tally(&gold, 4, |_, _| true), Tally { tp: 1, fp: 2, fn_: 1 });
        assert_eq!(pairing.tally(&gold, 4, |_, _| false), Tally { tp: 0, fp: 3, fn_: 2 });
        assert_eq!(pairing.lone_gold(4).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(pairing.lone_seen(4).collect::<Vec<_>>(), [1, 3]);
    }
}
