//! The header of a message in the exchange of documents between offices: edXML, QCVN 102:2016/BTTTT with Amendment 1:2022.
//!
//! What the document says of itself is in; what only the sender knows (codes of offices, addressees, the number of
//! copies, the trace of the message) is left out for the sending system to add.

use super::wire::{Record, Section, SectionRole, Signature};
use super::xml::{self, Elements};
use std::io::{self, Write};

const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// Writes the header of a record.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    let mut xml = Elements::new(out)?;
    xml.group("edXML", &[("xmlns", NAMESPACE)], |xml| {
        xml.group("edXML:edXMLEnvelope", &[("xmlns:edXML", NAMESPACE)], |xml| {
            xml.group("edXML:edXMLHeader", &[], |xml| {
                xml.group("edXML:MessageHeader", &[], |xml| message(xml, record))
            })
        })
    })?;
    xml.finish()
}

fn message(xml: &mut Elements<'_>, record: &Record) -> io::Result<()> {
    let header = &record.header;
    if let Some(issuer) = &header.issuer {
        xml.group("edXML:From", &[], |xml| xml.text("edXML:OrganName", &xml::cut(&issuer.name, 200)))?;
    }
    if let Some(number) = &header.number {
        xml.group("edXML:Code", &[], |xml| {
            xml.text_if_any("edXML:CodeNumber", number.serial.as_deref())?;
            xml.text_if_any("edXML:CodeNotation", number.symbol.as_deref())
        })?;
    }
    let day = header.date.as_ref().and_then(|date| date.iso.as_deref()).map(|iso| iso.replace('-', "/"));
    if header.place.is_some() || day.is_some() {
        xml.group("edXML:PromulgationInfo", &[], |xml| {
            xml.text_if_any("edXML:Place", header.place.as_ref().map(|place| place.text.as_str()))?;
            xml.text_if_any("edXML:PromulgationDate", day.as_deref())
        })?;
    }
    if let Some(kind) = &header.doc_type {
        xml.group("edXML:DocumentType", &[], |xml| xml.text("edXML:TypeName", &kind.name))?;
    }
    let subject = header.title.as_ref().map(|title| xml::cut(&title.text, 500));
    xml.text_if_any("edXML:Subject", subject.as_deref())?;
    if let Some(signature) = &record.signature {
        xml.group("edXML:SignerInfo", &[], |xml| {
            xml.text_if_any("edXML:Competence", competence(signature).as_deref())?;
            xml.text_if_any("edXML:Position", signature.position.as_deref())?;
            xml.text_if_any("edXML:FullName", signature.name.as_deref())
        })?;
    }
    if !record.recipients.is_empty() {
        xml.group("edXML:ToPlaces", &[], |xml| {
            record.recipients.iter().try_for_each(|recipient| xml.text("edXML:Place", &recipient.name))
        })?;
    }
    let pages = xml::pages(&record.source).map(|pages| pages.to_string());
    let appendixes = appendixes(&record.sections);
    if pages.is_some() || !appendixes.is_empty() {
        xml.group("edXML:OtherInfo", &[], |xml| {
            xml.text_if_any("edXML:PageAmount", pages.as_deref())?;
            if appendixes.is_empty() {
                return Ok(());
            }
            xml.group("edXML:Appendixes", &[], |xml| {
                appendixes.iter().try_for_each(|appendix| xml.text("edXML:Appendix", appendix))
            })
        })?;
    }
    Ok(())
}

/// On whose behalf and in whose place: "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH".
fn competence(signature: &Signature) -> Option<String> {
    let parts: Vec<&str> =
        [&signature.authority, &signature.capacity].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The appendixes by label and heading.
fn appendixes(sections: &[Section]) -> Vec<String> {
    let named = |section: &Section| {
        [&section.label, &section.heading]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" - ")
    };
    sections
        .iter()
        .filter(|section| section.roles.contains(&SectionRole::Appendix))
        .map(named)
        .filter(|name| !name.is_empty())
        .collect()
}
