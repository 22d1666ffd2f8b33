//! A report as a table that people read.

use std::fmt::Write;

use super::report::Report;
use super::tally::{Attribute, Facet};
use crate::diagnostic::Lang;

impl Report {
    /// The report for people: facets, attributes, formats, documents and, if `verbose`, every mistake.
    pub fn text(&self, lang: Lang, verbose: bool) -> String {
        let mut out = String::new();
        self.write(&mut out, lang, verbose).expect("a string takes all that is written");
        out
    }

    fn write(&self, out: &mut String, lang: Lang, verbose: bool) -> std::fmt::Result {
        let (documents, failed) = (self.documents.len(), self.failed().count());
        match (lang, failed) {
            (Lang::Vi, 0) => writeln!(out, "{documents} tài liệu")?,
            (Lang::En, 0) => writeln!(out, "{documents} documents")?,
            (Lang::Vi, _) => writeln!(out, "{documents} tài liệu, {failed} KHÔNG ĐỌC ĐƯỢC")?,
            (Lang::En, _) => writeln!(out, "{documents} documents, {failed} FAILED")?,
        }
        for (document, failure) in self.failed() {
            writeln!(out, "  {}: {}", document.stem, failure.message(lang))?;
        }
        self.write_facets(out, lang)?;
        self.write_attributes(out, lang)?;
        self.write_formats(out, lang)?;
        writeln!(out, "\n{}", lang.pick("Từng tài liệu (chặt)", "Documents (strict)"))?;
        for document in &self.documents {
            let failed = if document.failure.is_some() { "  !" } else { "" };
            let (overall, format) = (document.score.overall(&Facet::STRICT), document.format());
            writeln!(out, "  {overall:.3} {format:5} {}{failed}", document.stem)?;
        }
        if verbose {
            writeln!(out, "\n{}", lang.pick("Từng lỗi", "Mistakes"))?;
            for document in &self.documents {
                let name: String = document.stem.chars().take(24).collect();
                for mistake in &document.score.mistakes {
                    writeln!(out, "{name:24} {}", mistake.line(lang))?;
                }
            }
        }
        Ok(())
    }

    fn write_facets(&self, out: &mut String, lang: Lang) -> std::fmt::Result {
        let (micro, mean) =
            lang.pick(("gộp", "trung bình theo tài liệu"), ("micro", "macro, mean over documents"));
        writeln!(out, "{:22} {micro:20}                 {mean}", "")?;
        let (facet, docs) = lang.pick(("hạng mục", "số"), ("facet", "docs"));
        writeln!(
            out,
            "{facet:22} {:>6} {:>6} {:>6}   tp  fp  fn  {:>6} {:>6} {:>6} {docs:>4}",
            "P", "R", "F1", "P", "R", "F1"
        )?;
        for facet in Facet::ALL {
            let (t, m) = (self.total().facet(facet), self.mean(facet));
            writeln!(
                out,
                "{:22} {:6.3} {:6.3} {:6.3} {:4} {:3} {:3}  {:6.3} {:6.3} {:6.3} {:4}",
                facet.label(lang),
                t.precision(),
                t.recall(),
                t.f1(),
                t.tp,
                t.fp,
                t.fn_,
                m.precision,
                m.recall,
                m.f1,
                m.documents
            )?;
        }
        for (name, facets) in [
            (lang.pick("chung, chặt", "overall"), Facet::STRICT),
            (lang.pick("chung, mềm", "overall soft"), Facet::SOFT),
        ] {
            let (micro, mean) = (self.total().overall(&facets), self.mean_overall(&facets));
            writeln!(out, "{name:22} {micro:20.3} {mean:34.3} {:4}", self.documents.len())?;
        }
        let names: Vec<_> = Facet::STRICT.iter().map(|facet| facet.label(lang)).collect();
        let what = lang.pick("  (trung bình F1 của: ", "  (mean F1 of: ");
        writeln!(out, "{what}{})", names.join("; "))
    }

    fn write_attributes(&self, out: &mut String, lang: Lang) -> std::fmt::Result {
        writeln!(out, "\n{}", lang.pick("Thuộc tính của mục tìm đúng", "Attributes of what was found"))?;
        for attribute in Attribute::ALL {
            let share = self.total().attribute(attribute);
            if let Some(figure) = share.figure() {
                writeln!(out, "  {:20} {figure:6.3}  {}/{}", attribute.label(lang), share.right, share.of)?;
            }
        }
        Ok(())
    }

    fn write_formats(&self, out: &mut String, lang: Lang) -> std::fmt::Result {
        writeln!(out, "\n{}", lang.pick("Theo định dạng (F1 gộp)", "By format (micro F1)"))?;
        let (docs, overall) = lang.pick(("số", "chung"), ("docs", "overall"));
        write!(out, "  {:5} {docs:>4} {overall:>8}", "")?;
        for facet in Facet::STRICT {
            write!(out, " {:>18}", facet.label(lang))?;
        }
        writeln!(out)?;
        for (format, (count, score)) in self.formats() {
            write!(out, "  {format:5} {count:4} {:8.3}", score.overall(&Facet::STRICT))?;
            for facet in Facet::STRICT {
                write!(out, " {:18.3}", score.facet(facet).f1())?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
