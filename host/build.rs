//! Makes cargo build again when a file comes to a folder that the program carries: `include_dir!` names only those that
//! were there.

fn main() {
    for folder in ["../wit", "../guest-sdk"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
