//! Search: what is in the corpus is found, by whatever a person types, and in good order.

mod following;
mod generated;
mod hostile;
mod queries;
mod support;
