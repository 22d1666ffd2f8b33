//! The corpus in a browser, held to what its documentation says: by requests over the wire and, where a browser is
//! installed, by hand.

mod answers;
mod browser;
mod corrections;
mod safety;
mod support;
