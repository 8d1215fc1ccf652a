package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The pages about jobs in every look: what axe knows, and nothing wider than the window.
func TestJobsInEveryLook(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "300")
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
				p.shot("jobs-" + look.name + "-" + name)
				p.sound(name, checker)
			}
			at := func(path, name string) {
				t.Helper()
				p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(r.origin+path))
				shown(name)
			}
			if i == 0 {
				at("/jobs/", "empty")
				p.post("/users/3/invites/act/", `{action: "move", inviter: "1"}`)
				p.post("/users/2/invites/act/", `{action: "freeze", reason: "27 joined in 6 minutes on 3 May; usual are 2 a day"}`)
			}
			at("/users/2/invites/act/", "act")
			p.do(chromedp.SetValue(chromedp.CSS(`#inviter`), "Eve68"))
			p.click(`form:has(#inviter) .btn`)
			p.waitFor(`document.querySelector("#inviter-wrong")`)
			shown("act-faults")
			at("/jobs/1/", "move")
			at("/jobs/2/", "freeze")
			at("/users/2/invites/act/", "act-again")
			p.click(`form:has([name=except]) .btn`)
			p.waitFor(`document.readyState == "complete" && document.querySelector("#confirm")`)
			shown("preview")
			p.click(`#confirm`)
			p.waitFor(`document.readyState == "complete" && document.querySelector("#undo")`)
			shown("done")
			p.click(`#undo`)
			p.waitFor(`document.readyState == "complete" && document.querySelector("#confirm")`)
			shown("undo")
			p.click(`#confirm`)
			p.waitFor(`document.readyState == "complete" && !document.querySelector("#confirm, #undo")`)
			shown("undone")
			at("/jobs/", "list")
			at("/jobs/?state=failed", "none")
		})
	}
}
