//! Bytes as base64 text in JSON.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(&text).map_err(D::Error::custom)
}

pub(super) mod option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use base64::{Engine as _, engine::general_purpose::STANDARD};

    #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
    pub(in super::super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        bytes
            .as_deref()
            .map(|bytes| STANDARD.encode(bytes))
            .serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| STANDARD.decode(&text).map_err(D::Error::custom))
            .transpose()
    }
}
