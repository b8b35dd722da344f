//! `mzhost:composition/http`.

use mzhost_core::operation::{HttpHeader, HttpResponse, Operation, Reply};

use super::Bridge;
use super::bridge::unexpected;
use crate::bindings::mzhost::composition::http::{Header, Host, Response};
use crate::bindings::mzhost::composition::types::Error;

impl From<HttpResponse> for Response {
    fn from(response: HttpResponse) -> Self {
        let headers = response.headers.into_iter();
        Self {
            status: response.status,
            headers: headers
                .map(|HttpHeader { name, value }| Header { name, value })
                .collect(),
            body: response.body.into(),
        }
    }
}

impl Host for Bridge {
    async fn request(
        &mut self,
        service: String,
        container_port: u16,
        method: String,
        path: String,
        headers: Vec<Header>,
        body: Vec<u8>,
        timeout_ms: u32,
    ) -> Result<Response, Error> {
        let headers = headers.into_iter();
        let operation = Operation::HttpRequest {
            service,
            container_port,
            method,
            path,
            headers: headers
                .map(|Header { name, value }| HttpHeader { name, value })
                .collect(),
            body,
            timeout_ms,
        };
        match self.ask(operation).await? {
            Reply::Http(response) => Ok(response.into()),
            other => Err(unexpected(&other)),
        }
    }
}
