/* Behaviour of every page: messages, dialogs, menus, htmx help. The page works without it; nothing here holds a rule. */
(function () {
  "use strict";
  var FADE_AFTER = 8000;
  var BUSY_AFTER = 400;
  var SENT_FOR = 5000;
  var ICONS = { ok: "check-circle", info: "info-circle", warn: "exclamation-triangle", bad: "exclamation-octagon" };
  document.documentElement.classList.add("has-js");

  function told(name) { return document.body.getAttribute("data-" + name) || ""; }

  /* ---- messages: fade unless they want an act; a pointer or the focus on one holds it ---- */
  function dismiss(note) { note.remove(); }

  function watch(note) {
    if (!note.hasAttribute("data-fades")) { return; }
    var timer;
    function start() { timer = window.setTimeout(function () { dismiss(note); }, FADE_AFTER); }
    function hold() { window.clearTimeout(timer); }
    ["mouseenter", "focusin"].forEach(function (name) { note.addEventListener(name, hold); });
    ["mouseleave", "focusout"].forEach(function (name) { note.addEventListener(name, start); });
    start();
  }

  function icon(name) {
    var mark = document.createElement("i");
    mark.className = "bi bi-" + name;
    mark.setAttribute("aria-hidden", "true");
    return mark;
  }

  function toast(kind, text) {
    var box = document.getElementById("toasts");
    if (!box || !text) { return; }
    Array.prototype.forEach.call(box.querySelectorAll(".toast-note p"), function (shown) {
      if (shown.textContent === text) { shown.closest(".toast-note").remove(); }
    });
    var note = document.createElement("div");
    note.className = "toast-note alert-line alert-line--" + (ICONS[kind] ? kind : "info");
    if (kind === "ok" || kind === "info") { note.setAttribute("data-fades", ""); }
    var body = document.createElement("div");
    var line = document.createElement("p");
    line.textContent = text;
    body.appendChild(line);
    var close = document.createElement("button");
    close.type = "button";
    close.className = "toast-note__close";
    close.setAttribute("data-dismiss", "");
    close.setAttribute("aria-label", told("close"));
    close.appendChild(icon("x-lg"));
    note.append(icon(ICONS[kind] || ICONS.info), body, close);
    box.appendChild(note);
    watch(note);
  }
  window.portalToast = toast;

  /* Messages that came with the page are put in once more, so that screen readers announce them. */
  function announceMessages() {
    var box = document.getElementById("toasts");
    if (!box) { return; }
    var notes = Array.prototype.slice.call(box.querySelectorAll(".toast-note"));
    notes.forEach(function (note) { note.remove(); });
    window.requestAnimationFrame(function () {
      notes.forEach(function (note) { box.appendChild(note); watch(note); });
    });
    new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        Array.prototype.forEach.call(change.addedNodes, function (node) {
          if (node.nodeType === 1 && node.matches(".toast-note") && !node.hasAttribute("data-watched")) {
            node.setAttribute("data-watched", "");
            watch(node);
          }
        });
      });
    }).observe(box, { childList: true });
  }

  /* ---- dialogs, menus, small acts ---- */
  function openDialog(opener, event) {
    var dialog = document.getElementById(opener.getAttribute("data-opens"));
    if (!dialog || !dialog.showModal) { return; }  /* the link leads to the same question as a page */
    event.preventDefault();
    dialog.addEventListener("close", function () { if (opener.isConnected) { opener.focus(); } }, { once: true });
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var hit = event.target.closest("[data-opens], [data-closes], [data-dismiss], [data-print]");
    Array.prototype.forEach.call(document.querySelectorAll("details[data-menu][open]"), function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    if (!hit) { return; }
    if (hit.hasAttribute("data-opens")) { openDialog(hit, event); }
    if (hit.hasAttribute("data-closes")) { hit.closest("dialog").close(); }
    if (hit.hasAttribute("data-dismiss")) { dismiss(hit.closest(".toast-note")); }
    if (hit.hasAttribute("data-print")) { window.print(); }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var menu = document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  document.addEventListener("change", function (event) {
    if (event.target.hasAttribute && event.target.hasAttribute("data-autosubmit")) { event.target.form.requestSubmit(); }
  });

  /* A form is sent once: a second press while the first is under way would only be refused by the server. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method === "dialog") { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, SENT_FOR);
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-sent]"), function (form) { form.removeAttribute("data-sent"); });
  });

  /* ---- how many rows of a list are chosen ---- */
  document.addEventListener("change", function (event) {
    var form = event.target.closest && event.target.closest("[data-chosen-form]");
    var said = form && form.querySelector("[data-chosen-said]");
    if (!said) { return; }
    var count = form.querySelectorAll("input[type=checkbox]:checked").length;
    said.textContent = said.getAttribute("data-chosen-said").replace("NUMBER", count);
  });

  /* ---- htmx: busy marks, focus, plain words when something fails ---- */
  var asked = null;

  document.addEventListener("htmx:beforeRequest", function (event) {
    var target = event.detail.target;
    asked = document.activeElement && document.activeElement.id ? document.activeElement.id : null;
    if (target && target.setAttribute) {
      target.portalBusy = window.setTimeout(function () { target.setAttribute("aria-busy", "true"); }, BUSY_AFTER);
    }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var target = event.detail.target;
    if (target && target.removeAttribute) {
      window.clearTimeout(target.portalBusy);
      target.removeAttribute("aria-busy");
    }
  });

  /* The focus must not fall to the top of the page when the pressed control was replaced. */
  document.addEventListener("htmx:afterSettle", function (event) {
    if (document.activeElement && document.activeElement !== document.body) { return; }
    var again = asked && document.getElementById(asked);
    var wanted = again || (event.detail.elt && event.detail.elt.querySelector && event.detail.elt.querySelector("[data-focus]"));
    if (wanted) { wanted.focus({ preventScroll: true }); }
  });

  /* A session that ended answers with the sign-in page: it must not be swapped into this one. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var login = told("login");
    var came = event.detail.xhr && event.detail.xhr.responseURL;
    if (login && came && new URL(came).pathname === login && window.location.pathname !== login) {
      event.detail.shouldSwap = false;
      event.detail.isError = true;
      event.detail.xhr.portalTold = true;
      toast("warn", told("signed-out"));
    }
  });
  document.addEventListener("htmx:responseError", function (event) {
    var xhr = event.detail.xhr;
    if (xhr.portalTold || (xhr.getResponseHeader("HX-Trigger") || "").indexOf("portal:toast") >= 0) { return; }
    toast("bad", told("error"));
  });
  document.addEventListener("htmx:sendError", function () { toast("warn", told("offline")); });
  document.addEventListener("htmx:timeout", function () { toast("warn", told("offline")); });
  document.addEventListener("portal:toast", function (event) { toast(event.detail.kind, event.detail.text); });

  /* ---- Alt and an arrow move an entry of an ordered list: by its own button, so that both do the same ---- */
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    var way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    var entry = way && event.target.closest && event.target.closest("[data-movable]");
    if (!entry) { return; }
    event.preventDefault();
    var button = entry.querySelector("[data-move='" + way + "']");
    if (button) { button.click(); }
  });

  /* A page that answers with something to be read at once has the focus there; so has an entry that was moved. */
  function opened() {
    var moved = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
    var wanted = document.querySelector("[data-focus]") || (moved && moved.matches("[data-movable]") ? moved : null);
    if (wanted) { wanted.focus(); }
    announceMessages();
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", opened); } else { opened(); }
})();
