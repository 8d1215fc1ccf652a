package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A branch is deactivated and is back again, with scripts and without: every step is a link or a form.
func TestABranchIsActedOn(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := page{t, browser(t)}
			if !scripts {
				p.withoutScript()
			}
			arrived := func(expression string) {
				t.Helper()
				p.waitFor(`document.readyState == "complete" && (` + expression + `)`)
			}
			p.signIn(r)
			p.do(chromedp.Navigate(r.origin + "/users/2/invites/act/"))
			p.click(`form:has([name=except]) [value=verified]`)
			p.click(`form:has([name=except]) .btn`)
			arrived(`location.pathname.startsWith("/jobs/") && /^Deactivate [0-9]+ (person|people)$/.test(document.querySelector("#confirm").innerText)`)
			p.click(`#confirm`)
			arrived(`/^[0-9]+ (people were|person was) deactivated/.test(document.querySelector(".banner-ok").innerText.trim())`)
			p.do(chromedp.Navigate(r.origin + "/users/3/"))
			arrived(`document.body.innerText.includes("Inactive")`)
			p.do(chromedp.Navigate(r.origin + "/jobs/"))
			p.click(`tbody tr th a`)
			arrived(`document.querySelector("#undo")`)
			p.click(`#undo`)
			arrived(`/^Reactivate [0-9]+ (person|people)$/.test(document.querySelector("#confirm").innerText)`)
			p.click(`#confirm`)
			arrived(`document.querySelector(".banner-ok").innerText.includes("reactivated")`)
			p.do(chromedp.Navigate(r.origin + "/users/3/"))
			arrived(`!document.body.innerText.includes("Inactive")`)
			if scripts {
				p.noFaults()
			}
		})
	}
}
