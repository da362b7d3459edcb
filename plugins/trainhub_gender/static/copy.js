/* A button with data-copy puts the text of that element on the clipboard; without a script it is not there. */
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const paragraphs = [...document.getElementById(button.dataset.copy).children];
    await navigator.clipboard.writeText(paragraphs.map((each) => each.innerText.trim()).join("\n\n"));
    const label = button.querySelector("[data-copied]");
    label.textContent = label.dataset.copied;
  });
}
