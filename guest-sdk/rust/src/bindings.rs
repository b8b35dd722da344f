//! The host's interfaces as `wit-bindgen` makes them. Everything else in this crate wraps them.

#![allow(
    missing_docs,
    unsafe_code,
    unreachable_pub,
    dead_code,
    clippy::all,
    clippy::pedantic,
    reason = "generated code"
)]

wit_bindgen::generate!({
    inline: "
        package mzhost:guest;
        world imports {
            import mzhost:composition/log@0.1.0;
            import mzhost:composition/variables@0.1.0;
            import mzhost:composition/files@0.1.0;
            import mzhost:composition/composition@0.1.0;
            import mzhost:composition/sql@0.1.0;
            import mzhost:composition/jobs@0.1.0;
            import mzhost:composition/testdrive@0.1.0;
            import mzhost:composition/http@0.1.0;
            import mzhost:composition/tests@0.1.0;
            import mzhost:composition/overrides@0.1.0;
            import mzhost:composition/catalog@0.1.0;
        }
    ",
    path: "wit",
    world: "mzhost:guest/imports",
    generate_all,
    additional_derives: [PartialEq],
});
