package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"roster/web"
	"roster/web/mail"
)

// place is where a console listens, under which origin people know it, and by whom it sends letters.
type place struct {
	addr, origin string
	proxies      []netip.Prefix
	mail         *mail.Mailer
}

func (p *place) flags(f *flag.FlagSet, c console) {
	f.StringVar(&p.addr, "addr", orElse(c.getenv("ROSTER_ADDR"), "127.0.0.1:8000"), "listen on `HOST:PORT`; also ROSTER_ADDR")
	f.StringVar(&p.origin, "origin", c.getenv("ROSTER_ORIGIN"), "the `URL` by which people reach the console; also ROSTER_ORIGIN")
}

// listen opens the port, and finds the origin that belongs to it where none was given.
func (p *place) listen(ctx context.Context, c console) (net.Listener, error) {
	if err := p.checkOrigin(); err != nil {
		return nil, err
	}
	var err error
	if p.proxies, err = proxies(c.getenv("ROSTER_PROXIES")); err != nil {
		return nil, err
	}
	if err := p.post(c); err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", p.addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s (%w): stop what is there, or choose another address with --addr", p.addr, err)
	}
	if p.origin == "" {
		host, _, _ := net.SplitHostPort(p.addr)
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			host = "localhost"
		}
		p.origin = "http://" + net.JoinHostPort(host, fmt.Sprint(l.Addr().(*net.TCPAddr).Port))
		err = p.checkOrigin()
	}
	return l, err
}

func (p *place) checkOrigin() error {
	if p.origin == "" {
		return nil
	}
	p.origin = strings.TrimSuffix(p.origin, "/")
	u, err := url.Parse(p.origin)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" ||
		u.Fragment != "" || u.User != nil || strings.HasSuffix(u.Host, ":") {
		return usage("the origin %q is not of the form https://roster.example.com: a scheme and a host, and nothing behind them", p.origin)
	}
	if port, err := strconv.ParseUint(orElse(u.Port(), "80"), 10, 16); err != nil || port == 0 {
		return usage("the origin %q has a port that does not exist", p.origin)
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return usage("the origin %q has a name that browsers send in another form: write it as xn--…", p.origin)
	}
	// Browsers leave the usual port out.
	if u.Port() == map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		u.Host = strings.TrimSuffix(u.Host, ":"+u.Port())
	}
	p.origin = u.Scheme + "://" + strings.ToLower(u.Host)
	if u.Scheme == "http" && !web.IsLoopback(u.Hostname()) {
		slog.Warn("over http, passwords and sessions are sent in the clear: put the console behind https", "origin", p.origin)
	}
	return nil
}

// post finds the server that letters are sent by. Without one the console sends none, and says so where it matters.
func (p *place) post(c console) (err error) {
	server := c.getenv("ROSTER_SMTP")
	if server == "" {
		return nil
	}
	if p.mail, err = mail.New(server, c.getenv("ROSTER_MAIL_FROM")); err != nil {
		return usage("ROSTER_SMTP %s", err)
	}
	return nil
}

// proxies reads who may say in X-Forwarded-For whom they speak for: addresses and networks, with commas between.
func proxies(text string) (list []netip.Prefix, err error) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(word)
		if err != nil {
			addr, err := netip.ParseAddr(word)
			if err != nil {
				return nil, usage("ROSTER_PROXIES: %q is not an address, such as 10.0.0.1, or a network, such as 10.0.0.0/8", word)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		list = append(list, prefix)
	}
	return list, nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
