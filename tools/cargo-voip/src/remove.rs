//! `cargo voip remove`: removes what `cargo voip build --into` added.

use crate::args;
use crate::console::Warnings;
use crate::error::Result;
use crate::project::{MINI_PROGRAM, Project};
use crate::write::{self, MiniProgram, Selection};

/// Removes the pages of all packages or of one, or only some pages.
pub(crate) fn remove(args: &args::Remove) -> Result<()> {
    let selection =
        Selection { package: args.package.as_deref(), routes: &args.routes, overwrite: args.overwrite };
    let Some(project) = Project::find(&args.into)? else {
        return write::remove_pages(&MiniProgram::find(&args.into)?, &selection);
    };
    if write::remove_from_source_folder(project.source(), MINI_PROGRAM, &selection)? {
        let hook = project.kind.hook();
        Warnings::default()
            .add(format!("the build configuration of the project still names `{hook}`\nhelp: remove it"));
    }
    Ok(())
}
