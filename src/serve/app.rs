//! What every request has at hand, and how it is answered: outside the threads that talk with clients, within a time.

use super::access::{Access, Who};
use super::api::Searcher;
use super::base::Bases;
use super::problem::Problem;
use super::reply::Reply;
use super::source::Views;
use crate::corpus::{Corpus, Reader};
use crate::diagnostic::Lang;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// How long one answer may take.
pub(super) const TIME: Duration = Duration::from_secs(20);

/// The server: one for all requests.
pub(super) struct App {
    pub corpus: Corpus,
    pub bases: Bases,
    pub search: Searcher,
    pub views: Views,
    pub access: Access,
    /// Corrections may be made.
    pub edits: bool,
}

/// A request as those see it who answer it.
pub(super) struct Ask<'a> {
    pub app: &'a Arc<App>,
    pub base: &'a Reader,
    pub lang: Lang,
    /// Who asks, as far as that is known.
    pub who: &'a Who,
    /// Parameters of the path, decoded.
    pub path: &'a HashMap<String, String>,
    /// The query of the address, encoded, without parameters that have no value.
    pub query: &'a str,
    pub body: &'a [u8],
    /// The path and query as they were asked for, to lead back to.
    pub address: &'a str,
    /// Whether the body is a form, which a page without scripts sends.
    pub is_form: bool,
}

impl Ask<'_> {
    /// A text of the program in the language of the request.
    pub fn t<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        self.lang.pick(vi, en)
    }

    /// A parameter of the path.
    pub fn named(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }
}

/// What answers a request.
pub(super) type Answer = dyn Fn(&Ask<'_>) -> Result<Reply, Problem> + Send + Sync;

/// What an answer needs, owned, so that it can be made on another thread.
pub(super) struct Call {
    pub app: Arc<App>,
    pub answer: Arc<Answer>,
    pub lang: Lang,
    pub who: Who,
    pub path: HashMap<String, String>,
    pub query: String,
    pub body: Vec<u8>,
    pub address: String,
    pub is_form: bool,
}

impl Call {
    /// Makes the answer on a thread that may wait; one that takes too long is broken off.
    pub async fn run(self) -> Result<Reply, Problem> {
        let app = self.app.clone();
        let Some(base) = app.bases.take().await else { return Err(Problem::busy()) };
        let interrupt = base.reader().connection().get_interrupt_handle();
        let work = tokio::task::spawn_blocking(move || {
            let ask = Ask {
                app: &self.app,
                base: base.reader(),
                lang: self.lang,
                who: &self.who,
                path: &self.path,
                query: &self.query,
                body: &self.body,
                address: &self.address,
                is_form: self.is_form,
            };
            (self.answer)(&ask)
        });
        match tokio::time::timeout(TIME, work).await {
            Ok(Ok(reply)) => reply,
            // A panic was told of on standard error by the thread itself.
            Ok(Err(_)) => Err(Problem::inside()),
            Err(_) => {
                interrupt.interrupt();
                Err(Problem::too_long())
            }
        }
    }
}
