// Package runtime has what generated bindings need at run time: handles of resources, and memory for values that cross
// between host and guest.
package runtime

import (
	"runtime"
	"unsafe"
)

// Handle is a handle of a resource. 0 stands for one that was given away.
type Handle struct {
	value int32
}

// MakeHandle wraps a handle.
func MakeHandle(value int32) *Handle { return &Handle{present(value)} }

// Use is the handle.
func (h *Handle) Use() int32 { return present(h.value) }

// Take is the handle, which is gone afterwards.
func (h *Handle) Take() int32 { return present(h.TakeOrNil()) }

// TakeOrNil is the handle, or 0 when it is gone.
func (h *Handle) TakeOrNil() int32 {
	value := h.value
	h.value = 0
	return value
}

// Set gives it a value again.
func (h *Handle) Set(value int32) { h.value = present(value) }

func present(value int32) int32 {
	if value == 0 {
		panic("a resource was used after it was given away")
	}
	return value
}

// Allocate allocates memory that stays until the pinner lets go of it.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return nil
	}
	var memory unsafe.Pointer
	// The type of the elements gives the alignment.
	switch align {
	case 1:
		memory = unsafe.Pointer(unsafe.SliceData(make([]uint8, size)))
	case 2:
		memory = unsafe.Pointer(unsafe.SliceData(make([]uint16, (size+1)/2)))
	case 4:
		memory = unsafe.Pointer(unsafe.SliceData(make([]uint32, (size+3)/4)))
	default:
		memory = unsafe.Pointer(unsafe.SliceData(make([]uint64, (size+7)/8)))
	}
	pinner.Pin(memory)
	return memory
}

// What the host allocated since the last Unpin.
var pinner runtime.Pinner

// Unpin hands what the host allocated over to the garbage collector: it lives on where Go values point to it.
func Unpin() { pinner.Unpin() }

// The adapter for WASI asks for memory before Go's runtime has started, when nothing can be allocated: until then it
// is given parts of this.
var (
	early [256 << 10]byte
	used  uintptr
	ready bool
)

func init() { ready = true }

// A component may call nothing while the host waits for memory, and the garbage collector asks for the time. It neither
// begins nor ends its work while the thread is pinned; for what else asks for the time, the adapter answers with the
// last that it knows.

//go:linkname procPin runtime.procPin
func procPin() int

//go:linkname procUnpin runtime.procUnpin
func procUnpin()

//go:wasmimport wasi_snapshot_preview1 adapter_monotonic_clock_set_paused
func setClockPaused(paused bool)

//go:wasmexport cabi_realloc
func realloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	if !ready {
		begin := (used + align - 1) &^ (align - 1)
		if old != nil || begin+size > uintptr(len(early)) {
			return nil
		}
		used = begin + size
		return unsafe.Pointer(&early[begin])
	}
	setClockPaused(true)
	procPin()
	memory := Allocate(&pinner, size, align)
	if old != nil && memory != nil {
		copy(unsafe.Slice((*byte)(memory), size), unsafe.Slice((*byte)(old), oldSize))
	}
	procUnpin()
	setClockPaused(false)
	return memory
}
