// Command control-plane is a Kubernetes control plane for tests: the API server with its etcd, the controller manager and
// the scheduler in one program. Which of them it is, the name says by which it is started, as client-go takes the name of
// a field's manager from there too.
//
// Everything runs until standard input ends, so that nothing outlives the test that started it. Under any name,
// `certify` signs a certificate and ends.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	_ "time/tzdata" // for the time zones of CronJobs

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

func main() {
	os.Exit(run(filepath.Base(os.Args[0])))
}

func run(name string) int {
	if len(os.Args) > 1 && os.Args[1] == "certify" {
		return certify(os.Args[2:])
	}
	go endWithInput()
	switch name {
	case "etcd":
		return etcd(os.Args[1:])
	case "kube-apiserver":
		return cli.Run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		return cli.Run(manager.NewControllerManagerCommand())
	case "kube-scheduler":
		return cli.Run(scheduler.NewSchedulerCommand())
	}
	return fail(fmt.Errorf("started as %q: it goes by the names of its parts", name))
}

// endWithInput ends the process with whoever holds the other end of its standard input.
func endWithInput() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}
