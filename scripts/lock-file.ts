/**
 * npm leaves out of package-lock.json every optional package that its registry does not hold (a mirror often has only
 * the builds for its own processors), and `npm ci` then refuses the file everywhere. A missing entry needs only what
 * the package that asks for it already says: the exact version, and in its name the platform.
 */
export interface LockFile {
  readonly packages: Record<string, LockedPackage>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface MissingPackage {
  readonly name: string;
  readonly version: string;
  readonly wantedBy: LockedPackage;
}

/** Returns the optional packages that something in the lock file asks for and that have no entry. */
export function missingPackages({ packages }: LockFile): MissingPackage[] {
  return Object.entries(packages).flatMap(([path, wantedBy]) =>
    Object.entries(wantedBy.optionalDependencies ?? {})
      .filter(([name]) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in packages))
      .map(([name, version]) => ({ name, version, wantedBy })),
  );
}

/** Node looks for a package beside the one that asks, and then in each folder above. */
function foldersAbove(path: string): string[] {
  const parts = path.split('node_modules/');
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('node_modules/'))
    .concat(path === '' ? [] : `${path}/`);
}

/** Returns the lock file with an entry for every missing package, in npm's order; throws where a version is open. */
export function completeLock(lock: LockFile): LockFile {
  const added = missingPackages(lock).map(({ name, version, wantedBy }) => {
    if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name} has no exact version: ${version}`);
    const platform = platformOf(name);
    if (platform === undefined) throw new Error(`the name of ${name} does not say its platform`);
    const dev = wantedBy.dev === undefined ? {} : { dev: wantedBy.dev };
    return [`node_modules/${name}`, { version, ...dev, optional: true, ...platform }] as const;
  });
  const all = [...Object.entries(lock.packages), ...added].toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(all) };
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Reads `…/binding-linux-arm64-musl` as npm's os, cpu and libc. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = name.split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  if (os !== 'linux') return { os: [os], cpu: [cpu] };
  const ending = words.at(-1) ?? '';
  if (ending.startsWith('musl')) return { os: [os], cpu: [cpu], libc: ['musl'] };
  return ending.startsWith('gnu') ? { os: [os], cpu: [cpu], libc: ['glibc'] } : { os: [os], cpu: [cpu] };
}
