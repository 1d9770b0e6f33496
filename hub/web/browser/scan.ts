/**
 * Opens what a barcode scanner reads, wherever the focus is. A scanner types like a person, only faster: characters
 * less than 30 ms apart, then Enter. What it typed into a field on the way is taken out again, unless the field asks
 * for scans.
 */
const GAP_MAX_MS = 30;
const CODE_MIN = 4;
/** A code of GS1 elements or a link holds a product, a lot, days and more. */
const CODE_MAX = 200;
/** What stands between two elements of a code, and how a scanner types it: Control and a bracket. */
const SEPARATOR = '\u001D';

type TextControl = HTMLInputElement | HTMLTextAreaElement;

let typed = '';
let lastAt = 0;
let field: TextControl | undefined;
let valueBefore = '';

// In the capture phase, so that no control sees the Enter of a scan.
addEventListener('keydown', onKey, { capture: true });

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey && event.key === ']') {
    // Never the first key of a code.
    if (typed !== '') typed += SEPARATOR;
    lastAt = event.timeStamp;
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  const isFast = event.timeStamp - lastAt <= GAP_MAX_MS;
  lastAt = event.timeStamp;
  if (event.key === 'Enter') {
    const isScan = isFast && typed.length >= CODE_MIN;
    if (isScan) finish(event);
    typed = '';
  } else if (event.key.length === 1) {
    if (!isFast || typed.length >= CODE_MAX) begin(event.target);
    typed += event.key;
  }
}

function begin(target: EventTarget | null): void {
  typed = '';
  field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;
  valueBefore = field?.value ?? '';
}

function finish(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
  if (field?.matches('[data-scan-here]') === true) return;
  if (field !== undefined) field.value = valueBefore;
  location.assign(`/?${new URLSearchParams({ q: typed }).toString()}`);
}
