package users

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
)

// option is one of the names among which an editor lets somebody choose.
type option struct{ id, name, note string }

// options are the groups or permissions, those that are asked for first: also what is none of them, so that applying
// other filters does not lose it.
func (e editor) options() []option {
	var picked, rest []option
	strange := strings.Split(e.typed(models.Is), ",")
	add := func(id int64, name, note string) {
		o := option{strconv.FormatInt(id, 10), name, note}
		if e.picked(o.id) {
			picked = append(picked, o)
			strange = slices.DeleteFunc(strange, func(id string) bool { return id == o.id })
		} else {
			rest = append(rest, o)
		}
	}
	if e.Name == "groups" {
		for _, g := range e.p.Groups {
			add(g.ID, g.Name, "")
		}
	} else {
		for _, p := range e.p.Permissions {
			add(p.ID, p.Name, strconv.Itoa(p.Code))
		}
	}
	for _, id := range strange {
		if id != "" {
			picked = append(picked, option{id, "#" + id, "unknown"})
		}
	}
	return append(picked, rest...)
}

// chose says whether yes ("true"), no ("false") or neither ("") is asked for, however it is spelled.
func (e editor) chose(value string) bool { return e.spelled(models.Is) == value }

func (e editor) choseKnown(value string) bool { return e.spelled(models.IsNull) == value }

// spelled is a boolean in one spelling; what is none is "".
func (e editor) spelled(op models.Op) string {
	f, err := models.NewFilter(e.UserField, op, e.typed(op))
	if err != nil || f.Text == "" {
		return ""
	}
	return strconv.FormatBool(f.IsTrue())
}

// way is what a comparison is called beside its input.
func (e editor) way(op models.Op) string {
	switch op {
	case models.FromDay:
		return "from"
	case models.ToDay:
		return "to"
	case models.Gte:
		if e.Kind == models.Day {
			return "from"
		}
	case models.Lte:
		if e.Kind == models.Day {
			return "to"
		}
	case models.OnDay:
		return "on the day"
	case models.Is:
		if e.Name == "inviter" {
			return "id"
		}
	}
	return strings.TrimPrefix(opWords(e.UserField, op), "is ")
}

// example shows how a value is spelled.
func (e editor) example(op models.Op) string {
	switch {
	case e.byDay(op):
		return ""
	case op == models.In:
		return "1, 2, 3"
	case e.Kind == models.Moment && op != models.OnDay:
		return "2026-01-31 14:30"
	case e.Kind == models.Moment || e.Kind == models.Day:
		return "2026-01-31"
	}
	return ""
}

// kind says what may be typed, for the keyboard of a telephone. It refuses nothing: the server says what is wrong.
func (e editor) kind(op models.Op) templ.Attributes {
	switch {
	case e.byDay(op):
		return templ.Attributes{"type": "date"}
	case e.Kind == models.Integer && op != models.In:
		return templ.Attributes{"inputmode": "numeric", "dir": "ltr"}
	case e.Kind == models.Text:
		return templ.Attributes{"dir": "auto", "spellcheck": "false"}
	}
	return templ.Attributes{"dir": "ltr", "spellcheck": "false"}
}

// described leads from an input to what is wrong with it.
func (e editor) described(op models.Op) templ.Attributes {
	if e.fault(op) == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "wrong-" + e.param(op)}
}
