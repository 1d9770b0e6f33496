import { expect, test } from 'vitest';
import { contentFault } from './content-checks.ts';

const YEAR = 2026;

/** One or more values that pass, and values that do not. */
const SAMPLES = {
  csum: { right: ['09506000134352', '376104250021234569'], wrong: ['09506000134353'] },
  csumalpha: { right: ['1987654Ad4X4bL5ttr2310c2K'], wrong: ['1987654Ad4X4bL5ttr2310cXK', '2K', '22'] },
  gcppos1: { right: ['1234A', '1234'], wrong: ['123A5', '123', 'A1234'] },
  gcppos2: { right: ['012345', 'A1234'], wrong: ['0123A5', '0123'] },
  yymmd0: {
    right: ['261231', '260200', '240229'],
    wrong: ['260001', '261301', '260431', '250229', '260000'],
  },
  yymmdd: { right: ['261231', '240229'], wrong: ['261200', '250229'] },
  yyyymmdd: { right: ['20000229', '19991231'], wrong: ['19000229', '20001301', '20000100'] },
  hh: { right: ['00', '23'], wrong: ['24'] },
  mi: { right: ['00', '59'], wrong: ['60'] },
  ss: { right: ['00', '59'], wrong: ['60'] },
  hhmi: { right: ['0000', '2359'], wrong: ['2400', '2360'] },
  zero: { right: ['0'], wrong: ['1'] },
  nonzero: { right: ['0001'], wrong: ['0000'] },
  nozeroprefix: { right: ['0', '10'], wrong: ['01'] },
  hasnondigit: { right: ['12A'], wrong: ['123'] },
  hyphen: { right: ['-'], wrong: ['+', '1'] },
  yesno: { right: ['0', '1'], wrong: ['2'] },
  winding: { right: ['0', '1', '9'], wrong: ['2'] },
  iso5218: { right: ['0', '1', '2', '9'], wrong: ['3'] },
  mediatype: { right: ['01', '10', '80', '99'], wrong: ['00', '11', '79'] },
  importeridx: { right: ['-', '_', 'a', 'Z', '0'], wrong: ['!', '.'] },
  iso3166: { right: ['752'], wrong: ['75'] },
  iso3166999: { right: ['999'], wrong: ['99'] },
  iso3166alpha2: { right: ['SE'], wrong: ['se', 'S1'] },
  iso4217: { right: ['978'], wrong: ['97'] },
  packagetype: { right: ['1A', 'PX'], wrong: ['p!'] },
  pcenc: { right: ['caf%C3%a9', 'tea'], wrong: ['50%', '%zz', '%4'] },
  couponcode: { right: ['0012345'], wrong: ['A12'] },
  couponposoffer: { right: ['10012345'], wrong: ['A12'] },
  iban: {
    right: ['GB98MIDL07009312345678', 'BE71096123456769'],
    wrong: ['BE71096123456760', 'BE7109', 'be71096123456769'],
  },
  latitude: { right: ['0000000000', '1800000000'], wrong: ['1800000001'] },
  longitude: { right: ['3600000000'], wrong: ['3600000001'] },
  pieceoftotal: { right: ['0101', '0102'], wrong: ['0201', '0001', '0000'] },
  posinseqslash: { right: ['1/2', '2/2'], wrong: ['3/2', '0/2', '12'] },
} as const;

test.each(Object.entries(SAMPLES))('the check %s passes what is right and nothing else', (check, samples) => {
  const passes = (text: string): boolean => contentFault(check, text, YEAR) === null;
  expect(samples.right.filter((text) => !passes(text))).toEqual([]);
  expect(samples.wrong.filter(passes)).toEqual([]);
});
