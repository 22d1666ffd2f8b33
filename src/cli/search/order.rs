//! Options of `extract search` wherever they stand: a word of the query may begin with a hyphen ("-thu hồi"), so that the name
//! tells what an option is.

use clap::{Arg, Command};
use std::ffi::OsString;

/// The arguments of a command line, the words of the query behind all options. `search` is the subcommand.
pub fn options_first(args: Vec<OsString>, search: &Command) -> Vec<OsString> {
    if args.get(1).is_none_or(|name| name != search.get_name()) {
        return args;
    }
    let mut args = args.into_iter();
    let mut options: Vec<OsString> = args.by_ref().take(2).collect();
    let mut words = Vec::new();
    while let Some(arg) = args.next() {
        if arg == "--" {
            words.extend(args.by_ref());
        } else if let Some(needs_value) = option(&arg, search) {
            options.push(arg);
            options.extend(args.by_ref().take(usize::from(needs_value)));
        } else {
            words.push(arg);
        }
    }
    if !words.is_empty() {
        options.push("--".into());
    }
    options.extend(words);
    options
}

/// Whether an argument is an option, and if it is one, whether its value stands in the next argument.
fn option(arg: &OsString, search: &Command) -> Option<bool> {
    let arg = arg.to_str()?;
    let named = |is_it: &dyn Fn(&Arg) -> bool| search.get_arguments().find(|known| is_it(known));
    let takes_value = |known: Option<&Arg>| known.is_some_and(|known| known.get_action().takes_values());
    if let Some(long) = arg.strip_prefix("--") {
        // One that is not known is complained about as an option.
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        return Some(value.is_none() && takes_value(named(&|known| known.get_long() == Some(name))));
    }
    let mut letters = arg.strip_prefix('-')?.chars();
    let letter = letters.next()?;
    let known = named(&|known| known.get_short() == Some(letter));
    let rest = letters.as_str().trim_start_matches('=');
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    match known {
        Some(_) if letters.as_str().is_empty() => Some(takes_value(known)),
        // "-n20"; but "-nghèo" is a word.
        Some(_) if takes_value(known) && is_number => Some(false),
        None if arg == "-h" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use clap::ArgAction;

    #[test]
    fn options_may_stand_behind_the_query_and_words_may_begin_with_a_hyphen() {
        for (typed, ordered) in [
            ("giảm nghèo --corpus kho", "--corpus kho -- giảm nghèo"),
            ("giảm -nghèo --corpus=kho -n 5", "--corpus=kho -n 5 -- giảm -nghèo"),
            ("--corpus kho -thu hồi --json", "--corpus kho --json -- -thu hồi"),
            ("-n20 -5 -q x -h", "-n20 -q -h -- -5 x"),
            ("x --limit 3 -- --json -n 5", "--limit 3 -- x --json -n 5"),
            ("x --unknown y", "--unknown -- x y"),
            ("--corpus kho", "--corpus kho"),
            ("- --kind", "--kind -- -"),
        ] {
            let split = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
            let line = |text: &str| [split("extract search"), split(text)].concat();
            let quiet = Arg::new("quiet").short('q').action(ArgAction::SetTrue);
            let search = super::super::command(Lang::Vi).arg(quiet);
            assert_eq!(options_first(line(typed), &search), line(ordered), "{typed}");
        }
        let other = ["extract", "a.txt", "--json"].map(OsString::from).to_vec();
        assert_eq!(options_first(other.clone(), &super::super::command(Lang::Vi)), other);
    }
}
