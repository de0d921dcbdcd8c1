//go:build tools

// Package registry pins the image registry of the test bed: nothing here is compiled into
// the product. Versions are in go.mod, checksums in go.sum.
package registry

import (
	_ "github.com/distribution/distribution/v3/cmd/registry"
)
