// All script of the console's own: what follows the cluster, menus, dialogs and keys. Pages are made by the server.
"use strict";

const byId = id => document.getElementById(id);

// A page that is drawn again keeps what the person has opened, folded, written or is writing.
Object.assign(Idiomorph.defaults.callbacks, {
    beforeNodeMorphed: old => !(old instanceof Element && (old.id === "live" || old.hasAttribute("data-keep")
        || (old === document.activeElement && old.matches("input, textarea, select")))),
    beforeAttributeUpdated: (name, element) => !(name === "open" && element instanceof HTMLDetailsElement)
        && !(name === "aria-expanded" && element.hasAttribute("data-fold"))
        && !(name === "hidden" && element.classList.contains("leaves")),
});

// ---- following the cluster ----

const live = {
    source: null,
    timer: 0,
    busy: false,
    again: false,
    last: 0,
    pause: 300,

    open() {
        if (this.source === null) {
            this.source = new EventSource("/console/changes");
            this.source.addEventListener("open", () => { this.say("live", true); });
            this.source.addEventListener("changed", () => this.soon());
            this.source.addEventListener("error", () => this.say("not connected", false));
        }
    },

    close() {
        if (this.source !== null) {
            this.source.close();
            this.source = null;
        }
    },

    say(word, good) {
        const mark = byId("live");
        mark.hidden = false;
        mark.classList.toggle("good", good);
        mark.querySelector(".word").textContent = word;
    },

    soon() {
        if (this.busy) {
            this.again = true;
        } else if (this.timer === 0) {
            const rest = Math.max(0, this.last + this.pause - Date.now());
            this.timer = setTimeout(() => this.draw(), rest);
        }
    },

    draw() {
        this.timer = 0;
        this.last = Date.now();
        this.busy = true;
        const keep = location.pathname + location.search;
        fetch(keep, {headers: {Accept: "text/html"}, cache: "no-store"}).then(answer => answer.text()).then(text => {
            if (keep === location.pathname + location.search) {
                const page = new DOMParser().parseFromString(text, "text/html").getElementById("page");
                if (page !== null) {
                    Idiomorph.morph(byId("page"), page, {morphStyle: "outerHTML"});
                    htmx.process(byId("page"));
                    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
                }
            }
        }).catch(() => this.say("not connected", false)).finally(() => {
            this.busy = false;
            if (this.again) {
                this.again = false;
                this.soon();
            }
        });
    },
};

document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
        live.close();
    } else {
        live.open();
        live.soon();
    }
});
window.addEventListener("pagehide", () => live.close());
window.addEventListener("pageshow", () => live.open());

// ---- menus ----

let menuOf = null;

function openMenu(element, x, y) {
    const menu = byId("menu");
    menuOf = document.activeElement;
    htmx.ajax("GET", element.dataset.menu, {source: menu, target: menu, select: "unset", swap: "innerHTML"}).then(() => {
        menu.showPopover();
        const box = menu.getBoundingClientRect();
        menu.style.left = Math.max(4, Math.min(x, innerWidth - box.width - 8)) + "px";
        menu.style.top = Math.max(4, Math.min(y, innerHeight - box.height - 8)) + "px";
        menu.querySelector("[role=menuitem]")?.focus();
    });
}

function closeMenu() {
    byId("menu").hidePopover();
}

document.addEventListener("contextmenu", event => {
    const element = event.target.closest("[data-menu]");
    if (element !== null && !event.shiftKey) {
        event.preventDefault();
        const box = element.getBoundingClientRect();
        const keyboard = event.clientX === 0 && event.clientY === 0;
        openMenu(element, keyboard ? box.left + 24 : event.clientX, keyboard ? box.bottom : event.clientY);
    }
});

document.addEventListener("keydown", event => {
    const menu = byId("menu");
    if (!menu.matches(":popover-open")) {
        return;
    }
    const items = [...menu.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1}[event.key];
    if (to !== undefined) {
        items[to % items.length].focus();
        event.preventDefault();
    } else if (event.key === "Tab") {
        closeMenu();
    } else if (event.key === "Escape") {
        closeMenu();
        menuOf?.focus();
        event.preventDefault();
    }
}, true);

// ---- dialogs, buttons ----

document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.target.id === "dialog" && !byId("dialog").open) {
        byId("dialog").showModal();
    }
});

// Says in a dialog of its own that something could not be asked.
function complain(sentence) {
    const title = Object.assign(document.createElement("h2"), {id: "dialog-title", textContent: "Nothing was changed"});
    const text = Object.assign(document.createElement("p"), {textContent: sentence});
    const close = Object.assign(document.createElement("button"), {type: "button", textContent: "Close"});
    close.dataset.close = "";
    const buttons = Object.assign(document.createElement("div"), {className: "buttons"});
    buttons.append(close);
    byId("dialog").replaceChildren(title, text, buttons);
    if (!byId("dialog").open) {
        byId("dialog").showModal();
    }
}

document.addEventListener("htmx:sendError", () => complain("This node does not answer. Any other node of the cluster "
    + "shows the same."));
document.addEventListener("htmx:responseError", event => {
    let sentence = "This node could not answer (" + event.detail.xhr.status + ").";
    try {
        sentence = JSON.parse(event.detail.xhr.responseText).detail;
    } catch (foreign) {
        // It is no problem document; the status says enough.
    }
    complain(sentence);
});

document.addEventListener("click", event => {
    const more = event.target.closest("button[data-menu]");
    if (more !== null) {
        const box = more.getBoundingClientRect();
        openMenu(more, box.left, box.bottom + 2);
    } else if (event.target.closest("[role=menuitem]") !== null) {
        closeMenu();
    } else if (event.target.closest("[data-fold]") !== null) {
        const fold = event.target.closest("[data-fold]");
        const open = fold.getAttribute("aria-expanded") !== "true";
        fold.setAttribute("aria-expanded", String(open));
        byId(fold.getAttribute("aria-controls")).hidden = !open;
    } else if (event.target.closest("[data-close]") !== null) {
        event.target.closest("dialog").close();
    } else if (event.target.closest("[data-help]") !== null) {
        byId("keys").showModal();
    } else if (event.target.closest("[data-theme-switch]") !== null) {
        const root = document.documentElement;
        const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
        root.dataset.theme = dark ? "light" : "dark";
        localStorage.setItem("baton-theme", root.dataset.theme);
    }
});

document.addEventListener("change", event => {
    const into = event.target.dataset?.into;
    if (into !== undefined && event.target.files.length > 0) {
        event.target.files[0].text().then(text => { byId(into).value = text; });
    }
});

// ---- keys ----

const PLACES = {c: "/console", g: "/console/groups", n: "/console/nodes", k: "/console/kinds", u: "/console/upgrades",
    e: "/console/events"};
let going = false;

function rows(step) {
    const all = [...document.querySelectorAll("#main [data-row]")];
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

document.addEventListener("keydown", event => {
    const writing = event.target.closest("input, textarea, select, dialog, [popover]") !== null;
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
        return;
    }
    const key = event.key;
    if (going) {
        going = false;
        if (PLACES[key] !== undefined) {
            document.querySelector(`a[href="${PLACES[key]}"]`)?.click();
            event.preventDefault();
        }
    } else if (key === "g") {
        going = true;
    } else if (key === "/") {
        byId("find")?.focus();
        event.preventDefault();
    } else if (key === "?") {
        byId("keys").showModal();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
        if (document.activeElement === document.body || document.activeElement.matches("[data-row], #main")) {
            rows(key === "ArrowDown" ? 1 : -1);
            event.preventDefault();
        }
    } else if (key === "m") {
        const element = document.activeElement.closest("[data-menu]");
        if (element !== null) {
            const box = element.getBoundingClientRect();
            openMenu(element, box.left + 24, box.bottom);
            event.preventDefault();
        }
    }
});
