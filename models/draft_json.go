package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep an object may be nested.
const maxDepth = 32

// ReadObject reads a JSON object as it stands: no key twice, nothing behind it, not deeper than 32. Numbers keep their
// digits, as json.Number.
func ReadObject(text string) (map[string]any, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("it is not UTF-8")
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.New("it is not a JSON object")
	}
	object, err := restOfObject(d, 1)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something stands behind the JSON object")
	}
	return object, nil
}

func restOfObject(d *json.Decoder, depth int) (map[string]any, error) {
	object := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, unexpected(err)
		}
		key := token.(string) // the decoder sees to that
		if _, twice := object[key]; twice {
			return nil, fmt.Errorf("the key %q stands there twice", key)
		}
		if object[key], err = nextValue(d, depth); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, unexpected(err)
}

func restOfList(d *json.Decoder, depth int) ([]any, error) {
	list := []any{}
	for d.More() {
		value, err := nextValue(d, depth)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token()
	return list, unexpected(err)
}

func nextValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, unexpected(err)
	}
	delim, opens := token.(json.Delim)
	switch {
	case !opens:
		return token, nil
	case depth == maxDepth:
		return nil, fmt.Errorf("it is nested deeper than %d", maxDepth)
	case delim == '{':
		return restOfObject(d, depth+1)
	}
	return restOfList(d, depth+1)
}

func unexpected(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("it ends too early")
	}
	return err
}
