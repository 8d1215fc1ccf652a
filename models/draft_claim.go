package models

import (
	"fmt"
	"strconv"
)

// claims are who has which username and the like, while drafts are decided on. Somebody new has a negative id.
type claims map[string]*claim

type claim struct {
	owner map[string]int64 // by key
	key   map[int64]string // by owner
}

func claimsOf(found looked) claims {
	c := claims{}
	for _, u := range uniqueFields {
		c[u.field] = &claim{map[string]int64{}, map[int64]string{}}
		for key, owner := range found.ids[u.field] {
			c[u.field].give(key, owner)
		}
	}
	return c
}

// give lets somebody have a key, and lets go of the one they had.
func (c *claim) give(key string, owner int64) {
	delete(c.owner, c.key[owner])
	delete(c.key, owner)
	if key != "" {
		c.owner[key], c.key[owner] = owner, key
	}
}

// check says which of a draft's keys somebody else has.
func (c claims) check(p *proposal, self int64) {
	for _, u := range uniqueFields {
		key := p.draft.key(u.field)
		if owner, taken := c[u.field].owner[key]; taken && owner != self {
			p.faults[u.field] = append(p.faults[u.field], u.taken)
		}
	}
}

// give lets a draft have its keys.
func (c claims) give(p *proposal, self int64) {
	for _, u := range uniqueFields {
		if p.draft.Has(u.field) {
			c[u.field].give(p.draft.key(u.field), self)
		}
	}
}

// aim finds whom a draft is about, and says why it cannot be about them.
func (w writer) aim(p *proposal, found looked) Invalid {
	p.id, p.creates = 0, false
	if p.draft.faults[w.match] != nil {
		return Invalid{} // nobody knows
	}
	key := p.draft.key(w.match)
	if id, given := p.values[w.match].(int64); given {
		key = strconv.FormatInt(id, 10)
	}
	id, there := found.ids[w.match][key]
	switch {
	case there && w.only == "create":
		return Invalid{w.match: {takenText(w.match)}}
	case there:
		p.id = id
	case key == "" && (w.only == "update" || w.keepIDs):
		return Invalid{w.match: {"This field is required."}}
	case key != "" && w.match == "id" && !w.keepIDs:
		return Invalid{"id": {noSuch(key)}}
	case w.only == "update":
		return Invalid{w.match: {fmt.Sprintf("Object with %s=%s does not exist.", w.match, p.values[w.match])}}
	default:
		p.creates = true
		p.id, _ = p.values["id"].(int64)
	}
	return Invalid{}
}

func takenText(field string) string {
	for _, u := range uniqueFields {
		if u.field == field {
			return u.taken
		}
	}
	return "user with this id already exists."
}
