// Package docs draws the documentation of the console's APIs, made from the same tables that the routes read: it cannot
// say what they do not do.
package docs

import (
	"strings"

	"roster/models"
)

// Param is one parameter of an address.
type Param struct {
	Name   string   // as it stands in the address
	Others []string // the same with other comparisons
	Takes  string   // what its values are
	Says   string   // what it does
}

// Address is one address of an API.
type Address struct {
	Method, Path string
	System       string // whose clients know it
	Gives        string
	Needs        string // what the caller must be or hold
	Example      string // a path to try
	Params       []Param
}

// FieldParams are the parameters that filter a list by its fields.
func FieldParams() []Param {
	var params []Param
	for _, f := range models.UserFields {
		p := Param{Name: f.Name, Takes: takes(f), Says: says(f)}
		for _, op := range f.Ops() {
			if op != models.Is {
				p.Others = append(p.Others, f.Name+"__"+string(op))
			}
		}
		params = append(params, p)
	}
	return params
}

// takes says what the values of a field are.
func takes(f *models.UserField) string {
	switch f.Kind {
	case models.Boolean:
		return "true or false"
	case models.Choice:
		return strings.Join(f.Choices, ", ")
	case models.Integer:
		return "a whole number"
	case models.Day:
		return "a date, 2026-02-21"
	case models.Moment:
		return "a date and time, 2026-02-21T07:20:25Z"
	case models.Object:
		return "a JSON object"
	case models.IDs:
		return "ids, with commas between them or repeated"
	}
	return "text"
}

// says is what a filter by a field does, and whether the list can be sorted by it.
func says(f *models.UserField) string {
	if f.Name == "password" {
		return "Refused: it would tell guesses at the hash."
	}
	text := f.Label
	if f.Help != "" {
		text += ": " + f.Help
	}
	text += "."
	if f.CanSort() {
		text += " A name for sort, too."
	}
	return text
}

// anchor is where an address stands on the page.
func anchor(a Address) string {
	return strings.Trim(strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, strings.ToLower(a.Method+a.Path)), "-")
}

// curl is a command that asks the address.
func curl(origin string, a Address) string {
	method := ""
	if a.Method != "GET" {
		method = "-X " + a.Method + " "
	}
	return "curl " + method + `-H "Authorization: Token $ROSTER_TOKEN" '` + origin + a.Example + `'`
}
