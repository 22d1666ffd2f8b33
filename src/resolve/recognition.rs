//! What the recognition of a scan was not sure of makes the findings made of it doubtful.

use crate::document::{Findings, Layout};
use crate::source::{Place, Source};
use crate::span::{Normalized, Span};

/// Confidence in percent below which a number makes its finding doubtful, and that for the mean of other words.
const NUMBER: u8 = 60;
const WORDS: u32 = 65;

/// Gives findings whose words are doubtful the confidence of these, where that is less than their own.
pub fn doubt(findings: &mut Findings, source: &Source, layout: &Layout) {
    if source.recognition.is_none() {
        return;
    }
    let places = |span: Span<Normalized>| source.places(layout.original(span));
    for target in &mut findings.targets {
        let seen = least_of_numbers(source, places(target.at)).or_else(|| mean(places(target.at)));
        lower(&mut target.confidence, seen);
    }
    for reference in &mut findings.references {
        // One mention that was read well is enough.
        let seen: Vec<u8> = reference
            .mentions
            .iter()
            .map(|mention| least_of_numbers(source, places(mention.at)).unwrap_or(100))
            .collect();
        lower(&mut reference.confidence, seen.into_iter().max().filter(|&least| least < 100));
    }
    for assignment in &mut findings.assignments {
        lower(&mut assignment.confidence, mean(places(assignment.at)));
    }
}

fn lower(confidence: &mut Option<f32>, seen: Option<u8>) {
    let Some(seen) = seen.map(|percent| f32::from(percent) / 100.0) else { return };
    *confidence = Some(confidence.map_or(seen, |own| own.min(seen)));
}

/// The least confidence in a word with digits, if that is doubtful.
fn least_of_numbers(source: &Source, places: &[Place]) -> Option<u8> {
    let text = source.text.as_str();
    places
        .iter()
        .filter(|place| {
            text.get(place.start as usize..place.end as usize)
                .is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
        })
        .filter_map(|place| place.confidence)
        .min()
        .filter(|&least| least < NUMBER)
}

/// The mean confidence in the words by their letters, if that is doubtful.
fn mean(places: &[Place]) -> Option<u8> {
    let (mut sum, mut letters) = (0, 0);
    for place in places {
        let len = place.end - place.start;
        sum += u32::from(place.confidence?) * len;
        letters += len;
    }
    let mean = sum.checked_div(letters)?;
    (mean < WORDS).then_some(mean as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: u32, end: u32, confidence: u8) -> Place {
        Place { start, end, confidence: Some(confidence), page: 1, bbox: Default::default() }
    }

    #[test]
    fn the_smaller_of_two_confidences_stands() {
        for (own, seen, left) in
            [(None, Some(40), Some(0.4)), (Some(0.3), Some(40), Some(0.3)), (Some(0.8), None, Some(0.8))]
        {
            let mut confidence = own;
            lower(&mut confidence, seen);
            assert_eq!(confidence, left);
        }
    }

    #[test]
    fn the_mean_weighs_words_by_their_length() {
        assert_eq!(mean(&[place(0, 2, 30), place(3, 11, 90)]), None);
        assert_eq!(mean(&[place(0, 8, 30), place(9, 11, 90)]), Some(42));
        assert_eq!(mean(&[]), None);
    }
}
