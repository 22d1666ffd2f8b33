//! Bytes of a PDF, or of the content of a page: refused with a reason, or a text whose every letter has its place.
#![no_main]

#[path = "../../tests/invariants/mod.rs"]
mod invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let file = if choice % 2 == 0 { [b"%PDF-1.7\n", bytes].concat() } else { page(bytes) };
    invariants::decoded("a.pdf", &file);
});

/// A file of one page with this content. Its table is wrong, which makes the reader look for the objects.
fn page(content: &[u8]) -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let head = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
         2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
         3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F {font} >> /XObject << /X 4 0 R >> >> >> endobj\n\
         4 0 obj << /Subtype /Form /BBox [0 0 9 9] /Length {} >> stream\n",
        content.len()
    );
    [head.as_bytes(), content, b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n"].concat()
}
