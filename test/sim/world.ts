import type { Random } from '../../scripts/replay/random.ts';
import type { SimDisk } from './disk.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';
import type { Witness } from './witness.ts';

/** What every part of a simulation shares. */
export interface World {
  readonly time: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly witness: Witness;
  readonly disk: SimDisk;
  /** Ends the simulation: something broke a rule, or threw. */
  readonly fail: (error: unknown) => void;
}
