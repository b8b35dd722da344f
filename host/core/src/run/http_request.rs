//! A workflow's own HTTP request to a service.

use std::time::Duration;

use mzhost_testdrive::http::{ExchangeError, PlainRequest, check, exchange};

use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{Data, HttpHeader, HttpResponse};

/// What is asked of a port of a service.
pub(crate) struct HttpRequest {
    pub(crate) service: String,
    pub(crate) port: u16,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<HttpHeader>,
    pub(crate) body: Vec<u8>,
}

impl Run {
    /// Sends a request to a service and reads the answer, whatever its status.
    pub(crate) async fn http_request(
        &self,
        request: HttpRequest,
        limit: Duration,
    ) -> Result<HttpResponse, Fault> {
        let HttpRequest {
            service,
            port,
            method,
            path,
            headers,
            body,
        } = request;
        let authority = format!("{service}:{port}");
        let shown = format!("HTTP {method} {authority}{path}");
        let headers = headers.into_iter();
        let headers: Vec<_> = headers.map(|header| (header.name, header.value)).collect();
        let plain = PlainRequest {
            method: &method,
            authority: &authority,
            path: &path,
            headers: &headers,
            body: &body,
            most: self.limits.data,
        };
        let fault = |error: ExchangeError| {
            let code = match error {
                ExchangeError::Invalid(_) => Code::ArgumentInvalid,
                ExchangeError::Broken(_) => Code::ServicePort,
            };
            Fault::new(code, format!("{shown}: {error}")).service(&service)
        };
        // A request that is wrong is told as such, whatever the service does.
        self.service(&service)?;
        check(&plain).map_err(fault)?;
        let container = self.running(&service)?;
        let work = async {
            let stream = self.dialer.dial(&service, &container.id, port).await?;
            exchange(stream, plain).await.map_err(fault)
        };
        let late = |_| {
            let text = format!("{shown}: no answer within {} ms", limit.as_millis());
            Fault::new(Code::WaitTimeout, text).service(&service)
        };
        let answer = tokio::time::timeout(limit, work).await.map_err(late)??;
        let headers = answer.headers.into_iter();
        Ok(HttpResponse {
            status: answer.status,
            headers: headers
                .map(|(name, value)| HttpHeader { name, value })
                .collect(),
            body: Data {
                content: answer.body,
                truncated: answer.truncated,
            },
        })
    }
}
