//! Where a build writes its files. What is wrong with it is reported before the package is compiled, as far as it is known.

use std::path::{Path, PathBuf};

use crate::args;
use crate::cargo::{Package, Workspace};
use crate::config::Config;
use crate::console::{Warnings, status};
use crate::error::{Result, bail};
use crate::file::{self, absolute, display_path};
use crate::generate::{self, File};
use crate::page::{self, Page};
use crate::place::Place;
use crate::project::{self, Project};
use crate::text::list;
use crate::write::{self, MiniProgram, Options};

/// The folder to write, and where in it.
pub(super) struct Destination {
    folder: PathBuf,
    kind: Kind,
    place: Place,
}

enum Kind {
    /// A complete mini-program: `--out`.
    Out,
    /// An npm package: `--npm`.
    Npm,
    /// An existing mini-program: `--into`.
    Into(MiniProgram),
    /// A Taro or uni-app project: `--into`.
    Project(Project),
}

impl Destination {
    /// A new folder.
    pub(super) fn out(args: &args::Build, workspace: &Workspace, package: &Package) -> Self {
        let (kind, place, default) = if args.npm {
            (Kind::Npm, Place::npm(&npm_name(package)), "voip-npm")
        } else {
            (Kind::Out, Place::default(), "voip")
        };
        let default = || workspace.target_directory.join(default).join(&package.name);
        Self { folder: absolute(&args.out.clone().unwrap_or_else(default)), kind, place }
    }

    /// An existing project.
    pub(super) fn into(folder: &Path, under: Option<&Path>, warnings: &Warnings) -> Result<Self> {
        let place = under.map(Place::under).transpose()?.unwrap_or_default();
        let kind = match Project::find(folder)? {
            Some(project) if !place.has_pages() => {
                return bail(format!(
                    "{} does not build `miniprogram_npm`\nhelp: choose another folder for `--under`",
                    project.kind.name()
                ));
            }
            Some(project) => {
                project.check(warnings)?;
                Kind::Project(project)
            }
            None => {
                project::check_inside(folder, warnings)?;
                Kind::Into(MiniProgram::find(folder)?)
            }
        };
        Ok(Self { folder: absolute(folder), kind, place })
    }

    /// How the files of a package are written.
    pub(super) fn options<'a>(
        &'a self,
        package: &'a Package,
        overwrite: bool,
        warnings: &'a Warnings,
    ) -> Options<'a> {
        Options { package: &package.name, place: &self.place, overwrite, dry_run: false, warnings }
    }

    /// Checks what is known before the package is compiled.
    pub(super) fn check(&self, options: &Options<'_>) -> Result<()> {
        match &self.kind {
            Kind::Out => write::check_output_folder(&self.folder, false, options),
            Kind::Npm => write::check_output_folder(&self.folder, true, options),
            Kind::Into(mini_program) => write::check_into(mini_program, options),
            Kind::Project(project) => write::check_source_folder(project.source(), options),
        }
    }

    /// Writes the files of the pages, and those that belong to the destination. Returns the folder and all files.
    pub(super) fn write(
        &self,
        mut files: Vec<File>,
        pages: &[Page],
        package: &Package,
        config: &Config,
        options: &Options<'_>,
    ) -> Result<(PathBuf, Vec<File>)> {
        page::check_placed(pages, &self.place)?;
        let folder = &self.folder;
        let verb = if options.dry_run { "Comparing" } else { "Writing" };
        // Every new package has the others, for `--out`.
        let unused: Vec<&String> =
            config.app_keys.iter().filter(|key| !["appid", "project-name"].contains(&key.as_str())).collect();
        if !matches!(self.kind, Kind::Out) && !unused.is_empty() {
            options.warnings.add(format!(
                "{} in `[package.metadata.voip]` {} no effect with `--{}`",
                list(&unused),
                if unused.len() == 1 { "has" } else { "have" },
                if matches!(self.kind, Kind::Npm) { "npm" } else { "into" }
            ));
        }
        // The scripts of a project may open a page without a component.
        if matches!(self.kind, Kind::Npm | Kind::Into(_)) {
            generate::glue::add_open(&mut files, config.record);
        }
        match &self.kind {
            Kind::Out | Kind::Npm => {
                status(verb, &display_path(folder));
                let is_npm = matches!(self.kind, Kind::Npm);
                let mut all = if is_npm {
                    files.append(&mut generate::types::beside(pages, &self.place));
                    generate::elements::warn(pages, options.warnings);
                    generate::app_files::npm_files(&npm_name(package), &package.version)
                } else {
                    generate::app_files::files(pages, config)
                };
                all.append(&mut files);
                Ok((folder.clone(), write::write_output_folder(folder, all, is_npm, options)?))
            }
            Kind::Into(mini_program) => {
                status(verb, &format!("into {}", display_path(folder)));
                if file::is_typescript(folder) {
                    files.append(&mut generate::types::beside(pages, &self.place));
                }
                Ok((folder.clone(), write::add_pages(mini_program, files, pages, options)?))
            }
            Kind::Project(project) => {
                if project.framework.is_some() {
                    generate::elements::check(pages)?;
                }
                let folder = project.source().join("voip");
                status(verb, &format!("{}, for {}", display_path(&folder), project.kind.name()));
                let mut all = project.files(&files);
                all.append(&mut generate::source::files(
                    pages,
                    &self.place,
                    config.record,
                    project.framework,
                ));
                write::write_source_folder(project.source(), all, pages, options)?;
                Ok((folder, files))
            }
        }
    }

    /// Whether the app has a dark theme, as far as it is known.
    pub(super) fn is_dark(&self, config: &Config) -> bool {
        match &self.kind {
            Kind::Out => config.darkmode,
            Kind::Into(mini_program) => mini_program.has_dark_theme(),
            Kind::Npm | Kind::Project(_) => false,
        }
    }

    /// The Taro or uni-app project.
    pub(super) fn project(&self) -> Option<&Project> {
        match &self.kind {
            Kind::Project(project) => Some(project),
            _ => None,
        }
    }

    /// Whether the `app.js` of the app may load the module, which it may not if it is in a subpackage.
    pub(super) fn may_preload(&self) -> bool {
        matches!(self.kind, Kind::Into(_)) && self.place.folder().is_empty()
    }
}

/// npm has no capital letters in names.
fn npm_name(package: &Package) -> String {
    package.name.to_lowercase()
}
