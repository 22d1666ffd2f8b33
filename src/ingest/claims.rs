//! Which contents are being read, so that the same bytes under two names are read once.
//!
//! A content is claimed by the name that is first in byte order of those met so far; one that comes first later claims it
//! anew. The claim ends when what came of it is committed: from then on the database tells.

use super::stop::Stop;
use crate::corpus::Fault;
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many files may wait for another of the same content to be read. A million copies of one scan must not gather.
const MOST_WAITING: usize = 4096;

/// Who reads a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Who asked.
    Mine,
    /// Another file, which is being read.
    Theirs,
    /// Another file, which was read.
    Known,
}

#[derive(Default)]
pub struct Claims {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The name that claims a content, by its key.
    names: HashMap<String, String>,
    waiting: usize,
}

impl Claims {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Claims the content `key` for the file `name`; `is_known` asks the database whether a file that comes first has been
    /// read.
    ///
    /// # Errors
    /// Those of `is_known`.
    pub fn claim(
        &self,
        key: &str,
        name: &str,
        stop: &Stop,
        is_known: impl FnOnce() -> Result<bool, Fault>,
    ) -> Result<Claim, Fault> {
        let mut state = self.lock();
        // Looked at now and then: who asks to stop does not know of this lock.
        while state.waiting >= MOST_WAITING && !stop.is_asked() {
            let waited = self.changed.wait_timeout(state, Duration::from_millis(100));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if let Some(first) = state.names.get_mut(key) {
            if first.as_str() < name {
                state.waiting += 1;
                return Ok(Claim::Theirs);
            }
            name.clone_into(first);
        } else if is_known()? {
            return Ok(Claim::Known);
        } else {
            state.names.insert(key.to_owned(), name.to_owned());
        }
        Ok(Claim::Mine)
    }

    /// Who claims a content.
    pub fn first(&self, key: &str) -> Option<String> {
        self.lock().names.get(key).cloned()
    }

    /// So many that waited do no longer.
    pub fn let_go(&self, count: usize) {
        self.lock().waiting -= count;
        self.changed.notify_all();
    }

    /// What came of these contents is committed.
    pub fn end(&self, keys: impl IntoIterator<Item = String>) {
        let mut state = self.lock();
        for key in keys {
            state.names.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_read_under_the_name_that_comes_first() {
        let (claims, stop) = (Claims::default(), Stop::default());
        let claim = |name, known| claims.claim("k", name, &stop, || Ok(known)).unwrap();
        assert_eq!(claim("b", false), Claim::Mine);
        assert_eq!(claim("c", false), Claim::Theirs);
        assert_eq!(claim("a", false), Claim::Mine);
        assert_eq!(claims.first("k").as_deref(), Some("a"));
        claims.let_go(1);
        claims.end(["k".to_owned()]);
        assert_eq!(claim("c", true), Claim::Known);
        assert_eq!(claim("c", false), Claim::Mine);
    }
}
