package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// compress makes a page small for a browser that can unpack it. Pages hold no secret that their address could be used
// to guess (BREACH): what guards a session is in the cookie alone. JSON goes as it is: it is small, and it is asked for
// by programs near by.
func compress(w http.ResponseWriter, r *http.Request, page []byte) []byte {
	if len(page) < 1<<10 || !unpacks(r) {
		return page
	}
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	var packed bytes.Buffer
	z.Reset(&packed)
	z.Write(page) // a buffer takes everything
	z.Close()
	w.Header().Set("Content-Encoding", "gzip")
	return packed.Bytes()
}

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func unpacks(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == "gzip" && !refused(params) {
			return true
		}
	}
	return false
}
