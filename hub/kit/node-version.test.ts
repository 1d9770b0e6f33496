import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { nodeVersionProblem } from './node-version.ts';

test('Node 24 and newer will do', () => {
  expect(nodeVersionProblem('24.0.0')).toBeUndefined();
  expect(nodeVersionProblem('v26.1.3')).toBeUndefined();
});

test('an older Node is named together with the command that works', () => {
  expect(nodeVersionProblem('20.20.2')).toContain('Node 20.20.2');
  expect(nodeVersionProblem('20.20.2')).toContain('npm start');
  expect(nodeVersionProblem('')).toBeDefined();
});

test('a process on an older Node ends with 78 before the next import is evaluated', () => {
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
  const guard = new URL('./node-version.ts', import.meta.url).href;
  const code = `import "${guard}"; import "data:text/javascript,console.log('the database is loaded')";`;
  const args = ['--import', pretend, '--input-type=module', '--eval', code];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(result).toMatchObject({ status: 78, stdout: '' });
  expect(result.stderr).toContain('Backroom needs Node 24');
});
