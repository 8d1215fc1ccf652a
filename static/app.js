// roster's own script: keys, copy, branches and one voice. Every page works without it.
// Everything listens on document, so that what htmx swaps in needs no set-up.
(() => {
  "use strict"
  const find = (selector, root = document) => root.querySelector(selector)
  const on = (event, handle, capture) => document.addEventListener(event, handle, capture)
  const typing = (el) => el.matches?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]")

  // Readers hear a live region only when its text changes, and only one change at a time.
  let speaking
  const say = (text) => {
    if (!text) return
    const live = find("#live")
    if (live) live.textContent = ""
    clearTimeout(speaking)
    speaking = setTimeout(() => { const live = find("#live"); if (live) live.textContent = text }, 100)
  }

  // Keys. <html data-keys="off"> turns single keys off.
  on("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing) return
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) return void e.target.form?.requestSubmit()
    if (e.ctrlKey || e.metaKey || e.altKey) return
    if (e.key === "Escape") return escape(e)
    if (e.key !== "/" || typing(e.target) || document.documentElement.dataset.keys === "off") return
    const box = find("[data-search]")
    if (!box) return
    e.preventDefault()
    box.focus({ preventScroll: true })
    box.select()
  })

  // Escape undoes the smallest thing: an open menu, then what was typed.
  function escape(e) {
    const menu = find("details.menu[open]")
    if (menu) {
      menu.open = false
      find("summary", menu).focus()
    } else if (e.target.matches?.("input[type=search]")) {
      if (!e.target.value) return e.target.blur()
      e.target.value = ""
      e.target.dispatchEvent(new Event("input", { bubbles: true }))
    } else return
    e.preventDefault()
  }

  on("click", (e) => {
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(e.target) || e.target.closest(".menu-list a, .menu-list button")) menu.open = false
  })

  on("focusout", (e) => { // Tab out of a menu closes it
    const menu = e.target.closest?.("details.menu[open]")
    if (menu && e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false
  })

  // Copy: data-copy="text".
  on("click", async (e) => {
    const button = e.target.closest("[data-copy]")
    if (!button || "copied" in button.dataset) return
    const done = button.dataset.done || "Copied"
    if (!(await copy(button.dataset.copy))) return
    const word = find("span", button) || button
    const before = word.textContent
    const hidden = word.classList.contains("vh")
    button.dataset.copied = ""
    word.classList.remove("vh")
    word.textContent = done
    say(done)
    setTimeout(() => {
      delete button.dataset.copied
      word.classList.toggle("vh", hidden)
      word.textContent = before
    }, 2000)
  })

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch { // plain http, or not allowed
      const area = document.createElement("textarea")
      area.className = "vh"
      area.value = text
      const back = document.activeElement
      document.body.append(area)
      area.select()
      const ok = document.execCommand("copy")
      area.remove()
      back?.focus()
      return ok
    }
  }

  // Branches: the first press asks htmx for the children, later ones only show and hide them.
  const twigs = (link) => document.getElementById(link.getAttribute("aria-controls"))
  const turn = (link, open) => {
    twigs(link).hidden = !open
    link.setAttribute("aria-expanded", open)
    remember(link.dataset.branch)
  }
  // What is open is in the address: another browser, a reload and Back show the same. The server opens twenty at most.
  const remember = (id) => {
    const at = new URL(location.href)
    if (!/^\/users\/\d+\/?$/.test(at.pathname)) return
    const before = at.searchParams.getAll("open")
    const rank = (other) => other === id ? before.length : before.indexOf(other) // the last opened is the last to go
    const shown = [...document.querySelectorAll("a[data-branch][aria-expanded=true]")].filter((link) => !link.closest("[hidden]"))
    const ids = shown.map((link) => link.dataset.branch).sort((a, b) => rank(a) - rank(b))
    at.searchParams.delete("open")
    for (const kept of ids.slice(-20)) at.searchParams.append("open", kept)
    history.replaceState(history.state, "", at)
  }
  on("click", (e) => {
    const link = e.target.closest("a[data-branch]")
    if (!link || !twigs(link) || e.button) return
    if (e.ctrlKey || e.metaKey || e.shiftKey) return e.stopPropagation() // a link like any other, past htmx
    const loaded = "loaded" in link.dataset || twigs(link).childElementCount > 0 && !("failed" in link.dataset)
    if (!loaded && !link.ariaBusy) return // htmx, listening on the link itself, goes on
    e.preventDefault()
    e.stopPropagation()
    if (loaded) turn(link, twigs(link).hidden)
  }, true)
  const branch = (e) => e.detail.ctx?.sourceElement?.closest?.("a[data-branch]")
  on("htmx:before:request", (e) => { const b = branch(e); if (b) b.ariaBusy = "true" })
  on("htmx:finally:request", (e) => { const b = branch(e); if (b) b.ariaBusy = null })

  // One search is one step back, however often one paused while typing it.
  on("htmx:config:request", (e) => {
    const { ctx } = e.detail
    if (!ctx.sourceElement?.matches?.("[data-search]") || !new URLSearchParams(location.search).get("q")) return
    ctx.push = "false"
    ctx.replace = "true"
  })

  // Going back, htmx asks without saying that it is htmx; say so, lest it be answered with JSON.
  on("htmx:config:request", (e) => {
    const headers = e.detail.ctx.request.headers
    if (headers["HX-History-Restore-Request"]) Object.assign(headers, { "HX-Request": "true", Accept: "text/html" })
  })

  // After a swap: say what came (data-live="16 users") and go where the answer points (data-autofocus).
  on("htmx:after:settle", (e) => {
    for (const node of e.detail.newContent) {
      if (!(node instanceof Element)) continue
      const pick = (s) => node.matches(s) ? node : find(s, node)
      say(pick("[data-live]")?.dataset.live)
      pick("[data-autofocus]")?.focus()
      const titled = pick("[data-title]")
      if (titled) {
        document.title = titled.dataset.title
        if (scrollY) scrollTo({ top: 0 }) // the first of the new rows
      }
    }
  })
  on("htmx:after:swap", (e) => {
    const { ctx } = e.detail
    const link = branch(e)
    if (link && twigs(link)) {
      const failed = ctx.response?.status >= 400
      delete link.dataset[failed ? "loaded" : "failed"]
      link.dataset[failed ? "failed" : "loaded"] = ""
      turn(link, true)
    }
    const notice = find("#notice")
    if (notice && ctx.target !== notice && !(ctx.response?.status >= 400)) notice.replaceChildren()
    if (ctx.target !== document.body) return
    say(find("[data-live]")?.dataset.live || ctx.title)
    if (document.activeElement === document.body) find("#main")?.focus({ preventScroll: true })
  })
  on("live", (e) => say(e.detail.value)) // HX-Trigger: {"live": "16 users"}, in ASCII: use \u escapes

  // The answer never came: what was there stays, and [data-offline] says so.
  const offline = (away) => {
    const note = find("[data-offline]")
    if (!note || note.hidden !== away) return
    note.hidden = !away
    if (away) say(note.textContent.trim())
  }
  on("htmx:error", (e) => { if (e.detail.ctx) offline(true) })
  on("htmx:after:request", () => offline(false))
})()
