//! The grammar of bodies that can be told to act: offices, posts, classes, and lists of them.
//!
//! "Giám đốc các sở, ban ngành, Ủy ban nhân dân các xã, thị trấn" is two bodies: a list is parted where a new head
//! with a name of its own begins, and an enumeration inside one class stays whole.

mod item;
mod join;
mod list;
mod passage;
#[cfg(test)]
mod tests;
mod word;

pub use list::{Body, List, Mode, Stop};
pub use passage::Passage;
