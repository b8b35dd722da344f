package mzhost

import (
	"encoding/json"

	"mzhost/internal/wit/mzhost_composition_catalog"
)

// Services is what a composition runs in containers: services of one's own, services of package catalog, volumes, or
// whole Compose documents.
type Services []Declared

// Declared is a part of what a composition runs.
type Declared interface {
	// Document is a Compose document as YAML or JSON text.
	Document() (string, error)
}

// Document is all of it as one Compose document, put together by the merge rules of the Compose specification.
func (s Services) Document() (string, error) {
	documents := make([]string, 0, len(s))
	for _, declared := range s {
		if declared == nil {
			return "", Errorf("one of the services is nil")
		}
		document, err := declared.Document()
		if err != nil {
			return "", err
		}
		documents = append(documents, document)
	}
	if len(documents) == 1 {
		return documents[0], nil
	}
	return done(mzhost_composition_catalog.Merge(documents))
}

// Compose is a Compose document as YAML or JSON text.
type Compose string

// Document is the text.
func (c Compose) Document() (string, error) { return string(c), nil }

// Keys are keys of a Compose service, such as "image", or of a whole Compose document, such as "networks".
type Keys map[string]any

// Document is the keys of a whole document.
func (k Keys) Document() (string, error) { return written(k) }

// Volume declares a named volume.
type Volume string

// Document is a document with the volume.
func (v Volume) Document() (string, error) {
	return written(Keys{"volumes": Keys{string(v): nil}})
}

// CatalogService is a Compose document with a service of the catalog: its kind, a value whose JSON is the map of its
// parameters, and keys that are laid over it by the merge rules of the Compose specification. Package catalog has a
// type for each kind.
func CatalogService(kind string, parameters any, overrides Keys) (string, error) {
	texts := make([]string, 2)
	for at, value := range []any{parameters, overrides} {
		text, err := written(value)
		if err != nil {
			return "", err
		}
		texts[at] = text
	}
	return done(mzhost_composition_catalog.Service(kind, texts[0], texts[1]))
}

// CatalogKinds are the names of all services of the catalog, sorted.
func CatalogKinds() []string { return mzhost_composition_catalog.Kinds() }

// Ptr is a pointer to a value, for fields whose nil means something of its own.
func Ptr[T any](value T) *T { return &value }

func written(value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return "", Errorf("a service cannot be written as JSON: %w", err)
	}
	return string(text), nil
}
