package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The pages about invitations in every look: what axe knows, and nothing wider than the window.
func TestInvitationsInEveryLook(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "300")
	var link string
	for i, look := range []struct {
		name, theme, dir string
		width            int64
	}{{"light", "light", "ltr", 1280}, {"narrow", "light", "ltr", 320}, {"dark", "dark", "ltr", 1280}, {"rtl", "light", "rtl", 1280}, {"narrow-rtl", "dark", "rtl", 320}} {
		t.Run(look.name, func(t *testing.T) {
			p := page{t, browser(t)}
			p.signIn(r)
			p.look(r, look.theme, look.dir, look.width)
			shown := func(name string) {
				t.Helper()
				p.waitFor(`document.readyState == "complete"`)
				p.shot("invitations-" + look.name + "-" + name)
				p.sound(name, checker)
			}
			at := func(path, name string) {
				t.Helper()
				p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(r.origin+path))
				shown(name)
			}
			if i == 0 {
				at("/invitations/", "empty")
				p.post("/invitations/", `{email: "a.rather.long.address.of.somebody@some.department.example.com", group: "1"}`)
				p.post("/invitations/", `{email: "dino.zoff@example.com", inviter: "Eve68", days: "3"}`)
				p.post("/invitations/", `{quota: "250", inviter: "moratti120", days: "365"}`)
				p.post("/invitations/2/revoke/", `{}`)
			}
			at("/invitations/new/", "new")
			p.do(chromedp.SetValue(chromedp.CSS(`#inviter`), "nobody"), chromedp.SetValue(chromedp.CSS(`#email`), "dino@example"))
			p.click(`main .btn-primary`)
			p.waitFor(`document.querySelector("#inviter-wrong")`)
			shown("faults")
			at("/invitations/new/?inviter=2", "new-under")
			p.do(chromedp.SetValue(chromedp.CSS(`#quota`), "3"))
			p.click(`main .btn-primary`)
			p.waitFor(`document.querySelector("#invitation-link")`)
			link = p.text(`new URL(document.querySelector("#invitation-link").value).pathname`)
			shown("made")
			at("/invitations/", "list")
			at("/invitations/?q=example&inviter=3", "found")
			at("/invitations/?state=expired", "none")
			at("/invitations/2/", "revoked")
			at("/invitations/1/", "one")
			at("/invitations/leaderboard/?period=all", "leaderboard")
			at(link, "join")
			p.do(chromedp.SendKeys(`#username`, "a b"), chromedp.SendKeys(`#password`, "short\r"))
			p.waitFor(`document.querySelector("#password-wrong")`)
			shown("join-faults")
			p.do(chromedp.SetValue(chromedp.CSS(`#username`), "zoff-"+look.name), chromedp.SendKeys(`#password`, password+"\r"))
			p.waitFor(`document.querySelector("h1").innerText == "You have joined"`)
			shown("joined")
			at("/join/", "code")
			at("/join/abcdefg", "nowhere")
			at("/users/1/", "person")
		})
	}
}
