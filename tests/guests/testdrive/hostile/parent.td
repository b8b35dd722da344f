$ set-from-file content=../../Cargo.toml
