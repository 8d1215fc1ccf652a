package users

import (
	"slices"
	"strings"

	"roster/models"
	"roster/views/layout"
)

// Panel is where filters are edited: those that are asked for and those that could be, applied together.
type Panel struct {
	models.Choices

	Asked  Asked
	Faults models.Invalid
	Open   string // the field whose editor is opened, "" for none
}

// area is a part of the panel.
type area struct {
	title  string
	fields []string
}

var areas = []area{
	{"Access", []string{"groups", "user_permissions"}},
	{"Account", []string{"is_active", "is_staff", "is_superuser", "is_auditor", "user_type", "is_anonymized", "is_online", "has_token"}},
	{"Person", []string{"username", "first_name", "last_name", "gender", "date_of_birth", "language_code", "avatar", "profile_completed", "id"}},
	{"Contact", []string{"email", "email_verified", "phone", "email_allowed", "sms_allowed", "call_allowed"}},
	{"Time", []string{"date_joined", "last_login", "modified_date"}},
	{"Invitations", []string{"inviter", "invite_code"}},
}

// areas are the fields of the panel: first those that are asked for, in their order, so that a new filter becomes the
// last; those that stand in no area at the end.
func (p *Panel) areas() []area {
	used, rest := area{title: "Asked for"}, area{title: "More"}
	for _, asked := range p.Asked.filtering() {
		if name := editorOf(filters[asked.Name].Field); name != "" && !slices.Contains(used.fields, name) {
			used.fields = append(used.fields, name)
		}
	}
	placed := slices.Clone(used.fields)
	list := []area{used}
	for _, a := range areas {
		a.fields = slices.DeleteFunc(slices.Clone(a.fields), func(name string) bool { return slices.Contains(placed, name) })
		placed = append(placed, a.fields...)
		list = append(list, a)
	}
	for _, f := range models.UserFields {
		if editorOf(f) == f.Name && !slices.Contains(placed, f.Name) {
			rest.fields = append(rest.fields, f.Name)
		}
	}
	return append(list, rest)
}

// editor is the way to filter by one field.
type editor struct {
	*models.UserField
	p *Panel
}

func (p *Panel) editor(name string) (editor, bool) {
	f, ok := models.UserFieldNamed(name)
	return editor{f, p}, ok
}

// param is the name of the parameter of a comparison.
func (e editor) param(op models.Op) string { return models.Filter{Field: e.UserField, Op: op}.Param() }

// typed is what stands in the address for a comparison.
func (e editor) typed(op models.Op) string { return e.p.Asked.get(e.param(op)) }

// fault is what is wrong with it.
func (e editor) fault(op models.Op) string { return strings.Join(e.p.Faults[e.param(op)], " ") }

// used says whether the list is filtered by the field.
func (e editor) used() bool {
	return slices.ContainsFunc(e.Ops(), func(op models.Op) bool { return e.typed(op) != "" })
}

// ways are the comparisons that are typed: those that are asked for most first, the others in a drawer of their own.
func (e editor) ways() (first, further []models.Op) {
	switch e.Kind {
	case models.Moment:
		first = []models.Op{models.FromDay, models.ToDay}
	case models.Day:
		first = []models.Op{models.Gte, models.Lte}
	case models.Boolean, models.Choice, models.IDs, models.Object:
		return nil, nil
	default:
		first = []models.Op{models.Is}
	}
	for _, op := range e.Ops() {
		if op != models.IsNull && !slices.Contains(first, op) {
			further = append(further, op)
		}
	}
	return first, further
}

// anyOf says whether one of several comparisons is asked for.
func (e editor) anyOf(ops []models.Op) bool {
	return slices.ContainsFunc(ops, func(op models.Op) bool { return e.typed(op) != "" })
}

// byDay says whether a comparison takes a day, and nothing else stands there that a date's input would lose.
func (e editor) byDay(op models.Op) bool {
	days := e.Kind == models.Day || op == models.OnDay || op == models.FromDay || op == models.ToDay
	return days && (e.typed(op) == "" || isDay(e.typed(op)))
}

// picked says whether a list of ids holds one.
func (e editor) picked(id string) bool {
	return slices.Contains(strings.Split(e.typed(models.Is), ","), id)
}

// kept are the parameters that applying filters leaves as they are.
func (p *Panel) kept() []layout.Param {
	return slices.DeleteFunc(slices.Clone(p.Asked), func(q layout.Param) bool {
		f, filters := filters[q.Name]
		return filters && editorOf(f.Field) != "" && q.Name != "pk"
	})
}
