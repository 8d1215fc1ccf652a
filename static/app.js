const find = (selector, root = document) => root.querySelector(selector)
const all = (selector) => [...document.querySelectorAll(selector)]
const on = document.addEventListener.bind(document)
const focused = () => document.activeElement
const chord = (e) => e.ctrlKey || e.metaKey || e.altKey
function say(text) {
const live = find("#live")
if (!text || !live) return
live.textContent = ""
setTimeout(() => { live.textContent = text }, 100)
}
on("keydown", (e) => {
const { target, key: said } = e
if (e.defaultPrevented || e.isComposing) return
if (said === "Enter" && (e.ctrlKey || e.metaKey)) return target.form?.requestSubmit()
if (chord(e)) return
if (said === "Escape") return escape(e)
if (target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select") || find("[data-keys=off], dialog:modal")) return
const key = said > "~" && e.code.startsWith("Key") ? e.code[3] : said[1] ? said : said.toUpperCase()
const step = { J: 1, K: -1, ...target.closest?.("#people tbody tr") && { ArrowDown: 1, ArrowUp: -1 } }[key]
const named = find(`[aria-keyshortcuts="${CSS.escape(key)}"]`)
if (step) move(step)
else if (key === "O" && here()) peek(here())
else if (named?.select) named.focus(), named.select()
else if (named) named.focus(), named.click()
else return
e.preventDefault()
})
function escape(e) {
const { target } = e, drawer = find("#drawer[open]:not(:modal)")
if (target.type === "search" && target.value) target.value = "", target.dispatchEvent(new Event("input", { bubbles: true }))
else if (drawer) drawer.close()
else return
e.preventDefault()
}
const rows = () => all("#people .rows tbody th a")
const idOf = (link) => link.pathname.split("/")[2]
const row = (id) => rows().find((link) => idOf(link) === id)
const here = () => row(peeked()) || rows().find((link) => link.closest("tr").contains(focused()))
const still = { preventScroll: true }
const goBack = () => row(history.state?.row)?.focus(still)
function move(step) {
const links = rows(), next = here() ? links[links.indexOf(here()) + step] : links.at(step > 0 ? 0 : -1)
if (next) peeked() ? peek(next) : next.focus()
}
on("click", (e) => {
const link = e.target.closest("#people .rows tbody tr")?.querySelector("th a")
if (!link) return
if (e.target.closest("a")) history.replaceState({ ...history.state, row: idOf(link) }, "")
else if (getSelection().isCollapsed) peek(link)
})
let last
const peeked = () => location.hash.match(/^#peek-(\d+)$/)?.[1]
function peek(link) {
history[peeked() ? "replaceState" : "pushState"]({ htmx: true, peek: 1 }, "", "#peek-" + idOf(link))
sync()
}
function sync() {
const id = peeked(), drawer = find("#drawer")
for (const link of rows()) link.closest("tr").ariaCurrent = idOf(link) === id ? "true" : null
if (id) htmx.ajax("GET", `/users/${last = id}/peek/`, { source: drawer })
else if (find("#drawer[open] .peek")) drawer.close()
}
addEventListener("popstate", sync)
on("DOMContentLoaded", () => { goBack(); sync() })
function open(drawer) {
const peeks = find(".peek", drawer), beside = !!peeks && innerWidth > 640
if (peeks && !peeked()) return
if (drawer.open && drawer.matches(":modal") === beside) drawer.close()
const opens = !drawer.open
drawer.closedBy = beside ? "none" : "any"
if (opens) beside ? drawer.show() : drawer.showModal()
if (opens || !drawer.contains(focused())) find("[data-autofocus]", drawer)?.focus()
}
on("close", ({ target }) => {
if (peeked()) history.state?.peek ? history.back() : history.replaceState(null, "", location.href.split("#")[0])
if (!target.open) row(last)?.focus(), last = null
}, true)
on("paste", (e) => {
const list = e.clipboardData.getData("text").trim(), form = find("#pasted")
if (!e.target.matches("[data-search]") || !/\n/.test(list)) return
e.preventDefault()
form.list.value = list
form.submit()
})
on("input", ({ target }) => {
const text = target.value.trim().toLowerCase()
for (const item of all(target.dataset.narrow || "_")) item.hidden = !item.textContent.toLowerCase().includes(text)
})
on("formdata", ({ target, formData }) => {
if (target.method === "get") for (const [name, value] of [...formData]) value || formData.delete(name)
})
on("click", async ({ target }) => {
const button = target.closest("[data-copy]"), word = button && find("span", button), before = word?.textContent
if (!word || "copied" in button.dataset) return
try {
await navigator.clipboard.writeText(button.dataset.copy)
} catch {
const area = document.createElement("textarea")
area.value = button.dataset.copy
button.after(area)
area.select()
const ok = document.execCommand("copy")
area.remove()
button.focus()
if (!ok) return say("Not copied")
}
say(word.textContent = button.dataset.copied = "Copied")
setTimeout(() => { word.textContent = before, delete button.dataset.copied }, 2000)
})
on("click", (e) => { if ((chord(e) || e.shiftKey) && e.target.closest("a")) e.stopImmediatePropagation() }, true)
const level = (tr) => +tr?.ariaLevel
function turn(tr, open) {
let cut = open ? 9 : level(tr)
tr.ariaExpanded = open
for (let next = tr; level(next = next.nextElementSibling) > level(tr);) {
next.hidden = level(next) > cut
if (!next.hidden) cut = next.ariaExpanded === "false" ? level(next) : 9
}
const at = new URL(location)
at.searchParams.delete("open")
for (const { dataset } of all("tr[aria-expanded=true]:not([hidden]) [data-branch]").slice(-20)) at.searchParams.append("open", dataset.branch)
history.replaceState(history.state, "", at)
}
on("click", (e) => {
const tr = e.target.closest("[data-branch]")?.closest("tr")
if (!(level(tr?.nextElementSibling) > level(tr))) return
e.stopPropagation()
e.preventDefault()
turn(tr, tr.ariaExpanded !== "true")
}, true)
on("keydown", (e) => {
const { target, key } = e, tr = target.closest?.(".forest tr[tabindex]")
if (!tr || chord(e)) return
const rows = all(".forest tr[tabindex]:not([hidden])"), i = rows.indexOf(tr), name = find(".name", tr), onRow = target === tr
const inward = key === `Arrow${document.dir === "rtl" ? "Left" : "Right"}`
let to = { ArrowDown: rows[i + 1], ArrowUp: rows[i - 1], Home: rows[0], End: rows.at(-1) }[key]
if (/^Arrow[LR]/.test(key)) {
to = inward ? name : onRow ? rows.slice(0, i).findLast((up) => level(up) < level(tr)) : tr
if (onRow && tr.ariaExpanded === `${!inward}`) to = find("[data-branch]", tr).click()
} else if (key === "Enter" && onRow) name.click()
else if (!to) return
e.preventDefault()
for (const row of rows) row.tabIndex = row.contains(to || tr) - 1
to?.focus()
})
on("htmx:before:init", (e) => find(e.target.getAttribute("hx-target") || "*") || e.preventDefault())
on("htmx:config:request", ({ detail: { ctx } }) => {
const { headers } = ctx.request
if (ctx.sourceElement?.id === "search" && new URLSearchParams(location.search).get("q")) Object.assign(ctx, { push: "false", replace: "true" })
if (headers["HX-History-Restore-Request"]) Object.assign(headers, { "HX-Request": "true", Accept: "text/html" })
})
on("htmx:after:settle", ({ detail }) => {
for (const node of detail.newContent) {
if (!node.matches || node === document.body) continue
const pick = (s) => node.matches(s) ? node : find(s, node)
const list = pick("[data-title]")?.dataset, box = find("[data-search]")
say(pick("[data-live]")?.dataset.live)
if (!node.closest("dialog")) pick("[data-autofocus]")?.focus()
if (!list) continue
document.title = list.title
if (box !== focused()) box.value = list.foundBy
scrollTo(0, 0)
}
})
on("htmx:after:swap", ({ detail }) => {
const { target, response, title, sourceElement } = detail.ctx
if (response?.status >= 400) return
if (sourceElement.dataset.branch) turn(target, true)
find("#notice")?.replaceChildren()
if (target?.id === "sheet") return open(find("#drawer"))
const modal = find("#drawer:modal")
last = null
find("#drawer[open]")?.close()
if (target === document.body) say(find("[data-live]")?.dataset.live || title), goBack(), sync()
if (modal || focused() === document.body) (find("#people-title") || find("#main")).focus(still)
})
function offline(away) {
const told = find("[data-offline]")
if (away && told?.hidden) say(told.textContent.trim())
if (told) told.hidden = !away
}
on("htmx:error", ({ detail }) => { if (detail.ctx) offline(true) })
on("htmx:after:request", () => offline(false))
