import type { Certificate } from './certify-till.ts';
import type { CheckResult } from './rulebook.ts';

const MARKS: Record<CheckResult['result'], string> = {
  passed: 'passed  ',
  failed: 'FAILED  ',
  'not seen': 'not seen',
};

/** The certificate as text for a person, one clause a line and what was seen below it. */
export function certificateText(certificate: Certificate): string {
  const lines = certificate.checks.flatMap((check) => [
    `${MARKS[check.result]}  ${check.id.padEnd(18)} ${check.clause}`,
    ...check.details.map((detail) => `${' '.repeat(10)}  ${detail}`),
  ]);
  const verdict = certificate.isCertified ? 'keeps to the contract' : 'does not (yet) keep to the contract';
  return [...lines, `${certificate.till} ${verdict}; ${certificate.eventsSeen} events were seen.`].join('\n');
}
