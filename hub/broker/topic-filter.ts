/** Whether a topic matches a filter (MQTT 3.1.1 section 4.7). Both are well-formed. */
export function matchesFilter(filter: string, topic: string): boolean {
  if (/^[#+]/.test(filter) && topic.startsWith('$')) return false;
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  const end = wanted.indexOf('#');
  const compared = end === -1 ? wanted : wanted.slice(0, end);
  if (end === -1 ? levels.length !== wanted.length : levels.length < end) return false;
  return compared.every((level, index) => level === '+' || level === levels[index]);
}
