/* The desk: after every answer the field is empty and has the focus again, so that a scanner can type into it. Where the
   browser reads codes by itself (BarcodeDetector), the camera may be used, too. */
"use strict";
const desk = document.getElementById("desk");
const field = desk?.elements.text;
const PAUSE = 3000; // before the same badge counts again, in milliseconds

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.target?.id !== "answer" || !event.detail.successful) return; // the form itself may be gone by now
  field.value = "";
  const found = document.querySelector("#answer .reg button");
  (found ?? field).focus(); // names that were found are chosen by Enter
});

/* Whatever is typed while nothing has the focus goes into the field. */
document.addEventListener("keydown", (event) => {
  const nowhere = document.activeElement === document.body || document.activeElement?.closest("#answer");
  if (nowhere && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
});

async function watch(view, detector) {
  let last = { text: "", at: 0 };
  while (view.srcObject) {
    const [code] = await detector.detect(view).catch(() => []);
    const text = code?.rawValue ?? "";
    if (text && (text !== last.text || Date.now() > last.at + PAUSE)) {
      last = { text, at: Date.now() };
      field.value = text;
      desk.requestSubmit();
    }
    await new Promise((resume) => setTimeout(resume, 250));
  }
}

if (desk && "BarcodeDetector" in window && navigator.mediaDevices) {
  const [button, view, no] = ["on", "view", "no"].map((name) => desk.querySelector(`[data-camera-${name}]`));
  desk.querySelector("[data-camera]").hidden = false;
  button.addEventListener("click", async () => {
    const on = !view.srcObject;
    no.hidden = true;
    if (on) {
      try {
        view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        await view.play();
        watch(view, new BarcodeDetector({ formats: ["qr_code"] }));
      } catch {
        view.srcObject = null;
        no.hidden = false;
      }
    } else {
      for (const track of view.srcObject.getTracks()) track.stop();
      view.srcObject = null;
    }
    view.hidden = !view.srcObject;
    button.setAttribute("aria-pressed", String(Boolean(view.srcObject)));
  });
}
