package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"roster/models"
)

// actorOf is on whose behalf a request is made, before it is known who that is.
func actorOf(r *http.Request, requestID string) models.Actor {
	door := "page"
	if len(r.Header.Values("Authorization")) > 0 {
		door = "api"
	}
	return models.Actor{Door: door, RequestID: requestID, Address: r.RemoteAddr}
}

// peer is the address that a request came from, without the port. Where that is one of our proxies, it is the last
// address in X-Forwarded-For that is none: what stands before it, anybody could have written.
func (s Site) peer(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr := from.Addr().Unmap()
	if !s.isProxy(addr) {
		return addr.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil || !s.isProxy(addr) {
			break
		}
		addr = before.Unmap()
	}
	return addr.String()
}

func (s Site) isProxy(addr netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
