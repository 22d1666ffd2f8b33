//! What is wrong with the arguments, said in the language that they ask for.

use crate::diagnostic::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The complaint of an error of the arguments; help and version texts pass through.
pub fn text(error: &clap::Error, lang: Lang) -> String {
    let rendered = error.to_string();
    if lang == Lang::En || !error.use_stderr() {
        return rendered;
    }
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let arg = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    let complaint = match error.kind() {
        ErrorKind::UnknownArgument => format!("không có tham số '{arg}'"),
        ErrorKind::InvalidSubcommand => format!("không có lệnh '{}'", named(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("tham số '{arg}' thiếu giá trị"),
        ErrorKind::InvalidValue => {
            format!("giá trị '{value}' không hợp với '{arg}' (nhận: {})", named(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("giá trị '{value}' không hợp với '{arg}'"),
        ErrorKind::MissingRequiredArgument => format!("thiếu {arg}"),
        ErrorKind::ArgumentConflict => {
            format!("không dùng '{arg}' cùng với '{}'", named(ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => "tham số không phải UTF-8".to_owned(),
        _ => return rendered,
    };
    let similar = named(ContextKind::SuggestedArg);
    let hint = if similar.is_empty() { String::new() } else { format!("; có phải '{similar}'?") };
    format!("extract: {complaint}{hint}\nXem 'extract --help'\n")
}

#[cfg(test)]
mod tests {
    use super::super::arguments;
    use super::*;
    use std::ffi::OsString;

    fn complaint(words: &[&str], lang: Lang) -> String {
        let args = std::iter::once("extract").chain(words.iter().copied()).map(OsString::from).collect();
        arguments::parse(args, lang).err().map(|error| text(&error, lang)).unwrap_or_default()
    }

    #[test]
    fn complaints_are_in_the_language_that_was_asked_for() {
        for (words, vi, en) in [
            (&["--formt", "csv", "a"][..], "không có tham số '--formt'", "unexpected argument '--formt'"),
            (&["--format", "doc", "a"], "giá trị 'doc' không hợp", "invalid value 'doc'"),
            (&[], "thiếu <TỆP>", "required arguments were not provided"),
            (&["--text", "--html", "a"], "không dùng", "cannot be used with"),
            (&["--jobs", "many", "a"], "giá trị 'many' không hợp", "invalid value 'many'"),
        ] {
            let (in_vi, in_en) = (complaint(words, Lang::Vi), complaint(words, Lang::En));
            assert!(in_vi.contains(vi), "{words:?}: {in_vi}");
            assert!(in_en.contains(en), "{words:?}: {in_en}");
        }
    }
}
