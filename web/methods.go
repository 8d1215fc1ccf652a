package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Methods answers each method of one address by its handler, and others with 405.
type Methods map[string]http.Handler

func (m Methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", m.allowed())
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if h, ok := m[method]; ok {
		h.ServeHTTP(w, r)
		return
	}
	Fail(w, r, methodNotAllowed(r, m.allowed()))
}

// allowed lists the methods that are answered, HEAD with GET.
func (m Methods) allowed() string {
	list := slices.Collect(maps.Keys(m))
	if slices.Contains(list, http.MethodGet) {
		list = append(list, http.MethodHead)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
