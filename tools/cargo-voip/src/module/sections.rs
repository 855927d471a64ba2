//! The sections of a module: reads them, and strips what phones do not need.

use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{ExternalKind, FunctionBody, Operator, Parser, Payload};

use crate::error::{Error, Result};
use crate::runtime::{ABI_FUNCTION, OPEN, SECTION};

/// The parts of a module that are needed here.
#[derive(Default)]
pub(super) struct Parts {
    /// All sections except custom ones, in order: the id, and the range of bytes.
    sections: Vec<(u8, std::ops::Range<usize>)>,
    /// The exports that the glue needs.
    exports: Vec<(String, ExportKind, u32)>,
    /// The module and name of each import, and whether it is a function.
    pub(super) imports: Vec<(String, String, bool)>,
    /// The names of the exported functions that the glue needs.
    pub(super) functions: Vec<String>,
    /// Whether the module exports `memory`.
    pub(super) memory: bool,
    /// The ABI version, if the function that returns it is a constant.
    pub(super) abi: Option<i32>,
    /// The content of the custom sections `voip`.
    pub(super) descriptors: Vec<u8>,
}

const EXPORT_SECTION: u8 = 7;

/// Reads the parts of a valid module.
pub(super) fn parts(bytes: &[u8], name: &str) -> Result<Parts> {
    read(bytes).map_err(|error| {
        Error::new(format!("`{name}` is not a valid WebAssembly module: {}", error.message()))
    })
}

fn read(bytes: &[u8]) -> wasmparser::Result<Parts> {
    let mut parts = Parts::default();
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        match &payload {
            Payload::CustomSection(section) if section.name() == SECTION => {
                parts.descriptors.extend_from_slice(section.data());
            }
            Payload::ImportSection(section) => {
                for import in section.clone().into_imports() {
                    let import = import?;
                    let function = matches!(import.ty, wasmparser::TypeRef::Func(_));
                    parts.imports.push((import.module.into(), import.name.into(), function));
                }
            }
            Payload::ExportSection(section) => {
                for export in section.clone() {
                    parts.export(&export?);
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.clone()),
            _ => {}
        }
        if let Some((id, range)) = payload.as_section()
            && !matches!(payload, Payload::CustomSection(_))
        {
            let index = |offset: u64| usize::try_from(offset).unwrap_or(bytes.len());
            parts.sections.push((id, index(range.start)..index(range.end)));
        }
    }
    parts.abi = parts.body_of(ABI_FUNCTION, &bodies).and_then(constant);
    Ok(parts)
}

impl Parts {
    fn export(&mut self, export: &wasmparser::Export<'_>) {
        let kind = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
            ExternalKind::Table => ExportKind::Table,
            ExternalKind::Memory => ExportKind::Memory,
            // rustc exports `__data_end` and `__heap_base`, but iOS has no `WebAssembly.Global`.
            ExternalKind::Global | ExternalKind::Tag => return,
        };
        if kind == ExportKind::Func {
            // rustc also exports `memcpy`, which only the module uses.
            if !is_for_the_glue(export.name) {
                return;
            }
            self.functions.push(export.name.into());
        }
        self.memory |= kind == ExportKind::Memory && export.name == "memory";
        self.exports.push((export.name.into(), kind, export.index));
    }

    /// See [`Module::rename_exports`](super::Module::rename_exports).
    pub(super) fn rename_exports(&mut self, rename: impl Fn(&str) -> Option<String>) {
        let names = self.exports.iter_mut().map(|(name, ..)| name).chain(&mut self.functions);
        for name in names {
            if let Some(new) = rename(name) {
                *name = new;
            }
        }
    }

    /// The body of an exported function, if the function is not imported.
    fn body_of<'a, 'b>(&self, name: &str, bodies: &'b [FunctionBody<'a>]) -> Option<&'b FunctionBody<'a>> {
        let is_function =
            |(export, kind, _): &&(String, ExportKind, u32)| export == name && *kind == ExportKind::Func;
        let (_, _, index) = self.exports.iter().find(is_function)?;
        let imported = self.imports.iter().filter(|(_, _, function)| *function).count();
        bodies.get(usize::try_from(*index).ok()?.checked_sub(imported)?)
    }
}

fn is_for_the_glue(function: &str) -> bool {
    function.starts_with("voip_") || function.starts_with(OPEN)
}

/// The value of a function that only returns a constant.
fn constant(body: &FunctionBody<'_>) -> Option<i32> {
    let mut operators = body.get_operators_reader().ok()?;
    match (operators.read().ok()?, operators.read().ok()?) {
        (Operator::I32Const { value }, Operator::End) => Some(value),
        _ => None,
    }
}

/// The module without custom sections, and with only the exports that the glue needs.
pub(super) fn strip(bytes: &[u8], parts: &Parts) -> Vec<u8> {
    let mut module = wasm_encoder::Module::new();
    for (id, range) in &parts.sections {
        if *id == EXPORT_SECTION {
            let mut exports = ExportSection::new();
            for (name, kind, index) in &parts.exports {
                exports.export(name, *kind, *index);
            }
            module.section(&exports);
        } else if let Some(data) = bytes.get(range.clone()) {
            module.section(&RawSection { id: *id, data });
        }
    }
    module.finish()
}

/// Whether the module looks like the output of rustc.
pub(super) fn is_from_rustc(bytes: &[u8]) -> bool {
    Parser::new(0).parse_all(bytes).map_while(std::result::Result::ok).any(|payload| match payload {
        Payload::CustomSection(section) => {
            section.name() == "target_features"
                || section.name() == "producers" && section.data().windows(5).any(|word| word == b"rustc")
        }
        Payload::ExportSection(section) => {
            section.into_iter().flatten().any(|export| matches!(export.name, "__heap_base" | "__data_end"))
        }
        _ => false,
    })
}
