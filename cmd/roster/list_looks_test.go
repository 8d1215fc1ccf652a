package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// signIn opens the console as the admin of the example.
func (p page) signIn(r running) {
	p.t.Helper()
	p.do(chromedp.Navigate(r.origin+"/login"), chromedp.SendKeys(`#username`, "admin"), chromedp.SendKeys(`#password`, r.admin+"\r"))
	p.waitFor(`location.pathname == "/users/" && document.readyState == "complete"`)
}

// run runs JavaScript in the page.
func (p page) run(script string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script + "; undefined"))
}

// post sends a form as this browser's user; fields are a JavaScript object.
func (p page) post(path, fields string) {
	p.t.Helper()
	status, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](
		`fetch("`+path+`", {method: "POST", body: new URLSearchParams(`+fields+`)}).then(r => r.status)`, chromedp.EvalAwaitPromise))
	if err != nil || status >= 400 {
		p.t.Fatalf("%s: %d, %v", path, status, err)
	}
}

// look sets how pages look in this browser.
func (p page) look(r running, theme, dir string, width int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(r.origin+"/settings/"),
		chromedp.Click(`input[name=theme][value=`+theme+`]`), chromedp.Click(`input[name=dir][value=`+dir+`]`), chromedp.Click(`main .btn-primary`))
	p.waitFor(`document.readyState == "complete" && document.documentElement.dataset.theme == "` + theme + `" && document.documentElement.dir == "` + dir + `"`)
}

// sound fails the test for what axe knows to be wrong with the page, and for what is wider than the window.
func (p page) sound(what, checker string) {
	p.t.Helper()
	p.noFaults()
	if over := p.count(`document.documentElement.scrollWidth - innerWidth`); over > 0 {
		p.t.Errorf("%s is %d px wider than the window", what, over)
	}
	p.run(checker)
	faults, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](
		`axe.run().then(r => r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" ").slice(0, 600)).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	if faults != "" {
		p.t.Errorf("%s: %s", what, faults)
	}
}

// state is a page, what is pressed there, and what is there then.
type state struct{ name, path, press, ready string }

const filtered = "/users/?is_active=true&groups=1,2&date_joined__date__gte=2025-01-05&inviter=1&gender=b&sort=-is_staff,username"

// The states of the list: first those that are looked at in every look.
var states = []state{
	{"filtered", filtered, "", ""},
	{"columns-shown", "/users/?columns=person,id,email,phone,gender,date_of_birth,language_code,user_type,user_permissions,attributes,modified_date,consents", "", ""},
	{"view-changed", "/users/?gender=female&view=1&page=2", "", ""},
	{"no-match", "/users/?q=Massimo+Morati&is_active=true&is_staff=true", "", ""},
	{"add-filter", filtered, `#add-filter`, `#drawer:modal #filters`},
	{"columns", filtered, `#choose-columns`, `#drawer:modal #columns`},
	{"peek", "/users/#peek-2", "", `#drawer[open] .peek`},
	{"share", "/users/", `[popovertarget=share]`, `#share:popover-open`},
	{"lookup", "/users/lookup/?list=moratti120,09150207212,nobody%0A2,keegan2255,%D9%BE%D8%A7%D8%B1%D8%B3%D8%A7+%D8%AD%D8%B3%DB%8C%D9%86%DB%8C%E2%80%8C%D9%86%DA%98%D8%A7%D8%AF", "", ""},
	{"docs", "/docs/", "", ""},

	{"sorted", "/users/?sort=-date_joined&q=a", "", ""},
	{"view", "/views/1/", "", ""},
	{"chip", filtered, `.chip a[href*="open=groups"]`, `#drawer:modal .pick[open]`},
	{"account", "/users/", `[popovertarget=account]`, `#account:popover-open`},
	{"save", filtered, `.page-head a[href*="/views/new"]`, `#drawer:modal #view-name`},
	{"filters-page", "/users/filters/?gender=female&id=x&date_joined__date__gte=1.2.2003", "", ""},
	{"columns-page", "/users/columns/", "", ""},
	{"peek-page", "/users/2/peek/", "", ""},
	{"views-page", "/views/", "", ""},
	{"view-page", "/views/1/edit/", "", ""},
	{"keys-page", "/keys/", "", ""},
}

const inEveryLook = 10

// The states of the list in every look: what axe knows, and nothing wider than the window.
func TestListInEveryLook(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "300")
	for i, look := range []struct {
		name, theme, dir string
		width            int64
	}{{"light", "light", "ltr", 1280}, {"narrow", "light", "ltr", 320}, {"dark", "dark", "ltr", 1280}, {"rtl", "light", "rtl", 1280}, {"narrow-rtl", "dark", "rtl", 320}} {
		t.Run(look.name, func(t *testing.T) {
			p := page{t, browser(t)}
			p.signIn(r)
			shown := states[:inEveryLook]
			if i == 0 {
				p.post("/views/", `{name: "Women on the staff", query: "gender=female&is_staff=true&limit=20&columns=person,contact,groups"}`)
				p.post("/views/", `{name: "هنوز وارد نشده‌اند", query: "last_login__isnull=true", shared: "true"}`)
			}
			if i < 2 {
				shown = states
			}
			p.look(r, look.theme, look.dir, look.width)
			for _, s := range shown {
				p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(r.origin+s.path))
				p.waitFor(`document.readyState == "complete" && !document.querySelector("main > .empty h1")`) // that is an error
				if s.press != "" {
					p.click(s.press)
				}
				if s.ready != "" {
					p.waitFor(`document.querySelector('` + s.ready + `')`)
				}
				p.shot("list-" + look.name + "-" + s.name)
				p.sound(s.path+" "+s.press, checker)
			}
		})
	}
}

// DESIGN: at most 1,600 elements at fifty rows.
func TestListIsLight(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	p := page{t, browser(t)}
	p.signIn(r)
	p.do(chromedp.Navigate(r.origin + "/users/?limit=50&gender=female&is_active=true&sort=-date_joined"))
	p.waitFor(`document.readyState == "complete" && document.querySelectorAll("#people tbody tr").length == 50`)
	if n := p.count(`document.querySelectorAll("*").length`); n > 1600 {
		t.Errorf("a page of fifty rows has %d elements", n)
	}
}
