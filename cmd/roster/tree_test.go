package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Who cannot use a pointer reads the forest by the keys of a treegrid.
func TestTheTreeByKeyboardAlone(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	p := page{t, browser(t)}
	p.do(chromedp.Navigate(r.origin+"/login?next=/users/1/invites/"), chromedp.SendKeys(`#username`, "admin"), chromedp.SendKeys(`#password`, r.admin+"\r"))
	p.waitFor(`location.pathname == "/users/1/invites/" && document.readyState == "complete"`)
	// at reaches the row by Tab, as one does who comes from the top of the page.
	for range 60 {
		if p.count(`document.activeElement.matches("[role=treegrid] tr") ? 1 : 0`) == 1 {
			break
		}
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	at := func(id string) string { return `document.activeElement.id == "` + id + `"` }
	p.waitFor(at("row-2"))
	p.do(chromedp.KeyEvent(kb.ArrowRight)) // opens
	p.waitFor(`document.querySelector("#row-2").ariaExpanded == "true" && document.querySelector("#row-3").offsetHeight > 0`)
	p.waitFor(at("row-2"))
	if said := p.count(`+document.querySelector("#row-3").ariaLevel`); said != 2 {
		t.Errorf("whom Moratti invited stand at level %d", said)
	}
	p.do(chromedp.KeyEvent(kb.ArrowDown))
	p.waitFor(at("row-3"))
	p.do(chromedp.KeyEvent(kb.ArrowLeft)) // to the inviter
	p.waitFor(at("row-2"))
	p.do(chromedp.KeyEvent(kb.ArrowLeft)) // closes
	p.waitFor(`document.querySelector("#row-2").ariaExpanded == "false" && document.querySelector("#row-3").hidden`)
	p.do(chromedp.KeyEvent(kb.ArrowRight)) // opens again, without asking
	p.waitFor(`!document.querySelector("#row-3").hidden && document.querySelectorAll("#row-3").length == 1`)
	p.do(chromedp.KeyEvent(kb.End))
	p.waitFor(`document.activeElement == [...document.querySelectorAll("[role=treegrid] tbody tr:not([hidden])")].at(-1)`)
	p.do(chromedp.KeyEvent(kb.Home))
	p.waitFor(at("row-2"))
	p.do(chromedp.KeyEvent(kb.ArrowRight)) // into the row
	p.waitFor(`document.activeElement.matches("#row-2 a.name")`)
	p.do(chromedp.KeyEvent(kb.ArrowLeft))
	p.waitFor(at("row-2"))
	if rows := p.count(`document.querySelectorAll("[role=treegrid] tr[tabindex='0']").length`); rows != 1 {
		t.Errorf("Tab stops at %d rows", rows)
	}
	p.noFaults()
	p.do(chromedp.KeyEvent(kb.Enter))
	p.waitFor(`location.pathname == "/users/2/"`)
}

// Without scripts the tree opens by links, its list goes on by them, and the table and the map are pages.
func TestTheTreeWithoutScripts(t *testing.T) {
	r := runDemoConsole(t, "--people", "3000")
	p := page{t, browser(t)}
	p.withoutScript()
	p.do(chromedp.Navigate(r.origin+"/login?next=/users/105/invites/"), chromedp.SendKeys(`#username`, "admin"), chromedp.SendKeys(`#password`, r.admin+"\r"))
	p.waitFor(`location.pathname == "/users/105/invites/" && document.querySelectorAll("[role=treegrid] tbody tr").length == 51`)
	p.do(chromedp.Click(`.more-row a`))
	p.waitFor(`location.search.startsWith("?after=") && document.querySelectorAll("[role=treegrid] tbody tr").length > 1`)
	p.do(chromedp.Navigate(r.origin + "/users/105/invites/"))
	p.do(chromedp.Click(`[aria-expanded=false] .branch`))
	p.waitFor(`location.search.startsWith("?open=") && document.querySelector("[aria-expanded=true] + [aria-level='2']")`)
	p.do(chromedp.Click(`.tabs a[href*=table]`))
	p.waitFor(`location.search == "?view=table" && document.querySelectorAll("main tbody tr").length == 50`)
	p.do(chromedp.Click(`.tabs a[href*=map]`))
	p.waitFor(`location.search == "?view=map" && document.querySelectorAll(".map a").length > 1`)
}
