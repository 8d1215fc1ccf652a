package users

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/layout"
)

// to are the attributes of a link within the list: with htmx the list alone is replaced.
func to(address string) templ.Attributes {
	return templ.Attributes{"href": address, "hx-get": address}
}

// inDrawer are the attributes of a link to a page that htmx shows in the drawer.
func inDrawer(address string) templ.Attributes {
	return templ.Attributes{"href": address, "hx-get": address, "hx-target": "#sheet", "hx-swap": "innerHTML", "hx-push-url": "false", "hx-sync": "#drawer:replace"}
}

// chip is one filter, or what of the address could not be used, as it stands above the list.
type chip struct {
	name  string // of the parameter
	what  string // "Gender is"
	value string // "female"
	fault string // why it is not applied
	field string // whose editor it opens, "" where there is none
}

// chips are the filters in the order in which they were asked for, then what else is at fault.
func (l *Listing) chips() []chip {
	var chips []chip
	told := map[string]bool{}
	for _, p := range l.Asked.filtering() {
		field := filters[p.Name].Field
		c := chip{name: p.Name, what: strings.TrimSpace(field.Label + " " + opWords(field, filters[p.Name].Op)), value: p.Value,
			fault: strings.Join(l.Faults[p.Name], " "), field: editorOf(field)}
		if i := slices.IndexFunc(l.Query.Filters, func(f models.Filter) bool { return f.Param() == p.Name }); i >= 0 && c.fault == "" {
			c.what, c.value = inWords(l.Desk, l.Query.Filters[i])
		}
		told[p.Name] = true
		chips = append(chips, c)
	}
	for _, name := range []string{"q", "sort", "after"} {
		if fault := l.Faults[name]; fault != nil {
			what := map[string]string{"q": "Search", "sort": "Order", "after": "Page"}[name]
			chips = append(chips, chip{name: name, what: what, value: l.Asked.get(name), fault: strings.Join(fault, " ")})
		}
	}
	return chips
}

// editorOf is the name under which the panel edits a field; "" where it does not.
func editorOf(f *models.UserField) string {
	switch f.Name {
	case "password":
		return ""
	case "pk": // the id under another name
		return "id"
	}
	return f.Name
}

// without is the address of the list without a parameter.
func (l *Listing) without(name string) string { return l.Asked.with(name, "").address() }

// unfiltered is what is asked for without any filter.
func (l *Listing) unfiltered() Asked {
	return slices.DeleteFunc(slices.Clone(l.Asked), func(p layout.Param) bool { return p.Name == "q" || !slices.Contains(besides, p.Name) })
}

// class is that of a column's cells. The usual groups give way where there is little room.
func (l *Listing) class(c column) string {
	if c.name == "groups" && l.usualColumns() {
		return "col-wide"
	}
	return c.class
}
