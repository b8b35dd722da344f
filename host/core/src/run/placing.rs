//! What a bind of a Compose document becomes: a real path of the machine, or a copy.

use std::path::PathBuf;

use mzhost_compose::model::{Mount, MountKind};

use crate::engine::request::Bind;
use crate::fault::Fault;
use crate::policy::Policy;
use crate::root::Root;

/// What a bind becomes.
pub(super) enum Placed {
    /// A real file or folder, which the policy must allow.
    Real(Bind),
    /// A copy of this file or folder of the composition's root.
    Copy(PathBuf),
}

/// Finds out what a mount becomes; nothing for one that is no bind.
pub(super) fn placed(mount: &Mount, root: &Root, policy: &Policy) -> Result<Option<Placed>, Fault> {
    let MountKind::Bind { source } = &mount.kind else {
        return Ok(None);
    };
    let bind = |source| {
        Placed::Real(Bind {
            source,
            target: mount.target.clone(),
            read_only: mount.read_only,
        })
    };
    if source.starts_with('/') {
        return Ok(Some(bind(real(source))));
    }
    let path = root.resolve(source)?;
    Ok(Some(if policy.bind_granted(&path, !mount.read_only) {
        bind(path)
    } else {
        Placed::Copy(path)
    }))
}

/// An absolute path, links and `..` resolved. What is not there has no links; `..` is taken out of it word by word, so that a
/// grant for `/data` is none for `/data/../etc`, and the engine refuses it.
fn real(path: &str) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| {
        let mut plain = PathBuf::new();
        for part in std::path::Path::new(path).components() {
            match part {
                std::path::Component::ParentDir => drop(plain.pop()),
                std::path::Component::CurDir => {}
                part => plain.push(part),
            }
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_their_links_and_dots_do() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let link = base.join("link");
        std::os::unix::fs::symlink("/usr", &link).unwrap();
        let text = |path: PathBuf| path.display().to_string();
        assert_eq!(real(&text(link.join("lib"))), real("/usr/lib"));
        assert_eq!(
            real(&text(base.join("absent/../../x"))),
            base.parent().unwrap().join("x")
        );
        assert_eq!(real("/../../absent"), PathBuf::from("/absent"));
    }
}
