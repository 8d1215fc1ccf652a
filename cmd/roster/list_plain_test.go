package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The same list without scripts: every step is a link or a form.
func TestListWithoutScripts(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	p := page{t, browser(t)}
	p.withoutScript()
	p.signIn(r)
	arrived := func(expression string) {
		t.Helper()
		p.waitFor(`document.readyState == "complete" && (` + expression + `)`)
	}

	p.click(`#add-filter`)
	arrived(`location.pathname == "/users/filters/" && document.querySelector("main #filters")`)
	p.run(`for (const pick of document.querySelectorAll(".pick")) pick.open = true`)
	p.do(chromedp.SetValue(chromedp.CSS(`select[name=gender]`), "female"), chromedp.SetValue(chromedp.CSS(`[name=date_joined__date__gte]`), "2020-01-31"))
	p.click(`[name=is_active][value=true]`)
	p.click(`#filters .btn-primary`)
	arrived(`location.pathname == "/users/" && [...document.querySelectorAll(".chip-on")].map(c => c.innerText.trim()).join() == "Active: yes,Gender is female,Joined on or after 2020-01-31"`)
	p.click(`[aria-label="Remove Joined on or after 2020-01-31"]`)
	arrived(`location.search == "?is_active=true&gender=female"`)

	p.click(`#sort-date_joined`)
	arrived(`location.search.endsWith("&sort=date_joined") && document.querySelector("th[aria-sort=ascending]")`)
	first := p.text(ids)
	p.click(`[rel=next]`)
	arrived(`location.search.includes("page=2&after=")`)
	second := p.text(ids)
	left := strings.Fields(second)[14]
	p.click(`#people th a[href="/users/` + left + `/"]`)
	arrived(`location.pathname == "/users/` + left + `/"`)
	p.run(`history.back()`)
	arrived(ids + ` == "` + second + `"`)
	p.do(chromedp.Reload()) // chromedp loses its way in a page that the browser had kept
	p.click(`[rel=prev]`)
	arrived(ids + ` == "` + first + `"`)
	p.do(chromedp.SendKeys(chromedp.CSS(`[data-search]`), "a\r"))
	arrived(`location.search.includes("q=a") && document.querySelectorAll(".chip-on").length == 3`)

	p.click(`.page-head a[href^="/views/new/"]`)
	arrived(`location.pathname == "/views/new/"`)
	p.do(chromedp.SendKeys(chromedp.CSS(`#view-name`), "Active women\r"))
	arrived(`document.querySelector(".views [aria-current]").innerText == "Active women" && document.querySelectorAll(".chip-on").length == 3`)

	p.click(`#choose-columns`)
	arrived(`location.pathname == "/users/columns/"`)
	p.click(`.arrange [value=gender]`)
	p.click(`#up-date_joined`)
	arrived(`document.querySelector(".arrange [value=gender]").checked && [...document.querySelectorAll(".arrange li")].findIndex(l => l.innerText.includes("Joined")) == 6`)
	p.click(`#columns .btn-primary`)
	arrived(`location.pathname == "/users/" && [...document.querySelectorAll("#people thead th")].map(h => h.innerText.trim()).slice(-3).join() == "Joined,Last login,Gender"`)
	p.do(chromedp.Navigate(r.origin + "/users/"))
	p.click(`.rows-per-page [value="50"]`)
	arrived(`location.pathname == "/users/" && document.querySelector(".rows-per-page [aria-current]").innerText == "50"`)

	p.click(`[popovertarget=share]`) // browsers open menus themselves
	p.waitFor(`document.querySelector("#share:popover-open") && getComputedStyle(document.querySelector("#share [data-copy]")).display == "none"`)
	p.do(chromedp.Navigate(r.origin + "/users/" + left + "/peek/"))
	arrived(`document.querySelector("main .peek")`)
	p.click(`.peek .btn-primary`)
	arrived(`location.pathname == "/users/` + left + `/"`)
	p.do(chromedp.Navigate(r.origin + "/views/1/edit/"))
	p.click(`.btn-danger`)
	arrived(`location.pathname == "/views/" && document.body.innerText.includes("No views yet")`)
}
