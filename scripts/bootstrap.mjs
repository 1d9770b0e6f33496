/**
 * The first step of `npm start` and `npm test`, and of `npm run` with check, backroom, bench, sim or proof.
 *
 * It runs on whatever Node the computer has (18 or newer, so plain JavaScript without dependencies), brings
 * node_modules in step with package-lock.json, finds the Node that Backroom is made for, and hands over to it.
 * Exit code and signals pass through in both directions.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
/** What Node made of the sources the last time: a start takes half as long with it, and a fifth less memory. */
const compileCache = join(modules, '.cache', 'node');
/**
 * On a computer with much memory Node lets 50 MB of garbage lie in each thread before it looks. A box in a shop has
 * other uses for it, and the hub is no slower with less.
 */
const nodeOptions = ['--max-semi-space-size=8', process.env.NODE_OPTIONS ?? ''].join(' ').trim();

const nodeMajorMin = 24;
const aptAttemptsMax = 3;
/** npm and the terminal both pass Ctrl-C on: one press must reach the program once. */
const signalRepeatMs = 500;
const parentLookMs = 1_000;

const entries = {
  start: { file: 'scripts/demo/main.ts', args: [], debian: false },
  test: { file: 'node_modules/vitest/vitest.mjs', args: ['run'], debian: true },
  check: { file: 'scripts/check.ts', args: [], debian: true },
  backroom: { file: 'hub/cli/backroom.ts', args: [], debian: false },
  bench: { file: 'scripts/bench/main.ts', args: [], debian: false },
  sim: { file: 'scripts/sim/main.ts', args: [], debian: false },
  proof: { file: 'scripts/proof/main.ts', args: [], debian: true },
};

function main([command, ...args]) {
  const entry = Object.hasOwn(entries, command ?? '') ? entries[command] : undefined;
  if (entry === undefined)
    stop(`Usage: node scripts/bootstrap.mjs ${Object.keys(entries).join('|')} [arguments]`, 64);
  ensureModules();
  const node = findNode();
  if (entry.debian) ensureDebianPackages();
  // A technician's paths are meant from where the technician stands; npm itself goes to the project's folder.
  const folder = command === 'backroom' ? (process.env.INIT_CWD ?? process.cwd()) : root;
  handOver(node, [join(root, entry.file), ...entry.args, ...args], folder);
}

// --- node_modules -----------------------------------------------------------------------------------------------

function ensureModules() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stampFile = join(modules, '.backroom-lock');
  const stamp = createHash('sha256').update(lockText).digest('hex');
  if (readIfThere(stampFile)?.trim() === stamp) return;
  const reason = whyInstall(lockText);
  if (reason !== undefined) {
    console.error(`backroom: installing packages, because ${reason} (npm ci, about a minute)`);
    installModules();
  }
  writeFileSync(stampFile, `${stamp}\n`);
}

/** Returns why an installation is needed, or undefined when what `npm install` left behind is already right. */
function whyInstall(lockText) {
  if (!existsSync(modules)) return 'there is no node_modules folder yet';
  const installedText = readIfThere(join(modules, '.package-lock.json'));
  if (installedText === undefined) return 'node_modules is incomplete';
  const installed = JSON.parse(installedText).packages ?? {};
  const wanted = Object.entries(JSON.parse(lockText).packages ?? {}).filter(([path]) => path !== '');
  const different = wanted.find(([path, { version, optional }]) =>
    installed[path] === undefined ? !optional : installed[path].version !== version,
  );
  return (
    different && `${different[0].replace(/^.*node_modules\//, '')} is not the version in package-lock.json`
  );
}

function installModules() {
  // A production setting or `omit=optional` on this computer must not leave out Node itself or the test tools.
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  const npmScript = process.env.npm_execpath;
  const throughNode = npmScript !== undefined && /\.c?js$/.test(npmScript);
  const [file, fileArgs] = throughNode ? [process.execPath, [npmScript, ...args]] : ['npm', args];
  // What npm reports goes to stderr: stdout belongs to the program that follows.
  const result = spawnSync(file, fileArgs, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.error)
    stop(`npm could not be started (${result.error.message}). Install npm, then try again.`, 69);
  if (result.status !== 0)
    stop('npm ci failed; its message is above. Is the internet reachable from here?', 69);
}

// --- Node -------------------------------------------------------------------------------------------------------

/** Returns the Node from node_modules, or this one where it is new enough (a Mac, a musl system). */
function findNode() {
  const pinned = join(modules, '.bin', 'node');
  const answer = spawnSync(pinned, ['--version'], { encoding: 'utf8' });
  if (answer.status === 0 && majorOf(answer.stdout) >= nodeMajorMin) return pinned;
  if (majorOf(process.version) >= nodeMajorMin) return process.execPath;
  return stop(
    [
      `Backroom needs Node ${nodeMajorMin}; this computer has ${process.version}, and the one that comes with Backroom`,
      `does not run here (${process.platform} ${process.arch}: ${answer.error?.code ?? answer.stderr ?? 'no answer'}).`,
      'What to do, by cause:',
      '  - a 32-bit system: install 64-bit Raspberry Pi OS or another 64-bit Linux',
      '  - Alpine or another musl system: use a Debian-based one, or install Node 24 from its packages',
      `  - another system or processor (a Mac, Windows): install Node ${nodeMajorMin} from https://nodejs.org`,
      '  - packages installed with --omit=optional: delete node_modules and run this command again',
    ].join('\n'),
    78,
  );
}

function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1] ?? 0);
}

// --- Debian packages for the tests ------------------------------------------------------------------------------

function ensureDebianPackages() {
  const needed = JSON.parse(readFileSync(join(root, 'scripts', 'debian-packages.json'), 'utf8'));
  const missing = needed.filter((item) => !isOnPath(item.program) && !isInstalled(item.package));
  if (missing.length === 0) return;
  const names = missing.map((item) => item.package);
  const list = missing.map((item) => `  ${item.program}: ${item.why}`).join('\n');
  if (!isOnPath('apt-get')) stop(`The tests need programs that are not installed here:\n${list}`, 1);
  if (process.getuid?.() !== 0) {
    stop(
      `The tests need programs that are not installed here:\n${list}\nInstall them with:\n  sudo apt-get install ${names.join(' ')}`,
      1,
    );
  }
  console.error(`backroom: installing Debian packages for the tests: ${names.join(' ')}`);
  installDebianPackages(names);
}

function installDebianPackages(names) {
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  for (let attempt = 1; attempt <= aptAttemptsMax; attempt += 1) {
    const settings = ['-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120'];
    const updated = spawnSync('apt-get', [...settings, 'update'], options).status === 0;
    const install = [...settings, 'install', '-y', '--no-install-recommends', ...names];
    if (updated && spawnSync('apt-get', install, options).status === 0) return;
    console.error(`backroom: apt-get failed (attempt ${attempt} of ${aptAttemptsMax})`);
  }
  stop(`The packages could not be installed. Try it by hand:\n  sudo apt-get install ${names.join(' ')}`, 69);
}

function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function isInstalled(name) {
  const answer = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout === 'installed';
}

// --- handing over -----------------------------------------------------------------------------------------------

/** The child leads its own process group, so a signal reaches it once, through here, and all it started can be ended. */
function handOver(node, args, folder) {
  const path = [join(modules, '.bin'), process.env.PATH].join(delimiter);
  // Browser modules are typed, and Node's own type stripping is still called experimental.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: folder,
    stdio: 'inherit',
    detached: true,
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, NODE_OPTIONS: nodeOptions, PATH: path },
  });
  const lastAt = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (Date.now() - (lastAt.get(signal) ?? 0) < signalRepeatMs) return;
      lastAt.set(signal, Date.now());
      child.kill(signal);
    });
  }
  endWithParent(child);
  child.once('error', (error) => stop(`Node could not be started: ${error.message}`, 70));
  child.once('exit', (code, signal) => {
    endGroup(child.pid);
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

/** npm that is killed does not tell: whoever started this process being gone is the word to stop. */
function endWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, parentLookMs);
  watch.unref();
}

function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch {
    // Nobody is left in the group, which is how it should be.
  }
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function stop(message, code) {
  console.error(message);
  process.exit(code);
}

main(process.argv.slice(2));
