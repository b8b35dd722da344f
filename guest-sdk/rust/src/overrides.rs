//! Other definitions of services for a part of a workflow.

use crate::bindings::mzhost::composition::overrides;
use crate::error::Error;
use crate::services::IntoDocument;

/// Services that are replaced as long as this lives. Dropping it puts them back, and so does the workflow's end.
#[derive(Debug)]
#[must_use = "dropping it puts the services back"]
pub struct Override(overrides::Replacement);

impl Override {
    pub(crate) fn new(services: impl IntoDocument) -> Result<Self, Error> {
        let document = services
            .into_document()
            .map_err(|text| Error::new("services.invalid", text))?;
        overrides::replace(&document)
            .map(Self)
            .map_err(Error::from_wit)
    }

    /// Puts the services back. Their containers are stopped and removed, so that the next `up` makes them anew. Unlike
    /// dropping it, this says what went wrong.
    pub fn close(self) -> Result<(), Error> {
        self.0.close().map_err(Error::from_wit)
    }
}
