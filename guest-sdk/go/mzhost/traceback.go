package mzhost

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"mzhost/internal/exports"
)

// traceback are the calls that an error came from, the innermost first, one a line; empty for an error that does not
// know them. Calls inside of Go's runtime and of this package are left out.
func traceback(err error) string {
	var calls []uintptr
	var panicked *panicError
	var failed *Error
	switch {
	case errors.As(err, &panicked):
		calls = panicked.calls
	case errors.As(err, &failed):
		calls = failed.calls
	}
	if len(calls) == 0 {
		return ""
	}
	var lines []string
	frames := runtime.CallersFrames(calls)
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if line := place(frame); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// place is a call as people read it: `composition.go:12: WorkflowDefault`. Empty for one that tells the user nothing.
func place(frame runtime.Frame) string {
	for _, inside := range []string{"runtime.", "mzhost.", "mzhost/", "main."} {
		if strings.HasPrefix(frame.Function, inside) {
			return ""
		}
	}
	// Files and functions are named by import paths, which are no paths on the user's disk.
	file := strings.TrimPrefix(frame.File, exports.Package+"/")
	function := strings.TrimPrefix(frame.Function, exports.Package+".")
	return fmt.Sprintf("%s:%d: %s", file, frame.Line, function)
}
