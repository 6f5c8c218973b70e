import type { ServerResponse } from 'node:http';

/**
 * Sends what is written in one tick as one packet, else the first word would be the fourth. Never
 * ends while corked: Node 22 and 24 then write the end of a chunked body too early.
 */
export class Packets {
  readonly #res: ServerResponse;
  #held = false;

  constructor(res: ServerResponse) {
    this.#res = res;
  }

  /** Holds what is written until `later` calls back. */
  hold(later: (release: () => void) => unknown): void {
    if (this.#held) return;
    this.#held = true;
    this.#res.cork();
    later(() => this.#release());
  }

  /** Writes a piece; false where the client has to take some of it first. */
  write(piece: Uint8Array): boolean {
    this.hold((release) => process.nextTick(release));
    return this.#res.write(piece);
  }

  end(): void {
    this.#inOne(() => {
      this.#release();
      this.#res.end();
    });
  }

  #release(): void {
    if (!this.#held) return;
    this.#held = false;
    // The response releases its socket before it has written what it held.
    this.#inOne(() => this.#res.uncork());
  }

  #inOne(write: () => void): void {
    const { socket } = this.#res;
    socket?.cork();
    write();
    socket?.uncork();
  }
}
