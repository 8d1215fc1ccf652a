package models_test

import (
	"errors"
	"strings"
	"testing"

	"roster/models"
)

func (d directory) inviterOf(id int64) int64 {
	return d.number("select coalesce(inviter_id, 0) from users where id = $1", id)
}

func TestSomebodyIsMovedWithTheirBranchAndBack(t *testing.T) {
	d := forest(t)
	for _, under := range []int64{120, 0} {
		j := d.confirms(d.drafts(models.MovePerson, models.JobAbout{UserID: 104, InviterID: under}))
		if j.State != models.JobDone || j.Done != 1 || d.inviterOf(104) != under || d.entries(j) != 1 {
			t.Fatalf("under %d: %+v", under, j)
		}
		if under != 0 && j.Under.Username != "u120" {
			t.Errorf("it does not say under whom: %+v", j)
		}
		d.branchesAreRight()
		undo := d.confirms(d.undoes(j))
		if undo.Done != 1 || d.inviterOf(104) != 2 {
			t.Errorf("back from under %d: %+v", under, undo)
		}
		d.branchesAreRight()
	}
}

func TestNobodyIsMovedIntoTheirOwnBranch(t *testing.T) {
	d := forest(t)
	for what, row := range map[string]models.JobAbout{
		"under themself":               {UserID: 104, InviterID: 104},
		"under somebody they invited":  {UserID: 104, InviterID: 201},
		"under somebody further below": {UserID: 1, InviterID: 201},
		"where they stand":             {UserID: 104, InviterID: 2},
		"to the top, from there":       {UserID: 1},
		"under nobody that there is":   {UserID: 104, InviterID: 98765},
	} {
		if _, err := d.DraftJob(as(t, 1), viewer(1), models.MovePerson, row); !isInvalid(err, "inviter") {
			t.Errorf("%s: %v", what, err)
		}
	}
	// A ring that closes between the preview and the yes is refused by the tables.
	j := d.drafts(models.MovePerson, models.JobAbout{UserID: 104, InviterID: 120})
	d.exec("update users set inviter_id = 201 where id = 120")
	j = d.confirms(j)
	sample, err := d.JobSample(t.Context(), j)
	if err != nil || j.State != models.JobDone || j.Failed != 1 || len(sample.NotDone) != 1 || !strings.Contains(sample.NotDone[0].Reason, "invited by themself") || d.inviterOf(104) != 2 {
		t.Errorf("%+v, %+v, %v", j, sample.NotDone, err)
	}
}

func TestABranchIsFrozenAndThawed(t *testing.T) {
	d := forest(t)
	invitations, codes, counted, err := d.PendingBelow(t.Context(), 2)
	if err != nil || invitations+codes != 0 || !counted {
		t.Errorf("%d and %d are closed, %v", invitations, codes, err)
	}
	d.exec("update users set invite_code = 'abcdefg' where id = 201")
	d.exec("insert into invitations (inviter_id, quota, prefix, hash, expires_at) values (201, 1, 'x', sha256('1'), '2100-01-01'), (1, 1, 'x', sha256('2'), '2100-01-01')")
	if invitations, codes, _, err = d.PendingBelow(t.Context(), 104); err != nil || invitations != 1 || codes != 1 {
		t.Errorf("%d and %d are closed, %v", invitations, codes, err)
	}
	frozen := func(id int64) bool {
		f, err := d.Frozen(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return f != nil
	}
	j := d.confirms(d.drafts(models.FreezeBranch, models.JobAbout{UserID: 104, Reason: "27 joined in 6 minutes"}))
	if j.Done != 1 || !frozen(201) || !frozen(104) || frozen(2) {
		t.Fatalf("%+v", j)
	}
	again := d.drafts(models.FreezeBranch, models.JobAbout{UserID: 104, Reason: "again"})
	if _, err := d.Confirm(as(t, 1), viewer(1), again.ID, again.Fingerprint); again.Found != 0 || again.LeftOut["frozen"].Count != 1 || !isInvalid(err, "job") {
		t.Errorf("frozen twice: %+v, %v", again, err)
	}
	undo := d.undoes(j)
	d.exec("update users set first_name = 'Dino', version = version + 1 where id = 104")
	if _, err := d.Confirm(as(t, 1), viewer(1), undo.ID, undo.Fingerprint); !errors.Is(err, models.ErrJobDiffers) {
		t.Errorf("they were edited: %v", err)
	}
	if undo = d.confirms(d.works(undo.ID)); undo.Done != 1 || frozen(201) {
		t.Errorf("thawed: %+v", undo)
	}

	j = d.confirms(d.drafts(models.FreezeBranch, models.JobAbout{UserID: 104, Reason: "once more"}))
	if err := d.ThawInvitations(t.Context(), 104); err != nil {
		t.Fatal(err)
	}
	if err := d.FreezeInvitations(t.Context(), 104, "by hand"); err != nil {
		t.Fatal(err)
	}
	if undo = d.undoes(j); undo.Found != 0 || undo.LeftOut["thawed"].Count != 1 {
		t.Errorf("a freeze by another hand is thawed: %+v", undo)
	}
	if n := d.number("select count(*) from audit_entries where action in ('invitations_frozen', 'invitations_thawed') and request_id like 'job-%' and actor_id = 1"); n != 3 {
		t.Errorf("%d audit entries, want 3", n)
	}
}
