// Package mzhost is for writing mzhost workflows in Go.
//
// A composition is a folder with composition.go and go.mod. Its package has a function Services, which says what runs in
// containers, and a function for each workflow: WorkflowSimpleTest is the workflow "simple-test", and the comment above
// it is the description. A workflow with the line //mzhost:hidden in its comment is left out of a plain list.
//
//	package composition
//
//	import (
//		"mzhost"
//		"mzhost/catalog"
//	)
//
//	func Services() mzhost.Services {
//		return mzhost.Services{catalog.Postgres{Name: "db"}}
//	}
//
//	// WorkflowDefault asks the server.
//	func WorkflowDefault(c *mzhost.Composition) error {
//		if err := c.Up("db"); err != nil {
//			return err
//		}
//		var one int
//		if err := c.SQL("db").QueryRow("select 1").Scan(&one); err != nil {
//			return err
//		}
//		if one != 1 {
//			return mzhost.Errorf("one is %d", one)
//		}
//		return nil
//	}
//
// A workflow that takes arguments has a second parameter, args []string.
//
// Every call waits for its answer, and all goroutines wait with it. There is no file system and no network but by the
// calls of this package. A panic fails the workflow with its message and the calls that led to it.
package mzhost
