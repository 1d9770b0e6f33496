import { expect, test } from 'vitest';
import { proven } from '../kit/proven.ts';
import { protocolCases } from './protocol-cases.ts';
import { runCase } from './run-case.ts';
import { OF_OTHERS, STATEMENTS } from './statements.ts';

const CASES_MIN = 150;

const passed = { asDemanded: 0, otherwise: 0 };

test.each(protocolCases)('[$statement] $title', async (protocolCase) => {
  await runCase(protocolCase);
  if (protocolCase.deviates === undefined) passed.asDemanded += 1;
  else passed.otherwise += 1;
});

test('every case names a statement of MQTT 3.1.1, and every statement has a case or says why not', () => {
  const named = new Set(protocolCases.map(({ statement }) => statement));
  expect([...named].filter((statement) => !STATEMENTS.has(statement))).toEqual([]);
  const unnamed = [...STATEMENTS].filter((statement) => !named.has(statement) && !(statement in OF_OTHERS));
  expect(unnamed).toEqual([]);
});

test('no two cases say the same', () => {
  const titles = protocolCases.map(({ statement, title }) => `${statement} ${title}`);
  expect(titles.filter((each, index) => titles.indexOf(each) !== index)).toEqual([]);
});

test('the broker keeps the table', ({ task }) => {
  const { asDemanded, otherwise } = passed;
  process.stdout.write(`MQTT 3.1.1: ${asDemanded} cases as demanded, ${otherwise} otherwise and listed\n`);
  expect(asDemanded + otherwise).toBe(protocolCases.length);
  expect(protocolCases.length).toBeGreaterThanOrEqual(CASES_MIN);
  proven(task, { promise: 'mqtt-conformance', cases: protocolCases.length, figures: `${otherwise} listed` });
});
