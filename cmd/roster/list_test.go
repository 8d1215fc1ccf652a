package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ids are those of the people in the list, in order.
const ids = `[...document.querySelectorAll("#people tbody th a")].map(a => a.pathname.split("/")[2]).join(" ")`

// text gives the text that a JavaScript expression has.
func (p page) text(expression string) string {
	p.t.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// click presses what a CSS selector finds first.
func (p page) click(selector string) {
	p.t.Helper()
	p.waitFor(`document.querySelector('` + selector + `')`)
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// key presses a key where the focus is.
func (p page) key(key string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key))
}

// frame waits for the next frame: with it a dialog tells of its end. Nobody is as quick as this test.
func (p page) frame() {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`new Promise(done => requestAnimationFrame(() => setTimeout(done)))`, chromedp.EvalAwaitPromise))
}

// The list with scripts: filter, sort, turn the page, leave and come back, take it along, keep it, lay it out, peek.
func TestListWithScripts(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	p := page{t, browser(t)}
	p.signIn(r)
	p.run(`window.mark = 1`)

	p.key("f") // the panel of filters
	p.waitFor(`document.querySelector("#drawer:modal") && document.activeElement.matches("[data-narrow]")`)
	p.key("gender")
	p.waitFor(`document.querySelectorAll(".pick:not([hidden])").length == 1`)
	p.do(chromedp.SetValue(chromedp.CSS(`#filters select[name=gender]`), "female"))
	p.run(`document.querySelector("#filters input[type=radio][name=is_active][value=true]").checked = true`)
	p.click(`#filters .btn-primary`)
	p.waitFor(`location.search == "?is_active=true&gender=female" && !document.querySelector("#drawer[open]")`)
	p.waitFor(`[...document.querySelectorAll(".chip-on")].map(c => c.innerText.trim()).join() == "Active: yes,Gender is female"`)
	p.waitFor(`document.activeElement.id == "people-title" && /^\d+ users$/.test(document.querySelector("#live").textContent)`)

	p.click(`#sort-date_joined`)
	p.waitFor(`location.search == "?is_active=true&gender=female&sort=date_joined" && document.querySelector("th[aria-sort=ascending] a").id == "sort-date_joined"`)
	p.waitFor(`document.activeElement.id == "sort-date_joined"`)
	first := p.text(ids)
	p.key("]")
	p.waitFor(`location.search.includes("page=2&after=") && document.querySelector("#total").innerText.startsWith("21–40 of")`)
	second := p.text(ids)
	if first == second || strings.Contains(second, strings.Fields(first)[0]+" ") {
		t.Errorf("the second page is %s, the first %s", second, first)
	}
	if p.count(`window.mark || 0`) != 1 {
		t.Error("the list loaded the whole page")
	}
	p.noFaults()

	// Whoever leaves by a row comes back to it.
	p.do(chromedp.EmulateViewport(1280, 500))
	left := strings.Fields(second)[14]
	p.run(`document.querySelector('#people th a[href="/users/` + left + `/"]').scrollIntoView({block: "center"})`)
	scrolled := p.count(`Math.round(scrollY)`)
	p.click(`#people th a[href="/users/` + left + `/"]`)
	p.waitFor(`location.pathname == "/users/` + left + `/" && document.readyState == "complete"`)
	p.do(chromedp.NavigateBack())
	p.waitFor(`document.readyState == "complete" && location.search.includes("page=2") && document.activeElement.pathname == "/users/` + left + `/"`)
	if back := p.count(`Math.round(scrollY)`); back < scrolled-80 || back > scrolled+80 || scrolled < 100 {
		t.Errorf("scrolled to %d, and back to %d", scrolled, back)
	}
	if got := p.text(ids); got != second || p.count(`document.querySelectorAll(".chip-on").length`) != 2 {
		t.Errorf("back are %s, want %s", got, second)
	}
	p.do(chromedp.EmulateViewport(1280, 900), chromedp.NavigateBack())
	p.waitFor(`!location.search.includes("page=") && ` + ids + ` == "` + first + `"`)

	// Another browser shows the same people at a copied address.
	p.do(chromedp.NavigateForward())
	p.waitFor(ids + ` == "` + second + `"`)
	p.click(`[popovertarget=share]`)
	p.click(`#share [data-copy]`)
	link := p.text(`document.querySelector("#share [data-copy]").dataset.copy`)
	if !strings.HasPrefix(link, r.origin+"/users/?is_active=true&gender=female&sort=date_joined&page=2&after=") {
		t.Errorf("the link is %s", link)
	}
	other := page{t, browser(t)}
	other.signIn(r)
	other.do(chromedp.Navigate(link))
	other.waitFor(ids + ` == "` + second + `"`)

	// A view.
	p.do(chromedp.Navigate(r.origin + "/users/?gender=female&is_staff=true"))
	p.click(`a[href^="/views/new/"]`)
	p.waitFor(`document.activeElement.id == "view-name"`)
	p.key("Women on the staff\r")
	p.waitFor(`document.querySelector(".views [aria-current]")?.innerText == "Women on the staff" && location.search.includes("view=1")`)
	p.click(`[aria-label="Remove Staff: yes"]`)
	p.waitFor(`document.querySelector(".views [aria-current]").innerText.includes("changed")`)
	p.click(`.page-head form button`)
	p.waitFor(`document.readyState == "complete" && !document.querySelector(".views [aria-current]").innerText.includes("changed")`)
	p.do(chromedp.Navigate(r.origin + "/views/1/"))
	p.waitFor(`location.pathname == "/users/" && document.querySelectorAll(".chip-on").length == 1`)

	// The search keeps the filters; without them its box follows.
	p.run(`document.dispatchEvent(new KeyboardEvent("keydown", {key: "/"}))`) // chromedp would type it, too
	p.key("a")
	p.waitFor(`location.search.includes("q=a") && location.search.includes("gender=female") && document.querySelectorAll(".chip-on").length == 2`)
	p.click(`[aria-label="Remove the search"]`)
	p.waitFor(`!location.search.includes("q=") && document.querySelector("[data-search]").value == ""`)

	// Columns are kept for whoever chose them.
	p.do(chromedp.Navigate(r.origin + "/users/"))
	p.click(`#choose-columns`)
	p.click(`#up-date_joined`)
	p.waitFor(`[...document.querySelectorAll(".arrange [name=columns]:checked")].map(i => i.value).join().endsWith("invitees,date_joined,last_login")`)
	p.waitFor(`document.activeElement.id == "up-date_joined"`)
	p.click(`.arrange [value=gender]`)
	p.click(`#columns [value=compact]`)
	p.click(`#columns .btn-primary`)
	heads := `[...document.querySelectorAll("#people thead th")].map(h => h.innerText.trim()).slice(-3).join()`
	p.waitFor(`document.readyState == "complete" && ` + heads + ` == "Joined,Last login,Gender" && document.querySelector("[data-density=compact]")`)
	p.do(chromedp.Navigate(r.origin + "/users/?q=kevin"))
	p.waitFor(heads + ` == "Joined,Last login,Gender"`)

	// A list in the search box is looked up.
	p.run(`const data = new DataTransfer(); data.setData("text/plain", "2\nmoratti120, 3\nno such person\n");
		document.querySelector("[data-search]").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))`)
	p.waitFor(`location.pathname == "/users/lookup/" && document.readyState == "complete" && document.querySelector("[role=status]").innerText.startsWith("3 entries found, 0 ambiguous, 1 not found")`)
	p.noFaults()
}

// A peek opens beside the list by pointer and by keys, and Back and Escape close it.
func TestPeek(t *testing.T) {
	r := runDemoConsole(t, "--people", "100")
	p := page{t, browser(t)}
	p.signIn(r)
	row := func(n int) string { return strings.Fields(p.text(ids))[n] }
	shows := func(id string) {
		t.Helper()
		p.waitFor(`location.hash == "#peek-` + id + `" && document.querySelector("#drawer[open]:not(:modal) .peek a[href='/users/` + id + `/']") &&
			document.querySelector("#people tr[aria-current] th a").pathname == "/users/` + id + `/"`)
	}
	closed := func(id string) {
		t.Helper()
		p.waitFor(`location.hash == "" && !document.querySelector("#drawer[open], tr[aria-current]") && document.activeElement.pathname == "/users/` + id + `/"`)
		p.frame()
	}
	p.key("j")
	p.waitFor(`document.activeElement.pathname == "/users/` + row(0) + `/"`)
	p.run(`document.activeElement.blur()`)
	p.key("f") // and the focus comes back to what the key stands for
	p.waitFor(`document.querySelector("#drawer:modal #filters")`)
	p.key(kb.Escape)
	p.waitFor(`!document.querySelector("#drawer[open]") && document.activeElement.id == "add-filter"`)
	p.frame()
	p.run(`window.mark = 1`)
	p.click(`#people tbody tr:nth-child(3) td:nth-child(3)`)
	shows(row(2))
	p.key("j")
	shows(row(3))
	p.key("k")
	p.key("k")
	shows(row(1))
	p.key(kb.Escape)
	closed(row(1))

	p.key("j")
	p.waitFor(`document.activeElement.pathname == "/users/` + row(2) + `/"`)
	p.key(kb.ArrowDown)
	p.waitFor(`document.activeElement.pathname == "/users/` + row(3) + `/"`)
	p.key("o")
	shows(row(3))
	p.do(chromedp.NavigateBack())
	closed(row(3))
	p.do(chromedp.NavigateForward())
	shows(row(3))
	if p.count(`window.mark || 0`) != 1 {
		t.Error("a peek loaded the whole page")
	}
	peeked := row(3)
	p.run(`document.dispatchEvent(new KeyboardEvent("keydown", {key: "?"}))`) // what asks for an answer takes the peek's place
	p.waitFor(`document.querySelector("#drawer:modal .keys") && document.activeElement.id == "drawer-title" && location.hash == ""`)
	p.key(kb.Escape)
	p.waitFor(`!document.querySelector("#drawer[open]")`)
	p.frame()
	p.do(chromedp.NavigateForward())
	shows(peeked)
	p.do(chromedp.Reload())
	shows(peeked)
	p.waitFor(`document.activeElement.matches(".peek .btn-primary")`)
	p.key("\r")
	p.waitFor(`location.pathname == "/users/` + peeked + `/" && document.readyState == "complete"`)
	p.noFaults()
}

// Turning the page closes a peek, and going back opens it again.
func TestBackOpensThePeekAgain(t *testing.T) {
	r := runDemoConsole(t, "--people", "100")
	p := page{t, browser(t)}
	p.signIn(r)
	first := p.text(ids)
	p.do(chromedp.EmulateViewport(1280, 500))
	p.run(`scrollTo(0, 200)`)
	p.click(`#people tbody tr:nth-child(9) td:nth-child(3)`)
	p.waitFor(`document.querySelector("#drawer[open] .peek") && location.hash`)
	p.key("]")
	p.waitFor(`location.search.includes("page=2") && !location.hash && !document.querySelector("#drawer[open]") && scrollY == 0`)
	p.do(chromedp.NavigateBack())
	p.waitFor(ids + ` == "` + first + `" && document.querySelector("#drawer[open] .peek") && location.hash && scrollY >= 100`)
	p.noFaults()
}
