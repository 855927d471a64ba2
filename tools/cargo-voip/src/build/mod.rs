//! `cargo voip build` and `cargo voip check`, from the arguments to the files.

mod destination;
mod privacy;
mod watch;

use std::path::PathBuf;
use std::time::Instant;

use crate::args;
use crate::build::destination::Destination;
use crate::cargo::{self, Package, Workspace};
use crate::config::{Config, Record};
use crate::console::{Warnings, status};
use crate::error::{Error, Result, bail};
use crate::file::{self, display_path};
use crate::generate::{self, File, Look};
use crate::module::{Module, find_wasm_opt};
use crate::page::{self, CustomTemplates, Page};
use crate::report::{self, Report};
use crate::text::{list, thousands};
use crate::write::Options;
use crate::wxml;

/// A package that passed every check.
struct Checked<'a> {
    package: &'a Package,
    config: Config,
    module: Module,
    pages: Vec<Page>,
    custom: Vec<CustomTemplates>,
}

/// Writes a mini-program with the pages of a package, or adds them to an existing one.
pub(crate) fn build(args: &args::Build) -> Result<()> {
    if args.watch { watch::watch(args) } else { build_once(args, true).map(|_| ()) }
}

/// Returns the folder and the files that it wrote. The first build also prints what a later one would repeat: the sizes of the
/// files, what to do before the first call, and a warning about the privacy of the app.
fn build_once(args: &args::Build, first: bool) -> Result<(PathBuf, Vec<File>)> {
    let start = Instant::now();
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let destination = match &args.target.into {
        Some(folder) => Destination::into(folder, args.target.under.as_deref(), &warnings)?,
        None => Destination::out(args, &workspace, package),
    };
    let options = destination.options(package, args.target.overwrite, &warnings);
    destination.check(&options)?;
    let mut checked = check_package(&args.source, &workspace, package, &warnings)?;
    checked.config.record = match args.record {
        None => checked.config.record,
        Some(args::Record::Redacted) => Record::Redacted,
        Some(args::Record::Full) => Record::Full,
    };
    if first && let Some(folder) = &args.target.into {
        privacy::check(folder, &warnings);
    }
    optimize(&mut checked.module, &warnings);
    let files = checked.files(&destination, &options);
    let (folder, files) = destination.write(files, &checked.pages, package, &checked.config, &options)?;
    status("Finished", &format!("`{}` in {:.1} s", package.name, start.elapsed().as_secs_f32()));
    if !first {
        return Ok((folder, files));
    }
    report::print(
        &Report {
            package: &package.name,
            folder: &folder,
            files: &files,
            pages: &checked.pages,
            wasm: checked.module.sizes,
            record: checked.config.record,
            uses_servers: checked.module.uses_servers(),
            project: destination.project(),
            may_preload: destination.may_preload(),
            warnings: warnings.all(),
        },
        args.json,
    )?;
    Ok((folder, files))
}

/// Does what `build` does, except writing files.
pub(crate) fn check(args: &args::Check) -> Result<()> {
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let target = &args.target;
    let into = |folder: &PathBuf| Destination::into(folder, target.under.as_deref(), &warnings);
    let destination = target.into.as_ref().map(into).transpose()?;
    let overwrite = target.overwrite;
    if let Some(destination) = &destination {
        destination.check(&destination.options(package, overwrite, &warnings))?;
    }
    let mut checked = check_package(&args.source, &workspace, package, &warnings)?;
    if let (Some(folder), Some(destination)) = (&target.into, &destination) {
        privacy::check(folder, &warnings);
        optimize(&mut checked.module, &warnings);
        let options = Options { dry_run: true, ..destination.options(package, overwrite, &warnings) };
        let files = checked.files(destination, &options);
        destination.write(files, &checked.pages, package, &checked.config, &options)?;
    }
    let pages: Vec<&str> = checked.pages.iter().map(|page| page.route.as_str()).collect();
    status("Finished", &format!("checking `{}`: {}", checked.package.name, list(&pages)));
    Ok(())
}

impl Checked<'_> {
    /// The files of the pages.
    fn files(&self, destination: &Destination, options: &Options<'_>) -> Vec<File> {
        let look = Look { record: self.config.record, dark: destination.is_dark(&self.config) };
        generate::pages(&self.pages, &self.custom, &self.module.bytes, options.place, look)
    }
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
    let mut pages = page::read(&mut module, &module_name)?;
    if let (Some(_), Some(why)) =
        (&source.wasm, pages.iter().find_map(|page| page::foreign(page, package, workspace)))
    {
        return bail(format!("`{module_name}` is not a module of the package `{}`: {why}", package.name));
    }
    if let Some(names) = &config.pages {
        pages = page::ordered(pages, names, &package.name)?;
    }
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
