//! Workflows that fail.

use super::written;
use crate::harness::mzhost;

/// One component has them all: to compile one takes seconds.
#[test]
fn failures_of_workflows_in_go_read_well() {
    let folder = written(
        "package composition

import (
	\"errors\"
	\"fmt\"
	\"os\"

	\"mzhost\"
	\"mzhost/catalog\"
)

func Services() mzhost.Services {
	if _, wrong := mzhost.Variable(\"WRONG\"); wrong {
		var none map[string]int
		none[\"x\"] = 1
	}
	return mzhost.Services{catalog.Toxiproxy{Port: mzhost.Ptr(1), Overrides: mzhost.Keys{\"labels\": mzhost.Keys{\"a\": \"b\"}}}}
}

func WorkflowPanic(c *mzhost.Composition) error {
	index([]int{})
	return nil
}

func index(none []int) int {
	return none[len(none)]
}

func WorkflowAssert(c *mzhost.Composition) error {
	mzhost.Assert(len(\"x\") == 2, \"one is not %d\", 2)
	return nil
}

func WorkflowCall(c *mzhost.Composition) error {
	err := c.Up(\"nobody\")
	var failed *mzhost.Error
	if !errors.As(err, &failed) || failed.Code != \"service.unknown\" || failed.Service != \"nobody\" {
		return errors.New(\"another error\")
	}
	return fmt.Errorf(\"bringing it up: %w\", err)
}

func WorkflowOwn(c *mzhost.Composition) error {
	return &mzhost.Error{Code: \"shop.empty\", Message: \"nothing left\", Details: []mzhost.Detail{{\"left\", \"0\"}}}
}

func WorkflowExit(c *mzhost.Composition) error {
	os.Exit(4)
	return nil
}

func WorkflowDeadlock(c *mzhost.Composition) error {
	<-make(chan int)
	return nil
}

func WorkflowGoroutine(c *mzhost.Composition) error {
	done := make(chan int)
	go func() { panic(\"as asked for\") }()
	<-done
	return nil
}

func WorkflowCases(c *mzhost.Composition, args []string) error {
	c.TestCase(\"first\", func() error { return nil })
	_, err := c.TestCase(args[0], func() error { panic(\"no\") })
	return err
}
",
    );
    let path = folder.path().to_str().unwrap();
    let run = |words: &[&str], exit: i32| mzhost(&["run", path]).args(words).done().exits(exit);
    run(&["panic"], 1)
        .says("workflow.failed: panic: runtime error: index out of range [0] with length 0")
        .says("composition.go:26: index")
        .says("composition.go:21: WorkflowPanic")
        .never_says("mzhost@");
    run(&["assert"], 1)
        .says("workflow.failed: one is not 2")
        .says("composition.go:30: WorkflowAssert");
    run(&["call"], 12)
        .says("service.unknown: bringing it up: there is no service \"nobody\"")
        .says("composition.go:35: WorkflowCall");
    run(&["own"], 1)
        .says("shop.empty: nothing left")
        .says("left  0");
    run(&["exit"], 31)
        .says("the guest exited instead of returning from its workflow")
        .says("my_tests.WorkflowExit");
    run(&["deadlock"], 31)
        .says("the guest panicked: all goroutines are asleep - deadlock!")
        .says("my-tests/composition.go:53");
    run(&["goroutine"], 31)
        .says("the guest panicked: as asked for")
        .says("my-tests/composition.go:59");
    run(&["cases", "second"], 60)
        .says("1 of 2 test cases failed: second")
        .says("composition.go:66: WorkflowCases");
    mzhost(&["run", path, "own", "--allow-env", "WRONG"])
        .env("WRONG", "1")
        .done()
        .exits(9)
        .says("panic: assignment to entry in nil map")
        .says("composition.go:15: Services");
}
