/* The entry grid: keys, states of cells, and keeping what was typed when a request fails.
   Saving itself is done by htmx attributes on each input; the server decides what is valid and sends the cell back. */
(function () {
  "use strict";
  var grid = document.querySelector("[data-grid]");
  if (!grid) { return; }
  var bar = grid.querySelector("[data-grid-status]") || document.querySelector("[data-grid-status]");
  var offline = document.querySelector("[data-grid-offline]");
  var resendButton = document.querySelector("[data-grid-resend]");
  var leaving = false;      /* Esc was pressed: F6 may leave the grid */
  var lastCell = null;      /* id of the cell the focus was in */
  var PLACE = "grid-place:" + window.location.pathname + window.location.search;

  /* ---- cells ---- */
  function isCell(node) { return !!node && node.matches && node.matches("input.cell__in") && grid.contains(node); }
  function box(input) { return input.closest("td"); }
  function open(input) {
    return !input.readOnly && !input.disabled && !box(input).classList.contains("is-locked") && input.offsetParent !== null;
  }
  function all() { return Array.prototype.slice.call(grid.querySelectorAll("input.cell__in")); }

  /* The open cells column by column, each column from top to bottom: the order in which paper forms are copied. */
  function columns() {
    var found = {};
    all().filter(open).forEach(function (input) {
      var key = input.hasAttribute("data-col") ? input.getAttribute("data-col") : String(box(input).cellIndex);
      (found[key] = found[key] || []).push(input);
    });
    return Object.keys(found).sort(function (a, b) { return Number(a) - Number(b); }).map(function (key) { return found[key]; });
  }
  function inOrder() { return [].concat.apply([], columns()); }
  function stepFrom(input, by) { var order = inOrder(); return order[order.indexOf(input) + by] || null; }
  function besides(input, by) {
    var row = all().filter(function (other) { return open(other) && other.closest("tr") === input.closest("tr"); });
    return row[row.indexOf(input) + by] || null;
  }
  function go(input) {
    if (!input) { return false; }
    input.focus();
    input.select();
    return true;
  }

  /* ---- status bar ---- */
  function said(name, values) {
    var text = bar ? bar.getAttribute("data-" + name) || "" : "";
    Object.keys(values || {}).forEach(function (key) { text = text.replace("{" + key + "}", values[key]); });
    return text;
  }
  function part(name, text) {
    var place = bar && bar.querySelector('[data-part="' + name + '"]');
    if (place && place.textContent !== text) { place.textContent = text; }
  }
  function count(state) { return grid.querySelectorAll("td.cell." + state).length; }
  function clock() {
    return new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
  }
  function report() {
    var lines = ["waiting", "failed", "invalid"]
      .filter(function (state) { return count("is-" + state) > 0; })
      .map(function (state) { return said(state, { count: count("is-" + state) }); });
    part("pending", lines.join(", "));
    if (resendButton) { resendButton.hidden = count("is-failed") === 0; }
    if (offline) { offline.hidden = navigator.onLine !== false && !grid.hasAttribute("data-lost"); }
  }
  function reportSaved() { part("saved", said("saved", { time: clock() })); }

  /* ---- states ---- */
  function mark(input, state) {
    var td = box(input);
    ["is-waiting", "is-failed"].forEach(function (name) { td.classList.toggle(name, name === state); });
    if (state) { td.classList.remove("is-saved"); }
    var flag = td.querySelector(".cell__flag--sent");
    if (state === "is-failed" && !flag) {
      flag = document.createElement("i");
      flag.className = "bi bi-cloud-slash-fill cell__flag cell__flag--sent";
      flag.setAttribute("aria-hidden", "true");
      td.insertBefore(flag, input);
    } else if (state !== "is-failed" && flag) {
      flag.remove();
    }
    name(input, state);
    report();
  }
  function name(input, state) {
    var label = input.getAttribute("data-label");
    if (!label) { return; }
    var word = { "is-waiting": "word-waiting", "is-failed": "word-failed", "is-saved": "word-saved" }[state];
    input.setAttribute("aria-label", word ? label + ", " + said(word) : label);
  }

  document.addEventListener("focusin", function (event) {
    Array.prototype.forEach.call(grid.querySelectorAll("td.is-active, tr.is-active-row"), function (node) {
      node.classList.remove("is-active", "is-active-row");
    });
    if (!isCell(event.target)) { return; }
    var input = event.target;
    lastCell = input.id;
    leaving = false;
    input.gridBefore = input.value;
    box(input).classList.add("is-active");
    input.closest("tr").classList.add("is-active-row");
    part("active", said("active", { name: input.getAttribute("data-cell-name") || input.getAttribute("aria-label") || input.name }));
    try { window.sessionStorage.setItem(PLACE, input.id); } catch (error) { /* private mode: the place is just not kept */ }
  });
  document.addEventListener("change", function (event) {
    if (!isCell(event.target)) { return; }
    event.target.gridOwed = false;
    mark(event.target, "is-waiting");
  }, true);

  /* ---- saving: htmx events ---- */
  document.addEventListener("htmx:beforeRequest", function (event) {
    var input = event.detail.elt;
    if (!isCell(input)) { return; }
    input.gridSent = input.value;
    mark(input, "is-waiting");
  });
  /* Typed in again while the answer was under way: the newer text is carried over into the new cell and sent in its turn. */
  var newer = {};
  document.addEventListener("htmx:beforeSwap", function (event) {
    var input = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!isCell(input) || !input.id || input.gridSent === undefined || input.value === input.gridSent) { return; }
    newer[input.id] = { value: input.value, active: document.activeElement === input, start: input.selectionStart, end: input.selectionEnd };
  });
  document.addEventListener("htmx:afterSwap", function () {
    Object.keys(newer).forEach(function (id) {
      var typed = newer[id], input = document.getElementById(id);
      delete newer[id];
      if (!isCell(input) || input.value === typed.value) { return; }
      input.value = typed.value;
      mark(input, "is-waiting");
      if (!typed.active) { input.dispatchEvent(new Event("change", { bubbles: true })); return; }
      input.focus();
      input.setSelectionRange(typed.start, typed.end);
      input.gridOwed = true;
    });
  });
  /* A value put in by the script fires no change of its own when the cell is left. */
  document.addEventListener("focusout", function (event) {
    var input = event.target;
    if (isCell(input) && input.gridOwed) { input.dispatchEvent(new Event("change", { bubbles: true })); }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var input = event.detail.elt;
    if (!input || !input.matches || !input.matches("input.cell__in")) { return; }
    var lost = !event.detail.xhr || event.detail.xhr.status === 0;
    grid.toggleAttribute("data-lost", lost);
    if (!event.detail.successful) {
      if (input.isConnected) { mark(input, "is-failed"); }
    } else if (input.isConnected && input.value === input.gridSent) {
      mark(input, null);
      if (!box(input).matches(".is-invalid, .is-saved, .is-warning")) { box(input).classList.add("is-saved"); name(input, "is-saved"); }
    }
    report();
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (!grid.contains(event.detail.elt)) { return; }
    var td = event.detail.elt.closest ? event.detail.elt.closest("td.cell") : null;
    if (td && (td.matches(".is-saved, .is-warning"))) { reportSaved(); }
    var here = document.activeElement;
    if (isCell(here)) {
      box(here).classList.add("is-active");
      if (here.gridBefore === undefined) { here.gridBefore = here.value; }
    }
    report();
  });

  function resend() {
    all().forEach(function (input) {
      if (box(input).classList.contains("is-failed")) { window.htmx.trigger(input, "grid:resend"); }
    });
  }
  window.addEventListener("online", function () { grid.removeAttribute("data-lost"); report(); resend(); });
  window.addEventListener("offline", report);
  if (resendButton) { resendButton.addEventListener("click", resend); }

  /* A portal that is busy or away is asked again by itself, after pauses that grow; a saved cell starts them anew. */
  var AGAIN_FIRST = 1000, AGAIN_LAST = 30000, pause = AGAIN_FIRST, again = null;
  function sendLater() {
    if (again) { return; }
    part("active", said("busy"));
    again = window.setTimeout(function () { again = null; resend(); }, pause);
    pause = Math.min(pause * 2, AGAIN_LAST);
  }
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.elt.matches || !event.detail.elt.matches("input.cell__in")) { return; }
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 502 || status === 503 || status === 504 || (status === 0 && navigator.onLine !== false)) { sendLater(); }
    if (event.detail.successful) { pause = AGAIN_FIRST; }
  });

  /* Typed before a new sign-in and put back: it waits to be sent. */
  document.addEventListener("kept:restored", function (event) { if (isCell(event.target)) { mark(event.target, "is-failed"); } });
  document.addEventListener("kept:discarded", function (event) { if (isCell(event.target)) { mark(event.target, null); } });

  /* Leaving the page with values that were not sent asks first. Sending the whole form does send them. */
  var submitting = false;
  document.addEventListener("submit", function (event) { if (event.target.matches("[data-grid]") || event.target.querySelector("[data-grid]")) { submitting = true; } });
  window.addEventListener("beforeunload", function (event) {
    if (!submitting && count("is-waiting") + count("is-failed") > 0) { event.preventDefault(); event.returnValue = ""; }
  });

  /* ---- keys ---- */
  function commit(input) { input.blur(); input.focus(); }
  function edges(input) {
    var start = input.selectionStart, end = input.selectionEnd, length = input.value.length;
    var whole = start === 0 && end === length;
    return { left: whole || (start === 0 && end === 0), right: whole || (start === length && end === length) };
  }
  function restore(input) {
    if (input.gridBefore !== undefined && input.value !== input.gridBefore) { input.value = input.gridBefore; }
    input.select();
    leaving = true;
    part("active", said("leaving"));
  }
  function openKeys() {
    var dialog = document.getElementById("grid-keys");
    if (!dialog || !dialog.showModal) { return false; }
    var back = document.activeElement;
    dialog.addEventListener("close", function () { if (back && back.isConnected) { back.focus(); } }, { once: true });
    dialog.showModal();
    return true;
  }
  function toChecks() {
    var checks = document.getElementById("checks");
    if (!checks) { return false; }
    if (!checks.hasAttribute("tabindex")) { checks.setAttribute("tabindex", "-1"); }
    checks.focus();
    return true;
  }
  /* F8: out of the grid to the last button of the page, which hands the report over; from the buttons back again. */
  function toButtons() {
    var buttons = document.querySelectorAll(".page-head__actions a[href], .page-head__actions button");
    var last = Array.prototype.filter.call(buttons, function (button) { return !button.disabled && button.offsetParent !== null; }).pop();
    if (!last) { return false; }
    last.focus();
    return true;
  }
  function save(input) {
    if (input) { commit(input); }
    resend();
    if (count("is-waiting") + count("is-failed") === 0) { reportSaved(); }
  }

  /* Ctrl+Enter: note and history of the cell, opened by the button that carries the name of its row. */
  var wanted = null;
  function openDetails(input) {
    var name = input.getAttribute("data-row");
    var button = name && grid.querySelector('button.rowname[data-row="' + name + '"]');
    if (!button) { return false; }
    wanted = "note-" + input.name.replace(/^v-/, "");
    button.click();
    return true;
  }
  document.addEventListener("htmx:afterSwap", function (event) {
    var panel = document.getElementById("chi-tiet");
    if (!panel || event.detail.target !== panel && event.detail.target.id !== "chi-tiet") { return; }
    var field = wanted && panel.querySelector('[name="' + wanted + '"]');
    wanted = null;
    (field || panel).focus();
  });

  /* The answers under a cell that was asked about: Tab goes through them and on to the next cell, Shift+Tab back. */
  function answers(input) { return Array.prototype.slice.call(box(input).querySelectorAll(".cell__ways button")); }
  function answerKey(event, button) {
    var input = button.closest("td").querySelector("input.cell__in");
    if (event.key !== "Tab" || event.ctrlKey || event.metaKey || event.altKey || !isCell(input)) { return false; }
    var row = answers(input), next = row[row.indexOf(button) + (event.shiftKey ? -1 : 1)];
    if (next) { next.focus(); return true; }
    return event.shiftKey ? go(input) : go(stepFrom(input, 1));
  }
  /* An answer was chosen: its button is gone with the old cell, so the focus goes to the new one. */
  document.addEventListener("htmx:afterSwap", function (event) {
    var button = event.detail.requestConfig && event.detail.requestConfig.elt;
    var lost = !document.activeElement || document.activeElement === document.body;
    if (!lost || !button || !button.matches || !button.matches(".cell__ways button")) { return; }
    go(document.getElementById("c-" + button.name.replace(/^(pick|keep)-/, "")));
  });

  function cellKey(event, input) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) { return openDetails(input); }
    var plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    var key = event.key;
    if (key === "Tab" && !event.shiftKey && plain && answers(input).length) { answers(input)[0].focus(); return true; }
    if ((key === "Tab" && !event.shiftKey && plain) || (key === "ArrowDown" && plain)) { return go(stepFrom(input, 1)); }
    if ((key === "Tab" && event.shiftKey && plain) || (key === "ArrowUp" && plain)) { return go(stepFrom(input, -1)); }
    if (key === "Enter" && plain) {
      if (!go(stepFrom(input, event.shiftKey ? -1 : 1))) { commit(input); }
      return true;   /* Enter never sends the whole form from inside a cell */
    }
    if (key === "ArrowLeft" && plain && !event.shiftKey && edges(input).left) { return go(besides(input, -1)); }
    if (key === "ArrowRight" && plain && !event.shiftKey && edges(input).right) { return go(besides(input, 1)); }
    if (key === "F2") { input.setSelectionRange(input.value.length, input.value.length); return true; }
    if (key === "Escape") { restore(input); return true; }
    if (key === "F6" && leaving) { return toChecks(); }
    if (key === "?") { return openKeys(); }
    return false;
  }

  function back() { return go((lastCell && document.getElementById(lastCell)) || inOrder()[0]); }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    if (event.key === "F8" && !document.querySelector("dialog[open]")) {
      if (event.target.closest && event.target.closest(".page-head__actions") ? back() : toButtons()) { event.preventDefault(); }
      return;
    }
    var input = isCell(event.target) ? event.target : null;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save(input);
      return;
    }
    if (input) {
      if (cellKey(event, input)) { event.preventDefault(); }
      return;
    }
    var button = event.target.closest && event.target.closest(".cell__ways button");
    if (button && grid.contains(button)) {
      if (answerKey(event, button)) { event.preventDefault(); }
      return;
    }
    var beside = event.target.closest && event.target.closest("#checks, #chi-tiet");
    if (event.key === "F6" && beside) {
      if (back()) { event.preventDefault(); }
    }
  });

  /* After a reload the focus returns to the cell it was in. */
  function returnToPlace() {
    var way = window.performance.getEntriesByType("navigation")[0];
    if (!way || way.type !== "reload") { return; }
    var place = null;
    try { place = window.sessionStorage.getItem(PLACE); } catch (error) { place = null; }
    var input = place && document.getElementById(place);
    if (isCell(input) && open(input)) { go(input); }
  }
  returnToPlace();
  report();
})();
