//! `docs/cli.md` has every subcommand and every flag. Read from the sources, because this crate does not know the
//! command line: a test there sees to it that every flag has a variable.

use std::fs;

use mzhost_testdrive::Options;

use super::repository;

#[test]
fn every_subcommand_and_flag_is_described() {
    let document = fs::read_to_string(repository().join("docs/cli.md")).unwrap();
    let mut flags = 0;
    let mut missing = Vec::new();
    for entry in fs::read_dir(repository().join("host/src/cli")).unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        for rest in source.split("env = \"MZHOST_").skip(1) {
            let name = rest.split('"').next().unwrap_or_default();
            let flag = format!("--{}", name.to_lowercase().replace('_', "-"));
            flags += 1;
            let described = ["`", " ", "["]
                .iter()
                .any(|end| document.contains(&format!("`{flag}{end}")));
            if !described {
                missing.push(flag);
            }
        }
        // `Run(run::Run),` in the list of subcommands.
        for line in source.lines().map(str::trim) {
            let command = line
                .strip_suffix("),")
                .and_then(|line| line.split_once('('));
            let name = command
                .and_then(|(_, path)| path.split_once("::"))
                .map(|(name, _)| name);
            if let Some(name) = name.filter(|name| source.contains(&format!("mod {name};")))
                && !document.contains(&format!("\nmzhost {} ", name.replace('_', "-")))
            {
                missing.push(name.to_owned());
            }
        }
    }
    assert!(flags > 20, "only {flags} flags were found");
    assert_eq!(missing, Vec::<String>::new(), "not in docs/cli.md");
}

/// An option that workflows can set by name has a flag.
#[test]
fn every_option_of_test_files_is_a_flag() {
    let document = fs::read_to_string(repository().join("docs/cli.md")).unwrap();
    for name in Options::names() {
        assert!(
            document.contains(&format!("`--{name}")),
            "docs/cli.md has no flag --{name}"
        );
    }
}
