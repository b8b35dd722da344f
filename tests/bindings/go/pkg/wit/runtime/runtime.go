// Package runtime has the signatures that generated bindings need of the module of the same name.
// It is for type checking only and cannot run.
package runtime

import (
	"runtime"
	"unsafe"
)

const message = "for type checking only"

// Handle is a handle of a resource.
type Handle struct{}

// MakeHandle wraps a handle.
func MakeHandle(value int32) *Handle { panic(message) }

// Use is the handle.
func (*Handle) Use() int32 { panic(message) }

// Take is the handle, which is gone afterwards.
func (*Handle) Take() int32 { panic(message) }

// TakeOrNil is the handle, or 0 when it is gone.
func (*Handle) TakeOrNil() int32 { panic(message) }

// Set gives it a value again.
func (*Handle) Set(value int32) { panic(message) }

// Allocate allocates memory that stays where it is.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer { panic(message) }

// Unpin frees what the host allocated.
func Unpin() { panic(message) }
