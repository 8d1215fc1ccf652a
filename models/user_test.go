package models_test

import (
	"database/sql"
	"errors"
	"slices"
	"testing"

	"roster/models"
	"roster/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// directory is a store with its database underneath, for what a test has to put in by hand.
type directory struct {
	*models.Store
	t  *testing.T
	db *sql.DB
}

func open(t *testing.T) directory {
	t.Helper()
	store, dsn := modelstest.OpenDSN(t)
	return directory{store, t, modelstest.DB(t, dsn)}
}

// exec runs a statement that must work.
func (d directory) exec(query string, args ...any) {
	d.t.Helper()
	if _, err := d.db.ExecContext(d.t.Context(), query, args...); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
}

// number asks for one number.
func (d directory) number(query string, args ...any) int64 {
	d.t.Helper()
	var n int64
	if err := d.db.QueryRowContext(d.t.Context(), query, args...).Scan(&n); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// inter is the club of document 001: Keegan invited Moratti, who invited Eve.
func inter(t *testing.T) directory {
	d := open(t)
	d.exec(`insert into users (id, username, first_name, last_name, email, mobile_number, is_staff, is_admin, inviter_id) values
		(1, 'keegan2255', 'kevin', 'keegan', 'kevin@example.com', null, false, true, null),
		(2, 'moratti120', 'masimo', 'moratti', 'masimo@intermilan.com', '09150207212', true, false, 1),
		(3, 'Eve68', 'پارسا', 'حسینی‌نژاد', null, '+98 912 111 2233', false, false, 2)`)
	d.exec(`insert into groups (id, name, parent_id) values (1, 'Club', null), (2, 'Inter', 1), (3, 'Board', null)`)
	d.exec(`insert into user_groups (user_id, group_id) values (2, 2)`)
	d.exec(`insert into group_permissions (group_id, permission_id) values (1, 8), (2, 8), (2, 1), (3, 9)`)
	d.exec(`insert into user_permissions (user_id, permission_id) values (2, 1)`)
	return d
}

func TestUserComesWithEverythingAroundThem(t *testing.T) {
	d := inter(t)
	ctx, statements := models.WithTally(t.Context())
	u, err := d.User(ctx, 2)
	if err != nil {
		t.Fatal(err)
	}
	if n := statements.Load(); n != 1 {
		t.Errorf("a user costs %d statements, want 1", n)
	}
	if u.FullName() != "masimo moratti" || u.MobileNumber != "09150207212" || !u.LastLogin.IsZero() || u.IsOnline {
		t.Errorf("identity is %+v", u)
	}
	if u.Inviter == nil || u.Inviter.Username != "keegan2255" || u.Inviter.Name() != "kevin keegan" {
		t.Errorf("inviter is %+v", u.Inviter)
	}
	if u.InviteesCount != 1 || len(u.Invitees) != 1 || u.Invitees[0].ID != 3 {
		t.Errorf("%d invitees: %+v", u.InviteesCount, u.Invitees)
	}
	if !slices.Equal(u.Groups, []models.Group{{ID: 2, Name: "Inter"}}) {
		t.Errorf("groups are %+v", u.Groups)
	}
	if !slices.Equal(u.Permissions, []models.Permission{{ID: 1, Code: 1001, Name: "general_settings_read"}}) {
		t.Errorf("direct permissions are %+v", u.Permissions)
	}
	if root, err := d.User(t.Context(), 1); err != nil || root.Inviter != nil {
		t.Errorf("a root has the inviter %+v, %v", root.Inviter, err)
	}
}

func TestUserIsFoundByNameWithoutRegardToCase(t *testing.T) {
	d := inter(t)
	if u, err := d.UserByName(t.Context(), "EVE68"); err != nil || u.ID != 3 {
		t.Errorf("EVE68 is %+v, %v", u, err)
	}
	if id, err := d.IDOf(t.Context(), "eve68"); err != nil || id != 3 {
		t.Errorf("eve68 has the id %d, %v", id, err)
	}
	for _, err := range []error{
		second(d.UserByName(t.Context(), "nobody")), second(d.IDOf(t.Context(), "nobody")), second(d.User(t.Context(), 1<<62)),
	} {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("nobody is %v, want ErrNotFound", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestIdentitiesAreUnique(t *testing.T) {
	d := inter(t)
	for what, values := range map[string]string{
		"a username in other case":        "('MORATTI120', null, null)",
		"an e-mail address in other case": "('a', 'Masimo@InterMilan.com', null)",
		"a mobile number with spaces":     "('b', null, '0915 020 7212')",
		"a mobile number from abroad":     "('c', null, '+98-915-020-7212')",
		"a mobile number in Persian":      "('d', null, '۰۹۱۵۰۲۰۷۲۱۲')",
		"a username with a space":         "('a b', null, null)",
		"an empty e-mail address":         "('e', '', null)",
	} {
		if _, err := d.db.ExecContext(t.Context(), "insert into users (username, email, mobile_number) values "+values); err == nil {
			t.Errorf("%s was stored", what)
		}
	}
	d.exec("insert into users (username) values ('f'), ('g')") // many may have none
}

func TestRightsSayWhy(t *testing.T) {
	d := inter(t)
	rights, err := d.Rights(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	club, milan := models.Group{ID: 1, Name: "Club"}, models.Group{ID: 2, Name: "Inter"}
	want := []models.Right{
		{Permission: models.Permission{ID: 1, Code: 1001, Name: "general_settings_read"}, Direct: true,
			Via: []models.Path{{Member: milan, Group: milan}}},
		{Permission: models.Permission{ID: 8, Code: 1222, Name: "user_read"},
			Via: []models.Path{{Member: milan, Group: club}, {Member: milan, Group: milan}}},
	}
	if len(rights) != len(want) {
		t.Fatalf("rights are %+v", rights)
	}
	for i := range want {
		if rights[i].Permission != want[i].Permission || rights[i].Direct != want[i].Direct || !slices.Equal(rights[i].Via, want[i].Via) {
			t.Errorf("right %d is %+v, want %+v", i, rights[i], want[i])
		}
	}
	if none, err := d.Rights(t.Context(), 3); err != nil || len(none) != 0 {
		t.Errorf("Eve's rights are %+v, %v", none, err)
	}
}

func TestViewerHoldsWhatRightsExplain(t *testing.T) {
	d := inter(t)
	for id := range int64(3) {
		key, err := d.NewToken(t.Context(), id+1, "")
		if err != nil {
			t.Fatal(err)
		}
		v, err := d.TokenViewer(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		var explained []int
		rights, err := d.Rights(t.Context(), id+1)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rights {
			explained = append(explained, r.Code)
		}
		if slices.Sort(v.Codes); !slices.Equal(v.Codes, explained) {
			t.Errorf("user %d holds %v, explained are %v", id+1, v.Codes, explained)
		}
	}
}

func TestAViewerCan(t *testing.T) {
	for _, row := range []struct {
		who             string
		v               models.Viewer
		enter, see, can bool
	}{
		{"an admin", models.Viewer{IsActive: true, IsAdmin: true}, true, true, true},
		{"an inactive admin", models.Viewer{IsAdmin: true}, false, false, true},
		{"staff with 1222", models.Viewer{IsActive: true, IsStaff: true, Codes: []int{1222}}, true, true, true},
		{"staff without", models.Viewer{IsActive: true, IsStaff: true, Codes: []int{1221}}, true, false, false},
		{"somebody with 1222 alone", models.Viewer{IsActive: true, Codes: []int{1222}}, false, false, true},
	} {
		if got := [3]bool{row.v.MayEnter(), row.v.MaySee(), row.v.Can(models.ReadUsers)}; got != [3]bool{row.enter, row.see, row.can} {
			t.Errorf("%s: enter, see, can = %v", row.who, got)
		}
	}
}

func TestTextsThatPostgresCannotHoldAreErrors(t *testing.T) {
	d := inter(t)
	for _, text := range []string{"a\x00b", "a\xffb"} {
		if _, err := d.UserByName(t.Context(), text); !isInvalid(err, "text") {
			t.Errorf("%q was asked of the database: %v", text, err)
		}
	}
}
