//! The module's sections: what is read of them, and which of them a phone needs.

use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{ExternalKind, FunctionBody, Operator, Parser, Payload};

use crate::error::{Error, Result};
use crate::runtime::{OPEN, SAYS_ABI, SECTION};

/// What is known of a module.
#[derive(Default)]
pub(super) struct Parts {
    /// Every section that is no custom one, in its order: its number and where it is.
    kept: Vec<(u8, std::ops::Range<usize>)>,
    /// What it exports for the glue.
    exports: Vec<(String, ExportKind, u32)>,
    /// What is imported: the module, the name, and whether it is a function.
    pub(super) imports: Vec<(String, String, bool)>,
    /// The names of the functions that are exported.
    pub(super) functions: Vec<String>,
    /// Whether the memory is exported by its name.
    pub(super) memory: bool,
    /// What the module says its ABI is, where it says so plainly.
    pub(super) abi: Option<i32>,
    /// What the custom sections `voip` hold.
    pub(super) descriptors: Vec<u8>,
}

/// The number of the export section.
const EXPORTS: u8 = 7;

/// Reads the parts of a valid module.
pub(super) fn parts(bytes: &[u8], name: &str) -> Result<Parts> {
    read(bytes)
        .map_err(|error| Error::new(format!("`{name}` is no valid WebAssembly module: {}", error.message())))
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
            let at = |place: u64| usize::try_from(place).unwrap_or(bytes.len());
            parts.kept.push((id, at(range.start)..at(range.end)));
        }
    }
    parts.abi = parts.body_of(SAYS_ABI, &bodies).and_then(constant);
    Ok(parts)
}

impl Parts {
    fn export(&mut self, export: &wasmparser::Export<'_>) {
        let kind = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
            ExternalKind::Table => ExportKind::Table,
            ExternalKind::Memory => ExportKind::Memory,
            // rustc exports `__data_end` and `__heap_base`; iOS knows no `Global`.
            ExternalKind::Global | ExternalKind::Tag => return,
        };
        if kind == ExportKind::Func {
            // It exports `memcpy`, too, which is nobody's but its own.
            if !is_for_the_glue(export.name) {
                return;
            }
            self.functions.push(export.name.into());
        }
        self.memory |= kind == ExportKind::Memory && export.name == "memory";
        self.exports.push((export.name.into(), kind, export.index));
    }

    /// The body of an exported function of the module's own.
    fn body_of<'a, 'b>(&self, name: &str, bodies: &'b [FunctionBody<'a>]) -> Option<&'b FunctionBody<'a>> {
        let of_it =
            |(exported, kind, _): &&(String, ExportKind, u32)| exported == name && *kind == ExportKind::Func;
        let (_, _, index) = self.exports.iter().find(of_it)?;
        let imported = self.imports.iter().filter(|(_, _, function)| *function).count();
        bodies.get(usize::try_from(*index).ok()?.checked_sub(imported)?)
    }
}

fn is_for_the_glue(function: &str) -> bool {
    function.starts_with("voip_") || function.starts_with(OPEN)
}

/// The number that a function gives, if that is all it does.
fn constant(body: &FunctionBody<'_>) -> Option<i32> {
    let mut operators = body.get_operators_reader().ok()?;
    match (operators.read().ok()?, operators.read().ok()?) {
        (Operator::I32Const { value }, Operator::End) => Some(value),
        _ => None,
    }
}

/// The module without its custom sections, and with no exports but those for the glue.
pub(super) fn for_the_phone(bytes: &[u8], parts: &Parts) -> Vec<u8> {
    let mut module = wasm_encoder::Module::new();
    for (id, range) in &parts.kept {
        if *id == EXPORTS {
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

/// Whether rustc made the module, as far as it says so.
pub(super) fn is_of_rustc(bytes: &[u8]) -> bool {
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
