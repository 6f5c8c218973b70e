import type { ServerResponse } from 'node:http';

/**
 * Sends the writes of one tick as one packet. Never ends while corked: Node 22 and 24 would then
 * end a chunked body too early.
 */
export class Packets {
  readonly #res: ServerResponse;
  #held = false;

  constructor(res: ServerResponse) {
    this.#res = res;
  }

  /** Holds writes until `later` calls back. */
  hold(later: (release: () => void) => unknown): void {
    if (this.#held) return;
    this.#held = true;
    this.#res.cork();
    later(() => this.#release());
  }

  /** Writes a piece; false if the client must read first. */
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
    // The response releases its socket before it has written everything.
    this.#inOne(() => this.#res.uncork());
  }

  #inOne(write: () => void): void {
    const { socket } = this.#res;
    socket?.cork();
    write();
    socket?.uncork();
  }
}
