package pgconn

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// CopyFrom feeds r to a "COPY … FROM STDIN" on the given connection, a
// *sql.Conn or bun.Conn, and returns how many rows were written. It takes part
// in the transaction open on that connection:
//
//	conn, err := db.Conn(ctx)
//	tx, err := conn.BeginTx(ctx, nil)
//	n, err := pgconn.CopyFrom(ctx, conn, "COPY people (id, name) FROM STDIN (FORMAT csv)", file)
//	err = tx.Commit()
//
// If r fails, its error is returned and the connection is dropped, and with it
// the transaction. A row that the server refuses ends the copying at once.
// r is not used after the return, so a Read of it that never returns keeps
// CopyFrom waiting; anything else ends with the context.
func CopyFrom(ctx context.Context, conn interface{ Raw(func(any) error) error }, query string, r io.Reader) (rows int64, err error) {
	// Raw must not return driver.ErrBadConn: it would close the connection and,
	// for that, wait for the end of the caller's transaction.
	fail := conn.Raw(func(dc any) error {
		c, ok := dc.(*Conn)
		if !ok {
			err = fmt.Errorf("pgconn: CopyFrom needs a connection of this package, not %T", dc)
			return nil
		}
		rows, err = c.copyFrom(ctx, query, r)
		return nil
	})
	return rows, errors.Join(err, fail)
}

func (c *Conn) copyFrom(ctx context.Context, query string, r io.Reader) (int64, error) {
	if err := checkText(query, nil); err != nil {
		return 0, err
	}
	feed := &copying{wire: c.wire, source: r, patience: c.patience}
	var res driver.Result
	err := c.run(ctx, func(ctx context.Context) (err error) {
		c.wire.copying = feed
		defer func() { c.wire.copying = nil }()
		res, err = c.inner.ExecContext(ctx, query, nil)
		feed.wait()
		return err
	})
	switch {
	case feed.failed != nil && !isAnswer(err):
		return 0, fmt.Errorf("pgconn: reading what to copy: %w", feed.failed)
	case err == driver.ErrBadConn:
		return 0, fmt.Errorf("pgconn: COPY: %w", io.ErrClosedPipe)
	case err != nil || res == nil:
		return 0, err
	}
	return res.RowsAffected()
}

// copying stands between the wire and pgdriver during a COPY (PostgreSQL 15,
// §55.2.6). When the server says CopyInResponse it sends the data, and
// pgdriver, which would not know what to do with that message, reads only the
// outcome. So rows and errors are read by the same code as for any query.
//
// pgdriver.CopyFrom is not used: it wants its own connection, loses the last
// bytes of a reader that returns them together with io.EOF, and leaves the
// connection in the middle of the COPY when the reader fails.
type copying struct {
	wire     *wire
	source   io.Reader
	patience time.Duration

	message []byte        // what is left of one for pgdriver
	sent    chan struct{} // closed when all is sent; nil before CopyInResponse
	enough  atomic.Bool   // the server has given its answer
	failed  error         // what the source said; read it after wait
}

// Read gives pgdriver the server's messages. The data is sent meanwhile: a
// server that has much to say, such as notices of a trigger, takes no more
// before it is heard.
func (c *copying) Read(p []byte) (int, error) {
	for len(c.message) == 0 {
		if err := c.next(); err != nil {
			return 0, err
		}
		switch c.message[0] {
		case 'G': // CopyInResponse
			c.message = nil
			c.wait()
			c.sent = make(chan struct{})
			c.wire.SetReadDeadline(time.Time{}) // until all is sent
			go c.send()
		case 'C', 'E':
			c.enough.Store(true)
		}
	}
	n := copy(p, c.message)
	c.message = c.message[n:]
	return n, nil
}

// next reads one whole message. In a COPY they are few and small.
func (c *copying) next() error {
	in := readerFunc(c.wire.receive)
	head := make([]byte, 5)
	if _, err := io.ReadFull(in, head); err != nil {
		return err
	}
	body := make([]byte, max(int(binary.BigEndian.Uint32(head[1:]))-4, 0))
	_, err := io.ReadFull(in, body)
	c.message = append(head, body...)
	return err
}

// send sends the data until it ends or the server has had enough. What goes
// wrong interrupts the connection, so that nobody waits for an answer.
func (c *copying) send() {
	defer close(c.sent)
	buf := make([]byte, 5+64<<10)
	for !c.enough.Load() && !c.wire.interrupted() {
		n, err := fill(buf[5:], c.source)
		if err != nil && err != io.EOF {
			c.failed = err
			c.wire.interrupt()
			return
		}
		buf[0] = 'd' // CopyData
		binary.BigEndian.PutUint32(buf[1:], uint32(n+4))
		out := buf[:5+n]
		if err == io.EOF {
			out = append(out, "c\x00\x00\x00\x04"...) // CopyDone
		}
		c.wire.SetWriteDeadline(c.deadline())
		if _, err := c.wire.Conn.Write(out); err != nil {
			c.wire.interrupt()
			return
		}
		if err == io.EOF {
			break
		}
	}
	c.wire.SetReadDeadline(c.deadline())
}

// wait waits until the source is let go.
func (c *copying) wait() {
	if c.sent != nil {
		<-c.sent
	}
}

// deadline allows the server, from now, as long as any statement.
func (c *copying) deadline() time.Time {
	if c.patience == 0 {
		return time.Time{}
	}
	return time.Now().Add(c.patience)
}

// fill is io.ReadFull, except that io.ErrUnexpectedEOF is then always the
// reader's own, such as that of a truncated gzip, and no end.
func fill(buf []byte, r io.Reader) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
