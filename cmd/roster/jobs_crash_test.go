package main

import (
	"os"
	"strconv"
	"testing"
	"time"

	"roster/models"
	"roster/models/pgconn"
)

// A job whose console is killed goes on with the next one, each time: nobody is done twice, and nobody is left out.
func TestAJobWhoseConsoleIsKilledGoesOn(t *testing.T) {
	const people, kills = 15_000, 3
	d := newDesk(t)
	config, err := pgconn.Parse(d.dsn, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	store := models.Open(config)
	defer store.Close()
	for _, statement := range []string{
		"insert into users (id, username, is_admin) values (1, 'keegan', true), (2, 'moratti', false)",
		"insert into users (id, username, inviter_id) select i, 'u' || i, case when i < 1100 then 2 else 1000 + i % 100 end from generate_series(1000, " + strconv.Itoa(999+people) + ") i",
	} {
		if _, err := d.db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.SettleBranches(t.Context()); err != nil {
		t.Fatal(err)
	}
	keegan := &models.Viewer{ID: 1, IsActive: true, IsAdmin: true}
	ctx := models.WithActor(t.Context(), models.Actor{ID: 1, Door: "page"})
	j, err := store.DraftJob(ctx, keegan, models.DeactivateBranch, models.JobAbout{UserID: 2, Except: []string{"head"}})
	if err != nil {
		t.Fatal(err)
	}
	until := func(reached func() bool) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
			if j, err = store.Job(t.Context(), j.ID); err != nil {
				t.Fatal(err)
			}
			if reached() {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("after a minute it is %+v", j)
			}
		}
	}
	console := func() *process { return serveProcess(t, d.dir, freeAddr(t), "DATABASE_URL="+d.dsn) }

	p := console()
	until(func() bool { return j.Looked > 1 }) // killed while it is collected, too
	p.Process.Kill()
	<-p.ended
	p = console()
	until(func() bool { return j.State == models.Ready })
	if j.Found != people || j.Omitted() != 1 {
		t.Fatalf("%+v", j)
	}
	if _, err := store.Confirm(ctx, keegan, j.ID, j.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for range kills {
		from := j.Done
		until(func() bool { return j.Done >= from+500 })
		p.Process.Kill()
		<-p.ended
		if j.State != models.Running {
			t.Fatalf("it was over before the console was killed: %+v", j)
		}
		p = console()
	}
	until(func() bool { return j.State == models.JobDone })
	if j.Done != people || j.Skipped+j.Failed != 0 {
		t.Errorf("%+v", j)
	}
	for what, query := range map[string]string{
		"people who were changed once": "select count(*) from users where id >= 1000 and not is_active and version = 2",
		"audit entries":                "select count(*) from audit_entries where action = 'user_changed' and request_id = 'job-1'",
		"people in the audit":          "select count(distinct target_id) from audit_entries where action = 'user_changed' and request_id = 'job-1'",
	} {
		if n := d.ask(query); n != strconv.Itoa(people) {
			t.Errorf("%s %s, want %d", n, what, people)
		}
	}
}
