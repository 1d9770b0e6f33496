import type { Database, Statement } from 'better-sqlite3';
import { NOTHING_KNOWN, valueOfDelivery, WORTH_MAX_MICRO, worthOf } from '../../domain/cost.ts';
import type { CostState } from '../../domain/cost.ts';
import type { ExceptionCause, MovementFact } from '../../domain/decide.ts';
import { PLACE } from '../../domain/places.ts';
import { CostPoints, LATE_TURN } from './cost-points.ts';
import type { CostPlace, CostPoint } from './cost-points.ts';
import { CostWalk, newBudget } from './cost-walk.ts';
import type { WalkBudget } from './cost-walk.ts';
import type { StockBook } from './stock-book.ts';

/** What is on hand of a product in the whole shop, what that is worth, and where its history ends. */
interface Holding {
  state: CostState;
  onHandMicro: number;
  worthMicro: number;
  /** What takes effect at this instant or later stands at the end of the history. */
  endMs: number;
}

/** What a movement was worth, and what about it a person has to look into. */
export interface Booked {
  /** Null where no cost is known, and for goods that stay in the shop. */
  readonly valueMicro: number | null;
  readonly raise: CostProblem | null;
}

export type CostProblem = Extract<ExceptionCause, 'cost.out_of_range' | 'cost.too_late'>;

interface At {
  readonly seq: number;
  /** The number that the movement gets. */
  readonly movement: number;
}

type Kind = 'variance' | 'revaluation';

/** How many products are remembered between batches before all are forgotten. */
const REMEMBERED_MAX = 50_000;

/**
 * What goods cost, by moving average. The state of a product changes when goods come in at a cost of their own, and is
 * written then; a sale only reads what is remembered here, and what it was worth goes into its own row. At any moment,
 * for each product:
 *
 *   Σ worth of what came in + Σ differences booked = worth of what is on hand + Σ worth of what went out
 */
export class CostBook {
  readonly #stock: Pick<StockBook, 'isTracked' | 'total' | 'lastMovements'>;
  readonly #points: CostPoints;
  readonly #walk: CostWalk;
  readonly #addEntry: Statement<[number, number, number, Kind, number]>;
  /** Null: nothing of the product ever came at a cost. */
  readonly #holdings = new Map<number, Holding | null>();
  #budget: WalkBudget = newBudget();
  #receivedMs = 0;
  /** What the goods took with them that left for another product. */
  #takenMicro: number | null = null;

  constructor(db: Database, stock: Pick<StockBook, 'isTracked' | 'total' | 'lastMovements'>) {
    this.#stock = stock;
    this.#points = new CostPoints(db);
    this.#walk = new CostWalk(db, stock);
    this.#addEntry = db.prepare(
      'INSERT INTO cost_entry (seq, product, movement, kind, value_micro) VALUES (?, ?, ?, ?, ?)',
    );
  }

  beginEvent(receivedMs: number): void {
    this.#receivedMs = receivedMs;
    this.#budget = newBudget();
    this.#takenMicro = null;
  }

  /** False when there would be more of the product in the whole shop than can be counted exactly. */
  fits(fact: MovementFact): boolean {
    const changeMicro = this.#changeOf(fact);
    const isPriced = fact.cost !== undefined || fact.bringsValue === true;
    if (changeMicro === 0 || (!isPriced && this.#known(fact.product) === null)) return true;
    const { state, onHandMicro } = this.#holding(fact.product);
    const after = onHandMicro + changeMicro;
    const sums = [after, state.deliveredMicro + fact.quantityMicro, after - state.deliveredMicro];
    return sums.every((sum) => Number.isSafeInteger(sum));
  }

  /** What so much of a product is worth at the price that holds; below zero for less than nothing. Null: no cost is known. */
  worth(product: number, quantityMicro: number): number | null {
    const price = this.#known(product)?.state.price ?? null;
    return price === null ? null : worthOf(price, quantityMicro);
  }

  /** Books what a movement is worth. To be called before the stock books it. */
  book(fact: MovementFact, at: At): Booked {
    const changeMicro = this.#changeOf(fact);
    if (changeMicro === 0) return { valueMicro: null, raise: null };
    if (changeMicro < 0) return this.#out(fact, at);
    if (fact.cost !== undefined) return this.#delivered(fact, at);
    if (fact.bringsValue === true && this.#takenMicro !== null) {
      const valueMicro = this.#takenMicro;
      this.#takenMicro = null;
      return this.#deliver(fact, { ...at, valueMicro });
    }
    return this.#move(fact.product, changeMicro);
  }

  #out(fact: MovementFact, at: At): Booked {
    if (fact.to === PLACE.supplier) {
      const delivery = fact.reverses === undefined ? null : this.#points.ofMovement(fact.reverses);
      if (delivery !== null) return this.#takeBack(fact, { ...at, delivery });
      if (fact.cost !== undefined) return this.#sendBack(fact, { ...at, unitCost: fact.cost.unitCost });
    }
    const booked = this.#move(fact.product, -fact.quantityMicro);
    if (fact.to === PLACE.merged) this.#takenMicro = booked.valueMicro;
    return booked;
  }

  /** Goods come or go at the price that holds. */
  #move(product: number, changeMicro: number): Booked {
    const holding = this.#known(product);
    if (holding === null || holding.state.price === null) {
      if (holding !== null) holding.onHandMicro += changeMicro;
      return { valueMicro: null, raise: null };
    }
    const before = holding.worthMicro;
    holding.onHandMicro += changeMicro;
    holding.worthMicro = worthOf(holding.state.price, holding.onHandMicro);
    const isBeyond = Math.abs(holding.worthMicro) === WORTH_MAX_MICRO && Math.abs(before) < WORTH_MAX_MICRO;
    return {
      valueMicro: Math.abs(holding.worthMicro - before),
      raise: isBeyond ? 'cost.out_of_range' : null,
    };
  }

  /** Goods came at a cost of their own. Those that came before what the ledger has already stand where they came. */
  #delivered(fact: MovementFact, at: At): Booked {
    const { unitCost = '0', cameMs = null } = fact.cost ?? {};
    const valueMicro = valueOfDelivery(unitCost, fact.quantityMicro);
    if (valueMicro === null) {
      return { ...this.#move(fact.product, fact.quantityMicro), raise: 'cost.out_of_range' };
    }
    const delivery = { ...at, valueMicro };
    if (cameMs === null || cameMs >= this.#receivedMs) return this.#deliver(fact, delivery);
    return this.#deliverLate(fact, { ...delivery, cameMs });
  }

  #deliver(fact: MovementFact, delivery: At & { valueMicro: number }): Booked {
    this.#become(fact, { ...delivery, kind: 'variance' }, [this.#pointNow(fact, delivery)]);
    return { valueMicro: delivery.valueMicro, raise: null };
  }

  #deliverLate(fact: MovementFact, delivery: At & { valueMicro: number; cameMs: number }): Booked {
    const { product, quantityMicro } = fact;
    const { valueMicro, movement, cameMs } = delivery;
    const place = { product, effectiveMs: cameMs, turn: LATE_TURN, quantityMicro, valueMicro, movement };
    const since = this.#walk.movedSince(product, cameMs, this.#budget);
    const later = this.#laterThan(place);
    if (since === null || later === null) {
      return { ...this.#deliver(fact, delivery), raise: 'cost.too_late' };
    }
    const { state, onHandMicro } = this.#holding(product);
    const movedMicro = onHandMicro - state.deliveredMicro - since;
    const kind = since === 0 && later.length === 0 ? 'variance' : 'revaluation';
    this.#become(fact, { ...delivery, kind }, [{ ...place, movedMicro, standing: 'counts' }, ...later]);
    return { valueMicro, raise: null };
  }

  /** Goods go back to their supplier for what he gives for them. */
  #sendBack(fact: MovementFact, sent: At & { unitCost: string }): Booked {
    const valueMicro = valueOfDelivery(sent.unitCost, fact.quantityMicro);
    const booked = this.#move(fact.product, -fact.quantityMicro);
    if (valueMicro === null) return { ...booked, raise: 'cost.out_of_range' };
    this.#note(fact.product, { ...sent, kind: 'variance' }, valueMicro - (booked.valueMicro ?? 0));
    return { valueMicro, raise: booked.raise };
  }

  /** A delivery is taken back: what things cost is from now on as if it had never come. */
  #takeBack(fact: MovementFact, reversal: At & { delivery: CostPoint }): Booked {
    const { delivery } = reversal;
    const isIts = delivery.standing === 'counts' && delivery.product === fact.product;
    const later = isIts ? this.#laterThan(delivery) : null;
    if (later === null) {
      const booked = this.#move(fact.product, -fact.quantityMicro);
      const difference = delivery.valueMicro - (booked.valueMicro ?? 0);
      this.#note(fact.product, { ...reversal, kind: 'variance' }, difference);
      return { valueMicro: delivery.valueMicro, raise: booked.raise };
    }
    const { valueMicro } = delivery;
    const now = this.#pointNow(fact, { ...reversal, valueMicro });
    this.#become(fact, { ...reversal, valueMicro, kind: 'revaluation' }, [
      { ...delivery, standing: 'reversed' },
      ...later,
      { ...now, standing: 'reversal' },
    ]);
    return { valueMicro, raise: null };
  }

  /** The history of the product ends with these points from now on. What that changes is booked as a difference. */
  #become(
    fact: MovementFact,
    at: At & { valueMicro: number; kind: Kind },
    points: readonly [CostPoint, ...CostPoint[]],
  ): void {
    const holding = this.#holding(fact.product);
    const changeMicro = this.#changeOf(fact);
    const expectedMicro = holding.worthMicro + Math.sign(changeMicro) * at.valueMicro;
    holding.state = this.#points.write(points);
    holding.onHandMicro += changeMicro;
    holding.worthMicro = worthOf(holding.state.price, holding.onHandMicro);
    holding.endMs = Math.max(holding.endMs, ...points.map(endOf));
    this.#holdings.set(fact.product, holding);
    this.#note(fact.product, at, holding.worthMicro - expectedMicro);
  }

  #note(product: number, at: At & { kind: Kind }, differenceMicro: number): void {
    if (differenceMicro !== 0) this.#addEntry.run(at.seq, product, at.movement, at.kind, differenceMicro);
  }

  /** A point at the end of the history. */
  #pointNow(fact: MovementFact, delivery: At & { valueMicro: number }): CostPoint {
    const { product, quantityMicro } = fact;
    const { movement, valueMicro } = delivery;
    const { state, onHandMicro, endMs } = this.#holding(product);
    return {
      product,
      effectiveMs: Math.max(this.#receivedMs, endMs),
      turn: movement,
      quantityMicro,
      valueMicro,
      movement,
      movedMicro: onHandMicro - state.deliveredMicro,
      standing: 'counts',
    };
  }

  /** What takes effect after a place of the history; null where that is more than one event may change. */
  #laterThan(place: CostPlace): CostPoint[] | null {
    if (this.#budget.steps < 0) return null;
    const later = this.#points.after(place, this.#budget.steps + 1);
    this.#budget.steps -= later.length;
    return this.#budget.steps < 0 ? null : later;
  }

  /** Below zero for what leaves the shop; nothing for what goes from one of its places to another. */
  #changeOf(fact: MovementFact): number {
    const isInward = this.#stock.isTracked(fact.to);
    if (this.#stock.isTracked(fact.from) === isInward) return 0;
    return isInward ? fact.quantityMicro : -fact.quantityMicro;
  }

  #holding(product: number): Holding {
    const known = this.#known(product);
    if (known !== null) return known;
    return { state: NOTHING_KNOWN, onHandMicro: this.#stock.total(product), worthMicro: 0, endMs: 0 };
  }

  #known(product: number): Holding | null {
    const remembered = this.#holdings.get(product);
    if (remembered !== undefined) return remembered;
    if (this.#holdings.size >= REMEMBERED_MAX) this.#holdings.clear();
    const holding = this.#load(product);
    this.#holdings.set(product, holding);
    return holding;
  }

  #load(product: number): Holding | null {
    const newest = this.#points.newest(product);
    if (newest === null) return null;
    const onHandMicro = this.#stock.total(product);
    const { point, state } = newest;
    return { state, onHandMicro, worthMicro: worthOf(state.price, onHandMicro), endMs: endOf(point) };
  }
}

function endOf(point: CostPoint): number {
  return point.turn === LATE_TURN ? point.effectiveMs + 1 : point.effectiveMs;
}
