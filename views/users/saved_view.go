package users

import (
	"strconv"
	"strings"

	"roster/models"
)

// ViewForm is a view while it is saved for the first time (ID 0) or changed.
type ViewForm struct {
	models.SavedView
	models.Desk // names what the filters of the query mean

	Errors models.Invalid
}

// Views are the views that somebody may open.
type Views = []models.SavedView

func viewAddress(id int64) string { return "/views/" + strconv.FormatInt(id, 10) + "/" }

// OfView is the address of the list that a view keeps.
func OfView(v *models.SavedView) string {
	return AskedOf(v.Query).with("view", strconv.FormatInt(v.ID, 10)).address()
}

// action is where the form is sent.
func (f *ViewForm) action() string {
	if f.ID == 0 {
		return "/views/"
	}
	return viewAddress(f.ID)
}

func (f *ViewForm) title() string {
	if f.ID == 0 {
		return "Save as view"
	}
	return "Change view"
}

// back is the list from which the form was opened.
func (f *ViewForm) back() string {
	if f.ID == 0 {
		return AskedOf(f.Query).address()
	}
	return viewAddress(f.ID)
}

// fault is what is wrong with a field.
func (f *ViewForm) fault(name string) string { return strings.Join(f.Errors[name], " ") }

// inBrief says what a list shows: its filters, its search and its order.
func inBrief(d models.Desk, query string) string {
	var words []string
	asked := AskedOf(query)
	if q := asked.get("q"); q != "" {
		words = append(words, "found by “"+q+"”")
	}
	for _, p := range asked.filtering() {
		f, err := models.NewFilter(filters[p.Name].Field, filters[p.Name].Op, p.Value)
		if err != nil {
			continue
		}
		what, value := inWords(d, f)
		words = append(words, midway(what)+" "+short(value))
	}
	if len(words) == 0 {
		words = append(words, "everybody")
	}
	if sort := asked.get("sort"); sort != "" {
		words = append(words, "sorted by "+orderWords(strings.Split(sort, ",")))
	}
	return strings.Join(words, "; ")
}
