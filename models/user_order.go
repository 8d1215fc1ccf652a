package models

import (
	"fmt"
	"strconv"
	"strings"
)

// term is one field that a list is sorted by.
type term struct {
	field *UserField
	down  bool
}

// userOrder is what a list is sorted by. The id stands at its end and decides between equals, in the direction of the
// field before it: so an index on field and id is the whole order, read forwards or backwards. Where nothing is known
// stands last, or first when the order descends.
type userOrder []term

// newUserOrder reads a list of field names, "-" before one that descends.
func newUserOrder(sort []string) (userOrder, error) {
	var order userOrder
	seen := map[string]bool{}
	decided, down := false, false
	for _, name := range sort {
		bare, descends := strings.CutPrefix(name, "-")
		if seen[bare] {
			return nil, Invalid{"sort": {fmt.Sprintf("%q is named twice.", bare)}}
		}
		seen[bare] = true
		field, ok := UserFieldNamed(bare)
		if !ok || !field.CanSort() {
			return nil, Invalid{"sort": {fmt.Sprintf("%q is not a field to sort by. Sort by %s.", bare, sortNames())}}
		}
		if !decided {
			order = append(order, term{field, descends})
		}
		decided, down = decided || field.order == idField.order, descends // no two people have the same id
	}
	if !decided {
		order = append(order, term{idField, down})
	}
	return order, nil
}

var idField, _ = UserFieldNamed("id")

func sortNames() string {
	var names []string
	for _, f := range UserFields {
		if f.CanSort() {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

// sql is the order as SQL spells it.
func (o userOrder) sql() string {
	var terms []string
	for _, t := range o {
		if t.down {
			terms = append(terms, t.field.order+" desc")
		} else {
			terms = append(terms, t.field.order)
		}
	}
	return strings.Join(terms, ", ")
}

// reversed is the same order from its end.
func (o userOrder) reversed() userOrder {
	back := make(userOrder, len(o))
	for i, t := range o {
		back[i] = term{t.field, !t.down}
	}
	return back
}

// place is where somebody stands in the order: the texts of its fields, the id last.
func (o userOrder) place(u *User) []string {
	var texts []string
	for _, t := range o {
		texts = append(texts, t.field.Of(u))
	}
	return texts
}

// beyond gives the conditions of those who stand behind a place, nearest first: each picks a stretch of the order, and
// an index on the field and the id leads straight to its beginning. One condition for all of them would not.
func (o userOrder) beyond(place []string) ([]condition, error) {
	if len(place) != len(o) {
		return nil, errPlace
	}
	var equal []condition
	var stretches [][]condition // from the farthest to the nearest
	for i, t := range o {
		value, err := t.field.read(Is, place[i])
		if place[i] == "" {
			if value, err = nil, nil; !t.field.optional {
				return nil, errPlace
			}
		}
		if err != nil {
			return nil, errPlace
		}
		var here [][]condition
		column := t.field.order
		given := "?"
		if column == "lower("+t.field.column+")" {
			given = `lower(? collate "C")`
		}
		switch {
		case value == nil && t.down:
			here = [][]condition{{where(column + " is not null")}}
		case value == nil:
		case t.down:
			here = [][]condition{{where(column+" < "+given, value)}}
		case t.field.optional:
			here = [][]condition{{where(column + " is null")}, {where(column+" > "+given, value)}}
		default:
			here = [][]condition{{where(column+" > "+given, value)}}
		}
		for _, stretch := range here {
			stretches = append(stretches, append(append([]condition(nil), equal...), stretch...))
		}
		if value == nil {
			equal = append(equal, where(column+" is null"))
		} else {
			equal = append(equal, where(column+" = "+given, value))
		}
	}
	var nearest []condition
	for i := len(stretches) - 1; i >= 0; i-- {
		nearest = append(nearest, all(stretches[i]...))
	}
	return nearest, nil
}

var errPlace = Invalid{"after": {"This is not a place in this order. Begin at the first page."}}

// writePlace spells where somebody stands in a list's order, as an address can carry it: like packed() in SQL, so that
// the values may hold anything.
func writePlace(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(strconv.Itoa(len(text)) + "." + text)
	}
	return b.String()
}

func readPlace(text string) ([]string, error) {
	var texts []string
	from := unpack(text)
	for from.more() {
		texts = append(texts, from.text())
	}
	if from.err != nil {
		return nil, errPlace
	}
	return texts, nil
}
