//! What a file weighs, as it is and as it goes over the air.

use brotli::enc::BrotliEncoderParams;

use crate::site::File;

pub(super) struct Weight<'a> {
    pub(super) path: &'a str,
    pub(super) bytes: usize,
    pub(super) brotli: usize,
}

impl<'a> Weight<'a> {
    pub(super) fn of(file: &'a File) -> Self {
        Self { path: &file.path, bytes: file.bytes.len(), brotli: brotli(&file.bytes) }
    }
}

fn brotli(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    match brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters) {
        Ok(_) => compressed.len(),
        // Memory to memory: it cannot fail, and uncompressed is true as well.
        Err(_) => bytes.len(),
    }
}
