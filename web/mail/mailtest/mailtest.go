// Package mailtest is a post office for tests: an SMTP server that keeps what it is given.
package mailtest

import (
	"bufio"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
)

// Letter is one that came in.
type Letter struct{ From, To, Text string }

// Body is the text of a letter as it was written, without its headers.
func (l Letter) Body(t testing.TB) string {
	t.Helper()
	read, err := mail.ReadMessage(strings.NewReader(l.Text))
	if err != nil {
		t.Fatal(err)
	}
	var body io.Reader = read.Body
	if read.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// Post is the server.
type Post struct {
	URL string // where it listens, for mail.New

	mu      sync.Mutex
	letters []Letter
	refusal string
	hangs   bool
}

// Open starts a server that ends with the test.
func Open(t testing.TB) *Post {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &Post{URL: "smtp://" + l.Addr().String()}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p
}

// Letters are those that came in so far.
func (p *Post) Letters() []Letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Letter(nil), p.letters...)
}

// Refuse answers every recipient so from now on; "" takes them again.
func (p *Post) Refuse(answer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusal = answer
}

// Hang lets the server take connections and say nothing.
func (p *Post) Hang() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hangs = true
}

func (p *Post) serve(conn net.Conn) {
	defer conn.Close()
	p.mu.Lock()
	hangs, refusal := p.hangs, p.refusal
	p.mu.Unlock()
	in := bufio.NewReader(conn)
	if hangs {
		io.Copy(io.Discard, in)
		return
	}
	say := func(answer string) { fmt.Fprintf(conn, "%s\r\n", answer) }
	say("220 post")
	var letter Letter
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO", "RSET", "NOOP":
			say("250 post")
		case "MAIL":
			letter = Letter{From: between(rest)}
			say("250 go on")
		case "RCPT":
			if refusal != "" {
				say(refusal)
				continue
			}
			letter.To = between(rest)
			say("250 go on")
		case "DATA":
			say("354 go on")
			if letter.Text, err = text(in); err != nil {
				return
			}
			p.mu.Lock()
			p.letters = append(p.letters, letter)
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("502 no")
		}
	}
}

// between is the address in <brackets>.
func between(text string) string {
	_, text, _ = strings.Cut(text, "<")
	address, _, _ := strings.Cut(text, ">")
	return address
}

// text reads a letter to the dot on a line by itself.
func text(in *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String(), err
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}
