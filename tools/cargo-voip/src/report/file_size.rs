//! The size of a file, plain and compressed as for the download.

use brotli::enc::BrotliEncoderParams;

use crate::generate::File;

pub(super) struct FileSize<'a> {
    pub(super) path: &'a str,
    pub(super) bytes: usize,
    pub(super) brotli: usize,
}

impl<'a> FileSize<'a> {
    pub(super) fn of(file: &'a File) -> Self {
        Self { path: &file.path, bytes: file.bytes.len(), brotli: brotli(&file.bytes) }
    }
}

fn brotli(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    match brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters) {
        Ok(_) => compressed.len(),
        // Compression in memory does not fail.
        Err(_) => bytes.len(),
    }
}
