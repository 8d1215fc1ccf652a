package handlers

import (
	"net/http"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/layout"
	"roster/views/users"
	"roster/web"
)

// savedViews are all views that the viewer may open.
func (h handler) savedViews(r *http.Request) (users.Views, error) {
	return h.store.SavedViews(r.Context(), layout.From(r.Context()).Viewer)
}

// savedView is the view that an address names.
func (h handler) savedView(r *http.Request) (*models.SavedView, error) {
	id, err := web.ID(r)
	if err != nil {
		return nil, err
	}
	return h.store.SavedView(r.Context(), layout.From(r.Context()).Viewer, id)
}

// openView leads to the list that a view keeps.
func (h handler) openView(w http.ResponseWriter, r *http.Request) {
	v, err := h.savedView(r)
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	http.Redirect(w, r, users.OfView(v), http.StatusSeeOther)
}

// newView is the form that keeps the list in the address under a name.
func (h handler) newView(r *http.Request) (*users.ViewForm, error) {
	return h.viewForm(r, models.SavedView{Query: users.Keep(r.URL.RawQuery)})
}

// editView is the form that changes a view.
func (h handler) editView(r *http.Request) (*users.ViewForm, error) {
	v, err := h.mine(r)
	if err != nil {
		return nil, err
	}
	return h.viewForm(r, *v)
}

// mine is the view in the address, if the viewer may change it.
func (h handler) mine(r *http.Request) (*models.SavedView, error) {
	v, err := h.savedView(r)
	if err == nil && !v.MayChange(layout.From(r.Context()).Viewer) {
		err = web.Forbidden("This view belongs to " + v.Owner.Name() + ", who shares it. Only they and admins can change it: open it, and save it as a view of your own.")
	}
	return v, err
}

// viewForm gives a view the names that its filters mean.
func (h handler) viewForm(r *http.Request, v models.SavedView) (f *users.ViewForm, err error) {
	f = &users.ViewForm{SavedView: v}
	f.Desk, err = h.desk(r, users.FiltersOf(v.Query))
	return f, err
}

// saveView keeps a list under a name, and leads to it.
func (h handler) saveView(w http.ResponseWriter, r *http.Request) {
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	v := models.SavedView{Name: r.PostForm.Get("name"), Query: users.Keep(r.PostForm.Get("query")), Shared: r.PostForm.Get("shared") != ""}
	err := badTexts(v.Name, v.Query)
	if err == nil {
		v.ID, err = h.store.SaveView(r.Context(), layout.From(r.Context()).Viewer, v.Name, v.Query, v.Shared)
	}
	if err != nil {
		v.ID = 0
		h.failView(w, r, v, err)
		return
	}
	http.Redirect(w, r, users.OfView(&v), http.StatusSeeOther)
}

// changeView changes what the form names of a view, and leads to it. The form of its name says by leaving it out that
// it is not shared.
func (h handler) changeView(w http.ResponseWriter, r *http.Request) {
	v, err := h.mine(r)
	if err == nil {
		err = web.ReadForm(r)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	var c models.ViewChange
	if r.PostForm.Has("name") {
		v.Name, v.Shared = r.PostForm.Get("name"), r.PostForm.Get("shared") != ""
		c.Name, c.Shared = &v.Name, &v.Shared
	}
	if r.PostForm.Has("query") {
		v.Query = users.Keep(r.PostForm.Get("query"))
		c.Query = &v.Query
	}
	if err = badTexts(v.Name, v.Query); err == nil {
		err = h.store.ChangeView(r.Context(), layout.From(r.Context()).Viewer, v.ID, c)
	}
	if err != nil {
		h.failView(w, r, *v, err)
		return
	}
	http.Redirect(w, r, users.OfView(v), http.StatusSeeOther)
}

// deleteView deletes a view and leads to those that are left.
func (h handler) deleteView(w http.ResponseWriter, r *http.Request) {
	v, err := h.mine(r)
	if err == nil {
		err = h.store.DeleteView(r.Context(), layout.From(r.Context()).Viewer, v.ID)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/views/", http.StatusSeeOther)
}

// failView shows the form again, with what is wrong beside what was typed.
func (h handler) failView(w http.ResponseWriter, r *http.Request, v models.SavedView, err error) {
	faults := invalid(err)
	if faults != nil {
		err = &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}
	}
	web.FailForm(w, r, err, func(string) templ.Component {
		f, _ := h.viewForm(r, v) // without the names it is still the form
		f.Errors = faults
		return users.EditView(f)
	})
}
