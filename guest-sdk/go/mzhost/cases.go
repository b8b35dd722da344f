package mzhost

import "mzhost/internal/wit/mzhost_composition_tests"

// TestCase runs a part of the workflow as a named test case; whether it passed. A case that fails, by an error or a
// panic, does not end the workflow and is told as such in all reports; the workflow fails at its end with the error
// "test.failed".
//
// The error is only why there is no such case: its name was used before in this workflow, is empty or longer than 200
// characters.
//
//	c.TestCase("orders are there", func() error {
//		…
//	})
func (c *Composition) TestCase(name string, work func() error) (bool, error) {
	begun, err := done(mzhost_composition_tests.StartCase(name))
	if err != nil {
		return false, err
	}
	if failed := guarded(work); failed != nil {
		return false, only(begun.Failed(toWit(failed)))
	}
	return true, only(begun.Passed())
}
