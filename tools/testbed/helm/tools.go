//go:build tools

// Package helm pins the program that renders deploy/chart in tests: nothing here is
// compiled into the product. Versions are in go.mod, checksums in go.sum.
package helm

import (
	_ "helm.sh/helm/v3/cmd/helm"
)
