/* Cells copied from a sheet or a document: a one-line input would join their digits to another number, so the clipboard
   is read before the browser changes it. Figures and days take one cell; other one-line inputs take no cells in a row. */
const FIGURES = 'input.cell__in, input[inputmode="decimal"], input[inputmode="numeric"], input[type="number"]';
const ONE_LINE = 'input[type="text"], input[type="search"], input:not([type])';
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
const LONGEST = 100_000;

/* The rows of cells of a text; a cell in quotation marks may hold line ends and tabs of its own. */
function rowsOf(text) {
  const rows = [[""]];
  for (const [part] of text.matchAll(/(?<=^|[\t\r\n])"(?:[^"]|"")*"(?=$|[\t\r\n])|\r\n|[\s\S]/g)) {
    const row = rows.at(-1);
    if (part === "\t") { row.push(""); } else if (LINE_END.test(part) && !part.startsWith('"')) { rows.push([""]); } else { row.push(row.pop() + part); }
  }
  return rows;
}

function counted(text) {
  const rows = rowsOf(text);
  const cells = rows.flat();
  return { cells: cells.length, lines: Math.max(...cells.map((cell) => cell.trim().split(LINE_END).length)), across: rows.some((row) => row.length > 1) };
}

/* Why the text may not go into the input, or nothing. */
function refusal(input, text) {
  const found = counted(text.replace(/^[\t\r\n\v\f\u0085\u2028\u2029]+|[\t\r\n\v\f\u0085\u2028\u2029]+$/g, ""));
  const words = document.body.dataset;
  if (input.matches(FIGURES)) {
    if (found.cells > 1) { return words.pastedCells.replace("{count}", found.cells); }
    if (found.lines > 1) { return words.pastedLines.replace("{count}", found.lines); }
  } else if (input.matches(ONE_LINE) && found.across) {
    return words.pastedCells.replace("{count}", found.cells);
  }
  return "";
}

function meet(event, source) {
  const input = event.target;
  if (!source || !input.matches?.("input")) { return; }
  const reason = refusal(input, source.getData("text/plain").slice(0, LONGEST));
  if (!reason) { return; }
  event.preventDefault();
  window.portalToast("warn", reason);
}

document.addEventListener("paste", (event) => meet(event, event.clipboardData));
document.addEventListener("drop", (event) => meet(event, event.dataTransfer));
