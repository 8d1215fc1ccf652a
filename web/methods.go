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
	w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(m)), ", "))
	failUnrouted(w, r, methodNotAllowed(r))
}
