//! `cargo voip build` and `cargo voip check`, from the arguments to the files.

use std::path::PathBuf;
use std::time::Instant;

use crate::args;
use crate::cargo::{self, Package, Workspace};
use crate::config::Config;
use crate::error::{Error, Result, refuse};
use crate::file::{self, absolute, name};
use crate::module::{Module, find_wasm_opt};
use crate::page::{self, Own, Page};
use crate::report::{self, Report};
use crate::say::{Warnings, count, step};
use crate::site::{self, File};
use crate::{write, wxml};

/// A package whose pages are right, ready to be written.
struct Checked<'a> {
    package: &'a Package,
    config: Config,
    module: Module,
    pages: Vec<Page>,
    own: Vec<Own>,
}

/// Where the files go.
enum Place {
    Out(PathBuf),
    Into(PathBuf, write::Home),
}

/// Writes the mini-program of a package, or adds its pages to one.
pub(crate) fn build(args: &args::Build) -> Result<()> {
    let began = Instant::now();
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let place = place(args, &workspace, package)?;
    let mut checked = check_package(&args.source, &workspace, package, &warnings)?;
    optimise(&mut checked.module, &warnings);
    let (folder, files) = write_files(&place, &checked, &warnings)?;
    step("Finished", &format!("`{}` in {:.1} s", package.name, began.elapsed().as_secs_f32()));
    report::print(
        &Report {
            package: &package.name,
            folder: &folder,
            files: &files,
            pages: &checked.pages,
            sizes: checked.module.sizes,
            warnings: warnings.all(),
        },
        args.json,
    )
}

/// Does all of that but the writing.
pub(crate) fn check(args: &args::Check) -> Result<()> {
    let warnings = Warnings::default();
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    let checked = check_package(&args.source, &workspace, package, &warnings)?;
    let pages: Vec<&str> = checked.pages.iter().map(|page| page.route.as_str()).collect();
    step("Finished", &format!("`{}`: {} can be built", checked.package.name, crate::say::list(&pages)));
    Ok(())
}

/// Where to, before anything is compiled: what is wrong about it is said at once.
fn place(args: &args::Build, workspace: &Workspace, package: &Package) -> Result<Place> {
    if let Some(folder) = &args.into {
        return Ok(Place::Into(folder.clone(), write::Home::find(folder)?));
    }
    let default = || workspace.target_directory.join("voip").join(&package.name);
    let folder = absolute(&args.out.clone().unwrap_or_else(default));
    write::look(&folder)?;
    Ok(Place::Out(folder))
}

fn check_package<'a>(
    source: &args::Source,
    workspace: &Workspace,
    package: &'a Package,
    warnings: &Warnings,
) -> Result<Checked<'a>> {
    let config = Config::of(package)?;
    let (bytes, called) = match &source.wasm {
        Some(file) => (file::read(file)?, name(file)),
        None if package.runtime().is_some() => {
            (cargo::compile(package, config.allocator)?, package.name.clone())
        }
        None => {
            let name = &package.name;
            return refuse(format!(
                "the package `{name}` can hold no page: it does not depend on `voip-runtime`"
            ));
        }
    };
    step("Checking", &format!("{called} ({} bytes)", count(bytes.len())));
    let module = Module::check(&bytes, &called)?;
    let pages = page::read(&module, &called)?;
    let own = Own::find(&pages, workspace, warnings)?;
    let wrong = pages.iter().zip(&own).flat_map(|(page, own)| match &own.wxml {
        Some(template) => wxml::check(template, page),
        None => page.rows_that_cannot_be(),
    });
    Error::unless_empty(wrong.collect())?;
    Ok(Checked { package, config, module, pages, own })
}

fn optimise(module: &mut Module, warnings: &Warnings) {
    match find_wasm_opt() {
        Some(wasm_opt) => {
            step("Optimising", &format!("with {}", wasm_opt.display()));
            module.optimise(&wasm_opt, warnings);
        }
        None => warnings.add(
            "there is no `wasm-opt` on the path, which makes the module smaller; \
             `npm install --global binaryen` installs it",
        ),
    }
}

fn write_files(place: &Place, checked: &Checked<'_>, warnings: &Warnings) -> Result<(PathBuf, Vec<File>)> {
    let Checked { package, config, module, pages, own } = checked;
    let mut files = site::pages(pages, own, &module.bytes);
    match place {
        Place::Out(folder) => {
            step("Writing", &name(folder));
            let mut all = site::app::files(pages, config);
            all.append(&mut files);
            let files = write::out(folder, all, &package.name, warnings)?;
            Ok((folder.clone(), files))
        }
        Place::Into(folder, home) => {
            step("Writing", &format!("into {}", name(folder)));
            if !config.given.is_empty() {
                warnings.add(format!(
                    "`[package.metadata.voip]` gives {}, which --into leaves to the mini-program",
                    crate::say::list(&config.given)
                ));
            }
            let files = write::into(home, files, pages, &package.name, warnings)?;
            Ok((absolute(folder), files))
        }
    }
}
