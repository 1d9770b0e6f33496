const WIDTH = 30;

/** Draws how far something is, on a terminal only. */
export function progressBar(title: string): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, total) => {
    const share = total === 0 ? 1 : done / total;
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const end = done >= total ? '\n' : '';
    process.stderr.write(`\r${title} ${bar} ${Math.floor(share * 100)} %${end}`);
  };
}
