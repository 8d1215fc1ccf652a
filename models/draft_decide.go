package models

import (
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// proposal is a draft on its way into the directory.
type proposal struct {
	draft   *Draft
	values  map[string]any // the draft's, names as Unicode composes them
	id      int64          // whom it is about; 0 of somebody new whose id the directory chooses
	creates bool
	waits   bool    // its inviter may still come, see Import
	settled Invalid // what is wrong with it whatever becomes of the others
	faults  Invalid // what is wrong with it, all in all
}

func (w writer) propose(d *Draft) *proposal {
	p := &proposal{draft: d, values: maps.Clone(d.values)}
	if w.match != "id" {
		delete(p.values, "id") // it is another directory's
	}
	return p
}

// settle refuses a proposal whatever becomes of the others.
func (p *proposal) settle(field, fault string) {
	if p.settled == nil {
		p.settled = Invalid{}
	}
	p.settled[field] = []string{fault}
}

// decide says of each proposal whom it is about and what is wrong with it, as if they came one after the other: one
// that is accepted takes its username from those behind it. Where last is not set, one whose inviter may still come
// waits and is not refused.
func (w writer) decide(found looked, proposals []*proposal, last bool) {
	for _, p := range proposals {
		p.compose(found)
		faults := w.aim(p, found)
		maps.Copy(faults, p.draft.Invalid(p.creates))
		maps.Copy(faults, p.settled)
		p.settled, p.waits = faults, false
	}
	for w.round(found, proposals, last) {
	}
}

// round decides on those who do not wait. It says whether it has to be done again, since somebody on whom others
// depend waits or was refused.
func (w writer) round(found looked, proposals []*proposal, last bool) (again bool) {
	taken := claimsOf(found)
	coming := map[int64]*proposal{}
	for i, p := range proposals {
		if p.waits {
			continue
		}
		self := p.id
		if self == 0 {
			self = int64(-1 - i)
		}
		p.faults = maps.Clone(p.settled)
		taken.check(p, self)
		p.checkGrants(found)
		if len(p.faults) > 0 {
			continue
		}
		taken.give(p, self)
		if p.creates && p.id != 0 {
			coming[p.id] = p
		}
	}
	for _, p := range proposals {
		inviter, ok := p.values["inviter_id"].(int64)
		if !ok || p.waits || p.settled["inviter_id"] != nil {
			continue
		}
		_, there := found.ids["id"][strconv.FormatInt(inviter, 10)]
		faulty := len(p.faults) > 0
		switch {
		case inviter == p.id || !faulty && inRing(p, coming):
			p.settle("inviter_id", ownInviter)
			again = true
		case there || coming[inviter] != nil, faulty && w.keepIDs && !last:
		case w.keepIDs && !last:
			p.waits, p.faults, again = true, nil, true
		default:
			p.settle("inviter_id", noSuch(inviter))
			again = true
		}
	}
	return again
}

const ownInviter = "Nobody is invited by themself, or by somebody whom they invited."

// inRing says whether the way up from somebody who comes leads back to them.
func inRing(p *proposal, coming map[int64]*proposal) bool {
	above := p
	for range coming {
		inviter, _ := above.values["inviter_id"].(int64)
		if above = coming[inviter]; above == nil || above == p {
			break
		}
	}
	return above == p && p.creates && p.id != 0
}

// compose spells names as Unicode composes them.
func (p *proposal) compose(found looked) {
	for _, field := range []string{"first_name", "last_name"} {
		name, _ := p.values[field].(string)
		composed, other := found.names[name]
		if !other {
			continue
		}
		p.values[field] = composed
		if utf8.RuneCountInString(composed) > 150 {
			p.settle(field, tooLong(150))
		}
	}
}

// checkGrants finds groups by name, and says which groups and permissions there are not: the first of each list.
func (p *proposal) checkGrants(found looked) {
	for field, kind := range map[string]string{"groups": "group", "permissions": "permission"} {
		refs, ok := p.values[field].([]named)
		if !ok {
			continue
		}
		for i, ref := range refs {
			id, there := found.ids[kind][strconv.FormatInt(ref.id, 10)]
			missing := noSuch(ref.id)
			if ref.name != "" {
				id, there = found.ids["group_name"][asciiLower(ref.name)]
				missing = "Object with name=" + ref.name + " does not exist."
			}
			if !there {
				p.faults[field] = []string{missing}
				break
			}
			refs[i].id = id
		}
	}
}

// grants are the ids of a list, each once, in order.
func (p *proposal) grants(field string) []int64 {
	refs, _ := p.values[field].([]named)
	ids := make([]int64, len(refs))
	for i, ref := range refs {
		ids[i] = ref.id
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
