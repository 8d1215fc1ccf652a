package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
)

// errRefused says that roster does not answer a question yet: a documented filter, or CSV.
var errRefused = errors.New(refused)

// errBusy says that it gave up.
var errBusy = errors.New("gave up")

// check asks the servers some of a trial's questions. Where there are two, their answers must not differ in a byte.
func (b *bench) check(servers []*child, requests [][]byte) error {
	var clients []*client
	for _, s := range servers {
		c, err := dial(s.addr())
		if err != nil {
			return err
		}
		defer c.close()
		clients = append(clients, c)
	}
	for _, request := range requests[:min(b.checks, len(requests))] {
		err := compare(request, clients)
		if errors.As(err, new(difference)) {
			err = compare(request, clients) // somebody's presence may have ended between the two
		}
		if err != nil && err != errBusy {
			return err
		}
	}
	return nil
}

func compare(request []byte, clients []*client) error {
	var answers [][]byte
	for _, c := range clients {
		answer, err := c.good(request)
		if err != nil {
			return err
		}
		answers = append(answers, answer)
	}
	if len(answers) < 2 || bytes.Equal(answers[0], answers[1]) {
		return nil
	}
	return difference{firstLine(request), answers[0], answers[1]}
}

// good asks and gives the body of what is answered, if that is an answer.
func (c *client) good(request []byte) ([]byte, error) {
	var body bytes.Buffer
	status, err := c.ask(request, &body)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", firstLine(request), err)
	case status == http.StatusBadRequest && bytes.Contains(c.fault.Bytes(), []byte("not supported yet")):
		return nil, errRefused
	case c.gaveUp(status):
		return nil, errBusy
	case status != http.StatusOK:
		return nil, fmt.Errorf("%s: answered %d: %.200s", firstLine(request), status, c.fault.Bytes())
	}
	return body.Bytes(), nil
}

// gaveUp says whether the server answered that it would take too long. That is slow, and not wrong.
func (c *client) gaveUp(status int) bool {
	return status == http.StatusServiceUnavailable ||
		status == http.StatusBadRequest && bytes.Contains(c.fault.Bytes(), []byte("would take longer"))
}

// difference is between what roster and the floor answered.
type difference struct {
	asked         string
	roster, floor []byte
}

func (d difference) Error() string {
	at := 0
	for at < min(len(d.roster), len(d.floor)) && d.roster[at] == d.floor[at] {
		at++
	}
	around := func(text []byte) []byte { return text[max(0, at-40):min(len(text), at+40)] }
	return fmt.Sprintf("%s: byte %d differs: roster has %q, the floor %q", d.asked, at, around(d.roster), around(d.floor))
}
