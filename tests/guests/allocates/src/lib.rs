//! Takes more memory than it may: at once and in steps.

use std::hint::black_box;

use mzhost_guest::{Composition, Error, Services, bail, services, workflow};

const MIB: usize = 1 << 20;

#[services]
fn services() -> Services {
    Services::new()
}

/// Asks for 1 GiB in one piece.
#[workflow]
fn workflow_at_once(_: Composition) -> Result<(), Error> {
    let memory = black_box(vec![1_u8; 1024 * MIB]);
    bail!("got {} bytes", memory.len());
}

/// Asks for 1 MiB again and again, up to 1 GiB.
#[workflow]
fn workflow_in_steps(_: Composition) -> Result<(), Error> {
    let mut pieces = Vec::new();
    for _ in 0..1024 {
        pieces.push(black_box(vec![1_u8; MIB]));
    }
    bail!("got {} MiB", pieces.len());
}
