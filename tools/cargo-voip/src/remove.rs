//! `cargo voip remove`: removes what `cargo voip build --into` added.

use crate::args;
use crate::console::Warnings;
use crate::error::{Result, bail};
use crate::project::Project;
use crate::write::{self, MiniProgram, Selection};

/// Removes the pages of all packages or of one, or only some pages.
pub(crate) fn remove(args: &args::Remove) -> Result<()> {
    let selection =
        Selection { package: args.package.as_deref(), routes: &args.routes, overwrite: args.overwrite };
    let Some(project) = Project::find(&args.into)? else {
        return write::remove_pages(&MiniProgram::find(&args.into)?, &selection);
    };
    if !args.routes.is_empty() {
        return bail(format!(
            "a route cannot be removed from a {} project\n\
             help: remove the page from its package and build again; or remove all pages, without a route",
            project.kind.name()
        ));
    }
    write::remove_from_source_folder(project.source(), &selection)?;
    let hook = project.kind.hook();
    Warnings::default()
        .add(format!("the build configuration of the project still names `{hook}`\nhelp: remove it"));
    Ok(())
}
