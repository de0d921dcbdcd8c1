//go:build tools

// Package versitygw pins the object store of the test bed: nothing here is compiled into
// the product. Versions are in go.mod, checksums in go.sum.
package versitygw

import (
	_ "github.com/versity/versitygw/cmd/versitygw"
)
