//! Files of `tests/write` that outputs are compared with.
//!
//! To accept a changed output, run the tests with `UPDATE_EXPECT=1` and read the difference before committing it.

use std::path::{Path, PathBuf};

pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/write").join(name)
}

pub fn read(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

/// Compares with the file of that name.
#[track_caller]
pub fn expect(name: &str, actual: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some()
        && std::fs::read_to_string(file(name)).ok().as_deref() != Some(actual)
    {
        std::fs::write(file(name), actual).unwrap();
    }
    let expected = read(name);
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).position(|(e, a)| e != a);
        let line = line.unwrap_or(expected.lines().count().min(actual.lines().count()));
        let (e, a) = (expected.lines().nth(line), actual.lines().nth(line));
        panic!("{name}:{}: expected\n  {e:?}\nbut found\n  {a:?}", line + 1);
    }
}
