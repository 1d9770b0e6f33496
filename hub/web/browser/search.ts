/** Shows what is found while a person types. Enter still asks the server, which opens an exact code at once. */
const PAUSE_MS = 150;

const input = document.querySelector<HTMLInputElement>('#search');
let timer: number | undefined;
let asking = new AbortController();

input?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void search(input.value.trim()), PAUSE_MS);
});

async function search(query: string): Promise<void> {
  asking.abort();
  asking = new AbortController();
  const address =
    query === '' ? '/?list=all' : `/?${new URLSearchParams({ q: query, list: 'all' }).toString()}`;
  const text = await fetch(address, { signal: asking.signal }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  );
  if (text === null) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const region = document.querySelector('[data-region=results]');
  const found = fresh.querySelector('[data-region=results]');
  if (region === null || found === null) return;
  region.replaceChildren(...found.childNodes);
  history.replaceState(null, '', query === '' ? '/' : address);
  announce(region.querySelectorAll('tbody tr').length);
}

function announce(rows: number): void {
  const place = document.querySelector('#announcement');
  if (place !== null) place.textContent = rows === 0 ? 'Nothing found' : `${rows} found`;
}
