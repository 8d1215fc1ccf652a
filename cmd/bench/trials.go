package main

import (
	"fmt"
	"strconv"
	"strings"
)

// How many ask at once: for a person, programs; for lists and pages, a busy desk.
const (
	atPerson = 16
	atList   = 10
)

// mixture is the trial that asks what all filters and sorts ask, each as often as another.
const mixture = "mixture of filters and sorts"

// trials is everything that is measured, in the order of the table.
func trials(d *directory, k keys) (all []trial, err error) {
	draw := d.draw()
	add := func(name string, connections int, form form, asks []ask) {
		all = append(all, trial{name, connections, asks, form})
	}
	staff := list[int64](draw, "select id from users where is_staff or is_admin order by id")
	people := draw.someone(16_000)
	add("person /api/users/{id}", atPerson, asJSON, each(staff, "/api/users/%v"))
	add("me /api/users/me", atPerson, asJSON, byEach(k.staff, "/api/users/me"))
	add("person /users/{id}/", atPerson, asJSON, each(people, "/users/%v/"))

	deep := draw.deepPage()
	add(firstPage, atList, asJSON, []ask{{path: "/users/"}})
	add(fmt.Sprintf("list, page %d", deep), atList, asJSON, pages(deep, 10))
	for _, f := range fields {
		values := draw.values(f)
		add("filter "+f.name, atList, asJSON, filtered(f.name, values))
		add("filter "+f.name+", sorted", atList, asJSON, draw.sorted(f.name, values))
	}
	for _, o := range orders {
		add("sort "+o.name, atList, asJSON, pages(1, 10, "sort", o.name))
		add("sort -"+o.name, atList, asJSON, pages(1, 10, "sort", "-"+o.name))
	}
	add(mixture, atList, asJSON, nil) // see mix
	searches := draw.searches()
	for _, s := range searches {
		add("search "+s.kind, atList, asJSON, filtered("q", s.typed))
	}
	add("page of the list", atList, asPage, []ask{{path: "/users/"}})
	add("page of a person", atList, asPage, each(people, "/users/%v/"))
	for _, s := range searches {
		add("page of search "+s.kind, atList, asPage, filtered("q", s.typed))
	}
	draw.forest(add)
	add("CSV of everybody", 1, asCSV, []ask{{path: "/users/?format=csv"}})
	return all, draw.err
}

const firstPage = "list, page 1"

// mix gives the mixture what those of the other trials ask that roster does not refuse, in turn.
func mix(all []trial, refuses func(trial) bool) (asks []ask) {
	var parts []trial
	for _, t := range all {
		if (strings.HasPrefix(t.name, "filter ") || strings.HasPrefix(t.name, "sort ")) && !refuses(t) {
			parts = append(parts, t)
		}
	}
	for i := range 16 {
		for _, t := range parts {
			asks = append(asks, t.asks[i%len(t.asks)])
		}
	}
	return asks
}

// each asks for a path with each value.
func each[T any](values []T, path string) []ask {
	asks := make([]ask, len(values))
	for i, v := range values {
		asks[i].path = fmt.Sprintf(path, v)
	}
	return asks
}

// byEach asks for a path with each token.
func byEach(tokens []string, path string) []ask {
	asks := make([]ask, len(tokens))
	for i, token := range tokens {
		asks[i] = ask{path, token}
	}
	return asks
}

// filtered asks for the list with each value of a parameter.
func filtered(param string, values []string) []ask {
	asks := make([]ask, len(values))
	for i, v := range values {
		asks[i].path = listPath(param, v)
	}
	return asks
}

// pages asks for so many pages of a list from one on.
func pages(from, number int, params ...string) []ask {
	asks := make([]ask, number)
	for i := range asks {
		asks[i].path = listPath(append(params, "page", strconv.Itoa(from+i))...)
	}
	return asks
}
