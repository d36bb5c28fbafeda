// Beside a box of Streamlit's own: hands its words over after a pause in typing, at least every few seconds, and
// when the page is hidden or left. The box itself stays Streamlit's, so nothing typed is lost and the cursor stays put.
const beside = new WeakMap();

export default function autosave({ data, parentElement }) {
  let me = beside.get(parentElement);
  if (!me) {
    me = start(parentElement);
    beside.set(parentElement, me);
  }
  me.told(data);
  return me.stop;
}

function start(parentElement) {
  const says = parentElement.querySelector("[role=status]");
  let data = {};
  let pause = null;
  let unkept = false;
  let handed = false;
  let first = 0;
  let composing = false;

  const box = () => document.querySelector(`.st-key-${CSS.escape(data.box)} textarea`);
  const isMine = (event) => event.target === box();

  function hand() {
    clearTimeout(pause);
    pause = null;
    if (!unkept || composing) return;
    unkept = false;
    handed = true;
    first = 0;
    // As if the writer had pressed Ctrl and Enter: the box hands its words over and keeps cursor and focus.
    box()?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
    );
  }

  function typed(event) {
    if (!isMine(event)) return;
    const now = performance.now();
    first = first || now;
    unkept = true;
    handed = false;
    says.textContent = data.writing;
    clearTimeout(pause);
    pause = setTimeout(hand, Math.max(0, Math.min(data.pause, first + data.longest - now)));
  }

  function left(event) {
    if (!isMine(event)) return;
    clearTimeout(pause); // Streamlit hands the words over itself when the box is left
    unkept = false;
    handed = true;
  }

  function key(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === data.key && plain && !typing && box()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      box().focus();
    }
  }

  const hidden = () => document.visibilityState === "hidden" && hand();
  const begins = (event) => isMine(event) && (composing = true);
  const ends = (event) => {
    if (!isMine(event)) return;
    composing = false;
    typed(event);
  };
  const heard = [
    [document, "input", typed],
    [document, "focusout", left],
    [document, "compositionstart", begins],
    [document, "compositionend", ends],
    [window, "keydown", key],
    [document, "visibilitychange", hidden],
    [window, "pagehide", hand],
  ];
  heard.forEach(([where, what, then]) => where.addEventListener(what, then, true));

  return {
    told(fresh) {
      const again = fresh.kept !== data.kept || fresh.fault !== data.fault;
      data = fresh;
      if (fresh.fault) says.textContent = fresh.fault;
      else if (!unkept && (again || handed)) says.textContent = fresh.kept;
    },
    stop() {
      clearTimeout(pause);
      heard.forEach(([where, what, then]) => where.removeEventListener(what, then, true));
      beside.delete(parentElement);
    },
  };
}
