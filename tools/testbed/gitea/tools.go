//go:build tools

// Package gitea pins the Git host of the test bed: nothing here is compiled into
// the product. Versions are in go.mod, checksums in go.sum.
package gitea

import (
	_ "code.gitea.io/gitea"
)
