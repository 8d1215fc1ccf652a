package models_test

import (
	"errors"
	"reflect"
	"testing"

	"roster/models"
)

// A meeting is what asking for the viewer and then for the person gives, column by column.
func TestAMeetingIsTheViewerAndThePerson(t *testing.T) {
	d := crowd(t)
	d.exec(`update users set is_staff = true, external_account = 'ldap', ldap_dn = 'uid=x', avatar = '/a.png', invite_code = 'abcdefg',
		attributes_kwargs = '{"a": [1]}', localized_attributes_kwargs = '{"b": null}' where id = 4`)
	d.exec(`insert into presence (user_id) values (4)`)
	d.exec(`insert into group_permissions (group_id, permission_id) values (1, 8), (1, 2)`)
	for _, owner := range []int64{1, 3000, 4} {
		key, err := d.NewToken(t.Context(), owner, "")
		if err != nil {
			t.Fatal(err)
		}
		viewer, err := d.TokenViewer(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if viewer.IsAdmin {
			viewer.Codes = nil // an admin may everything, and is not asked for codes
		} else if len(viewer.Codes) == 0 {
			t.Errorf("%d holds nothing: the test shows little", owner)
		}
		for _, id := range []int64{1, 2, 4, 7, 12, 50, 600, 7207, 11998} {
			u, err := d.User(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			v, met, err := d.Meeting(t.Context(), key, id, models.Invitees)
			if err != nil || !same(v, viewer) || !same(met, u) {
				t.Errorf("%d meets %d: %v\n%+v\n%+v, want\n%+v\n%+v", owner, id, err, v, met, viewer, u)
			}
			alone := *u
			alone.IsOnline, alone.InviteesCount, alone.Inviter, alone.Invitees = false, 0, nil, nil
			if v, met, err = d.Meeting(t.Context(), key, id, models.Nobody); err != nil || !same(v, viewer) || !same(met, &alone) {
				t.Errorf("%d meets %d alone: %v\n%+v, want\n%+v", owner, id, err, met, &alone)
			}
		}
		if v, met, err := d.Meeting(t.Context(), key, 98765, models.Nobody); err != nil || v == nil || met != nil {
			t.Errorf("%d meets nobody: %v, %v, %v", owner, v, met, err)
		}
		u, err := d.User(t.Context(), owner)
		if err != nil {
			t.Fatal(err)
		}
		v, self, err := d.Self(t.Context(), key)
		if err != nil || v.ID != owner || v.TokenID != viewer.TokenID || v.IsAdmin != u.IsAdmin || v.IsStaff != u.IsStaff || v.IsActive != u.IsActive {
			t.Errorf("%d asks for themself: %+v, %v", owner, v, err)
		}
		want := &models.User{ID: u.ID, Username: u.Username, MobileNumber: u.MobileNumber, Email: u.Email, Avatar: u.Avatar, FirstName: u.FirstName,
			LastName: u.LastName, Gender: u.Gender, IsActive: u.IsActive, IsStaff: u.IsStaff, IsAdmin: u.IsAdmin, LastLogin: u.LastLogin, CreatedAt: u.CreatedAt}
		for _, g := range u.Groups {
			want.Groups = append(want.Groups, models.Group{ID: g.ID})
		}
		if !same(self, want) {
			t.Errorf("themself is\n%+v, want\n%+v", self, want)
		}
	}
	d.exec(`update tokens set revoked_at = now()`)
	for _, key := range []string{"", "roster_x"} {
		if _, _, err := d.Meeting(t.Context(), key, 1, models.Nobody); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a token %q meets somebody: %v", key, err)
		}
		if _, _, err := d.Self(t.Context(), key); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a token %q is somebody: %v", key, err)
		}
	}
}

// same compares what two statements read. An empty list is as good as none.
func same[T any](a, b *T) bool {
	for _, p := range []*T{a, b} {
		v := reflect.ValueOf(p).Elem()
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 && f.CanSet() {
				f.SetZero()
			}
		}
	}
	return reflect.DeepEqual(a, b)
}
