//! Into archives.

use super::load::{Bytes, Hashed, Held, head_of, reserved, whole};
use super::{INSIDE, Look, Wish};
use crate::corpus::{Fault, File, Reason};
use crate::ingest::archive::{self, Archive, Member};
use crate::ingest::name;
use crate::ingest::passed::{self, PassedOver};
use crate::ingest::task::{Nest, Outcome};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Look<'_> {
    /// Walks an archive.
    pub(super) fn open(
        &self,
        file: File,
        mut archive: Archive<'_>,
        wish: Wish<'_>,
        outer: Option<&Arc<Nest>>,
    ) -> Result<(), Fault> {
        let nest = match outer {
            Some(outer) if outer.depth >= archive::DEPTH => {
                self.fail(file, archive::too_deep(), Some(outer));
                return Ok(());
            }
            Some(outer) => outer.inner(),
            None => Nest::outermost(archive::allowance(file.size)),
        };
        let nest = Arc::new(nest);
        let mut is_whole = wish.only.is_none();
        for member in archive.members() {
            if self.run.stop.is_asked() {
                is_whole = false;
                break;
            }
            let path = format!("{}{}{}", file.path, name::INSIDE, member.name);
            if wish.only.is_some_and(|only| !is_wanted(only, &path)) {
                continue;
            }
            self.run.seen.fetch_add(1, Ordering::Relaxed);
            self.member(&mut archive, &member, path, wish, &nest)?;
        }
        self.settle(Outcome::Archive { file, nest, is_whole }, outer);
        Ok(())
    }

    /// Reads a file of an archive.
    fn member(
        &self,
        archive: &mut Archive<'_>,
        member: &Member,
        path: String,
        wish: Wish<'_>,
        nest: &Arc<Nest>,
    ) -> Result<(), Fault> {
        let read = self.read_with(true);
        let (size, modified) = (member.size, member.modified);
        let mut file = File { path, size, modified, read, ..File::default() };
        if let Some(reason) = passed_over(&member.name) {
            self.settle(Outcome::PassedOver { file, reason }, Some(nest));
            return Ok(());
        }
        match self.inflate(archive, member, &mut file, nest) {
            Ok(held) => {
                let known = self.known(&file.path);
                let known = match known {
                    Ok(known) => known,
                    Err(fault) => {
                        self.let_go(&held);
                        return Err(fault);
                    }
                };
                self.accept(file, held, known.as_ref(), wish, Some(nest))
            }
            Err(reason) => {
                self.fail(file, reason, Some(nest));
                Ok(())
            }
        }
    }

    fn inflate(
        &self,
        archive: &mut Archive<'_>,
        member: &Member,
        file: &mut File,
        nest: &Nest,
    ) -> Result<Held, Box<Reason>> {
        if !nest.allows(member.size) {
            return Err(archive::exhausted());
        }
        let mut source = archive.read(member)?;
        let cut_off = || archive::damaged(None);
        if member.size <= INSIDE {
            let reserved = reserved(member.size);
            self.run.board.reserve(reserved);
            let bytes = whole(&mut source, reserved).map_err(|cause| archive::broken(&cause));
            let bytes = bytes.and_then(|bytes| bytes.ok_or_else(cut_off));
            let bytes = bytes.inspect_err(|_| self.run.board.release(reserved))?;
            file.blake3 = Some(blake3::hash(&bytes).to_hex().to_string());
            return Ok(Held { head: head_of(&bytes), bytes: Bytes::Memory(bytes) });
        }
        let mut hashed = Hashed::new(&mut source);
        let spooled = self.run.spool.fill(&mut hashed).map_err(|cause| archive::broken(&cause))?;
        if hashed.length != member.size {
            return Err(cut_off());
        }
        file.blake3 = Some(hashed.key());
        Ok(Held { head: hashed.head, bytes: Bytes::Spooled(spooled) })
    }
}

/// Whether a file is asked for, or one inside it.
fn is_wanted(only: &BTreeSet<String>, path: &str) -> bool {
    let inside = format!("{path}{}", name::INSIDE);
    only.contains(path) || only.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
}

/// Why a file of an archive is passed over, by its own name or a folder's.
fn passed_over(name: &str) -> Option<&'static passed::Reason> {
    let (folders, own) = name.rsplit_once('/').unwrap_or(("", name));
    let by_name = |name: &str, is_folder| PassedOver::table().by_name(OsStr::new(name), is_folder);
    let is_name = |folder: &&str| !folder.is_empty() && *folder != "." && *folder != "..";
    folders
        .split('/')
        .filter(is_name)
        .find_map(|folder| by_name(folder, true))
        .or_else(|| by_name(own, false))
}
