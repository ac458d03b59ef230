/** Of fewer bytes nothing is kept: they are read as 32-bit words, the last of which may overlap the one before. */
const BYTES_MIN = 4;

/**
 * What was made of bytes, found again by equal bytes. Telemetry says the same without end (attribute keys, ids of the job, model
 * names, a hundred times the same resource), and comparing four bytes a step costs a fraction of decoding them.
 * Direct-mapped: of two whose hashes meet the later stays, so memory is bounded whatever senders put in.
 * What is found is shared by all who find it: nobody may change it.
 */
export class ByteTable<Made> {
  private readonly slotCount: number;
  private readonly bytesMax: number;
  private readonly slotWords: number;
  private readonly made: (Made | undefined)[];
  private readonly lengths: Uint32Array;
  /** The bytes of each slot's, as words. */
  private readonly words: Int32Array;

  /** `slotCount` is a power of two; of more than `bytesMax` bytes nothing is kept. */
  constructor(slotCount: number, bytesMax: number) {
    this.slotCount = slotCount;
    this.bytesMax = bytesMax;
    this.slotWords = Math.ceil(bytesMax / 4);
    this.made = new Array(slotCount).fill(undefined);
    this.lengths = new Uint32Array(slotCount);
    this.words = new Int32Array(slotCount * this.slotWords);
  }

  /** What was made of these bytes; undefined when that is not known, or no more. */
  find(bytes: DataView, start: number, length: number): Made | undefined {
    if (length > this.bytesMax || length < BYTES_MIN) return undefined;
    const slot = this.slotOf(bytes, start, length);
    if (this.lengths[slot] !== length) return undefined;
    const { words } = this;
    const last = start + length - 4;
    let word = slot * this.slotWords;
    for (let at = start; at < last; at += 4) if (words[word++] !== bytes.getInt32(at, true)) return undefined;
    return words[word] === bytes.getInt32(last, true) ? this.made[slot] : undefined;
  }

  keep(bytes: DataView, start: number, length: number, made: Made): void {
    if (length > this.bytesMax || length < BYTES_MIN) return;
    const slot = this.slotOf(bytes, start, length);
    const last = start + length - 4;
    let word = slot * this.slotWords;
    for (let at = start; at < last; at += 4) this.words[word++] = bytes.getInt32(at, true);
    this.words[word] = bytes.getInt32(last, true);
    this.lengths[slot] = length;
    this.made[slot] = made;
  }

  /** A hash of the length and of twelve bytes from beginning, middle and end; what differs elsewhere is compared in vain. */
  private slotOf(bytes: DataView, start: number, length: number): number {
    const last = start + length - 4;
    let hash = Math.imul(bytes.getInt32(start, true) ^ length, 0x9e3779b1);
    hash = Math.imul(hash ^ bytes.getInt32((start + last) >> 1, true), 0x85ebca6b);
    hash = Math.imul(hash ^ bytes.getInt32(last, true) ^ (hash >>> 15), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) & (this.slotCount - 1);
  }
}
