//! mzhost as a library: [`project`] turns a folder into a component, [`guest`] loads and calls it, and the guest's
//! own calls come back through the `Perform` of `mzhost_core`.

mod bindings;
pub mod guest;
mod imports;
pub mod project;
