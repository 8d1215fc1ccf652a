package mail_test

import (
	"context"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"roster/web/mail"
	"roster/web/mail/mailtest"
)

func TestALetterArrives(t *testing.T) {
	post := mailtest.Open(t)
	m, err := mail.New(post.URL, "Console <console@example.com>")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), "eve@example.com", "پارسا invites you", "Open this:\n\nhttps://roster.example.com/join/0123456789abcdef0123456789abcdef0123456789abcdef\n"); err != nil {
		t.Fatal(err)
	}
	letter := post.Letters()[0]
	read, err := netmail.ReadMessage(strings.NewReader(letter.Text))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	if err != nil || subject != "پارسا invites you" || letter.From != "console@example.com" || letter.To != "eve@example.com" ||
		read.Header.Get("From") != `"Console" <console@example.com>` || read.Header.Get("Auto-Submitted") != "auto-generated" || read.Header.Get("Message-Id") == "" {
		t.Errorf("%v in\n%s", err, letter.Text)
	}
	if body := letter.Body(t); !strings.Contains(body, "\nhttps://roster.example.com/join/0123456789abcdef0123456789abcdef0123456789abcdef\n") {
		t.Errorf("the body is\n%s", body)
	}
}

func TestNobodyPutsAHeaderIntoALetter(t *testing.T) {
	post := mailtest.Open(t)
	m, err := mail.New(post.URL, "console@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), "eve@example.com", "Hello\r\nBcc: mallory@example.com", "text"); err == nil {
		read, err := netmail.ReadMessage(strings.NewReader(post.Letters()[0].Text))
		if err != nil || read.Header.Get("Bcc") != "" {
			t.Errorf("%v in\n%s", err, post.Letters()[0].Text)
		}
	}
	if err := m.Send(t.Context(), "eve@example.com\r\nRCPT TO:<mallory@example.com>", "Hello", "text"); err == nil {
		t.Error("an address of two lines was taken")
	}
}

func TestAServerThatRefusesOrSaysNothingIsToldOf(t *testing.T) {
	post := mailtest.Open(t)
	m, err := mail.New(post.URL, "console@example.com")
	if err != nil {
		t.Fatal(err)
	}
	post.Refuse("550 no such mailbox")
	if err := m.Send(t.Context(), "eve@example.com", "Hello", "text"); err == nil || !strings.Contains(err.Error(), "no such mailbox") {
		t.Errorf("refused: %v", err)
	}
	post.Hang()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := m.Send(ctx, "eve@example.com", "Hello", "text"); err == nil || time.Since(begun) > 3*time.Second {
		t.Errorf("after %s: %v", time.Since(begun), err)
	}
}

func TestALetterIsNotSentInTheClear(t *testing.T) {
	post := mailtest.Open(t) // which speaks no TLS
	m, err := mail.New(strings.Replace(post.URL, "127.0.0.1", "0.0.0.0", 1), "console@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(t.Context(), "eve@example.com", "Hello", "text"); err == nil || !strings.Contains(err.Error(), "STARTTLS") || len(post.Letters()) > 0 {
		t.Errorf("a letter goes in the clear to a server that is not known to be here: %v", err)
	}
}

func TestWhatIsConfiguredWronglyIsSaid(t *testing.T) {
	for server, want := range map[string]string{
		"mail.example.com":                          "is not of the form",
		"http://mail.example.com":                   "is not of the form",
		"smtp://":                                   "is not of the form",
		"smtp://u:secret@mail.example.com/x":        "is not of the form",
		"smtp://mail.example.com:0":                 "port",
		"smtp://mail.example.com:99999":             "port",
		"smtp://mail.example.com?tls=maybe":         "?tls=none",
		"smtps://mail.example.com?tls=none":         "?tls=none",
		"smtp://mail.example.com?starttls=1":        "?tls=none",
		"smtp://u:secret@mail.example.com?tls=none": "in the clear",
		"smtp://u:secret@mail.example.com:587":      "",
		"smtps://u:secret@mail.example.com":         "",
		"smtp://mail.example.com?tls=none":          "",
		"smtp://u:secret@127.0.0.1:2525/?tls=none":  "",
		"smtp://u:p%40ss%3Aword@mail.example.com":   "",
	} {
		_, err := mail.New(server, "console@example.com")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: %v, want %q", server, err, want)
		}
	}
	for _, from := range []string{"", "nobody", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"} {
		if _, err := mail.New("smtp://mail.example.com", from); err == nil || !strings.Contains(err.Error(), "ROSTER_MAIL_FROM") {
			t.Errorf("from %q: %v", from, err)
		}
	}
}
