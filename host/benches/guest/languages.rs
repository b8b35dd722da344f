//! What a guest costs in each language: the composition that `mzhost new` writes, built, compiled, loaded and run.
//! Needs Docker and the toolchains.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;
use crate::process::Home;

const LANGUAGES: &[&str] = &["rust", "python", "javascript", "typescript", "go", "c"];
/// Runs of each, of which the median counts.
const RUNS: usize = 5;

/// One row of the table.
#[derive(Default)]
struct Row {
    component: u64,
    clean: Duration,
    repeated: Duration,
    compile: Duration,
    load: Duration,
    first_call: Duration,
    peak_kib: u64,
}

/// Measures and prints.
pub(crate) fn measure() -> Outcome<()> {
    println!(
        "\n{:<12} {:>10} {:>9} {:>9} {:>9} {:>9} {:>10} {:>9}",
        "language", "component", "clean", "repeated", "compile", "load", "first call", "memory"
    );
    println!(
        "{:<12} {:>10} {:>9} {:>9} {:>9} {:>9}",
        "aim", "", "", "", "", "<= 15 ms"
    );
    for language in LANGUAGES {
        let row = row(language)?;
        println!(
            "{language:<12} {:>10} {:>9} {:>9} {:>9} {:>9} {:>10} {:>9}",
            format!("{} KB", row.component / 1000),
            shown(row.clean),
            shown(row.repeated),
            shown(row.compile),
            shown(row.load),
            shown(row.first_call),
            format!("{} MiB", row.peak_kib / 1024),
        );
    }
    Ok(())
}

fn row(language: &str) -> Outcome<Row> {
    let home = Home::new()?;
    let folder = home.folder().join(format!("my-{language}"));
    let new = home
        .mzhost()
        .arg("new")
        .arg(&folder)
        .args(["--lang", language])
        .output()?;
    if !new.status.success() {
        return Err(String::from_utf8_lossy(&new.stderr).into());
    }
    // Toolchains are installed once; that is not a build.
    let clean = || -> Outcome<(Duration, PathBuf)> {
        for made in ["target", ".mzhost"] {
            let made = folder.join(made);
            if made.exists() {
                fs::remove_dir_all(made)?;
            }
        }
        build(&home, &folder)
    };
    clean()?;
    fs::remove_dir_all(home.cache().join("images"))?;
    let (both, component) = clean()?;
    let runs = (0..RUNS)
        .map(|_| run(&home, &folder))
        .collect::<Outcome<Vec<_>>>()?;
    let compile = compile(&home, &component)?;
    Ok(Row {
        component: fs::metadata(&component)?.len(),
        clean: both.saturating_sub(compile),
        repeated: build(&home, &folder)?.0,
        compile,
        load: median(runs.iter().map(|run| run.load)),
        first_call: median(runs.iter().map(|run| run.first_call)),
        peak_kib: median(runs.iter().map(|run| run.peak_kib)),
    })
}

/// Builds and compiles; gives the component.
fn build(home: &Home, folder: &Path) -> Outcome<(Duration, PathBuf)> {
    let begun = Instant::now();
    let built = home.mzhost().arg("build").arg(folder).output()?;
    let took = begun.elapsed();
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into());
    }
    Ok((took, String::from_utf8(built.stdout)?.trim().into()))
}

/// Compiles for a cache that is empty.
fn compile(home: &Home, component: &Path) -> Outcome<Duration> {
    let empty = Home::new()?;
    let begun = Instant::now();
    let compiled = home
        .mzhost()
        .arg("compile")
        .arg(component)
        .env("MZHOST_CACHE_DIR", empty.cache())
        .output()?;
    if !compiled.status.success() {
        return Err(String::from_utf8_lossy(&compiled.stderr).into());
    }
    Ok(begun.elapsed())
}

struct Run {
    load: Duration,
    first_call: Duration,
    peak_kib: u64,
}

/// Runs it; what it took up to the workflow's first call.
fn run(home: &Home, folder: &Path) -> Outcome<Run> {
    let begun = Instant::now();
    let mut child = home
        .mzhost()
        .args(["run", "--format", "jsonl"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("the process has no output")?;
    let mut lines = BufReader::new(stdout).lines();
    let mut load = None;
    let mut called = None;
    for line in lines.by_ref() {
        let event: Value = serde_json::from_str(&line?)?;
        match event.pointer("/kind").and_then(Value::as_str) {
            Some("component-loaded") => load = event.pointer("/ms").and_then(Value::as_u64),
            Some("call-started") if event.pointer("/operation/op").is_some_and(|op| op == "up") => {
                let status = fs::read_to_string(format!("/proc/{}/status", child.id()))?;
                let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let peak = peak
                    .and_then(|peak| peak.trim().strip_suffix(" kB"))
                    .ok_or("no VmHWM")?;
                called = Some((begun.elapsed(), peak.parse()?));
                break;
            }
            _ => {}
        }
    }
    lines.for_each(drop);
    if !child.wait()?.success() {
        return Err(format!("the composition in {} failed", folder.display()).into());
    }
    let (first_call, peak_kib) = called.ok_or("no call was made")?;
    Ok(Run {
        load: Duration::from_millis(load.ok_or("nothing was loaded")?),
        first_call,
        peak_kib,
    })
}

fn median<T: Ord + Default>(samples: impl Iterator<Item = T>) -> T {
    let mut samples: Vec<T> = samples.collect();
    samples.sort();
    let middle = samples.len() / 2;
    samples.into_iter().nth(middle).unwrap_or_default()
}

fn shown(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}
