package main

import (
	"testing"
	"time"

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

// The page of a large job follows it by itself, without scripts and with them, and rests when there is nothing to tell.
func TestAPageFollowsItsJob(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "8000")
	drafts := func(p page) {
		p.signIn(r)
		p.do(chromedp.Navigate(r.origin + "/users/1/invites/act/"))
		p.click(`form:has([name=except]) [value=verified]`)
		p.click(`form:has([name=except]) .btn`)
		p.waitFor(`document.readyState == "complete" && document.querySelector("#job [role=progressbar]")`)
	}
	rests := func(p page, asked string) {
		t.Helper()
		before := p.text(asked)
		time.Sleep(6 * time.Second)
		if after := p.text(asked); after != before {
			t.Errorf("the page asked again: %s, and then %s", before, after)
		}
	}
	t.Run("without scripts", func(t *testing.T) {
		p := page{t, browser(t)}
		p.withoutScript()
		drafts(p)
		p.waitFor(`document.readyState == "complete" && document.querySelector("#confirm")`)
		rests(p, `"" + performance.timeOrigin`)
	})
	t.Run("with scripts", func(t *testing.T) {
		p := page{t, browser(t)}
		drafts(p)
		p.run(`window.kept = true`)
		p.waitFor(`document.querySelector("#confirm") && window.kept`)
		p.click(`#confirm`)
		p.waitFor(`document.readyState == "complete" && document.querySelector("#job [role=progressbar], #undo")`)
		p.sound("running", checker)
		p.run(`window.kept = true; document.querySelector("#cancel")?.focus()`)
		p.waitFor(`document.querySelector("#undo") && window.kept`)
		rests(p, `"" + performance.getEntriesByType("resource").filter(e => e.name.includes("?heard=")).length`)
		p.noFaults()
	})
}
