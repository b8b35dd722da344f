// Command discover tells what the sources of a composition say of its workflows, as JSON. mzhost runs it when it builds.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// answer is what mzhost reads.
type answer struct {
	Packages  []place    `json:"packages"`
	Functions []function `json:"functions"`
	// Mistakes are why a file could not be read.
	Mistakes []string `json:"mistakes"`
}

// place is something in a file, which is named relative to the folder.
type place struct {
	Name string `json:"name"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// function is a function, method or variable at the top of a file whose name may mean something to mzhost.
type function struct {
	place
	// Is is "function", "method" or "variable".
	Is string `json:"is"`
	// Parameters and results, with the SDK's package as "mzhost.".
	Parameters []string `json:"parameters"`
	Results    []string `json:"results"`
	// Written is its first line.
	Written     string `json:"written"`
	Description string `json:"description"`
	Hidden      bool   `json:"hidden"`
}

func main() {
	found, err := discover(os.Args[1])
	if mistakes, ok := err.(scanner.ErrorList); ok {
		for _, mistake := range mistakes {
			found.Mistakes = append(found.Mistakes, mistake.Error())
		}
	} else if err != nil {
		found.Mistakes = []string{err.Error()}
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func discover(folder string) (answer, error) {
	found := answer{Packages: []place{}, Functions: []function{}, Mistakes: []string{}}
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return found, err
	}
	files := token.NewFileSet()
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasSuffix(name, "_test.go") || name[0] == '_' || name[0] == '.' {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return found, err
		}
		file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return found, err
		}
		if !built(file) {
			continue
		}
		at := func(name *ast.Ident) place {
			position := files.Position(name.Pos())
			return place{name.Name, position.Filename, position.Line}
		}
		found.Packages = append(found.Packages, at(file.Name))
		for _, declaration := range file.Decls {
			found.Functions = append(found.Functions, functions(file, declaration, at)...)
		}
	}
	return found, nil
}

// built is whether the file is part of the component, by its //go:build line.
func built(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Pos() > file.Package || !constraint.IsGoBuild(comment.Text) {
				continue
			}
			condition, err := constraint.Parse(comment.Text)
			return err != nil || condition.Eval(func(tag string) bool {
				return tag == "wasip1" || tag == "wasm" || tag == "gc" || strings.HasPrefix(tag, "go1.")
			})
		}
	}
	return true
}

// functions are what a declaration declares that mzhost asks for.
func functions(file *ast.File, declaration ast.Decl, at func(*ast.Ident) place) []function {
	var found []function
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		if !asked(declaration.Name.Name) {
			break
		}
		one := function{
			place:      at(declaration.Name),
			Is:         "function",
			Parameters: typesOf(file, declaration.Type.Params),
			Results:    typesOf(file, declaration.Type.Results),
			Written:    shown(&ast.FuncDecl{Recv: declaration.Recv, Name: declaration.Name, Type: declaration.Type}),
		}
		if declaration.Recv != nil {
			one.Is = "method"
		}
		if declaration.Type.TypeParams != nil {
			one.Parameters = append([]string{"of types"}, one.Parameters...)
		}
		if declaration.Doc != nil {
			one.Description = strings.TrimSpace(declaration.Doc.Text())
			for _, line := range declaration.Doc.List {
				one.Hidden = one.Hidden || strings.TrimSpace(line.Text) == "//mzhost:hidden"
			}
		}
		found = append(found, one)
	case *ast.GenDecl:
		for _, spec := range declaration.Specs {
			values, _ := spec.(*ast.ValueSpec)
			if values == nil {
				continue
			}
			for _, name := range values.Names {
				if asked(name.Name) {
					found = append(found, function{place: at(name), Is: "variable"})
				}
			}
		}
	}
	return found
}

func asked(name string) bool {
	return strings.EqualFold(name, "services") || strings.HasPrefix(strings.ToLower(name), "workflow")
}

// typesOf are the types of parameters or results, one for each name.
func typesOf(file *ast.File, fields *ast.FieldList) []string {
	types := []string{}
	if fields == nil {
		return types
	}
	for _, field := range fields.List {
		text := shown(field.Type)
		if name := sdkName(file); name == "." {
			text = strings.Replace(text, "*Composition", "*mzhost.Composition", 1)
			if text == "Services" {
				text = "mzhost.Services"
			}
		} else if name != "" {
			text = strings.Replace(text, name+".", "mzhost.", 1)
		}
		for at := 0; at == 0 || at < len(field.Names); at++ {
			types = append(types, text)
		}
	}
	return types
}

// sdkName is what the file calls the SDK.
func sdkName(file *ast.File) string {
	for _, one := range file.Imports {
		if one.Path.Value != `"mzhost"` {
			continue
		}
		if one.Name != nil {
			return one.Name.Name
		}
		return "mzhost"
	}
	return ""
}

// shown is a piece of source as gofmt writes it.
func shown(node any) string {
	var text bytes.Buffer
	if err := format.Node(&text, token.NewFileSet(), node); err != nil {
		return err.Error()
	}
	return text.String()
}
