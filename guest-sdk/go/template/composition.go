// Package composition is the composition {{name}}: a service, and workflows that drive it.
package composition

import (
	"fmt"

	"mzhost"
)

// Services is what runs in containers. `mzhost config {{name}}` shows it as a Compose file.
func Services() mzhost.Services {
	return mzhost.Services{
		// Put your own image here. `mzhost catalog` lists ready-made services: package mzhost/catalog has a type for each,
		// such as catalog.Kafka{} or catalog.Postgres{}.
		mzhost.Service{
			Name:    "box",
			Image:   "debian:bookworm-slim",
			Command: []string{"sh", "-c", "echo ready; exec sleep infinity"},
			// How mzhost knows that it is ready; also TCP, HTTP, SQL or a Healthcheck.
			Ready: mzhost.Ready{Log: "^ready"},
		},
	}
}

// The service answers, and keeps its files when it is killed.
//
// The function's name is the workflow's: `mzhost run {{name}} default`. The first line of this comment is shown by
// `mzhost list`. What a workflow returns is why it failed.
func WorkflowDefault(c *mzhost.Composition) error {
	if err := c.Up("box"); err != nil {
		return err
	}

	// A case that fails does not end the workflow, and has its own line in the reports.
	_, err := c.TestCase("it runs commands", func() error {
		said, err := c.Exec("box", "echo", "hello")
		if err != nil {
			return err
		}
		// As any panic, this fails the case with its place in this file.
		mzhost.Assert(said.Stdout == "hello", "it said %q", said.Stdout)
		return nil
	})
	if err != nil {
		return err
	}

	_, err = c.TestCase("its files survive when it is killed", func() error {
		if err := c.CopyIn("box", "/tmp/note", []byte("kept"), 0o644); err != nil {
			return err
		}
		if err := c.Kill("box"); err != nil {
			return err
		}
		if err := c.Start("box"); err != nil {
			return err
		}
		note, err := c.CopyOut("box", "/tmp/note")
		if err != nil {
			return err
		}
		mzhost.Assert(note.String() == "kept", "the note says %q", note)
		return nil
	})
	return err
}

// What comes after its name on the command line: `mzhost run {{name}} echo hello`.
func WorkflowEcho(c *mzhost.Composition, args []string) error {
	if err := c.Up("box"); err != nil {
		return err
	}
	said, err := c.Exec("box", append([]string{"echo"}, args...)...)
	if err != nil {
		return err
	}
	fmt.Println(said.Stdout)
	return nil
}
