package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"roster/models"
	"roster/views/ui"
)

func importPeople(ctx context.Context, c console, args []string) error {
	file, o, err := c.importOptions(args)
	if err != nil {
		return err
	}
	defer file.file.Close()
	checking := c.progress("checking")
	if err := file.survey(ctx, func(done, total int) { checking("the file", done, total) }); err != nil {
		return err
	}
	if own := file.columns.own; len(own) > 0 {
		fmt.Fprintf(c.stderr, "The directory keeps %s by itself: left out.\n", strings.Join(own, " and "))
	}
	o.Sum, o.Rows, o.MaxID = file.sum, file.rows, file.maxID
	store, close, err := c.migrated(ctx)
	if err != nil {
		return err
	}
	defer close()
	im, err := store.BeginImport(ctx, o)
	if err != nil {
		return err
	}
	defer im.Close()
	if !im.FinishedAt.IsZero() {
		fmt.Fprintf(c.stdout, "%s was imported already, on %s. To import it once more, add --again.\n", file.name, im.FinishedAt.Format("2 January 2006 15:04"))
		return c.refusals(im)
	}
	if im.ErrorsSize > 0 && im.ErrorsFile != o.Errors {
		return fmt.Errorf("the rows of this file that were refused before are in %s: add --errors %[1]s, or begin anew with --again", im.ErrorsFile)
	}
	if err := file.refused.begin(im.ErrorsSize); err != nil {
		return err
	}
	if im.RowsDone > 0 {
		fmt.Fprintf(c.stderr, "Going on after row %s.\n", ui.Number(im.RowsDone))
	}
	file.goOn(im.RowsDone, im.OffsetDone)
	return c.runImport(ctx, im, file, o)
}

func (c console) runImport(ctx context.Context, im *models.Import, file *importFile, o models.ImportOptions) error {
	before, since, progress := im.Settled(), time.Now(), c.progress("importing")
	err := im.Run(ctx, file, func(p models.ImportProgress) { progress("people", int(p.Settled()), int(file.rows)) })
	took := time.Since(since)
	if err != nil {
		if o.DryRun || o.File == "-" {
			return err
		}
		if ctx.Err() != nil {
			err = errors.New("told to stop")
		}
		return fmt.Errorf("%w: %s of %s rows are done, and the same command goes on behind them", err, ui.Number(im.RowsDone), ui.Number(file.rows))
	}
	told := "created %s, updated %s, unchanged %s, refused %s of %s"
	if o.DryRun {
		told = "would be created %s, updated %s, unchanged %s, refused %s of %s"
	}
	fmt.Fprintf(c.stdout, "Rows: "+told+". %s rows/s.\n", ui.Number(im.Created), ui.Number(im.Updated), ui.Number(im.Unchanged),
		ui.Number(im.Refused), ui.Number(file.rows), ui.Number(int64(float64(im.Settled()-before)/max(took.Seconds(), 0.001))))
	if o.DryRun {
		fmt.Fprintln(c.stdout, "This was a dry run: nothing was changed.")
	}
	if im.Refused == file.rows && file.rows > 0 && !o.KeepIDs {
		fmt.Fprintln(c.stdout, "Do the rows come from another directory? --keep-ids gives people the ids they had there; groups they are in must exist here.")
	}
	return c.refusals(im)
}

// refusals is how an import ends that refused rows.
func (c console) refusals(im *models.Import) error {
	if im.Refused == 0 {
		return nil
	}
	return fmt.Errorf("%s refused, and written with the reason to %s: correct them there, and import that file",
		ui.Count(im.Refused, "row was", "rows were"), im.ErrorsFile)
}

// importOptions reads the command line and opens the file.
func (c console) importOptions(args []string) (*importFile, models.ImportOptions, error) {
	var o models.ImportOptions
	f := c.flags("import", "bring in people from a CSV or JSON Lines file", "FILE [FLAGS]\n\n"+importHelp())
	format := f.String("format", "", "what FILE holds: `csv` or jsonl; told by the end of its name otherwise")
	match := f.String("match", "id", "find people by this `COLUMN`: id, username, email or phone")
	create := f.Bool("create-only", false, "refuse rows about somebody who is there")
	update := f.Bool("update-only", false, "refuse rows about nobody who is there")
	f.BoolVar(&o.KeepIDs, "keep-ids", false, "a row with an id that nobody has creates them under it, to move people between directories; inviters may stand further down")
	var ignored []string
	f.Func("ignore", "leave out a `COLUMN`; may be repeated", func(text string) error {
		ignored = append(ignored, plainName(text))
		return nil
	})
	f.IntVar(&o.Batch, "batch", models.UsualBatch, fmt.Sprintf("`N` rows in a transaction, at most %d", models.MostBatch))
	f.BoolVar(&o.DryRun, "dry-run", false, "say what would happen, and change nothing")
	errorsPath := f.String("errors", "", "`FILE` for the rows that are refused (default FILE.errors.csv, or .jsonl)")
	f.BoolVar(&o.Again, "again", false, "begin anew with a file that was imported before, wholly or in part")
	name, rest := fileAmong(f, args)
	if err := parse(f, rest); err != nil {
		return nil, o, err
	}
	if name == "" {
		return nil, o, usage("import needs a file, or - for standard input. See roster import --help")
	}
	kind, err := formatOf(name, *format)
	if err != nil {
		return nil, o, err
	}
	switch {
	case *match != "id" && *match != "username" && *match != "email" && *match != "phone":
		return nil, o, usage("--match is id, username, email or phone, not %q", *match)
	case *create && *update:
		return nil, o, usage("--create-only and --update-only together leave nothing to do")
	case o.KeepIDs && *match != "id":
		return nil, o, usage("--keep-ids and --match %s do not go together: with kept ids, people are found by id", *match)
	case o.Batch < 1 || o.Batch > models.MostBatch:
		return nil, o, usage("--batch is a number from 1 to %d", models.MostBatch)
	}
	file, err := c.openImport(name, kind)
	if err != nil {
		return nil, o, err
	}
	if o.Errors, err = errorsPathOf(*errorsPath, file.name, kind); err != nil {
		return nil, o, err
	}
	o.File, o.Match = file.name, importNames[*match]
	if file.name != "-" {
		o.File = filepath.Base(file.name)
	}
	switch {
	case *create:
		o.Only = "create"
	case *update:
		o.Only = "update"
	}
	o.Ignore = sortedOnce(ignored)
	file.columns, file.keepIDs, file.refused = newColumns(o.Ignore, o.Match), o.KeepIDs, &refusedFile{path: o.Errors}
	return file, o, nil
}
