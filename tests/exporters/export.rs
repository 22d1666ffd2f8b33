//! Other programs make files of the documents.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Who makes what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exporter {
    OfficePdf,
    BrowserPdf,
    Docx,
    Odt,
    Rtf,
    Doc,
    /// Chromium's PDF as gray pages of 200 dots an inch.
    Scan,
}

/// What a format knows of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pages,
    Container,
}

/// A document and what was made of it.
pub struct Exported {
    pub text: PathBuf,
    pub file: PathBuf,
}

/// Recognition takes seconds a page: these documents are enough to see that it works.
const SCANNED: &[&str] = &[
    "decision-with-attached-plan",
    "directive-ministry-urgent",
    "letter-department",
    "notice-conclusion",
    "plan-district-clean",
    "000_a6d705537ce0a1a6",
    "002_e9acd863ae9f94ac",
];

/// Documents whose text is what a converter, a portal or an engine left of a page: nobody prints that.
const NEVER_PRINTED: &[&str] = &[
    "directive-one-line-letterhead",
    "directive-province-broken-lines",
    "plan-ocr-noisy",
    "resolution-portal-columns",
];

impl Exporter {
    pub fn kind(self) -> Kind {
        match self {
            Exporter::OfficePdf | Exporter::BrowserPdf | Exporter::Scan => Kind::Pages,
            _ => Kind::Container,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Exporter::OfficePdf | Exporter::BrowserPdf => "pdf",
            Exporter::Docx => "docx",
            Exporter::Odt => "odt",
            Exporter::Rtf => "rtf",
            Exporter::Doc => "doc",
            Exporter::Scan => "tif",
        }
    }
}

/// Exports the documents of a folder that are Unicode text; those that did not change since the last time are there.
pub fn run(exporter: Exporter, corpus: &str, documents: &Path) -> Vec<Exported> {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("exports/{corpus}-{exporter:?}").to_lowercase());
    fs::create_dir_all(&folder).unwrap();
    let mut texts: Vec<PathBuf> =
        fs::read_dir(documents).unwrap().map(|entry| entry.unwrap().path()).collect();
    texts.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    texts.sort();
    let mut exported = Vec::new();
    let mut pages = Vec::new();
    for text in texts {
        let Ok(string) = fs::read_to_string(&text) else { continue };
        let stem = text.file_stem().unwrap().to_str().unwrap();
        if NEVER_PRINTED.contains(&stem) || (exporter == Exporter::Scan && !SCANNED.contains(&stem)) {
            continue;
        }
        let html = page(&string);
        let file = folder.join(stem).with_extension(exporter.ending());
        let page = folder.join(stem).with_extension("html");
        if !file.exists() || fs::read_to_string(&page).ok().as_deref() != Some(&html) {
            let _ = fs::remove_file(&file);
            fs::write(&page, html).unwrap();
            pages.push(page);
        }
        exported.push(Exported { text, file });
    }
    if !pages.is_empty() {
        make(exporter, &folder, &pages);
    }
    for Exported { file, .. } in &exported {
        assert!(file.exists(), "{exporter:?} did not make {}", file.display());
    }
    assert!(!exported.is_empty());
    exported
}

/// The document as a page of HTML: its lines as paragraphs, in letters so small that lines that were broken by hand are
/// not broken again.
fn page(text: &str) -> String {
    let mut widths: Vec<usize> =
        text.lines().map(|line| line.chars().count()).filter(|&width| width > 0).collect();
    widths.sort_unstable();
    let widest = widths[widths.len() * 98 / 100];
    let size = if widest <= 125 { (482.0 / (0.47 * widest as f64)).clamp(8.0, 13.0) } else { 13.0 };
    let body: String = text.replace('\u{c}', "").lines().map(paragraph).collect();
    format!(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><style>\
         @page {{ size: A4; margin: 2cm }} body {{ font: {size:.1}pt 'Liberation Serif' }} \
         p {{ margin: 0; white-space: pre-wrap }}</style></head><body>\n{body}</body></html>\n"
    )
}

/// A line as a paragraph, with the marks of Markdown that plain documents are written with made bold and italic.
fn paragraph(line: &str) -> String {
    let line = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let heading = line.trim_start_matches('#');
    let (line, is_heading) = match heading.strip_prefix(' ') {
        Some(rest) if heading.len() < line.len() => (rest.to_owned(), true),
        _ => (line, false),
    };
    // A mark alone is an ornament.
    if !line.matches('*').count().is_multiple_of(2) {
        return format!("<p>{line}</p>\n");
    }
    let mut html = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find('*') {
        html.push_str(&rest[..at]);
        let tag = if rest[at..].starts_with("**") { "b" } else { "i" };
        rest = &rest[at + if tag == "b" { 2 } else { 1 }..];
        if open.last() == Some(&tag) {
            open.pop();
            html.push_str(&format!("</{tag}>"));
        } else {
            open.push(tag);
            html.push_str(&format!("<{tag}>"));
        }
    }
    html.push_str(rest);
    open.iter().rev().for_each(|tag| html.push_str(&format!("</{tag}>")));
    let html = spaced(&html);
    match (html.is_empty(), is_heading) {
        (true, _) => "<p><br></p>\n".to_owned(),
        (_, true) => format!("<p><b>{html}</b></p>\n"),
        (_, false) => format!("<p>{html}</p>\n"),
    }
}

/// A line whose spaces all count: LibreOffice knows nothing of `pre-wrap`, makes one space of several, drops one that a line
/// begins with, and lines of spaces altogether, which part footnotes from the text above them.
fn spaced(line: &str) -> String {
    let mut spaced = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    let mut has_words = false;
    while let Some(letter) = letters.next() {
        has_words |= letter != ' ';
        let is_kept = letter == ' ' && (!has_words || letters.peek() == Some(&' '));
        spaced.push(if is_kept { '\u{a0}' } else { letter });
    }
    spaced
}

fn make(exporter: Exporter, folder: &Path, pages: &[PathBuf]) {
    match exporter {
        Exporter::OfficePdf => office(folder, pages, "pdf:writer_pdf_Export"),
        Exporter::Docx => office(folder, pages, "docx:MS Word 2007 XML"),
        Exporter::Odt => office(folder, pages, "odt:writer8"),
        Exporter::Rtf => office(folder, pages, "rtf:Rich Text Format"),
        Exporter::Doc => office(folder, pages, "doc:MS Word 97"),
        Exporter::BrowserPdf => pages.iter().for_each(|page| browser(page, &page.with_extension("pdf"))),
        Exporter::Scan => pages.iter().for_each(|page| {
            let pdf = page.with_extension("pdf");
            browser(page, &pdf);
            let sheets = page.with_extension("sheets");
            let _ = fs::remove_dir_all(&sheets);
            fs::create_dir_all(&sheets).unwrap();
            let options = ["-r", "200", "-gray", "-tiff", "-tiffcompression", "deflate"].map(OsStr::new);
            run_tool("pdftoppm", options.into_iter().chain([pdf.as_os_str(), sheets.join("p").as_os_str()]));
            let mut parts: Vec<PathBuf> =
                fs::read_dir(&sheets).unwrap().map(|entry| entry.unwrap().path()).collect();
            parts.sort();
            let file = page.with_extension("tif");
            run_tool("tiffcp", parts.iter().map(PathBuf::as_path).chain([file.as_path()]));
            fs::remove_dir_all(&sheets).unwrap();
        }),
    }
}

/// LibreOffice, which runs once at a time in a profile of its own.
fn office(folder: &Path, pages: &[PathBuf], form: &str) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock();
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libreoffice");
    let profile = format!("-env:UserInstallation=file://{}", profile.display());
    let filter = "--infilter=HTML (StarWriter)";
    let options = [profile.as_str(), "--headless", filter, "--convert-to", form, "--outdir"].map(OsStr::new);
    let files = pages.iter().map(|page| page.as_os_str());
    run_tool("soffice", options.into_iter().chain([folder.as_os_str()]).chain(files));
}

fn browser(page: &Path, pdf: &Path) {
    let print = format!("--print-to-pdf={}", pdf.display());
    let options =
        ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &print].map(OsStr::new);
    run_tool("chromium", options.into_iter().chain([page.as_os_str()]));
}

fn run_tool(program: &str, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; ./test --full installs it"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}
