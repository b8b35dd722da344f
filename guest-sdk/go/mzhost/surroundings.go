package mzhost

import (
	"fmt"

	"mzhost/internal/wit/mzhost_composition_files"
	"mzhost/internal/wit/mzhost_composition_log"
	"mzhost/internal/wit/mzhost_composition_variables"
	"mzhost/internal/wit/types"
)

// ReadFile is the content of a file in the composition's folder, at most 16 MiB.
func ReadFile(path string) (Data, error) {
	data, err := done(mzhost_composition_files.Read(path))
	return Data(data), err
}

// ReadFilePart is a part of a file in the composition's folder: length bytes from byte offset.
func ReadFilePart(path string, offset int64, length int) (Data, error) {
	data, err := done(mzhost_composition_files.ReadPart(path, float64(offset), count(length)))
	return Data(data), err
}

// FoundFiles is what FindFiles found.
type FoundFiles struct {
	// Paths are relative, with "/" between folders, sorted.
	Paths []string
	// Truncated is whether there are more than were returned.
	Truncated bool
}

// FindFiles finds the files of the composition's folder whose path fits a glob: *, ?, [a-z], {a,b}, and ** for folders.
func FindFiles(glob string) (FoundFiles, error) {
	found, err := done(mzhost_composition_files.Find(glob))
	return FoundFiles(found), err
}

// Variable is the value of an environment variable that the user granted with --allow-env NAME; false when it is not
// set or not granted.
func Variable(name string) (string, bool) {
	variable := mzhost_composition_variables.Get(name)
	return value(variable), variable.Tag() == types.OptionSome
}

// Seed is the run's seed, from which all randomness follows: --seed repeats it.
func Seed() string { return mzhost_composition_variables.Seed() }

// Project is the project's name, which prefixes all container names.
func Project() string { return mzhost_composition_variables.Project() }

// LogDebug tells the person who watches the run something that is shown with --verbose only.
func LogDebug(format string, args ...any) {
	mzhost_composition_log.Debug(fmt.Sprintf(format, args...))
}

// LogInfo tells the person who watches the run an ordinary message. What is printed is shown, too.
func LogInfo(format string, args ...any) { mzhost_composition_log.Info(fmt.Sprintf(format, args...)) }

// LogWarn tells of something that may be a problem.
func LogWarn(format string, args ...any) { mzhost_composition_log.Warn(fmt.Sprintf(format, args...)) }

// LogError tells of something that is a problem; the workflow goes on.
func LogError(format string, args ...any) { mzhost_composition_log.Error(fmt.Sprintf(format, args...)) }
