// Package entry is for the program that mzhost writes when it builds a composition. Nothing of it is for use by hand.
package entry

import (
	"mzhost"
	"mzhost/internal/exports"

	// What the host calls.
	_ "mzhost/internal/wit/wit_exports"
)

// Workflow is a workflow with its arguments.
type Workflow = func(*mzhost.Composition, []string) error

// Composition says what the host's calls run.
func Composition(importPath string, services func() (mzhost.Services, error), workflows map[string]Workflow) {
	exports.Package = importPath
	exports.Declare = services
	exports.Workflows = make(map[string]any, len(workflows))
	for name, workflow := range workflows {
		exports.Workflows[name] = workflow
	}
}

// Plain is a workflow that takes no arguments.
func Plain(workflow func(*mzhost.Composition) error) Workflow {
	return func(composition *mzhost.Composition, _ []string) error { return workflow(composition) }
}

// Services are services whose declaration cannot fail.
func Services(services func() mzhost.Services) func() (mzhost.Services, error) {
	return func() (mzhost.Services, error) { return services(), nil }
}
