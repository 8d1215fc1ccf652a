package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"roster/models"
	"roster/views/ui"
	"roster/views/users"
	"roster/web"
)

// lookup finds whom each line of a pasted list names.
func (h handler) lookup(r *http.Request) (users.Lookup, error) {
	list := web.Param(r, "list")
	if r.Method == http.MethodPost {
		if err := web.ReadForm(r); err != nil {
			return users.Lookup{}, err
		}
		list = r.PostForm.Get("list")
		if detail := web.BadText(list); detail != "" {
			return users.Lookup{}, models.Invalid{"list": {detail}}
		}
	}
	l := users.Lookup{List: list}
	texts := strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune("\n\r\t,;،؛", c) })
	if len(texts) > models.MostLookups {
		l.Fault = fmt.Sprintf("This list has %s entries. Look up at most %s at once.", ui.Number(int64(len(texts))), ui.Number(models.MostLookups))
		if !web.OnScreen(r) {
			return l, models.Invalid{"list": {l.Fault}}
		}
		return l, nil
	}
	var err error
	l.Matches, err = h.store.Lookup(r.Context(), texts)
	if err != nil || len(l.Matches) != 1 || len(l.Matches[0].People) > 0 {
		return l, err
	}
	// It may be a list that lost its lines on the way.
	if words := strings.Fields(l.Matches[0].Text); len(words) > 1 && len(words) <= models.MostLookups {
		apart := users.Lookup{List: list}
		if apart.Matches, err = h.store.Lookup(r.Context(), words); len(apart.Missing()) < len(apart.Matches) {
			return apart, err
		}
	}
	return l, err
}
