// Command codegen writes the SDK of a Pulumi package from its schema, for one language, with the generators that the
// engine's own module holds. It is what the official language hosts do when they are asked to generate a package.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-offline"

// request is what comes in on standard input.
type request struct {
	Language          string            `json:"language"`
	Directory         string            `json:"directory"`
	Schema            string            `json:"schema"`
	LoaderTarget      string            `json:"loaderTarget"`
	ExtraFiles        map[string][]byte `json:"extraFiles"`
	LocalDependencies map[string]string `json:"localDependencies"`
	Local             bool              `json:"local"`
}

// diagnostic is one line of what goes out on standard output, as a list.
type diagnostic struct {
	Error   bool   `json:"error"`
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
}

func main() {
	diagnostics, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(diagnostics); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() ([]diagnostic, error) {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return nil, fmt.Errorf("reading the request: %w", err)
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(asked.Schema), &spec); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	loader, err := schema.NewLoaderClient(asked.LoaderTarget)
	if err != nil {
		return nil, fmt.Errorf("reaching the engine: %w", err)
	}
	defer loader.Close()
	cached := schema.NewCachedLoader(loader)

	pkg, found, err := schema.BindSpec(spec, cached, schema.ValidationOptions{AllowDanglingReferences: true})
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	diagnostics := told(found)
	if found.HasErrors() {
		return diagnostics, nil
	}
	files, err := generate(asked, pkg, cached)
	if err != nil {
		return nil, fmt.Errorf("generating the SDK: %w", err)
	}
	return diagnostics, write(asked.Directory, files)
}

func generate(asked request, pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
	switch asked.Language {
	case "python":
		return python.GeneratePackage(tool, pkg, asked.ExtraFiles, loader)
	case "nodejs":
		return nodejs.GeneratePackage(tool, pkg, asked.ExtraFiles, asked.LocalDependencies, asked.Local, loader)
	case "go":
		files, err := golang.GeneratePackage(tool, pkg, asked.LocalDependencies)
		for path, text := range asked.ExtraFiles {
			if err == nil {
				files[path] = text
			}
		}
		return files, err
	}
	return nil, fmt.Errorf("there is no generator for %q here; there are python, nodejs and go", asked.Language)
}

func told(found hcl.Diagnostics) []diagnostic {
	diagnostics := []diagnostic{}
	for _, one := range found {
		diagnostics = append(diagnostics, diagnostic{one.Severity == hcl.DiagError, one.Summary, one.Detail})
	}
	return diagnostics
}

func write(directory string, files map[string][]byte) error {
	for path, text := range files {
		target := filepath.Join(directory, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, text, 0o644); err != nil { //nolint:gosec // sources, for everybody to read
			return err
		}
	}
	return nil
}
