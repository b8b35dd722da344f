//! The Rust side of `wit/`. Only `imports` uses the types; `guest` links them and names the error of a workflow.

wasmtime::component::bindgen!({
    path: "../wit",
    world: "mzhost:composition/base",
    imports: { default: async },
    exports: { default: async },
    with: {
        "mzhost:composition/sql.connection": crate::imports::sql::Connection,
        "mzhost:composition/overrides.replacement": crate::imports::overrides::Replacement,
        "mzhost:composition/tests.test-case": crate::imports::tests::TestCase,
        "mzhost:composition/jobs.job": crate::imports::jobs::Job,
    },
});
