// Package sql holds the queries that read better as SQL, each in a file named after the method that asks it.
// A name in braces is put in by the method, always from code and never from a request.
package sql

import (
	"embed"
	"strings"
)

//go:embed *.sql
var files embed.FS

// Read gives the query in NAME.sql with {columns} filled in from the files COLUMNS.sql, if any, and {person} from
// person.sql.
func Read(name string, columns ...string) string {
	var list []string
	for _, c := range columns {
		list = append(list, strings.TrimSpace(file(c)))
	}
	text := strings.ReplaceAll(file(name), "{columns}", strings.Join(list, ",\n    "))
	return strings.ReplaceAll(text, "{person}", strings.TrimSpace(file("person")))
}

// file gives a file without its comments: the driver would look for placeholders in them too.
func file(name string) string {
	text, err := files.ReadFile(name + ".sql")
	if err != nil {
		panic(err) // the files are compiled in: a wrong name is a mistake in the code
	}
	var kept strings.Builder
	for line := range strings.Lines(string(text)) {
		code, _, commented := strings.Cut(line, "--")
		kept.WriteString(code)
		if commented {
			kept.WriteString("\n")
		}
	}
	return kept.String()
}
