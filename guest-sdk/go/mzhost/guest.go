package mzhost

import (
	"mzhost/internal/exports"
	"mzhost/internal/wit/types"
)

func init() {
	exports.Services = document
	exports.Run = run
}

// run runs a workflow. A panic is how it failed, too.
func run(name string, args []string) exports.Outcome {
	workflow, _ := exports.Workflows[name].(func(*Composition, []string) error)
	if workflow == nil {
		return outcome(Errorf("there is no workflow %q", name))
	}
	return outcome(guarded(func() error { return workflow(&Composition{}, args) }))
}

func outcome(err error) exports.Outcome {
	if err != nil {
		return types.Err[types.Unit](toWit(err))
	}
	return types.Ok[types.Unit, witError](types.Unit{})
}

// document is the Compose document of the composition's services, or the text to show.
func document() types.Result[string, string] {
	declare, _ := exports.Declare.(func() (Services, error))
	var text string
	err := guarded(func() error {
		services, err := declare()
		if err == nil {
			text, err = services.Document()
		}
		return err
	})
	if err == nil {
		return types.Ok[string, string](text)
	}
	message := err.Error()
	if _, panicked := err.(*panicError); panicked {
		message += "\n" + traceback(err)
	}
	return types.Err[string](message)
}
