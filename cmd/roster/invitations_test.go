package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Somebody is invited and joins, with scripts and without: every step is a link or a form.
func TestInvitations(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := page{t, browser(t)}
			if !scripts {
				p.withoutScript()
			}
			username := map[bool]string{true: "zoff", false: "gentile"}[scripts]
			p.signIn(r)
			p.click(`.rail-link[href="/invitations/"]`)
			p.waitFor(`document.readyState == "complete" && location.pathname == "/invitations/"`)
			p.click(`.page-head a[href="/invitations/new/"]`)
			p.waitFor(`document.readyState == "complete" && document.querySelector("#inviter").value == "admin"`)
			p.do(chromedp.SetValue(chromedp.CSS(`#inviter`), "moratti120"), chromedp.SetValue(chromedp.CSS(`#quota`), "2"))
			p.click(`main .btn-primary`)
			p.waitFor(`document.readyState == "complete" && document.querySelector("#invitation-link")`)
			link := p.text(`document.querySelector("#invitation-link").value`)

			p.do(chromedp.Navigate(link))
			p.waitFor(`document.readyState == "complete" && document.querySelector("h1").innerText == "masimo moratti invites you"`)
			p.do(chromedp.SendKeys(`#username`, username), chromedp.SendKeys(`#first_name`, "Dino"), chromedp.SendKeys(`#password`, "short\r"))
			p.waitFor(`document.readyState == "complete" && !!document.querySelector("#password-wrong")`)
			p.do(chromedp.SendKeys(`#password`, password+"\r"))
			p.waitFor(`document.readyState == "complete" && document.querySelector("h1").innerText == "You have joined"`)
			if scripts {
				p.noFaults()
			}

			p.do(chromedp.Navigate(r.origin + "/users/?q=" + username))
			p.waitFor(`document.readyState == "complete" && document.querySelectorAll("#people tbody tr").length == 1`)
			p.click(`#people tbody th a`)
			p.waitFor(`document.readyState == "complete" && [...document.querySelectorAll('[aria-label="Way from the root"] a')].some(a => a.innerText == "masimo moratti")`)

			p.do(chromedp.Navigate(r.origin + "/invitations/"))
			p.waitFor(`document.readyState == "complete" && document.querySelector("tbody tr").innerText.includes("1/2")`)
			p.click(`tbody tr form[action$="/revoke/"] button`)
			p.waitFor(`document.readyState == "complete" && document.querySelector(".page-head").innerText.includes("Revoked")`)
			p.do(chromedp.Navigate(link))
			p.waitFor(`document.readyState == "complete" && document.querySelector("h1").innerText == "This link was taken back"`)
		})
	}
}
