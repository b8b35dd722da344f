package mzhost

import "mzhost/internal/wit/mzhost_composition_overrides"

// Replacement is services that are replaced.
type Replacement struct {
	replacement *mzhost_composition_overrides.Replacement
}

// Override puts services in place of the composition's services of the same names, each as a whole, until the
// replacement is closed or the workflow ends. Their containers are stopped and removed, so that the next Up makes them
// anew; other services go on. They may use all that the composition declares.
//
//	next, err := c.Override(mzhost.Service{Name: "web", Image: "my/web:next"})
//	if err != nil {
//		return err
//	}
//	defer next.Close()
func (c *Composition) Override(services ...Declared) (*Replacement, error) {
	document, err := Services(services).Document()
	if err != nil {
		return nil, err
	}
	replacement, err := done(mzhost_composition_overrides.Replace(document))
	if err != nil {
		return nil, err
	}
	return &Replacement{replacement}, nil
}

// Close puts the services back. Their containers are stopped and removed, so that the next Up makes them anew. Closing
// it again does nothing.
func (r *Replacement) Close() error { return only(r.replacement.Close()) }
