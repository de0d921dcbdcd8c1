//go:build tools

// Package kubernetes pins the commands of the embedded platform: nothing here
// is compiled into the product. Versions are in go.mod, checksums in go.sum.
package kubernetes

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
