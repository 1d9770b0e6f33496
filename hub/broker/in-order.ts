/**
 * Lets work end in any order, and its results come out in the order in which it began. A connection's
 * acknowledgements keep the order of its messages this way ([MQTT-4.6.0-2]).
 */
export class InOrder {
  readonly #turns: Turn[] = [];

  /** Takes the next place. Call the returned function once, with what to do when everything before it is done. */
  enter(): (act: () => void) => void {
    const turn: Turn = { act: undefined };
    this.#turns.push(turn);
    return (act) => {
      turn.act = act;
      this.#advance();
    };
  }

  #advance(): void {
    for (let act = this.#turns[0]?.act; act !== undefined; act = this.#turns[0]?.act) {
      this.#turns.shift();
      act();
    }
  }
}

interface Turn {
  act: (() => void) | undefined;
}
