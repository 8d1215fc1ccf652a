package models_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"roster/models"
)

// names are those of views, in the order in which they are shown.
func names(views []models.SavedView) string {
	var list []string
	for _, v := range views {
		list = append(list, v.Name)
	}
	return strings.Join(list, " ")
}

func (d directory) save(who int64, name string, shared bool) int64 {
	d.t.Helper()
	id, err := d.SaveView(d.t.Context(), viewer(who), name, "q="+name, shared)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

func TestViewsAreSeenByTheirOwnerAndSharedOnesByAll(t *testing.T) {
	d := inter(t)
	d.save(1, "b", false)
	shared := d.save(1, "z", true)
	d.save(1, "A", false)
	private := d.save(2, "m", false)
	for who, want := range map[int64]string{1: "A b z", 2: "m z", 3: "z"} {
		views, err := d.SavedViews(t.Context(), viewer(who))
		if err != nil || names(views) != want {
			t.Errorf("user %d sees %q, %v; want %q", who, names(views), err, want)
		}
		desk, err := d.Desk(t.Context(), viewer(who), 0, nil)
		if err != nil || names(desk.Views) != want || desk.ViewsCount != len(views) {
			t.Errorf("on the desk of user %d are %q of %d, %v; want %q", who, names(desk.Views), desk.ViewsCount, err, want)
		}
	}
	if v, err := d.SavedView(t.Context(), viewer(3), shared); err != nil || v.Query != "q=z" || v.Owner.Name() != "kevin keegan" || !v.Shared {
		t.Errorf("the shared view is %+v, %v", v, err)
	}
	for who := range int64(4) { // an admin neither
		if _, err := d.SavedView(t.Context(), viewer(who), private); who != 2 && !errors.Is(err, models.ErrNotFound) {
			t.Errorf("user %d opens a private view: %v", who, err)
		}
	}
}

func TestTheOpenViewIsOnTheDeskHoweverManyThereAre(t *testing.T) {
	d := inter(t)
	for _, name := range strings.Fields("a b c d e f g h") {
		d.save(2, name, false)
	}
	last := d.save(2, "i", false)
	desk, err := d.Desk(t.Context(), viewer(2), last, nil)
	if err != nil || names(desk.Views) != "a b c d e i" || desk.ViewsCount != 9 {
		t.Errorf("on the desk are %q of %d, %v", names(desk.Views), desk.ViewsCount, err)
	}
}

func TestViewsAreChangedByTheirOwnerAndSharedOnesByAdmins(t *testing.T) {
	d := inter(t)
	id := d.save(2, "late", false)
	change := func(who int64, c models.ViewChange) error { return d.ChangeView(t.Context(), viewer(who), id, c) }
	for _, who := range []int64{1, 3} {
		if err := change(who, models.ViewChange{Name: new("mine")}); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("user %d changes a private view: %v", who, err)
		}
	}
	if err := change(2, models.ViewChange{Name: new(" later "), Shared: new(true)}); err != nil {
		t.Fatal(err)
	}
	if err := change(1, models.ViewChange{Query: new("gender=male")}); err != nil {
		t.Errorf("an admin cannot change a shared view: %v", err)
	}
	if err := change(3, models.ViewChange{Shared: new(false)}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else changes a shared view: %v", err)
	}
	v, err := d.SavedView(t.Context(), viewer(3), id)
	if err != nil || v.Name != "later" || v.Query != "gender=male" || !v.Shared {
		t.Errorf("the view is %+v, %v", v, err)
	}
	if err := d.DeleteView(t.Context(), viewer(3), id); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else deletes a shared view: %v", err)
	}
	if err := d.DeleteView(t.Context(), viewer(1), id); err != nil {
		t.Errorf("an admin cannot delete a shared view: %v", err)
	}
	if err := change(2, models.ViewChange{Name: new("x")}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a deleted view is changed: %v", err)
	}
}

func TestNamesOfViews(t *testing.T) {
	d := inter(t)
	long := strings.Repeat("ی", 80)
	late := d.save(2, " Late payers ", false)
	other := d.save(2, long, false)
	d.save(3, "late payers", false) // another's
	for what, name := range map[string]string{"empty": " ", "too long": long + "x", "two lines": "a\nb", "taken, in other case": "LATE payers"} {
		if _, err := d.SaveView(t.Context(), viewer(2), name, "", false); !isInvalid(err, "name") {
			t.Errorf("%s, saved: %v, want Invalid", what, err)
		}
		if err := d.ChangeView(t.Context(), viewer(2), other, models.ViewChange{Name: &name}); !isInvalid(err, "name") {
			t.Errorf("%s, renamed: %v, want Invalid", what, err)
		}
	}
	if err := d.ChangeView(t.Context(), viewer(2), late, models.ViewChange{Query: new(strings.Repeat("x", 8193))}); !isInvalid(err, "view") {
		t.Errorf("a query too long: %v, want Invalid", err)
	}
	if err := d.ChangeView(t.Context(), viewer(2), late, models.ViewChange{Name: new("LATE payers")}); err != nil {
		t.Errorf("one's own name in other case: %v", err)
	}
}

func TestViewsHaveALimitWhoeverSavesAtOnce(t *testing.T) {
	d := inter(t)
	d.exec("insert into saved_views (owner_id, name, query) select 2, 'v' || i, '' from generate_series(1, $1) i", models.MostViews-1)
	d.save(1, "of another", false)
	var windows sync.WaitGroup
	errs := make(chan error, 4)
	for _, name := range strings.Fields("a b c d") {
		windows.Go(func() {
			_, err := d.SaveView(t.Context(), viewer(2), name, "", false)
			errs <- err
		})
	}
	windows.Wait()
	close(errs)
	saved := 0
	for err := range errs {
		if err == nil {
			saved++
		} else if !isInvalid(err, "view") {
			t.Error(err)
		}
	}
	if saved != 1 || d.number("select count(*) from saved_views where owner_id = 2") != models.MostViews {
		t.Errorf("%d of four were saved, want 1", saved)
	}
}

func TestEachChangeOfAViewHasItsAuditEntry(t *testing.T) {
	d := inter(t)
	d.exec("truncate saved_views restart identity")
	ctx := models.WithActor(t.Context(), models.Actor{ID: 2, Door: "page"})
	id, err := d.SaveView(ctx, viewer(2), "late", "gender=male", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []models.ViewChange{{Name: new("later"), Query: new("gender=male")}, {}, {Shared: new(true), Query: new("")}} {
		if err := d.ChangeView(ctx, viewer(2), id, c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.SaveView(ctx, viewer(2), "LATER", "", false); err == nil {
		t.Fatal("two views of one name")
	}
	if err := d.DeleteView(ctx, viewer(2), id); err != nil {
		t.Fatal(err)
	}
	var got string
	err = d.db.QueryRowContext(t.Context(), `select string_agg(action || ' ' || actor_id || ' ' || target_type || ' ' || target_id || ' ' || changes::text, e'\n' order by id)
		from audit_entries`).Scan(&got)
	want := strings.Join([]string{
		`view_saved 2 saved_views 1 {"name": {"now": "late", "was": null}, "query": {"now": "gender=male", "was": null}, "shared": {"now": false, "was": null}}`,
		`view_changed 2 saved_views 1 {"name": {"now": "later", "was": "late"}}`,
		`view_changed 2 saved_views 1 {"query": {"now": "", "was": "gender=male"}, "shared": {"now": true, "was": false}}`,
		`view_deleted 2 saved_views 1 {"name": {"now": null, "was": "later"}, "query": {"now": null, "was": ""}, "shared": {"now": null, "was": true}}`}, "\n")
	if err != nil || got != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
}
