package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"roster/models"
	"roster/views/users"
	"roster/web"
)

func export(ctx context.Context, c console, args []string) error {
	f := c.flags("export", "write people as CSV or JSON Lines", "[FLAGS]")
	format := f.String("format", "", "csv or jsonl (default: from the name of the file, or csv)")
	out := f.String("out", "", "write to `FILE` instead of standard output")
	query := f.String("query", "", "only those whom the list at /users/?`QUERY` shows, in its order")
	names := f.String("columns", "", "these `FIELDS`, such as id,username,email (default: all)")
	if err := parse(f, args); err != nil {
		return err
	}
	q, err := exportQuery(*query)
	if err != nil {
		return err
	}
	fields, err := exportFields(*names)
	if err != nil {
		return err
	}
	if *format == "" {
		*format = "csv"
		if strings.HasSuffix(*out, ".jsonl") || strings.HasSuffix(*out, ".ndjson") {
			*format = "jsonl"
		}
	}
	if *format != "csv" && *format != "jsonl" {
		return usage("export writes csv or jsonl, not %q", *format)
	}
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	ctx = models.WithActor(ctx, models.Actor{Door: "cli"})
	if *out == "" {
		_, err := writePeople(ctx, c.stdout, *format, store, q, fields)
		return err
	}
	return c.exportTo(ctx, *out, *format, store, q, fields)
}

// exportTo writes a file whole or not at all: what is there stays until the new one is finished.
func (c console) exportTo(ctx context.Context, name, format string, store *models.Store, q models.UserQuery, fields []*models.UserField) error {
	file, err := os.OpenFile(name+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	n, err := writePeople(ctx, file, format, store, q, fields)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "Exported %d people to %s.\n", n, name)
	return nil
}

func writePeople(ctx context.Context, w io.Writer, format string, store *models.Store, q models.UserQuery, fields []*models.UserField) (n int, err error) {
	buffered := bufio.NewWriterSize(w, 64<<10)
	table := csv.NewWriter(buffered)
	if format == "csv" {
		table.Write(users.CSVHead(fields))
	}
	for u, err := range store.EachUser(ctx, q) {
		if err != nil {
			return n, err
		}
		n++
		if format == "csv" {
			err = table.Write(web.Disarmed(users.CSVRow(fields, u)))
		} else {
			err = writeLine(buffered, fields, u)
		}
		if err != nil {
			return n, err
		}
	}
	table.Flush()
	return n, buffered.Flush()
}

// writeLine writes somebody as one line of JSON, their fields in the order asked for.
func writeLine(w *bufio.Writer, fields []*models.UserField, u *models.User) error {
	for i, f := range fields {
		name, err := json.Marshal(f.Name)
		if err != nil {
			return err
		}
		value, err := users.JSONValue(f, u)
		if err != nil {
			return err
		}
		between := byte(',')
		if i == 0 {
			between = '{'
		}
		w.WriteByte(between)
		w.Write(name)
		w.WriteByte(':')
		w.Write(value)
	}
	_, err := w.WriteString("}\n")
	return err
}

// exportQuery reads the part of a list's address behind the question mark.
func exportQuery(text string) (models.UserQuery, error) {
	if _, query, ok := strings.Cut(text, "?"); ok {
		text = query // the whole address does as well
	}
	params, err := url.ParseQuery(text)
	if err != nil {
		return models.UserQuery{}, usage("--query cannot be read: %v", err)
	}
	filters, faults := models.UserFilters(params)
	if faults != nil {
		return models.UserQuery{}, usage("--query: %v", faults)
	}
	q := models.UserQuery{Search: strings.TrimSpace(params.Get("q")), Filters: filters}
	if sort := params.Get("sort"); sort != "" {
		q.Sort = strings.Split(sort, ",")
	}
	return q, nil
}

func exportFields(names string) ([]*models.UserField, error) {
	known := users.CSVFields()
	if names == "" {
		return known, nil
	}
	var fields []*models.UserField
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(known, func(f *models.UserField) bool { return f.Name == strings.TrimSpace(name) })
		if i < 0 {
			return nil, usage("--columns: there is no field %q. The fields are %s", name, strings.Join(users.CSVHead(known), ", "))
		}
		fields = append(fields, known[i])
	}
	return fields, nil
}
