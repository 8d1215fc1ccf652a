package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Op is how a filter compares, in Django's words: the part of a parameter's name after "__".
type Op string

// The comparisons.
const (
	Is      Op = "" // equal, or containing, or any of
	Gt      Op = "gt"
	Gte     Op = "gte"
	Lt      Op = "lt"
	Lte     Op = "lte"
	In      Op = "in" // one of a comma list of ids
	IsNull  Op = "isnull"
	OnDay   Op = "date"      // a moment on that day, UTC
	FromDay Op = "date__gte" // a moment on that day or later
	ToDay   Op = "date__lte" // a moment on that day or earlier
)

// Ops are the comparisons that a field offers.
func (f *UserField) Ops() []Op {
	ops := []Op{Is}
	switch f.Kind {
	case Integer:
		ops = append(ops, Gt, Gte, Lt, Lte, In)
	case Day:
		ops = append(ops, Gt, Gte, Lt, Lte)
	case Moment:
		ops = append(ops, Gt, Gte, Lt, Lte, OnDay, FromDay, ToDay)
	}
	if f.optional {
		ops = append(ops, IsNull)
	}
	return ops
}

// Filter is one condition on people: a field, how it compares, and with what.
type Filter struct {
	Field *UserField
	Op    Op
	Text  string // the value as it was given

	value any // bool, string, int64, time.Time, []int64; nil: nobody can fulfil it
}

// Param is the name of the filter in an address.
func (f Filter) Param() string { return param(f.Field.Name, f.Op) }

func param(name string, op Op) string {
	if op == Is {
		return name
	}
	return name + "__" + string(op)
}

// Not is the opposite of a filter that asks yes or no.
func (f Filter) Not() Filter {
	if yes, ok := f.value.(bool); ok {
		f.value, f.Text = !yes, strconv.FormatBool(!yes)
	}
	return f
}

// UserFilters reads the filters among the parameters of an address, in the order of UserFields. Of a parameter given
// several times the last counts, but for lists of ids, which add up. One with an empty value is not applied, one that
// names no filter is ignored (decisions 10 and 11 of the API). What cannot be read is told by the parameter's name in
// Invalid; the filters are those that can.
func UserFilters(params map[string][]string) ([]Filter, Invalid) {
	var filters []Filter
	faults := Invalid{}
	for _, field := range UserFields {
		for _, op := range field.Ops() {
			name := param(field.Name, op)
			text := lastOf(params[name])
			if field.Kind == IDs && op == Is {
				text = strings.Join(params[name], ",")
			}
			filter, err := NewFilter(field, op, text)
			switch fault, bad := errors.AsType[Fault](err); {
			case bad:
				faults[name] = []string{string(fault)}
			case filter.Text != "":
				filters = append(filters, filter)
			}
		}
	}
	if len(faults) == 0 {
		return filters, nil
	}
	return filters, faults
}

func lastOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}

// Fault says what is wrong with a value, in the words of django-filter and Django REST framework.
type Fault string

func (f Fault) Error() string { return string(f) }

// NewFilter reads a filter's value. An empty one gives the zero Filter, one that cannot be read a Fault.
func NewFilter(field *UserField, op Op, text string) (Filter, error) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, ", ") == "" && field.Kind == IDs {
		return Filter{}, nil
	}
	value, err := field.read(op, text)
	return Filter{Field: field, Op: op, Text: text, value: value}, err
}

func (f *UserField) read(op Op, text string) (any, error) {
	if f.Name == "password" {
		return nil, Fault("Filtering by password is not supported.")
	}
	switch op {
	case IsNull:
		return readBool(text)
	case OnDay, FromDay, ToDay:
		return readDay(text)
	case In:
		return readIDs(text)
	}
	switch f.Kind {
	case Boolean:
		return readBool(text)
	case Integer:
		return readInteger(text)
	case Day:
		return readDay(text)
	case Moment:
		return readMoment(text)
	case IDs:
		return readIDs(text)
	case Object:
		return readObject(text)
	case Choice:
		if !slices.Contains(f.Choices, text) {
			return nil, Fault(fmt.Sprintf("Select a valid choice. %s is not one of the available choices.", text))
		}
	}
	return text, nil
}

// readBool reads what Django REST framework's BooleanField does.
func readBool(text string) (any, error) {
	switch strings.ToLower(text) {
	case "true", "t", "yes", "y", "on", "1":
		return true, nil
	case "false", "f", "no", "n", "off", "0":
		return false, nil
	}
	return nil, Fault("Must be a valid boolean.")
}

// readInteger reads a whole number. One beyond 64 bits is the nearest that fits, or none: see where.
func readInteger(text string) (any, error) {
	n, err := strconv.ParseInt(asciiDigits(text), 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return beyond(n), nil
	}
	if err != nil {
		return nil, Fault("Enter a number.")
	}
	return n, nil
}

// beyond is a number past the last (positive) or before the first (negative) that 64 bits hold.
type beyond int64

func readIDs(text string) (any, error) {
	ids := []int64{}
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		n, err := readInteger(word)
		if err != nil {
			return nil, Fault(fmt.Sprintf("“%s” is not a valid value.", word))
		}
		if id, ok := n.(int64); ok { // nobody has an id beyond 64 bits
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func readDay(text string) (any, error) {
	t, err := time.Parse(time.DateOnly, asciiDigits(text))
	if err != nil || !inReach(t) {
		return nil, Fault("Enter a valid date.")
	}
	return t, nil
}

// readMoment reads a moment as ISO 8601 spells it. Without a zone it is UTC, without a time midnight.
func readMoment(text string) (any, error) {
	text = asciiDigits(text)
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04Z07:00",
		"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05Z07:00", time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil && inReach(t) {
			return t.UTC(), nil
		}
	}
	return nil, Fault("Enter a valid date/time.")
}

// inReach says whether Postgres can hold a day or moment, and a day more or less.
func inReach(t time.Time) bool { return t.Year() >= 1 && t.Year() <= 9999 }

func readObject(text string) (any, error) {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, Fault("Value must be valid JSON.")
	}
	if _, ok := v.(map[string]any); !ok {
		return nil, Fault("Expected a JSON object, such as {\"city\": \"Tehran\"}.")
	}
	if holdsNull(v) {
		return nil, Fault("Null characters are not allowed.")
	}
	return text, nil
}

// holdsNull says whether a text in a JSON value has a null character, which Postgres cannot hold.
func holdsNull(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		return slices.ContainsFunc(v, holdsNull)
	case map[string]any:
		for name, value := range v {
			if strings.ContainsRune(name, 0) || holdsNull(value) {
				return true
			}
		}
	}
	return false
}

// where is the condition that the filter puts on a row u of users.
func (f Filter) where() condition {
	column := f.Field.column
	switch f.Op {
	case IsNull:
		unknown := f.Field.unknown
		if unknown == "" {
			unknown = column + " is null"
		}
		if f.value == false {
			unknown = "not (" + unknown + ")"
		}
		return where(unknown)
	case OnDay:
		return where(column+" >= ? and "+column+" < ?", f.value, nextDay(f.value))
	case FromDay:
		return where(column+" >= ?", f.value)
	case ToDay:
		return where(column+" < ?", nextDay(f.value))
	case Gt, Gte, Lt, Lte:
		if n, ok := f.value.(beyond); ok {
			return where(strconv.FormatBool((n > 0) == (f.Op == Lt || f.Op == Lte)) + " and " + column + " is not null")
		}
		return where(column+" "+compares[f.Op]+" ?", f.value)
	}
	switch v := f.value.(type) {
	case beyond:
		return where("false")
	case []int64:
		if len(v) == 0 {
			return where("false")
		}
		if f.Op == In {
			return where(column+" in (?)", bun.List(v))
		}
		return where(f.Field.equal, bun.List(v))
	case bool:
		if v {
			return where(column)
		}
		return where("not " + column)
	}
	if f.Field.equal != "" {
		return condition{f.Field.equal, slices.Repeat([]any{f.value}, strings.Count(f.Field.equal, "?"))}
	}
	return where(column+" = ?", f.value)
}

var compares = map[Op]string{Gt: ">", Gte: ">=", Lt: "<", Lte: "<="}

func nextDay(day any) time.Time { return day.(time.Time).AddDate(0, 0, 1) }
