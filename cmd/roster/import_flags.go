package main

import (
	"flag"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// fileAmong takes the file's name out of a command line: flags may stand before it and behind it.
func fileAmong(f *flag.FlagSet, args []string) (name string, rest []string) {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg != "-" && strings.HasPrefix(arg, "-") {
			rest = append(rest, arg)
			if takesNext(f, arg) && i+1 < len(args) {
				i++
				rest = append(rest, args[i])
			}
			continue
		}
		if name != "" {
			rest = append(rest, arg) // parse says that it is one too many
			continue
		}
		name = arg
	}
	return name, rest
}

// takesNext says whether a flag's value is the next argument.
func takesNext(f *flag.FlagSet, arg string) bool {
	known := f.Lookup(strings.TrimLeft(arg, "-"))
	if known == nil {
		return false
	}
	plain, ok := known.Value.(interface{ IsBoolFlag() bool })
	return !ok || !plain.IsBoolFlag()
}

// errorsPathOf says where refused rows go.
func errorsPathOf(given, file, format string) (string, error) {
	if given == "" && file == "-" {
		file = "import"
	}
	if given == "" {
		given = file + ".errors." + format
	}
	path, err := filepath.Abs(given)
	if err != nil {
		return "", err
	}
	if own, err := filepath.Abs(file); err == nil && own == path {
		return "", usage("--errors names the file that is imported: name another")
	}
	return path, nil
}

func sortedOnce(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// importHelp tells what stands in a file.
func importHelp() string {
	return "FILE has a header of columns, or an object on each line (JSON Lines); - is standard input. Columns:\n" +
		wrapped(slices.Sorted(maps.Keys(importNames)), 100) + `
A row without an id creates somebody; a row with one updates them, in the columns that the file has: an empty cell
clears. groups and user_permissions are ids with spaces, commas or semicolons between, or a JSON list, in which groups
may also stand by name. Passwords are not imported.`
}

// wrapped puts words with commas between on lines of at most so many characters.
func wrapped(words []string, width int) string {
	text, line := words[0], len(words[0])
	for _, word := range words[1:] {
		between := ", "
		if line+len(word) > width {
			between, line = ",\n", 0
		}
		text += between + word
		line += 2 + len(word)
	}
	return text
}
