//! Writes small PDF files: objects, a page tree, a table of where the objects stand.

use std::fmt::Write as _;

/// A file with one page.
#[derive(Debug, Clone)]
pub struct File {
    /// Bodies of objects by number from 1; the first four are catalog, pages, page and content.
    objects: Vec<Vec<u8>>,
    pub trailer: String,
}

pub const PAGE: usize = 3;

impl File {
    /// A page of A4 with this content and these entries of its resources.
    pub fn new(resources: &str, content: &[u8]) -> Self {
        let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 595 842] /Resources << "
            .to_owned()
            + resources
            + " >> >>";
        let mut file = File { objects: Vec::new(), trailer: String::new() };
        file.add("<< /Type /Catalog /Pages 2 0 R >>");
        file.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.add(&page);
        file.stream("", content);
        file
    }

    /// Adds an object; its number.
    pub fn add(&mut self, body: &str) -> usize {
        self.objects.push(body.as_bytes().to_vec());
        self.objects.len()
    }

    /// Adds a stream with these entries of its dictionary.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut body = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.objects.push(body);
        self.objects.len()
    }

    /// Replaces text in an object.
    pub fn edit(&mut self, number: usize, old: &str, new: &str) {
        let body = String::from_utf8(self.objects[number - 1].clone()).expect("text");
        assert!(body.contains(old), "{body} has no {old}");
        self.objects[number - 1] = body.replace(old, new).into_bytes();
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, body) in self.objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", out.len()).expect("memory");
            out.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        out.extend_from_slice(table.as_bytes());
        let size = self.objects.len() + 1;
        let end =
            format!("trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n", self.trailer);
        out.extend_from_slice(end.as_bytes());
        out
    }
}
