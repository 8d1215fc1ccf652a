package users

import (
	"strconv"
	"strings"
	"time"

	"roster/models"
)

// opWords are what stands between a field and the value it is compared with: "is at least".
func opWords(f *models.UserField, op models.Op) string {
	if f.Kind == models.Day || f.Kind == models.Moment {
		return map[models.Op]string{models.Is: "is exactly", models.Gt: "after", models.Gte: "from", models.Lt: "before", models.Lte: "up to",
			models.OnDay: "on", models.FromDay: "on or after", models.ToDay: "on or before"}[op]
	}
	if op == models.Is {
		switch {
		case f.Kind == models.Object:
			return "holds"
		case f.Name == "inviter": // "Invited by" says it
			return ""
		}
	}
	return map[models.Op]string{models.Is: "is", models.Gt: "is more than", models.Gte: "is at least", models.Lt: "is less than",
		models.Lte: "is at most", models.In: "is one of"}[op]
}

// unknownWords are what a field is called of which nothing is known, or something.
func unknownWords(f *models.UserField) (unknown, known string) {
	switch f.Name {
	case "groups", "user_permissions":
		return "none", "any"
	case "inviter":
		return "nobody", "somebody"
	case "last_login":
		return "never", "at some time"
	}
	return "unknown", "known"
}

// inWords is a filter as somebody would say it: "Gender is" and "female".
func inWords(d models.Desk, f models.Filter) (what, value string) {
	label := f.Field.Label
	switch {
	case f.Op == models.IsNull:
		unknown, known := unknownWords(f.Field)
		if f.IsTrue() {
			return label + ":", unknown
		}
		return label + ":", known
	case f.Field.Kind == models.Boolean:
		if f.IsTrue() {
			return label + ":", "yes"
		}
		return label + ":", "no"
	}
	verb := opWords(f.Field, f.Op)
	if f.Op == models.Gte && isDay(f.Text) {
		verb = opWords(f.Field, models.FromDay)
	}
	return strings.TrimSpace(label + " " + verb), named(d, f)
}

// named is the value of a filter, with names in the place of ids.
func named(d models.Desk, f models.Filter) string {
	var of func(id int64) string
	if f.Op != models.Is && f.Op != models.In {
		return f.Text
	}
	switch f.Field.Name {
	case "groups":
		of = func(id int64) string {
			return nameIn(d.Groups, id, func(g models.Group) (int64, string) { return g.ID, g.Name })
		}
	case "user_permissions":
		of = func(id int64) string {
			return nameIn(d.Permissions, id, func(p models.Permission) (int64, string) { return p.ID, p.Name })
		}
	case "inviter":
		of = func(id int64) string {
			return nameIn(d.People, id, func(p models.Person) (int64, string) { return p.ID, p.Name() })
		}
	default:
		return f.Text
	}
	var names []string
	for _, id := range f.IDs() {
		names = append(names, of(id))
	}
	if len(names) == 0 {
		return f.Text
	}
	return strings.Join(names, " or ")
}

// nameIn finds a name by its id. One that nothing has is told by its number.
func nameIn[T any](all []T, id int64, of func(T) (int64, string)) string {
	for _, one := range all {
		if its, name := of(one); its == id {
			return name
		}
	}
	return "#" + strconv.FormatInt(id, 10)
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// midway is a label in the middle of a sentence: "E-mail" is "e-mail" there, "SMS" stays.
func midway(label string) string {
	if len(label) > 1 && label[1] >= 'A' && label[1] <= 'Z' {
		return label
	}
	return strings.ToLower(label[:1]) + label[1:]
}
