package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// client is one connection that asks and reads, and knows no more of HTTP/1.1 than that takes: it shares the machine
// with those it measures.
type client struct {
	conn  net.Conn
	in    *bufio.Reader
	fault bytes.Buffer // the body of the last answer that was no 200
}

// patience is how long an answer may take in coming. It only ends what hangs.
const patience = 2 * time.Minute

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}, nil
}

func (c *client) close() { c.conn.Close() }

// request is what is sent to ask for a path, with more lines for its header.
func request(host, path string, header ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\n", path, host)
	for _, line := range header {
		b.WriteString(line + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// ask sends a request and writes the body of the answer to body, if anybody wants it; that of no 200 to fault.
func (c *client) ask(request []byte, body io.Writer) (status int, err error) {
	c.conn.SetDeadline(time.Now().Add(patience))
	if _, err := c.conn.Write(request); err != nil {
		return 0, err
	}
	line, err := c.line()
	if err != nil {
		return 0, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, fmt.Errorf("answered %q, which is no status line", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	if status != http.StatusOK {
		c.fault.Reset()
		body = &c.fault
	}
	length, err := c.header()
	switch {
	case err != nil:
	case length == chunked:
		err = c.chunks(body)
	default:
		err = c.body(body, length)
	}
	return status, err
}

func (c *client) body(to io.Writer, length int64) error {
	if to == nil {
		_, err := c.in.Discard(int(length))
		return err
	}
	_, err := io.CopyN(to, c.in, length)
	return err
}

const chunked = -1

// header reads to the empty line, and gives the length of the body or chunked.
func (c *client) header() (length int64, err error) {
	for {
		line, err := c.line()
		if err != nil {
			return 0, err
		}
		if len(line) == 0 {
			return length, nil
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch string(name) {
		case "Content-Length":
			length, err = strconv.ParseInt(string(value), 10, 64)
		case "Transfer-Encoding":
			length = chunked
		}
		if err != nil {
			return 0, err
		}
	}
}

func (c *client) chunks(body io.Writer) error {
	for {
		c.conn.SetReadDeadline(time.Now().Add(patience))
		line, err := c.line()
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(line), 16, 64)
		if err != nil {
			return err
		}
		if err := c.body(body, size); err != nil {
			return err
		}
		if _, err := c.line(); err != nil || size == 0 {
			return err
		}
	}
}

// line reads a line without its end. It holds until the next is read.
func (c *client) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), err
}
