package main

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed sql/*.sql
var files embed.FS

// The floor's statements. What makes them JSON as roster writes it is put into their braces.
var (
	sqlHamgam = statement("hamgam")
	sqlMe     = statement("me")
	sqlPerson = statement("person")
	sqlList   = statement("list")
)

var brace = regexp.MustCompile(`{[a-z_]+}`)

// statement reads a file and fills its braces, but for those that each request fills.
func statement(name string) string {
	text, err := files.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(err) // the files are compiled in
	}
	return brace.ReplaceAllStringFunc(string(text), func(brace string) string {
		switch name := strings.Trim(brace, "{}"); name {
		case "viewer", "akinon":
			return statement(name)
		case "avatar":
			return "case when u.avatar like '/%' then $2::text || u.avatar else u.avatar end"
		case "last_login", "created_at", "updated_at":
			return moment("u." + name)
		case "attributes", "attributes_kwargs", "localized_attributes", "localized_attributes_kwargs":
			return compact("u." + name)
		}
		return brace
	})
}

// moment spells a time in UTC, with six fractional digits or none when they are zero.
func moment(column string) string {
	return fmt.Sprintf(`to_char(%[1]s at time zone 'UTC', case when %[1]s = date_trunc('second', %[1]s)
		then 'YYYY-MM-DD"T"HH24:MI:SS"Z"' else 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' end)`, column)
}

// compact takes out of a jsonb the spaces that Postgres writes between the strings, and leaves those inside them.
func compact(column string) string {
	return fmt.Sprintf(`case when %[1]s = '{}' then '{}' else regexp_replace(%[1]s::text, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') end::json`, column)
}
