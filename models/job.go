package models

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

// Job is something that is done to many people at once. Whom, is written down first and shown (Ready); somebody says yes
// to exactly that (Confirm); then it is done in batches, whichever console has time (KeepJobs); and for a week it can be
// undone (DraftUndo), a freeze as long as it stands. What a batch does and what becomes of its rows is one transaction.
type Job struct {
	ID     int64
	Kind   JobKind
	About  JobAbout `bun:"type:jsonb"`
	UndoOf int64    // the job that this one undoes; 0: none
	State  JobState

	Problem string // why it failed

	Expected    int64 // how many people there are to look at, more or less
	Looked      int64
	Walked      int64 // where the collecting goes on, see sql/job_walk.sql
	WalkedAfter int64

	Found       int64              // how many it is about
	LeftOut     map[string]LeftOut `bun:"type:jsonb"` // by reason
	Fingerprint int64              // of whom it is about, as they were seen
	Differs     *Difference        `bun:"type:jsonb"` // how the set differed from the one that was shown before; nil: it is the first

	Reached int64 // the last row that is settled
	Done    int64
	Skipped int64
	Failed  int64

	Actor       *Person // who does it; nil: somebody who is gone
	Door        string
	CreatedAt   time.Time
	ConfirmedAt time.Time
	CheckedAt   time.Time
	FinishedAt  time.Time
	UndoUntil   time.Time
	Undoable    bool  // something was done, and it is not too late
	UndoneBy    int64 // the job that undoes this one, or did; 0: none

	Head         *Person // whom it is about; nil: they are gone
	HeadIsAdmin  bool
	Below        int64   // how many stand below the head by now
	Under        *Person // under whom the head is moved; nil: under nobody
	UnderIsAdmin bool
}

// JobKind is what a job does.
type JobKind string

// The kinds of jobs.
const (
	FreezeBranch     JobKind = "freeze"     // keeps a branch from inviting
	DeactivateBranch JobKind = "deactivate" // takes the accounts of a branch out of use
	MovePerson       JobKind = "move"       // gives somebody another inviter; their branch comes along
)

// JobKinds are all of them.
var JobKinds = []JobKind{FreezeBranch, DeactivateBranch, MovePerson}

// JobAbout is whom a job is about, and how it is done.
type JobAbout struct {
	UserID    int64
	Except    []string // who of a branch is left alone, see Exceptions
	InviterID int64    // of who is moved; 0: nobody
	Reason    string   // of a freeze
}

// Exceptions are those of a branch who can be left alone when it is deactivated: the verified and staff, unless somebody
// says otherwise, and the head.
var Exceptions = []string{"verified", "staff", "head"}

// JobState is how far a job has come.
type JobState string

// The states of a job.
const (
	Collecting   JobState = "collecting" // whom it is about is being written down
	Ready        JobState = "ready"      // waits for a yes
	Running      JobState = "running"
	JobDone      JobState = "done"
	JobCancelled JobState = "cancelled"
	JobFailed    JobState = "failed" // could not go on
)

// JobStates are all of them, in the order of a job's life.
var JobStates = []JobState{Collecting, Ready, Running, JobDone, JobCancelled, JobFailed}

// LeftOut is how many are left out for a reason, and who the first of them are.
type LeftOut struct {
	Count int64
	First []int64
}

// Difference is what became of a set since it was shown.
type Difference struct {
	Came    int64
	Went    int64
	Changed int64
}

// IsNone says whether the set is what it was.
func (d Difference) IsNone() bool { return d == Difference{} }

// small says whether a set can be collected, and looked at again, while somebody waits.
func (j *Job) small() bool {
	if j.Kind == DeactivateBranch && !j.IsUndo() && j.Below >= smallJob {
		return false
	}
	return max(j.Expected, j.Looked) <= smallJob
}

// AtWork says whether a job goes on by itself.
func (j *Job) AtWork() bool { return j.State == Collecting || j.State == Running }

// CanCancel says whether there is anything to stop.
func (j *Job) CanCancel() bool { return j.AtWork() || j.State == Ready }

// CanUndo says whether the job can be undone now.
func (j *Job) CanUndo() bool { return j.Undoable && j.UndoneBy == 0 }

// Settled is how many of those it is about are done with, one way or the other.
func (j *Job) Settled() int64 { return j.Done + j.Skipped + j.Failed }

// Omitted is how many are left out, for whatever reason.
func (j *Job) Omitted() (n int64) {
	for _, of := range j.LeftOut {
		n += of.Count
	}
	return n
}

// IsUndo says whether a job undoes another.
func (j *Job) IsUndo() bool { return j.UndoOf != 0 }

// Leaves says whether some of a branch are left alone.
func (a JobAbout) Leaves(whom string) bool { return slices.Contains(a.Except, whom) }

var sqlJob = queries.Read("job", "job_columns")

// Job reads one job.
func (s *Store) Job(ctx context.Context, id int64) (*Job, error) {
	j := new(Job)
	err := s.one(ctx, j, sqlJob, id)
	return j, wrap(err, "job %d", id)
}

// job is Job in a transaction.
func (s *Store) job(ctx context.Context, tx bun.Tx, id int64) (*Job, error) {
	var found []*Job
	if err := s.in(ctx, tx, &found, sqlJob, id); err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	return found[0], nil
}
