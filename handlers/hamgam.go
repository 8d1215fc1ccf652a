package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"roster/models"
	"roster/views/users"
	"roster/web"
)

// hamgamParams are the filters of GET /api/users/ (shared names: hamgam.md §1.1), each as one of the list's own.
var hamgamParams = []struct {
	name  string
	field string
	op    models.Op
	not   bool // true asks for the opposite
}{
	{"id_min", "id", models.Gte, false},
	{"id_max", "id", models.Lte, false},
	{"created_date", "date_joined", models.OnDay, false},
	{"created_from", "date_joined", models.FromDay, false},
	{"created_to", "date_joined", models.ToDay, false},
	{"updated_date", "modified_date", models.OnDay, false},
	{"updated_from", "modified_date", models.FromDay, false},
	{"updated_to", "modified_date", models.ToDay, false},
	{"last_login_date", "last_login", models.OnDay, false},
	{"last_login_from", "last_login", models.FromDay, false},
	{"last_login_to", "last_login", models.ToDay, false},
	{"has_email", "email", models.IsNull, true},
	{"has_avatar", "avatar", models.IsNull, true},
	{"has_phone", "phone", models.IsNull, true},
	{"has_first_name", "first_name", models.IsNull, true},
	{"has_last_name", "last_name", models.IsNull, true},
	{"has_groups", "groups", models.IsNull, true},
	{"has_token", "has_token", models.Is, false},
	{"is_active", "is_active", models.Is, false},
	{"is_online", "is_online", models.Is, false},
	{"is_staff", "is_staff", models.Is, false},
	{"is_admin", "is_superuser", models.Is, false},
	{"is_profile_completed", "profile_completed", models.Is, false},
	{"gender", "gender", models.Is, false},
	{"group_id", "groups", models.Is, false},
	{"groups_in", "groups", models.Is, false},
}

// hamgamOrder are the names that ordering knows. Others are dropped without a word (Django REST framework,
// OrderingFilter).
var hamgamOrder = map[string]string{
	"id": "id", "username": "username", "email": "email", "gender": "gender", "last_login": "last_login",
	"created_at": "date_joined", "updated_at": "modified_date",
}

// hamgamLimit is how many people a page of GET /api/users/ has unless asked for.
const hamgamLimit = 10

// hamgamUsers is one page of staff and admins, by limit and offset.
func (h handler) hamgamUsers(r *http.Request) (models.UserPage, error) {
	q := models.UserQuery{
		Search:     strings.TrimSpace(web.Param(r, "search")),
		Colleagues: true,
		Around:     models.Invitees,
		Exact:      true,
		Limit:      hamgamLimit,
	}
	faults := models.Invalid{}
	for _, p := range hamgamParams {
		field, _ := models.UserFieldNamed(p.field)
		f, err := models.NewFilter(field, p.op, web.Param(r, p.name))
		if fault, bad := errors.AsType[models.Fault](err); bad {
			faults[p.name] = []string{string(fault)}
		} else if f.Field != nil {
			if p.not {
				f = f.Not()
			}
			q.Filters = append(q.Filters, f)
		}
	}
	if len(faults) > 0 {
		return models.UserPage{}, faults
	}
	for _, name := range sortOf(web.Param(r, "ordering")) {
		bare, descends := strings.CutPrefix(name, "-")
		if known, ok := hamgamOrder[bare]; ok {
			if descends {
				known = "-" + known
			}
			q.Sort = append(q.Sort, known)
		}
	}
	if n, err := strconv.ParseInt(web.Param(r, "limit"), 10, 32); err == nil && n > 0 {
		q.Limit = int(min(n, models.MostLimit))
	}
	if n, err := strconv.ParseInt(web.Param(r, "offset"), 10, 64); err == nil && n > 0 {
		q.Offset = n
	}
	p, err := h.store.Users(r.Context(), q)
	if words, ok := errors.AsType[models.Invalid](err); ok && words["q"] != nil {
		err = models.Invalid{"search": words["q"]}
	}
	return p, err
}

var hamgamList = web.View[models.UserPage]{JSON: users.HamgamList}
