//! The randomness of a guest: all of it follows from one seed.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use wasmtime_wasi::WasiCtxBuilder;

/// Makes secure, insecure and seed randomness of WASI repeatable. A test has no secrets to keep.
pub(super) fn seed_randomness(wasi: &mut WasiCtxBuilder, seed: u64) {
    let mut root = Xoshiro256PlusPlus::seed_from_u64(seed);
    let number = (u128::from(root.next_u64()) << 64) | u128::from(root.next_u64());
    wasi.secure_random(Xoshiro256PlusPlus::seed_from_u64(root.next_u64()))
        .insecure_random(Xoshiro256PlusPlus::seed_from_u64(root.next_u64()))
        .insecure_random_seed(number);
}
