package pgconn

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// wire is the connection as pgdriver sees it. It follows the messages that
// pass (PostgreSQL 15, §55.7), so that it knows for itself whether a reply is
// complete and whether a transaction is open; pgdriver keeps neither.
type wire struct {
	net.Conn          // the socket, or TLS over it
	socket   net.Conn // the socket

	mu  sync.Mutex
	cut bool // interrupted: no deadline may be set again

	pending bool    // something was sent, and its reply is not complete
	status  byte    // of the last ReadyForQuery: I idle, T in a transaction, E in a failed one
	head    [5]byte // of the message being read: its type and length
	have    int     // bytes of head read so far
	left    int     // bytes of its body still to come

	copying *copying // a COPY being fed, see copy.go
}

const (
	idle   = 'I'
	failed = 'E'
)

func (w *wire) Read(p []byte) (int, error) {
	if w.copying != nil {
		return w.copying.Read(p)
	}
	return w.receive(p)
}

// receive reads from the server and follows what it says.
func (w *wire) receive(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.follow(p[:n])
	return n, err
}

func (w *wire) Write(p []byte) (int, error) {
	w.pending = true
	return w.Conn.Write(p)
}

// follow keeps count of messages. A reply is complete with ReadyForQuery, or
// with CloseComplete, which is all that pgdriver asks for after a Close.
func (w *wire) follow(p []byte) {
	for len(p) > 0 {
		if w.have < len(w.head) {
			n := copy(w.head[w.have:], p)
			w.have, p = w.have+n, p[n:]
			if w.have < len(w.head) {
				return
			}
			w.pending = true
			w.left = max(int(binary.BigEndian.Uint32(w.head[1:]))-4, 0)
		}
		n := min(w.left, len(p))
		if n > 0 && w.head[0] == 'Z' {
			w.status = p[n-1]
		}
		w.left, p = w.left-n, p[n:]
		if w.left > 0 {
			return
		}
		w.have = 0
		w.pending = w.head[0] != 'Z' && w.head[0] != '3'
	}
}

// quiet reports whether both sides have said all they had to say, and the
// server is still there. It looks at the socket without reading or waiting, so
// it also sees a server that closed the connection while it lay in the pool.
func (w *wire) quiet() bool {
	return !w.pending && w.have == 0 && !w.interrupted() && !w.readable()
}

// readable reports whether the server sent something, or closed the connection.
func (w *wire) readable() bool {
	raw, err := w.socket.(syscall.Conn).SyscallConn()
	if err != nil {
		return true
	}
	var silent bool
	// Control, unlike Read, does not mind a deadline that an earlier query left.
	err = raw.Control(func(fd uintptr) {
		for {
			_, _, err := unix.Recvfrom(int(fd), make([]byte, 1), unix.MSG_PEEK|unix.MSG_DONTWAIT)
			if err != unix.EINTR {
				silent = err == unix.EAGAIN
				return
			}
		}
	})
	return err != nil || !silent
}

// interrupt ends a Read or Write under way, and all that follow.
func (w *wire) interrupt() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	w.socket.SetDeadline(time.Unix(1, 0))
}

func (w *wire) interrupted() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cut
}

// unlessCut keeps pgdriver, which sets a deadline before every read, from
// lifting an interrupt.
func (w *wire) unlessCut(set func(time.Time) error, t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return nil
	}
	return set(t)
}

func (w *wire) SetDeadline(t time.Time) error      { return w.unlessCut(w.socket.SetDeadline, t) }
func (w *wire) SetReadDeadline(t time.Time) error  { return w.unlessCut(w.socket.SetReadDeadline, t) }
func (w *wire) SetWriteDeadline(t time.Time) error { return w.unlessCut(w.socket.SetWriteDeadline, t) }

// Close says goodbye if the server is listening. It closes the socket and not
// TLS, whose Close can wait five seconds for a server that reads no more.
func (w *wire) Close() error {
	if !w.pending && !w.interrupted() {
		w.SetDeadline(time.Now().Add(time.Second))
		io.WriteString(w.Conn, "X\x00\x00\x00\x04") // Terminate
	}
	return w.socket.Close()
}
