// Package composition is the composition {{name}}: the services that it runs, and its workflows.
package composition

import (
	"strings"

	"mzhost"
)

// Services says what runs in containers, in the words of Compose. Package mzhost/catalog has many services ready to use,
// such as catalog.Postgres and catalog.Kafka.
func Services() mzhost.Services {
	return mzhost.Services{
		mzhost.Service{
			Name:  "web",
			Image: "debian:bookworm-slim",
			// It says when it is ready, and then runs until it is stopped.
			Command: []string{"sh", "-c", "echo ready; exec sleep infinity"},
			Init:    true,
			Ready:   mzhost.Ready{Log: "ready"},
		},
	}
}

// WorkflowDefault brings everything up and looks around.
//
// The name after Workflow is the workflow's: `mzhost run .` runs the one that is called default. The first line of the
// comment is what `mzhost list .` shows.
func WorkflowDefault(c *mzhost.Composition) error {
	// Returns when everything is ready. An error that is returned fails the workflow.
	if err := c.Up(); err != nil {
		return err
	}
	greeting, err := c.Exec("web", "echo", "hello from the container")
	if err != nil {
		return err
	}
	// What is printed is shown.
	mzhost.LogInfo("web says: %s", strings.TrimSpace(greeting.Stdout))

	// Each workflow is a test of its own, too: `mzhost run . test`.
	return c.Workflow("test")
}

// WorkflowTest checks that files survive a restart.
func WorkflowTest(c *mzhost.Composition) error {
	if err := c.Up("web"); err != nil {
		return err
	}
	// Test cases are told one by one in the reports; one that fails does not end the workflow.
	_, err := c.TestCase("a file survives a restart", func() error {
		if err := c.CopyIn("web", "/data/note", []byte("remember"), 0o644); err != nil {
			return err
		}
		if err := c.Restart("web"); err != nil {
			return err
		}
		note, err := c.CopyOut("web", "/data/note")
		if err != nil {
			return err
		}
		// Assert, like any panic, fails the test case with the place in this file.
		mzhost.Assert(note.String() == "remember", "the note says %q", note)
		return nil
	})
	return err
}
