//! ZIP packages made of their parts.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // The type of an OpenDocument file is told by its first bytes (OpenDocument 1.3, part 2, 3.3).
        let method =
            if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::default() };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a part");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}
