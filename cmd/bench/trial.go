package main

import (
	"bytes"
	"net/url"
	"strings"
)

// trial is one kind of question, asked many times with other values.
type trial struct {
	name        string
	connections int
	asks        []ask
	form        form
}

// ask is one question: a path, and whose token asks for it, if not the clerk's.
type ask struct{ path, token string }

// form is in what an answer comes, and so by what it is measured.
type form int

const (
	asJSON    form = iota // beside the floor, which answers the same
	asTold                // alone, JSON that no floor answers
	asPage                // alone, in a session
	asCSV                 // alone, once, for memory and bytes a second
	asJoining             // alone, written past the console
)

// requests are the asks as they are sent. Both servers get the same bytes, with roster's name in them.
func (t trial) requests(host string, k keys, cookie string) [][]byte {
	requests := make([][]byte, len(t.asks))
	for i, a := range t.asks {
		header := []string{"Accept: text/html", "Accept-Encoding: gzip", "Cookie: " + cookie}
		if t.form != asPage {
			token := k.token
			if a.token != "" {
				token = a.token
			}
			header = []string{"Authorization: Token " + token}
		}
		requests[i] = request(host, a.path, header...)
	}
	return requests
}

// listPath is the address of a list: name, value, name, value, …
func listPath(params ...string) string {
	query := url.Values{}
	for i := 0; i < len(params); i += 2 {
		query.Set(params[i], params[i+1])
	}
	return "/users/?" + query.Encode()
}

// firstLine is what a request asks for.
func firstLine(request []byte) string {
	line, _, _ := bytes.Cut(request, []byte(" HTTP/1.1"))
	return strings.TrimSpace(string(line))
}
