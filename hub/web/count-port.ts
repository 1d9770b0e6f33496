import type {
  CountAnswer,
  CountLineAnswer,
  CountLineState,
  CountState,
  CountSummary,
} from '../contract/count-views.ts';

/** What was counted. */
export interface CountReader {
  /** Newest first. */
  stockCounts(options: { state: CountState; before?: number | undefined; limit: number }): CountSummary[];
  stockCount(countId: string): CountAnswer | null;
  stockCountState(countId: string): CountState | null;
  /** Null: there is no such count. `from`: how many lines come before. */
  countLines(
    countId: string,
    options: {
      sort: 'value' | 'name';
      state?: CountLineState | undefined;
      asCounter: boolean;
      from: number;
      limit: number;
    },
  ): CountLineAnswer[] | null;
}
