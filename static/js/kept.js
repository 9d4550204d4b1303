/* Keeps what is typed into a form until the server has taken it: over a session that ended, an expired form, a busy
   portal, a lost connection. Kept for each account and form, in this tab alone; passwords and files never; removed when
   the form was taken, thrown away, or on signing out. Also sends every form with the token that holds at that moment. */
const page = document.body.dataset;
const IN_NO_FORM = new Set(["password", "file", "submit", "button", "image", "reset"]);
const AT_HAND = `${window.location.pathname}${window.location.search}`;
const LAST_ACCOUNT = "kept-account"; // of this tab
const SIGNED_IN = "portal-account"; // of this browser
const SIGNED_OUT = "portal-signed-out";
const account = page.account ?? read(LAST_ACCOUNT);
const PREFIX = `kept:${account}:`;

/* ---- where it is kept; a browser that keeps nothing only loses this help ---- */
function read(name, box = "sessionStorage") {
  try { return window[box].getItem(name) ?? ""; } catch { return ""; }
}
function write(name, text, box = "sessionStorage") {
  try { if (text === null) { window[box].removeItem(name); } else { window[box].setItem(name, text); } } catch { /* full, or forbidden */ }
}
function names(prefix) {
  try { return Object.keys(window.sessionStorage).filter((name) => name.startsWith(prefix)); } catch { return []; }
}
function draftOf(key) {
  try { return JSON.parse(read(key)); } catch { return null; }
}
function keep(key, draft) { write(key, Object.keys(draft.fields).length ? JSON.stringify(draft) : null); }
function cookie(name) {
  return document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/* ---- forms and their fields ---- */
function isKept(form) {
  return Boolean(account) && form instanceof HTMLFormElement && form.method === "post" && !form.querySelector("input[type=password]");
}
function addressOf(form) {
  const place = new URL(form.getAttribute("action") || AT_HAND, window.location.href);
  return `${place.pathname}${place.search}`;
}
function keyOf(form) {
  const alike = [...document.forms].filter((other) => other.method === "post" && addressOf(other) === addressOf(form));
  return `${PREFIX}${addressOf(form)}#${form.dataset.keeps ?? alike.indexOf(form)}`;
}
function controls(form) {
  const found = new Map();
  for (const control of form.elements) {
    if (!control.name || IN_NO_FORM.has(control.type) || ["csrfmiddlewaretoken", "kept"].includes(control.name)) { continue; }
    found.set(control.name, [...(found.get(control.name) ?? []), control]);
  }
  return found;
}
const isMark = (control) => control.type === "checkbox" || control.type === "radio";
function valuesOf(group) {
  if (isMark(group[0])) { return group.filter((control) => control.checked).map((control) => control.value); }
  return group.flatMap((control) => control.options ? [...control.selectedOptions].map((option) => option.value) : control.value);
}
function firstValuesOf(group) {
  if (isMark(group[0])) { return group.filter((control) => control.defaultChecked).map((control) => control.value); }
  return group.flatMap((control) => {
    if (!control.options) { return control.defaultValue; }
    const chosen = [...control.options].filter((option) => option.defaultSelected);
    return (chosen.length || control.multiple ? chosen : [...control.options].slice(0, 1)).map((option) => option.value);
  });
}
function put(group, values) {
  let at = 0;
  for (const control of group) {
    if (isMark(control)) { control.checked = values.includes(control.value); } else if (control.options) {
      for (const option of control.options) { option.selected = values.includes(option.value); }
    } else { control.value = values[at] ?? ""; at += 1; }
  }
}
const same = (some, others) => some.length === others.length && some.every((value, at) => value === others[at]);
const isHidden = (group) => group.every((control) => control.type === "hidden");
/* The field as a line to copy: its label and what stands in it. */
function told(group, values) {
  const [first] = group;
  const label = first.dataset.label ?? first.labels?.[0]?.textContent ?? first.getAttribute("aria-label") ?? first.name;
  const chosen = group.flatMap((control) => control.options ? [...control.selectedOptions].map((option) => option.text.trim()) : []);
  return `${label.trim().replace(/\s*\*$/, "")}: ${(chosen.length ? chosen : values).join(", ")}`;
}

/* ---- keeping ---- */
function record(form) {
  const key = keyOf(form);
  const draft = draftOf(key) ?? { kept: crypto.randomUUID?.() ?? String(Math.random()).slice(2), fields: {}, hidden: {}, told: {} };
  for (const [name, group] of controls(form)) {
    const values = valuesOf(group);
    if (isHidden(group)) { draft.hidden[name] = values; continue; }
    const isTyped = !same(values, firstValuesOf(group));
    if (isTyped || (name in draft.fields && !isSaved(form, group))) {
      draft.fields[name] = values;
      draft.told[name] = told(group, values);
    } else { delete draft.fields[name]; }
  }
  draft.at = Date.now();
  keep(key, draft);
  return draft;
}
/* A cell of the grid that came back from the server and was not refused. */
function isSaved(form, group) { return form.matches("[data-grid]") && !group[0].closest("td.is-invalid, td.is-failed, td.is-waiting"); }

/* ---- putting back ---- */
function restore(form) {
  const key = keyOf(form);
  const draft = draftOf(key);
  if (!draft) { return; }
  if (page.method === "POST") { record(form); return; } // the server has answered with what was typed
  const found = controls(form);
  const changed = Object.entries(draft.fields).filter(([name, values]) => {
    const group = found.get(name);
    return group && !group.some((control) => control.disabled || control.readOnly) && !same(valuesOf(group), values);
  });
  if (!changed.length) { return; }
  const touched = changed.map(([name]) => found.get(name)[0]);
  const before = [...found].map(([, group]) => [group, valuesOf(group)]);
  for (const [name, values] of changed) { put(found.get(name), values); }
  for (const [name, values] of Object.entries(draft.hidden)) {
    const group = found.get(name); // what the person saw, so that a newer value of somebody else is noticed
    const around = group?.[0].closest("td") ?? form;
    if (group && isHidden(group) && touched.some((control) => around.contains(control))) { put(group, values); }
  }
  form.prepend(notice(draft, () => {
    for (const [group, values] of before) { put(group, values); }
    write(key, null);
    for (const control of touched) { control.dispatchEvent(new CustomEvent("kept:discarded", { bubbles: true })); }
    touched[0].focus();
  }));
  for (const control of touched) { control.dispatchEvent(new CustomEvent("kept:restored", { bubbles: true })); }
}
function notice(draft, discard) {
  const line = document.createElement("div");
  line.className = "alert-line alert-line--info mb-3";
  line.setAttribute("role", "status");
  const mark = document.createElement("i");
  mark.className = "bi bi-arrow-counterclockwise";
  mark.setAttribute("aria-hidden", "true");
  const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
  const text = document.createElement("p");
  text.textContent = page.keptRestored.replace("{time}", time.format(new Date(draft.at)));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet";
  button.textContent = page.keptDiscard;
  button.addEventListener("click", () => { line.remove(); discard(); });
  const body = document.createElement("div");
  body.append(text, button);
  line.append(mark, body);
  return line;
}

/* ---- a page that refuses shows what was typed on the one before, and the way back to it ---- */
function showTyped() {
  const place = document.querySelector("[data-kept-here]");
  const key = place && names(PREFIX).find((name) => name.startsWith(`${PREFIX}${AT_HAND}#`) && draftOf(name)?.sent);
  if (!key) { return; }
  const draft = draftOf(key);
  place.querySelector("textarea").value = Object.keys(draft.fields).map((name) => draft.told[name]).join("\n");
  place.querySelector("a").href = draft.where;
  place.hidden = false;
}

/* ---- sending ---- */
function isSomebodyElse() {
  const now = read(SIGNED_IN, "localStorage");
  return Boolean(page.account && now && now !== page.account);
}
function hidden(form, name) {
  let input = form.querySelector(`input[type=hidden][name=${name}]`);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  return input;
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") { return; }
  if (isSomebodyElse()) {
    event.preventDefault();
    form.removeAttribute("data-sent");
    window.portalToast("warn", page.otherAccount);
    return;
  }
  const token = cookie("csrftoken");
  if (token && form.elements.csrfmiddlewaretoken) { form.elements.csrfmiddlewaretoken.value = token; }
  if (form.hasAttribute("data-signs-out")) { forget(); write(SIGNED_IN, "", "localStorage"); write(SIGNED_OUT, String(Date.now()), "localStorage"); return; }
  const draft = isKept(form) && draftOf(keyOf(form));
  if (!draft) { return; }
  keep(keyOf(form), { ...draft, sent: Date.now(), where: AT_HAND });
  hidden(form, "kept").value = draft.kept;
});
document.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("csrftoken");
  if (token) {
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.parameters.csrfmiddlewaretoken !== undefined) { event.detail.parameters.csrfmiddlewaretoken = token; }
  }
  if (isSomebodyElse() && event.detail.verb !== "get") { event.preventDefault(); window.portalToast("warn", page.otherAccount); }
});
function forget() { names("kept:").forEach((name) => write(name, null)); }
window.addEventListener("storage", (event) => { if (event.key === SIGNED_OUT) { forget(); } });

/* ---- at work ---- */
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => { const form = event.target.form; if (form && isKept(form)) { record(form); } });
}
document.addEventListener("htmx:afterSettle", () => { for (const form of document.forms) { if (isKept(form) && draftOf(keyOf(form))) { record(form); } } });

function begin() {
  if (page.account) { write(LAST_ACCOUNT, page.account); write(SIGNED_IN, page.account, "localStorage"); }
  for (const key of names(PREFIX)) {
    const taken = `taken-${draftOf(key)?.kept}`;
    if (cookie(taken)) { write(key, null); document.cookie = `${taken}=; max-age=0; path=/; samesite=lax`; }
  }
  for (const form of document.forms) { if (isKept(form)) { restore(form); } }
  showTyped();
}
document.addEventListener("DOMContentLoaded", begin); // after the scripts that listen to what is put back
