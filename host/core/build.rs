//! Compiles the gate's program (`host/gate`) for each kind of engine whose Rust target is installed, and lists what came
//! out. Without any, everything else works: mzhost then says that it has no gate.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCE: &str = "../gate/src/main.rs";
/// As the engine calls the architecture, and as Rust does.
const ARCHITECTURES: [&str; 2] = ["x86_64", "aarch64"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={SOURCE}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let rustc = env::var("RUSTC")?;
    // rustup writes it when a target is added or removed.
    let components = printed(&rustc, &["--print", "sysroot"])
        .map(|sysroot| Path::new(&sysroot).join("lib/rustlib/components"))
        .filter(|path| path.exists());
    if let Some(path) = components {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let mut list = "&[\n".to_owned();
    for architecture in ARCHITECTURES {
        let target = format!("{architecture}-unknown-linux-musl");
        let installed = printed(&rustc, &["--print", "target-libdir", "--target", &target])
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if !installed {
            continue;
        }
        let program = out.join(format!("gate-{architecture}"));
        match compile(&rustc, &target, &program) {
            Ok(()) => writeln!(
                list,
                "    ({architecture:?}, include_bytes!({:?})),",
                program.display().to_string()
            )?,
            Err(why) => println!("cargo::warning=no gate for {architecture}: {why}"),
        }
    }
    list.push_str("]\n");
    fs::write(out.join("gate_programs.rs"), list)?;
    Ok(())
}

/// What rustc prints; nothing when it cannot.
fn printed(rustc: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(rustc).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Compiles the program, static and without a C compiler.
fn compile(rustc: &str, target: &str, program: &Path) -> Result<(), String> {
    let output = Command::new(rustc)
        .args(["--edition", "2024", "--crate-type", "bin"])
        .args(["--crate-name", "mzhost_gate", "--target", target])
        .args(["-C", "opt-level=s", "-C", "panic=abort", "-C", "lto=fat"])
        .args(["-C", "strip=symbols", "-C", "relocation-model=static"])
        .args(["-C", "linker=rust-lld", "-C", "linker-flavor=ld.lld"])
        .arg("-o")
        .arg(program)
        .arg(SOURCE)
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let first = errors.lines().find(|line| !line.trim().is_empty());
    Err(first.unwrap_or("rustc failed").to_owned())
}
