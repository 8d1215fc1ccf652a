package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// running is a console that this test started, as somebody does who types roster demo.
type running struct {
	origin, admin, staff, token string
}

var told = regexp.MustCompile(`(?s)roster is at (\S+).*admin +admin +password (\S+).*staff +alex_thompson +password (\S+).*token +(\S+).*stop\.`)

// runDemoConsole starts roster demo on a directory of its own and reads what it tells a newcomer.
func runDemoConsole(t *testing.T, args ...string) running {
	t.Helper()
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	c := console{getenv: func(name string) string { return map[string]string{"ROSTER_DATA": dir, "HOME": dir}[name] },
		stdin: strings.NewReader(""), stdout: write, stderr: io.Discard}
	done := make(chan int, 1)
	go func() { done <- c.main(ctx, append([]string{"demo", "--addr", "127.0.0.1:0"}, args...)) }()
	t.Cleanup(func() {
		stop()
		select {
		case status := <-done:
			if status != 0 {
				t.Errorf("roster demo ended with %d", status)
			}
		case <-time.After(20 * time.Second):
			t.Error("roster demo did not stop")
		}
	})
	lines := make(chan string)
	go func() {
		s := bufio.NewScanner(read)
		for s.Scan() {
			lines <- s.Text()
		}
	}()
	var text string
	for {
		select {
		case line := <-lines:
			text += line + "\n"
			if m := told.FindStringSubmatch(text); m != nil {
				return running{m[1], m[2], m[3], m[4]}
			}
		case status := <-done:
			done <- status
			t.Fatalf("roster demo ended with %d, having said\n%s", status, text)
		case <-time.After(60 * time.Second):
			t.Fatalf("roster demo said only\n%s", text)
		}
	}
}

// The way of issue 2: sign in, search, open a person, open the tree; with scripts and without.
func TestJourney(t *testing.T) {
	r := runDemoConsole(t, "--people", "300")
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := page{t, browser(t)}
			if !scripts {
				p.withoutScript()
			}
			p.do(chromedp.Navigate(r.origin + "/users/2/"))
			p.waitFor(`location.pathname == "/login" && document.title.startsWith("Sign in")`)
			p.do(chromedp.SendKeys(`#username`, "admin"), chromedp.SendKeys(`#password`, "wrong\r"))
			p.waitFor(`document.querySelector("#message")`)
			p.do(chromedp.SendKeys(`#password`, r.admin+"\r"))
			p.waitFor(`location.pathname == "/users/2/" && document.querySelector("h1").innerText.includes("masimo moratti")`)

			p.do(chromedp.Navigate(r.origin + "/users/"))
			p.waitFor(`document.querySelectorAll("#people tbody tr").length == 20`)
			if scripts {
				p.do(chromedp.Evaluate[chromedp.Void](`window.mark = 1; undefined`))
				p.do(chromedp.Evaluate[chromedp.Void](`document.dispatchEvent(new KeyboardEvent("keydown", {key: "/"})); undefined`))
				p.waitFor(`document.activeElement.matches("[data-search]")`)
				p.do(chromedp.KeyEvent("keegan"))
				p.waitFor(`document.querySelectorAll("#people tbody tr").length == 1 && location.search.includes("q=keegan")`)
				p.waitFor(`document.querySelector("#live").textContent == "1 user"`)
				if p.count(`window.mark || 0`) != 1 {
					t.Error("the search loaded the whole page")
				}
				p.noFaults()
				p.do(chromedp.NavigateBack())
				p.waitFor(`document.querySelectorAll("#people tbody tr").length == 20`)
				p.do(chromedp.Navigate(r.origin + "/users/?q=keegan"))
			} else {
				p.do(chromedp.SendKeys(`[data-search]`, "keegan\r"))
			}
			p.waitFor(`document.querySelectorAll("#people tbody tr").length == 1 && location.search.includes("q=keegan")`)

			p.do(chromedp.Click(`#people tbody a`))
			p.waitFor(`location.pathname == "/users/1/" && document.querySelector("h1").innerText.includes("kevin keegan")`)
			p.do(chromedp.Click(`#row-2 .branch`))
			p.waitFor(`document.querySelector("#row-2").getAttribute("aria-expanded") == "true" && document.querySelector("#row-2 ~ #row-3").offsetHeight > 0`)
			p.waitFor(`location.search == "?open=2"`)
			p.do(chromedp.Reload()) // what is open is in the address
			p.waitFor(`document.readyState == "complete" && document.querySelector("#row-3")`)
			p.do(chromedp.Evaluate[chromedp.Void](`window.mark = 2; undefined`), chromedp.Click(`#row-2 .branch`))
			p.waitFor(`!document.querySelector("#row-3")?.offsetHeight && location.search == ""`)
			if inPlace := p.count(`window.mark || 0`) == 2; inPlace != scripts {
				t.Error("a branch closes in place with scripts, and by its link without")
			}

			if scripts {
				p.noFaults()
			}
			p.do(chromedp.Click(`[popovertarget=account]`), chromedp.Click(`#account .danger`))
			p.waitFor(`location.pathname == "/login"`)
			p.do(chromedp.Navigate(r.origin + "/users/1/"))
			p.waitFor(`location.pathname == "/login"`)
		})
	}
}

// axe is the accessibility checker, where npm has put it.
func axe(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("axe-core is not there: make needs")
		}
		t.Skip("axe-core is not there: make needs")
	}
	return string(text)
}

// Every page, in every look: no fault that axe knows, nothing wider than the window, no breach of the content policy.
func TestPagesInEveryLook(t *testing.T) {
	checker := axe(t)
	r := runDemoConsole(t, "--people", "300")
	p := page{t, browser(t)}
	p.do(chromedp.Navigate(r.origin+"/login"), chromedp.SendKeys(`#username`, "admin"), chromedp.SendKeys(`#password`, r.admin+"\r"))
	p.waitFor(`location.pathname == "/users/"`)
	for _, look := range []struct {
		name, theme, dir string
		width            int64
	}{{"light", "light", "ltr", 1280}, {"dark", "dark", "ltr", 1280}, {"rtl", "light", "rtl", 1280}, {"narrow", "light", "ltr", 320}, {"narrow-rtl", "dark", "rtl", 320}} {
		t.Run(look.name, func(t *testing.T) {
			p := page{t, p.ctx}
			p.do(chromedp.EmulateViewport(look.width, 900), chromedp.Navigate(r.origin+"/settings/"),
				chromedp.Click(`input[name=theme][value=`+look.theme+`]`), chromedp.Click(`input[name=dir][value=`+look.dir+`]`),
				chromedp.Click(`main .btn-primary`))
			p.waitFor(`document.readyState == "complete" && document.documentElement.dataset.theme == "` + look.theme + `" && document.documentElement.dir == "` + look.dir + `"`)
			for name, path := range map[string]string{
				"list": "/users/", "found": "/users/?q=kevin", "nobody": "/users/?q=zzzz", "person": "/users/2/", "inviter": "/users/100/?open=101",
				"tree": "/users/100/invites/?open=101", "table": "/users/1/invites/?view=table", "map": "/users/100/invites/?view=map", "settings": "/settings/", "missing": "/users/98765/",
			} {
				p.do(chromedp.Navigate(r.origin + path))
				p.waitFor(`document.readyState == "complete"`)
				p.shot(look.name + "-" + name)
				p.noFaults()
				if over := p.count(`document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("%s is %d px wider than the window", path, over)
				}
				p.do(chromedp.Evaluate[chromedp.Void](checker + ";undefined"))
				faults, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](
					`axe.run().then(r => r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" ").slice(0, 600)).join("\n"))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				if faults != "" {
					t.Errorf("%s: %s", path, faults)
				}
			}
		})
	}
}
