package models

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/uptrace/bun"

	queries "roster/models/sql"
)

var sqlImportLook = queries.Read("import_look")

// looked is what the directory knows about what some drafts name: under a kind, the ids of those who have a key.
type looked struct {
	ids   map[string]map[string]int64
	names map[string]string // names of people as Unicode composes them (NFC), where that is another spelling
}

// look asks for everything that proposals name, in one statement.
func (w writer) look(ctx context.Context, tx bun.Tx, proposals []*proposal) (looked, error) {
	asked := map[string]map[string]bool{}
	for _, kind := range []string{"username", "email", "mobile_number", "invite_code", "id", "group", "group_name", "permission", "name"} {
		asked[kind] = map[string]bool{}
	}
	for _, p := range proposals {
		p.asks(func(kind, key string) { asked[kind][key] = true })
	}
	lists := map[string][]string{}
	for kind, keys := range asked {
		lists[kind] = []string{}
		for key := range keys {
			lists[kind] = append(lists[kind], key)
		}
	}
	question, err := json.Marshal(lists)
	if err != nil {
		return looked{}, err
	}
	var rows []struct {
		Kind string
		Key  string
		ID   int64  `bun:",nullzero"`
		Text string `bun:",nullzero"`
	}
	query := fill(sqlImportLook, "username", w.whoseIs("lower(u.username) = k.key"), "email", w.whoseIs("lower(u.email) = k.key"),
		"mobile_number", w.whoseIs("mobile_key(u.mobile_number) = k.key"), "invite_code", w.whoseIs("u.invite_code = k.key"),
		"id", w.whoseIs("u.id = k.key::bigint"))
	if err := w.in(ctx, tx, &rows, query, string(question)); err != nil {
		return looked{}, err
	}
	found := looked{ids: map[string]map[string]int64{}, names: map[string]string{}}
	for kind := range asked {
		found.ids[kind] = map[string]int64{}
	}
	for _, row := range rows {
		if row.Kind == "name" {
			found.names[row.Key] = row.Text
		} else {
			found.ids[row.Kind][row.Key] = row.ID
		}
	}
	return found, nil
}

// asks tells every key that must be known before the proposal is decided on.
func (p *proposal) asks(ask func(kind, key string)) {
	for _, u := range uniqueFields {
		if key := p.draft.key(u.field); key != "" {
			ask(u.field, key)
		}
	}
	for _, field := range []string{"id", "inviter_id"} {
		if id, ok := p.values[field].(int64); ok {
			ask("id", strconv.FormatInt(id, 10))
		}
	}
	for _, field := range []string{"first_name", "last_name"} {
		// Below U+0300 nothing combines.
		if name, ok := p.values[field].(string); ok && anyFrom(name, 0x300) {
			ask("name", name)
		}
	}
	for field, kind := range map[string]string{"groups": "group", "permissions": "permission"} {
		refs, _ := p.values[field].([]named)
		for _, ref := range refs {
			if ref.name != "" {
				ask("group_name", asciiLower(ref.name))
			} else {
				ask(kind, strconv.FormatInt(ref.id, 10))
			}
		}
	}
}

func anyFrom(s string, first rune) bool {
	for _, r := range s {
		if r >= first {
			return true
		}
	}
	return false
}
