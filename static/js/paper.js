/* Puts a figure's placeholder into the words where the cursor stands. Without it the placeholder is copied by hand. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-figure]");
    var field = document.getElementById("id_text");
    if (!button || !field) { return; }
    field.focus();
    field.setRangeText(button.getAttribute("data-figure"), field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
