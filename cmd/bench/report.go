package main

import (
	"bytes"
	"encoding/json"
	"os"
)

// report is what a run leaves for another to be compared with.
type report struct {
	Setting setting  `json:"setting"`
	Results []result `json:"results"`
}

func (r report) write(file string) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false) // addresses are for copying
	if err := enc.Encode(r); err != nil {
		return err
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}

func readReport(file string) (r report, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(text, &r)
}
