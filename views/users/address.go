package users

import (
	"net/url"
	"slices"
	"strings"

	"roster/models"
	"roster/views/layout"
)

// Asked is what the address of a list asks for, but for its page: filters, search, order, columns, number of rows and
// the view it came from, in the order in which they were asked. Whoever opens it sees the same people.
type Asked []layout.Param

// filters are the names of the parameters that filter.
var filters = func() map[string]models.Filter {
	all := map[string]models.Filter{}
	for _, field := range models.UserFields {
		for _, op := range field.Ops() {
			f := models.Filter{Field: field, Op: op}
			all[f.Param()] = f
		}
	}
	return all
}()

// besides are the parameters that say which list it is without filtering.
var besides = []string{"q", "sort", "columns", "limit", "view"}

// AskedOf reads the query of an address. What says nothing (an empty value, an unknown name, a page) is left out; of
// several values the last counts, but for lists of ids, which add up.
func AskedOf(query string) Asked {
	values, _ := url.ParseQuery(query) // what cannot be read was turned away at the door
	var asked Asked
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name, _ = url.QueryUnescape(name)
		given, again := values[name]
		if !again {
			continue
		}
		delete(values, name)
		filter, filters := filters[name]
		text := strings.TrimSpace(given[len(given)-1])
		switch {
		case !filters && !slices.Contains(besides, name):
			continue
		case filters && filter.Field.Kind == models.IDs && filter.Op == models.Is:
			text = joined(given)
		case name == "columns" && text != "":
			text = strings.Join(Columns(text), ",")
		}
		if text != "" {
			asked = append(asked, layout.Param{Name: name, Value: text})
		}
	}
	return asked
}

// joined is one list of several.
func joined(lists []string) string {
	words := strings.FieldsFunc(strings.Join(lists, ","), func(c rune) bool { return c == ',' || c == ' ' })
	return strings.Join(words, ",")
}

// get is a parameter, "" where it was not asked for.
func (a Asked) get(name string) string {
	for _, p := range a {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// with is the same with some parameters changed: name, value, name, value, …; "" leaves one out, a new one goes last.
func (a Asked) with(changes ...string) Asked {
	changed := slices.Clone(a)
	for change := range slices.Chunk(changes, 2) {
		name, value := change[0], change[1]
		i := slices.IndexFunc(changed, func(p layout.Param) bool { return p.Name == name })
		switch {
		case i < 0 && value != "":
			changed = append(changed, layout.Param{Name: name, Value: value})
		case i >= 0 && value != "":
			changed[i].Value = value
		case i >= 0:
			changed = slices.Delete(changed, i, i+1)
		}
	}
	return changed
}

// query spells it as the query of an address.
func (a Asked) query() string {
	var pairs []string
	for _, p := range a {
		pairs = append(pairs, url.QueryEscape(p.Name)+"="+strings.ReplaceAll(url.QueryEscape(p.Value), "%2C", ","))
	}
	return strings.Join(pairs, "&")
}

// under is the address at a path that asks for it.
func (a Asked) under(path string) string {
	if len(a) == 0 {
		return path
	}
	return path + "?" + a.query()
}

// address is that of the list.
func (a Asked) address() string { return a.under("/users/") }

// inOneSpelling is its query with the parameters in order: equal for equal lists.
func (a Asked) inOneSpelling() string {
	sorted := slices.Clone(a)
	slices.SortStableFunc(sorted, func(a, b layout.Param) int { return strings.Compare(a.Name, b.Name) })
	return sorted.query()
}

// filtering are the parameters that filter: those of the chips.
func (a Asked) filtering() Asked {
	return slices.DeleteFunc(slices.Clone(a), func(p layout.Param) bool { return slices.Contains(besides, p.Name) })
}

// ListAddress is the address of the list that a query asks for, in our spelling.
func ListAddress(query string) string { return AskedOf(query).address() }

// Keep is the query of a list as a view keeps it: nothing but what says which people are shown, and how.
func Keep(query string) string { return AskedOf(query).with("view", "").query() }

// FiltersOf are the filters of a query, those that can be read.
func FiltersOf(query string) []models.Filter {
	values, _ := url.ParseQuery(query)
	found, _ := models.UserFilters(values)
	return found
}
