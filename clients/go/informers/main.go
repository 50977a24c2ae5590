// Informers of client-go stay in sync with the API server that KUBECONFIG names: through writes, through a broken connection, and after
// everything that they have seen is forgotten. Prints what it saw as one JSON document.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"strings"
	"sync/atomic"
	"time"

	certificates "k8s.io/api/certificates/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	namespace = "default"
	patience  = 30 * time.Second
	// The server keeps 64 MB of past states: more than that in big ones makes it forget all before.
	bigStates = 80
	bigSize   = 900_000
	// A reflector whose watch breaks in its first second lists anew, whatever the server remembers.
	watchAge = 1100 * time.Millisecond
)

type phase struct {
	Name string `json:"name"`
	// How many objects the informers hold, which is how many there are.
	ConfigMaps int `json:"configMaps"`
	Requests   int `json:"requests"`
}

type report struct {
	Phases []phase `json:"phases"`
	// Whether the informers listed anew after the last phase and not before.
	RelistedOnlyWhenForgotten bool `json:"relistedOnlyWhenForgotten"`
	// Adds less deletes that the handlers were told of, which is what is left.
	Balance int64 `json:"balance"`
}

type program struct {
	ctx      context.Context
	writer   kubernetes.Interface
	link     *link
	requests cache.SharedIndexInformer
	maps     cache.SharedIndexInformer
	balance  atomic.Int64
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 3*patience)
	defer cancel()
	result, err := run(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (*report, error) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 1000, 1000
	writer, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	link := newLink()
	reader, err := kubernetes.NewForConfig(link.through(config))
	if err != nil {
		return nil, err
	}
	factory := informers.NewSharedInformerFactory(reader, 0)
	p := &program{
		ctx: ctx, writer: writer, link: link,
		requests: factory.Certificates().V1().CertificateSigningRequests().Informer(),
		maps:     factory.Core().V1().ConfigMaps().Informer(),
	}
	if _, err := p.requests.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { p.balance.Add(1) },
		DeleteFunc: func(any) { p.balance.Add(-1) },
	}); err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	return p.play()
}

func (p *program) play() (*report, error) {
	result := &report{}
	phases := []struct {
		name string
		run  func() error
	}{
		{"writes", func() error { return p.write("first") }},
		{"a broken connection", func() error {
			time.Sleep(watchAge)
			p.link.cut()
			defer p.link.mend()
			return p.write("second")
		}},
		{"a forgotten past", func() error {
			time.Sleep(watchAge)
			p.link.cut()
			defer p.link.mend()
			return errors.Join(p.write("third"), p.makeForget())
		}},
	}
	lists := p.link.lists()
	for i, one := range phases {
		if err := one.run(); err != nil {
			return nil, fmt.Errorf("%s: %w", one.name, err)
		}
		maps, requests, err := p.inSync()
		if err != nil {
			return nil, fmt.Errorf("after %s: %w", one.name, err)
		}
		result.Phases = append(result.Phases, phase{one.name, maps, requests})
		relisted := p.link.lists() > lists
		result.RelistedOnlyWhenForgotten = relisted == (i == len(phases)-1) && (i == 0 || result.RelistedOnlyWhenForgotten)
	}
	result.Balance = p.balance.Load()
	return result, nil
}

// write creates ten requests, changes seven of them and deletes three.
func (p *program) write(prefix string) error {
	client := p.writer.CertificatesV1().CertificateSigningRequests()
	for i := range 10 {
		name := fmt.Sprintf("%s-%d", prefix, i)
		made, err := client.Create(p.ctx, request(name), meta.CreateOptions{})
		if err != nil {
			return err
		}
		if i < 3 {
			if err := client.Delete(p.ctx, name, meta.DeleteOptions{}); err != nil {
				return err
			}
			continue
		}
		made.Labels = map[string]string{"changed": "yes"}
		if _, err := client.Update(p.ctx, made, meta.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// makeForget changes one big object until the server has no past of ConfigMaps left, and leaves the others unwatched meanwhile.
func (p *program) makeForget() error {
	client := p.writer.CoreV1().ConfigMaps(namespace)
	big := &core.ConfigMap{ObjectMeta: meta.ObjectMeta{Name: "big"}}
	big, err := client.Create(p.ctx, big, meta.CreateOptions{})
	for i := 0; i < bigStates && err == nil; i++ {
		big.Data = map[string]string{"value": strings.Repeat(string(rune('a'+i%26)), bigSize)}
		big, err = client.Update(p.ctx, big, meta.UpdateOptions{})
	}
	return err
}

// inSync waits until the informers hold what the server has, in the same versions.
func (p *program) inSync() (configMaps, requests int, err error) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		maps, err := p.versionsOfMaps()
		if err != nil {
			return 0, 0, err
		}
		all, err := p.versionsOfRequests()
		if err != nil {
			return 0, 0, err
		}
		if same(maps, p.maps) && same(all, p.requests) {
			return len(maps), len(all), nil
		}
	}
	return 0, 0, errors.New("the informers never caught up")
}

func (p *program) versionsOfMaps() (map[string]string, error) {
	list, err := p.writer.CoreV1().ConfigMaps("").List(p.ctx, meta.ListOptions{})
	if err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, item := range list.Items {
		versions[item.Namespace+"/"+item.Name] = item.ResourceVersion
	}
	return versions, nil
}

func (p *program) versionsOfRequests() (map[string]string, error) {
	list, err := p.writer.CertificatesV1().CertificateSigningRequests().List(p.ctx, meta.ListOptions{})
	if err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, item := range list.Items {
		versions[item.Name] = item.ResourceVersion
	}
	return versions, nil
}

func same(versions map[string]string, informer cache.SharedIndexInformer) bool {
	held := map[string]string{}
	for _, key := range informer.GetStore().ListKeys() {
		item, exists, err := informer.GetStore().GetByKey(key)
		if object, is := item.(meta.Object); is && exists && err == nil {
			held[key] = object.GetResourceVersion()
		}
	}
	return maps.Equal(held, versions)
}

func request(name string) *certificates.CertificateSigningRequest {
	return &certificates.CertificateSigningRequest{
		ObjectMeta: meta.ObjectMeta{Name: name},
		Spec: certificates.CertificateSigningRequestSpec{
			Request:    []byte(os.Getenv("REQUEST")),
			SignerName: "example.com/informers",
			Usages:     []certificates.KeyUsage{certificates.UsageClientAuth},
		},
	}
}
