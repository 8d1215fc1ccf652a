package users_test

import (
	"net/url"
	"strings"
	"testing"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/views/viewstest"
)

// listing is a list as an address asks for it, with nobody in it.
func listing(t *testing.T, query string) *users.Listing {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	l := &users.Listing{Asked: users.AskedOf(query), Columns: users.Columns(values.Get("columns"))}
	l.Density = "normal"
	l.Query = models.UserQuery{Search: values.Get("q"), Page: 1, Limit: 20}
	l.Query.Filters, l.Faults = models.UserFilters(values)
	if sort := values.Get("sort"); sort != "" {
		l.Query.Sort = strings.Split(sort, ",")
	}
	return l
}

// late is a view of Keegan's.
func late() models.SavedView {
	return models.SavedView{ID: 5, Name: "Late <payers>", Query: "gender=female&columns=person,contact&limit=20", Owner: viewstest.Keegan()}
}

func TestListGoldens(t *testing.T) {
	golden := func(name string, l *users.Listing) {
		t.Helper()
		viewstest.Golden(t, name, viewstest.Draw(t, users.List(l)))
	}
	l := listing(t, "")
	l.Users, l.Total, l.More, l.First, l.Last = []*models.User{viewstest.Moratti(), viewstest.Chen()}, 40_000, true, "1.2", "2.42"
	golden("list.html", l)

	l = listing(t, "gender=female&groups=1&groups=9&is_active=false&inviter=1&id__gte=x&modified_date__date__gte=2026-01-05&sort=-is_staff,username&q=m <o>&limit=50&view=5")
	l.Users, l.Total, l.AtLeast, l.More, l.First, l.Last = []*models.User{viewstest.Moratti()}, 10_000, true, true, "1.2", "2.42"
	l.Query.Page, l.Query.Offset, l.Query.Limit, l.Query.After = 3, 100, 50, "1.1"
	l.Groups, l.People = models.Groups{{ID: 1, Name: "Inter"}}, models.People{viewstest.Keegan()}
	shared := models.SavedView{ID: 6, Name: "همه", Query: "", Shared: true, Owner: viewstest.Eve()}
	l.Views, l.ViewsCount = []models.SavedView{late(), shared}, 9
	golden("list_filtered.html", l)

	l = listing(t, "columns=user_permissions,consents,gender,attributes,date_of_birth,is_superuser,groups")
	l.Users, l.Total, l.Density = []*models.User{viewstest.Moratti(), viewstest.Chen()}, 2, "compact"
	golden("list_columns.html", l)

	l = listing(t, "gender=female&columns=person,contact&limit=20&view=5")
	l.Users, l.Total, l.Views, l.ViewsCount = []*models.User{viewstest.Moratti()}, 1, []models.SavedView{late()}, 1
	golden("list_view.html", l)

	l = listing(t, "q=x&gender=female&groups=3")
	l.Near = []models.Person{viewstest.Eve(), viewstest.Keegan()}
	golden("list_nobody_found.html", l)
	golden("list_no_match.html", listing(t, "is_active=true&gender=b"))
	golden("list_empty.html", listing(t, ""))
	l = listing(t, "")
	l.Total, l.Query.Page = 40, 3
	golden("list_past_the_end.html", l)
	l = listing(t, "q=a&sort=-last_login&is_active=true")
	l.TooBroad = true
	golden("list_too_broad.html", l)
}

func TestPanelGoldens(t *testing.T) {
	panel := func(query, open string) *users.Panel {
		p := &users.Panel{Asked: users.AskedOf(query), Open: open}
		values, _ := url.ParseQuery(query)
		_, p.Faults = models.UserFilters(values)
		p.Groups = models.Groups{{ID: 1, Name: "Inter <&>"}, {ID: 2, Name: "Club"}}
		p.Permissions = models.Permissions{{ID: 1, Code: 1001, Name: "general_settings_read"}}
		return p
	}
	viewstest.Golden(t, "filters.html", viewstest.Draw(t, users.Filters(panel("", ""))))
	viewstest.Golden(t, "filters_asked.html", viewstest.Draw(t, users.Filters(panel(
		`q=a&sort=-id&columns=person,id&view=5&groups=2,7&is_active=0&gender=b&date_joined__gte=soon&date_joined__date__lte=2026-01-05&id=x&email__isnull=no&attributes={"a":"<b>"}`, "is_active"))))

	a := &users.Arrangement{Asked: users.AskedOf("gender=female&columns=id&limit=50"), Columns: users.Columns("person,id,groups,email")}
	a.Density, a.PageSize = "compact", 50
	viewstest.Golden(t, "arrange.html", viewstest.Draw(t, users.Arrange(a)))

	p := &users.Profile{User: viewstest.Moratti(), Rights: []models.Right{{Direct: true}, {}}}
	viewstest.Golden(t, "peek.html", viewstest.Draw(t, users.Peek(p)))
	viewstest.Golden(t, "peek_bare.html", viewstest.Draw(t, users.Peek(&users.Profile{User: &models.User{ID: 9, Username: "bare"}}),
		func(f *layout.Frame) { f.Dir, f.Theme = "rtl", "dark" }))
}

func TestViewGoldens(t *testing.T) {
	fresh := &users.ViewForm{SavedView: models.SavedView{Name: " ", Query: "gender=female&groups=1&q=a&sort=-date_joined"}, Errors: models.Invalid{"name": {"Give the view a name."}, "view": {"Too many."}}}
	fresh.Groups = models.Groups{{ID: 1, Name: "Inter"}}
	viewstest.Golden(t, "view_new.html", viewstest.Draw(t, users.EditView(fresh)))
	known := late()
	known.Shared = true
	viewstest.Golden(t, "view_edit.html", viewstest.Draw(t, users.EditView(&users.ViewForm{SavedView: known})))
	viewstest.Golden(t, "views.html", viewstest.Draw(t, users.ManageViews(users.Views{late(), {ID: 6, Name: "همه", Shared: true, Owner: viewstest.Eve()}}),
		func(f *layout.Frame) { f.Viewer.IsAdmin = false }))
	viewstest.Golden(t, "views_none.html", viewstest.Draw(t, users.ManageViews(nil)))
}
