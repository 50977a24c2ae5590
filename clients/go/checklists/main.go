// The checklists of Kubernetes' end-to-end tests for certificates and reviews, with client-go over protobuf as those tests use it, against
// the API server that KUBECONFIG names. Prints what failed of each as one JSON document.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const patience = 30 * time.Second

type outcome struct {
	Checklist string `json:"checklist"`
	// Empty when everything held.
	Failure string `json:"failure"`
}

type suite struct {
	ctx     context.Context
	config  *rest.Config
	client  kubernetes.Interface
	dynamic dynamic.Interface
}

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	s := &suite{ctx: ctx, config: config, client: typed(config), dynamic: dynamic.NewForConfigOrDie(config)}
	outcomes := []outcome{
		{"a client is built with a request", failure(s.clientFromRequest)},
		{"requests, their approval and their status", failure(s.requestOperations)},
		{"subject reviews agree with what happens", failure(s.subjectReviews)},
		{"self reviews say who asks", failure(s.selfReviews)},
	}
	if err := json.NewEncoder(os.Stdout).Encode(outcomes); err != nil {
		log.Fatal(err)
	}
}

// typed is a client that speaks protobuf.
func typed(config *rest.Config) kubernetes.Interface {
	protobuf := rest.CopyConfig(config)
	protobuf.ContentType = "application/vnd.kubernetes.protobuf"
	protobuf.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	return kubernetes.NewForConfigOrDie(protobuf)
}

// broken is what a checklist throws to end itself.
type broken struct{ error }

func failure(run func()) (text string) {
	defer func() {
		if caught := recover(); caught != nil {
			failed, is := caught.(broken)
			if !is {
				panic(caught)
			}
			text = failed.Error()
		}
	}()
	run()
	return ""
}

func check(holds bool, format string, args ...any) {
	if !holds {
		panic(broken{fmt.Errorf(format, args...)})
	}
}

// must returns the value of a call that has to succeed.
func must[T any](value T, err error) T {
	check(err == nil, "%v", err)
	return value
}
