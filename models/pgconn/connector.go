package pgconn

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

// Connector opens connections for sql.OpenDB.
type Connector struct {
	Config
	patience time.Duration // see Limits.patience
}

// Connector uses the configuration as it is now.
func (c Config) Connector() *Connector {
	return &Connector{Config: c, patience: c.Limits.patience()}
}

// Driver is what sql.DB.Driver returns.
func (c *Connector) Driver() driver.Driver { return plain{} }

type plain struct{}

// Open takes no environment into account; Parse does.
func (plain) Open(dsn string) (driver.Conn, error) {
	c, err := Parse(dsn, func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	return c.Connector().Connect(context.Background())
}

// Connect goes through the hosts in order. As with libpq, a server that is
// there and refuses us ends the search: a wrong password is not tried elsewhere.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	var all error
	for _, h := range c.Hosts {
		conn, err := c.reach(ctx, h)
		if err == nil {
			return conn, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("pgconn: connect to %s: %w", h, ctx.Err())
		}
		if errors.Is(err, driver.ErrBadConn) {
			err = errors.New("the server closed the connection") // ErrBadConn would make database/sql try again.
		}
		if all == nil {
			all = fmt.Errorf("pgconn: connect to %s: %w", h, err)
		} else {
			all = fmt.Errorf("%w; to %s: %w", all, h, err)
		}
		var refused pgdriver.Error
		if errors.As(err, &refused) && refused.Field('C') != cannotConnectNow {
			break
		}
	}
	return nil, all
}

// check looks at what a Config written by hand can have wrong that would
// otherwise pass unseen. A NUL in a name would smuggle in startup parameters.
func (c *Connector) check() error {
	switch {
	case len(c.Hosts) == 0:
		return errors.New("pgconn: no host to connect to")
	case c.SSLMode != "" && !slices.Contains(sslModes, c.SSLMode):
		return fmt.Errorf("pgconn: sslmode: want one of %s", strings.Join(sslModes, ", "))
	case strings.ContainsRune(c.User+c.Database+c.ApplicationName, 0):
		return fmt.Errorf("pgconn: user, database or application name: %w", ErrBadText)
	}
	return nil
}

// Codes of PostgreSQL 15, appendix A.
const (
	cannotConnectNow     = "57P03" // starting up, or shutting down
	invalidAuthorization = "28000" // pg_hba.conf does not want us, perhaps only because of (no) TLS
	invalidParameter     = "22023"
	featureNotSupported  = "0A000"
	noSuchStatement      = "26000"
)

// reach connects to one host, with and without TLS as sslmode allows.
func (c *Connector) reach(ctx context.Context, h Host) (conn *Conn, err error) {
	if c.ConnectTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.ConnectTimeout,
			fmt.Errorf("no answer within %v (connect_timeout): %w", c.ConnectTimeout, os.ErrDeadlineExceeded))
		defer cancel()
	}
	for _, secure := range c.tries(h) {
		conn, err = c.dial(ctx, h, secure)
		var pe pgdriver.Error
		otherwise := errors.Is(err, errNoTLS) || errors.Is(err, errHandshake) ||
			errors.As(err, &pe) && pe.Field('C') == invalidAuthorization
		if !otherwise {
			break
		}
	}
	if err != nil {
		// The dialer keeps its own clock, and may be a moment ahead of the context's.
		if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
			<-ctx.Done()
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	return conn, err
}

// dial opens one connection and leaves nothing behind if that fails.
func (c *Connector) dial(ctx context.Context, h Host, secure bool) (*Conn, error) {
	network, address := h.address()
	socket, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	w := &wire{Conn: socket, socket: socket}
	stop := context.AfterFunc(ctx, w.interrupt)
	conn, err := c.greet(ctx, w, h, secure)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		socket.Close()
		return nil, err
	}
	return conn, nil
}

// greet goes from an open socket to a session that is set up as we want it.
func (c *Connector) greet(ctx context.Context, w *wire, h Host, secure bool) (*Conn, error) {
	if secure {
		conf, err := c.tlsConfig(h)
		if err != nil {
			return nil, err
		}
		if err := w.secure(ctx, conf); err != nil {
			return nil, err
		}
	}
	dc, err := pgdriver.NewConnector(func(p *pgdriver.Config) {
		p.Dialer = func(context.Context, string, string) (net.Conn, error) { return w, nil }
		p.TLSConfig = nil // done above
		p.User, p.Password, p.Database = c.User, c.Password, c.Database
		if p.Password == "" {
			p.Password = h.password
		}
		p.AppName = c.ApplicationName
		p.ReadTimeout, p.WriteTimeout = c.patience, c.patience
		p.BufferSize = 16 << 10
		p.EnableTracing = false
		p.UnsafeStrings = true // setUp makes them safe also where the server's default is not.
	}).Connect(context.Background()) // dial interrupts it
	if err != nil {
		return nil, err
	}
	conn := newConn(dc.(*pgdriver.Conn), w, c.Statements)
	conn.patience = c.patience
	if err := c.setUp(conn.inner); err != nil {
		return nil, err
	}
	return conn, c.checkTarget(conn.inner)
}
