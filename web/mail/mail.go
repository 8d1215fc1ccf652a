// Package mail sends letters by somebody's SMTP server.
package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Mailer sends letters from one address by one server.
type Mailer struct {
	from    *netmail.Address
	host    string
	options []mail.Option
}

// Time is how long sending a letter may take: somebody waits for the page that tells of it, which a request has nine
// seconds for.
const Time = 7 * time.Second

// New reads where letters are sent: smtp://user:password@host:587, where the server must speak TLS (unless it is on this
// machine, or ?tls=none says that nothing else guards the way), or smtps://host:465, which begins with it. from is the
// address that letters come from, with or without a name.
func New(server, from string) (*Mailer, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return nil, errors.New("is not of the form smtp://user:password@mail.example.com:587 or smtps://mail.example.com:465") // it may hold a password: it is not repeated
	}
	m := &Mailer{host: u.Hostname(), options: []mail.Option{mail.WithTimeout(Time)}}
	if m.from, err = netmail.ParseAddress(from); err != nil {
		return nil, fmt.Errorf("needs ROSTER_MAIL_FROM beside it, an address such as console@example.com or Console <console@example.com>; %q is none", from)
	}
	if err := m.secure(u); err != nil {
		return nil, err
	}
	if u.Port() != "" {
		port, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil || port == 0 {
			return nil, errors.New("has a port that does not exist")
		}
		m.options = append(m.options, mail.WithPort(int(port)))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		m.options = append(m.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return m, nil
}

// secure decides how letters are kept from being read on their way.
func (m *Mailer) secure(u *url.URL) error {
	query, err := url.ParseQuery(u.RawQuery)
	tls := query.Get("tls")
	delete(query, "tls")
	switch {
	case err != nil || len(query) > 0 || tls != "" && (tls != "none" || u.Scheme == "smtps"):
		return errors.New("knows ?tls=none behind smtp://, and nothing else")
	case u.Scheme == "smtps":
		m.options = append(m.options, mail.WithSSL(), mail.WithPort(mail.DefaultPortSSL))
	case tls == "none" && u.User != nil && !isLocal(m.host):
		return errors.New("would send its password in the clear: leave ?tls=none out")
	case tls == "none":
		m.options = append(m.options, mail.WithTLSPolicy(mail.NoTLS), mail.WithPort(mail.DefaultPortTLS))
	case isLocal(m.host):
		m.options = append(m.options, mail.WithTLSPolicy(mail.TLSOpportunistic), mail.WithPort(mail.DefaultPortTLS))
	default:
		m.options = append(m.options, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithPort(mail.DefaultPortTLS))
	}
	return nil
}

func isLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// Send sends a letter of plain text, within Time. One that was given up may still arrive.
func (m *Mailer) Send(ctx context.Context, to, subject, text string) error {
	ctx, cancel := context.WithTimeout(ctx, Time)
	defer cancel()
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	letter.FromMailAddress(m.from)
	if err := letter.To(to); err != nil {
		return err
	}
	letter.Subject(subject)
	letter.SetDate()
	_, domain, _ := strings.Cut(m.from.Address, "@")
	letter.SetMessageIDWithValue(rand.Text() + "@" + domain) // not of this machine, whose name is nobody's business
	letter.SetGenHeader("Auto-Submitted", "auto-generated")  // nobody's holiday notice answers it
	letter.SetBodyString(mail.TypeTextPlain, text)
	client, err := mail.NewClient(m.host, m.options...) // one for each letter: two are sent at once
	if err != nil {
		return err
	}
	sent := make(chan error, 1)
	go func() { sent <- client.DialAndSendWithContext(ctx, letter) }() // which heeds ctx only until it is connected
	select {
	case err = <-sent:
	case <-ctx.Done():
		err = errors.New("the mail server took too long")
	}
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), ", affected ") // whose letter it was, who asked knows
		return errors.New(what)
	}
	return nil
}
