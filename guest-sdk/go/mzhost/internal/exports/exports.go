// Package exports is where what the host calls meets what it is for: bindings know nothing of the SDK, and the SDK
// knows nothing of the composition.
package exports

import (
	wit "mzhost/internal/wit/mzhost_composition_types"
	"mzhost/internal/wit/types"
)

// Outcome is how a workflow ended.
type Outcome = types.Result[types.Unit, wit.Error]

// What the composition is made of; package entry sets it.
var (
	// Package is the import path of the composition's package.
	Package string
	// Declare is the composition's function Services.
	Declare any
	// Workflows are the composition's functions by the names of their workflows.
	Workflows map[string]any
)

// What the host calls; package mzhost sets it.
var (
	// Services answers with the Compose document, or with the text to show.
	Services func() types.Result[string, string]
	// Run runs a workflow.
	Run func(workflow string, args []string) Outcome
)
