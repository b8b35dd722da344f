//! What a composition says is secret: `x-mzhost: {secrets: [NAME]}` of a service, and the passwords of its probes.

use std::collections::BTreeMap;

use mzhost_compose::model::{Document, Ready, Service};
use mzhost_testdrive::mask::Masker;

use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;

/// The environment of a service.
type Environment = BTreeMap<String, Option<String>>;

/// Remembers what is secret in a document, as far as its text and the granted variables tell: the variables of `env_file`
/// are read when there is a run. A value that cannot be masked is `services.invalid`.
pub fn mark_secrets(
    masker: &Masker,
    document: &Document,
    granted: &BTreeMap<String, String>,
) -> Result<(), Fault> {
    for service in document.services.values() {
        if let Some(Ready::Sql {
            user,
            password: Some(password),
            database,
            ..
        }) = &service.mzhost.ready
        {
            let others = [user, database.as_deref().unwrap_or_default(), &service.name];
            masker.add_password(password, &others);
        }
        let environment: Environment = service
            .environment
            .iter()
            .map(|(name, value)| {
                let value = value.as_ref().or_else(|| granted.get(name));
                (name.clone(), value.cloned())
            })
            .collect();
        for name in &service.mzhost.secrets {
            let known = environment.contains_key(name);
            if known || service.env_file.is_empty() {
                mark(masker, service, name, &environment)?;
            }
        }
    }
    Ok(())
}

fn mark(
    masker: &Masker,
    service: &Service,
    name: &str,
    environment: &Environment,
) -> Result<(), Fault> {
    let wrong = |why: &str| {
        let text = format!("services.{}.x-mzhost.secrets: {name:?} {why}", service.name);
        Fault::new(Code::ServicesInvalid, text).service(&service.name)
    };
    match environment.get(name) {
        None => Err(wrong(
            "is no variable of the service's environment; add it there, or remove it here",
        )),
        // It was not granted, or the image has it.
        Some(None) => Ok(()),
        Some(Some(value)) => masker
            .mark(value)
            .map_err(|refused| wrong(&format!("cannot be masked: {refused}"))),
    }
}

impl Run {
    /// Remembers what is secret in a document, `env_file` included.
    pub(super) fn mark_secrets(&self, document: &Document) -> Result<(), Fault> {
        let masker = self.events.masker();
        mark_secrets(masker, document, &self.variables)?;
        for service in document.services.values() {
            if service.mzhost.secrets.is_empty() || service.env_file.is_empty() {
                continue;
            }
            let environment = self.environment(service)?;
            for name in &service.mzhost.secrets {
                mark(masker, service, name, &environment)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(service: &str, masker: &Masker) -> Result<(), Fault> {
        let text = format!("services: {{db: {{image: x, {service}}}}}");
        let parsed = mzhost_compose::parse(&text, &|_| None).unwrap();
        let granted = BTreeMap::from([("GRANTED".to_owned(), "granted-value".to_owned())]);
        mark_secrets(masker, &parsed.document, &granted)
    }

    #[test]
    fn values_of_the_environment_are_masked() {
        let masker = Masker::default();
        let service = "environment: {KEY: in-the-text, GRANTED: , UNSET: , OTHER: not-secret}, \
             x-mzhost: {secrets: [KEY, GRANTED, UNSET], ready: {sql: {password: probe-1}}}";
        marked(service, &masker).unwrap();
        assert_eq!(
            masker.mask("in-the-text granted-value probe-1 not-secret"),
            "*** *** *** not-secret"
        );
    }

    #[test]
    fn what_cannot_be_masked_is_named_and_not_shown() {
        let short = marked(
            "environment: {KEY: abc12}, x-mzhost: {secrets: [KEY]}",
            &Masker::default(),
        );
        assert_eq!(
            short.unwrap_err().message,
            "services.db.x-mzhost.secrets: \"KEY\" cannot be masked: it has fewer than 6 characters and would be found \
             where it is not; take a longer one"
        );
        let unknown = marked("x-mzhost: {secrets: [KEY]}", &Masker::default()).unwrap_err();
        assert!(unknown.is(Code::ServicesInvalid));
        assert!(
            unknown.message.contains("\"KEY\" is no variable"),
            "{unknown}"
        );
        // It may come from the file.
        let file = "env_file: x.env, x-mzhost: {secrets: [KEY]}";
        assert!(marked(file, &Masker::default()).is_ok());
    }
}
