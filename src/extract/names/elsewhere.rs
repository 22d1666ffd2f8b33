//! Names set in capitals, as the document writes them elsewhere.

use super::PLACE;
use crate::document::{Shape, Token};
use crate::extract::Context;
use rustc_hash::{FxHashMap, FxHasher};
use std::cell::OnceCell;
use std::hash::Hasher;

/// Where a document first writes words one behind the other, the first with a large letter and the others with one, too.
///
/// Listed when the first name in capitals is met, and once: a search through the text for each such name would take the
/// square of the length of a text that is full of them.
#[derive(Debug, Default)]
pub struct Capitalized(OnceCell<FxHashMap<u64, u32>>);

/// "TÂN LŨNG" where the document writes "Tân Lũng" too: a place or a person. The words so written, and their end.
pub(super) fn elsewhere(context: Context<'_>, at: usize, limit: usize) -> Option<(String, usize)> {
    let tokens = context.tokens.tokens.get(at..limit)?;
    let words = tokens.iter().take(PLACE).take_while(|token| token.is_word());
    let wanted: Vec<String> = words.map(|token| word(context, token).to_lowercase()).collect();
    (2..=wanted.len()).rev().find_map(|length| {
        let start = first(context, &wanted[..length])?;
        let printed: Vec<&str> =
            context.tokens.tokens[start..start + length].iter().map(|token| word(context, token)).collect();
        Some((printed.join(" "), at + length))
    })
}

/// The first place of words, which are given in small letters.
fn first(context: Context<'_>, wanted: &[String]) -> Option<usize> {
    let places = context.capitalized.0.get_or_init(|| places(context));
    let mut hasher = FxHasher::default();
    wanted.iter().for_each(|word| enter(&mut hasher, word.chars()));
    let start = *places.get(&hasher.finish())? as usize;
    let found = context.tokens.tokens.get(start..start + wanted.len())?;
    let same = found.iter().zip(wanted).all(|(token, wanted)| lower(word(context, token)).eq(wanted.chars()));
    same.then_some(start)
}

/// The first places of all runs of two words and more.
fn places(context: Context<'_>) -> FxHashMap<u64, u32> {
    let tokens = &context.tokens.tokens;
    let mut places = FxHashMap::default();
    for (start, _) in tokens.iter().enumerate().filter(|(_, token)| token.shape == Shape::Capital) {
        let run = tokens[start..].iter().take(PLACE);
        let run = run.take_while(|token| matches!(token.shape, Shape::Capital | Shape::Mixed));
        let mut hasher = FxHasher::default();
        for (behind, token) in run.enumerate() {
            enter(&mut hasher, lower(word(context, token)));
            if behind > 0 {
                places.entry(hasher.finish()).or_insert(start as u32);
            }
        }
    }
    places
}

/// Enters a word and its end.
fn enter(hasher: &mut FxHasher, word: impl Iterator<Item = char>) {
    word.for_each(|letter| hasher.write_u32(u32::from(letter)));
    hasher.write_u32(u32::MAX);
}

fn lower(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase)
}

fn word<'a>(context: Context<'a>, token: &Token) -> &'a str {
    context.layout.str(token.span())
}
