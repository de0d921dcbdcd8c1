//go:build tools

// Package crane pins the program that copies images between registries in tests: nothing here is compiled into
// the product. Versions are in go.mod, checksums in go.sum.
package crane

import (
	_ "github.com/google/go-containerregistry/cmd/crane"
)
