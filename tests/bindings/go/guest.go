// Package export_wit_world is a guest in Go as an author writes it.
package export_wit_world

import (
	types "go.bytecodealliance.org/pkg/wit/types"
	"wit_component/mzhost_composition_composition"
	"wit_component/mzhost_composition_files"
	"wit_component/mzhost_composition_http"
	"wit_component/mzhost_composition_jobs"
	"wit_component/mzhost_composition_log"
	"wit_component/mzhost_composition_overrides"
	"wit_component/mzhost_composition_sql"
	"wit_component/mzhost_composition_testdrive"
	"wit_component/mzhost_composition_tests"
	composition "wit_component/mzhost_composition_types"
	"wit_component/mzhost_composition_variables"
)

type outcome = types.Result[types.Unit, composition.Error]

// Services declares nothing.
func Services() types.Result[string, string] {
	return types.Ok[string, string]("services: {}")
}

// WorkflowDefault uses one function of each interface.
func WorkflowDefault(args []string) outcome {
	mzhost_composition_log.Info("seed " + mzhost_composition_variables.Seed())
	mzhost_composition_files.Read("none")
	target := composition.SqlTarget{Service: "db"}
	if connected := mzhost_composition_sql.Connect(target); connected.Tag() == types.ResultOk {
		connected.Ok().Close()
	}
	if started := mzhost_composition_jobs.Workflow("child", args); started.Tag() == types.ResultOk {
		started.Ok().Wait(1000)
	}
	mzhost_composition_http.Request("db", 80, "GET", "/", nil, nil, 1000)
	if replaced := mzhost_composition_overrides.Replace("services: {}"); replaced.Tag() == types.ResultOk {
		replaced.Ok().Close()
	}
	if begun := mzhost_composition_tests.StartCase("case"); begun.Tag() == types.ResultOk {
		begun.Ok().Passed()
	}
	mzhost_composition_testdrive.RunTestdriveFiles(args, nil)
	return mzhost_composition_composition.Up(args)
}

// WorkflowContainers passes.
func WorkflowContainers(args []string) outcome {
	return types.Ok[types.Unit, composition.Error](types.Unit{})
}

// WorkflowChild passes.
func WorkflowChild(args []string) outcome {
	return types.Ok[types.Unit, composition.Error](types.Unit{})
}
