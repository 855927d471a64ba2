//! `cargo voip build` and `cargo voip check`, from the arguments to the files.

mod privacy;

use std::path::PathBuf;
use std::time::Instant;

use crate::args;
use crate::cargo::{self, Package, Workspace};
use crate::config::{Config, Record};
use crate::console::{Warnings, status};
use crate::error::{Error, Result, bail};
use crate::file::{self, absolute, display_path};
use crate::generate::{self, File};
use crate::module::{Module, find_wasm_opt};
use crate::page::{self, CustomTemplates, Page};
use crate::report::{self, Report};
use crate::text::{list, thousands};
use crate::{write, wxml};

/// A package that passed every check.
struct Checked<'a> {
    package: &'a Package,
    config: Config,
    module: Module,
    pages: Vec<Page>,
    custom: Vec<CustomTemplates>,
}

/// Where the files are written.
enum Destination {
    Out(PathBuf),
    Into(PathBuf, write::MiniProgram),
}

/// Writes a mini-program with the pages of a package, or adds them to an existing one.
pub(crate) fn build(args: &args::Build) -> Result<()> {
    let start = Instant::now();
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let destination = destination(args, &workspace, package)?;
    let mut checked = check_package(&args.source, &workspace, package, &warnings)?;
    checked.config.record = match args.record {
        None => checked.config.record,
        Some(args::Record::Redacted) => Record::Redacted,
        Some(args::Record::Full) => Record::Full,
    };
    if let Some(folder) = &args.into {
        privacy::check(folder, &warnings);
    }
    optimize(&mut checked.module, &warnings);
    let (folder, files) = write_files(&destination, &checked, &warnings)?;
    status("Finished", &format!("`{}` in {:.1} s", package.name, start.elapsed().as_secs_f32()));
    report::print(
        &Report {
            package: &package.name,
            folder: &folder,
            files: &files,
            pages: &checked.pages,
            wasm: checked.module.sizes,
            record: checked.config.record,
            is_own_app: matches!(destination, Destination::Out(_)),
            warnings: warnings.all(),
        },
        args.json,
    )
}

/// Does what `build` does, except writing files.
pub(crate) fn check(args: &args::Check) -> Result<()> {
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let checked = check_package(&args.source, &workspace, package, &warnings)?;
    let pages: Vec<&str> = checked.pages.iter().map(|page| page.route.as_str()).collect();
    status("Finished", &format!("checking `{}`: {}", checked.package.name, list(&pages)));
    Ok(())
}

/// Runs before the package is compiled, so that a wrong folder is reported at once.
fn destination(args: &args::Build, workspace: &Workspace, package: &Package) -> Result<Destination> {
    if let Some(folder) = &args.into {
        return Ok(Destination::Into(folder.clone(), write::MiniProgram::find(folder)?));
    }
    let default = || workspace.target_directory.join("voip").join(&package.name);
    let folder = absolute(&args.out.clone().unwrap_or_else(default));
    write::check_output_folder(&folder)?;
    Ok(Destination::Out(folder))
}

fn check_package<'a>(
    source: &args::Source,
    workspace: &Workspace,
    package: &'a Package,
    warnings: &Warnings,
) -> Result<Checked<'a>> {
    let config = Config::of(package)?;
    let (bytes, module_name) = match &source.wasm {
        Some(file) => (file::read(file)?, display_path(file)),
        None if package.runtime().is_some() => {
            (cargo::compile(package, config.allocator)?, package.name.clone())
        }
        None => {
            let name = &package.name;
            return bail(format!(
                "the package `{name}` has no pages: it does not depend on `voip-runtime`\n\
                 help: create a package with a page: `cargo voip new NAME`"
            ));
        }
    };
    status("Checking", &format!("{module_name} ({} bytes)", thousands(bytes.len())));
    let mut module = Module::check(&bytes, &module_name)?;
    let pages = page::read(&mut module, &module_name)?;
    let custom = CustomTemplates::find(&pages, workspace, warnings)?;
    let errors = pages.iter().zip(&custom).flat_map(|(page, custom)| {
        let mut errors = match &custom.wxml {
            Some(template) => wxml::check(template, page, custom.js.as_ref()),
            None => page.row_errors(),
        };
        errors.extend(custom.errors());
        errors
    });
    Error::unless_empty(errors.collect())?;
    Ok(Checked { package, config, module, pages, custom })
}

fn optimize(module: &mut Module, warnings: &Warnings) {
    match find_wasm_opt() {
        Some(wasm_opt) => {
            status("Optimizing", &format!("with {}", wasm_opt.display()));
            module.optimize(&wasm_opt, warnings);
        }
        None => warnings.add(
            "cannot find `wasm-opt` in `PATH`: the module is not optimized for size\n\
             help: install it with `npm install --global binaryen`",
        ),
    }
}

fn write_files(
    destination: &Destination,
    checked: &Checked<'_>,
    warnings: &Warnings,
) -> Result<(PathBuf, Vec<File>)> {
    let Checked { package, config, module, pages, custom } = checked;
    let mut files = generate::pages(pages, custom, &module.bytes, config.record);
    match destination {
        Destination::Out(folder) => {
            status("Writing", &display_path(folder));
            let mut all = generate::app_files::files(pages, config);
            all.append(&mut files);
            let files = write::write_output_folder(folder, all, &package.name, warnings)?;
            Ok((folder.clone(), files))
        }
        Destination::Into(folder, mini_program) => {
            status("Writing", &format!("into {}", display_path(folder)));
            if !config.app_keys.is_empty() {
                warnings.add(format!(
                    "{} in `[package.metadata.voip]` has no effect with `--into`",
                    list(&config.app_keys)
                ));
            }
            generate::glue::add_open(&mut files, config.record);
            if file::is_typescript(folder) {
                files.append(&mut generate::types::beside(pages));
            }
            let files = write::add_pages(mini_program, files, pages, &package.name, warnings)?;
            Ok((absolute(folder), files))
        }
    }
}
