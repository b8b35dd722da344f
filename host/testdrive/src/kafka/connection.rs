//! One connection to one broker: frames, correlation, versions.

use std::collections::HashMap;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use kafka_protocol::messages::{ApiKey, ApiVersionsRequest, RequestHeader, ResponseHeader};
use kafka_protocol::protocol::{
    Decodable, Encodable, HeaderVersion, Message, Request, StrBytes, VersionRange,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::error::malformed;
use crate::access::BoxStream;
use crate::failure::Error;

/// Bytes of the largest answer: above what fetches ask for, below what would hurt.
pub const LARGEST_ANSWER: usize = 96 << 20;

/// How long one answer may take: brokers wait less than this for what they wait for.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);

/// The largest piece that is read at once, so that a false length costs no memory.
const PIECE: usize = 1 << 20;

/// One connection to one broker.
pub(super) struct Connection {
    /// The mutex is never locked; it lets the connection be shared between threads by reference.
    stream: Mutex<BoxStream>,
    peer: String,
    versions: HashMap<i16, VersionRange>,
    correlation: i32,
}

impl Connection {
    /// Asks what the broker understands.
    pub(super) async fn open(stream: BoxStream, peer: String) -> Result<Self, Error> {
        let mut connection = Self {
            stream: Mutex::new(stream),
            peer,
            versions: HashMap::new(),
            correlation: 0,
        };
        let answer = connection
            .exchange(&ApiVersionsRequest::default(), 0)
            .await?;
        for api in answer.api_keys {
            let range = VersionRange {
                min: api.min_version,
                max: api.max_version,
            };
            connection.versions.insert(api.api_key, range);
        }
        Ok(connection)
    }

    /// Sends a request and waits for its answer, in the highest version that both sides know, `at_most` this one.
    pub(super) async fn call<R: Request>(
        &mut self,
        request: &R,
        at_most: i16,
    ) -> Result<R::Response, Error> {
        let name =
            ApiKey::try_from(R::KEY).map_or_else(|()| R::KEY.to_string(), |key| format!("{key:?}"));
        let theirs = self.versions.get(&R::KEY).ok_or_else(|| {
            Error::environment(format!("Kafka at {} does not know {name}", self.peer)).fatal()
        })?;
        let both = R::VERSIONS
            .intersect(&<R::Response as Message>::VERSIONS)
            .intersect(theirs);
        let version = both.max.min(at_most);
        if version < both.min {
            let text = format!(
                "Kafka at {} and mzhost have no version of {name} in common; brokers from 2.1 on work",
                self.peer
            );
            return Err(Error::environment(text).fatal());
        }
        self.exchange(request, version).await
    }

    async fn exchange<R: Request>(
        &mut self,
        request: &R,
        version: i16,
    ) -> Result<R::Response, Error> {
        self.correlation = self.correlation.wrapping_add(1);
        let header = RequestHeader::default()
            .with_request_api_key(R::KEY)
            .with_request_api_version(version)
            .with_correlation_id(self.correlation)
            .with_client_id(Some(StrBytes::from_static_str("mzhost")));
        let mut frame = BytesMut::new();
        // The length comes first and is known last.
        frame.put_u32(0);
        header
            .encode(&mut frame, R::header_version(version))
            .and_then(|()| request.encode(&mut frame, version))
            .map_err(|error| {
                Error::file(format!("this cannot be said in Kafka's protocol: {error}"))
            })?;
        let Ok(answer) = timeout(ANSWER_LIMIT, self.exchange_frames(&mut frame)).await else {
            return Err(Error::environment(format!(
                "Kafka at {} does not answer",
                self.peer
            )));
        };
        let mut answer = answer?;
        let header = ResponseHeader::decode(
            &mut answer,
            <R::Response as HeaderVersion>::header_version(version),
        )
        .map_err(|error| malformed(&self.peer, error))?;
        if header.correlation_id != self.correlation {
            return Err(malformed(&self.peer, "an answer to another question"));
        }
        R::Response::decode(&mut answer, version).map_err(|error| malformed(&self.peer, error))
    }

    /// Writes one frame, in one piece so that no delay of small packets comes between, and reads one.
    async fn exchange_frames(&mut self, frame: &mut BytesMut) -> Result<Bytes, Error> {
        let peer = &self.peer;
        let lost = |error: std::io::Error| {
            Error::environment(format!("the connection to Kafka at {peer} broke: {error}"))
        };
        let length = i32::try_from(frame.len().saturating_sub(4))
            .map_err(|_| Error::file("the request is larger than Kafka's protocol allows"))?;
        if let Some(place) = frame.first_chunk_mut::<4>() {
            *place = length.to_be_bytes();
        }
        let stream = self.stream.get_mut();
        stream.write_all(frame).await.map_err(lost)?;
        stream.flush().await.map_err(lost)?;
        let length = stream.read_u32().await.map_err(lost)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > LARGEST_ANSWER {
            return Err(malformed(peer, format!("an answer of {length} bytes")));
        }
        let mut answer = BytesMut::new();
        while answer.len() < length {
            let piece = (length - answer.len()).min(PIECE);
            answer.reserve(piece);
            let mut part = (&mut answer).limit(piece);
            if stream.read_buf(&mut part).await.map_err(lost)? == 0 {
                return Err(lost(std::io::ErrorKind::UnexpectedEof.into()));
            }
        }
        Ok(answer.freeze())
    }
}
