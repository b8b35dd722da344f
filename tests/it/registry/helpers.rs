//! Credentials that a program of the user's keeps.

use std::path::Path;
use std::process::Command;

use super::server::{Registry, config};
use super::{PASSWORD, USER, pulling, tells_no_password};
use crate::harness::{Done, Mzhost};

/// Puts a helper of this text, `docker-credential-test`, into a folder, and that folder on the path.
fn with_helper(mzhost: Mzhost, folder: &Path, text: &str) -> Mzhost {
    let path = folder.join("docker-credential-test");
    // By another process: a child of this one, which has many threads, might hold the file open while it is executed.
    let written = Command::new("sh")
        .args(["-c", r#"printf %s "$1" > "$0" && chmod 755 "$0""#])
        .arg(&path)
        .arg(text)
        .status()
        .unwrap();
    assert!(written.success());
    let rest = std::env::var("PATH").unwrap();
    mzhost.env("PATH", format!("{}:{rest}", folder.display()))
}

/// Pulls with the helper for all registries.
fn pulled(registry: &Registry, helper: &str) -> Done {
    let user = config(r#"{"credsStore": "test"}"#);
    let mzhost = pulling(&registry.image(), user.path(), &["--allow-pull"]);
    with_helper(mzhost, user.path(), helper).done()
}

#[test]
fn a_helper_is_asked_for_the_credentials_of_the_registry() {
    let registry = Registry::start();
    let Registry { host, .. } = &registry;
    let answer =
        format!(r#"{{"ServerURL": "{host}", "Username": "{USER}", "Secret": "{PASSWORD}"}}"#);
    let helper = format!(
        "#!/bin/sh\n[ \"$1 $(cat)\" = 'get {host}' ] || {{ echo credentials not found in native keychain; exit 1; }}\necho '{answer}'\n"
    );
    tells_no_password(pulled(&registry, &helper).exits(0)).leaves_nothing();
}

#[test]
fn a_helper_that_has_none_or_fails_is_named() {
    let registry = Registry::start();
    for (helper, says) in [
        (
            "#!/bin/sh\necho credentials not found in native keychain; exit 1\n",
            "docker-credential-test, which",
        ),
        (
            "#!/bin/sh\necho the vault is locked; exit 1\n",
            "docker-credential-test failed: the vault is locked",
        ),
    ] {
        pulled(&registry, helper)
            .exits(15)
            .says(says)
            .says(&format!("log in with `docker login {}`", registry.host))
            .leaves_nothing();
    }
    let user = config(&format!(
        r#"{{"credHelpers": {{"{}": "none-of-this-name"}}}}"#,
        registry.host
    ));
    pulling(&registry.image(), user.path(), &["--allow-pull"])
        .done()
        .exits(15)
        .says("docker-credential-none-of-this-name cannot be started: No such file")
        .leaves_nothing();
}
