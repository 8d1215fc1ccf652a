// Package migrations holds the history of the schema as SQL files, in the order of their numbers.
//
// A file that has landed is not edited: what should be otherwise is a new file. Each runs in a transaction of its own
// (bun's ".tx.up.sql").
package migrations

import "embed"

// Files are the migrations, named NUMBER_TITLE.tx.up.sql.
//
//go:embed *.sql
var Files embed.FS
