//! Fields: what of them is text (ECMA-376, part 1, 17.16; the same in ODF, RTF and DOC).

/// Fields inside each other deeper than this are text.
const MAX_FIELDS: usize = 64;

#[derive(Debug)]
struct Field {
    instruction: String,
    in_result: bool,
    dropped: bool,
}

/// The fields that are open.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    too_deep: usize,
}

/// Whether the result of a field is furniture of the page: its number, or how many there are.
pub(super) fn is_dropped(instruction: &str) -> bool {
    let keyword = instruction.split_whitespace().next().unwrap_or_default();
    ["PAGE", "NUMPAGES", "SECTIONPAGES"].iter().any(|name| keyword.eq_ignore_ascii_case(name))
}

impl Fields {
    pub fn begin(&mut self) {
        if self.open.len() >= MAX_FIELDS {
            self.too_deep += 1;
            return;
        }
        self.open.push(Field { instruction: String::new(), in_result: false, dropped: false });
    }

    pub fn instruction(&mut self, text: &str) {
        if let Some(field) =
            self.open.last_mut().filter(|field| !field.in_result && field.instruction.len() < 200)
        {
            field.instruction.push_str(text);
        }
    }

    pub fn separate(&mut self) {
        if self.too_deep > 0 {
            return;
        }
        if let Some(field) = self.open.last_mut() {
            field.in_result = true;
            field.dropped = is_dropped(&field.instruction);
        }
    }

    pub fn end(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else {
            self.open.pop();
        }
    }

    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether text at this place is not shown.
    pub fn hides(&self) -> bool {
        self.open.iter().any(|field| !field.in_result || field.dropped)
    }
}
