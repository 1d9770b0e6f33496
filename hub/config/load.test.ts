import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/kit/temp-folder.ts';
import { asToml } from './as-toml.ts';
import { loadConfig } from './load.ts';

function configured(toml: string): { file: string; folder: string } & Disposable {
  const folder = tempFolder();
  const file = join(folder.path, 'backroom.toml');
  writeFileSync(file, toml);
  return { file, folder: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

function faultOf(toml: string, env: Record<string, string> = {}): { code: string; message: string } {
  using temp = configured(toml);
  try {
    loadConfig({ file: temp.file, env });
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('the configuration was taken');
}

const WEBHOOK = '[[destination]]\nname = "cloud"\nkind = "webhook"\nurl = "https://example.com/in"\n';

test('without a file the hub listens on this computer only and keeps its data in the working folder', () => {
  const config = loadConfig({ env: {} });
  expect(config.web).toMatchObject({ host: '127.0.0.1', port: 8080, allow_remote_pages: false });
  expect(config.mqtt).toEqual({ host: '127.0.0.1', port: 1883 });
  expect(config.data.dir).toBe(join(process.cwd(), 'data'));
  expect(config.destination).toEqual([]);
});

test('the environment goes before the file, and the command line before both', () => {
  using temp = configured(
    '[web]\nport = 1\nhost = "0.0.0.0"\n[mqtt]\nport = 2\n[store]\nname = "Corner shop"',
  );
  const env = {
    BACKROOM_WEB_PORT: '3',
    BACKROOM_MQTT_PORT: '4',
    BACKROOM_WEB_ALLOW_REMOTE_PAGES: 'true',
    HOME: '/',
  };
  const config = loadConfig({ file: temp.file, env, overrides: { webPort: 5 } });
  expect(config.web).toMatchObject({ port: 5, host: '0.0.0.0', allow_remote_pages: true });
  expect(config.mqtt.port).toBe(4);
  expect(config.store.name).toBe('Corner shop');
});

test('paths in a file are relative to that file, and those of the command line to where it is typed', () => {
  using temp = configured(
    '[data]\ndir = "here"\n[[destination]]\nname = "a"\nkind = "archive-file"\ndir = "there"',
  );
  const config = loadConfig({ file: temp.file, env: {} });
  expect(config.data.dir).toBe(join(temp.folder, 'here'));
  expect(config.destination).toMatchObject([{ dir: join(temp.folder, 'there') }]);
  const overridden = loadConfig({ file: temp.file, env: {}, overrides: { dataDir: 'typed' } });
  expect(overridden.data.dir).toBe(join(process.cwd(), 'typed'));
});

test('a secret can stand in a file of its own', () => {
  using temp = configured(`${WEBHOOK}secret_file = "secrets/cloud"`);
  mkdirSync(join(temp.folder, 'secrets'));
  writeFileSync(join(temp.folder, 'secrets/cloud'), 'sixteen characters at least\n');
  expect(loadConfig({ file: temp.file, env: {} }).destination).toMatchObject([
    { secret: 'sixteen characters at least' },
  ]);
});

test('a secret file that holds no secret is refused', () => {
  using temp = configured(`${WEBHOOK}secret_file = "cloud"`);
  writeFileSync(join(temp.folder, 'cloud'), 'short\n');
  expect(() => loadConfig({ file: temp.file, env: {} })).toThrow(/at least 16 characters/);
});

const EMAIL =
  '[[destination]]\nname = "mail"\nkind = "email"\nhost = "mail.test"\nfrom = "a@b.test"\nto = ["c@d.test"]\n';

test('the password of a mail server stands in a file of its own, and is not shown', () => {
  using temp = configured(`${EMAIL}user = "shop"\npassword_file = "word"`);
  writeFileSync(join(temp.folder, 'word'), 'hunter2\n');
  const config = loadConfig({ file: temp.file, env: {} });
  expect(config.destination).toMatchObject([{ encryption: 'starttls', port: 587, password: 'hunter2' }]);
  expect(asToml(config)).not.toContain('hunter2');
});

test.each([
  ['user = "shop"', /user and its password must be given together/],
  ['user = "shop"\npassword = "x"\nencryption = "none"', /encryption must be starttls or tls/],
])('a mail server with %j is refused', (more, reason) => {
  expect(faultOf(`${EMAIL}${more}`).message).toMatch(reason);
});

test('every wrong setting is named at once', () => {
  const { code, message } = faultOf(
    '[web]\nport = 70000\nprot = 1\n[store]\ncurrency = "euro"\ntime_zone = "Moon/Sea"',
  );
  expect(code).toBe('config.invalid');
  for (const name of ['web.port', 'prot', 'store.currency', 'ISO 4217', 'store.time_zone'])
    expect(message).toContain(name);
});

test('the layouts of barcodes are those of a country, and the shop’s own before them', () => {
  expect(loadConfig({ env: {} }).barcodes).toEqual({ preset: 'none', layout: [] });
  using temp = configured(
    '[barcodes]\npreset = "se"\n[[barcodes.layout]]\npattern = "26IIIIIWWWWWC"\ndecimals = 3',
  );
  const { barcodes } = loadConfig({ file: temp.file, env: {} });
  expect(barcodes).toEqual({ preset: 'se', layout: [{ pattern: '26IIIIIWWWWWC', decimals: 3 }] });
});

test.for([
  { what: 'a file that is no TOML', toml: '[web', says: /backroom\.toml/ },
  {
    what: 'two destinations of one name',
    toml: `${WEBHOOK}secret = "0123456789abcdef"\n${WEBHOOK}secret = "0123456789abcdef"`,
    says: /same name/,
  },
  { what: 'a webhook without a secret', toml: WEBHOOK, says: /secret/ },
  {
    what: 'a webhook with two secrets',
    toml: `${WEBHOOK}secret = "0123456789abcdef"\nsecret_file = "x"`,
    says: /not both/,
  },
  { what: 'a secret that is too short', toml: `${WEBHOOK}secret = "short"`, says: /destination\.0\.secret/ },
  { what: 'a secret file that is not there', toml: `${WEBHOOK}secret_file = "nowhere"`, says: /nowhere/ },
  {
    what: 'a barcode layout of the wrong length',
    toml: '[[barcodes.layout]]\npattern = "26IIIIWWWWC"\ndecimals = 3',
    says: /barcodes\.layout\.0\.pattern has 11 digits/,
  },
  {
    what: 'a country without a preset',
    toml: '[barcodes]\npreset = "xx"',
    says: /barcodes\.preset is not one/,
  },
  {
    what: 'a kind that nobody knows',
    toml: '[[destination]]\nname = "a"\nkind = "fax"',
    says: /destination\.0\.kind/,
  },
])('$what is told in words', ({ toml, says }) => {
  const fault = faultOf(toml);
  expect(fault.code).toBe('config.invalid');
  expect(fault.message).toMatch(says);
});

test('a file that is not there is told with its name', () => {
  expect(() => loadConfig({ file: '/nowhere/backroom.toml', env: {} })).toThrow(/nowhere\/backroom\.toml/);
});

test('a word in the environment where a number belongs is told, and not taken for none', () => {
  expect(faultOf('', { BACKROOM_WEB_PORT: 'eighty' }).message).toContain('web.port');
});

test('what is wrong is said in words, without the value that may be a secret', () => {
  const { message } = faultOf(`[web]\nport = "eighty"\nprot = 1\n${WEBHOOK}secret = "short"`);
  expect(message).toContain('web.port is not a number');
  expect(message).toContain('web has what is not known here: prot');
  expect(message).toContain('destination.0.secret has fewer than 16 characters');
  expect(message).not.toMatch(/short|eighty|Invalid|expected/);
});
