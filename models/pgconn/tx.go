package pgconn

import (
	"context"
	"database/sql/driver"
	"errors"
)

// ErrRolledBack is what Commit returns when a statement of the transaction had
// failed. Postgres answers such a COMMIT with ROLLBACK and no error, and
// pgdriver takes that for success.
var ErrRolledBack = errors.New("pgconn: nothing was committed, since a statement of the transaction failed")

type tx struct {
	ctx  context.Context
	conn *Conn
}

// Begin is BeginTx.
func (c *Conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// BeginTx begins a transaction. Its context also bounds the COMMIT.
func (c *Conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	err := c.run(ctx, func(ctx context.Context) error {
		_, err := c.inner.BeginTx(ctx, opts)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tx{ctx, c}, nil
}

// Commit says nil only if the server committed.
func (t tx) Commit() error {
	if t.conn.wire.status == failed {
		t.Rollback()
		return ErrRolledBack
	}
	_, err := t.conn.ExecContext(t.ctx, "COMMIT", nil)
	return err
}

// Rollback does not heed the context, whose end is mostly why we roll back.
func (t tx) Rollback() error {
	_, err := t.conn.ExecContext(context.WithoutCancel(t.ctx), "ROLLBACK", nil)
	return err
}
