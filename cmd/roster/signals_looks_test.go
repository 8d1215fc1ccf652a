package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The pages of signals in every look, and what an htmx panel of another page takes of them.
func TestSignalsInEveryLook(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "1000")
	for i, look := range []struct {
		name, theme, dir string
		width            int64
	}{{"light", "light", "ltr", 1280}, {"narrow", "light", "ltr", 320}, {"dark", "dark", "ltr", 1280}, {"rtl", "light", "rtl", 1280}, {"narrow-rtl", "dark", "rtl", 320}} {
		t.Run(look.name, func(t *testing.T) {
			p := page{t, browser(t)}
			p.signIn(r)
			p.look(r, look.theme, look.dir, look.width)
			at := func(path, name string) {
				t.Helper()
				p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(r.origin+path))
				p.waitFor(`document.readyState == "complete"`)
				p.shot("signals-" + look.name + "-" + name)
				p.sound(name, checker)
			}
			if i == 0 {
				at("/invitations/signals/", "forest-quiet")
				p.crowd(r)
			}
			at("/users/2/invites/signals/", "person")
			at("/users/2/invites/signals/burst/", "burst")
			at("/users/2/invites/signals/tries/", "tries")
			at("/users/2/invites/signals/numbers/", "none")
			at("/users/1/invites/signals/", "quiet")
			at("/users/109/invites/signals/", "heads-a-chain")
			at("/users/109/invites/signals/chain/", "chain")
			at("/invitations/signals/", "forest")
			at("/invitations/", "way")
		})
	}
}

// crowd lets a dozen join by one link under Moratti, which is then taken back and tried in vain.
func (p page) crowd(r running) {
	p.t.Helper()
	p.do(chromedp.Navigate(r.origin + "/invitations/new/?inviter=2"))
	p.waitFor(`document.readyState == "complete"`)
	p.do(chromedp.SetValue(chromedp.CSS(`#quota`), "20"))
	p.click(`main .btn-primary`)
	p.waitFor(`document.querySelector("#invitation-link")`)
	p.run(`(async () => {
		const link = new URL(document.querySelector("#invitation-link").value).pathname
		const invitation = document.querySelector("form[action$='/revoke/']").action
		for (let i = 1; i <= 12; i++)
			await fetch(link, {method: "POST", body: new URLSearchParams({username: "bot" + i, password: "` + password + `"})})
		await fetch(invitation, {method: "POST", body: new URLSearchParams()})
		for (let i = 1; i <= 4; i++) await fetch(link)
		document.title = "crowded"
	})()`)
	p.waitFor(`document.title == "crowded"`)
}
