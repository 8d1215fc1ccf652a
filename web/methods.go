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
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if h, ok := m[method]; ok {
		h.ServeHTTP(w, r)
		return
	}
	allowed := slices.Collect(maps.Keys(m))
	if slices.Contains(allowed, http.MethodGet) {
		allowed = append(allowed, http.MethodHead)
	}
	slices.Sort(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	failUnrouted(w, r, methodNotAllowed(r))
}
