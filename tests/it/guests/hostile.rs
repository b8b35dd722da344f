//! A guest that tries what no guest may. Its tests are in `attacks`.

pub(super) use mzhost_test_artifacts::HOSTILE as GUEST;
