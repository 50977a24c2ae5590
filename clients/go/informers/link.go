package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"

	"k8s.io/client-go/rest"
)

// link is a way to the server that can be cut, and that counts the lists that go through it.
type link struct {
	mutex  sync.Mutex
	broken bool
	open   []net.Conn
	count  atomic.Int64
}

func newLink() *link { return &link{} }

// through returns the configuration of a client that uses the link.
func (l *link) through(config *rest.Config) *rest.Config {
	linked := rest.CopyConfig(config)
	linked.Dial = l.dial
	linked.Wrap(func(next http.RoundTripper) http.RoundTripper { return counting{l, next} })
	return linked
}

// cut closes every connection; new ones are refused until mend.
func (l *link) cut() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.broken = true
	for _, connection := range l.open {
		_ = connection.Close()
	}
	l.open = nil
}

func (l *link) mend() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.broken = false
}

// lists is how often the state was asked for as a whole, by a list or a streaming list.
func (l *link) lists() int64 { return l.count.Load() }

func (l *link) dial(ctx context.Context, network, address string) (net.Conn, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.broken {
		// A reflector watches on after this error; after most others it lists anew.
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		l.open = append(l.open, connection)
	}
	return connection, err
}

type counting struct {
	link *link
	next http.RoundTripper
}

func (c counting) RoundTrip(request *http.Request) (*http.Response, error) {
	query := request.URL.Query()
	response, err := c.next.RoundTrip(request)
	if err == nil && (query.Get("watch") == "" || query.Get("sendInitialEvents") == "true") {
		c.link.count.Add(1)
	}
	return response, err
}
