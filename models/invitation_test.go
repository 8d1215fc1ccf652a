package models_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/models"
)

// growing is inter, where more people can join.
func growing(t *testing.T) directory {
	d := inter(t)
	d.exec("alter table users alter id restart with 101")
	return d
}

// invite makes an invitation under Moratti as Keegan, who is an admin.
func (d directory) invite(n models.NewInvitation) (*models.Invitation, string) {
	d.t.Helper()
	if n.InviterID == 0 {
		n.InviterID = 2
	}
	if n.Days == 0 {
		n.Days = models.UsualDays
	}
	if n.Quota == 0 {
		n.Quota = 1
	}
	i, secret, err := d.Invite(d.t.Context(), viewer(1), n)
	if err != nil {
		d.t.Fatal(err)
	}
	return i, secret
}

// moratti is staff who may invite, and holds what members of Inter hold.
func moratti() *models.Viewer {
	v := viewer(2)
	v.Codes = []int{models.ReadUsers, models.MakeInviteCodes, 1001}
	return v
}

func TestAnInvitationIsMadeAndReadBack(t *testing.T) {
	d := growing(t)
	i, secret := d.invite(models.NewInvitation{Email: " new@Example.com ", GroupID: 2, Quota: 99})
	if i.Inviter.Name() != "masimo moratti" || i.Email != "new@Example.com" || i.Quota != 1 || i.GroupName != "Inter" || i.State != models.Pending ||
		i.CreatedBy.ID != 1 || i.Days != 14 || !strings.HasPrefix(secret, i.Prefix) || i.Mailed || i.RevokedBy != nil {
		t.Errorf("%+v", i)
	}
	if left := time.Until(i.ExpiresAt); left < 13*24*time.Hour || left > 15*24*time.Hour {
		t.Errorf("it expires in %s", left)
	}
	if len(secret) != 48 || d.number("select count(*) from invitations v where v::text like '%' || $1 || '%'", secret) != 0 {
		t.Error("the secret is too short, or the table holds it")
	}
	if _, err := d.Invitation(t.Context(), 98765); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("an invitation that is not there: %v", err)
	}
}

func TestWhoMayInviteWhomAndWhere(t *testing.T) {
	d := growing(t)
	d.exec("update users set is_active = false where id = 3")
	d.exec("insert into users (id, username, email) values (4, 'zoff', 'zoff@example.com')")
	d.invite(models.NewInvitation{Email: "pending@example.com"})
	for what, row := range map[string]struct {
		who   *models.Viewer
		n     models.NewInvitation
		field string
	}{
		"under oneself":                          {moratti(), models.NewInvitation{InviterID: 2}, ""},
		"under another":                          {moratti(), models.NewInvitation{InviterID: 4}, ""},
		"staff under an admin":                   {moratti(), models.NewInvitation{InviterID: 1}, "inviter"},
		"an admin under an admin":                {viewer(1), models.NewInvitation{InviterID: 1}, ""},
		"under nobody":                           {viewer(1), models.NewInvitation{InviterID: 98765}, "inviter"},
		"under who is inactive":                  {viewer(1), models.NewInvitation{InviterID: 3}, "inviter"},
		"into a group of one's own rights":       {moratti(), models.NewInvitation{InviterID: 2, GroupID: 2}, ""},
		"into a group of other rights":           {moratti(), models.NewInvitation{InviterID: 2, GroupID: 3}, "group"},
		"an admin into it":                       {viewer(1), models.NewInvitation{InviterID: 2, GroupID: 3}, ""},
		"into no group that there is":            {viewer(1), models.NewInvitation{InviterID: 2, GroupID: 98765}, "group"},
		"an address that somebody has":           {viewer(1), models.NewInvitation{InviterID: 2, Email: "ZOFF@example.com"}, "email"},
		"an address that is invited":             {viewer(1), models.NewInvitation{InviterID: 2, Email: "Pending@Example.com"}, "email"},
		"no address":                             {viewer(1), models.NewInvitation{InviterID: 2, Email: "a@b"}, "email"},
		"an address that is two lines":           {viewer(1), models.NewInvitation{InviterID: 2, Email: "a@example.com\nBcc: b@example.com"}, "email"},
		"too many":                               {viewer(1), models.NewInvitation{InviterID: 2, Quota: 10_001}, "quota"},
		"fewer than one":                         {viewer(1), models.NewInvitation{InviterID: 2, Quota: -1}, "quota"},
		"for more than a year":                   {viewer(1), models.NewInvitation{InviterID: 2, Days: 366}, "days"},
		"for less than a day":                    {viewer(1), models.NewInvitation{InviterID: 2, Days: -1}, "days"},
		"as many and as long as there may be at": {viewer(1), models.NewInvitation{InviterID: 2, Quota: 10_000, Days: 365}, ""},
	} {
		if row.n.Quota == 0 {
			row.n.Quota = 1
		}
		if row.n.Days == 0 {
			row.n.Days = 14
		}
		_, _, err := d.Invite(t.Context(), row.who, row.n)
		if row.field == "" && err != nil || row.field != "" && !isInvalid(err, row.field) {
			t.Errorf("%s: %v, want a fault of %q", what, err, row.field)
		}
	}
	if _, _, err := d.Invite(t.Context(), viewer(2), models.NewInvitation{InviterID: 2, Quota: 1, Days: 1}); !errors.Is(err, models.ErrForbidden) {
		t.Errorf("without 1226: %v", err)
	}
}

func TestAGroupIsWithinRightsWithTheGroupsAboveIt(t *testing.T) {
	d := growing(t)
	names := func(codes ...int) string {
		who := viewer(2)
		who.Codes = codes
		groups, err := d.GroupsWithin(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, g := range groups {
			list = append(list, g.Name)
		}
		return strings.Join(list, " ")
	}
	for want, codes := range map[string][]int{"": {1001}, "Club": {1222}, "Club Inter": {1222, 1001}, "Board": {1223}} {
		if got := names(codes...); got != want {
			t.Errorf("who holds %v may put people into %q, want %q", codes, got, want)
		}
	}
	if groups, err := d.GroupsWithin(t.Context(), viewer(1)); err != nil || len(groups) != 3 {
		t.Errorf("an admin may put people into %v, %v", groups, err)
	}
	// A group that grants nothing itself has what the group above it grants.
	d.exec("insert into groups (id, name, parent_id) values (4, 'Below', 3)")
	if got := names(1222); got != "Club" {
		t.Errorf("who does not hold what the group above grants may put people into %q", got)
	}
}

func TestTwoWhoInviteOneAddressAtOnceMakeOneInvitation(t *testing.T) {
	d := growing(t)
	errs := make(chan error, 8)
	var all sync.WaitGroup
	for range cap(errs) {
		all.Go(func() {
			_, _, err := d.Invite(t.Context(), viewer(1), models.NewInvitation{InviterID: 2, Email: "new@example.com", Quota: 1, Days: 14})
			errs <- err
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil && !isInvalid(err, "email") {
			t.Error(err)
		}
	}
	if n := d.number("select count(*) from invitations"); n != 1 {
		t.Errorf("%d invitations were made", n)
	}
}

func TestTheStateOfAnInvitationIsWhatHasBecomeOfIt(t *testing.T) {
	d := growing(t)
	i, _ := d.invite(models.NewInvitation{Quota: 2})
	for _, step := range []struct {
		change string
		want   models.InvitationState
	}{
		{"joined = 1", models.Pending},
		{"expires_at = now() - interval '1 second'", models.Expired},
		{"joined = 2", models.Accepted},
		{"revoked_at = now()", models.Revoked},
	} {
		d.exec("update invitations set " + step.change)
		if got, err := d.Invitation(t.Context(), i.ID); err != nil || got.State != step.want {
			t.Errorf("after %s it is %s, %v; want %s", step.change, got.State, err, step.want)
		}
	}
}

func TestAnInvitationIsSentAgainByAnotherLink(t *testing.T) {
	d := growing(t)
	made, old := d.invite(models.NewInvitation{Email: "new@example.com", Days: 3})
	if err := d.NoteSending(t.Context(), made.ID, old, ""); err != nil {
		t.Fatal(err)
	}
	d.exec("update invitations set expires_at = now() - interval '1 day'")
	again, secret, err := d.Resend(t.Context(), moratti(), made.ID)
	if err != nil || secret == old || again.State != models.Pending || again.Mailed || again.Sends != 1 || again.SentAt.IsZero() || again.Prefix != secret[:6] {
		t.Errorf("%+v, %v", again, err)
	}
	if left := time.Until(again.ExpiresAt); left < 71*time.Hour || left > 73*time.Hour {
		t.Errorf("it expires in %s, want three days", left)
	}
	if _, err := d.OpenInvitation(t.Context(), secret); err != nil {
		t.Errorf("the new link: %v", err)
	}
	if _, err := d.OpenInvitation(t.Context(), old); closed(err) != models.Replaced {
		t.Errorf("the old link: %v", err)
	}
	// What is noted of the old link's sending comes too late.
	if err := d.NoteSending(t.Context(), made.ID, old, ""); err != nil || d.number("select count(*) from invitations where mailed") != 0 {
		t.Errorf("the new link is taken for mailed, %v", err)
	}
	if err := d.NoteSending(t.Context(), made.ID, secret, "the server is away"); err != nil {
		t.Fatal(err)
	}
	if got, _ := d.Invitation(t.Context(), made.ID); got.SendError != "the server is away" || got.Sends != 2 || got.Mailed || got.SentAt.IsZero() {
		t.Errorf("%+v", got)
	}
	d.exec("insert into users (username, email) values ('new', 'new@example.com')")
	if _, _, err := d.Resend(t.Context(), viewer(1), made.ID); !isInvalid(err, "email") {
		t.Errorf("sent again to who is in the directory by now: %v", err)
	}
}

func TestWhatIsOverIsNeitherSentAgainNorRevoked(t *testing.T) {
	d := growing(t)
	i, secret := d.invite(models.NewInvitation{})
	if err := d.Revoke(t.Context(), moratti(), i.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Invitation(t.Context(), i.ID); err != nil || got.State != models.Revoked || got.RevokedBy.ID != 2 || got.RevokedAt.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := d.OpenInvitation(t.Context(), secret); closed(err) != models.TakenBack {
		t.Errorf("its link: %v", err)
	}
	if err := d.Revoke(t.Context(), viewer(1), i.ID); !isInvalid(err, "invitation") {
		t.Errorf("revoked twice: %v", err)
	}
	if _, _, err := d.Resend(t.Context(), viewer(1), i.ID); !isInvalid(err, "invitation") {
		t.Errorf("sent again: %v", err)
	}
	if err := d.Revoke(t.Context(), viewer(1), 98765); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("revoked where there is none: %v", err)
	}
	under, _ := d.invite(models.NewInvitation{InviterID: 1})
	for what, who := range map[string]*models.Viewer{"staff, under an admin": moratti(), "without 1226": viewer(2)} {
		if err := d.Revoke(t.Context(), who, under.ID); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("%s: %v", what, err)
		}
		if _, _, err := d.Resend(t.Context(), who, under.ID); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestInvitationsAreListedNewestFirst(t *testing.T) {
	d := growing(t)
	d.exec(`insert into invitations (id, inviter_id, email, quota, joined, prefix, hash, expires_at, revoked_at)
		select i, 2 + i % 2, case when i % 2 = 0 then 'p' || i || '@example.com' end, 1, case when i % 5 = 0 then 1 else 0 end, 'abc' || i,
			sha256(i::text::bytea), now() + case when i % 7 = 0 then interval '-1 day' else '1 day' end, case when i % 11 = 0 then now() end
		from generate_series(1, 30) i`)
	ids := func(q models.InvitationQuery) (list []int64, page *models.InvitationPage) {
		t.Helper()
		if q.Limit == 0 {
			q.Limit = 100
		}
		page, err := d.Invitations(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Invitations {
			list = append(list, i.ID)
		}
		return list, page
	}
	all, page := ids(models.InvitationQuery{})
	if len(all) != 30 || all[0] != 30 || all[29] != 1 || page.Total() != 30 || page.Newer || page.Older {
		t.Fatalf("%v", all)
	}
	found := int64(0)
	for state, want := range map[models.InvitationState][]int64{models.Revoked: {22, 11}, models.Accepted: {30, 25, 20, 15, 10, 5}, models.Expired: {28, 21, 14, 7}} {
		got, page := ids(models.InvitationQuery{State: state})
		if !slices.Equal(got, want) || page.Found() != int64(len(want)) || page.Total() != 30 {
			t.Errorf("%s: %v of %d, want %v", state, got, page.Found(), want)
		}
		found += page.Found()
	}
	if _, page := ids(models.InvitationQuery{State: models.Pending}); page.Found() != 30-found {
		t.Errorf("%d are pending, want %d", page.Found(), 30-found)
	}
	for what, row := range map[string]struct {
		q    models.InvitationQuery
		want int64
	}{
		"of one inviter":           {models.InvitationQuery{Inviter: 3}, 15},
		"of nobody":                {models.InvitationQuery{Inviter: 98765}, 0},
		"by the address":           {models.InvitationQuery{Search: "p4@EXAMPLE"}, 1},
		"by the link":              {models.InvitationQuery{Search: "abc30"}, 1},
		"by the inviter":           {models.InvitationQuery{Search: "پارسا"}, 15},
		"by all words":             {models.InvitationQuery{Search: "moratti p12@"}, 1},
		"by a word that is no one": {models.InvitationQuery{Search: "moratti zzz"}, 0},
		"by an inviter's":          {models.InvitationQuery{Search: "abc7", Inviter: 2}, 0},
	} {
		if got, page := ids(row.q); int64(len(got)) != row.want || page.Found() != row.want {
			t.Errorf("%s: %v of %d, want %d", what, got, page.Found(), row.want)
		}
	}
	first, page := ids(models.InvitationQuery{Limit: 12})
	if first[11] != 19 || page.Newer || !page.Older || page.Found() != 30 {
		t.Errorf("the first page is %v", first)
	}
	second, page := ids(models.InvitationQuery{Limit: 12, After: 19})
	if second[0] != 18 || second[11] != 7 || !page.Newer || !page.Older {
		t.Errorf("the second page is %v", second)
	}
	last, page := ids(models.InvitationQuery{Limit: 12, After: 7})
	if len(last) != 6 || !page.Newer || page.Older {
		t.Errorf("the last page is %v", last)
	}
	if back, page := ids(models.InvitationQuery{Limit: 12, Before: 6}); !slices.Equal(back, second) || !page.Newer || !page.Older {
		t.Errorf("back from the last, the page is %v", back)
	}
	if back, page := ids(models.InvitationQuery{Limit: 12, Before: 18}); !slices.Equal(back, first) || page.Newer || !page.Older {
		t.Errorf("back from the second, the page is %v", back)
	}
	each := 0
	for i, err := range d.EachInvitation(t.Context(), models.InvitationQuery{State: models.Accepted, Limit: 2}) {
		if err != nil || i.State != models.Accepted {
			t.Fatal(i, err)
		}
		each++
	}
	if each != 6 {
		t.Errorf("each gives %d, want 6", each)
	}
	if _, err := d.Invitations(t.Context(), models.InvitationQuery{Search: strings.Repeat("x ", 21), Limit: 1}); !isInvalid(err, "q") {
		t.Errorf("a search of many words: %v", err)
	}
}

func TestEachChangeOfAnInvitationHasItsAuditEntry(t *testing.T) {
	d := growing(t)
	ctx := models.WithActor(t.Context(), models.Actor{ID: 1, Door: "page"})
	i, first, err := d.Invite(ctx, viewer(1), models.NewInvitation{InviterID: 2, Email: "new@example.com", GroupID: 2, Days: 3})
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := d.Resend(ctx, viewer(1), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	id, err := d.Join(ctx, second, models.Newcomer{Username: "zoff", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	other, _ := d.invite(models.NewInvitation{})
	for _, err := range []error{d.Revoke(ctx, viewer(1), other.ID), d.FreezeInvitations(ctx, 3, " too many "), d.FreezeInvitations(ctx, 3, "again"),
		d.ThawInvitations(ctx, 3), d.ThawInvitations(ctx, 3)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var got string
	err = d.db.QueryRowContext(t.Context(), `select string_agg(action || ' ' || coalesce(actor_id, 0) || ' ' || target_type || ' ' || (changes - 'expires_at')::text, e'\n' order by id)
		from audit_entries where door = 'page'`).Scan(&got)
	want := strings.Join([]string{
		`invitation_made 1 invitations {"days": {"now": 3, "was": null}, "email": {"now": "new@example.com", "was": null}, "group": {"now": 2, "was": null}, "quota": {"now": 1, "was": null}, "inviter": {"now": 2, "was": null}}`,
		`invitation_resent 1 invitations {"link": {"now": "changed", "was": null}}`,
		`user_joined ` + text(id) + ` users {"group": {"now": 2, "was": null}, "inviter": {"now": 2, "was": null}, "username": {"now": "zoff", "was": null}, "invitation": {"now": ` + text(i.ID) + `, "was": null}}`,
		`invitation_revoked 1 invitations {"state": {"now": "revoked", "was": "pending"}}`,
		`invitations_frozen 1 users {"reason": {"now": "too many", "was": null}}`,
		`invitations_thawed 1 users {}`}, "\n")
	if err != nil || got != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	for _, secret := range []string{first, second, first[:6], second[:6]} {
		if d.number("select count(*) from audit_entries where changes::text like '%' || $1 || '%'", secret) != 0 {
			t.Error("the audit holds a secret, or a part of one")
		}
	}
}
